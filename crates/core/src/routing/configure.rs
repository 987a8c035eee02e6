//! Changes of settings. These may cost time linear in what they touch; they are rare.

use super::Engine;
use super::config::{AgentConfig, Policy, QueueConfig};
use super::load::Weights;
use super::message::{RequeueReason, RescindReason};
use super::slots::{AgentAt, QueueAt};
use crate::id::{AgentId, QueueId};
use crate::presence::PresenceState;

impl Engine {
    pub(super) fn configure_policy(&mut self, policy: Policy) {
        if policy == self.policy {
            return;
        }
        self.weights = Weights::new(&policy);
        self.policy = policy;
        for agent in self.agents.places() {
            self.agents[agent].refresh(&self.weights);
            self.mark_agent(agent);
        }
        for queue in self.queues.places() {
            for at in self.waiting_in(queue) {
                self.replace(at);
            }
        }
    }

    pub(super) fn configure_queue(&mut self, config: QueueConfig) {
        let at = self.queue_at(config.id);
        if self.queues[at].configured && self.queues[at].config == config {
            return;
        }
        let rings = self.steps(&config.rings);
        let queue = &mut self.queues[at];
        queue.config = config;
        queue.configured = true;
        queue.rings = rings;
        self.rebuild(at);
        self.tell_those_who_overflow_to(at);
    }

    pub(super) fn remove_queue(&mut self, queue: QueueId) {
        let at = self.queue_at(queue);
        if self.queues[at].configured {
            self.queues[at].configured = false;
            self.rebuild(at);
        }
    }

    /// Forms the queue's classes anew, since strategy, rings and service level are part of them.
    fn rebuild(&mut self, at: QueueAt) {
        let waiting = self.waiting_in(at);
        for work in &waiting {
            self.take_out(*work);
        }
        for class in self.queues[at].classes.clone() {
            self.dissolve(class);
        }
        self.look_at_the_clock(at);
        for work in waiting {
            self.place(work);
        }
    }

    pub(super) fn configure_agent(&mut self, config: AgentConfig) {
        let at = self.agent_at(config.id);
        if self.agents[at].config.as_ref() == Some(&config) {
            return;
        }
        self.set_config(at, Some(config));
        self.release_aimed(at);
    }

    pub(super) fn remove_agent(&mut self, agent: AgentId) {
        let at = self.agent_at(agent);
        if self.agents[at].config.is_none() {
            return;
        }
        self.agents[at].presence = PresenceState::Offline;
        self.set_config(at, None);
        self.withdraw_offers(at, RescindReason::AgentUnavailable, RequeueReason::AgentUnavailable);
        self.release_aimed(at);
    }

    fn set_config(&mut self, at: AgentAt, config: Option<AgentConfig>) {
        self.leave_classes(at);
        self.agents[at].config = config;
        self.agents[at].refresh(&self.weights);
        self.mark_agent(at);
        let queues = self.agents[at].config.iter().flat_map(|config| config.queues.clone());
        for id in queues.collect::<Vec<_>>() {
            let queue = self.queue_at(id);
            self.queues[queue].members.insert(at);
            for class in self.queues[queue].classes.clone() {
                let key = self.classes[class].key;
                if key.aim.is_none() && self.agents[at].meets(self.needs.get(key.needs)) {
                    self.join(at, class);
                }
            }
        }
    }

    /// Takes an agent out of its queues and of all classes but those that are kept for it.
    fn leave_classes(&mut self, at: AgentAt) {
        let queues = self.agents[at].config.iter().flat_map(|config| config.queues.iter());
        for id in queues {
            if let Some(queue) = self.queue_by_id.get(id) {
                self.queues[*queue].members.remove(&at);
            }
        }
        for joined in &mut self.agents[at].joined {
            joined.retain(|joined| {
                let class = &mut self.classes[joined.class];
                let stays = class.key.aim.is_some();
                class.agents -= usize::from(!stays);
                stays
            });
        }
    }
}
