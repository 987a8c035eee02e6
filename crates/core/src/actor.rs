//! Who did something.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::id::{AgentId, ContactId, TypedId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    Agent,
    Contact,
    /// Rapport itself: routing, clocks, rules.
    System,
    /// A flow that talks with the customer.
    Bot,
    /// A program with an API token.
    Application,
}

impl ActorKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Contact => "contact",
            Self::System => "system",
            Self::Bot => "bot",
            Self::Application => "application",
        }
    }
}

/// Who did something, with the name they had when they did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Actor {
    pub kind: ActorKind,
    /// The agent's, contact's or token's id; none for the system.
    pub id: Option<String>,
    pub name: Option<String>,
}

impl Actor {
    pub const SYSTEM: Self = Self { kind: ActorKind::System, id: None, name: None };

    pub fn agent(id: AgentId, name: &str) -> Self {
        Self { kind: ActorKind::Agent, id: Some(id.to_string()), name: Some(name.to_owned()) }
    }

    pub fn contact(id: ContactId, name: Option<&str>) -> Self {
        Self {
            kind: ActorKind::Contact,
            id: Some(id.to_string()),
            name: name.map(ToOwned::to_owned),
        }
    }

    /// The agent, if it was one.
    pub fn agent_id(&self) -> Option<AgentId> {
        match self.kind {
            ActorKind::Agent => self.id.as_deref().and_then(|id| id.parse().ok()),
            ActorKind::Contact | ActorKind::System | ActorKind::Bot | ActorKind::Application => {
                None
            }
        }
    }

    /// Whether this is the given thing, whatever its name is by now.
    pub fn is<I: TypedId>(&self, id: I) -> bool {
        self.id.as_deref() == Some(id.to_string().as_str())
    }
}
