use rapport_core::conversation::{Conversation, ConversationStatus, MERGED_MAX};
use rapport_core::directory::Tag;
use rapport_core::entry::{Entry, EntryBody, Happening};
use rapport_core::id::{ConversationId, TagId};
use rapport_core::interaction::InteractionState;
use rapport_storage::conversation::{Mark, View};
use rapport_storage::tagging::Narrow;
use rapport_storage::{StoreError, conversation, entry, handling, merge, tagging};

use crate::world::{REOPEN_WITHIN, World, of_contact, work};

impl World {
    async fn merge(
        &self,
        id: ConversationId,
        into_id: ConversationId,
    ) -> Result<Conversation, StoreError> {
        change!(self, tx => merge::merge(tx, self.stamp(), id, into_id, self.agent(0)))
    }

    async fn split(&self, id: ConversationId) -> Conversation {
        change!(self, tx => merge::split(tx, self.stamp(), id, self.agent(1))).unwrap()
    }

    /// A visitor's conversations, the oldest first; only the last is open.
    pub async fn matters(&self, visitor: &str, count: usize) -> Vec<Conversation> {
        let mut ids = Vec::new();
        for n in 0..count {
            if let Some(id) = ids.last() {
                change!(self, tx => handling::resolve(tx, self.stamp(), *id, self.agent(0)))
                    .unwrap();
                self.pass(REOPEN_WITHIN);
            }
            let text = format!("matter {n}");
            let received = self.receive(visitor, &format!("m-{n}"), &text).await;
            ids.push(received.stored.into_entry().conversation_id);
        }
        let mut matters = Vec::new();
        for id in ids {
            matters.push(self.get(id).await);
        }
        matters
    }

    /// As the desk shows it, the oldest first.
    async fn shown(&self, id: ConversationId) -> Vec<Entry> {
        let mut shown =
            read!(self, session => entry::of_conversation(session, id, i64::MAX, 1_000));
        shown.reverse();
        shown
    }
}

fn words(entries: &[Entry]) -> Vec<&str> {
    entries.iter().filter_map(|entry| entry.body.text()).collect()
}

on_both_engines! {
    async fn the_survivor_shows_both_in_order_of_time(world: World) {
        let matters = world.matters("v-1", 2).await;
        let (old, new) = (&matters[0], &matters[1]);
        world.reply(new, "r-1", "answer").await;
        let now = world.merge(new.id, old.id).await.unwrap();
        assert_eq!((now.id, now.status), (old.id, ConversationStatus::Open), "it is taken up again");
        assert_eq!(now.preview.as_ref().unwrap().text, "answer", "what was said last");
        let shown = world.shown(old.id).await;
        assert_eq!(words(&shown), ["matter 0", "matter 1", "answer"]);
        assert!(shown.is_sorted_by_key(|entry| entry.seq));
        let merged = Happening::Absorbed { conversation_id: new.id };
        let tells = |entry: &&Entry| entry.body == EntryBody::Event { event: merged.clone() };
        assert_eq!(shown.iter().filter(tells).count(), 1);
        let page = read!(world, session =>
            entry::of_conversation(session, old.id, shown[3].seq, 2));
        assert_eq!(page.iter().map(|it| it.seq).collect::<Vec<_>>(), [shown[2].seq, shown[1].seq]);

        let gone = world.get(new.id).await;
        assert_eq!(gone.merged_into_id, Some(old.id));
        assert_eq!((gone.status, gone.unread), (ConversationStatus::Resolved, 0));
        assert_eq!(world.merge(new.id, old.id).await.unwrap(), now, "the same again changes nothing");
        assert_eq!(world.conversations().await.len(), 1, "no list shows it");
        world.assert_whole().await;
    }

    async fn what_comes_afterwards_comes_to_the_survivor(world: World) {
        let matters = world.matters("v-1", 2).await;
        let (old, new) = (&matters[0], &matters[1]);
        world.merge(new.id, old.id).await.unwrap();
        let late = world.message(new, &of_contact(new), "fast", "on the fast way");
        let refused = world.store.write_message(late).await;
        assert!(matches!(refused, Err(StoreError::NotOpen)), "{refused:?}");
        let received = world.receive("v-1", "again", "hello again").await;
        assert_eq!(received.stored.into_entry().conversation_id, old.id);
        let twice = world.receive("v-1", "m-1", "matter 1").await;
        assert_eq!(twice.stored.into_entry().conversation_id, new.id, "it came before");
        let note = change!(world, tx => handling::note(
            tx, world.stamp(), new.id, world.agent(1), "a colleague's".into())).unwrap();
        assert_eq!(note.conversation_id, old.id);
        for refused in [
            change!(world, tx => handling::reopen(tx, world.stamp(), new.id, world.agent(0))),
            change!(world, tx => handling::resolve(tx, world.stamp(), new.id, world.agent(0))),
            world.merge(old.id, new.id).await,
        ] {
            let is_merged =
                matches!(refused, Err(StoreError::Merged { into_id }) if into_id == old.id);
            assert!(is_merged, "{refused:?}");
        }
        let newest = world.shown(old.id).await.last().unwrap().seq;
        let read = change!(world, tx => conversation::mark(
            tx, old.id, Mark::ContactRead, i64::MAX, of_contact(old), world.now())).unwrap();
        assert_eq!(read.unwrap().contact_read_seq, newest);
        world.assert_whole().await;
    }

    async fn whoever_talks_goes_on(world: World) {
        let matters = world.matters("v-1", 2).await;
        let (old, new) = (&matters[0], &matters[1]);
        let [ada, boris, _] = world.agents;
        change!(world, tx => handling::assign(
            tx, world.stamp(), new.id, Some(boris), world.agent(1))).unwrap();
        let now = world.merge(new.id, old.id).await.unwrap();
        let is_active = |of: &Conversation, agent_id| {
            let active = |state: &InteractionState| matches!(
                state, InteractionState::Active { agent_id: it, .. } if *it == agent_id);
            active(&work(of).state)
        };
        assert!(is_active(&now, boris), "{now:?}");
        assert_eq!(now.assignee_id, Some(boris));
        let ended = world.get(new.id).await;
        assert!(matches!(work(&ended).state, InteractionState::Ended { .. }));
        world.assert_whole().await;

        // Both are talked on: each agent's talk is their own, and the survivor's goes on.
        world.pass(REOPEN_WITHIN);
        change!(world, tx => handling::resolve(tx, world.stamp(), old.id, world.agent(0))).unwrap();
        world.pass(REOPEN_WITHIN);
        let third = world.receive("v-1", "third", "matter 3").await.stored.into_entry();
        change!(world, tx => handling::assign(
            tx, world.stamp(), third.conversation_id, Some(ada), world.agent(0))).unwrap();
        change!(world, tx => handling::reopen(tx, world.stamp(), old.id, world.agent(0))).unwrap();
        let queue = world.queues[1];
        change!(world, tx => handling::transfer(
            tx, world.stamp(), old.id, queue, None, None, world.agent(0))).unwrap();
        let joined = world.merge(third.conversation_id, old.id).await.unwrap();
        assert!(is_active(&joined, ada), "who waited there is taken by who talks here");
        world.assert_whole().await;
    }

    async fn facts_and_tags_go_with_it(world: World) {
        let matters = world.matters("v-1", 2).await;
        let (old, new) = (&matters[0], &matters[1]);
        let mut tags: Vec<TagId> = Vec::new();
        for name in ["Urgent", "Refund"] {
            let id = world.stamp().id();
            world.keep(id, Tag { name: name.into(), colour: "#b45309".into() }).await;
            tags.push(id);
        }
        for (on, tags) in [(old.id, &tags[..1]), (new.id, &tags[..])] {
            change!(world, tx => tagging::tag(tx, world.stamp(), on, tags, &[], world.agent(0)))
                .unwrap();
        }
        let now = world.merge(new.id, old.id).await.unwrap();
        assert_eq!(now.tag_ids, tags);
        let view = View::All(ConversationStatus::Open);
        let found = read!(world, session =>
            conversation::list(session, view, Narrow::tag(tags[1]), i64::MAX, 9));
        assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), [old.id]);
        world.assert_whole().await;
    }

    async fn what_was_merged_before_goes_along(world: World) {
        let matters = world.matters("v-1", 3).await;
        world.merge(matters[1].id, matters[0].id).await.unwrap();
        let now = world.merge(matters[0].id, matters[2].id).await.unwrap();
        assert_eq!(words(&world.shown(now.id).await), ["matter 0", "matter 1", "matter 2"]);
        assert_eq!(world.get(matters[1].id).await.merged_into_id, Some(now.id));
        world.assert_whole().await;
    }

    async fn only_the_same_contact_s_and_so_many(world: World) {
        let one = world.conversation("v-1").await;
        let other = world.conversation("v-2").await;
        for (id, into_id) in [(one.id, other.id), (one.id, one.id)] {
            let refused = world.merge(id, into_id).await;
            assert!(matches!(refused, Err(StoreError::Taken(_))), "{refused:?}");
        }
        let matters = world.matters("v-3", MERGED_MAX + 2).await;
        for part in &matters[..MERGED_MAX] {
            world.merge(part.id, matters[MERGED_MAX].id).await.unwrap();
        }
        let full = world.merge(matters[MERGED_MAX].id, matters[MERGED_MAX + 1].id).await;
        assert!(matches!(full, Err(StoreError::Taken(_))), "{full:?}");
        world.assert_whole().await;
    }

    async fn what_was_merged_by_mistake_stands_for_itself_again(world: World) {
        let matters = world.matters("v-1", 2).await;
        let (old, new) = (&matters[0], &matters[1]);
        let boris = world.agents[1];
        change!(world, tx => handling::assign(
            tx, world.stamp(), new.id, Some(boris), world.agent(1))).unwrap();
        world.merge(new.id, old.id).await.unwrap();
        let part = world.split(new.id).await;
        assert_eq!((part.merged_into_id, part.status), (None, ConversationStatus::Open));
        assert_eq!(part.assignee_id, Some(boris));
        assert_eq!(words(&world.shown(new.id).await), ["matter 1"]);
        assert_eq!(words(&world.shown(old.id).await), ["matter 0"]);
        let whole = world.get(old.id).await;
        assert_eq!(whole.preview.as_ref().unwrap().text, "matter 0", "what was said last there");
        assert_eq!(whole.assignee_id, Some(boris), "the work stays");
        let released = Happening::Released { conversation_id: new.id };
        let last = world.shown(old.id).await.pop().unwrap();
        assert_eq!(last.body, EntryBody::Event { event: released });
        assert_eq!(world.split(new.id).await, part, "the same again changes nothing");
        let late = world.receive("v-1", "late", "one more thing").await.stored.into_entry();
        assert_eq!(late.conversation_id, old.id, "the contact goes on with the other");
        world.assert_whole().await;

        let again = world.merge(new.id, old.id).await.unwrap();
        assert_eq!(words(&world.shown(again.id).await), ["matter 0", "matter 1", "one more thing"]);
        change!(world, tx => handling::resolve(tx, world.stamp(), old.id, world.agent(0))).unwrap();
        assert_eq!(world.split(new.id).await.status, ConversationStatus::Resolved, "nothing is woken");
        world.assert_whole().await;
    }

    async fn what_was_merged_before_comes_along(world: World) {
        let matters = world.matters("v-1", 4).await;
        let [a, b, c, d] = [0, 1, 2, 3].map(|n| matters[n].id);
        for (id, into_id) in [(a, b), (d, b), (b, c)] {
            world.merge(id, into_id).await.unwrap();
        }
        world.split(d).await;
        let part = world.split(b).await;
        assert_eq!(words(&world.shown(b).await), ["matter 0", "matter 1"]);
        assert_eq!(part.preview.unwrap().text, "matter 1");
        assert_eq!(words(&world.shown(c).await), ["matter 2"]);
        assert_eq!(words(&world.shown(d).await), ["matter 3"], "who left before stays away");
        world.assert_whole().await;
        world.split(a).await;
        world.merge(b, c).await.unwrap();
        world.split(b).await;
        assert_eq!(words(&world.shown(b).await), ["matter 1"], "it was taken out meanwhile");
        assert_eq!(words(&world.shown(a).await), ["matter 0"]);
        world.assert_whole().await;
    }

    async fn what_came_to_the_whole_by_itself_stays_with_it(world: World) {
        let matters = world.matters("v-1", 3).await;
        let [a, b, c] = [0, 1, 2].map(|n| matters[n].id);
        world.merge(a, b).await.unwrap();
        world.merge(b, c).await.unwrap();
        world.split(a).await;
        world.merge(a, c).await.unwrap();
        world.split(b).await;
        assert_eq!(words(&world.shown(b).await), ["matter 1"]);
        assert_eq!(words(&world.shown(c).await), ["matter 0", "matter 2"]);
        world.assert_whole().await;
    }

    async fn a_whole_that_became_a_part_comes_apart_as_it_was(world: World) {
        let matters = world.matters("v-1", 4).await;
        let [a, b, c, d] = [0, 1, 2, 3].map(|n| matters[n].id);
        for (id, into_id) in [(a, b), (b, c), (c, d)] {
            world.merge(id, into_id).await.unwrap();
        }
        world.split(c).await;
        assert_eq!(words(&world.shown(c).await), ["matter 0", "matter 1", "matter 2"]);
        assert_eq!(words(&world.shown(d).await), ["matter 3"]);
        world.split(b).await;
        assert_eq!(words(&world.shown(b).await), ["matter 0", "matter 1"]);
        assert_eq!(words(&world.shown(c).await), ["matter 2"]);
        world.assert_whole().await;
    }
}
