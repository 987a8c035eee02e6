use std::time::Duration;

use rapport_core::actor::{Actor, ActorKind};
use rapport_core::conversation::ConversationStatus;
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::interaction::InteractionState;
use rapport_storage::interaction::Change;
use rapport_storage::message::Stored;
use rapport_storage::{StoreError, contact, handling, interaction};
use tokio::task::JoinSet;

use crate::world::{REOPEN_WITHIN, World, within, work};

fn happenings(entries: &[rapport_core::entry::Entry]) -> Vec<&'static str> {
    entries
        .iter()
        .map(|entry| match &entry.body {
            EntryBody::Message { .. } => "message",
            EntryBody::Note { .. } => "note",
            EntryBody::Event { event } => match event {
                Happening::Started => "started",
                Happening::Reopened => "reopened",
                Happening::Resolved => "resolved",
                Happening::Queued { .. } => "queued",
                Happening::Accepted { .. } => "accepted",
                Happening::Offered { .. } => "offered",
                Happening::Ended { .. } => "ended",
                other => panic!("{other:?} is not expected here"),
            },
        })
        .collect()
}

/// Offers the conversation's work to an agent, who takes it.
async fn taken(world: &World, id: rapport_core::id::ConversationId, agent: usize) {
    let now = world.get(id).await;
    let agent_id = world.agents[agent];
    for happening in
        [Happening::Offered { agent_ids: vec![agent_id] }, Happening::Accepted { agent_id }]
    {
        let stamp = world.stamp();
        let is_offer = matches!(happening, Happening::Offered { .. });
        let change = Change {
            id: work(&now).id,
            entry_id: stamp.id(),
            actor: Actor::SYSTEM,
            at: stamp.at,
            happening,
        };
        change!(world, tx => interaction::transition(tx, change, |work| if is_offer {
            work.offer(vec![agent_id], stamp.at)
        } else {
            work.accept(agent_id, stamp.at)
        }))
        .unwrap();
    }
}

on_both_engines! {
    async fn a_stranger_s_first_message_makes_contact_conversation_and_work(world: World) {
        let received = world.receive("v-1", "m-1", "Where is my order?").await;
        let Stored::New(entry) = received.stored else { panic!("it is new") };
        let now = world.get(entry.conversation_id).await;
        assert_eq!(now.status, ConversationStatus::Open);
        assert_eq!((now.version, now.unread), (3, 1));
        assert_eq!(now.last_seq, entry.seq);
        assert_eq!(now.queue_id, Some(world.queues[0]));
        assert_eq!(now.assignee_id, None);
        assert_eq!(now.contact.id, received.contact.id);
        let preview = now.preview.clone().unwrap();
        assert_eq!((preview.text.as_str(), preview.author), ("Where is my order?", ActorKind::Contact));
        assert_eq!(work(&now).state, InteractionState::Waiting);
        assert_eq!(happenings(&world.timeline(now.id).await), ["started", "message", "queued"]);
        let contact = read!(world, session => contact::get(session, received.contact.id));
        assert_eq!(contact, received.contact);
        assert!(contact.identities[0].verified);
        world.assert_whole().await;
    }

    async fn the_next_message_joins_the_open_conversation(world: World) {
        let first = world.receive("v-1", "m-1", "one").await.stored.into_entry();
        let second = world.receive("v-1", "m-2", "two").await.stored.into_entry();
        let other = world.receive("v-2", "m-1", "one").await.stored.into_entry();
        assert_eq!(first.conversation_id, second.conversation_id);
        assert_ne!(first.conversation_id, other.conversation_id);
        let now = world.get(first.conversation_id).await;
        assert_eq!((now.version, now.unread, now.last_seq), (4, 2, second.seq));
        assert_eq!(now.preview.unwrap().text, "two");
        world.assert_whole().await;
    }

    async fn a_message_that_comes_again_is_answered_with_its_entry(world: World) {
        let first = world.receive("v-1", "m-1", "one").await.stored.into_entry();
        let head = world.head().await;
        let again = world.receive("v-1", "m-1", "one").await;
        assert_eq!(again.stored, Stored::Before(first.clone()));
        let other_text = world.try_receive("v-1", "m-1", "two").await;
        assert!(matches!(other_text, Err(StoreError::KeyReused)), "{other_text:?}");
        assert_eq!(world.head().await, head, "neither left anything in the log");
        assert_eq!(world.get(first.conversation_id).await.version, 3);
        world.assert_whole().await;
    }

    async fn many_who_send_the_same_at_once_send_it_once(world: World) {
        let mut senders = JoinSet::new();
        for sender in 0..48 {
            let world = world.clone();
            senders.spawn(async move {
                let id = format!("m-{}", sender % 6);
                let received = world.receive("v-1", &id, &id).await;
                let is_new = matches!(received.stored, Stored::New(_));
                (id, is_new, received.stored.into_entry())
            });
        }
        let answers = within(senders.join_all()).await;
        for id in (0..6).map(|n| format!("m-{n}")) {
            let same: Vec<_> = answers.iter().filter(|answer| answer.0 == id).collect();
            assert_eq!(same.iter().filter(|answer| answer.1).count(), 1, "{id} is new once");
            assert!(same.iter().all(|answer| answer.2.id == same[0].2.id), "one entry for all");
        }
        let all = world.conversations().await;
        assert_eq!(all.len(), 1, "one contact, one conversation");
        assert_eq!(all[0].unread, 6);
        world.assert_whole().await;
    }

    async fn a_matter_resolved_lately_goes_on_with_its_agent(world: World) {
        let first = world.receive("v-1", "m-1", "one").await.stored.into_entry();
        let id = first.conversation_id;
        taken(&world, id, 1).await;
        change!(world, tx => handling::resolve(tx, world.stamp(), id, world.agent(1))).unwrap();
        world.pass(REOPEN_WITHIN - Duration::from_secs(60));
        let second = world.receive("v-1", "m-2", "two").await.stored.into_entry();
        assert_eq!(second.conversation_id, id);
        let now = world.get(id).await;
        assert_eq!(now.status, ConversationStatus::Open);
        assert_eq!(now.assignee_id, None);
        assert_eq!(work(&now).state, InteractionState::Waiting);
        assert_eq!(work(&now).preferred_agent_id, Some(world.agents[1]));
        assert_eq!(
            happenings(&world.timeline(id).await),
            [
                "started", "message", "queued", "offered", "accepted", "ended", "resolved",
                "reopened", "message", "queued"
            ]
        );
        world.assert_whole().await;
    }

    async fn a_matter_resolved_long_ago_is_over(world: World) {
        let first = world.receive("v-1", "m-1", "one").await.stored.into_entry();
        let id = first.conversation_id;
        change!(world, tx => handling::resolve(tx, world.stamp(), id, world.agent(0))).unwrap();
        world.pass(REOPEN_WITHIN + Duration::from_secs(1));
        let entry = world.receive("v-1", "m-2", "two").await.stored.into_entry();
        assert_ne!(entry.conversation_id, id);
        assert_eq!(world.get(id).await.status, ConversationStatus::Resolved);
        world.assert_whole().await;
    }

    /// It must not reopen what is resolved by now.
    async fn a_late_copy_changes_nothing(world: World) {
        let first = world.receive("v-1", "m-1", "one").await.stored.into_entry();
        let id = first.conversation_id;
        change!(world, tx => handling::resolve(tx, world.stamp(), id, world.agent(0))).unwrap();
        let was = world.get(id).await;
        let again = world.receive("v-1", "m-1", "one").await;
        assert_eq!(again.stored, Stored::Before(first));
        assert_eq!(world.get(id).await, was);
        world.assert_whole().await;
    }

    async fn an_open_matter_whose_work_has_ended_waits_for_its_agent(world: World) {
        let id = world.receive("v-1", "m-1", "one").await.stored.into_entry().conversation_id;
        taken(&world, id, 2).await;
        let now = world.get(id).await;
        let stamp = world.stamp();
        let change = Change {
            id: work(&now).id,
            entry_id: stamp.id(),
            actor: world.agent(2),
            at: stamp.at,
            happening: Happening::Ended { agent_id: Some(world.agents[2]), disposition_id: None },
        };
        change!(world, tx => interaction::transition(tx, change, |work| work.end(stamp.at, None, None)))
            .unwrap();
        world.receive("v-1", "m-2", "two").await;
        let now = world.get(id).await;
        assert_eq!(work(&now).state, InteractionState::Waiting);
        assert_eq!(work(&now).preferred_agent_id, Some(world.agents[2]));
        // Given back to nobody, it has no assignee either.
        let now = change!(world, tx => handling::assign(tx, world.stamp(), id, None, world.agent(0)))
            .unwrap();
        assert_eq!(now.assignee_id, None);
        world.assert_whole().await;
    }

    async fn reads_go_on_while_many_changes_wait(world: World) {
        let holder = world.store.begin().await.unwrap();
        let mut waiting = JoinSet::new();
        for n in 0..60 {
            let world = world.clone();
            waiting.spawn(async move { world.receive(&format!("v-{n}"), "m", "hello").await });
        }
        for _ in 0..20 {
            tokio::time::timeout(Duration::from_secs(2), world.get_none()).await.unwrap();
        }
        holder.rollback().await.unwrap();
        within(waiting.join_all()).await;
        assert_eq!(world.conversations().await.len(), 60);
    }
}

impl World {
    /// Reads anything at all.
    async fn get_none(&self) {
        tokio::task::yield_now().await;
        assert!(self.head().await > 0);
    }
}
