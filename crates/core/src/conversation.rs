//! Conversations: one matter with one contact, over any channels, until it is resolved.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::actor::ActorKind;
use crate::attachment::Attachment;
use crate::channel::Channel;
use crate::contact::ContactSummary;
use crate::id::{AgentId, BrandId, ConversationId, InboxId, ProactiveRuleId, QueueId, TagId};
use crate::interaction::Interaction;
use crate::validation::Errors;

/// Longest message or note, in characters.
pub const TEXT_CHARS_MAX: usize = 10_000;
/// Length of a list's one-line preview, in characters.
pub const PREVIEW_CHARS_MAX: usize = 140;
/// Most tags on one conversation.
pub const TAGS_MAX: usize = 20;
/// Most conversations that can be merged into one.
pub const MERGED_MAX: usize = 20;
/// Longest time for which a conversation can be put aside: a year.
pub const SNOOZE_MAX: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// Characters that turn text against its reader: explicit bidirectional embeddings and overrides
/// (Unicode Standard Annex 9; CVE-2021-42574). Isolates and marks, which real texts need, stay.
const fn reorders(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}')
}

/// A text as somebody typed or pasted it, made safe to store and show: line ends unified, control
/// characters and bidirectional overrides dropped, blank ends cut.
pub fn clean_text(text: &str) -> String {
    clean_characters(text).trim().to_owned()
}

/// As [`clean_text`], with its blank ends: for a part of a text.
pub fn clean_characters(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    unified
        .chars()
        .filter(|&c| (c == '\n' || c == '\t' || !c.is_control()) && !reorders(c))
        .collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConversationStatus {
    Open,
    /// Put aside until a certain time, or until its contact writes.
    Snoozed,
    Resolved,
}

impl ConversationStatus {
    pub const ALL: [Self; 3] = [Self::Open, Self::Snoozed, Self::Resolved];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Snoozed => "snoozed",
            Self::Resolved => "resolved",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// The line that a list shows of the last message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Preview {
    pub text: String,
    pub author: ActorKind,
    pub at: Timestamp,
}

impl Preview {
    /// Of a message: its first words after a sign that there are attachments, or their names.
    pub fn of_message(
        text: &str,
        attachments: &[Attachment],
        author: ActorKind,
        at: Timestamp,
    ) -> Self {
        if attachments.is_empty() {
            return Self::of(text, author, at);
        }
        let names: Vec<&str> = attachments.iter().map(|it| it.name.as_str()).collect();
        let words = if text.is_empty() { names.join(", ") } else { text.to_owned() };
        Self::of(&format!("📎 {words}"), author, at)
    }

    /// The first words on one line.
    pub fn of(text: &str, author: ActorKind, at: Timestamp) -> Self {
        let mut line = String::with_capacity(text.len().min(PREVIEW_CHARS_MAX * 4));
        let mut chars = 0;
        for word in text.split_whitespace() {
            for character in (chars > 0).then_some(' ').into_iter().chain(word.chars()) {
                if chars == PREVIEW_CHARS_MAX {
                    line.push('…');
                    return Self { text: line, author, at };
                }
                line.push(character);
                chars += 1;
            }
        }
        Self { text: line, author, at }
    }
}

/// Longest comment of a rating, in characters.
pub const RATING_COMMENT_CHARS_MAX: usize = 1_000;

/// How the contact found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rating {
    /// 1 is the worst.
    #[schema(minimum = 1, maximum = 5)]
    pub score: u8,
    #[schema(max_length = 1_000)]
    pub comment: Option<String>,
    pub at: Timestamp,
}

impl Rating {
    /// The comment, cleaned: none where nothing is left. `errors` says what is wrong.
    pub fn check(score: u8, comment: Option<&str>, errors: &mut Errors) -> Option<String> {
        errors.check((1..=5).contains(&score), "score", "must be from 1 to 5");
        let comment = comment.map(clean_text).filter(|text| !text.is_empty());
        if let Some(text) = &comment {
            errors.check_text(text, "comment", RATING_COMMENT_CHARS_MAX);
        }
        comment
    }
}

/// A conversation as lists, panes and events show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Conversation {
    pub id: ConversationId,
    pub contact: ContactSummary,
    pub brand_id: BrandId,
    /// The inbox that the contact's last message came by.
    pub inbox_id: InboxId,
    /// The channel that the contact's last message came by.
    pub channel: Channel,
    pub queue_id: Option<QueueId>,
    pub assignee_id: Option<AgentId>,
    pub status: ConversationStatus,
    /// When a snoozed one comes back; none of others.
    #[serde(default)]
    #[schema(required = true)]
    pub snoozed_until: Option<Timestamp>,
    /// In the order in which they were put on it.
    #[serde(default)]
    #[schema(required = true, max_items = 20)]
    pub tag_ids: Vec<TagId>,
    /// Agents whom notes on it name; left out when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentioned_agent_ids: Vec<AgentId>,
    /// The rule by which the chat had spoken first, where the contact answered that.
    #[serde(default)]
    #[schema(required = true)]
    pub proactive_rule_id: Option<ProactiveRuleId>,
    /// What the contact said of it when it was resolved.
    #[serde(default)]
    #[schema(required = true)]
    pub rating: Option<Rating>,
    /// The conversation that it was merged into: its entries are shown there, and nothing more
    /// happens here.
    #[serde(default)]
    #[schema(required = true)]
    pub merged_into_id: Option<ConversationId>,
    /// The contact's conversation that this one may be a part of: its brand has agents asked, and
    /// nobody has answered yet.
    #[serde(default)]
    #[schema(required = true)]
    pub merge_suggestion_id: Option<ConversationId>,
    pub subject: Option<String>,
    pub preview: Option<Preview>,
    /// Messages of the contact that no agent has read.
    pub unread: i64,
    /// `seq` of the newest thing that happened on it.
    pub last_seq: i64,
    /// Agents have read up to this `seq`.
    pub agent_read_seq: i64,
    /// The contact's device has everything up to this `seq`.
    pub contact_delivered_seq: i64,
    /// The contact has read up to this `seq`.
    pub contact_read_seq: i64,
    /// How many events there have been on this conversation.
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// The piece of work that is under way on it, or the last one.
    pub interaction: Option<Interaction>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preview(text: &str) -> String {
        Preview::of(text, ActorKind::Contact, Timestamp::default()).text
    }

    #[test]
    fn a_preview_is_one_line_and_bounded() {
        assert_eq!(preview("  The strap\n\tbroke  "), "The strap broke");
        assert_eq!(preview(""), "");
        assert_eq!(preview(&"字".repeat(140)), "字".repeat(140));
        assert_eq!(preview(&"字".repeat(5_000)), "字".repeat(140) + "…");
    }
}
