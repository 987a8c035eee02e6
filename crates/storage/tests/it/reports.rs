//! What reports count, and the figures made of it.

use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::context::{Fact, FactSource, FactSourceKind};
use rapport_core::conversation::Conversation;
use rapport_core::id::{BrandId, ContactId, TypedId};
use rapport_core::preference::{Begun, Preference};
use rapport_core::report::RepeatedBy;
use rapport_storage::report_figures::{self as figures, Narrow, Volume, Waits};
use rapport_storage::{fact, merge, preference, report};
use uuid::Uuid;

use crate::world::World;

const MINUTE: Duration = Duration::from_secs(60);
const ALL: Narrow = Narrow {
    from: Timestamp::from_millis(0),
    to: Timestamp::from_millis(4_000_000_000_000),
    brand_id: None,
    queue_id: None,
    channel: None,
};

impl World {
    async fn say(&self, on: &Conversation, author: &Actor, channel: Channel, text: &str) {
        let id = format!("{:?}", self.now());
        let mut message = self.message(on, author, &id, text);
        message.channel = channel;
        self.store.write_message(message).await.unwrap();
    }

    /// Counts the whole log anew, so many events at a time.
    async fn count(&self, at_once: usize) {
        change!(self, tx => report::forget(tx)).unwrap();
        for events in self.log().await.chunks(at_once) {
            change!(self, tx => report::count(tx, events.iter())).unwrap();
        }
    }

    async fn total(&self, narrow: &Narrow) -> Volume {
        read!(self, session => figures::volume(session, narrow)).1
    }

    /// All figures, as a text.
    async fn figures(&self, narrow: &Narrow) -> String {
        let volume = read!(self, session => figures::volume(session, narrow));
        let quarters = read!(self, session => figures::quarters(session, narrow));
        let first = read!(self, session => figures::waits(session, narrow, true));
        let all = read!(self, session => figures::waits(session, narrow, false));
        let repeated = read!(self, session => figures::repeated_questions(session, narrow));
        let paths = read!(self, session => figures::paths(session, narrow));
        let mut spent = read!(self, session => figures::spent(session, narrow));
        spent.sort_by_key(|it| format!("{it:?}"));
        format!("{volume:?} {quarters:?} {first:?} {all:?} {repeated:?} {paths:?} {spent:?}")
    }

    async fn begun(&self, id: ContactId) -> Vec<Begun> {
        read!(self, session => preference::begun(session, id))
    }

    async fn wrote(&self, id: ContactId, since: Timestamp) -> Vec<(Channel, i64)> {
        let all = read!(self, session => preference::wrote(session, id, since));
        all.iter().map(|it| (it.channel, it.messages)).collect()
    }

    /// Vera chats, is asked for what is known, and goes on by mail; nobody answers Max.
    async fn day(&self) -> [Conversation; 2] {
        let vera = self.conversation("vera").await;
        let contact = Actor::contact(vera.contact.id, None);
        let known = Fact {
            key: "order_number".into(),
            value: "1042-7".into(),
            source: FactSource { kind: FactSourceKind::Form, detail: None },
            at: self.now(),
        };
        change!(self, tx => fact::put(tx, vera.id, &known, self.agent(0))).unwrap();
        self.pass(10 * MINUTE);
        self.say(&vera, &self.agent(0), Channel::Webchat, "Your order number?").await;
        self.pass(MINUTE);
        self.say(&vera, &contact, Channel::Webchat, "1042-7, as I said").await;
        self.pass(4 * MINUTE);
        self.say(&vera, &self.agent(0), Channel::Webchat, "I see").await;
        self.pass(30 * MINUTE);
        self.say(&vera, &contact, Channel::Email, "And now?").await;
        self.pass(50 * MINUTE);
        self.say(&vera, &self.agent(1), Channel::Email, "It is on its way").await;
        let max = self.conversation("max").await;
        [self.get(vera.id).await, max]
    }
}

on_both_engines! {
    async fn how_a_contact_began_and_when_they_wrote(world: World) {
        let [vera, max] = world.day().await;
        world.count(usize::MAX).await;
        let hers: Vec<Channel> = world.begun(vera.contact.id).await.iter().map(|it| it.channel).collect();
        assert_eq!(hers, [Channel::Webchat], "what goes on by mail began in the chat");
        assert_eq!(world.begun(max.contact.id).await.len(), 1);

        let hers = world.wrote(vera.contact.id, Timestamp::default()).await;
        assert_eq!(hers.iter().map(|(_, messages)| messages).sum::<i64>(), 3);
        assert_eq!(hers.last(), Some(&(Channel::Email, 1)));
        assert_eq!(world.wrote(max.contact.id, world.now() + 60 * MINUTE).await, []);

        let other = world.conversation("vera at work").await;
        world.count(usize::MAX).await;
        for it in [&max, &other] {
            world.join(it.contact.id, vera.contact.id).await.unwrap();
        }
        let learned = Preference::learn(&world.begun(vera.contact.id).await);
        assert_eq!((learned.channel, learned.regarded), (Some(Channel::Webchat), 3));
        assert_eq!(world.begun(max.contact.id).await, [], "what was theirs goes with them");
    }

    async fn figures_come_of_the_log_and_of_nothing_else(world: World) {
        let [vera, max] = world.day().await;
        world.count(usize::MAX).await;
        let told = world.figures(&ALL).await;
        world.count(1).await;
        assert_eq!(world.figures(&ALL).await, told, "however it is cut");
        world.count(3).await;
        assert_eq!(world.figures(&ALL).await, told, "however often it is counted");

        let (channels, total) = read!(world, session => figures::volume(session, &ALL));
        assert_eq!(total, Volume { received: 4, sent: 3, conversations: 2, contacts: 2 });
        assert_eq!(
            channels[&Channel::Email],
            Volume { received: 1, sent: 1, conversations: 1, contacts: 1 }
        );
        let with = read!(world, session => figures::with_messages(session, &ALL));
        assert_eq!(with, [(max.id, 1, 0), (vera.id, 3, 3)], "the newest first");

        let minutes = |waits: &Waits| {
            (waits.answered, waits.median_ms / 60_000, waits.ninth_tenth_ms / 60_000)
        };
        let all = read!(world, session => figures::waits(session, &ALL, false));
        assert_eq!(minutes(&all[&Channel::Webchat]), (2, 4, 10));
        assert_eq!(minutes(&all[&Channel::Email]), (1, 50, 50));
        let first = read!(world, session => figures::waits(session, &ALL, true));
        assert_eq!(first.len(), 1);
        assert_eq!(minutes(&first[&Channel::Webchat]), (1, 10, 10));
        let slow = read!(world, session => figures::with_replies(session, &ALL, false));
        assert_eq!(slow.iter().map(|it| (it.0, it.1 / 60_000)).collect::<Vec<_>>(), [(vera.id, 50)]);

        let repeated = read!(world, session => figures::repeated_questions(session, &ALL));
        assert_eq!((repeated.answered, repeated.repeated), (1, 1));
        assert_eq!(repeated.by_key, [("order_number".to_owned(), RepeatedBy::Asked, 1)]);
        let behind = read!(world, session =>
            figures::with_repeated(session, &ALL, Some("order_number")));
        assert_eq!(behind, [(vera.id, vec!["order_number".to_owned()])]);

        let paths = read!(world, session => figures::paths(session, &ALL));
        assert_eq!(paths[&vec![Channel::Webchat, Channel::Email]], [vera.id]);
        assert_eq!(paths[&vec![Channel::Webchat]], [max.id]);
        let work = read!(world, session => figures::spent(session, &ALL));
        let minutes: i64 = work.iter().map(|it| it.work_ms / 60_000).sum();
        assert_eq!(minutes, 5, "how long the first thing takes that somebody does, nobody knows");
    }

    async fn figures_are_narrowed(world: World) {
        let [vera, _] = world.day().await;
        world.count(100).await;
        let mails = Narrow { channel: Some(Channel::Email), ..ALL };
        assert_eq!(world.total(&mails).await.received, 1);
        let other = Narrow { queue_id: Some(world.queues[1]), ..ALL };
        assert_eq!(world.total(&other).await, Volume::default());
        let brand = Narrow { brand_id: Some(BrandId::from_uuid(Uuid::from_u128(1))), ..ALL };
        assert_eq!(world.total(&brand).await, Volume::default());
        let own = Narrow { brand_id: Some(world.brand_id), queue_id: Some(world.queues[0]), ..ALL };
        assert_eq!(world.figures(&own).await, world.figures(&ALL).await);
        let later = Narrow { from: vera.created_at + MINUTE, ..ALL };
        let paths = read!(world, session => figures::paths(session, &later));
        assert!(!paths.contains_key(&vec![Channel::Webchat, Channel::Email]), "it began before");
        let before = Narrow { to: vera.created_at, ..ALL };
        assert!(read!(world, session => figures::waits(session, &before, false)).is_empty());
        assert!(read!(world, session => figures::paths(session, &before)).is_empty());
    }

    async fn what_is_merged_counts_where_it_belongs(world: World) {
        let [vera, max] = world.day().await;
        let matters = world.matters("eve", 2).await;
        world.count(100).await;
        let before = world.total(&ALL).await;
        change!(world, tx =>
            merge::merge(tx, world.stamp(), matters[0].id, matters[1].id, world.agent(0))).unwrap();
        let merged = world.total(&ALL).await;
        assert_eq!(merged, Volume { conversations: before.conversations - 1, ..before });
        let paths = read!(world, session => figures::paths(session, &ALL));
        assert_eq!(paths[&vec![Channel::Webchat]].len(), 2, "Max's and Eve's");
        assert!(paths[&vec![Channel::Webchat]].contains(&max.id));
        change!(world, tx =>
            merge::split(tx, world.stamp(), matters[0].id, world.agent(0))).unwrap();
        assert_eq!(world.total(&ALL).await, before);
        assert_ne!(vera.id, matters[0].id);
    }
}
