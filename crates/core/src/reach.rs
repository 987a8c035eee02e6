//! By what a contact can be answered, how likely it is that they see it, and what to choose.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::channel::Channel;
use crate::consent::{Consent, ConsentState};
use crate::contact::{Contact, IdentityKind};
use crate::conversation::Conversation;
use crate::directory::{Directory, Inbox, Stored};
use crate::id::InboxId;
use crate::mail::MailAddress;

/// When the contact sees what is written to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReachState {
    /// At once: they have the chat before them.
    Now,
    /// Wherever they read such messages.
    Reachable,
    /// When they come back: until then it is kept.
    Waits,
    /// Not at all.
    Unreachable,
}

/// What is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReachReason {
    /// They have a page with the chat open.
    Online,
    /// They have no page with the chat open.
    Away,
    /// They have written by it.
    HasWritten,
    /// The address is confirmed.
    Confirmed,
    /// The address was given by somebody, and nobody has shown yet that it is theirs.
    Unconfirmed,
    /// The last mail that was sent to them did not arrive.
    LastFailed,
    /// No address is known.
    NoAddress,
    /// They have never written by it, and only who has can be answered.
    NeverWrote,
    /// The inbox has no password yet: nothing goes out by it.
    NotSetUp,
    /// They have said that they do not want to be written to by it, and have not written by it since.
    Refused,
}

/// Why one is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReachSuggestion {
    /// They wrote by it last.
    WroteLast,
    /// They wrote by web chat last, and have left it.
    LeftChat,
    /// They have said that they want to be written to by it.
    Stated,
    /// They cannot, or do not want to, be reached by what they wrote by last, and mostly begin by this.
    Preferred,
    /// They cannot, or do not want to, be reached by what they wrote by last.
    OnlyWay,
}

/// Where a mail would go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReachMail {
    pub to: Vec<MailAddress>,
    pub subject: String,
    /// What stands below it; empty: nothing.
    pub signature: String,
}

/// An inbox by which the contact may be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reach {
    pub inbox_id: InboxId,
    pub channel: Channel,
    pub state: ReachState,
    pub reason: ReachReason,
    /// None of those that are not suggested.
    pub suggestion: Option<ReachSuggestion>,
    /// What they have said of being written to by this channel.
    pub consent: Option<Consent>,
    /// Of an e-mail inbox: to whom and under which subject, unless the writer says otherwise.
    pub mail: Option<ReachMail>,
}

/// What reaching somebody depends on.
#[derive(Debug)]
pub struct Facts<'a> {
    pub conversation: &'a Conversation,
    pub contact: &'a Contact,
    /// They have a page with the chat open.
    pub is_online: bool,
    /// Inboxes by which they have written.
    pub wrote_by: &'a [InboxId],
    /// To whom a mail would go; nobody where no address is known.
    pub mail: &'a ReachMail,
    pub last_mail_failed: bool,
    /// E-mail inboxes that can send.
    pub set_up: &'a [InboxId],
    /// When they wrote last.
    pub wrote_at: Option<Timestamp>,
    /// The channel that they prefer, as was learned.
    pub learned: Option<Channel>,
}

/// The inboxes by which the contact may be answered, the suggested one first, then those by which they
/// are reached soonest. Of web chat, which shows the same conversation whatever its inbox, only one.
pub fn reaches(directory: &Directory, facts: &Facts<'_>) -> Vec<Reach> {
    let last_id = facts.conversation.inbox_id;
    let is_offered = |inbox: &Stored<Inbox>| {
        let is_ours = inbox.record.brand_id == facts.conversation.brand_id || inbox.id == last_id;
        let has_written = facts.wrote_by.contains(&inbox.id);
        is_ours
            && !inbox.archived
            && inbox.record.enabled
            && match inbox.record.channel {
                Channel::Webchat | Channel::Email => true,
                _ => has_written,
            }
    };
    let mut inboxes: Vec<&Stored<Inbox>> =
        directory.inboxes.values().map(AsRef::as_ref).filter(|it| is_offered(it)).collect();
    inboxes.sort_by_key(|inbox| {
        let is_queue = Some(inbox.record.queue_id) == facts.conversation.queue_id;
        (
            inbox.id != last_id,
            !facts.wrote_by.contains(&inbox.id),
            !is_queue,
            inbox.record.name.clone(),
        )
    });
    let mut has_chat = false;
    inboxes.retain(|inbox| {
        inbox.record.channel != Channel::Webchat || !std::mem::replace(&mut has_chat, true)
    });
    let mut all: Vec<Reach> = inboxes.iter().map(|inbox| reach(inbox, facts)).collect();
    suggest(&mut all, last_id, facts.contact.preferred_channel, facts.learned);
    all.sort_by_key(|it| (it.suggestion.is_none(), it.state));
    all
}

fn reach(inbox: &Stored<Inbox>, facts: &Facts<'_>) -> Reach {
    let channel = inbox.record.channel;
    let (state, reason) = match channel {
        Channel::Webchat => chat(facts),
        Channel::Email if !facts.set_up.contains(&inbox.id) => {
            (ReachState::Unreachable, ReachReason::NotSetUp)
        }
        Channel::Email => mail(facts),
        _ => (ReachState::Reachable, ReachReason::HasWritten),
    };
    let consent = facts.contact.consents.get(&channel);
    let refused =
        state == ReachState::Reachable && consent.is_some_and(|it| refuses(it, channel, facts));
    Reach {
        inbox_id: inbox.id,
        channel,
        state,
        reason: if refused { ReachReason::Refused } else { reason },
        suggestion: None,
        consent: consent.cloned(),
        mail: (channel == Channel::Email).then(|| facts.mail.clone()),
    }
}

/// Whoever writes by a channel wants an answer by it, whatever they said before.
fn refuses(consent: &Consent, channel: Channel, facts: &Facts<'_>) -> bool {
    let wrote_since =
        channel == facts.conversation.channel && facts.wrote_at.is_some_and(|at| at > consent.at);
    consent.state == ConsentState::Refused && !wrote_since
}

fn chat(facts: &Facts<'_>) -> (ReachState, ReachReason) {
    let has_browser = facts.contact.identities.iter().any(|it| it.kind == IdentityKind::Visitor);
    if facts.is_online {
        (ReachState::Now, ReachReason::Online)
    } else if has_browser || facts.conversation.channel == Channel::Webchat {
        (ReachState::Waits, ReachReason::Away)
    } else {
        (ReachState::Unreachable, ReachReason::NeverWrote)
    }
}

fn mail(facts: &Facts<'_>) -> (ReachState, ReachReason) {
    if facts.mail.to.is_empty() {
        return (ReachState::Unreachable, ReachReason::NoAddress);
    }
    if facts.last_mail_failed {
        return (ReachState::Reachable, ReachReason::LastFailed);
    }
    let reason = if facts.conversation.channel == Channel::Email {
        ReachReason::HasWritten
    } else if facts.mail.to.iter().all(|it| facts.contact.reads_mail_of(it)) {
        ReachReason::Confirmed
    } else {
        ReachReason::Unconfirmed
    };
    (ReachState::Reachable, reason)
}

/// Where they are; else what they asked for; else what they wrote by last, as long as they see it
/// there; else what reaches them, the channel that they prefer before others.
fn suggest(all: &mut [Reach], last_id: InboxId, stated: Option<Channel>, learned: Option<Channel>) {
    use ReachSuggestion::{LeftChat, OnlyWay, Preferred, Stated, WroteLast};
    let arrives = |it: &Reach| {
        it.state <= ReachState::Reachable
            && !matches!(it.reason, ReachReason::LastFailed | ReachReason::Refused)
    };
    let by = |channel: Option<Channel>| {
        all.iter().position(|it| arrives(it) && Some(it.channel) == channel)
    };
    let last = all.iter().position(|it| it.inbox_id == last_id);
    let is_last = |is: &dyn Fn(&Reach) -> bool| last.filter(|place| is(&all[*place]));
    let sure = |it: &Reach| it.state <= ReachState::Reachable && it.reason != ReachReason::Refused;
    let (asked, liked) = (by(stated), by(learned));
    let other = liked.or_else(|| all.iter().position(arrives));
    let chosen = if let Some(place) = is_last(&|it| it.state == ReachState::Now) {
        Some((place, WroteLast))
    } else if let Some(place) = asked {
        Some((place, if last == asked { WroteLast } else { Stated }))
    } else if let Some(place) = is_last(&sure) {
        Some((place, WroteLast))
    } else if let Some(place) = other {
        let has_left = is_last(&|it| it.state == ReachState::Waits).is_some();
        let why = if liked.is_some() { Preferred } else { OnlyWay };
        Some((place, if has_left { LeftChat } else { why }))
    } else {
        is_last(&|it| it.state != ReachState::Unreachable).map(|place| (place, WroteLast))
    };
    if let Some((place, suggestion)) = chosen {
        all[place].suggestion = Some(suggestion);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::actor::Actor;
    use crate::consent::Consents;
    use crate::id::{BrandId, ContactId, ConversationId, QueueId, TypedId};

    const CHAT: u128 = 1;
    const MAIL: u128 = 2;
    const CUSTOM: u128 = 3;
    const OTHER_BRANDS: u128 = 4;

    fn id<T: TypedId>(n: u128) -> T {
        T::from_uuid(Uuid::from_u128(n))
    }

    fn directory() -> Directory {
        let mut directory = Directory::default();
        let at = Timestamp::default();
        for (n, channel, brand) in [
            (CHAT, Channel::Webchat, 1),
            (MAIL, Channel::Email, 1),
            (CUSTOM, Channel::Custom, 1),
            (OTHER_BRANDS, Channel::Email, 2),
        ] {
            let record = serde_json::from_value(json!({
                "name": channel.name(), "channel": channel,
                "brand_id": id::<BrandId>(brand), "queue_id": id::<QueueId>(1),
            }));
            let inbox = Stored {
                id: id(n),
                version: 1,
                archived: false,
                created_at: at,
                updated_at: at,
                record: record.unwrap(),
            };
            directory.inboxes.insert(inbox.id, Arc::new(inbox));
        }
        directory
    }

    /// What a contact is like who wrote by an inbox last.
    struct Case {
        last: u128,
        is_online: bool,
        address: Option<bool>,
        wrote_by: Vec<u128>,
        last_mail_failed: bool,
        has_password: bool,
        learned: Option<Channel>,
        stated: Option<Channel>,
        refused: Option<Channel>,
        /// Since they refused.
        wrote_since: bool,
    }

    impl Case {
        fn of(last: u128) -> Self {
            Self {
                last,
                is_online: false,
                address: None,
                wrote_by: vec![last],
                last_mail_failed: false,
                has_password: true,
                learned: None,
                stated: None,
                refused: None,
                wrote_since: false,
            }
        }

        fn reaches(&self) -> Vec<Reach> {
            let directory = directory();
            let at = Timestamp::default();
            let mut identities = vec![];
            if self.wrote_by.contains(&CHAT) {
                identities.push(json!({"id": id::<crate::id::IdentityId>(1), "kind": "visitor",
                    "value": "v", "verified": true}));
            }
            if let Some(verified) = self.address {
                identities.push(json!({"id": id::<crate::id::IdentityId>(2), "kind": "email",
                    "value": "vera@example.com", "verified": verified}));
            }
            let contact_id = id::<ContactId>(1);
            let refusal = Consent {
                state: ConsentState::Refused,
                at: Timestamp::from_millis(5),
                by: Actor::SYSTEM,
                note: None,
            };
            let consents: Consents =
                self.refused.map(|channel| (channel, refusal)).into_iter().collect();
            let contact: Contact = serde_json::from_value(json!({
                "id": contact_id, "name": "Vera", "language": null, "identities": identities,
                "page": null, "created_at": at, "last_seen_at": null, "version": 1,
                "preferred_channel": self.stated, "consents": consents,
            }))
            .unwrap();
            let inbox_id = id::<InboxId>(self.last);
            let conversation: Conversation = serde_json::from_value(json!({
                "id": id::<ConversationId>(1), "contact": {"id": contact_id, "name": "Vera"},
                "brand_id": id::<BrandId>(1), "inbox_id": inbox_id,
                "channel": directory.inboxes[&inbox_id].record.channel, "queue_id": null,
                "assignee_id": null, "status": "open", "subject": null, "preview": null, "unread": 0,
                "last_seq": 0, "agent_read_seq": 0, "contact_delivered_seq": 0,
                "contact_read_seq": 0, "version": 1, "created_at": at, "updated_at": at,
                "interaction": null,
            }))
            .unwrap();
            let to = self
                .address
                .map(|_| MailAddress { name: None, address: "Vera@example.com".to_owned() });
            let wrote_by: Vec<InboxId> = self.wrote_by.iter().copied().map(id).collect();
            let facts = Facts {
                conversation: &conversation,
                contact: &contact,
                is_online: self.is_online,
                wrote_by: &wrote_by,
                mail: &ReachMail {
                    to: to.into_iter().collect(),
                    subject: "Shop".to_owned(),
                    signature: String::new(),
                },
                last_mail_failed: self.last_mail_failed,
                set_up: if self.has_password { &[id(MAIL)] } else { &[] },
                wrote_at: Some(Timestamp::from_millis(if self.wrote_since { 9 } else { 1 })),
                learned: self.learned,
            };
            reaches(&directory, &facts)
        }

        /// Inbox, state, reason and suggestion, in their order.
        fn told(&self) -> Vec<(u128, ReachState, ReachReason, Option<ReachSuggestion>)> {
            let reaches = self.reaches();
            let number = |it: &Reach| it.inbox_id.uuid().as_u128();
            reaches.iter().map(|it| (number(it), it.state, it.reason, it.suggestion)).collect()
        }
    }

    use ReachReason::*;
    use ReachState::*;
    use ReachSuggestion::*;

    #[test]
    fn whoever_has_the_chat_open_is_answered_there() {
        let case = Case { is_online: true, address: Some(true), ..Case::of(CHAT) };
        let expected = [(CHAT, Now, Online, Some(WroteLast)), (MAIL, Reachable, Confirmed, None)];
        assert_eq!(case.told(), expected);
    }

    #[test]
    fn whoever_has_left_the_chat_is_written_to() {
        let case = Case { address: Some(false), ..Case::of(CHAT) };
        let expected = [(MAIL, Reachable, Unconfirmed, Some(LeftChat)), (CHAT, Waits, Away, None)];
        assert_eq!(case.told(), expected);
        let case = Case { last_mail_failed: true, address: Some(true), ..Case::of(CHAT) };
        let expected = [(CHAT, Waits, Away, Some(WroteLast)), (MAIL, Reachable, LastFailed, None)];
        assert_eq!(case.told(), expected, "not where the last one did not arrive");
    }

    #[test]
    fn what_is_missing_is_said() {
        let expected = [(CHAT, Waits, Away, Some(WroteLast)), (MAIL, Unreachable, NoAddress, None)];
        assert_eq!(Case::of(CHAT).told(), expected);
        let case = Case { has_password: false, address: Some(true), ..Case::of(CHAT) };
        assert_eq!(case.told()[1], (MAIL, Unreachable, NotSetUp, None));
        let case = Case { address: Some(true), ..Case::of(MAIL) };
        let expected =
            [(MAIL, Reachable, HasWritten, Some(WroteLast)), (CHAT, Unreachable, NeverWrote, None)];
        assert_eq!(case.told(), expected);
    }

    #[test]
    fn who_writes_mails_is_answered_by_mail_though_the_page_is_open() {
        let case = Case {
            is_online: true,
            address: Some(true),
            wrote_by: vec![CHAT, MAIL],
            ..Case::of(MAIL)
        };
        let expected = [(MAIL, Reachable, HasWritten, Some(WroteLast)), (CHAT, Now, Online, None)];
        assert_eq!(case.told(), expected);
    }

    #[test]
    fn an_inbox_of_the_business_s_own_is_for_whoever_wrote_by_it() {
        let case = Case { wrote_by: vec![CHAT, CUSTOM], ..Case::of(CHAT) };
        let expected = (CUSTOM, Reachable, HasWritten, Some(LeftChat));
        assert_eq!(case.told()[0], expected);
        assert!(Case::of(CHAT).told().iter().all(|it| it.0 != CUSTOM && it.0 != OTHER_BRANDS));
    }

    #[test]
    fn who_cannot_be_reached_as_before_is_written_to_as_they_like() {
        let both = || Case { address: Some(true), wrote_by: vec![CHAT, CUSTOM], ..Case::of(CHAT) };
        assert_eq!(both().told()[0].0, CUSTOM);
        let case = Case { learned: Some(Channel::Email), ..both() };
        assert_eq!(case.told()[0], (MAIL, Reachable, Confirmed, Some(LeftChat)));
        let case = Case { learned: Some(Channel::Email), is_online: true, ..both() };
        assert_eq!(case.told()[0], (CHAT, Now, Online, Some(WroteLast)), "where they are, first");
        let case = Case {
            learned: Some(Channel::Custom),
            has_password: false,
            wrote_by: vec![CUSTOM, MAIL],
            ..Case::of(MAIL)
        };
        assert_eq!(case.told()[0], (CUSTOM, Reachable, HasWritten, Some(Preferred)));
    }

    #[test]
    fn what_they_asked_for_stands_before_what_they_wrote_by_last() {
        let case = Case {
            stated: Some(Channel::Email),
            address: Some(true),
            wrote_by: vec![CHAT, CUSTOM],
            ..Case::of(CUSTOM)
        };
        assert_eq!(case.told()[0], (MAIL, Reachable, Confirmed, Some(Stated)));
        let case = Case { is_online: true, last: CHAT, ..case };
        assert_eq!(case.told()[0], (CHAT, Now, Online, Some(WroteLast)), "where they are, first");
        let case = Case { address: None, is_online: false, last: CUSTOM, ..case };
        assert_eq!(case.told()[0], (CUSTOM, Reachable, HasWritten, Some(WroteLast)));
    }

    #[test]
    fn nobody_is_written_to_by_what_they_refused_unless_they_write_by_it() {
        let of = |last| Case {
            refused: Some(Channel::Email),
            address: Some(true),
            wrote_by: vec![CHAT, CUSTOM, MAIL],
            ..Case::of(last)
        };
        assert_eq!(of(CHAT).told()[0], (CUSTOM, Reachable, HasWritten, Some(LeftChat)));
        assert_eq!(of(MAIL).told()[0], (CUSTOM, Reachable, HasWritten, Some(OnlyWay)));
        let answered = Case { wrote_since: true, ..of(MAIL) };
        assert_eq!(answered.told()[0], (MAIL, Reachable, HasWritten, Some(WroteLast)));
        let nothing_else = Case { wrote_by: vec![MAIL], ..of(MAIL) };
        assert_eq!(nothing_else.told()[0], (MAIL, Reachable, Refused, Some(WroteLast)));
        let waits = Case { wrote_by: vec![CHAT], ..of(CHAT) };
        assert_eq!(waits.told()[0], (CHAT, Waits, Away, Some(WroteLast)));
        assert_eq!(waits.told()[1], (MAIL, Reachable, Refused, None));
    }
}
