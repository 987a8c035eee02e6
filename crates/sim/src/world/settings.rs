//! The house's settings: drawn at first, changed now and then.

use std::collections::BTreeMap;

use rapport_core::channel::Channel;
use rapport_core::hours::{DayHours, Hours, OpenInterval, Schedule, Weekday};
use rapport_core::id::{AgentId, QueueId};
use rapport_core::routing::{
    AgentConfig, CapacityUnits, Input, Overflow, Policy, Proficiency, QueueConfig, Requirement,
    Ring, Strategy,
};

use super::{Event, Fact, Plan, World};
use crate::chance::Chance;
use crate::ids;

pub(super) const SKILLS: usize = 4;
const STRATEGIES: [Strategy; 6] = [
    Strategy::LongestIdle,
    Strategy::RoundRobin,
    Strategy::LeastLoaded,
    Strategy::MostSkilled,
    Strategy::LeastCost,
    Strategy::RingAll,
];

#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    policy: Policy,
    queues: BTreeMap<QueueId, QueueConfig>,
    agents: BTreeMap<AgentId, AgentConfig>,
}

fn level(of: u64) -> Proficiency {
    Proficiency::new(u8::try_from(of).unwrap_or(1)).unwrap_or(Proficiency::MIN)
}

/// Open for some minutes and closed for some, all through the day. The run's clock starts on a
/// Thursday at midnight, UTC.
fn by_turns(minutes: u16) -> Option<Schedule> {
    let clock = |at: u16| format!("{:02}:{:02}", at / 60, at % 60);
    let intervals = (0..24).map(|n| {
        let from = n * minutes * 2;
        OpenInterval { from: clock(from), to: clock(from + minutes) }
    });
    let day = DayHours { day: Weekday::Thursday, intervals: intervals.collect() };
    let hours = Hours { time_zone: "UTC".to_owned(), week: vec![day], holidays: Vec::new() };
    Schedule::try_from(hours).ok()
}

fn queue(id: QueueId, plan: &Plan, chance: &mut Chance) -> QueueConfig {
    let other = ids::queue(chance.below(plan.queues));
    let mut config = QueueConfig::new(id);
    config.strategy = STRATEGIES[chance.below(STRATEGIES.len())];
    config.service_level_ms = chance.between(0, 120_000);
    config.offer_timeout_ms = chance.between(1_000, 30_000);
    config.preferred_hold_ms = chance.between(0, 60_000);
    config.language_hold_ms = chance.between(0, 60_000);
    config.transfer_hold_ms = chance.between(0, 60_000);
    config.decline_cooldown_ms = chance.between(0, 60_000);
    config.wrap_up_max_ms = chance.between(0, 40_000);
    config.handling_ms = chance.between(10_000, 100_000);
    if chance.percent(40) {
        let first = Requirement { skill: ids::skill(0), min_proficiency: level(1) };
        config.rings = vec![
            Ring { after_ms: chance.between(0, 20_000), requirements: vec![first] },
            Ring { after_ms: chance.between(20_000, 60_000), requirements: Vec::new() },
        ];
    }
    if chance.percent(40) {
        config.overflow = Some(Overflow { to: other, after_ms: chance.between(0, 90_000) });
    }
    if chance.percent(30) {
        config.hours = by_turns(u16::try_from(chance.between(2, 15)).unwrap_or(2));
        config.overflow_when_closed = chance.percent(50).then_some(other);
    }
    config
}

fn agent(id: AgentId, plan: &Plan, chance: &mut Chance) -> AgentConfig {
    let mut config = AgentConfig::new(id, ids::queue(chance.below(plan.queues)));
    for _ in 0..chance.below(3) {
        config.queues.insert(ids::queue(chance.below(plan.queues)));
    }
    for _ in 0..chance.below(5) {
        config.skills.insert(ids::skill(chance.below(SKILLS)), level(chance.between(1, 5)));
    }
    config.capacity = CapacityUnits(u16::try_from(chance.between(40, 200)).unwrap_or(100));
    if chance.percent(30) {
        config.channel_max.insert(Channel::Webchat, 1);
    }
    config.cost_per_hour_micros = 1_000_000 * chance.between(10, 60);
    config
}

fn policy(chance: &mut Chance) -> Policy {
    let mut policy = Policy { priority_step_ms: chance.between(0, 60_000), ..Policy::default() };
    if chance.percent(50)
        && let Some(voice) = policy.channels.get_mut(&Channel::Voice)
    {
        voice.interrupts.clear();
    }
    policy
}

impl Settings {
    pub(super) fn draw(plan: &Plan, chance: &mut Chance) -> Self {
        let queues = (0..plan.queues).map(ids::queue);
        let agents = (0..plan.agents).map(ids::agent);
        Self {
            policy: policy(chance),
            queues: queues.map(|id| (id, queue(id, plan, chance))).collect(),
            agents: agents.map(|id| (id, agent(id, plan, chance))).collect(),
        }
    }

    pub(super) fn all(&self) -> Vec<Input> {
        let mut all = vec![Input::PolicyConfigured(self.policy.clone())];
        all.extend(self.queues.values().cloned().map(Input::QueueConfigured));
        all.extend(self.agents.values().cloned().map(Input::AgentConfigured));
        all
    }

    pub(super) fn agents(&self) -> Vec<AgentId> {
        self.agents.keys().copied().collect()
    }

    pub(super) fn wrap_up_max_ms(&self, queue: QueueId) -> u64 {
        self.queues.get(&queue).map_or(0, |config| config.wrap_up_max_ms)
    }

    /// Every queue open and every agent able, so that whatever is left can be served.
    pub(super) fn for_closing(&mut self) -> Vec<Input> {
        for queue in self.queues.values_mut() {
            queue.hours = None;
        }
        for agent in self.agents.values_mut() {
            agent.queues = self.queues.keys().copied().collect();
            agent.skills = (0..SKILLS).map(|n| (ids::skill(n), level(5))).collect();
            agent.capacity = CapacityUnits(200);
        }
        self.all()
    }
}

impl World {
    /// An administrator changes something; what was removed comes back a little later.
    pub(super) fn reconfigure(&mut self) {
        if self.closing {
            return;
        }
        self.plan_trouble(Event::Reconfigure);
        let queue_id = ids::queue(self.chance.below(self.plan.queues));
        let agent_id = ids::agent(self.chance.below(self.plan.agents));
        let facts = match self.chance.below(5) {
            0 => {
                self.settings.policy = policy(&mut self.chance);
                vec![Input::PolicyConfigured(self.settings.policy.clone())]
            }
            1 => {
                let config = queue(queue_id, &self.plan, &mut self.chance);
                self.settings.queues.insert(queue_id, config.clone());
                vec![Input::QueueConfigured(config)]
            }
            2 => {
                let config = agent(agent_id, &self.plan, &mut self.chance);
                self.settings.agents.insert(agent_id, config.clone());
                vec![Input::AgentConfigured(config)]
            }
            3 => {
                let config = self.settings.queues.get(&queue_id).cloned();
                let back = config.into_iter().map(Input::QueueConfigured);
                std::iter::once(Input::QueueRemoved(queue_id)).chain(back).collect()
            }
            _ => {
                let config = self.settings.agents.get(&agent_id).cloned();
                let back = config.into_iter().map(Input::AgentConfigured);
                std::iter::once(Input::AgentRemoved(agent_id)).chain(back).collect()
            }
        };
        for fact in facts {
            self.say_that(fact);
        }
        self.say(Fact::PresenceOf(agent_id));
    }
}
