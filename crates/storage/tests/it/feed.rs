use std::time::Duration;

use rapport_core::actor::Actor;
use rapport_core::event::{Event, EventData, OrganisationChange};
use rapport_storage::{Follower, Store};
use tokio::task::JoinSet;

use crate::world::{World, of_contact, within};

/// What the follower sees, up to the given place.
async fn seen(follower: &mut Follower, upto: i64) -> Vec<Event> {
    let mut seen = Vec::new();
    while follower.cursor() < upto {
        let batch = within(follower.next()).await.unwrap();
        assert!(!batch.is_empty() && batch.len() <= 1_000);
        seen.extend(batch.iter().map(|logged| logged.event.clone()));
    }
    seen
}

/// Writes many events in one change.
async fn note_many(world: &World, store: &Store, events: usize) {
    let mut tx = store.begin().await.unwrap();
    for n in 0..events {
        let change = OrganisationChange { name: format!("Duffel {n}"), version: 1 };
        tx.record(world.now(), Actor::SYSTEM, EventData::OrganisationUpdated(change));
    }
    tx.commit().await.unwrap();
}

/// Callers who write messages through the given stores at once.
fn writers(
    world: &World,
    stores: &[Store],
    on: &rapport_core::conversation::Conversation,
) -> JoinSet<()> {
    let mut writers = JoinSet::new();
    for writer in 0..24 {
        let world = world.clone();
        let on = on.clone();
        let store = stores[writer % stores.len()].clone();
        writers.spawn(async move {
            for n in 0..10 {
                let id = format!("{writer}-{n}");
                let message = world.message(&on, &of_contact(&on), &id, &id);
                store.write_message(message).await.unwrap();
            }
        });
    }
    writers
}

on_both_engines! {
    async fn followers_see_every_event_once_and_in_order(world: World) {
        let on = world.conversation("v-1").await;
        let middle = world.head().await;
        let writers = writers(&world, std::slice::from_ref(&world.store), &on);
        let mut from_start = world.store.follow(0);
        let mut from_middle = world.store.follow(middle);
        let (_, ()) = within(async { tokio::join!(writers.join_all(), async {
            from_start.next().await.unwrap();
            from_start = world.store.follow(0);
        }) })
        .await;
        let head = world.head().await;
        let log = world.log().await;
        assert_eq!(seen(&mut from_start, head).await, log);
        let after: Vec<_> = log.into_iter().filter(|event| event.seq > middle).collect();
        assert_eq!(seen(&mut from_middle, head).await, after);
        assert_eq!(world.store.feed().head(), head);
    }

    async fn a_follower_further_behind_than_memory_reads_the_log(world: World) {
        let mut slow = world.store.follow(0);
        let first = within(slow.next()).await.unwrap();
        note_many(&world, &world.store, 17_000).await;
        note_many(&world, &world.store, 10).await;
        let mut events: Vec<Event> = first.iter().map(|logged| logged.event.clone()).collect();
        events.extend(seen(&mut slow, world.head().await).await);
        let log = world.log().await;
        assert!(log.len() > 17_000);
        assert!(events == log, "{} events, {} in the log", events.len(), log.len());
    }

    async fn events_of_another_process_come_too(world: World) {
        let on = world.conversation("v-1").await;
        let other = world.another_store().await;
        let mut here = world.store.follow(0);
        let mut there = other.follow(0);
        let stores = [world.store.clone(), other.clone()];
        within(writers(&world, &stores, &on).join_all()).await;
        let head = world.head().await;
        let log = world.log().await;
        assert_eq!(seen(&mut here, head).await, log);
        assert_eq!(seen(&mut there, head).await, log);
        note_many(&world, &other, 1_500).await;
        let head = world.head().await;
        assert_eq!(seen(&mut here, head).await.len(), 1_500);
        other.close().await;
        world.assert_whole().await;
    }

    async fn waiting_that_is_cancelled_loses_nothing(world: World) {
        let on = world.conversation("v-1").await;
        let mut follower = world.store.follow(0);
        let mut writers = writers(&world, std::slice::from_ref(&world.store), &on);
        let mut events = Vec::new();
        loop {
            let left = writers.try_join_next();
            if let Ok(batch) = tokio::time::timeout(Duration::ZERO, follower.next()).await {
                events.extend(batch.unwrap().iter().map(|logged| logged.event.clone()));
            }
            if left.is_none() && writers.is_empty() {
                break;
            }
            tokio::task::yield_now().await;
        }
        events.extend(seen(&mut follower, world.head().await).await);
        assert_eq!(events, world.log().await);
    }

    async fn one_who_is_up_to_date_waits_for_the_next(world: World) {
        let mut follower = world.store.follow(world.head().await);
        let waiting = tokio::time::timeout(Duration::from_millis(50), follower.next()).await;
        assert!(waiting.is_err(), "nothing has happened");
        let on = world.conversation("v-1").await;
        let events = seen(&mut follower, world.head().await).await;
        assert_eq!(events.len(), 3);
        assert_eq!(events[2].data.conversation().unwrap().id, on.id);
    }

    async fn a_change_that_is_rolled_back_is_told_to_nobody(world: World) {
        let mut follower = world.store.follow(world.head().await);
        let mut tx = world.store.begin().await.unwrap();
        let change = OrganisationChange { name: "Never".into(), version: 1 };
        tx.record(world.now(), Actor::SYSTEM, EventData::OrganisationUpdated(change));
        tx.rollback().await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        let change = OrganisationChange { name: "Forgotten".into(), version: 1 };
        tx.record(world.now(), Actor::SYSTEM, EventData::OrganisationUpdated(change));
        drop(tx);
        note_many(&world, &world.store, 1).await;
        let events = seen(&mut follower, world.head().await).await;
        assert_eq!(events.len(), 1);
        assert!(serde_json::to_string(&events[0].data).unwrap().contains("Duffel 0"));
    }

    async fn the_frame_of_an_event_is_its_json(world: World) {
        note_many(&world, &world.store, 1).await;
        let mut follower = world.store.follow(world.head().await - 1);
        let logged = within(follower.next()).await.unwrap().remove(0);
        let frame: serde_json::Value = serde_json::from_slice(&logged.wire()).unwrap();
        assert_eq!(frame["type"], "event");
        assert_eq!(frame["event"], serde_json::to_value(&logged.event).unwrap());
    }
}
