use rapport_core::contact::{Contact, Details};
use rapport_core::conversation::Conversation;
use rapport_core::event::EventData;
use rapport_core::id::{ContactId, SegmentId};
use rapport_core::segment::SegmentCount;
use rapport_storage::contact_list::{self, ContactFilter};
use rapport_storage::conversation::{self, View};
use rapport_storage::segment::{self, Member};
use rapport_storage::tagging::{self, Narrow};

use crate::world::World;

impl World {
    async fn somebody(&self, name: &str) -> Contact {
        let details = Details { name: Some(name.to_owned()), ..Details::default() };
        self.contact(details, Vec::new()).await
    }

    async fn moves(&self, came: &[Member], left: &[Member]) {
        change!(self, tx => segment::change(tx, came, left, self.now())).unwrap();
    }

    async fn asked_all(&self, id: SegmentId, unknown: (i64, Option<String>)) -> SegmentCount {
        change!(self, tx => segment::asked_all(tx, id, 3, unknown, self.now())).unwrap()
    }

    async fn belongs(&self, id: ContactId) -> Vec<SegmentId> {
        read!(self, session => segment::of_contact(session, id))
    }

    async fn in_list(&self, filter: ContactFilter, before: Option<ContactId>) -> Vec<ContactId> {
        let found = read!(self, session => contact_list::list(session, &filter, before, 50));
        found.into_iter().map(|contact| contact.id).collect()
    }

    /// What the log tells of segments: members, and of how many it could not be told.
    async fn told(&self) -> Vec<(SegmentId, i64, i64)> {
        let log = self.log().await.into_iter();
        log.filter_map(|event| match event.data {
            EventData::SegmentCounted(it) => Some((it.segment_id, it.members, it.unknown)),
            _ => None,
        })
        .collect()
    }
}

on_both_engines! {
    async fn members_are_counted_listed_and_forgotten(world: World) {
        let [one, two]: [SegmentId; 2] = [world.stamp().id(), world.stamp().id()];
        let mut all = Vec::new();
        for name in ["Ada", "Ben", "Cem"] {
            all.push(world.somebody(name).await.id);
        }
        let [ada, ben, cem] = all[..] else { unreachable!() };
        world.moves(&[(one, ada), (one, cem), (two, ada)], &[]).await;
        world.moves(&[(one, ben), (two, ben)], &[(one, ada), (two, ada)]).await;
        world.moves(&[], &[(one, cem)]).await;
        let told = [(one, 2, 0), (two, 1, 0), (one, 2, 0), (two, 1, 0), (one, 1, 0)];
        assert_eq!(world.told().await, told);
        assert_eq!(world.belongs(ada).await, []);
        assert_eq!(world.belongs(ben).await, [one, two]);
        let members = read!(world, session => segment::members(session, &[ada, ben]));
        assert_eq!(members.into_iter().collect::<Vec<_>>(), [(one, ben), (two, ben)]);

        world.moves(&[(one, ada), (one, cem)], &[]).await;
        let of = |id| ContactFilter { segment_id: Some(id), ..ContactFilter::default() };
        assert_eq!(world.in_list(of(one), None).await, [cem, ben, ada]);
        assert_eq!(world.in_list(of(one), Some(ben)).await, [ada]);
        assert_eq!(world.in_list(of(two), None).await, [ben]);
        let named = ContactFilter { segment_id: Some(one), ..ContactFilter::query("ad") };
        assert_eq!(world.in_list(named, None).await, [ada]);
        let of_none = ContactFilter { blocked: true, ..of(one) };
        assert_eq!(world.in_list(of_none, None).await, []);

        change!(world, tx => segment::forget(tx, two)).unwrap();
        assert_eq!(world.belongs(ben).await, [one]);
        let counts = read!(world, session => segment::counts(session));
        assert_eq!(counts.iter().map(|it| it.segment_id).collect::<Vec<_>>(), [one]);
        world.assert_whole().await;
    }

    async fn everybody_asked_is_told_once(world: World) {
        let id: SegmentId = world.stamp().id();
        let ada = world.somebody("Ada").await.id;
        world.moves(&[(id, ada)], &[]).await;
        let why = || Some("it divides by zero".to_owned());
        let count = world.asked_all(id, (2, why())).await;
        assert_eq!((count.members, count.segment_version, count.unknown), (1, 3, 2));
        assert_eq!(read!(world, session => segment::counts(session)), std::slice::from_ref(&count));
        world.pass(std::time::Duration::from_secs(60));
        let again = world.asked_all(id, (2, why())).await;
        assert!(again.counted_at > count.counted_at);
        world.asked_all(id, (0, None)).await;
        assert_eq!(world.told().await, [(id, 1, 0), (id, 1, 2), (id, 1, 0)]);
        assert_eq!(read!(world, session => segment::counts(session))[0].unknown_reason, None);
    }

    async fn conversations_are_listed_by_the_segments_of_their_contacts(world: World) {
        let id: SegmentId = world.stamp().id();
        let mut all = Vec::new();
        for visitor in ["v-1", "v-2", "v-3"] {
            all.push(world.conversation(visitor).await);
        }
        let [one, two, _] = &all[..] else { unreachable!() };
        world.moves(&[(id, one.contact.id), (id, two.contact.id)], &[]).await;
        let tag = world.tag("VIP").await;
        let tagged = change!(world, tx => tagging::tag(
            tx, world.stamp(), one.id, &[tag], &[], world.agent(0))).unwrap();
        let view = View::All(one.status);
        let expected = [two.id, tagged.id];
        let narrow = Narrow { segment_id: Some(id), ..Narrow::default() };
        let ids = |found: Vec<Conversation>| found.into_iter().map(|it| it.id).collect::<Vec<_>>();
        let few = read!(world, session => conversation::list(session, view, narrow, i64::MAX, 9));
        assert_eq!(ids(few), expected);
        let many =
            read!(world, session => tagging::list_in_order(session, view, narrow, i64::MAX, 9));
        assert_eq!(ids(many), expected, "the way of a segment of many");
        let after = read!(world, session => conversation::list(
            session, view, narrow, two.last_seq, 9));
        assert_eq!(ids(after), [tagged.id]);
        assert_eq!(read!(world, session => tagging::count(session, view, narrow, 9)), 2);
        let both = Narrow { tag_id: Some(tag), ..narrow };
        for narrow in [both, Narrow { unanswered: true, ..both }] {
            let found =
                read!(world, session => conversation::list(session, view, narrow, i64::MAX, 9));
            assert_eq!(ids(found), [tagged.id]);
        }
        world.moves(&[], &[(id, one.contact.id)]).await;
        let found = read!(world, session => conversation::list(session, view, both, i64::MAX, 9));
        assert_eq!(ids(found), []);
    }

    async fn only_those_who_stand_for_themselves_are_asked(world: World) {
        let [ada, ben] = [world.somebody("Ada").await.id, world.somebody("Ben").await.id];
        world.join(ben, ada).await.unwrap();
        let nobody: ContactId = world.stamp().id();
        let living = read!(world, session => segment::living(session, &[ada, ben, nobody]));
        assert_eq!(living.into_iter().map(|it| it.id).collect::<Vec<_>>(), [ada]);
    }
}
