use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::id::{BrandId, ContactId, InboxId, TypedId};

const HOUR_MS: i64 = 60 * 60 * 1000;

fn id(n: u8) -> ConversationId {
    ConversationId::from_uuid(Uuid::from_u128(u128::from(n)))
}

fn at(hours: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000 + hours * HOUR_MS)
}

/// Open, and last changed at hour 0.
fn talk(n: u8, channel: Channel, subject: Option<&str>) -> Conversation {
    let nil = Uuid::nil();
    let (contact, brand) = (ContactId::from_uuid(nil), BrandId::from_uuid(nil));
    serde_json::from_value(json!({
        "id": id(n), "contact": {"id": contact, "name": "Vera"}, "brand_id": brand,
        "inbox_id": InboxId::from_uuid(nil), "channel": channel, "queue_id": null, "assignee_id": null,
        "status": "open", "subject": subject, "preview": null, "unread": 0, "last_seq": 0,
        "agent_read_seq": 0, "contact_delivered_seq": 0, "contact_read_seq": 0, "version": 1,
        "created_at": at(0), "updated_at": at(0), "interaction": null,
    }))
    .unwrap()
}

fn resolved(it: Conversation) -> Conversation {
    Conversation { status: ConversationStatus::Resolved, ..it }
}

fn chat(hours: i64) -> Words<'static> {
    Words { channel: Channel::Webchat, subject: None, sees: None, at: at(hours) }
}

fn mail(subject: &str) -> Words<'_> {
    Words { channel: Channel::Email, subject: Some(subject), sees: None, at: at(1) }
}

fn by(policy: JoinPolicy) -> Joining {
    Joining { policy, ..Joining::default() }
}

/// On which they go; each was talked on by its own channel only.
fn on(policy: JoinPolicy, newest: &[Conversation], words: &Words<'_>) -> Option<ConversationId> {
    let was_by: Vec<ConversationId> =
        newest.iter().filter(|it| it.channel == words.channel).map(|it| it.id).collect();
    match join(by(policy), newest.to_vec(), &was_by, words) {
        Joined::On(found) => Some(found.id),
        Joined::Anew { .. } => None,
    }
}

#[test]
fn a_matter_goes_on_for_so_long_after_it_was_resolved() {
    let was = [resolved(talk(1, Channel::Webchat, None))];
    for policy in [JoinPolicy::Newest, JoinPolicy::SameTopic, JoinPolicy::AskAgent] {
        assert_eq!(on(policy, &was, &chat(71)), Some(id(1)));
        assert_eq!(on(policy, &was, &chat(72)), None);
        assert_eq!(on(policy, &[talk(1, Channel::Webchat, None)], &chat(5_000)), Some(id(1)));
        assert_eq!(on(policy, &[], &chat(1)), None);
    }
    let never = Joining { reopen_within: Duration::ZERO, ..Joining::default() };
    let anew = Joined::Anew { ask: None };
    assert_eq!(join(never, was.to_vec(), &[], &chat(0)), anew);
}

#[test]
fn by_the_newest_whatever_it_is_about() {
    let newest = [talk(2, Channel::Email, Some("Bag")), talk(1, Channel::Webchat, None)];
    assert_eq!(on(JoinPolicy::Newest, &newest, &mail("Invoice")), Some(id(2)));
    assert_eq!(on(JoinPolicy::Newest, &newest, &chat(1)), Some(id(2)));
}

#[test]
fn by_the_topic_a_mail_with_another_subject_stands_for_itself() {
    let newest =
        [talk(3, Channel::Email, Some("Bag")), talk(2, Channel::Email, Some("Re: Invoice"))];
    assert_eq!(on(JoinPolicy::SameTopic, &newest, &mail("Invoice")), Some(id(2)));
    assert_eq!(on(JoinPolicy::SameTopic, &newest, &mail("Returns")), None);
    assert_eq!(on(JoinPolicy::SameTopic, &newest, &chat(1)), Some(id(3)));
    let chatted = [talk(1, Channel::Webchat, None)];
    assert_eq!(on(JoinPolicy::SameTopic, &chatted, &mail("Returns")), Some(id(1)));
}

#[test]
fn what_comes_by_another_channel_is_asked_about() {
    let newest = [talk(2, Channel::Email, Some("Bag")), talk(1, Channel::Email, Some("Invoice"))];
    let policy = JoinPolicy::AskAgent;
    assert_eq!(on(policy, &newest, &mail("Re: Invoice")), Some(id(1)));
    let ask = Joined::Anew { ask: Some(id(2)) };
    assert_eq!(join(by(policy), newest.to_vec(), &[], &chat(1)), ask);
    let was_by = [id(1), id(2)];
    assert_eq!(join(by(policy), newest.to_vec(), &was_by, &mail("Returns")), ask);
    assert_eq!(join(by(policy), Vec::new(), &[], &chat(1)), Joined::Anew { ask: None });
}

#[test]
fn what_they_have_before_them_is_what_they_answer() {
    let newest = [talk(2, Channel::Email, Some("Bag")), talk(1, Channel::Email, Some("Invoice"))];
    for policy in [JoinPolicy::Newest, JoinPolicy::SameTopic, JoinPolicy::AskAgent] {
        let words = Words { sees: Some(id(1)), ..chat(1) };
        assert_eq!(on(policy, &newest, &words), Some(id(1)));
        let gone = Words { sees: Some(id(9)), ..chat(1) };
        assert_eq!(on(policy, &newest, &gone), on(policy, &newest, &chat(1)));
    }
}
