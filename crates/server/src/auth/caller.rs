//! Who calls: an agent in a browser, or a program with a token of an agent's.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use rapport_core::actor::{Actor, ActorKind};
use rapport_core::directory::{Agent, Directory, Stored};
use rapport_core::id::{AgentId, ApiTokenId, SessionId};
use rapport_core::permission::Permission;

use crate::http::Problem;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    Session(SessionId),
    Token { id: ApiTokenId, name: String, scopes: Vec<Permission> },
}

/// Who calls, known to be in use and signed in. As an extractor it refuses nobody else: the guard
/// has done so before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub agent_id: AgentId,
    pub name: String,
    /// What the role allows.
    pub by_role: Vec<Permission>,
    pub means: Means,
}

impl Caller {
    pub fn new(directory: &Directory, agent: &Stored<Agent>, means: Means) -> Self {
        Self {
            agent_id: agent.id,
            name: agent.record.name.clone(),
            by_role: directory.permissions_of(agent.record.role).to_vec(),
            means,
        }
    }

    /// What the role allows, and the token too when one is used.
    pub fn may(&self, permission: Permission) -> bool {
        self.by_role.contains(&permission)
            && match &self.means {
                Means::Session(_) => true,
                Means::Token { scopes, .. } => scopes.contains(&permission),
            }
    }

    pub fn permissions(&self) -> Vec<Permission> {
        Permission::ALL.into_iter().filter(|permission| self.may(*permission)).collect()
    }

    pub fn actor(&self) -> Actor {
        match &self.means {
            Means::Session(_) => Actor::agent(self.agent_id, &self.name),
            Means::Token { id, name, .. } => Actor {
                kind: ActorKind::Application,
                id: Some(id.to_string()),
                name: Some(name.clone()),
            },
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Problem::unauthorised)
    }
}
