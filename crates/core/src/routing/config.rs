//! What an administrator sets: queues, agents and the policy of the whole house.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::channel::Channel;
use crate::hours::Schedule;
use crate::id::{AgentId, QueueId, SiteId, SkillId};

/// The shortest offer time-out and wait before an overflow: shorter ones would make the engine
/// and the store talk to each other without a person in between.
pub const SPAN_MS_MIN: u64 = 1_000;

/// How many agents at most ring at once in a ring-all queue; it bounds the cost of one offer.
pub const RING_AGENTS_MAX: usize = 16;

/// How well an agent does something, 1 (learning) to 5 (best).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(try_from = "u8", into = "u8")]
#[schema(value_type = u8, minimum = 1, maximum = 5)]
pub struct Proficiency(u8);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a proficiency is 1 to 5, not {0}")]
pub struct ProficiencyError(pub u8);

impl Proficiency {
    pub const MIN: Self = Self(1);
    pub const MAX: Self = Self(5);

    pub const fn new(level: u8) -> Result<Self, ProficiencyError> {
        if level >= 1 && level <= 5 { Ok(Self(level)) } else { Err(ProficiencyError(level)) }
    }

    pub const fn level(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Proficiency {
    type Error = ProficiencyError;
    fn try_from(level: u8) -> Result<Self, ProficiencyError> {
        Self::new(level)
    }
}

impl From<Proficiency> for u8 {
    fn from(proficiency: Proficiency) -> Self {
        proficiency.0
    }
}

/// Units of capacity: how much an agent carries at once, and what an interaction costs.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    ToSchema,
)]
pub struct CapacityUnits(pub u16);

/// A skill that an agent must have, and how well. A language is a skill.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
pub struct Requirement {
    pub skill: SkillId,
    pub min_proficiency: Proficiency,
}

/// From `after_ms` of waiting in the queue on, these requirements stand in place of the earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ring {
    pub after_ms: u64,
    pub requirements: Vec<Requirement>,
}

/// Which of the free agents who can take an interaction gets it. Ties go to whoever is idle
/// longest, then to whoever the engine heard of first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Without work the longest; then, among those with work, the longest without more of it.
    #[default]
    LongestIdle,
    /// Whose last offer is the longest ago.
    RoundRobin,
    /// The smallest share of capacity in use.
    LeastLoaded,
    /// The highest sum of proficiencies over what the interaction requires.
    MostSkilled,
    /// The lowest cost: the site's cost per hour times the agent's expected handling time.
    LeastCost,
    /// Up to [`RING_AGENTS_MAX`] agents at once, longest idle first; the first to accept has it.
    RingAll,
}

/// Where interactions go that have waited too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Overflow {
    pub to: QueueId,
    /// Time in this queue; at least [`SPAN_MS_MIN`].
    pub after_ms: u64,
}

/// How a queue offers what waits in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueConfig {
    pub id: QueueId,
    pub strategy: Strategy,
    /// The target for the wait. An interaction is due at `enqueued_at` plus this, less the
    /// credit of its priority; what is due first is offered first, across queues.
    pub service_level_ms: u64,
    /// How long an agent may let an offer ring; at least [`SPAN_MS_MIN`].
    pub offer_timeout_ms: u64,
    /// How long an interaction is kept for its preferred agent alone.
    pub preferred_hold_ms: u64,
    /// How long an interaction waits for an agent who speaks its contact's language.
    pub language_hold_ms: u64,
    /// How long an interaction that was transferred to an agent is kept for that agent alone.
    pub transfer_hold_ms: u64,
    /// How long an agent who declined is not offered the same interaction; at least
    /// [`SPAN_MS_MIN`].
    pub decline_cooldown_ms: u64,
    /// The longest wrap-up; then the engine ends it. 0 means no wrap-up.
    pub wrap_up_max_ms: u64,
    /// The handling time to reckon with where an agent has none of its own.
    pub handling_ms: u64,
    /// How requirements relax, for interactions that carry no rings of their own.
    pub rings: Vec<Ring>,
    pub overflow: Option<Overflow>,
    /// While this queue is closed and that one is open, interactions wait there.
    pub overflow_when_closed: Option<QueueId>,
    /// None: always open.
    pub hours: Option<Schedule>,
}

impl QueueConfig {
    /// A queue that is always open, with ordinary values.
    pub fn new(id: QueueId) -> Self {
        Self {
            id,
            strategy: Strategy::LongestIdle,
            service_level_ms: 20_000,
            offer_timeout_ms: 20_000,
            preferred_hold_ms: 30_000,
            language_hold_ms: 120_000,
            transfer_hold_ms: 60_000,
            decline_cooldown_ms: 60_000,
            wrap_up_max_ms: 60_000,
            handling_ms: 300_000,
            rings: Vec::new(),
            overflow: None,
            overflow_when_closed: None,
            hours: None,
        }
    }
}

/// How long an agent is expected to take for an interaction of a channel, in one queue or in any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandlingTime {
    pub queue: Option<QueueId>,
    pub channel: Channel,
    pub expected_ms: u64,
}

/// What an agent may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentConfig {
    pub id: AgentId,
    pub queues: BTreeSet<QueueId>,
    pub skills: BTreeMap<SkillId, Proficiency>,
    pub capacity: CapacityUnits,
    /// How many interactions of a channel at once; absent: as many as capacity allows; 0: none.
    pub channel_max: BTreeMap<Channel, u16>,
    pub site: Option<SiteId>,
    /// The site's cost of an agent's hour, in millionths of its currency.
    pub cost_per_hour_micros: u64,
    /// The most particular entry counts; without one, the queue's `handling_ms`.
    pub handling: Vec<HandlingTime>,
}

impl AgentConfig {
    /// An agent of one queue, without skills, with 100 units of capacity.
    pub fn new(id: AgentId, queue: QueueId) -> Self {
        Self {
            id,
            queues: BTreeSet::from([queue]),
            skills: BTreeMap::new(),
            capacity: CapacityUnits(100),
            channel_max: BTreeMap::new(),
            site: None,
            cost_per_hour_micros: 0,
            handling: Vec::new(),
        }
    }

    /// What this agent is expected to cost for one interaction, in millionths.
    pub fn cost_micros(&self, queue: QueueId, channel: Channel, default_ms: u64) -> u64 {
        let fits = |time: &&HandlingTime| {
            time.channel == channel && time.queue.is_none_or(|only| only == queue)
        };
        let best = self.handling.iter().filter(fits).max_by_key(|time| time.queue.is_some());
        let expected_ms = best.map_or(default_ms, |time| time.expected_ms);
        self.cost_per_hour_micros.saturating_mul(expected_ms) / 3_600_000
    }
}

/// How a channel weighs on agents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChannelPolicy {
    /// What one interaction costs of an agent's capacity.
    pub cost: CapacityUnits,
    /// The channels whose interactions do not count when one of this channel arrives: a call may
    /// reach an agent who is writing e-mails.
    pub interrupts: BTreeSet<Channel>,
    /// Somebody waits at the other end: when the agent vanishes, active interactions wait again.
    pub live: bool,
}

/// Rules for every queue and agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Policy {
    /// A channel that is absent has its value in [`Policy::default`].
    pub channels: BTreeMap<Channel, ChannelPolicy>,
    /// How much earlier each level of priority makes an interaction due.
    pub priority_step_ms: u64,
}

impl Default for Policy {
    /// Of 100 units: one call, three chats, five texts. Live channels reach an agent who has
    /// e-mails, posts or forum questions open; each level of priority is worth two minutes.
    fn default() -> Self {
        use Channel::{Custom, Email, Forum, Sms, Social, Voice, Webchat, Xmpp};
        let patient = BTreeSet::from([Email, Social, Forum]);
        let channel = |cost, live| ChannelPolicy {
            cost: CapacityUnits(cost),
            interrupts: if live { patient.clone() } else { BTreeSet::new() },
            live,
        };
        Self {
            channels: BTreeMap::from([
                (Webchat, channel(33, true)),
                (Email, channel(33, false)),
                (Voice, channel(100, true)),
                (Sms, channel(20, true)),
                (Xmpp, channel(33, true)),
                (Social, channel(33, false)),
                (Forum, channel(33, false)),
                (Custom, channel(33, true)),
            ]),
            priority_step_ms: 120_000,
        }
    }
}
