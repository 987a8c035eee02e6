//! What the engine keeps of an interaction.

use super::class::{Aim, AimedBy};
use super::line::Rank;
use super::message::Destination;
use super::slots::{AgentAt, ClassAt, NeedsAt, QueueAt};
use crate::Timestamp;
use crate::channel::Channel;
use crate::id::{InteractionId, SkillId};

/// How many agents an interaction remembers as having declined; the oldest is forgotten first.
const DECLINED_MAX: usize = 16;

/// Requirements from some time of waiting on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub after_ms: u64,
    pub needs: NeedsAt,
}

#[derive(Debug)]
pub(super) enum Stage {
    /// Between two places, inside one call of the engine.
    Unplaced,
    Waiting {
        class: ClassAt,
    },
    Offered {
        to: Vec<AgentAt>,
        until: Timestamp,
    },
    Active {
        agent: AgentAt,
    },
    WrapUp {
        agent: AgentAt,
        until: Timestamp,
    },
}

impl Stage {
    /// Everybody who has it.
    pub fn agents(&self) -> &[AgentAt] {
        match self {
            Self::Unplaced | Self::Waiting { .. } => &[],
            Self::Offered { to, .. } => to,
            Self::Active { agent } | Self::WrapUp { agent, .. } => std::slice::from_ref(agent),
        }
    }
}

/// Who is not offered it until when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declined {
    pub agent: AgentAt,
    pub until: Timestamp,
}

#[derive(Debug)]
pub(super) struct Work {
    pub id: InteractionId,
    pub queue: QueueAt,
    pub channel: Channel,
    pub priority: u8,
    pub needs: NeedsAt,
    /// Its own rings; empty: the queue's.
    pub rings: Vec<Step>,
    /// Required besides, for as long as the queue says.
    pub language: Option<SkillId>,
    pub wanted: Option<(AgentAt, AimedBy)>,
    /// When it was last transferred, and where to.
    pub transferred: Option<(Timestamp, Destination)>,
    pub enqueued_at: Timestamp,
    pub in_queue_since: Timestamp,
    /// When to look again for an open queue to overflow to.
    pub overflow_not_before: Timestamp,
    pub declined: Vec<Declined>,
    /// When it is due, by the queue's service level and its priority.
    pub due_micros: i64,
    pub stage: Stage,
    /// The timer that is set for it.
    pub timer: Option<Timestamp>,
}

impl Work {
    pub fn rank(&self) -> Rank {
        (self.due_micros, self.id)
    }

    pub fn is_closed_to(&self, agent: AgentAt) -> bool {
        self.declined.iter().any(|declined| declined.agent == agent)
    }

    pub fn close_to(&mut self, agent: AgentAt, until: Timestamp) {
        self.declined.retain(|declined| declined.agent != agent);
        if self.declined.len() >= DECLINED_MAX {
            self.declined.remove(0);
        }
        self.declined.push(Declined { agent, until });
        self.wanted = self.wanted.filter(|(wanted, _)| *wanted != agent);
    }

    pub fn aim(&self) -> Option<Aim> {
        self.wanted.map(|(agent, by)| Aim { agent, by })
    }
}
