//! Two contacts become one, and become two again.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rapport_core::contact::{Contact, Details, Identity, IdentityKind};
use rapport_core::contact_merge::{Preferred, SharedAddress};
use rapport_core::conversation::Conversation;
use rapport_core::directory::Tag;
use rapport_core::event::EventData;
use rapport_core::id::{ContactId, ConversationId, MergeId};
use rapport_storage::contact_list::{self, ContactFilter};
use rapport_storage::contact_merge::{self, Merged, Part, Split};
use rapport_storage::search::{self, Scope};
use rapport_storage::{
    StoreError, block, contact, contact_apart, contact_identity, contact_note, conversation, entry,
    merge, page_visit,
};

use crate::world::World;

impl World {
    pub async fn join(&self, from: ContactId, into: ContactId) -> Result<Merged, StoreError> {
        self.join_with(from, into, Preferred::default()).await
    }

    async fn join_with(
        &self,
        from: ContactId,
        into: ContactId,
        preferred: Preferred,
    ) -> Result<Merged, StoreError> {
        let actor = self.agent(0);
        change!(self, tx => contact_merge::merge(tx, self.stamp(), from, into, &preferred, actor))
    }

    async fn part(&self, id: MergeId) -> Split {
        change!(self, tx => contact_merge::undo(tx, self.stamp(), id, self.agent(1))).unwrap()
    }

    async fn known_as(&self, id: ContactId) -> Contact {
        read!(self, session => contact::get(session, id))
    }

    async fn give(&self, id: ContactId, kind: IdentityKind, value: &str, verified: bool) {
        let stamp = self.stamp();
        let identity = Identity { id: stamp.id(), kind, value: value.into(), verified };
        change!(self, tx => contact_identity::give(tx, id, &identity, self.agent(0), stamp.at))
            .unwrap();
    }

    async fn describe(&self, id: ContactId, details: &Details) -> Contact {
        let version = self.known_as(id).await.version;
        let at = self.now();
        change!(self, tx => contact::update(tx, id, version, details, self.agent(0), at)).unwrap()
    }

    async fn heard(&self, contact_id: ContactId) -> Vec<String> {
        let scope = Scope { contact_id: Some(contact_id), ..Scope::default() };
        let hits = read!(self, session => search::search(session, "hello", scope, i64::MAX, 1));
        let mut all: Vec<String> = Vec::new();
        let mut before = i64::MAX;
        assert!(hits.len() <= 1);
        loop {
            let page = read!(self, session => search::search(session, "hello", scope, before, 2));
            let Some(last) = page.last() else { break };
            before = last.entry.seq;
            all.extend(page.iter().filter_map(|hit| hit.entry.body.text().map(str::to_owned)));
        }
        all.sort_unstable();
        all
    }

    async fn listed(&self) -> Vec<ContactId> {
        let filter = ContactFilter::default();
        let all = read!(self, session => contact_list::list(session, &filter, None, 100));
        all.iter().map(|it| it.id).collect()
    }

    async fn conversations_of(&self, id: ContactId) -> Vec<ConversationId> {
        let all = read!(self, session => conversation::of_contact(session, id, i64::MAX, 100));
        all.iter().map(|it| it.id).collect()
    }

    async fn said_by(&self, visitor: &str, id: &str, text: &str) -> Conversation {
        let entry = self.receive(visitor, id, text).await.stored.into_entry();
        self.get(entry.conversation_id).await
    }
}

fn values(contact: &Contact) -> Vec<(&str, bool)> {
    let mut values: Vec<_> =
        contact.identities.iter().map(|it| (it.value.as_str(), it.verified)).collect();
    values.sort_unstable();
    values
}

on_both_engines! {
    async fn both_are_one_and_then_again_as_they_were(world: World) {
        let (a, b) = (world.conversation("v-1").await, world.conversation("v-2").await);
        let (from, into) = (a.contact.id, b.contact.id);
        world.give(from, IdentityKind::Email, "vera@example.com", false).await;
        world.give(into, IdentityKind::Email, "vera@example.com", true).await;
        let mut tags = Vec::new();
        for name in ["VIP", "Press"] {
            let id = world.stamp().id();
            world.keep(id, Tag { name: name.into(), colour: "#b45309".into() }).await;
            tags.push(id);
        }
        let details = |name: &str, tag_ids: &[_]| Details {
            name: Some(name.into()), tag_ids: tag_ids.to_vec(), ..Details::default()
        };
        world.describe(from, &Details { language: Some("de".into()), ..details("V. Braun", &tags) }).await;
        world.describe(into, &details("Vera", &tags[..1])).await;
        let (stamp, text) = (world.stamp(), "calls on Mondays".to_owned());
        change!(world, tx => contact_note::add(tx, stamp, from, text, world.agent(0))).unwrap();
        let visits = [rapport_core::contact::PageVisit {
            url: "https://shop.example/bags".into(), title: "Bags".into(), at: world.now(),
        }];
        let at = world.now();
        change!(world, tx => contact::seen(tx, from, &visits, world.agent(0), at)).unwrap();
        let before = (world.known_as(from).await, world.known_as(into).await);

        let preferred = Preferred { name: true, ..Preferred::default() };
        let Merged { merge_id, contact } = world.join_with(from, into, preferred).await.unwrap();
        assert_eq!((contact.id, contact.name.as_deref()), (into, Some("V. Braun")));
        assert_eq!((contact.language.as_deref(), &contact.tag_ids), (Some("de"), &tags));
        assert_eq!(contact.page.as_ref().map(|it| it.title.as_str()), Some("Bags"), "seen last there");
        assert_eq!(values(&contact), [("v-1", true), ("v-2", true), ("vera@example.com", true)]);
        assert!(contact.version > before.1.version);
        assert_eq!(world.listed().await, [into]);
        assert_eq!(world.conversations_of(into).await, [b.id, a.id]);
        assert_eq!(world.get(a.id).await.contact.name.as_deref(), Some("V. Braun"));
        assert_eq!(world.get(b.id).await.contact.name.as_deref(), Some("V. Braun"));
        assert_eq!(read!(world, session => contact_note::list(session, into, None, 9)).len(), 1);
        assert_eq!(read!(world, session => page_visit::list(session, into)).len(), 1);
        assert_eq!(read!(world, session => entry::of_contact(session, into, i64::MAX, 99))
            .iter().filter(|it| it.body.text() == Some("hello")).count(), 2);
        assert_eq!(world.heard(into).await, ["hello", "hello"]);
        assert_eq!(world.heard(from).await, ["hello", "hello"], "by the one who is gone, too");
        let merges = read!(world, session => contact_merge::list(session, into, None, 9));
        let merged = &merges[0].merged;
        assert_eq!((merges.len(), merges[0].id, merged.id), (1, merge_id, from));
        assert_eq!((merged.name.as_deref(), merged.conversations_count), (Some("V. Braun"), 1));
        assert_eq!(merges[0].by, world.agent(0));
        let again = world.join(from, into).await.unwrap();
        assert_eq!((again.merge_id, again.contact), (merge_id, contact), "the same changes nothing");
        world.assert_whole().await;

        // What is said in between is said on the one conversation or the other.
        assert_eq!(world.said_by("v-1", "later", "hello from one").await.id, b.id, "the newest");
        let Split { contact, split } = world.part(merge_id).await;
        let alike = |now: &Contact, was: &Contact| {
            let now = Contact { version: was.version, page: was.page.clone(),
                last_seen_at: was.last_seen_at, ..now.clone() };
            assert_eq!(&now, was);
        };
        alike(&split, &before.0);
        alike(&contact, &before.1);
        assert_eq!(world.listed().await.len(), 2);
        assert_eq!(world.conversations_of(from).await, [a.id]);
        assert_eq!(world.conversations_of(into).await, [b.id]);
        assert_eq!(world.get(b.id).await.contact.name.as_deref(), Some("Vera"), "lists show the name");
        assert_eq!(world.heard(from).await, ["hello"]);
        assert_eq!(world.heard(into).await, ["hello", "hello from one"]);
        assert_eq!(read!(world, session => contact_note::list(session, from, None, 9)).len(), 1);
        assert_eq!(read!(world, session => page_visit::list(session, from)).len(), 1);
        assert_eq!(read!(world, session => contact_merge::list(session, into, None, 9)), []);
        assert_eq!(world.said_by("v-1", "again", "hello").await.contact.id, from, "whose the browser is");
        let told = world.log().await.into_iter().find_map(|event| match event.data {
            EventData::ContactSplit(change) => Some((change.contact.id, change.split.id)),
            _ => None,
        });
        assert_eq!(told, Some((into, from)));
        let head = world.head().await;
        world.part(merge_id).await;
        assert_eq!(world.head().await, head, "undoing twice changes nothing");
        world.assert_whole().await;
    }

    async fn a_chain_comes_apart_in_any_order(world: World) {
        for first in [0, 1] {
            let visitor = |n: i32| format!("v-{first}-{n}");
            let mut all = Vec::new();
            for n in 0..3 {
                all.push(world.conversation(&visitor(n)).await);
            }
            let ids: Vec<ContactId> = all.iter().map(|it| it.contact.id).collect();
            let merges = [
                world.join(ids[0], ids[1]).await.unwrap().merge_id,
                world.join(ids[1], ids[2]).await.unwrap().merge_id,
            ];
            let survivor = read!(world, session => contact::get_survivor(session, ids[0]));
            assert_eq!(survivor.id, ids[2]);
            let shown = read!(world, session => contact_merge::list(session, ids[2], None, 9));
            assert_eq!(shown.iter().map(|it| it.id).collect::<Vec<_>>(), [merges[1], merges[0]]);
            for refused in [world.join(ids[0], ids[1]).await, world.join(ids[2], ids[0]).await] {
                assert!(matches!(refused, Err(StoreError::Taken(_))), "{refused:?}");
            }
            world.part(merges[first]).await;
            world.assert_whole().await;
            world.part(merges[1 - first]).await;
            for (n, conversation) in (0..).zip(&all) {
                let now = world.get(conversation.id).await;
                assert_eq!(now.contact.id, conversation.contact.id);
                let contact = world.known_as(now.contact.id).await;
                assert_eq!(values(&contact), [(visitor(n).as_str(), true)]);
            }
            world.assert_whole().await;
        }
    }

    async fn what_was_merged_in_between_goes_where_the_whole_goes(world: World) {
        let (a, b) = (world.conversation("v-1").await, world.conversation("v-2").await);
        let Merged { merge_id, .. } = world.join(a.contact.id, b.contact.id).await.unwrap();
        change!(world, tx => merge::merge(tx, world.stamp(), a.id, b.id, world.agent(0))).unwrap();
        world.part(merge_id).await;
        assert_eq!(world.get(a.id).await.contact.id, b.contact.id, "as a part it stays");
        world.assert_whole().await;
    }

    async fn a_part_of_a_contact_becomes_another(world: World) {
        let one = world.conversation("v-1").await;
        let two = world.conversation("v-2").await;
        let id = one.contact.id;
        world.join(two.contact.id, id).await.unwrap();
        world.give(id, IdentityKind::Phone, "+49421123456", false).await;
        let was = world.known_as(id).await;
        let identity = |value: &str| was.identities.iter().find(|it| it.value == value).unwrap().id;
        let part = Part {
            name: Some("Kim".into()),
            identity_ids: vec![identity("v-2"), identity("+49421123456")],
            conversation_ids: vec![two.id],
        };
        let split = async |part: &Part| {
            change!(world, tx => contact_merge::split(tx, world.stamp(), id, part, world.agent(0)))
        };
        let Split { contact, split: kim } = split(&part).await.unwrap();
        assert_eq!((kim.name.as_deref(), values(&kim).len()), (Some("Kim"), 2));
        assert_eq!(values(&contact), [("v-1", true)]);
        assert_eq!(world.get(two.id).await.contact.id, kim.id);
        assert_eq!(world.heard(kim.id).await, ["hello"], "found, though said as somebody else");
        assert_eq!(world.heard(id).await, ["hello"]);
        let unknown = split(&part).await;
        assert!(matches!(unknown, Err(StoreError::NotFound("identity"))), "{unknown:?}");
        let unknown = split(&Part { identity_ids: Vec::new(), ..part }).await;
        assert!(matches!(unknown, Err(StoreError::NotFound("conversation"))), "{unknown:?}");
        world.assert_whole().await;
        world.join(kim.id, id).await.unwrap();
        assert_eq!(values(&world.known_as(id).await).len(), 3);
        world.assert_whole().await;
    }

    async fn whoever_shares_an_address_may_be_the_same(world: World) {
        let (a, b) = (world.conversation("v-1").await, world.conversation("v-2").await);
        let (one, other) = (a.contact.id, b.contact.id);
        let near = async |id| read!(world, session => contact_apart::duplicates(session, id));
        assert_eq!(near(one).await, []);
        world.give(one, IdentityKind::Email, "vera@example.com", false).await;
        world.give(other, IdentityKind::Email, "vera@example.com", true).await;
        let found = near(one).await;
        assert_eq!(found.iter().map(|it| it.contact.id).collect::<Vec<_>>(), [other]);
        assert_eq!(found[0].reasons, [SharedAddress {
            kind: IdentityKind::Email, value: "vera@example.com".into(),
            verified: false, verified_there: true,
        }]);
        let tell = async |apart| change!(world, tx => contact_apart::tell(
            tx, world.stamp(), (one, other), apart, world.agent(0))).unwrap();
        tell(true).await;
        assert_eq!((near(one).await, near(other).await), (vec![], vec![]));
        let head = world.head().await;
        tell(true).await;
        assert_eq!(world.head().await, head);
        tell(false).await;
        assert_eq!(near(other).await.len(), 1);

        let c = world.conversation("v-3").await.contact.id;
        world.give(c, IdentityKind::Phone, "+49421123456", false).await;
        world.give(one, IdentityKind::Phone, "+49421123456", false).await;
        assert_eq!(near(one).await.len(), 2);
        change!(world, tx => contact_apart::tell(
            tx, world.stamp(), (c, other), true, world.agent(0))).unwrap();
        let merged = world.join(other, one).await.unwrap();
        assert_eq!(near(one).await, [], "whoever is not the other is not the one either");
        world.part(merged.merge_id).await;
        assert_eq!(near(one).await, [], "who was taken out again is somebody else");
        world.assert_whole().await;
    }

    async fn a_blocked_one_is_not_merged_by_mistake(world: World) {
        let (a, b) = (world.conversation("v-1").await, world.conversation("v-2").await);
        let (one, other) = (a.contact.id, b.contact.id);
        change!(world, tx => block::block(tx, world.stamp(), one, None, world.agent(0))).unwrap();
        for (from, into) in [(one, other), (other, one), (one, one)] {
            let refused = world.join(from, into).await;
            assert!(matches!(refused, Err(StoreError::Taken(_))), "{refused:?}");
        }
        change!(world, tx => block::block(tx, world.stamp(), other, None, world.agent(0))).unwrap();
        world.join(one, other).await.unwrap();
        world.assert_whole().await;
    }

    async fn a_life_of_merges_loses_nothing(world: World) {
        let mut ids = Vec::new();
        for n in 0..5 {
            let conversation = world.conversation(&format!("v-{n}")).await;
            world.give(conversation.contact.id, IdentityKind::Email, "all@example.com", false).await;
            ids.push(conversation.contact.id);
        }
        let mut merges: Vec<MergeId> = Vec::new();
        let mut dice = StdRng::seed_from_u64(7);
        let mut roll = |n: usize| dice.random_range(0..n);
        for _ in 0..60 {
            if roll(3) == 0 && !merges.is_empty() {
                let place = roll(merges.len());
                world.part(merges.swap_remove(place)).await;
            } else {
                let (from, into) = (ids[roll(5)], ids[roll(5)]);
                if let Ok(merged) = world.join(from, into).await
                    && !merges.contains(&merged.merge_id)
                {
                    merges.push(merged.merge_id);
                }
            }
        }
        world.assert_whole().await;
        for id in merges.into_iter().rev() {
            world.part(id).await;
        }
        let mut whose: BTreeMap<String, usize> = BTreeMap::new();
        for id in ids {
            let contact = world.known_as(id).await;
            assert_eq!(world.conversations_of(id).await.len(), 1, "each has their own again");
            for (value, _) in values(&contact) {
                *whose.entry(value.to_owned()).or_default() += 1;
            }
        }
        assert_eq!(whose.len(), 6);
        assert_eq!(whose["all@example.com"], 5);
        assert_eq!(world.listed().await.len(), 5);
        world.assert_whole().await;
    }
}
