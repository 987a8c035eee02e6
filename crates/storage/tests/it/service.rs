use std::time::Duration;

use rapport_core::actor::Actor;
use rapport_core::directory::queue::ServiceLevel;
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::id::{ConversationId, QueueId};
use rapport_core::interaction::TransitionError;
use rapport_core::routing::Policy;
use rapport_storage::interaction::{self, Change};
use rapport_storage::service::{self, Served};
use rapport_storage::{StoreError, block, handling, record, snooze};

use crate::world::{World, work};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

async fn served(world: &World, queue: QueueId) -> Served {
    let since = world.now() - 60 * MINUTE;
    let all = read!(world, session => service::served(session, since));
    all.get(&queue).copied().unwrap_or_default()
}

async fn waiting(world: &World, queue: QueueId) -> i64 {
    let all = read!(world, session => service::waiting(session));
    all.get(&queue).map_or(0, |waiting| waiting.waiting)
}

async fn take(world: &World, id: ConversationId) {
    let ada = world.agents[0];
    change!(world, tx => handling::assign(tx, world.stamp(), id, Some(ada), world.agent(0)))
        .unwrap();
}

async fn pass(world: &World, id: ConversationId, to: QueueId) {
    change!(world, tx => handling::transfer(
        tx, world.stamp(), id, to, None, None, world.agent(0)))
    .unwrap();
}

async fn resolve(world: &World, id: ConversationId) {
    change!(world, tx => handling::resolve(tx, world.stamp(), id, world.agent(0))).unwrap();
}

on_both_engines! {
    async fn each_stay_is_counted_once_and_by_what_was_promised(world: World) {
        let [support, returns] = world.queues;
        let soon = world.conversation("v-1").await;
        let late = world.conversation("v-2").await;
        let gone_soon = world.conversation("v-3").await;
        let gone_late = world.conversation("v-4").await;
        let moved = world.conversation("v-5").await;
        assert_eq!(waiting(&world, support).await, 5);
        world.pass(20 * SECOND);
        take(&world, soon.id).await;
        resolve(&world, gone_soon.id).await;
        world.pass(60 * SECOND);
        take(&world, late.id).await;
        resolve(&world, gone_late.id).await;
        pass(&world, moved.id, returns).await;
        world.pass(10 * SECOND);
        take(&world, moved.id).await;
        resolve(&world, soon.id).await;

        let there = served(&world, support).await;
        let wait_ms = there.answer_wait_ms;
        assert!((100_000..101_000).contains(&wait_ms), "20 s and 80 s: {wait_ms}");
        assert_eq!(there.average_answer_ms(), Some(wait_ms / 2));
        let counted = Served { answer_wait_ms: 0, ..there };
        assert_eq!(counted, Served {
            answered: 2, answered_in_time: 1, answer_wait_ms: 0,
            abandoned: 2, abandoned_late: 1, passed_on: 1,
        });
        let level = there.service_level_percent().unwrap();
        assert!((level - 100.0 / 3.0).abs() < 1e-9, "one of two answered and one late: {level}");
        let here = served(&world, returns).await;
        assert_eq!((here.answered, here.answered_in_time), (1, 1), "the wait began anew");
        assert_eq!((waiting(&world, support).await, waiting(&world, returns).await), (0, 0));
        world.assert_whole().await;
    }

    async fn whoever_lost_their_agent_was_answered_before(world: World) {
        let support = world.queues[0];
        let ada = world.agents[0];
        let on = world.conversation("v-1").await;
        take(&world, on.id).await;
        let stamp = world.stamp();
        let change = Change {
            id: work(&on).id, entry_id: stamp.id(), actor: Actor::SYSTEM, at: stamp.at,
            happening: Happening::Requeued { agent_id: Some(ada) },
        };
        change!(world, tx => interaction::transition(tx, change, |work| work.give_back(ada))).unwrap();
        assert_eq!(waiting(&world, support).await, 1);
        take(&world, on.id).await;
        assert_eq!(served(&world, support).await.answered, 1);
        // Sent back by the agent, they wait for an answer again.
        pass(&world, on.id, support).await;
        world.pass(5 * SECOND);
        take(&world, on.id).await;
        assert_eq!(served(&world, support).await.answered, 2);
        world.assert_whole().await;
    }

    async fn what_we_put_aside_ourselves_counts_for_nothing(world: World) {
        let support = world.queues[0];
        let later = world.conversation("v-1").await;
        let hostile = world.conversation("v-2").await;
        let until = world.now() + 60 * MINUTE;
        change!(world, tx => snooze::snooze(
            tx, world.stamp(), later.id, until, world.agent(0))).unwrap();
        change!(world, tx => block::block(
            tx, world.stamp(), hostile.contact.id, None, world.agent(0))).unwrap();
        assert_eq!(served(&world, support).await, Served::default());
        assert_eq!(waiting(&world, support).await, 0);
        world.assert_whole().await;
    }

    async fn a_promise_counts_as_it_was_when_it_was_kept(world: World) {
        let support = world.queues[0];
        let first = world.conversation("v-1").await;
        let second = world.conversation("v-2").await;
        world.pass(30 * SECOND);
        take(&world, first.id).await;
        let directory = read!(world, session => record::all(session));
        let mut kept = directory.queues[&support].as_ref().clone();
        kept.version += 1;
        kept.record.service_level = ServiceLevel { answer_within_ms: 10_000, percent: 80 };
        let at = world.now();
        change!(world, tx => record::update(
            tx, &kept, Actor::SYSTEM, at)).unwrap();
        take(&world, second.id).await;
        let there = served(&world, support).await;
        assert_eq!((there.answered, there.answered_in_time), (2, 1));
    }

    async fn the_history_of_waiting_is_told_back_from_now(world: World) {
        let support = world.queues[0];
        let first = world.conversation("v-1").await;
        world.pass(MINUTE);
        world.conversation("v-2").await;
        world.conversation("v-3").await;
        world.pass(2 * MINUTE);
        take(&world, first.id).await;
        let waiting = read!(world, session => service::waiting(session));
        let directory = read!(world, session => record::all(session));
        let now = world.now();
        let told = read!(world, session => service::history(session, &waiting, &directory, now, 6));
        assert_eq!(told[&support], [0, 0, 1, 3, 3, 2]);
        assert_eq!(told[&world.queues[1]], [0; 6]);
    }

    async fn a_priority_moves_who_waits_and_nobody_else(world: World) {
        let support = world.queues[0];
        let line = async |world: &World| -> Vec<ConversationId> {
            let line = read!(world, session => interaction::waiting_in(session, support, 10));
            line.into_iter().map(|work| work.conversation_id).collect()
        };
        let first = world.conversation("v-1").await;
        world.pass(3 * MINUTE);
        let second = world.conversation("v-2").await;
        assert_eq!(line(&world).await, [first.id, second.id]);
        let set = async |id, priority| {
            change!(world, tx => handling::prioritise(
                tx, world.stamp(), id, priority, world.agent(0)))
        };
        set(work(&second).id, 6).await.unwrap();
        assert_eq!(line(&world).await, [first.id, second.id], "two minutes are not three");
        let now = set(work(&second).id, 7).await.unwrap();
        assert_eq!(work(&now).priority, 7);
        assert_eq!(line(&world).await, [second.id, first.id]);
        assert_eq!(set(work(&second).id, 7).await.unwrap(), now, "the same again changes nothing");
        let told = world.timeline(second.id).await;
        assert!(told.iter().any(|entry| matches!(&entry.body, EntryBody::Event {
            event: Happening::PriorityChanged { from: 6, priority: 7 } })));
        take(&world, first.id).await;
        let refused = set(work(&first).id, 9).await;
        assert!(matches!(
            refused,
            Err(StoreError::Transition(TransitionError::NotWaiting { now: "active" }))
        ));
        world.assert_whole().await;
    }
}

/// The order of a line is written in SQL; it is that of the engine.
#[test]
fn a_step_of_priority_is_worth_what_the_engine_says() {
    assert_eq!(Policy::default().priority_step_ms * 1_000, 120_000_000);
}
