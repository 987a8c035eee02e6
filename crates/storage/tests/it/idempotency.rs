use std::time::Duration;

use rapport_core::actor::Actor;
use rapport_core::event::{EventData, OrganisationChange};
use rapport_storage::idempotency::{self, Answer, Claim, KEPT_FOR, Known, claiming};
use rapport_storage::{Store, Tx};

use crate::world::World;

fn claim(world: &World, actor: &str) -> Claim {
    let (actor, key) = (actor.to_owned(), "k".to_owned());
    Claim { actor, key, request_hash: vec![7; 32], at: world.now() }
}

fn answer(status: u16) -> Answer {
    let (etag, location) = (Some("\"1\"".to_owned()), Some("/api/v1/skills/x".to_owned()));
    Answer { status, body: "{\"id\":1}".to_owned(), etag, location }
}

async fn get(world: &World, actor: &str) -> Option<Known> {
    let now = world.now();
    read!(world, session => idempotency::get(session, actor, "k", now))
}

fn rename(world: &World, tx: &mut Tx) {
    let change = OrganisationChange { name: "Duffel".to_owned(), version: 1 };
    tx.record(world.now(), Actor::SYSTEM, EventData::OrganisationUpdated(change));
}

on_both_engines! {
    async fn an_answer_is_kept_for_a_day(world: World) {
        assert_eq!(get(&world, "ada").await, None);
        let first = claim(&world, "ada");
        change!(world, tx => idempotency::answer(tx, &first, &answer(201))).unwrap();
        let known = Known { request_hash: vec![7; 32], answer: Some(answer(201)), seq: None };
        assert_eq!(get(&world, "ada").await, Some(known));
        assert_eq!(get(&world, "boris").await, None, "keys are each one's own");
        world.pass(KEPT_FOR - Duration::from_secs(1));
        assert!(get(&world, "ada").await.is_some());
        world.pass(Duration::from_secs(2));
        assert_eq!(get(&world, "ada").await, None);
        let again = claim(&world, "ada");
        change!(world, tx => idempotency::answer(tx, &again, &answer(409))).unwrap();
        assert_eq!(get(&world, "ada").await.unwrap().answer, Some(answer(409)));
    }

    async fn a_key_is_claimed_with_the_first_change_and_answered_later(world: World) {
        let ada = claim(&world, "ada");
        let head = world.head().await;
        claiming(ada.clone(), async {
            // What changes nothing, or is rolled back, claims nothing.
            world.store.begin().await.unwrap().commit().await.unwrap();
            let mut tx = world.store.begin().await.unwrap();
            rename(&world, &mut tx);
            tx.rollback().await.unwrap();
            assert_eq!(get(&world, "ada").await, None);
            for _ in 0..2 {
                let mut tx = world.store.begin().await.unwrap();
                rename(&world, &mut tx);
                tx.commit().await.unwrap();
            }
        })
        .await;
        // As the next process finds it.
        world.store.close().await;
        let mut world = world;
        world.store = Store::open(&world.location).await.unwrap();
        let known = get(&world, "ada").await.unwrap();
        let (answered, seq) = (known.answer, known.seq.unwrap());
        assert_eq!((answered, seq), (None, head + 1));
        change!(world, tx => idempotency::answer(tx, &ada, &answer(201))).unwrap();
        let known = get(&world, "ada").await.unwrap();
        assert_eq!((known.answer, known.seq), (Some(answer(201)), Some(seq)));
        world.assert_whole().await;
        world.store.close().await;
    }

    async fn a_day_later_a_key_is_claimed_anew(world: World) {
        for _ in 0..2 {
            claiming(claim(&world, "ada"), async {
                let mut tx = world.store.begin().await.unwrap();
                rename(&world, &mut tx);
                tx.commit().await.unwrap();
            })
            .await;
            assert_eq!(get(&world, "ada").await.unwrap().seq, Some(world.head().await));
            world.pass(KEPT_FOR + Duration::from_secs(1));
        }
    }
}
