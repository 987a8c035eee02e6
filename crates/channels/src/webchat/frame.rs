//! What a visitor's page and the server say to each other, one JSON object a WebSocket message.

use std::collections::BTreeSet;

use rapport_core::Timestamp;
use rapport_core::actor::ActorKind;
use rapport_core::attachment::{ATTACHMENTS_MAX, Attachment};
use rapport_core::context::Told;
use rapport_core::conversation::{Conversation, ConversationStatus, Rating, TEXT_CHARS_MAX};
use rapport_core::directory::Directory;
use rapport_core::directory::pre_chat::Answers;
use rapport_core::entry::{Entry, EntryBody, Happening};
use rapport_core::id::{AgentId, AttachmentId, ConversationId, EntryId, ProactiveRuleId};
use rapport_core::interaction::InteractionState;
use rapport_core::span::Span;
use serde::{Deserialize, Serialize};

use super::visit::Page;

pub const FRAME_BYTES_MAX: usize = 64 * 1024;
const CLIENT_ID_BYTES_MAX: usize = 64;
/// As much of what a visitor is typing as an agent is shown: its end.
pub const PREVIEW_CHARS_MAX: usize = 1_000;

/// From the page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    /// First on every connection.
    Hello {
        #[serde(default)]
        token: Option<String>,
        /// The conversation that `after` refers to.
        #[serde(default)]
        conversation_id: Option<ConversationId>,
        /// The newest `seq` that the page has.
        #[serde(default)]
        after: Option<i64>,
        #[serde(default)]
        language: Option<String>,
        #[serde(default)]
        page: Option<Page>,
        /// What the page says is known already.
        #[serde(default)]
        context: Told,
        /// Who the visitor is: a token that the business has signed.
        #[serde(default)]
        identity: Option<String>,
        /// Of the link in a mail by which they come back.
        #[serde(default)]
        return_link: Option<ReturnLink>,
    },
    Message {
        /// The page's own id for it, by which it is known when it is sent again.
        client_id: String,
        #[serde(default)]
        text: String,
        /// The visitor's own uploads that go with it.
        #[serde(default)]
        attachment_ids: Vec<AttachmentId>,
        /// The rule by which the chat had spoken first, if this is the answer.
        #[serde(default)]
        proactive_rule_id: Option<ProactiveRuleId>,
        /// The rules that applied and were held out from this visitor lately.
        #[serde(default)]
        held_out_rule_ids: Vec<ProactiveRuleId>,
        /// To what was asked before the first message, by the fields' keys.
        #[serde(default)]
        answers: Answers,
    },
    Typing {
        /// What is in the field now, where the inbox lets agents see it; empty once it is cleared.
        #[serde(default)]
        text: Option<String>,
    },
    Delivered {
        up_to_seq: i64,
    },
    Read {
        up_to_seq: i64,
    },
    Page(Page),
    /// Where they can be reached once they have left: an e-mail address or a telephone number.
    Address {
        address: String,
    },
    /// How they found it, once the conversation is resolved.
    Rate {
        score: u8,
        #[serde(default)]
        comment: Option<String>,
    },
    /// All that the page says is known; what it told before and now leaves out stands.
    Context {
        context: Told,
    },
    Ping,
}

/// By which somebody comes back from a mail.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReturnLink {
    /// What stands in the link.
    pub token: String,
    /// The page's own, made by chance: the page may ask again when the answer was lost on its way.
    pub nonce: String,
}

/// Why a message is not taken. The page shows it, and keeps the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    #[error("write something first")]
    Empty,
    #[error("a message has at most {TEXT_CHARS_MAX} characters; send it in parts")]
    TooLong,
    #[error("a message has at most {ATTACHMENTS_MAX} attachments, each once; send them in parts")]
    Attachments,
    #[error("client_id must be 1 to 64 letters, digits or hyphens")]
    ClientId,
}

impl MessageError {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::Attachments => "too_many_attachments",
            Self::ClientId => "client_id_invalid",
        }
    }
}

/// Checks a message and cleans its text: line ends unified, control characters and the characters
/// that reorder text against its reader (bidi overrides) dropped. It may be empty where there are
/// attachments.
pub fn accept_message(
    client_id: &str,
    text: &str,
    attachment_ids: &[AttachmentId],
) -> Result<String, MessageError> {
    let id_holds = (1..=CLIENT_ID_BYTES_MAX).contains(&client_id.len())
        && client_id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !id_holds {
        return Err(MessageError::ClientId);
    }
    if text.chars().count() > TEXT_CHARS_MAX {
        return Err(MessageError::TooLong);
    }
    let each_once: BTreeSet<_> = attachment_ids.iter().collect();
    if attachment_ids.len() > ATTACHMENTS_MAX || each_once.len() < attachment_ids.len() {
        return Err(MessageError::Attachments);
    }
    let clean = rapport_core::conversation::clean_text(text);
    if clean.is_empty() && attachment_ids.is_empty() { Err(MessageError::Empty) } else { Ok(clean) }
}

/// What an agent sees of words that are being typed: cleaned as a message would be, and of a long
/// one the end, where the typing goes on.
pub fn preview(text: &str) -> String {
    let clean = rapport_core::conversation::clean_text(text);
    let over = clean.chars().count().saturating_sub(PREVIEW_CHARS_MAX);
    if over == 0 {
        return clean;
    }
    std::iter::once('…').chain(clean.chars().skip(over + 1)).collect()
}

/// Whose words an entry holds, as a visitor may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisitorAuthor {
    pub kind: ActorKind,
    pub name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum VisitorEvent {
    AgentJoined { name: String },
    Transferred,
    Resolved,
}

/// An entry as a visitor sees it: no notes, nothing of the inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisitorEntry {
    pub id: EntryId,
    pub seq: i64,
    pub conversation_id: ConversationId,
    pub kind: &'static str,
    pub author: VisitorAuthor,
    pub at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How the text looks, where not as usual.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<VisitorEvent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

fn agent_name(directory: &Directory, agent_id: AgentId) -> String {
    directory.agents.get(&agent_id).map(|agent| agent.record.name.clone()).unwrap_or_default()
}

/// What a visitor sees of an entry; none when it is not for them.
pub fn for_visitor(entry: &Entry, directory: &Directory) -> Option<VisitorEntry> {
    if !entry.body.follows_up().is_empty() {
        // It was said here before.
        return None;
    }
    let (kind, text, event, client_id) = match &entry.body {
        EntryBody::Message { text, client_id, .. } => {
            let own = entry.author.kind == ActorKind::Contact;
            ("message", Some(text.clone()), None, client_id.clone().filter(|_| own))
        }
        // What the chat said before the visitor did.
        EntryBody::Event { event: Happening::Invited { text, .. } } => {
            ("message", Some(text.clone()), None, None)
        }
        EntryBody::Note { .. } => return None,
        EntryBody::Event { event } => {
            let event = match event {
                Happening::Accepted { agent_id }
                | Happening::Assigned { agent_id: Some(agent_id) } => {
                    VisitorEvent::AgentJoined { name: agent_name(directory, *agent_id) }
                }
                Happening::Transferred { .. } => VisitorEvent::Transferred,
                Happening::Resolved => VisitorEvent::Resolved,
                Happening::Started
                | Happening::Invited { .. }
                | Happening::Rated { .. }
                | Happening::Reopened
                | Happening::Snoozed { .. }
                | Happening::Unsnoozed
                | Happening::Tagged { .. }
                | Happening::Absorbed { .. }
                | Happening::KeptApart { .. }
                | Happening::Released { .. }
                | Happening::Assigned { agent_id: None }
                | Happening::Queued { .. }
                | Happening::Offered { .. }
                | Happening::Declined { .. }
                | Happening::TimedOut { .. }
                | Happening::Requeued { .. }
                | Happening::Overflowed { .. }
                | Happening::PriorityChanged { .. }
                | Happening::WrapUpStarted { .. }
                | Happening::Ended { .. } => return None,
            };
            ("event", None, Some(event), None)
        }
    };
    let author = match entry.author.kind {
        ActorKind::Application => ActorKind::Agent,
        ActorKind::System if kind == "message" => ActorKind::Bot,
        other => other,
    };
    let name = entry.author.name.clone().filter(|_| kind == "message");
    Some(VisitorEntry {
        id: entry.id,
        seq: entry.seq,
        conversation_id: entry.conversation_id,
        kind,
        author: VisitorAuthor { kind: author, name },
        at: entry.at,
        text,
        spans: entry.body.spans().to_vec(),
        attachments: entry.body.attachments().to_vec(),
        event,
        client_id,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitorState {
    Waiting,
    Active,
    Resolved,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgentName {
    pub name: String,
}

/// Where someone stands in a queue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// 1 is next.
    pub position: Option<u64>,
    pub estimated_wait_ms: Option<u64>,
}

/// Whether somebody is there to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Availability {
    pub open: bool,
    /// Where it is closed and opens again.
    pub next_opening_at: Option<Timestamp>,
    pub agents_online: bool,
}

/// A conversation as its visitor sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisitorConversation {
    pub id: ConversationId,
    pub state: VisitorState,
    #[serde(flatten)]
    pub place: Place,
    /// Of the queue in which it waits; none while it does not.
    pub availability: Option<Availability>,
    pub agent: Option<AgentName>,
    pub agent_read_seq: i64,
    pub agent_delivered_seq: i64,
    pub contact_read_seq: i64,
    /// What they said of it.
    pub rating: Option<Rating>,
}

pub fn conversation_for_visitor(
    conversation: &Conversation,
    place: Place,
    availability: Option<Availability>,
    directory: &Directory,
) -> VisitorConversation {
    let working = conversation.interaction.as_ref().and_then(|work| work.state.agent());
    let waiting = conversation.interaction.as_ref().is_some_and(|work| {
        matches!(work.state, InteractionState::Waiting | InteractionState::Offered { .. })
    });
    let state = match conversation.status {
        ConversationStatus::Resolved => VisitorState::Resolved,
        ConversationStatus::Open if waiting => VisitorState::Waiting,
        ConversationStatus::Open | ConversationStatus::Snoozed => VisitorState::Active,
    };
    let agent = working.or(conversation.assignee_id).filter(|_| state == VisitorState::Active);
    VisitorConversation {
        id: conversation.id,
        state,
        place: if waiting { place } else { Place::default() },
        availability: availability.filter(|_| state == VisitorState::Waiting),
        agent: agent.map(|id| AgentName { name: agent_name(directory, id) }),
        agent_read_seq: conversation.agent_read_seq,
        // What is committed is on the desk.
        agent_delivered_seq: conversation.last_seq,
        contact_read_seq: conversation.contact_read_seq,
        rating: conversation.rating.clone(),
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownVisitor {
    pub name: Option<String>,
    pub has_email: bool,
    pub has_phone: bool,
}

/// To the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerFrame {
    Welcome {
        token: String,
        /// What they need not be asked for.
        visitor: KnownVisitor,
        conversation: Option<VisitorConversation>,
        /// Those after `after`, oldest first.
        entries: Vec<VisitorEntry>,
        /// There are older ones that are not among `entries`.
        truncated: bool,
        seq: i64,
    },
    /// After the commit.
    Ack {
        client_id: String,
        entry: VisitorEntry,
    },
    Refused {
        client_id: Option<String>,
        code: &'static str,
        detail: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_after_ms: Option<u64>,
    },
    Entry {
        entry: VisitorEntry,
    },
    State {
        conversation: VisitorConversation,
    },
    /// What they need not be asked for has become more.
    Visitor {
        visitor: KnownVisitor,
    },
    Typing {
        by: AgentName,
    },
    /// Forget what you know, and say hello again without `after`.
    Resync,
    Pong,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_checked_and_cleaned() {
        assert_eq!(accept_message("a-1", " Hello\r\nthere\u{202e} ", &[]).unwrap(), "Hello\nthere");
        assert_eq!(accept_message("a-1", " \u{0}\n ", &[]).unwrap_err(), MessageError::Empty);
        assert_eq!(accept_message("", "x", &[]).unwrap_err(), MessageError::ClientId);
        assert_eq!(accept_message("a b", "x", &[]).unwrap_err(), MessageError::ClientId);
        let id = AttachmentId::new(Timestamp::default(), [7; 10]);
        assert_eq!(accept_message("a-1", " \n", &[id]).unwrap(), "");
        let twice = accept_message("a-1", "x", &[id, id]);
        assert_eq!(twice.unwrap_err(), MessageError::Attachments);
        let longest = "字".repeat(TEXT_CHARS_MAX);
        assert_eq!(accept_message("a", &longest, &[]).unwrap(), longest);
        assert_eq!(accept_message("a", &(longest + "x"), &[]).unwrap_err(), MessageError::TooLong);
    }

    #[test]
    fn a_preview_is_cleaned_and_shows_the_end() {
        assert_eq!(preview(" Hel\u{202e}lo\u{0}"), "Hello");
        assert_eq!(preview(" \n"), "");
        let long = preview(&("a".repeat(PREVIEW_CHARS_MAX) + "字z"));
        assert_eq!(long.chars().count(), PREVIEW_CHARS_MAX);
        assert!(long.starts_with("…a") && long.ends_with("a字z"));
    }

    #[test]
    fn frames_of_the_page() {
        let hello: ClientFrame = serde_json::from_str(r#"{"type":"hello"}"#).unwrap();
        assert!(matches!(hello, ClientFrame::Hello { token: None, after: None, .. }));
        let typing: ClientFrame = serde_json::from_str(r#"{"type":"typing"}"#).unwrap();
        assert_eq!(typing, ClientFrame::Typing { text: None });
        let page = r#"{"type":"page","url":"https://shop.example/","title":"Shop"}"#;
        assert!(matches!(serde_json::from_str(page).unwrap(), ClientFrame::Page(_)));
        assert!(serde_json::from_str::<ClientFrame>(r#"{"type":"format_disk"}"#).is_err());
    }
}
