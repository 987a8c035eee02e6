//! Where interactions wait.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::check_name;
use super::snapshot::missing;
use super::{Directory, Kind, OpeningHours, Record, Skill};
use crate::id::{HoursId, QueueId, SkillId};
use crate::interaction::{PRIORITY_MAX, PRIORITY_NORMAL};
use crate::validation::Errors;

pub(super) const MINUTE_MS: u64 = 60_000;
pub(super) const DAY_MS: u64 = 24 * 60 * MINUTE_MS;
const RINGS_MAX: usize = 10;
const REQUIREMENTS_MAX: usize = 10;

/// Which of the free agents is asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QueueStrategy {
    LongestIdle,
    RoundRobin,
    LeastLoaded,
    MostSkilled,
    LeastCost,
    RingAll,
}

/// A skill that an agent must have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SkillRequirement {
    pub skill_id: SkillId,
    #[schema(minimum = 1, maximum = 5)]
    pub min_proficiency: u8,
}

/// After this long, these requirements replace the earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ring {
    #[schema(minimum = 1, maximum = 86_400_000)]
    pub after_ms: u64,
    #[serde(default)]
    pub required_skills: Vec<SkillRequirement>,
}

/// So many of 100 answered within so long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ServiceLevel {
    #[schema(minimum = 1_000, maximum = 86_400_000)]
    pub answer_within_ms: u64,
    #[schema(minimum = 1, maximum = 100)]
    pub percent: u8,
}

/// Where an interaction goes on to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Overflow {
    pub queue_id: QueueId,
    #[schema(minimum = 1_000, maximum = 86_400_000)]
    pub after_ms: u64,
    /// At once when the queue is closed.
    #[serde(default)]
    pub when_closed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = QueueFields)]
pub struct Queue {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[serde(default = "strategy_default")]
    pub strategy: QueueStrategy,
    /// 1 (lowest) to 10; 5 is ordinary.
    #[serde(default = "priority_default")]
    #[schema(minimum = 1, maximum = 10)]
    pub priority: u8,
    #[serde(default)]
    pub required_skills: Vec<SkillRequirement>,
    /// In the order of `after_ms`.
    #[serde(default)]
    pub rings: Vec<Ring>,
    #[serde(default = "service_level_default")]
    pub service_level: ServiceLevel,
    /// How long an offer rings.
    #[serde(default = "offer_timeout_default")]
    #[schema(minimum = 5_000, maximum = 300_000)]
    pub offer_timeout_ms: u64,
    /// The most time that wrap-up may take; 0: none.
    #[serde(default = "wrap_up_default")]
    #[schema(minimum = 0, maximum = 3_600_000)]
    pub wrap_up_ms: u64,
    /// How long a returning contact waits for the agent they had last; 0: not at all.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 3_600_000)]
    pub preferred_agent_hold_ms: u64,
    /// How long a contact waits for an agent with the skill of speaking their language, before
    /// anybody else is asked; 0: not at all.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 86_400_000)]
    pub language_hold_ms: u64,
    /// None: always open.
    #[serde(default)]
    pub hours_id: Option<HoursId>,
    #[serde(default)]
    pub overflow: Option<Overflow>,
}

const fn strategy_default() -> QueueStrategy {
    QueueStrategy::LongestIdle
}
const fn priority_default() -> u8 {
    PRIORITY_NORMAL
}
const fn service_level_default() -> ServiceLevel {
    ServiceLevel { answer_within_ms: MINUTE_MS, percent: 80 }
}
const fn offer_timeout_default() -> u64 {
    20_000
}
const fn wrap_up_default() -> u64 {
    2 * MINUTE_MS
}

impl Queue {
    /// A queue with the usual settings.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            strategy: strategy_default(),
            priority: priority_default(),
            required_skills: Vec::new(),
            rings: Vec::new(),
            service_level: service_level_default(),
            offer_timeout_ms: offer_timeout_default(),
            wrap_up_ms: wrap_up_default(),
            preferred_agent_hold_ms: 0,
            language_hold_ms: 0,
            hours_id: None,
            overflow: None,
        }
    }
}

fn check_skills(
    required: &[SkillRequirement],
    field: &str,
    directory: &Directory,
    errors: &mut Errors,
) {
    errors.check(required.len() <= REQUIREMENTS_MAX, field, "must be at most 10");
    for (place, requirement) in required.iter().enumerate() {
        if directory.get::<Skill>(requirement.skill_id).is_none() {
            errors
                .push(format!("{field}[{place}].skill_id"), missing("skill", requirement.skill_id));
        }
        if !(1..=5).contains(&requirement.min_proficiency) {
            errors.push(format!("{field}[{place}].min_proficiency"), "must lie between 1 and 5");
        }
    }
}

pub(super) fn check_span(value: u64, from: u64, to: u64, field: &str, errors: &mut Errors) {
    if !(from..=to).contains(&value) {
        errors.push(field, format!("must lie between {from} and {to} milliseconds"));
    }
}

impl Record for Queue {
    type Id = QueueId;
    const KIND: Kind = Kind::Queue;
    const SCHEMA: &'static str = "Queue";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<QueueId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        errors.check(
            (1..=PRIORITY_MAX).contains(&self.priority),
            "priority",
            "must lie between 1 and 10",
        );
        check_skills(&self.required_skills, "required_skills", directory, errors);
        errors.check(self.rings.len() <= RINGS_MAX, "rings", "must be at most 10");
        for (place, ring) in self.rings.iter().enumerate() {
            check_span(ring.after_ms, 1, DAY_MS, &format!("rings[{place}].after_ms"), errors);
            if place > 0 && self.rings[place - 1].after_ms >= ring.after_ms {
                errors.push(
                    format!("rings[{place}].after_ms"),
                    "must be more than that of the ring before",
                );
            }
            let field = format!("rings[{place}].required_skills");
            check_skills(&ring.required_skills, &field, directory, errors);
        }
        let within = self.service_level.answer_within_ms;
        check_span(within, 1_000, DAY_MS, "service_level.answer_within_ms", errors);
        errors.check(
            (1..=100).contains(&self.service_level.percent),
            "service_level.percent",
            "must lie between 1 and 100",
        );
        check_span(self.offer_timeout_ms, 5_000, 5 * MINUTE_MS, "offer_timeout_ms", errors);
        check_span(self.wrap_up_ms, 0, 60 * MINUTE_MS, "wrap_up_ms", errors);
        let hold = self.preferred_agent_hold_ms;
        check_span(hold, 0, 60 * MINUTE_MS, "preferred_agent_hold_ms", errors);
        check_span(self.language_hold_ms, 0, DAY_MS, "language_hold_ms", errors);
        if let Some(hours_id) = self.hours_id
            && directory.in_use::<OpeningHours>(hours_id).is_none()
        {
            errors.push("hours_id", missing("opening hours", hours_id));
        }
        if let Some(overflow) = &self.overflow {
            check_span(overflow.after_ms, 1_000, DAY_MS, "overflow.after_ms", errors);
            if directory.in_use::<Self>(overflow.queue_id).is_none() {
                errors.push("overflow.queue_id", missing("queue", overflow.queue_id));
            }
            errors.check(
                Some(overflow.queue_id) != id,
                "overflow.queue_id",
                "must be another queue than this one",
            );
        }
    }
}
