//! The store: it executes what still applies, and answers what does not with the truth.

use rapport_core::id::{AgentId, InteractionId};
use rapport_core::presence::PresenceState;
use rapport_core::routing::{Input, KnownState, Output, RequeueReason};

use super::{Fact, World};

/// Of a hundred offers, how many the store refuses for reasons of its own.
const REFUSED_PERCENT: u64 = 2;

impl World {
    pub(super) fn execute(&mut self, output: Output) {
        let about = match &output {
            Output::Offer { interaction, .. }
            | Output::Rescind { interaction, .. }
            | Output::Requeued { interaction, .. }
            | Output::Overflowed { interaction, .. }
            | Output::WrapUpOver { interaction, .. }
            | Output::Unknown { interaction } => Some(*interaction),
            Output::AgentAway { .. } => None,
        };
        // A write that overtook facts on their way: the engine must hear the truth after them.
        let overtook = about.is_some_and(|interaction| self.is_on_its_way(interaction));
        let done = self.apply(&output);
        if !done {
            self.outcome.refused += 1;
            self.say_that(Input::OutputRefused(output));
        }
        if let Some(interaction) = about
            && (overtook || !done)
        {
            self.say(Fact::TruthOf(interaction));
        }
    }

    fn is_on_its_way(&self, interaction: InteractionId) -> bool {
        self.feed.iter().any(|(_, fact)| match fact {
            Fact::TruthOf(about) => *about == interaction,
            Fact::PresenceOf(_) => false,
            Fact::Says(input) => match &**input {
                Input::Enqueue(request) => request.id == interaction,
                Input::Accepted { interaction: about, .. }
                | Input::Assigned { interaction: about, .. }
                | Input::Declined { interaction: about, .. }
                | Input::WrapUpStarted { interaction: about, .. }
                | Input::Ended { interaction: about }
                | Input::Transfer { interaction: about, .. }
                | Input::PriorityChanged { interaction: about, .. } => *about == interaction,
                _ => false,
            },
        })
    }

    fn is_online(&self, agent: AgentId) -> bool {
        self.presence.get(&agent) == Some(&PresenceState::Online)
    }

    /// Whether it still applied.
    fn apply(&mut self, output: &Output) -> bool {
        match output {
            Output::Offer { interaction, queue, agents, until } => {
                let refused = !self.closing && self.chance.percent(REFUSED_PERCENT);
                let online = agents.iter().all(|agent| self.is_online(*agent));
                if !online {
                    for agent in agents {
                        self.say(Fact::PresenceOf(*agent));
                    }
                }
                let Some(stored) = self.store.get_mut(interaction) else { return false };
                let waits = stored.state == KnownState::Waiting && stored.request.queue == *queue;
                if refused || !online || !waits {
                    return false;
                }
                stored.state = KnownState::Offered { agents: agents.clone(), until: *until };
                for agent in agents {
                    self.will_answer(*interaction, *agent);
                }
                true
            }
            Output::Rescind { interaction, agent, .. } => {
                if let Some(stored) = self.store.get_mut(interaction)
                    && let KnownState::Offered { agents, .. } = &mut stored.state
                {
                    agents.retain(|other| other != agent);
                    if agents.is_empty() {
                        stored.state = KnownState::Waiting;
                    }
                }
                true
            }
            Output::Requeued { interaction, from, reason, .. } => {
                let Some(stored) = self.store.get_mut(interaction) else { return false };
                let applies = match &stored.state {
                    KnownState::Waiting => true,
                    KnownState::Offered { agents, .. } => {
                        agents.iter().all(|agent| from.contains(agent))
                    }
                    KnownState::Active { agent } => {
                        *reason == RequeueReason::AgentVanished && from.contains(agent)
                    }
                    KnownState::WrapUp { .. } | KnownState::Ended => false,
                };
                if applies {
                    stored.state = KnownState::Waiting;
                    stored.request.preferred_agent = None;
                }
                applies
            }
            Output::AgentAway { agent, .. } => {
                if self.is_online(*agent) {
                    self.presence.insert(*agent, PresenceState::Away);
                    self.will_return(*agent);
                }
                // The agent may have said something else meanwhile.
                self.say(Fact::PresenceOf(*agent));
                true
            }
            Output::Overflowed { interaction, from, to, .. } => {
                let now = self.now;
                let Some(stored) = self.store.get_mut(interaction) else { return false };
                let waits = stored.state == KnownState::Waiting && stored.request.queue == *from;
                if waits {
                    stored.request.queue = *to;
                    stored.request.preferred_agent = None;
                    stored.request.in_queue_since = Some(now);
                }
                waits
            }
            Output::WrapUpOver { interaction, agent } => {
                let state = self.store.get(interaction).map(|stored| &stored.state);
                let wraps = matches!(state, Some(KnownState::WrapUp { agent: holder, .. }) if holder == agent);
                if wraps {
                    self.store.remove(interaction);
                    self.outcome.handled += 1;
                }
                wraps
            }
            Output::Unknown { .. } => false,
        }
    }
}
