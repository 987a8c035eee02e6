use std::time::Duration;

use rapport_storage::idempotency::{self, Answer, KEPT_FOR};

use crate::world::World;

on_both_engines! {
    async fn an_answer_is_kept_for_a_day(world: World) {
        let answer = Answer { request_hash: vec![7; 32], status: 201, body: "{\"id\":1}".into() };
        let get = async |actor: &'static str, key: &'static str| {
            let now = world.now();
            read!(world, session => idempotency::get(session, actor, key, now))
        };
        assert!(get("ada", "k").await.is_none());
        let now = world.now();
        change!(world, tx => idempotency::put(tx, "ada", "k", &answer, now)).unwrap();
        let found = get("ada", "k").await.unwrap();
        assert_eq!((found.request_hash, found.status, found.body), (vec![7; 32], 201, answer.body.clone()));
        assert!(get("boris", "k").await.is_none(), "keys are each one's own");
        world.pass(KEPT_FOR - Duration::from_secs(1));
        assert!(get("ada", "k").await.is_some());
        world.pass(Duration::from_secs(2));
        assert!(get("ada", "k").await.is_none());
        let again = Answer { status: 409, ..answer };
        let now = world.now();
        change!(world, tx => idempotency::put(tx, "ada", "k", &again, now)).unwrap();
        assert_eq!(get("ada", "k").await.unwrap().status, 409);
    }
}
