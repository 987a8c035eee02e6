use std::collections::BTreeMap;

use rapport_core::entry::{DeliveryState, EntryBody};
use rapport_core::id::{ConversationId, InboxId};
use rapport_storage::message::Stored;
use rapport_storage::{StoreError, handling};
use tokio::task::JoinSet;

use crate::world::{World, of_contact, within};

on_both_engines! {
    async fn messages_of_hundreds_of_callers_are_each_there_once(world: World) {
        let mut conversations = Vec::new();
        for n in 0..30 {
            conversations.push(world.conversation(&format!("v-{n}")).await);
        }
        let mut callers = JoinSet::new();
        for caller in 0..400 {
            let world = world.clone();
            let on = conversations[caller % 30].clone();
            callers.spawn(async move {
                let author = if caller % 3 == 0 { world.agent(0) } else { of_contact(&on) };
                let mut entries = Vec::new();
                for n in 0..3 {
                    let id = format!("{caller}-{n}");
                    let message = world.message(&on, &author, &id, &format!("text {id}"));
                    match world.store.write_message(message).await.unwrap() {
                        Stored::New(entry) => entries.push(entry),
                        Stored::Before(_) => panic!("{id} is new"),
                    }
                }
                entries
            });
        }
        let mut written: BTreeMap<ConversationId, Vec<_>> = BTreeMap::new();
        for entry in within(callers.join_all()).await.into_iter().flatten() {
            written.entry(entry.conversation_id).or_default().push(entry);
        }
        for was in &conversations {
            let mut expected = written.remove(&was.id).unwrap();
            expected.sort_by_key(|entry| entry.seq);
            let timeline = world.timeline(was.id).await;
            let found: Vec<_> =
                timeline.into_iter().filter(|entry| entry.seq > was.last_seq && matches!(entry.body, EntryBody::Message { .. })).collect();
            assert_eq!(found, expected, "as they were acknowledged, in the order of seq");
            let now = world.get(was.id).await;
            let of_contact = expected
                .iter()
                .filter(|entry| entry.author.is(was.contact.id))
                .count();
            assert_eq!(now.unread, 1 + i64::try_from(of_contact).unwrap());
            assert_eq!(now.version, was.version + i64::try_from(expected.len()).unwrap());
            let last = expected.last().unwrap();
            assert_eq!(now.last_seq, last.seq);
            assert_eq!(Some(now.preview.unwrap().text.as_str()), last.body.text());
        }
        world.assert_whole().await;
    }

    async fn a_message_of_an_agent_is_queued_for_delivery(world: World) {
        let on = world.conversation("v-1").await;
        let entry = world.reply(&on, "r-1", "Good morning").await;
        let EntryBody::Message { delivery, client_id, .. } = &entry.body else { panic!() };
        assert_eq!(delivery.as_ref().unwrap().state, DeliveryState::Queued);
        assert_eq!(client_id.as_deref(), Some("r-1"));
        assert_eq!(world.get(on.id).await.unread, 1, "only the contact's count as unread");
        world.assert_whole().await;
    }

    async fn the_same_id_from_many_tasks_is_stored_once(world: World) {
        let on = world.conversation("v-1").await;
        let mut tasks = JoinSet::new();
        for task in 0..256 {
            let world = world.clone();
            let on = on.clone();
            tasks.spawn(async move {
                let id = format!("same-{}", task % 8);
                let message = world.message(&on, &of_contact(&on), &id, &id);
                world.store.write_message(message).await.unwrap()
            });
        }
        let answers = within(tasks.join_all()).await;
        let new = answers.iter().filter(|answer| matches!(answer, Stored::New(_))).count();
        assert_eq!(new, 8);
        let now = world.get(on.id).await;
        assert_eq!((now.unread, now.version), (9, on.version + 8));
        world.assert_whole().await;
    }

    async fn one_id_with_two_texts_is_refused_the_second_time(world: World) {
        let on = world.conversation("v-1").await;
        let author = of_contact(&on);
        let mut tasks = JoinSet::new();
        for text in ["one", "two"] {
            let message = world.message(&on, &author, "same", text);
            let store = world.store.clone();
            tasks.spawn(async move { store.write_message(message).await });
        }
        let answers = within(tasks.join_all()).await;
        assert_eq!(answers.iter().filter(|answer| matches!(answer, Ok(Stored::New(_)))).count(), 1);
        assert_eq!(
            answers.iter().filter(|answer| matches!(answer, Err(StoreError::KeyReused))).count(),
            1
        );
        world.assert_whole().await;
    }

    async fn a_bad_message_fails_alone(world: World) {
        let on = world.conversation("v-1").await;
        let author = of_contact(&on);
        let mut tasks = JoinSet::new();
        for n in 0..90 {
            let mut message = world.message(&on, &author, &format!("m-{n}"), "text");
            match n % 9 {
                0 => message.conversation_id = world.stamp().id(),
                3 => message.inbox_id = world.stamp().id::<InboxId>(),
                // PostgreSQL cannot hold the one and cannot index the other.
                6 if !world.is_sqlite() => {
                    if n % 2 == 0 {
                        message.inbound.raw = "\0".into();
                    } else {
                        message.inbound.external_id =
                            (0..9_000).map(|_| rand::random_range('a'..='z')).collect();
                    }
                }
                _ => {}
            }
            let store = world.store.clone();
            tasks.spawn(async move { (n, store.write_message(message).await) });
        }
        for (n, answer) in within(tasks.join_all()).await {
            match n % 9 {
                0 => assert!(matches!(answer, Err(StoreError::NotOpen)), "{n}: {answer:?}"),
                3 => assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{n}: {answer:?}"),
                6 if !world.is_sqlite() => assert!(answer.is_err(), "{n}: {answer:?}"),
                _ => assert!(matches!(answer, Ok(Stored::New(_))), "{n}: {answer:?}"),
            }
        }
        let expected = if world.is_sqlite() { 70 } else { 60 };
        assert_eq!(world.get(on.id).await.version, on.version + expected);
        world.assert_whole().await;
    }

    async fn a_resolved_conversation_takes_no_message(world: World) {
        let on = world.conversation("v-1").await;
        change!(world, tx => handling::resolve(tx, world.stamp(), on.id, world.agent(0))).unwrap();
        let was = world.get(on.id).await;
        let author = of_contact(&on);
        let mut tasks = JoinSet::new();
        // Also twice at once: what the first leaves must not be taken for a message.
        for _ in 0..8 {
            let message = world.message(&on, &author, "late", "late");
            let store = world.store.clone();
            tasks.spawn(async move { store.write_message(message).await });
        }
        for answer in within(tasks.join_all()).await {
            assert!(matches!(answer, Err(StoreError::NotOpen)), "{answer:?}");
        }
        assert_eq!(world.get(on.id).await, was);
        // Nothing of it stayed: it is new when it comes in by the door for resolved ones.
        change!(world, tx => handling::reopen(tx, world.stamp(), on.id, world.agent(0))).unwrap();
        let message = world.message(&on, &author, "late", "late");
        assert!(matches!(world.store.write_message(message).await, Ok(Stored::New(_))));
        world.assert_whole().await;
    }
}
