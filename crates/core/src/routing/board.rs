//! What boards and customers may read: places, waits, loads. Nothing here changes anything.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Engine;
use super::load::{index, micros};
use super::slots::{QueueAt, WorkAt};
use super::work::Stage;
use crate::Timestamp;
use crate::channel::Channel;
use crate::id::{AgentId, InteractionId, QueueId};
use crate::presence::PresenceState;

/// Where the engine believes an interaction to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum View {
    Waiting { queue: QueueId, since: Timestamp },
    Offered { queue: QueueId, agents: Vec<AgentId>, until: Timestamp },
    Active { queue: QueueId, agent: AgentId },
    WrapUp { queue: QueueId, agent: AgentId, until: Timestamp },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueBoard {
    pub queue: QueueId,
    pub open: bool,
    pub waiting: usize,
    /// When the one who waits longest was enqueued.
    pub longest_waiting_since: Option<Timestamp>,
    pub agents_online: usize,
    /// Online agents who have room for at least one more interaction.
    pub agents_free: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentBoard {
    pub agent: AgentId,
    pub presence: PresenceState,
    pub units_used: u32,
    pub units_total: u32,
    /// Interactions in hand, those offered included, in the order in which they came.
    pub interactions: Vec<InteractionId>,
}

impl Engine {
    /// Where an interaction is; none when it has ended or was never told of.
    pub fn view(&self, interaction: InteractionId) -> Option<View> {
        let work = &self.work[*self.work_by_id.get(&interaction)?];
        let queue = self.queues[work.queue].id;
        let id = |agent: &super::slots::AgentAt| self.agents[*agent].id;
        Some(match &work.stage {
            Stage::Unplaced | Stage::Waiting { .. } => {
                View::Waiting { queue, since: work.enqueued_at }
            }
            Stage::Offered { to, until } => {
                View::Offered { queue, agents: to.iter().map(id).collect(), until: *until }
            }
            Stage::Active { agent } => View::Active { queue, agent: id(agent) },
            Stage::WrapUp { agent, until } => {
                View::WrapUp { queue, agent: id(agent), until: *until }
            }
        })
    }

    /// How many interactions the engine knows that have not ended.
    pub fn interactions(&self) -> usize {
        self.work_by_id.len()
    }

    /// The place in the queue, 1 being next; none unless it waits.
    ///
    /// Counts what waits in the same queue and is due before. Costs a binary search in each of
    /// the queue's classes.
    pub fn position(&self, interaction: InteractionId) -> Option<usize> {
        let at = self.waiting(interaction)?;
        let rank = self.work[at].rank();
        let classes = self.queues[self.work[at].queue].classes.iter();
        Some(1 + classes.map(|class| self.classes[*class].line.before(rank)).sum::<usize>())
    }

    /// How long an interaction still has to wait, as far as one can tell; none unless it waits
    /// in an open queue with somebody online, or with acceptances of late.
    ///
    /// The queue-length estimator `position / (s × μ)`: W. Whitt, "Predicting queueing delays",
    /// Management Science 45 (1999), equation for exponential service; R. Ibrahim and W. Whitt,
    /// "Real-time delay estimation in overloaded multiserver queues", ibid. 55 (2009). The rate
    /// `s × μ` is the queue's own acceptances over the last 15 minutes; before there are any, the
    /// agents online over the queue's expected handling time.
    pub fn estimated_wait(&self, interaction: InteractionId) -> Option<Duration> {
        let position = i64::try_from(self.position(interaction)?).ok()?;
        let queue = self.work[self.waiting(interaction)?].queue;
        if !self.queues[queue].open {
            return None;
        }
        let interval = match self.queues[queue].throughput.interval_micros(self.now) {
            Some(interval) => interval,
            None => {
                let agents = i64::try_from(self.online_in(queue)).ok().filter(|n| *n > 0)?;
                micros(self.queues[queue].config.handling_ms) / agents
            }
        };
        Some(Duration::from_micros(u64::try_from(position.saturating_mul(interval)).ok()?))
    }

    /// None for a queue that was never told of. Costs time linear in the queue's agents.
    pub fn queue_board(&self, queue: QueueId) -> Option<QueueBoard> {
        let at = *self.queue_by_id.get(&queue)?;
        let row = &self.queues[at];
        let waiting = row.classes.iter().map(|class| self.classes[*class].line.len()).sum();
        let free =
            |agent: &&super::slots::AgentAt| self.agents[**agent].room.iter().any(|fits| *fits);
        Some(QueueBoard {
            queue,
            open: row.open,
            waiting,
            longest_waiting_since: self.oldest_in(at),
            agents_online: self.online_in(at),
            agents_free: row.members.iter().filter(free).count(),
        })
    }

    /// None for an agent who was never told of.
    pub fn agent_board(&self, agent: AgentId) -> Option<AgentBoard> {
        let row = &self.agents[*self.agent_by_id.get(&agent)?];
        Some(AgentBoard {
            agent,
            presence: row.presence,
            units_used: self.weights.units(&row.held),
            units_total: row.config.as_ref().map_or(0, |config| u32::from(config.capacity.0)),
            interactions: row.work.iter().map(|at| self.work[*at].id).collect(),
        })
    }

    /// Whether the agent is online and has room for one more interaction of the channel.
    pub fn has_room(&self, agent: AgentId, channel: Channel) -> bool {
        self.agent_by_id.get(&agent).is_some_and(|at| self.agents[*at].room[index(channel)])
    }

    fn waiting(&self, interaction: InteractionId) -> Option<WorkAt> {
        let at = *self.work_by_id.get(&interaction)?;
        matches!(self.work[at].stage, Stage::Waiting { .. }).then_some(at)
    }

    fn online_in(&self, queue: QueueAt) -> usize {
        let members = self.queues[queue].members.iter();
        members.filter(|at| self.agents[**at].presence == PresenceState::Online).count()
    }

    /// Within a class, due time orders by `enqueued_at` but for priority. So each line is read
    /// only while one of the lowest priority could still have been enqueued before the best found.
    fn oldest_in(&self, queue: QueueAt) -> Option<Timestamp> {
        let row = &self.queues[queue];
        let target = micros(row.config.service_level_ms);
        let mut oldest: Option<Timestamp> = None;
        for class in &row.classes {
            for entry in self.classes[*class].line.iter() {
                let earliest = entry.rank.0.saturating_sub(target);
                if oldest.is_some_and(|oldest| oldest.micros() <= earliest) {
                    break;
                }
                let enqueued_at = self.work[entry.work].enqueued_at;
                oldest = Some(oldest.map_or(enqueued_at, |oldest| oldest.min(enqueued_at)));
            }
        }
        oldest
    }
}
