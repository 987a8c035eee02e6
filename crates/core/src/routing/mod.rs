//! The universal queue: every interaction of every channel to the best agent.
//!
//! [`Engine`] is pure: facts and time go in by [`Engine::handle`], proposals come out by
//! [`Engine::poll_output`], and [`Engine::next_deadline`] says when it wants to hear of time
//! again. It has no clock, no randomness and no errors. It proposes and the store decides: each
//! [`Output`] is one conditional write, and whatever the store knows better comes back as a fact.
//!
//! Order: an interaction is due at
//!
//! ```text
//! due = enqueued_at + service level of its queue − (priority − 1) × priority step
//! ```
//!
//! and a free agent is offered whatever is due first of all it can take, over all its queues.
//! Every waiting interaction ages at the same rate, so the order of two never changes while they
//! wait, and ageing costs nothing. Nobody starves: only interactions enqueued before `enqueued_at`
//! plus the difference of targets and credits can go ahead. This is the dynamic priority
//! discipline of J. R. Jackson, "Some problems in queueing with dynamic priorities", Naval
//! Research Logistics Quarterly 7 (1960), the case of equal slopes of the accumulating priority
//! queue (L. Kleinrock, "A delay dependent queue discipline", ibid. 11 (1964); D. A. Stanford,
//! P. Taylor and I. Ziedins, Queueing Systems 77 (2014)).
//!
//! `docs/adr/0003-routing-engine.md` tells what it is made of and what each step costs.

mod agent;
mod board;
mod class;
mod config;
mod configure;
pub mod erlang;
mod facts;
mod line;
mod load;
mod message;
mod offers;
mod place;
mod queue;
mod settle;
mod slots;
#[cfg(test)]
mod tests;
mod timers;
mod work;

use std::collections::{BTreeSet, VecDeque};

pub use board::{AgentBoard, QueueBoard, View};
pub use config::{
    AgentConfig, CapacityUnits, ChannelPolicy, HandlingTime, Overflow, Policy, Proficiency,
    ProficiencyError, QueueConfig, RING_AGENTS_MAX, Requirement, Ring, SPAN_MS_MIN, Strategy,
};
pub use message::{
    Destination, Input, InteractionRequest, KnownState, Output, OverflowReason, RequeueReason,
    RescindReason,
};

use crate::Timestamp;
use crate::id::{AgentId, InteractionId, QueueId};
use agent::Agent;
use class::{Classes, Lookup, NeedSets};
use load::Weights;
use queue::Queue;
use slots::{AgentAt, QueueAt, Slots, WorkAt};
use work::Work;

/// The routing engine; see the module's page.
#[derive(Debug)]
pub struct Engine {
    now: Timestamp,
    policy: Policy,
    weights: Weights,
    agents: Slots<AgentAt, Agent>,
    agent_by_id: Lookup<AgentId, AgentAt>,
    queues: Slots<QueueAt, Queue>,
    queue_by_id: Lookup<QueueId, QueueAt>,
    work: Slots<WorkAt, Work>,
    work_by_id: Lookup<InteractionId, WorkAt>,
    classes: Classes,
    /// The number of classes at which the empty ones are dropped.
    classes_max: usize,
    needs: NeedSets,
    timers: BTreeSet<(Timestamp, WorkAt)>,
    /// When queues open or close.
    doors: BTreeSet<(Timestamp, QueueAt)>,
    outputs: VecDeque<Output>,
    /// Agents whose room or order has changed in this call.
    dirty_agents: Vec<AgentAt>,
    /// Interactions that began to wait, or may go to more agents than before, in this call.
    dirty_work: Vec<WorkAt>,
    offers_made: i64,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl Engine {
    /// An engine that knows nobody, with [`Policy::default`].
    pub fn new() -> Self {
        let policy = Policy::default();
        Self {
            now: Timestamp::default(),
            weights: Weights::new(&policy),
            policy,
            agents: Slots::default(),
            agent_by_id: Lookup::default(),
            queues: Slots::default(),
            queue_by_id: Lookup::default(),
            work: Slots::default(),
            work_by_id: Lookup::default(),
            classes: Classes::default(),
            classes_max: place::CLASSES_BEFORE_TIDYING,
            needs: NeedSets::default(),
            timers: BTreeSet::new(),
            doors: BTreeSet::new(),
            outputs: VecDeque::new(),
            dirty_agents: Vec::new(),
            dirty_work: Vec::new(),
            offers_made: 0,
        }
    }

    /// Takes in one fact, then lets everything happen that is due at `now`, then offers all that
    /// can be offered. The fact comes first: an agent who accepts in the last moment has it.
    ///
    /// A `now` before an earlier one counts as that one. Outputs wait for
    /// [`Engine::poll_output`]; the caller drains them after each call.
    pub fn handle(&mut self, now: Timestamp, input: Input) {
        self.now = self.now.max(now);
        let turned = self.turn_signs();
        self.apply(input);
        self.after_turning(&turned);
        self.fire_timers();
        self.settle();
    }

    /// The next proposal, oldest first.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to call with [`Input::Tick`] unless another input comes before.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let timer = self.timers.first().map(|(at, _)| *at);
        let door = self.doors.first().map(|(at, _)| *at);
        timer.into_iter().chain(door).min()
    }

    fn apply(&mut self, input: Input) {
        match input {
            Input::Tick => {}
            Input::PolicyConfigured(policy) => self.configure_policy(policy),
            Input::QueueConfigured(config) => self.configure_queue(config),
            Input::QueueRemoved(queue) => self.remove_queue(queue),
            Input::AgentConfigured(config) => self.configure_agent(config),
            Input::AgentRemoved(agent) => self.remove_agent(agent),
            Input::AgentPresence { agent, presence } => self.set_presence(agent, presence),
            Input::AgentVanished(agent) => self.vanish(agent),
            Input::Enqueue(request) => self.enqueue(&request),
            Input::Restore { request, state } => self.restore(&request, state),
            Input::Sync { interaction, state } => self.sync(interaction, state),
            Input::Accepted { interaction, agent } => {
                self.activate(interaction, agent, RescindReason::TakenByOther);
            }
            Input::Assigned { interaction, agent } => {
                self.activate(interaction, agent, RescindReason::Assigned);
            }
            Input::Declined { interaction, agent } => self.decline(interaction, agent),
            Input::WrapUpStarted { interaction, agent } => self.wrap_up(interaction, agent),
            Input::Ended { interaction } => self.end(interaction),
            Input::Transfer { interaction, to } => self.transfer(interaction, to),
            Input::PriorityChanged { interaction, priority } => {
                self.change_priority(interaction, priority);
            }
            Input::OutputRefused(output) => self.refused(&output),
        }
    }

    fn agent_at(&mut self, id: AgentId) -> AgentAt {
        if let Some(at) = self.agent_by_id.get(&id) {
            return *at;
        }
        let at = self.agents.insert(Agent::new(id));
        self.agent_by_id.insert(id, at);
        at
    }

    fn queue_at(&mut self, id: QueueId) -> QueueAt {
        if let Some(at) = self.queue_by_id.get(&id) {
            return *at;
        }
        let at = self.queues.insert(Queue::new(id));
        self.queue_by_id.insert(id, at);
        at
    }

    /// Where a known interaction is; otherwise says that it is unknown.
    fn known(&mut self, interaction: InteractionId) -> Option<WorkAt> {
        let at = self.work_by_id.get(&interaction).copied();
        if at.is_none() {
            self.outputs.push_back(Output::Unknown { interaction });
        }
        at
    }

    fn mark_agent(&mut self, at: AgentAt) {
        if !self.agents[at].dirty {
            self.agents[at].dirty = true;
            self.dirty_agents.push(at);
        }
    }
}
