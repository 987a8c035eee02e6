//! Views: which conversations a list shows, and those that agents have saved under a name.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::channel::Channel;
use crate::conversation::ConversationStatus;
use crate::directory::{Agent, Directory, NAME_CHARS_MAX, Queue, Segment, Tag};
use crate::id::{AgentId, QueueId, SegmentId, TagId, ViewId};
use crate::validation::Errors;

/// Most views that one agent has, and most that everybody has.
pub const VIEWS_MAX: usize = 50;

/// Whose conversations, before anything narrows them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ViewBase {
    /// Assigned to whoever looks.
    Mine,
    Unassigned,
    #[default]
    All,
    /// With notes that name whoever looks.
    Mentioned,
    /// Of `queue_id`.
    Queue,
    /// Assigned to `agent_id`.
    Agent,
}

/// Which conversations a list shows: those of `base` that fit everything else which is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ViewFilter {
    #[serde(default)]
    pub base: ViewBase,
    #[serde(default)]
    pub queue_id: Option<QueueId>,
    #[serde(default)]
    pub agent_id: Option<AgentId>,
    #[serde(default = "open")]
    pub status: ConversationStatus,
    #[serde(default)]
    pub tag_id: Option<TagId>,
    /// Of whose contacts.
    #[serde(default)]
    pub segment_id: Option<SegmentId>,
    /// The channel that the last message came by.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// Only those whose contact has spoken last.
    #[serde(default)]
    pub unanswered: bool,
}

const fn open() -> ConversationStatus {
    ConversationStatus::Open
}

impl ViewFilter {
    /// `errors` says what is missing, and what is not there, under `prefix`.
    pub fn validate(&self, directory: &Directory, prefix: &str, errors: &mut Errors) {
        let field = |name: &str| format!("{prefix}{name}");
        let without = [
            ("queue_id", self.base == ViewBase::Queue && self.queue_id.is_none()),
            ("agent_id", self.base == ViewBase::Agent && self.agent_id.is_none()),
        ];
        for (name, _) in without.into_iter().filter(|(_, is_missing)| *is_missing) {
            errors.push(field(name), "is needed for this view");
        }
        if let Some(id) = self.queue_id.filter(|id| directory.get::<Queue>(*id).is_none()) {
            errors.push(field("queue_id"), format!("there is no queue {id}"));
        }
        if let Some(id) = self.agent_id.filter(|id| directory.get::<Agent>(*id).is_none()) {
            errors.push(field("agent_id"), format!("there is no agent {id}"));
        }
        if let Some(id) = self.tag_id.filter(|id| directory.get::<Tag>(*id).is_none()) {
            errors.push(field("tag_id"), format!("there is no tag {id}"));
        }
        if let Some(id) = self.segment_id.filter(|id| directory.get::<Segment>(*id).is_none()) {
            errors.push(field("segment_id"), format!("there is no segment {id}"));
        }
    }
}

/// A view under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SavedView {
    pub id: ViewId,
    #[schema(max_length = 100)]
    pub name: String,
    /// Whose it is; none for everybody's.
    pub agent_id: Option<AgentId>,
    pub filter: ViewFilter,
    pub version: i64,
    pub updated_at: Timestamp,
}

impl SavedView {
    pub fn validate(&self, directory: &Directory, errors: &mut Errors) {
        errors.check_line(&self.name, "name", NAME_CHARS_MAX);
        self.filter.validate(directory, "filter.", errors);
    }

    /// Whether it is theirs, or everybody's.
    pub fn is_for(&self, agent_id: AgentId) -> bool {
        self.agent_id.is_none_or(|owner| owner == agent_id)
    }
}
