//! People who belong together. A team groups agents for others to find and to see; who is asked for
//! what stays with queues and skills.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::check_name;
use super::snapshot::missing;
use super::{Agent, Directory, Kind, Record};
use crate::id::{AgentId, TeamId};
use crate::validation::Errors;

const MEMBERS_MAX: usize = 1_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TeamFields)]
pub struct Team {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[serde(default)]
    #[schema(max_items = 1_000)]
    pub member_ids: Vec<AgentId>,
    /// One of the members.
    #[serde(default)]
    pub lead_id: Option<AgentId>,
}

impl Record for Team {
    type Id = TeamId;
    const KIND: Kind = Kind::Team;
    const SCHEMA: &'static str = "Team";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<TeamId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        errors.check(self.member_ids.len() <= MEMBERS_MAX, "member_ids", "must be at most 1,000");
        for (place, agent_id) in self.member_ids.iter().enumerate().take(MEMBERS_MAX) {
            let field = || format!("member_ids[{place}]");
            if directory.get::<Agent>(*agent_id).is_none() {
                errors.push(field(), missing("agent", *agent_id));
            }
            if self.member_ids[..place].contains(agent_id) {
                errors.push(field(), "is in the list twice");
            }
        }
        if let Some(lead) = self.lead_id {
            errors.check(self.member_ids.contains(&lead), "lead_id", "must be one of the members");
        }
    }
}
