//! What agents, customers and supervisors did, as the store tells it.

use super::Engine;
use super::class::AimedBy;
use super::config::Ring;
use super::load::after;
use super::message::{
    Destination, InteractionRequest, KnownState, Output, RequeueReason, RescindReason,
};
use super::slots::{AgentAt, WorkAt};
use super::work::{Stage, Step, Work};
use crate::id::{AgentId, InteractionId};
use crate::presence::PresenceState;

impl Engine {
    pub(super) fn enqueue(&mut self, request: &InteractionRequest) {
        if self.work_by_id.contains_key(&request.id) {
            return;
        }
        let at = self.admit(request);
        self.place(at);
    }

    /// Makes an interaction known, still without a place.
    fn admit(&mut self, request: &InteractionRequest) -> WorkAt {
        let since = request.in_queue_since.unwrap_or(request.enqueued_at);
        let work = Work {
            id: request.id,
            queue: self.queue_at(request.queue),
            channel: request.channel,
            priority: request.priority,
            needs: self.needs.intern(&request.requirements),
            rings: self.steps(&request.rings),
            language: request.language,
            transferred: None,
            wanted: request
                .preferred_agent
                .map(|agent| (self.agent_at(agent), AimedBy::Preference)),
            enqueued_at: request.enqueued_at,
            in_queue_since: since,
            overflow_not_before: since,
            declined: Vec::new(),
            due_micros: 0,
            stage: Stage::Unplaced,
            timer: None,
        };
        let at = self.work.insert(work);
        self.work_by_id.insert(request.id, at);
        at
    }

    /// Rings in order of time, the last of several at one time counting.
    pub(super) fn steps(&mut self, rings: &[Ring]) -> Vec<Step> {
        let mut steps: Vec<_> = rings
            .iter()
            .map(|ring| Step {
                after_ms: ring.after_ms,
                needs: self.needs.intern(&ring.requirements),
            })
            .collect();
        steps.sort_by_key(|step| step.after_ms);
        steps
    }

    pub(super) fn restore(&mut self, request: &InteractionRequest, state: KnownState) {
        if let Some(at) = self.work_by_id.get(&request.id).copied() {
            let agents = self.work[at].stage.agents().iter();
            let orders: Vec<_> = agents.map(|agent| self.agents[*agent].idle_order).collect();
            let stage = self.take_out(at);
            self.forget(at);
            let at = self.admit(request);
            // Whoever had it has it still, and is told by the same rules as if it had only changed
            // its state.
            for (agent, order) in stage.agents().iter().zip(orders) {
                let agent = &mut self.agents[*agent];
                agent.take(at, request.channel, self.now, &self.weights);
                agent.idle_order = order;
            }
            self.work[at].stage = stage_again(stage);
            self.set_state(at, state);
        } else if state != KnownState::Ended {
            let at = self.admit(request);
            self.set_state(at, state);
        }
    }

    pub(super) fn sync(&mut self, interaction: InteractionId, state: KnownState) {
        if state == KnownState::Ended {
            self.end(interaction);
        } else if let Some(at) = self.known(interaction) {
            self.set_state(at, state);
        }
    }

    fn set_state(&mut self, at: WorkAt, state: KnownState) {
        match state {
            KnownState::Waiting => self.set_waiting(at),
            KnownState::Offered { agents, until } => {
                let mut to: Vec<_> = agents.into_iter().map(|id| self.agent_at(id)).collect();
                to.sort_unstable();
                to.dedup();
                if to.is_empty() {
                    self.set_waiting(at);
                } else {
                    self.hold(at, Stage::Offered { to, until }, RescindReason::Superseded);
                }
            }
            KnownState::Active { agent } => {
                let agent = self.agent_at(agent);
                self.hold(at, Stage::Active { agent }, RescindReason::Superseded);
            }
            KnownState::WrapUp { agent, until } => {
                let agent = self.agent_at(agent);
                self.hold(at, Stage::WrapUp { agent, until }, RescindReason::Superseded);
            }
            KnownState::Ended => self.end(self.work[at].id),
        }
    }

    fn set_waiting(&mut self, at: WorkAt) {
        if matches!(self.work[at].stage, Stage::Waiting { .. }) {
            return;
        }
        let stage = self.take_out(at);
        for agent in stage.agents() {
            self.rescind(at, *agent, RescindReason::Superseded);
        }
        self.place(at);
    }

    pub(super) fn wrap_up(&mut self, interaction: InteractionId, agent: AgentId) {
        let Some(at) = self.known(interaction) else { return };
        let agent = self.agent_at(agent);
        if matches!(self.work[at].stage, Stage::WrapUp { agent: holder, .. } if holder == agent) {
            return;
        }
        let max_ms = self.queues[self.work[at].queue].config.wrap_up_max_ms;
        let until = after(self.now, max_ms);
        self.hold(at, Stage::WrapUp { agent, until }, RescindReason::Superseded);
    }

    pub(super) fn wrap_up_over(&mut self, at: WorkAt) {
        let stage = self.take_out(at);
        for agent in stage.agents() {
            let (interaction, agent) = (self.work[at].id, self.agents[*agent].id);
            self.outputs.push_back(Output::WrapUpOver { interaction, agent });
        }
        self.forget(at);
    }

    pub(super) fn end(&mut self, interaction: InteractionId) {
        let Some(at) = self.work_by_id.get(&interaction).copied() else { return };
        let stage = self.take_out(at);
        if let Stage::Offered { to, .. } = &stage {
            for agent in to {
                self.rescind(at, *agent, RescindReason::Ended);
            }
        }
        self.forget(at);
    }

    /// Drops an unplaced interaction.
    fn forget(&mut self, at: WorkAt) {
        self.arm(at);
        let id = self.work[at].id;
        self.work_by_id.remove(&id);
        self.work.release(at);
    }

    pub(super) fn transfer(&mut self, interaction: InteractionId, to: Destination) {
        let Some(at) = self.known(interaction) else { return };
        let (queue, wanted) = match to {
            Destination::Queue(queue) => (self.queue_at(queue), None),
            Destination::Agent(agent) => {
                (self.work[at].queue, Some((self.agent_at(agent), AimedBy::Transfer)))
            }
            Destination::AgentOf { queue, agent } => {
                (self.queue_at(queue), Some((self.agent_at(agent), AimedBy::Transfer)))
            }
        };
        if self.is_already_there(at, to, queue, wanted) {
            return;
        }
        let stage = self.take_out(at);
        for agent in stage.agents() {
            self.rescind(at, *agent, RescindReason::Transferred);
        }
        let work = &mut self.work[at];
        work.queue = queue;
        work.wanted = wanted;
        work.transferred = Some((self.now, to));
        work.in_queue_since = self.now;
        work.overflow_not_before = self.now;
        work.declined.retain(|declined| wanted.is_none_or(|(agent, _)| agent != declined.agent));
        // Whoever passed it on does not get it straight back.
        if let Stage::Active { agent } | Stage::WrapUp { agent, .. } = stage
            && wanted.is_none_or(|(to, _)| to != agent)
        {
            self.close_to(at, agent);
        }
        self.place(at);
    }

    /// The transfer is done already: the fact came twice.
    fn is_already_there(
        &self,
        at: WorkAt,
        to: Destination,
        queue: super::slots::QueueAt,
        wanted: Option<(AgentAt, AimedBy)>,
    ) -> bool {
        let work = &self.work[at];
        // It may have gone on from there at once: the agent was away, the queue closed.
        let just_now = work.transferred == Some((self.now, to));
        match (&work.stage, wanted) {
            (Stage::Unplaced | Stage::Active { .. } | Stage::WrapUp { .. }, _) => false,
            (Stage::Waiting { .. } | Stage::Offered { .. }, _) if just_now => true,
            (_, _) if work.queue != queue => false,
            (Stage::Waiting { .. }, _) => work.wanted == wanted,
            (Stage::Offered { .. }, None) => work.wanted.is_none(),
            (Stage::Offered { to, .. }, Some((agent, _))) => to.as_slice() == [agent],
        }
    }

    pub(super) fn change_priority(&mut self, interaction: InteractionId, priority: u8) {
        let Some(at) = self.known(interaction) else { return };
        self.work[at].priority = priority;
        self.replace(at);
    }

    pub(super) fn set_presence(&mut self, agent: AgentId, presence: PresenceState) {
        let at = self.agent_at(agent);
        self.change_presence(at, presence);
    }

    pub(super) fn change_presence(&mut self, at: AgentAt, presence: PresenceState) {
        if self.agents[at].presence == presence {
            return;
        }
        self.enter_presence(at, presence);
        if presence != PresenceState::Online {
            self.withdraw_offers(
                at,
                RescindReason::AgentUnavailable,
                RequeueReason::AgentUnavailable,
            );
        }
        if presence == PresenceState::Offline {
            self.release_aimed(at);
        }
    }

    fn enter_presence(&mut self, at: AgentAt, presence: PresenceState) {
        let agent = &mut self.agents[at];
        agent.presence = presence;
        if presence == PresenceState::Online && agent.work.is_empty() {
            agent.idle_order = self.now.micros();
        }
        agent.refresh(&self.weights);
        self.mark_agent(at);
    }

    /// What was kept for an agent looks for its place anew.
    pub(super) fn release_aimed(&mut self, at: AgentAt) {
        let joined = self.agents[at].joined.iter().flatten();
        let aimed = joined.filter(|joined| self.classes[joined.class].key.aim.is_some());
        let kept: Vec<_> = aimed
            .flat_map(|joined| self.classes[joined.class].line.iter())
            .map(|entry| entry.work)
            .collect();
        for work in kept {
            self.replace(work);
        }
    }

    pub(super) fn vanish(&mut self, agent: AgentId) {
        let at = self.agent_at(agent);
        self.enter_presence(at, PresenceState::Offline);
        self.withdraw_offers(at, RescindReason::AgentVanished, RequeueReason::AgentVanished);
        for work in self.agents[at].work.clone() {
            let active = matches!(self.work[work].stage, Stage::Active { .. });
            if active && self.weights.is_live(self.work[work].channel) {
                self.take_out(work);
                self.rescind(work, at, RescindReason::AgentVanished);
                self.work[work].wanted = self.work[work].wanted.filter(|(wanted, _)| *wanted != at);
                self.requeue(work, &[at], RequeueReason::AgentVanished);
            }
        }
        self.release_aimed(at);
    }
}

/// The stage that an interaction had, given to its new record; one that waited is placed anew.
fn stage_again(stage: Stage) -> Stage {
    match stage {
        Stage::Waiting { .. } => Stage::Unplaced,
        other @ (Stage::Unplaced
        | Stage::Offered { .. }
        | Stage::Active { .. }
        | Stage::WrapUp { .. }) => other,
    }
}
