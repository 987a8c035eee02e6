use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::id::ConversationId;
use rapport_core::interaction::InteractionState;
use rapport_storage::conversation::{self, View};
use rapport_storage::tagging::Narrow;
use rapport_storage::{StoreError, handling, snooze};

use crate::world::{World, work};

const HOUR: Duration = Duration::from_secs(60 * 60);

async fn aside(world: &World, id: ConversationId, until: Timestamp) -> Conversation {
    change!(world, tx => snooze::snooze(tx, world.stamp(), id, until, world.agent(0))).unwrap()
}

fn happening(body: &EntryBody) -> Option<&Happening> {
    match body {
        EntryBody::Event { event } => Some(event),
        EntryBody::Message { .. } | EntryBody::Note { .. } => None,
    }
}

on_both_engines! {
    async fn it_leaves_the_open_ones_until_its_time_comes(world: World) {
        let on = world.conversation("v-1").await;
        let ada = world.agents[0];
        change!(world, tx => handling::assign(
            tx, world.stamp(), on.id, Some(ada), world.agent(0))).unwrap();
        let until = world.now() + HOUR;
        let now = aside(&world, on.id, until).await;
        assert_eq!((now.status, now.snoozed_until), (ConversationStatus::Snoozed, Some(until)));
        assert_eq!(now.assignee_id, Some(ada), "it is still hers");
        assert!(matches!(work(&now).state, InteractionState::Ended { .. }), "she is free for others");
        let open = View::Assignee(ada, ConversationStatus::Open);
        let snoozed = View::Assignee(ada, ConversationStatus::Snoozed);
        for (view, count) in [(open, 0), (snoozed, 1)] {
            let list = read!(world, session => conversation::list(session, view, Narrow::default(), i64::MAX, 9));
            assert_eq!(list.len(), count, "{view:?}");
        }
        assert_eq!(aside(&world, on.id, until).await, now, "the same again changes nothing");

        let before = until - Duration::from_micros(1);
        assert_eq!(read!(world, session => snooze::due(session, before, 10)), []);
        assert_eq!(read!(world, session => snooze::due(session, until, 10)), [on.id]);
        let woken = change!(world, tx => snooze::unsnooze(
            tx, world.stamp(), on.id, Actor::SYSTEM)).unwrap();
        assert_eq!((woken.status, woken.snoozed_until), (ConversationStatus::Open, None));
        assert_eq!(woken.assignee_id, Some(ada));
        assert!(woken.last_seq > now.last_seq, "to the top of the list");
        assert_eq!(read!(world, session => snooze::due(session, until, 10)), []);
        let again = change!(world, tx => snooze::unsnooze(
            tx, world.stamp(), on.id, Actor::SYSTEM)).unwrap();
        assert_eq!(again, woken);
        world.assert_whole().await;
    }

    async fn another_time_is_taken_and_each_is_told(world: World) {
        let on = world.conversation("v-1").await;
        let first = world.now() + HOUR;
        aside(&world, on.id, first).await;
        let later = first + HOUR;
        assert_eq!(aside(&world, on.id, later).await.snoozed_until, Some(later));
        let told: Vec<_> = world.timeline(on.id).await.iter()
            .filter_map(|entry| match happening(&entry.body) {
                Some(Happening::Snoozed { until }) => Some(*until),
                _ => None,
            })
            .collect();
        assert_eq!(told, [first, later]);
        world.assert_whole().await;
    }

    async fn a_word_of_the_contact_takes_it_up_again(world: World) {
        let on = world.conversation("v-1").await;
        let ada = world.agents[0];
        change!(world, tx => handling::assign(
            tx, world.stamp(), on.id, Some(ada), world.agent(0))).unwrap();
        aside(&world, on.id, world.now() + HOUR).await;
        let entry = world.reply(&on, "r-1", "I shall ask our workshop").await;
        assert_eq!(entry.conversation_id, on.id);
        assert_eq!(world.get(on.id).await.status, ConversationStatus::Snoozed, "an agent's does not");
        let message = world.message(&on, &crate::world::of_contact(&on), "m-2", "Any news?");
        let late = world.store.write_message(message).await;
        assert!(matches!(late, Err(StoreError::NotOpen)), "the fast way leaves it to the other");

        let entry = world.receive("v-1", "m-2", "Any news?").await.stored.into_entry();
        assert_eq!(entry.conversation_id, on.id);
        let now = world.get(on.id).await;
        assert_eq!((now.status, now.snoozed_until), (ConversationStatus::Open, None));
        assert_eq!(now.assignee_id, Some(ada));
        assert_eq!(work(&now).preferred_agent_id, Some(ada));
        assert_eq!(work(&now).state, InteractionState::Waiting);
        world.assert_whole().await;
    }

    async fn whoever_deals_with_it_takes_it_up_again(world: World) {
        for n in 0..4 {
            let on = world.conversation(&format!("v-{n}")).await;
            aside(&world, on.id, world.now() + HOUR).await;
            let now = match n {
                0 => change!(world, tx => handling::reopen(
                    tx, world.stamp(), on.id, world.agent(1))),
                1 => change!(world, tx => handling::transfer(
                    tx, world.stamp(), on.id, world.queues[1], None, None, world.agent(1))),
                2 => change!(world, tx => handling::resolve(
                    tx, world.stamp(), on.id, world.agent(1))),
                _ => change!(world, tx => handling::assign(
                    tx, world.stamp(), on.id, Some(world.agents[1]), world.agent(1))),
            }
            .unwrap();
            let (status, is_aside) = match n {
                0 | 1 => (ConversationStatus::Open, false),
                2 => (ConversationStatus::Resolved, false),
                _ => (ConversationStatus::Snoozed, true),
            };
            assert_eq!((now.status, now.snoozed_until.is_some()), (status, is_aside), "{n}");
        }
        let resolved = world.conversation("v-9").await;
        change!(world, tx => handling::resolve(tx, world.stamp(), resolved.id, world.agent(0)))
            .unwrap();
        let late = change!(world, tx => snooze::snooze(
            tx, world.stamp(), resolved.id, world.now() + HOUR, world.agent(0)));
        assert!(matches!(late, Err(StoreError::NotOpen)), "{late:?}");
        world.assert_whole().await;
    }
}
