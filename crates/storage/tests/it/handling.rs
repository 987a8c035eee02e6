use rapport_core::actor::{Actor, ActorKind};
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::id::ConversationId;
use rapport_core::interaction::InteractionState;
use rapport_storage::interaction::{self, Change};
use rapport_storage::tagging::Narrow;
use rapport_storage::{StoreError, conversation, handling};

use crate::world::{World, work};

/// How far the work on a conversation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Offered,
    Active,
    WrapUp,
    Ended,
}

const STAGES: [Stage; 5] =
    [Stage::Waiting, Stage::Offered, Stage::Active, Stage::WrapUp, Stage::Ended];

/// A conversation whose work, Ada's, has come so far.
async fn conversation_at(world: &World, stage: Stage) -> Conversation {
    let on = world.conversation(&format!("{stage:?}")).await;
    let agent_id = world.agents[0];
    for reached in &STAGES[1..] {
        if *reached as u8 > stage as u8 {
            break;
        }
        let stamp = world.stamp();
        let happening = match reached {
            Stage::Waiting | Stage::Offered => Happening::Offered { agent_ids: vec![agent_id] },
            Stage::Active => Happening::Accepted { agent_id },
            Stage::WrapUp => Happening::WrapUpStarted { agent_id },
            Stage::Ended => Happening::Ended { agent_id: Some(agent_id), disposition_id: None },
        };
        let change = Change {
            id: work(&on).id,
            entry_id: stamp.id(),
            actor: Actor::SYSTEM,
            at: stamp.at,
            happening,
        };
        change!(world, tx => interaction::transition(tx, change, |work| match reached {
            Stage::Waiting | Stage::Offered => work.offer(vec![agent_id], stamp.at),
            Stage::Active => work.accept(agent_id, stamp.at),
            Stage::WrapUp => work.start_wrap_up(agent_id, stamp.at),
            Stage::Ended => work.end(stamp.at, None, None),
        }))
        .unwrap();
    }
    world.get(on.id).await
}

async fn resolve(world: &World, id: ConversationId) -> Conversation {
    change!(world, tx => handling::resolve(tx, world.stamp(), id, world.agent(0))).unwrap()
}

on_both_engines! {
    async fn a_note_stands_on_the_timeline_and_is_not_sent(world: World) {
        let on = world.conversation("v-1").await;
        let text = "Knows the strap problem";
        let note = change!(world, tx => handling::note(
            tx, world.stamp(), on.id, world.agent(1), text.into()))
        .unwrap();
        assert_eq!(note.body.text(), Some(text));
        let now = world.get(on.id).await;
        assert_eq!((now.last_seq, now.unread), (note.seq, 1));
        assert_eq!(now.preview, on.preview, "lists show what was said to each other");
        assert_eq!(world.timeline(on.id).await.last(), Some(&note));
        let due = read!(world, session => rapport_storage::outbox::due(session, world.inbox_id, world.now(), 10));
        assert!(due.is_empty());
        let nowhere = change!(world, tx => handling::note(
            tx, world.stamp(), world.stamp().id(), world.agent(1), text.into()));
        assert!(matches!(nowhere, Err(StoreError::NotFound(_))), "{nowhere:?}");
        world.assert_whole().await;
    }

    async fn resolving_ends_the_work_whatever_its_stage(world: World) {
        for stage in STAGES {
            let on = conversation_at(&world, stage).await;
            let now = resolve(&world, on.id).await;
            assert_eq!(now.status, ConversationStatus::Resolved, "{stage:?}");
            assert!(matches!(work(&now).state, InteractionState::Ended { .. }), "{stage:?}");
            let events = if stage == Stage::Ended { 1 } else { 2 };
            assert_eq!(now.version, on.version + events, "{stage:?}");
            let again = resolve(&world, on.id).await;
            assert_eq!(again, now, "resolving twice changes nothing");
        }
        assert_eq!(read!(world, session => interaction::live(session)), []);
        world.assert_whole().await;
    }

    async fn reopening_gives_it_back_to_the_lists(world: World) {
        let on = conversation_at(&world, Stage::Active).await;
        let same = change!(world, tx => handling::reopen(tx, world.stamp(), on.id, world.agent(0)));
        assert_eq!(same.unwrap(), on, "reopening an open one changes nothing");
        resolve(&world, on.id).await;
        let now = change!(world, tx => handling::reopen(tx, world.stamp(), on.id, world.agent(1)))
            .unwrap();
        assert_eq!(now.status, ConversationStatus::Open);
        assert_eq!(now.assignee_id, on.assignee_id);
        let counts = read!(world, session => conversation::counts(session, world.agents[0]));
        assert_eq!((counts.all, counts.mine, counts.unassigned), (1, 1, 0));
        assert_eq!(counts.queues, [(world.queues[0], 1)]);
        world.assert_whole().await;
    }

    async fn assigning_from_every_stage(world: World) {
        let boris = world.agents[1];
        for stage in STAGES {
            let on = conversation_at(&world, stage).await;
            let now = change!(world, tx => handling::assign(
                tx, world.stamp(), on.id, Some(boris), world.agent(0)))
            .unwrap();
            assert_eq!(now.assignee_id, Some(boris), "{stage:?}");
            if matches!(stage, Stage::WrapUp | Stage::Ended) {
                assert_eq!(work(&now).state, work(&on).state, "{stage:?}");
            } else {
                assert_eq!(work(&now).state.agent(), Some(boris), "{stage:?}");
            }
            let nobody = change!(world, tx => handling::assign(
                tx, world.stamp(), on.id, None, world.agent(0)))
            .unwrap();
            assert_eq!(nobody.assignee_id, None, "{stage:?}");
            if !matches!(stage, Stage::WrapUp | Stage::Ended) {
                assert_eq!(work(&nobody).state, InteractionState::Waiting, "{stage:?}");
            }
            assert_eq!(nobody.version, on.version + 2);
            resolve(&world, on.id).await;
            let late = change!(world, tx => handling::assign(
                tx, world.stamp(), on.id, Some(boris), world.agent(0)));
            assert!(matches!(late, Err(StoreError::NotOpen)), "{late:?}");
        }
        world.assert_whole().await;
    }

    async fn transferring_from_every_stage(world: World) {
        let [_, boris, chen] = world.agents;
        let queue = world.queues[1];
        for stage in STAGES {
            let on = conversation_at(&world, stage).await;
            let note = Some("He wants his money back".to_owned());
            let now = change!(world, tx => handling::transfer(
                tx, world.stamp(), on.id, queue, Some(boris), note.clone(), world.agent(0)))
            .unwrap();
            assert_eq!((now.queue_id, now.assignee_id), (Some(queue), None), "{stage:?}");
            let (was, is) = (work(&on), work(&now));
            assert_eq!(is.state, InteractionState::Waiting, "{stage:?}");
            assert_eq!((is.queue_id, is.preferred_agent_id), (queue, Some(boris)), "{stage:?}");
            if matches!(stage, Stage::WrapUp | Stage::Ended) {
                assert_ne!(is.id, was.id, "new work");
                let ended = read!(world, session => interaction::get(session, was.id));
                assert!(matches!(ended.state, InteractionState::Ended { .. }));
            } else {
                assert_eq!((is.id, is.enqueued_at), (was.id, was.enqueued_at), "keeps its time");
            }
            let timeline = world.timeline(on.id).await;
            let told = timeline.iter().filter(|entry| entry.body == EntryBody::Event {
                event: Happening::Transferred {
                    queue_id: queue, agent_id: Some(boris), note: note.clone(),
                },
            });
            assert_eq!(told.count(), 1);
            // On to another agent, without a word.
            let now = change!(world, tx => handling::transfer(
                tx, world.stamp(), on.id, world.queues[0], Some(chen), None, world.agent(1)))
            .unwrap();
            assert_eq!(work(&now).preferred_agent_id, Some(chen));
            resolve(&world, on.id).await;
            let late = change!(world, tx => handling::transfer(
                tx, world.stamp(), on.id, queue, None, None, world.agent(0)));
            assert!(matches!(late, Err(StoreError::NotOpen)), "{late:?}");
        }
        world.assert_whole().await;
    }

    async fn lists_page_by_newest_activity(world: World) {
        for n in 0..7 {
            world.conversation(&format!("v-{n}")).await;
        }
        let all = world.conversations().await;
        resolve(&world, all[3].id).await;
        change!(world, tx => handling::assign(
            tx, world.stamp(), all[5].id, Some(world.agents[1]), world.agent(1)))
        .unwrap();
        let open = ConversationStatus::Open;
        let mut paged = Vec::new();
        let mut before = i64::MAX;
        loop {
            let page = read!(world, session => conversation::list(
                session, conversation::View::All(open), Narrow::default(), before, 2));
            let Some(last) = page.last() else { break };
            before = last.last_seq;
            paged.extend(page);
        }
        let expected: Vec<_> =
            world.conversations().await.into_iter().filter(|one| one.status == open).collect();
        assert_eq!(paged.len(), 6);
        assert_eq!(paged, expected);
        assert!(paged.is_sorted_by(|a, b| a.last_seq > b.last_seq));
        for (view, count) in [
            (conversation::View::All(ConversationStatus::Resolved), 1),
            (conversation::View::Queue(world.queues[0], open), 6),
            (conversation::View::Queue(world.queues[1], open), 0),
            (conversation::View::Assignee(world.agents[1], open), 1),
            (conversation::View::Assignee(world.agents[2], open), 0),
            (conversation::View::Unassigned(open), 5),
        ] {
            let found =
                read!(world, session => conversation::list(session, view, Narrow::default(), i64::MAX, 100));
            assert_eq!(found.len(), count, "{view:?}");
        }
        let of_contact = read!(world, session => conversation::of_contact(
            session, all[3].contact.id, i64::MAX, 100));
        assert_eq!(of_contact.len(), 1, "resolved ones, too");
        let unknown = world.stamp().id();
        let mut reader = world.store.read().await.unwrap();
        let missing = conversation::get(&mut reader.session(), unknown).await;
        assert!(matches!(missing, Err(StoreError::NotFound("conversation"))));
        assert_eq!(all[0].preview.as_ref().unwrap().author, ActorKind::Contact);
    }
}
