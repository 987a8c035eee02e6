use rapport_core::actor::ActorKind;
use rapport_core::channel::Channel;
use rapport_core::conversation::{Conversation, ConversationStatus, TAGS_MAX};
use rapport_core::directory::Tag;
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::id::TagId;
use rapport_storage::conversation::{self, View};
use rapport_storage::handling::Note;
use rapport_storage::message::NewMessage;
use rapport_storage::tagging::Narrow;
use rapport_storage::{StoreError, handling, tagging};

use crate::world::World;

impl World {
    pub async fn tag(&self, name: &str) -> TagId {
        let id = self.stamp().id();
        self.keep(id, Tag { name: name.into(), colour: "#b45309".into() }).await;
        id
    }
}

on_both_engines! {
    async fn tags_are_put_on_and_taken_off_by_several_at_once(world: World) {
        let (urgent, refund, vip) =
            (world.tag("Urgent").await, world.tag("Refund").await, world.tag("VIP").await);
        let on = world.conversation("v-1").await;
        let (ada, boris) = (world.agent(0), world.agent(1));
        let by_ada = change!(world, tx => tagging::tag(
            tx, world.stamp(), on.id, &[urgent, refund, urgent], &[], ada.clone()))
        .unwrap();
        assert_eq!(by_ada.tag_ids, [urgent, refund]);
        assert_eq!(by_ada.last_seq, on.last_seq, "it stays where it is in lists");
        let by_boris = change!(world, tx => tagging::tag(
            tx, world.stamp(), on.id, &[vip, refund], &[urgent], boris.clone()))
        .unwrap();
        assert_eq!(by_boris.tag_ids, [refund, vip]);
        let told = world.timeline(on.id).await.last().unwrap().clone();
        assert_eq!(told.author, boris);
        let event = Happening::Tagged { added: vec![vip], removed: vec![urgent] };
        assert_eq!(told.body, EntryBody::Event { event });

        let again = change!(world, tx => tagging::tag(
            tx, world.stamp(), on.id, &[vip], &[urgent], ada.clone()))
        .unwrap();
        assert_eq!(again, by_boris, "what is so already changes nothing");
        let bare = change!(world, tx => tagging::tag(
            tx, world.stamp(), on.id, &[], &[vip, refund], ada))
        .unwrap();
        assert_eq!(bare.tag_ids, []);
        world.assert_whole().await;
    }

    async fn a_conversation_holds_so_many_tags(world: World) {
        let mut tag_ids = Vec::new();
        for n in 0..=TAGS_MAX {
            tag_ids.push(world.tag(&format!("Tag {n}")).await);
        }
        let on = world.conversation("v-1").await;
        let full = change!(world, tx => tagging::tag(
            tx, world.stamp(), on.id, &tag_ids[1..], &[], world.agent(0)))
        .unwrap();
        let late = change!(world, tx => tagging::tag(
            tx, world.stamp(), on.id, &tag_ids[..1], &[], world.agent(0)));
        assert!(matches!(late, Err(StoreError::Taken(_))), "{late:?}");
        assert_eq!(world.get(on.id).await, full);
        let swapped = change!(world, tx => tagging::tag(
            tx, world.stamp(), on.id, &tag_ids[..1], &tag_ids[1..2], world.agent(0)))
        .unwrap();
        assert_eq!(swapped.tag_ids.len(), TAGS_MAX);
        world.assert_whole().await;
    }

    async fn every_list_shows_those_with_a_tag(world: World) {
        let (rare, common) = (world.tag("Rare").await, world.tag("Common").await);
        for n in 0..6 {
            let on = world.conversation(&format!("v-{n}")).await;
            let tags: &[TagId] = if n % 3 == 0 { &[rare, common] } else { &[common] };
            change!(world, tx => tagging::tag(tx, world.stamp(), on.id, tags, &[], world.agent(0)))
                .unwrap();
        }
        let all = world.conversations().await;
        change!(world, tx => handling::resolve(tx, world.stamp(), all[1].id, world.agent(0)))
            .unwrap();
        let ada = world.agents[0];
        change!(world, tx => handling::assign(
            tx, world.stamp(), all[2].id, Some(ada), world.agent(0)))
        .unwrap();
        let boris = world.agents[1];
        let note = Note { mentioned: vec![boris], ..Note::from("Look at this") };
        change!(world, tx => handling::note(
            tx, world.stamp(), all[3].id, world.agent(0), note))
        .unwrap();
        // Words that look like what is looked for.
        let answer = NewMessage {
            text: "\"author\":\"contact\",\"at\"".into(),
            ..world.message(&all[4], &world.agent(0), "r-1", "")
        };
        world.store.write_message(answer).await.unwrap();
        let all = world.conversations().await;
        let by = |channel| Narrow { channel: Some(channel), ..Narrow::default() };
        for (channel, count) in [(Channel::Webchat, 5), (Channel::Custom, 0)] {
            let found = read!(world, session => conversation::list(
                session, View::All(ConversationStatus::Open), by(channel), i64::MAX, 100));
            assert_eq!(found.len(), count, "{channel:?}");
        }
        let open = ConversationStatus::Open;
        for view in [
            View::All(open),
            View::All(ConversationStatus::Resolved),
            View::Queue(world.queues[0], open),
            View::Queue(world.queues[1], open),
            View::Assignee(ada, open),
            View::Unassigned(open),
            View::Mentioned(boris, open),
            View::Mentioned(ada, open),
        ] {
            for tag_id in [rare, common] {
                let is_in = |one: &Conversation| match view {
                    View::All(status) => one.status == status,
                    View::Queue(id, status) => one.status == status && one.queue_id == Some(id),
                    View::Assignee(id, status) => {
                        one.status == status && one.assignee_id == Some(id)
                    }
                    View::Unassigned(status) => one.status == status && one.assignee_id.is_none(),
                    View::Mentioned(id, status) => {
                        one.status == status && one.mentioned_agent_ids.contains(&id)
                    }
                };
                let expected: Vec<_> = all
                    .iter()
                    .filter(|one| one.tag_ids.contains(&tag_id) && is_in(one))
                    .cloned()
                    .collect();
                let mut found = Vec::new();
                let mut before = i64::MAX;
                loop {
                    let page = read!(world, session => conversation::list(
                        session, view, Narrow::tag(tag_id), before, 2));
                    let Some(last) = page.last() else { break };
                    before = last.last_seq;
                    found.extend(page);
                }
                assert_eq!(found, expected, "{view:?} {tag_id}");
                let many = read!(world, session => tagging::list_in_order(
                    session, view, Narrow::tag(tag_id), i64::MAX, 100));
                assert_eq!(many, expected, "the way of a tag on many: {view:?} {tag_id}");
                let narrow = Narrow { unanswered: true, ..Narrow::tag(tag_id) };
                let asks = |one: &&Conversation| {
                    one.preview.as_ref().is_some_and(|it| it.author == ActorKind::Contact)
                };
                let expected: Vec<_> = expected.iter().filter(asks).cloned().collect();
                let found = read!(world, session => conversation::list(
                    session, view, narrow, i64::MAX, 100));
                assert_eq!(found, expected, "unanswered: {view:?} {tag_id}");
                let count = read!(world, session => tagging::count(session, view, narrow, 2));
                assert_eq!(count, i64::try_from(expected.len().min(2)).unwrap(), "{view:?}");
            }
        }
    }
}
