//! Customers, agents and supervisors, each with their ways.

use std::time::Duration;

use rapport_core::channel::Channel;
use rapport_core::id::{AgentId, InteractionId};
use rapport_core::presence::PresenceState;
use rapport_core::routing::{
    Destination, Input, InteractionRequest, KnownState, Proficiency, Requirement, Ring,
};

use super::{CLOSING_TIME, Event, Stored, World};
use crate::ids;

const CHANNELS: [Channel; 5] =
    [Channel::Webchat, Channel::Webchat, Channel::Voice, Channel::Email, Channel::Sms];
const TALK_MS: u64 = 60_000;
const WRAP_UP_MS: u64 = 20_000;
const PATIENCE_MS: u64 = 300_000;
/// Of a hundred customers, how many hang up before they are served, if it takes long.
const IMPATIENT_PERCENT: u64 = 30;

fn level(of: u64) -> Proficiency {
    Proficiency::new(u8::try_from(of).unwrap_or(1)).unwrap_or(Proficiency::MIN)
}

impl World {
    pub(super) fn arrive(&mut self) {
        if self.customers >= self.plan.customers {
            if !self.closing {
                self.close();
                // Something has to be on the agenda, or the run would end before its time.
                self.plan(CLOSING_TIME, Event::Wake);
            }
            return;
        }
        self.customers += 1;
        let request = self.request();
        let interaction = request.id;
        let stored = Stored { request: request.clone(), state: KnownState::Waiting };
        self.store.insert(interaction, stored);
        self.say_that(Input::Enqueue(request));
        if self.chance.percent(IMPATIENT_PERCENT) {
            let patience = self.span_ms(PATIENCE_MS);
            self.plan(patience, Event::Abandon { interaction });
        }
        let next = self.span_ms(self.plan.between_ms);
        self.plan(next, Event::Arrive);
    }

    fn needs(&mut self) -> Vec<Requirement> {
        let count = self.chance.below(3);
        let needs = (0..count).map(|_| Requirement {
            skill: ids::skill(self.chance.below(super::settings::SKILLS)),
            min_proficiency: level(self.chance.between(1, 4)),
        });
        needs.collect()
    }

    fn request(&mut self) -> InteractionRequest {
        let requirements = self.needs();
        let rings = if self.chance.percent(20) {
            let after_ms = self.chance.between(1_000, 60_000);
            vec![Ring { after_ms, requirements: Vec::new() }]
        } else {
            Vec::new()
        };
        let speaks = self.chance.percent(30);
        let language = speaks.then(|| ids::skill(self.chance.below(super::settings::SKILLS)));
        let preferred_agent =
            self.chance.percent(25).then(|| ids::agent(self.chance.below(self.plan.agents)));
        InteractionRequest {
            id: ids::interaction(self.customers),
            queue: ids::queue(self.chance.below(self.plan.queues)),
            channel: CHANNELS[self.chance.below(CHANNELS.len())],
            priority: u8::try_from(self.chance.between(1, 10)).unwrap_or(5),
            requirements,
            rings,
            language,
            preferred_agent,
            enqueued_at: self.now,
            in_queue_since: None,
        }
    }

    pub(super) fn will_answer(&mut self, interaction: InteractionId, agent: AgentId) {
        let roll = self.chance.between(1, 100);
        let span = self.span_ms(8_000);
        let faulty = !self.closing;
        if faulty && roll <= self.plan.ignored_percent {
            return;
        }
        let accepts = !faulty || roll > self.plan.ignored_percent + self.plan.declined_percent;
        // At closing time everybody answers within the shortest time that an offer rings.
        let span = if faulty { span } else { Duration::from_millis(500) };
        self.plan(span, Event::Answer { interaction, agent, accepts });
    }

    pub(super) fn answer(&mut self, interaction: InteractionId, agent: AgentId, accepts: bool) {
        let Some(stored) = self.store.get_mut(&interaction) else { return };
        let KnownState::Offered { agents, .. } = &mut stored.state else { return };
        if !agents.contains(&agent) {
            return;
        }
        if !accepts {
            agents.retain(|other| *other != agent);
            if agents.is_empty() {
                stored.state = KnownState::Waiting;
            }
            self.say_that(Input::Declined { interaction, agent });
            return;
        }
        stored.state = KnownState::Active { agent };
        self.say_that(Input::Accepted { interaction, agent });
        self.will_finish(interaction);
    }

    fn will_finish(&mut self, interaction: InteractionId) {
        let span = self.span_ms(TALK_MS);
        self.plan(span, Event::Finish { interaction });
    }

    pub(super) fn finish(&mut self, interaction: InteractionId) {
        let Some(stored) = self.store.get_mut(&interaction) else { return };
        let KnownState::Active { agent } = stored.state else { return };
        if self.presence.get(&agent) == Some(&PresenceState::Offline) {
            // Nobody talks to an agent who is gone; the customer waits for what happens.
            self.plan(Duration::from_secs(30), Event::Finish { interaction });
            return;
        }
        let queue = stored.request.queue;
        let max_ms = self.settings.wrap_up_max_ms(queue);
        let until = self.now + Duration::from_millis(max_ms);
        if self.chance.percent(40) {
            stored.state = KnownState::WrapUp { agent, until };
            self.say_that(Input::WrapUpStarted { interaction, agent });
            let span = self.span_ms(WRAP_UP_MS);
            self.plan(span, Event::FinishWrapUp { interaction });
        } else {
            self.store.remove(&interaction);
            self.outcome.handled += 1;
            self.say_that(Input::Ended { interaction });
        }
    }

    pub(super) fn finish_wrap_up(&mut self, interaction: InteractionId) {
        let state = self.store.get(&interaction).map(|stored| &stored.state);
        if matches!(state, Some(KnownState::WrapUp { .. })) {
            self.store.remove(&interaction);
            self.outcome.handled += 1;
            self.say_that(Input::Ended { interaction });
        }
    }

    pub(super) fn abandon(&mut self, interaction: InteractionId) {
        let state = self.store.get(&interaction).map(|stored| &stored.state);
        if matches!(state, Some(KnownState::Waiting | KnownState::Offered { .. })) {
            self.store.remove(&interaction);
            self.outcome.abandoned += 1;
            self.say_that(Input::Ended { interaction });
        }
    }

    pub(super) fn will_return(&mut self, agent: AgentId) {
        let span = self.span_ms(20_000);
        self.plan(span, Event::Presence { agent, to_online: true });
    }

    pub(super) fn change_presence(&mut self, agent: AgentId, to_online: bool) {
        let presence = if to_online || self.closing {
            PresenceState::Online
        } else if self.chance.percent(50) {
            PresenceState::Away
        } else {
            PresenceState::Offline
        };
        self.presence.insert(agent, presence);
        self.say_that(Input::AgentPresence { agent, presence });
        if presence != PresenceState::Online {
            self.will_return(agent);
        }
    }

    /// An agent is gone for good, or just goes away; and then comes back.
    pub(super) fn vanish(&mut self) {
        if self.closing {
            return;
        }
        let agent = ids::agent(self.chance.below(self.plan.agents));
        if self.chance.percent(50) {
            self.presence.insert(agent, PresenceState::Offline);
            self.say_that(Input::AgentVanished(agent));
            self.will_return(agent);
        } else {
            self.change_presence(agent, false);
        }
        self.plan_trouble(Event::Vanish);
    }

    /// A supervisor moves something by hand.
    pub(super) fn intervene(&mut self) {
        if self.closing {
            return;
        }
        self.plan_trouble(Event::Intervene);
        let all: Vec<_> = self.store.keys().copied().collect();
        let Some(interaction) = self.chance.one(&all).copied() else { return };
        let agent = ids::agent(self.chance.below(self.plan.agents));
        let queue = ids::queue(self.chance.below(self.plan.queues));
        let choice = self.chance.below(5);
        let now = self.now;
        let Some(stored) = self.store.get_mut(&interaction) else { return };
        if matches!(stored.state, KnownState::WrapUp { .. }) {
            return;
        }
        let fact = match choice {
            0 => {
                stored.state = KnownState::Active { agent };
                Input::Assigned { interaction, agent }
            }
            1 => {
                let priority = stored.request.priority % 10 + 1;
                stored.request.priority = priority;
                Input::PriorityChanged { interaction, priority }
            }
            _ => {
                stored.state = KnownState::Waiting;
                stored.request.in_queue_since = Some(now);
                stored.request.preferred_agent = None;
                let to = match choice {
                    2 => Destination::Agent(agent),
                    3 => Destination::Queue(queue),
                    _ => Destination::AgentOf { queue, agent },
                };
                if choice > 2 {
                    stored.request.queue = queue;
                }
                Input::Transfer { interaction, to }
            }
        };
        self.say_that(fact);
        if choice == 0 {
            self.will_finish(interaction);
        }
    }
}
