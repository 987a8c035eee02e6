//! What the engine keeps of an agent.

use super::config::{AgentConfig, Requirement, Strategy};
use super::load::{CHANNELS, Counts, Weights, index};
use super::slots::{AgentAt, ClassAt, WorkAt};
use crate::Timestamp;
use crate::channel::Channel;
use crate::id::{AgentId, QueueId};
use crate::presence::PresenceState;

/// Added to the order of agents who have work, so that all who are idle come before them.
const BUSY_MICROS: i64 = 1 << 61;

/// What orders the agents of a class: less is better. The strategy's measure, then idle order.
pub(super) type Order = (i64, i64);

/// After every order that an agent can have: no candidate.
pub(super) const NO_CANDIDATE: Order = (i64::MAX, i64::MAX);

/// A class that the agent can take from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joined {
    pub class: ClassAt,
    pub strategy: Strategy,
    /// The part of the strategy's order that depends on skills or cost alone; less is better.
    pub score: i64,
    /// The order with which the agent stands as a candidate there.
    pub standing: Order,
}

#[derive(Debug)]
pub(super) struct Agent {
    pub id: AgentId,
    /// None: only heard of, or removed.
    pub config: Option<AgentConfig>,
    pub presence: PresenceState,
    /// Offered, active and in wrap-up, by channel.
    pub held: Counts,
    pub work: Vec<WorkAt>,
    /// Channels of which one more fits now.
    pub room: [bool; CHANNELS],
    /// Orders agents by how long they have been idle: without work since when, or with work and
    /// without more of it since when.
    pub idle_order: i64,
    /// The number of the last offer, for round robin.
    pub turn: i64,
    /// Units in use per ten thousand of capacity.
    pub load_permyriad: i64,
    pub joined: [Vec<Joined>; CHANNELS],
    /// Whether it waits to be settled.
    pub dirty: bool,
}

impl Agent {
    pub fn new(id: AgentId) -> Self {
        Self {
            id,
            config: None,
            presence: PresenceState::Offline,
            held: [0; CHANNELS],
            work: Vec::new(),
            room: [false; CHANNELS],
            idle_order: 0,
            turn: 0,
            load_permyriad: 0,
            joined: Default::default(),
            dirty: false,
        }
    }

    pub fn is_member(&self, queue: QueueId) -> bool {
        self.config.as_ref().is_some_and(|config| config.queues.contains(&queue))
    }

    pub fn meets(&self, needs: &[Requirement]) -> bool {
        self.config.as_ref().is_some_and(|config| {
            needs.iter().all(|need| {
                config.skills.get(&need.skill).is_some_and(|level| *level >= need.min_proficiency)
            })
        })
    }

    /// The sum of proficiencies over what is required.
    pub fn mastery(&self, needs: &[Requirement]) -> i64 {
        let Some(config) = &self.config else { return 0 };
        needs
            .iter()
            .filter_map(|need| config.skills.get(&need.skill))
            .map(|level| i64::from(level.level()))
            .sum()
    }

    /// The agent's place among the agents of a class, now.
    pub fn order(&self, joined: &Joined) -> Order {
        let measure = match joined.strategy {
            Strategy::LongestIdle | Strategy::RingAll => self.idle_order,
            Strategy::RoundRobin => self.turn,
            Strategy::LeastLoaded => self.load_permyriad,
            Strategy::MostSkilled | Strategy::LeastCost => joined.score,
        };
        (measure, self.idle_order)
    }

    pub fn take(&mut self, work: WorkAt, channel: Channel, now: Timestamp, weights: &Weights) {
        self.held[index(channel)] = self.held[index(channel)].saturating_add(1);
        self.work.push(work);
        self.idle_order = BUSY_MICROS.saturating_add(now.micros());
        self.refresh(weights);
    }

    pub fn put_down(&mut self, work: WorkAt, channel: Channel, now: Timestamp, weights: &Weights) {
        let before = self.work.len();
        self.work.retain(|held| *held != work);
        if self.work.len() == before {
            return;
        }
        self.held[index(channel)] = self.held[index(channel)].saturating_sub(1);
        if self.work.is_empty() {
            self.idle_order = now.micros();
        }
        self.refresh(weights);
    }

    /// Works out anew what follows from presence, configuration and what is in hand.
    pub fn refresh(&mut self, weights: &Weights) {
        self.room = [false; CHANNELS];
        let Some(config) = &self.config else { return };
        let capacity = u32::from(config.capacity.0);
        self.load_permyriad =
            i64::from(weights.units(&self.held)) * 10_000 / i64::from(capacity.max(1));
        if self.presence != PresenceState::Online {
            return;
        }
        for channel in Channel::ALL {
            let at = index(channel);
            let max = config.channel_max.get(&channel).copied().unwrap_or(u16::MAX);
            self.room[at] = self.held[at] < max && weights.fits(&self.held, at, capacity);
        }
    }
}

/// An agent's candidacy for the next interaction of a class; the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub order: Order,
    pub agent: AgentAt,
    /// Where the class was in the agent's list when it became a candidate.
    pub slot: usize,
}
