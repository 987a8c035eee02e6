//! How each fact and each output changes what is believed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::id::{AgentId, InteractionId};
use rapport_core::presence::PresenceState;
use rapport_core::routing::{
    Destination, Input, InteractionRequest, KnownState, Output, QueueConfig, SPAN_MS_MIN,
};

use super::{Broken, Model, Record, State, Verdict, Wanted, broken};

impl Model {
    pub(super) fn input(&mut self, input: &Input) {
        match input {
            Input::Tick => {}
            Input::PolicyConfigured(policy) => self.policy = policy.clone(),
            Input::QueueConfigured(config) => {
                self.queues.insert(config.id, config.clone());
            }
            Input::QueueRemoved(queue) => {
                self.queues.remove(queue);
            }
            Input::AgentConfigured(config) => {
                self.agents.entry(config.id).or_default().config = Some(config.clone());
            }
            Input::AgentRemoved(agent) => {
                self.set_presence(*agent, PresenceState::Offline);
                self.agents.entry(*agent).or_default().config = None;
            }
            Input::AgentPresence { agent, presence } => self.set_presence(*agent, *presence),
            Input::AgentVanished(agent) => {
                self.set_presence(*agent, PresenceState::Offline);
                self.stopped.insert(*agent);
            }
            Input::Enqueue(request) => {
                if !self.work.contains_key(&request.id) {
                    self.admit(request);
                }
            }
            Input::Restore { request, state } => {
                // Those who lose it are told; here they simply no longer have it.
                let had = self.holding(request.id);
                self.admit(request);
                self.set_state(request.id, state, &had);
            }
            Input::Sync { interaction, state } => {
                let had = self.holding(*interaction);
                self.set_state(*interaction, state, &had);
            }
            Input::Accepted { interaction, agent } | Input::Assigned { interaction, agent } => {
                let wraps = |record: &Record| matches!(&record.state, State::WrapUp { agent: holder, .. } if holder == agent);
                if self.work.get(interaction).is_some_and(|record| !wraps(record)) {
                    self.hold(*interaction, State::Active { agent: *agent });
                }
            }
            Input::Declined { interaction, agent } => self.decline(*interaction, *agent),
            Input::WrapUpStarted { interaction, agent } => {
                let until = self.later(*interaction, |queue| queue.wrap_up_max_ms);
                let again = |record: &Record| matches!(&record.state, State::WrapUp { agent: holder, .. } if holder == agent);
                if self.work.get(interaction).is_some_and(|record| !again(record)) {
                    self.hold(*interaction, State::WrapUp { agent: *agent, until });
                }
            }
            Input::Ended { interaction } => self.end(*interaction),
            Input::Transfer { interaction, to } => self.transfer(*interaction, *to),
            Input::PriorityChanged { interaction, priority } => {
                if let Some(record) = self.work.get_mut(interaction) {
                    record.request.priority = *priority;
                }
            }
            Input::OutputRefused(output) => self.refused(output),
        }
    }

    fn admit(&mut self, request: &InteractionRequest) {
        let record = Record {
            in_queue_since: request.in_queue_since.unwrap_or(request.enqueued_at),
            wanted: request.preferred_agent.map(Wanted::Preferred),
            declined: BTreeMap::new(),
            state: State::Waiting,
            request: request.clone(),
        };
        self.work.insert(request.id, record);
    }

    fn later(&self, interaction: InteractionId, span: fn(&QueueConfig) -> u64) -> Timestamp {
        let queue =
            self.work.get(&interaction).and_then(|record| self.queues.get(&record.request.queue));
        self.now + Duration::from_millis(queue.map_or(0, span))
    }

    fn cooldown_end(&self, interaction: InteractionId) -> Timestamp {
        self.later(interaction, |queue| queue.decline_cooldown_ms.max(SPAN_MS_MIN))
    }

    fn holding(&self, interaction: InteractionId) -> BTreeSet<AgentId> {
        match self.work.get(&interaction).map(|record| &record.state) {
            None | Some(State::Waiting) => BTreeSet::new(),
            Some(State::Offered { to, .. }) => to.clone(),
            Some(State::Active { agent } | State::WrapUp { agent, .. }) => BTreeSet::from([*agent]),
        }
    }

    /// Whoever comes to have it is busy from now on; whoever has nothing left is idle.
    fn hold(&mut self, interaction: InteractionId, state: State) {
        let before = self.holding(interaction);
        if let Some(record) = self.work.get_mut(&interaction) {
            record.state = state;
        }
        self.hands_changed(&before, &self.holding(interaction));
    }

    fn hands_changed(&mut self, before: &BTreeSet<AgentId>, after: &BTreeSet<AgentId>) {
        for agent in before.symmetric_difference(after) {
            let busy = self.holders(*agent).next().is_some();
            let now = self.now;
            let person = self.agents.entry(*agent).or_default();
            if after.contains(agent) {
                person.busy_since = now;
            } else if !busy {
                person.idle_since = now;
            }
        }
    }

    fn set_state(&mut self, interaction: InteractionId, to: &KnownState, had: &BTreeSet<AgentId>) {
        let state = match to {
            KnownState::Waiting => State::Waiting,
            KnownState::Offered { agents, .. } if agents.is_empty() => State::Waiting,
            KnownState::Offered { agents, until } => {
                State::Offered { to: agents.iter().copied().collect(), until: *until }
            }
            KnownState::Active { agent } => State::Active { agent: *agent },
            KnownState::WrapUp { agent, until } => State::WrapUp { agent: *agent, until: *until },
            KnownState::Ended => {
                self.work.remove(&interaction);
                self.hands_changed(had, &BTreeSet::new());
                return;
            }
        };
        if let Some(record) = self.work.get_mut(&interaction) {
            record.state = state;
        }
        let has = self.holding(interaction);
        self.hands_changed(had, &has);
    }

    fn end(&mut self, interaction: InteractionId) {
        let had = self.holding(interaction);
        self.work.remove(&interaction);
        self.hands_changed(&had, &BTreeSet::new());
    }

    fn close_to(&mut self, interaction: InteractionId, agent: AgentId) {
        let until = self.cooldown_end(interaction);
        if let Some(record) = self.work.get_mut(&interaction) {
            record.declined.insert(agent, until);
            record.wanted = record.wanted.filter(|wanted| wanted.agent() != agent);
        }
    }

    fn decline(&mut self, interaction: InteractionId, agent: AgentId) {
        let Some(State::Offered { to, until }) =
            self.work.get(&interaction).map(|record| record.state.clone())
        else {
            return;
        };
        if to.contains(&agent) {
            self.close_to(interaction, agent);
            let rest: BTreeSet<_> = to.into_iter().filter(|other| *other != agent).collect();
            let state =
                if rest.is_empty() { State::Waiting } else { State::Offered { to: rest, until } };
            self.hold(interaction, state);
        }
    }

    fn refused(&mut self, output: &Output) {
        let Output::Offer { interaction, agents, until, .. } = output else { return };
        let same = |record: &Record| {
            record.state == State::Offered { to: agents.iter().copied().collect(), until: *until }
        };
        if self.work.get(interaction).is_some_and(same) {
            for agent in agents {
                self.close_to(*interaction, *agent);
            }
            self.hold(*interaction, State::Waiting);
        }
    }

    fn transfer(&mut self, interaction: InteractionId, to: Destination) {
        let Some(record) = self.work.get(&interaction) else { return };
        let queue = match to {
            Destination::Queue(queue) | Destination::AgentOf { queue, .. } => queue,
            Destination::Agent(_) => record.request.queue,
        };
        let wanted = match to {
            Destination::Queue(_) => None,
            Destination::Agent(agent) | Destination::AgentOf { agent, .. } => {
                Some(Wanted::Transferred(agent))
            }
        };
        let there = record.request.queue == queue
            && match (&record.state, wanted) {
                (State::Waiting, _) => record.wanted == wanted,
                (State::Offered { .. }, None) => record.wanted.is_none(),
                (State::Offered { to, .. }, Some(wanted)) => {
                    *to == BTreeSet::from([wanted.agent()])
                }
                (State::Active { .. } | State::WrapUp { .. }, _) => false,
            };
        if there {
            return;
        }
        let had = match &record.state {
            State::Active { agent } | State::WrapUp { agent, .. } => Some(*agent),
            State::Waiting | State::Offered { .. } => None,
        };
        self.hold(interaction, State::Waiting);
        let now = self.now;
        if let Some(record) = self.work.get_mut(&interaction) {
            record.request.queue = queue;
            record.wanted = wanted;
            record.in_queue_since = now;
            if let Some(wanted) = wanted {
                record.declined.remove(&wanted.agent());
            }
        }
        if let Some(agent) = had
            && wanted.is_none_or(|wanted| wanted.agent() != agent)
        {
            self.close_to(interaction, agent);
        }
    }

    pub(super) fn output(&mut self, output: &Output) -> Result<(), Broken> {
        match output {
            Output::Offer { interaction, queue, agents, until } => {
                self.offer_is_right(*interaction, agents, *until)?;
                if self.work.get(interaction).is_some_and(|record| record.request.queue != *queue) {
                    return broken(format!("{interaction} is offered for another queue"));
                }
                if self.work.get(interaction).is_some_and(|record| self.hold_is_over(record)) {
                    self.forget_wanted(*interaction);
                }
                self.offers += 1;
                for agent in agents {
                    self.agents.entry(*agent).or_default().last_offer = self.offers;
                }
                let to = agents.iter().copied().collect();
                self.hold(*interaction, State::Offered { to, until: *until });
                Ok(())
            }
            // The facts have said so already, or the requeueing that follows will.
            Output::Rescind { interaction, agent, .. } => self.rescinded(*interaction, *agent),
            Output::Requeued { interaction, from, .. } => {
                let Some(record) = self.work.get_mut(interaction) else {
                    return broken(format!("{interaction} is unknown and requeued"));
                };
                record.wanted = record.wanted.filter(|wanted| !from.contains(&wanted.agent()));
                self.hold(*interaction, State::Waiting);
                Ok(())
            }
            Output::AgentAway { agent, .. } => {
                self.set_presence(*agent, PresenceState::Away);
                Ok(())
            }
            Output::Overflowed { interaction, from, to, .. } => {
                self.overflowed(*interaction, *from, *to)
            }
            Output::WrapUpOver { interaction, agent } => {
                let state = self.work.get(interaction).map(|record| &record.state);
                let over = matches!(state, Some(State::WrapUp { agent: holder, until })
                    if holder == agent && *until <= self.now);
                if !over {
                    return broken(format!("{interaction}: wrap-up over, but it is {state:?}"));
                }
                self.end(*interaction);
                Ok(())
            }
            Output::Unknown { interaction } if self.work.contains_key(interaction) => {
                broken(format!("{interaction} is known"))
            }
            Output::Unknown { .. } => Ok(()),
        }
    }

    fn rescinded(&mut self, interaction: InteractionId, agent: AgentId) -> Verdict {
        // A ring-all offer goes on without this agent.
        let Some(record) = self.work.get(&interaction) else { return Ok(()) };
        if let State::Offered { to, until } = &record.state
            && to.len() > 1
            && to.contains(&agent)
        {
            let to = to.iter().copied().filter(|other| *other != agent).collect();
            self.hold(interaction, State::Offered { to, until: *until });
        }
        Ok(())
    }

    fn overflowed(
        &mut self,
        interaction: InteractionId,
        from: rapport_core::id::QueueId,
        to: rapport_core::id::QueueId,
    ) -> Verdict {
        if !self.is_open(to) {
            return broken(format!("{interaction} overflows into a closed queue"));
        }
        let now = self.now;
        let Some(record) = self.work.get_mut(&interaction) else {
            return broken(format!("{interaction} is unknown and overflows"));
        };
        if record.state != State::Waiting || record.request.queue != from {
            return broken(format!("{interaction} overflows from where it is not"));
        }
        record.request.queue = to;
        record.in_queue_since = now;
        record.wanted = None;
        Ok(())
    }
}
