//! Presence: whether an agent takes work.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::id::AgentId;

pub const REASON_CHARS_MAX: usize = 60;
/// The reason that routing gives when an agent let an offer ring out.
pub const REASON_NO_ANSWER: &str = "no_answer";
/// The reason given when an agent's last connection has been gone for too long.
pub const REASON_CONNECTION_LOST: &str = "connection_lost";
/// The reason given when an agent's role does not answer conversations any more, or they have left.
pub const REASON_MAY_NOT_ANSWER: &str = "may_not_answer";
/// The reasons that only the server gives.
pub const REASONS_OF_THE_SERVER: [&str; 3] =
    [REASON_NO_ANSWER, REASON_CONNECTION_LOST, REASON_MAY_NOT_ANSWER];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PresenceState {
    /// Takes offers.
    Online,
    /// Signed in, takes no new work.
    Away,
    Offline,
}

impl PresenceState {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Away => "away",
            Self::Offline => "offline",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Online, Self::Away, Self::Offline].into_iter().find(|state| state.name() == name)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Presence {
    pub agent_id: AgentId,
    pub state: PresenceState,
    /// Why away or offline: the agent's own word, `no_answer` or `connection_lost`.
    pub reason: Option<String>,
    pub since: Timestamp,
}
