//! Drafts: what an agent has begun to write on a conversation. They are their agent's alone, so
//! the log, which others read, does not tell of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::id::ConversationId;

/// Longest text of a draft, in characters: more than can be sent, since it is still being cut.
pub const DRAFT_CHARS_MAX: usize = 20_000;
/// Most drafts of one agent.
pub const DRAFTS_MAX: usize = 500;

/// What the agent was writing last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftMode {
    #[default]
    Reply,
    Note,
}

impl DraftMode {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Reply, Self::Note].into_iter().find(|mode| mode.name() == name)
    }
}

/// The words of a draft. Both may be there: a reply that waits while a note is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DraftText {
    pub mode: DraftMode,
    #[schema(max_length = 20_000)]
    pub reply: String,
    #[schema(max_length = 20_000)]
    pub note: String,
}

impl DraftText {
    pub const fn is_empty(&self) -> bool {
        self.reply.is_empty() && self.note.is_empty()
    }

    /// Of two that were begun on conversations which became one.
    pub fn joined(self, other: &Self) -> Self {
        let both = |own: String, other: &str| match (own.is_empty(), other.is_empty()) {
            (true, _) => other.to_owned(),
            (false, true) => own,
            (false, false) => format!("{own}\n\n{other}"),
        };
        Self {
            mode: other.mode,
            reply: both(self.reply, &other.reply),
            note: both(self.note, &other.note),
        }
    }
}

/// What an agent has begun to write on a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Draft {
    pub conversation_id: ConversationId,
    #[serde(flatten)]
    pub text: DraftText,
    /// Counts its changes.
    pub version: i64,
    pub updated_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_drafts_become_one() {
        let draft = |reply: &str, note: &str| DraftText {
            mode: DraftMode::Note,
            reply: reply.into(),
            note: note.into(),
        };
        assert_eq!(draft("a", "").joined(&draft("b", "n")), draft("a\n\nb", "n"));
        assert_eq!(draft("a", "n").joined(&draft("", "")), draft("a", "n"));
    }
}
