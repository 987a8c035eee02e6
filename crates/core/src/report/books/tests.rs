use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::actor::Actor;
use crate::context::{Fact, FactSource, FactSourceKind};
use crate::entry::{Delivery, DeliveryState};
use crate::event::{ContextChange, ConversationChange};
use crate::id::{BrandId, EntryId, TypedId};
use crate::mail::{AutoReply, MailHead};

const CHAT: u128 = 1;
const MAIL: u128 = 2;
const MINUTE: i64 = 60_000;

fn id<T: TypedId>(n: u128) -> T {
    T::from_uuid(Uuid::from_u128(n))
}

fn minute(n: i64) -> Timestamp {
    Timestamp::from_millis(1_770_000_000_000 + n * MINUTE)
}

/// A log that is written as it is read.
#[derive(Default)]
struct Log {
    books: Books,
    counted: Counted,
    seq: i64,
}

impl Log {
    fn conversation(n: u128) -> Conversation {
        let at = minute(0);
        serde_json::from_value(json!({
            "id": id::<ConversationId>(n), "contact": {"id": id::<ContactId>(7), "name": "Vera"},
            "brand_id": id::<BrandId>(1), "inbox_id": id::<InboxId>(CHAT), "channel": "webchat",
            "queue_id": id::<QueueId>(3), "assignee_id": null, "status": "open", "subject": null,
            "preview": null, "unread": 0, "last_seq": 0, "agent_read_seq": 0,
            "contact_delivered_seq": 0, "contact_read_seq": 0, "version": 1, "created_at": at,
            "updated_at": at, "interaction": null,
        }))
        .unwrap()
    }

    fn enter(&mut self, at: i64, actor: Actor, data: EventData) {
        let event = Event { seq: self.seq, version: Some(1), at: minute(at), actor, data };
        self.books.enter(&event, &mut self.counted);
    }

    fn write(
        &mut self,
        on: u128,
        at: i64,
        author: &Actor,
        inbox: u128,
        text: &str,
        head: Option<MailHead>,
    ) {
        self.seq += 1;
        let is_ours = author.kind != ActorKind::Contact;
        let entry = Entry {
            id: id::<EntryId>(u128::try_from(self.seq).unwrap()),
            seq: self.seq,
            conversation_id: id(on),
            author: author.clone(),
            at: minute(at),
            body: EntryBody::Message {
                text: text.to_owned(),
                spans: Vec::new(),
                inbox_id: id(inbox),
                channel: if inbox == CHAT { Channel::Webchat } else { Channel::Email },
                delivery: is_ours
                    .then_some(Delivery { state: DeliveryState::Queued, reason: None }),
                client_id: None,
                attachments: Vec::new(),
                mail: head.map(Box::new),
            },
        };
        let conversation = Self::conversation(on);
        let change = ConversationChange { conversation, entry: Some(entry) };
        self.enter(at, author.clone(), EventData::MessageCreated(change));
    }

    fn says(&mut self, on: u128, at: i64, inbox: u128, text: &str) {
        self.write(on, at, &Actor::contact(id(7), Some("Vera")), inbox, text, None);
    }

    fn answers(&mut self, on: u128, at: i64, agent: u128, text: &str) {
        self.write(on, at, &Actor::agent(id(agent), "Ada"), CHAT, text, None);
    }

    fn event(&mut self, on: u128, at: i64, actor: Actor, event: Happening) {
        self.seq += 1;
        let tell = event.event();
        let entry = Entry {
            id: id::<EntryId>(u128::try_from(self.seq).unwrap()),
            seq: self.seq,
            conversation_id: id(on),
            author: actor.clone(),
            at: minute(at),
            body: EntryBody::Event { event },
        };
        let conversation = Self::conversation(on);
        self.enter(at, actor, tell(ConversationChange { conversation, entry: Some(entry) }));
    }

    fn knows(&mut self, on: u128, facts: &[(&str, &str)]) {
        let source = FactSource { kind: FactSourceKind::Form, detail: None };
        let items = facts
            .iter()
            .map(|(key, value)| Fact {
                key: (*key).to_owned(),
                value: (*value).to_owned(),
                source: source.clone(),
                at: minute(0),
            })
            .collect();
        let change = ContextChange { conversation_id: id(on), items };
        self.enter(0, Actor::SYSTEM, EventData::ContextChanged(change));
    }

    fn total(&self) -> Activity {
        self.counted.activity.values().fold(Activity::default(), |all, it| Activity {
            received: all.received + it.received,
            sent: all.sent + it.sent,
            work_ms: all.work_ms + it.work_ms,
        })
    }

    fn repeated(&self) -> Vec<(&str, RepeatedBy)> {
        self.counted.repeated.iter().map(|it| (it.key.as_str(), it.by)).collect()
    }
}

#[test]
fn a_wait_lasts_from_the_first_words_to_the_first_answer() {
    let mut log = Log::default();
    log.says(1, 0, CHAT, "Hello?");
    log.says(1, 3, CHAT, "Anybody?");
    log.answers(1, 10, 1, "Hello!");
    log.answers(1, 11, 1, "What is it?");
    log.says(1, 20, MAIL, "It broke");
    log.answers(1, 50, 2, "Oh.");
    let waits: Vec<_> = log
        .counted
        .replies
        .iter()
        .map(|it| (it.wait_ms / MINUTE, it.is_first, it.channel))
        .collect();
    assert_eq!(waits, [(10, true, Channel::Webchat), (30, false, Channel::Email)]);
    let steps: Vec<_> = log.counted.steps.iter().map(|it| it.channel).collect();
    assert_eq!(steps, [Channel::Webchat, Channel::Email]);
    assert_eq!((log.total().received, log.total().sent), (3, 3));
}

#[test]
fn what_programs_write_and_what_is_settled_waits_for_nobody() {
    let mut log = Log::default();
    let mut away = MailHead::outgoing("Away".into(), Vec::new());
    away.auto_reply = Some(AutoReply::Replied);
    log.write(1, 0, &Actor::contact(id(7), None), MAIL, "I am away", Some(away));
    log.answers(1, 5, 1, "I see");
    log.says(1, 6, CHAT, "Thanks");
    log.event(1, 7, Actor::agent(id(1), "Ada"), Happening::Resolved);
    log.answers(1, 90, 1, "By the way");
    assert_eq!(log.counted.replies, []);
    assert_eq!(log.total().received, 2);
}

#[test]
fn an_hour_of_an_agent_is_counted_once() {
    let mut log = Log::default();
    // The first thing that they do: since when they were at it, nobody knows.
    log.answers(1, 0, 1, "a");
    log.answers(2, 2, 1, "b");
    log.answers(1, 3, 1, "c");
    log.answers(1, 63, 1, "after a break");
    log.answers(1, 63, 2, "a colleague");
    let of = |on: u128| -> i64 {
        let of = log.counted.activity.iter().filter(|(at, _)| at.conversation_id == id(on));
        of.map(|(_, it)| it.work_ms).sum()
    };
    assert_eq!((of(1), of(2)), (6 * MINUTE, 2 * MINUTE));
}

#[test]
fn being_asked_for_what_is_known_is_counted_once() {
    let mut log = Log::default();
    log.says(1, 0, CHAT, "Order 1042-7 broke");
    log.answers(1, 1, 1, "What is your order number?");
    assert_eq!(log.repeated(), [], "it is not known yet");
    log.knows(1, &[("order_number", "1042-7"), ("product", "Blue bag")]);
    log.says(1, 2, CHAT, "1042-7");
    log.answers(1, 3, 1, "And your order number?");
    log.says(1, 4, CHAT, "Still 1042-7, the blue bag");
    let expected = [("order_number", RepeatedBy::Asked), ("product", RepeatedBy::SaidAgain)];
    assert_eq!(log.repeated(), expected);
    log.says(1, 5, CHAT, "1042-7, do you hear?");
    log.answers(1, 6, 1, "What is your email address?");
    assert_eq!(log.repeated().len(), 2, "nobody had asked, and no address is known");
    let known = (IdentityKind::Email, "vera@example.com".to_owned(), minute(7));
    log.books.identities.insert(id(7), vec![known]);
    log.answers(1, 7, 1, "Your email address, please?");
    assert_eq!(log.repeated().len(), 2, "not before it is known");
    log.answers(1, 8, 1, "Your email address, please?");
    assert_eq!(log.repeated()[2..], [("email", RepeatedBy::Asked)]);
}

#[test]
fn whoever_waits_on_a_part_waits_on_the_whole() {
    let mut log = Log::default();
    log.says(1, 0, CHAT, "Hello?");
    log.says(2, 5, MAIL, "Hello again?");
    log.event(2, 6, Actor::SYSTEM, Happening::Absorbed { conversation_id: id(1) });
    log.answers(2, 10, 1, "Yes!");
    let waits: Vec<_> = log.counted.replies.iter().map(|it| it.wait_ms / MINUTE).collect();
    assert_eq!(waits, [10]);
}
