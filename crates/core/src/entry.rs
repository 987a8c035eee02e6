//! Entries: everything on a conversation's timeline.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::actor::Actor;
use crate::attachment::Attachment;
use crate::channel::Channel;
use crate::id::{
    AgentId, ConversationId, DispositionId, EntryId, InboxId, ProactiveRuleId, QueueId, TagId,
};
use crate::mail::MailHead;
use crate::span::Span;

/// How far a message to the contact has come. Whether it was read is told by the conversation's
/// `contact_read_seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Stored, not yet handed to the channel.
    Queued,
    /// The channel has it.
    Sent,
    /// The contact's device has it.
    Delivered,
    /// The channel gave up; `reason` says why.
    Failed,
}

impl DeliveryState {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Queued, Self::Sent, Self::Delivered, Self::Failed]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Delivery {
    pub state: DeliveryState,
    pub reason: Option<String>,
}

/// What happened to a conversation, as its timeline tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type")]
pub enum Happening {
    #[serde(rename = "conversation.started")]
    Started,
    /// The contact answers what the chat said first, in these words.
    #[serde(rename = "conversation.invited")]
    Invited { rule_id: ProactiveRuleId, text: String },
    #[serde(rename = "conversation.resolved")]
    Resolved,
    #[serde(rename = "conversation.reopened")]
    Reopened,
    /// The contact says how they found it, from 1 to 5.
    #[serde(rename = "conversation.rated")]
    Rated { score: u8, comment: Option<String> },
    #[serde(rename = "conversation.snoozed")]
    Snoozed { until: Timestamp },
    /// Its time has come, its contact has written, or an agent has taken it up again.
    #[serde(rename = "conversation.unsnoozed")]
    Unsnoozed,
    #[serde(rename = "conversation.tagged")]
    Tagged { added: Vec<TagId>, removed: Vec<TagId> },
    /// Another conversation of the contact became a part of this one.
    #[serde(rename = "conversation.absorbed")]
    Absorbed { conversation_id: ConversationId },
    /// It is no part of another one that it could have been taken for.
    #[serde(rename = "conversation.kept_apart")]
    KeptApart { conversation_id: ConversationId },
    /// Another conversation is no longer a part of it.
    #[serde(rename = "conversation.released")]
    Released { conversation_id: ConversationId },
    #[serde(rename = "conversation.assigned")]
    Assigned { agent_id: Option<AgentId> },
    #[serde(rename = "interaction.queued")]
    Queued { queue_id: QueueId },
    #[serde(rename = "interaction.offered")]
    Offered { agent_ids: Vec<AgentId> },
    #[serde(rename = "interaction.declined")]
    Declined { agent_id: AgentId },
    /// The offer rang out.
    #[serde(rename = "interaction.timed_out")]
    TimedOut { agent_id: AgentId },
    /// The agent was lost, or the offer had to be taken back; the work is in its old place.
    #[serde(rename = "interaction.requeued")]
    Requeued { agent_id: Option<AgentId> },
    #[serde(rename = "interaction.accepted")]
    Accepted { agent_id: AgentId },
    #[serde(rename = "interaction.transferred")]
    Transferred { queue_id: QueueId, agent_id: Option<AgentId>, note: Option<String> },
    /// It waited too long, or its queue closed, and went on to another queue.
    #[serde(rename = "interaction.overflowed")]
    Overflowed { from_queue_id: QueueId, queue_id: QueueId },
    /// A person has it served sooner or later.
    #[serde(rename = "interaction.priority_changed")]
    PriorityChanged { from: u8, priority: u8 },
    #[serde(rename = "interaction.wrap_up_started")]
    WrapUpStarted { agent_id: AgentId },
    #[serde(rename = "interaction.ended")]
    Ended { agent_id: Option<AgentId>, disposition_id: Option<DispositionId> },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EntryBody {
    /// Content from or to the contact, over one inbox.
    Message {
        /// May be empty where there are attachments.
        text: String,
        /// How it looks: the same text in stretches. Left out where all of it looks as usual.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        spans: Vec<Span>,
        inbox_id: InboxId,
        channel: Channel,
        /// None for a message from the contact.
        #[serde(default)]
        delivery: Option<Delivery>,
        /// The sender's own id for it, by which a message sent twice is known.
        #[serde(default)]
        client_id: Option<String>,
        /// Left out when there are none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
        /// Of an e-mail; left out of any other message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mail: Option<Box<MailHead>>,
    },
    /// For colleagues only; never leaves the desk.
    Note {
        /// May be empty where there are attachments.
        text: String,
        /// How it looks, as of a message.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        spans: Vec<Span>,
        /// Left out when there are none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
        /// Agents whom it names; left out when there are none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentioned_agent_ids: Vec<AgentId>,
    },
    Event {
        event: Happening,
    },
}

impl EntryBody {
    pub const fn kind_name(&self) -> &'static str {
        match self {
            Self::Message { .. } => "message",
            Self::Note { .. } => "note",
            Self::Event { .. } => "event",
        }
    }

    /// The words of a message or note.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Message { text, .. } | Self::Note { text, .. } => Some(text),
            Self::Event { .. } => None,
        }
    }

    /// How its text looks, where not as usual.
    pub fn spans(&self) -> &[Span] {
        match self {
            Self::Message { spans, .. } | Self::Note { spans, .. } => spans,
            Self::Event { .. } => &[],
        }
    }

    /// What an e-mail has besides its words; none of any other entry.
    pub fn mail(&self) -> Option<&MailHead> {
        match self {
            Self::Message { mail, .. } => mail.as_deref(),
            Self::Note { .. } | Self::Event { .. } => None,
        }
    }

    pub fn attachments(&self) -> &[Attachment] {
        match self {
            Self::Message { attachments, .. } | Self::Note { attachments, .. } => attachments,
            Self::Event { .. } => &[],
        }
    }

    /// The messages of a chat that it carries after who left it; of most entries none.
    pub fn follows_up(&self) -> &[EntryId] {
        self.mail().map_or(&[], |mail| &mail.follows_up)
    }

    /// What a search finds it by: its words, and the names of its attachments. What it only repeats is
    /// found where it was said.
    pub fn search_text(&self) -> Option<Cow<'_, str>> {
        if !self.follows_up().is_empty() {
            return None;
        }
        let text = self.text()?;
        if self.attachments().is_empty() {
            return Some(Cow::Borrowed(text));
        }
        let names = self.attachments().iter().map(|attachment| attachment.name.as_str());
        let lines: Vec<&str> = std::iter::once(text).chain(names).collect();
        Some(Cow::Owned(lines.join("\n")))
    }
}

/// One thing on a conversation's timeline. Entries are ordered by `seq`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Entry {
    pub id: EntryId,
    /// Place in the log of all events, and so in every timeline.
    pub seq: i64,
    pub conversation_id: ConversationId,
    pub author: Actor,
    pub at: Timestamp,
    #[serde(flatten)]
    pub body: EntryBody,
}
