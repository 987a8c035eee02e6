//! Who works with Rapport.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::signature::check_length;
use super::snapshot::missing;
use super::{AgentRole, Directory, Kind, NAME_CHARS_MAX, Queue, Record, Role, Site, Skill, Stored};
use crate::id::{AgentId, QueueId, SiteId, SkillId};
use crate::permission::BuiltInRole;
use crate::validation::Errors;

pub const PROFICIENCY_MAX: u8 = 5;
pub const CAPACITY_UNITS_MAX: u16 = 1_000;
const EMAIL_BYTES_MAX: usize = 254;

/// How well an agent can do something: 1 (a little) to 5 (best).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SkillLevel {
    pub skill_id: SkillId,
    #[schema(minimum = 1, maximum = 5)]
    pub proficiency: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AgentFields)]
pub struct Agent {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// To sign in with; no two agents have the same.
    #[schema(format = Email)]
    pub email: String,
    /// A built-in role's name, or the id of one of the business's own.
    pub role: AgentRole,
    #[serde(default)]
    pub site_id: Option<SiteId>,
    #[serde(default)]
    pub skills: Vec<SkillLevel>,
    #[serde(default)]
    pub queue_ids: Vec<QueueId>,
    /// How much the agent can carry at once; a chat costs 33 units, an e-mail 33, a call 100.
    #[serde(default = "capacity_default")]
    #[schema(minimum = 1, maximum = 1_000)]
    pub capacity_units: u16,
    /// Stands below their e-mails, where the brand's signature has it.
    #[serde(default)]
    #[schema(max_length = 2_000)]
    pub signature: String,
}

impl Directory {
    /// Whether nobody could configure this installation any more once `next` stands in place of
    /// the agent as they are now. That could only be mended in the terminal.
    pub fn loses_its_last_administrator(&self, next: &Stored<Agent>) -> bool {
        let administrator = AgentRole::BuiltIn(BuiltInRole::Administrator);
        let is_one = |agent: &Stored<Agent>| !agent.archived && agent.record.role == administrator;
        let is_now = self.get::<Agent>(next.id).is_some_and(|was| is_one(was));
        let others = || self.agents.values().any(|agent| agent.id != next.id && is_one(agent));
        is_now && !is_one(next) && !others()
    }
}

const fn capacity_default() -> u16 {
    100
}

/// An address as far as a form can tell: one `@`, something on both sides, no blanks. Whether it
/// exists only a message can tell.
fn is_email(address: &str) -> bool {
    address.len() <= EMAIL_BYTES_MAX
        && address.chars().all(|c| !c.is_whitespace() && !c.is_control())
        && address.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty() && !host.is_empty() && !host.contains('@')
        })
}

impl Record for Agent {
    type Id = AgentId;
    const KIND: Kind = Kind::Agent;
    const SCHEMA: &'static str = "Agent";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<AgentId>, directory: &Directory, errors: &mut Errors) {
        errors.check_line(&self.name, "name", NAME_CHARS_MAX);
        errors.check(is_email(&self.email), "email", "must be an e-mail address");
        if directory.agent_by_email(&self.email).is_some_and(|other| Some(other.id) != id) {
            errors.push("email", "another agent has this address; choose another");
        }
        if let AgentRole::Custom(role_id) = self.role
            && directory.in_use::<Role>(role_id).is_none()
        {
            errors.push("role", missing("role", role_id));
        }
        if let Some(site_id) = self.site_id
            && directory.get::<Site>(site_id).is_none()
        {
            errors.push("site_id", missing("site", site_id));
        }
        for (place, level) in self.skills.iter().enumerate() {
            if directory.get::<Skill>(level.skill_id).is_none() {
                errors.push(format!("skills[{place}].skill_id"), missing("skill", level.skill_id));
            }
            if self.skills[..place].iter().any(|other| other.skill_id == level.skill_id) {
                errors.push(format!("skills[{place}].skill_id"), "is in the list twice");
            }
            if !(1..=PROFICIENCY_MAX).contains(&level.proficiency) {
                errors.push(format!("skills[{place}].proficiency"), "must lie between 1 and 5");
            }
        }
        for (place, queue_id) in self.queue_ids.iter().enumerate() {
            if directory.get::<Queue>(*queue_id).is_none() {
                errors.push(format!("queue_ids[{place}]"), missing("queue", *queue_id));
            }
            if self.queue_ids[..place].contains(queue_id) {
                errors.push(format!("queue_ids[{place}]"), "is in the list twice");
            }
        }
        check_length(&self.signature, errors);
        errors.check(
            (1..=CAPACITY_UNITS_MAX).contains(&self.capacity_units),
            "capacity_units",
            "must lie between 1 and 1,000",
        );
    }

    fn keep(&mut self, _was: Option<&Self>) {
        self.email = self.email.trim().to_lowercase();
    }
}
