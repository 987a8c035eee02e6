//! An offer's life: made, accepted, declined, rung out, taken back.

use super::Engine;
use super::config::{SPAN_MS_MIN, Strategy};
use super::load::after;
use super::message::{Output, RequeueReason, RescindReason};
use super::slots::{AgentAt, WorkAt};
use super::work::Stage;
use crate::Timestamp;
use crate::id::{AgentId, InteractionId};
use crate::presence::PresenceState;

impl Engine {
    /// Presents a waiting interaction to agents who have room for it.
    pub(super) fn offer(&mut self, at: WorkAt, to: Vec<AgentAt>) {
        self.take_out(at);
        self.offers_made += 1;
        let work = &mut self.work[at];
        let queue = &self.queues[work.queue];
        let until = after(self.now, queue.config.offer_timeout_ms.max(SPAN_MS_MIN));
        for agent in &to {
            let agent = &mut self.agents[*agent];
            agent.turn = self.offers_made;
            agent.take(at, work.channel, self.now, &self.weights);
        }
        self.outputs.push_back(Output::Offer {
            interaction: work.id,
            queue: queue.id,
            agents: to.iter().map(|agent| self.agents[*agent].id).collect(),
            until,
        });
        work.stage = Stage::Offered { to, until };
        self.arm(at);
    }

    /// Moves an interaction to a stage with agents in it; whoever had it and is not among them
    /// is told.
    pub(super) fn hold(&mut self, at: WorkAt, stage: Stage, reason: RescindReason) {
        let old = match &mut self.work[at].stage {
            Stage::Unplaced | Stage::Waiting { .. } => self.take_out(at),
            held => std::mem::replace(held, Stage::Unplaced),
        };
        for agent in old.agents().iter().filter(|agent| !stage.agents().contains(agent)) {
            self.put_down(at, *agent);
            self.rescind(at, *agent, reason);
        }
        let channel = self.work[at].channel;
        for agent in stage.agents().iter().filter(|agent| !old.agents().contains(agent)) {
            self.agents[*agent].take(at, channel, self.now, &self.weights);
            self.mark_agent(*agent);
        }
        self.work[at].stage = stage;
        self.arm(at);
    }

    pub(super) fn rescind(&mut self, at: WorkAt, agent: AgentAt, reason: RescindReason) {
        let (interaction, agent) = (self.work[at].id, self.agents[agent].id);
        self.outputs.push_back(Output::Rescind { interaction, agent, reason });
    }

    /// Puts an unplaced interaction back in its place. Whoever had it is no longer waited for.
    pub(super) fn requeue(&mut self, at: WorkAt, from: &[AgentAt], reason: RequeueReason) {
        let work = &mut self.work[at];
        work.wanted = work.wanted.filter(|(wanted, _)| !from.contains(wanted));
        self.outputs.push_back(Output::Requeued {
            interaction: work.id,
            queue: self.queues[work.queue].id,
            from: from.iter().map(|agent| self.agents[*agent].id).collect(),
            reason,
        });
        self.place(at);
    }

    pub(super) fn activate(
        &mut self,
        interaction: InteractionId,
        agent: AgentId,
        reason: RescindReason,
    ) {
        let Some(at) = self.known(interaction) else { return };
        let agent = self.agent_at(agent);
        match &self.work[at].stage {
            Stage::Active { agent: holder } | Stage::WrapUp { agent: holder, .. }
                if *holder == agent =>
            {
                return;
            }
            Stage::Waiting { .. } | Stage::Offered { .. } => {
                let queue = self.work[at].queue;
                self.queues[queue].throughput.count(self.now);
            }
            Stage::Unplaced | Stage::Active { .. } | Stage::WrapUp { .. } => {}
        }
        self.hold(at, Stage::Active { agent }, reason);
    }

    fn cooldown_end(&self, at: WorkAt) -> Timestamp {
        let config = &self.queues[self.work[at].queue].config;
        after(self.now, config.decline_cooldown_ms.max(SPAN_MS_MIN))
    }

    /// The agent is not offered it again until the cool-down has passed, even when nobody else
    /// could take it: otherwise a refusal would ring again at once.
    pub(super) fn close_to(&mut self, at: WorkAt, agent: AgentAt) {
        let until = self.cooldown_end(at);
        self.work[at].close_to(agent, until);
    }

    pub(super) fn decline(&mut self, interaction: InteractionId, agent: AgentId) {
        let Some(at) = self.known(interaction) else { return };
        let agent = self.agent_at(agent);
        let offered =
            matches!(&self.work[at].stage, Stage::Offered { to, .. } if to.contains(&agent));
        if offered {
            self.close_to(at, agent);
            self.leave_offer(at, agent, RequeueReason::Declined);
        }
    }

    /// One agent comes off an offer; with nobody left, the interaction waits again.
    fn leave_offer(&mut self, at: WorkAt, agent: AgentAt, reason: RequeueReason) {
        let Stage::Offered { to, .. } = &mut self.work[at].stage else { return };
        if to.len() > 1 {
            to.retain(|other| *other != agent);
            self.put_down(at, agent);
        } else {
            self.take_out(at);
            self.requeue(at, &[agent], reason);
        }
    }

    /// Takes every offer from an agent who no longer takes work.
    pub(super) fn withdraw_offers(
        &mut self,
        agent: AgentAt,
        reason: RescindReason,
        requeued: RequeueReason,
    ) {
        for at in self.agents[agent].work.clone() {
            if matches!(self.work[at].stage, Stage::Offered { .. }) {
                self.rescind(at, agent, reason);
                self.leave_offer(at, agent, requeued);
            }
        }
    }

    /// Nobody answered in time. The one agent who was asked is away from now on; when several
    /// rang, none of them is to blame, and they ring again.
    pub(super) fn ring_out(&mut self, at: WorkAt) {
        let stage = self.take_out(at);
        let Stage::Offered { to, .. } = stage else { return };
        for agent in &to {
            self.rescind(at, *agent, RescindReason::TimedOut);
        }
        let ring_all = self.queues[self.work[at].queue].config.strategy == Strategy::RingAll;
        self.requeue(at, &to, RequeueReason::NoAnswer);
        if let ([agent], false) = (to.as_slice(), ring_all) {
            let unanswered = self.work[at].id;
            self.outputs.push_back(Output::AgentAway { agent: self.agents[*agent].id, unanswered });
            self.change_presence(*agent, PresenceState::Away);
        }
    }

    /// The store did not make the offer.
    pub(super) fn refused(&mut self, output: &Output) {
        let Output::Offer { interaction, agents, until, .. } = output else { return };
        let Some(at) = self.work_by_id.get(interaction).copied() else { return };
        let same = match &self.work[at].stage {
            Stage::Offered { to, until: ours } => {
                let rings_at = |id: &AgentId| to.iter().any(|agent| self.agents[*agent].id == *id);
                ours == until && to.len() == agents.len() && agents.iter().all(rings_at)
            }
            Stage::Unplaced
            | Stage::Waiting { .. }
            | Stage::Active { .. }
            | Stage::WrapUp { .. } => false,
        };
        if same {
            let stage = self.take_out(at);
            for agent in stage.agents() {
                self.close_to(at, *agent);
            }
            self.place(at);
        }
    }
}
