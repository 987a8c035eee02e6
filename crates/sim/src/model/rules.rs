//! Who may have what, and who must: each rule by looking at everybody and everything.

use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::channel::Channel;
use rapport_core::id::{AgentId, InteractionId, QueueId, SkillId};
use rapport_core::interaction::PRIORITY_MAX;
use rapport_core::routing::{
    ChannelPolicy, Policy, RING_AGENTS_MAX, Requirement, SPAN_MS_MIN, Strategy,
};

use super::{Broken, Model, Person, Record, State, Verdict, Wanted, broken};

fn millis(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

impl Model {
    pub(super) fn is_open(&self, queue: QueueId) -> bool {
        self.queues
            .get(&queue)
            .is_some_and(|config| config.hours.as_ref().is_none_or(|hours| hours.is_open(self.now)))
    }

    fn channel(&self, channel: Channel) -> ChannelPolicy {
        let set = self.policy.channels.get(&channel).cloned();
        set.or_else(|| Policy::default().channels.remove(&channel)).unwrap_or_else(|| {
            ChannelPolicy { cost: Default::default(), interrupts: Default::default(), live: false }
        })
    }

    /// When it is due: earlier is first; of two at once, the older id.
    fn rank(&self, record: &Record) -> (i128, InteractionId) {
        let queue = self.queues.get(&record.request.queue);
        let target_ms = queue.map_or(0, |config| config.service_level_ms);
        let levels = record.request.priority.clamp(1, PRIORITY_MAX) - 1;
        let credit_ms = u64::from(levels) * self.policy.priority_step_ms;
        let due = i128::from(record.request.enqueued_at.micros()) + i128::from(target_ms) * 1_000
            - i128::from(credit_ms) * 1_000;
        (due, record.request.id)
    }

    /// The requirements after its time in the queue.
    fn needs<'a>(&'a self, record: &'a Record) -> &'a [Requirement] {
        let own = &record.request.rings;
        let queue = self.queues.get(&record.request.queue).map(|config| &config.rings);
        let rings = if own.is_empty() { queue.unwrap_or(own) } else { own };
        let passed = rings
            .iter()
            .filter(|ring| record.in_queue_since + millis(ring.after_ms) <= self.now)
            .max_by_key(|ring| ring.after_ms);
        passed.map_or(&record.request.requirements, |ring| &ring.requirements)
    }

    /// Whether the contact's language is still asked for.
    fn language(&self, record: &Record) -> Option<SkillId> {
        let queue = self.queues.get(&record.request.queue)?;
        let until = record.in_queue_since + millis(queue.language_hold_ms);
        record.request.language.filter(|_| until > self.now)
    }

    fn is_able(&self, person: &Person, record: &Record) -> bool {
        person.config.as_ref().is_some_and(|config| {
            config.queues.contains(&record.request.queue)
                && self.needs(record).iter().all(|need| {
                    let level = config.skills.get(&need.skill);
                    level.is_some_and(|level| *level >= need.min_proficiency)
                })
                && self.language(record).is_none_or(|skill| config.skills.contains_key(&skill))
        })
    }

    /// For whom alone it is kept.
    fn kept_for(&self, record: &Record) -> Option<Wanted> {
        let queue = self.queues.get(&record.request.queue)?;
        record.wanted.filter(|wanted| {
            let Some(person) = self.agents.get(&wanted.agent()) else { return false };
            let (hold_ms, able) = match wanted {
                Wanted::Preferred(_) => (queue.preferred_hold_ms, self.is_able(person, record)),
                Wanted::Transferred(_) => (queue.transfer_hold_ms, person.config.is_some()),
            };
            able && !person.offline && record.in_queue_since + millis(hold_ms) > self.now
        })
    }

    /// A hold that could not be kept at one time is over for good.
    pub(super) fn hold_is_over(&self, record: &Record) -> bool {
        self.queues.contains_key(&record.request.queue) && self.kept_for(record).is_none()
    }

    fn fits(&self, agent: AgentId, channel: Channel) -> bool {
        let Some(config) = self.agents.get(&agent).and_then(|person| person.config.as_ref()) else {
            return false;
        };
        let policy = self.channel(channel);
        let mut units = u64::from(policy.cost.0);
        let mut same = 0;
        for held in self.holders(agent) {
            same += u32::from(held.request.channel == channel);
            if !policy.interrupts.contains(&held.request.channel) {
                units += u64::from(self.channel(held.request.channel).cost.0);
            }
        }
        let max = config.channel_max.get(&channel).map_or(u32::MAX, |max| u32::from(*max));
        units <= u64::from(config.capacity.0) && same < max
    }

    /// Whether this agent may be offered this interaction now.
    pub(super) fn may_take(&self, agent: AgentId, record: &Record) -> bool {
        let Some(person) = self.agents.get(&agent) else { return false };
        let wanted = match self.kept_for(record) {
            None => self.is_able(person, record),
            Some(wanted) => wanted.agent() == agent,
        };
        let declined = record.declined.get(&agent).is_some_and(|until| *until > self.now);
        record.state == State::Waiting
            && self.is_open(record.request.queue)
            && person.online
            && wanted
            && !declined
            && self.fits(agent, record.request.channel)
    }

    /// Less is better.
    fn measure(&self, agent: AgentId, record: &Record, strategy: Strategy) -> i128 {
        let Some((person, config)) = self
            .agents
            .get(&agent)
            .and_then(|person| person.config.as_ref().map(|config| (person, config)))
        else {
            return i128::MAX;
        };
        let has_work = self.holders(agent).next().is_some();
        match strategy {
            Strategy::LongestIdle | Strategy::RingAll if has_work => {
                (1 << 80) + i128::from(person.busy_since.micros())
            }
            Strategy::LongestIdle | Strategy::RingAll => i128::from(person.idle_since.micros()),
            Strategy::RoundRobin => i128::from(person.last_offer),
            Strategy::LeastLoaded => {
                let held = self.holders(agent);
                let units: i128 =
                    held.map(|held| i128::from(self.channel(held.request.channel).cost.0)).sum();
                units * 10_000 / i128::from(config.capacity.0.max(1))
            }
            Strategy::MostSkilled => {
                let mut needs: Vec<_> = self.needs(record).iter().map(|need| need.skill).collect();
                needs.extend(self.language(record));
                needs.sort_unstable();
                needs.dedup();
                let levels = needs.iter().filter_map(|skill| config.skills.get(skill));
                -levels.map(|level| i128::from(level.level())).sum::<i128>()
            }
            Strategy::LeastCost => {
                let queue = record.request.queue;
                let default_ms = self.queues.get(&queue).map_or(0, |queue| queue.handling_ms);
                i128::from(config.cost_micros(queue, record.request.channel, default_ms))
            }
        }
    }

    pub(super) fn offer_is_right(
        &self,
        interaction: InteractionId,
        agents: &[AgentId],
        until: Timestamp,
    ) -> Verdict {
        let Some(record) = self.work.get(&interaction) else {
            return broken(format!("{interaction} is unknown and offered"));
        };
        let Some(queue) = self.queues.get(&record.request.queue) else {
            return broken(format!("{interaction} is offered for a queue that is not there"));
        };
        if until != self.now + millis(queue.offer_timeout_ms.max(SPAN_MS_MIN)) {
            return broken(format!("{interaction} rings until {until}"));
        }
        let several = queue.strategy == Strategy::RingAll;
        if agents.is_empty() || agents.len() > if several { RING_AGENTS_MAX } else { 1 } {
            return broken(format!("{interaction} is offered to {} agents", agents.len()));
        }
        for agent in agents {
            if !self.may_take(*agent, record) {
                return broken(format!("{interaction} is offered to {agent}, who may not have it"));
            }
            self.nothing_is_due_before(*agent, record)?;
        }
        self.no_agent_is_better(agents, record, queue.strategy)
    }

    /// The order of due time, for each agent over all that the agent may take.
    fn nothing_is_due_before(&self, agent: AgentId, record: &Record) -> Verdict {
        let earlier = self
            .work
            .values()
            .find(|other| self.rank(other) < self.rank(record) && self.may_take(agent, other));
        match earlier {
            None => Ok(()),
            Some(other) => broken(format!(
                "{agent} is offered {} before {}, which is due earlier",
                record.request.id, other.request.id
            )),
        }
    }

    fn no_agent_is_better(
        &self,
        chosen: &[AgentId],
        record: &Record,
        strategy: Strategy,
    ) -> Verdict {
        let measure = |agent: &AgentId| self.measure(*agent, record, strategy);
        let worst = chosen.iter().map(measure).max().unwrap_or(i128::MAX);
        let all_rang = chosen.len() < RING_AGENTS_MAX && strategy == Strategy::RingAll;
        let better = self.agents.keys().find(|agent| {
            !chosen.contains(agent)
                && self.may_take(**agent, record)
                && (all_rang || measure(agent) < worst)
        });
        match better {
            None => Ok(()),
            Some(better) => broken(format!(
                "{} is offered to {chosen:?} though {better} comes first by {strategy:?}",
                record.request.id
            )),
        }
    }

    /// Nothing is half done, and nothing waits while somebody who may take it is free.
    pub(super) fn at_rest(&self) -> Result<(), Broken> {
        for record in self.work.values() {
            let id = record.request.id;
            match &record.state {
                State::Waiting => {
                    if let Some(agent) =
                        self.agents.keys().find(|agent| self.may_take(**agent, record))
                    {
                        return broken(format!("{id} waits while {agent} is free"));
                    }
                }
                State::Offered { until, .. } if *until <= self.now => {
                    return broken(format!("{id} rings for too long"));
                }
                State::WrapUp { until, .. } if *until <= self.now => {
                    return broken(format!("{id} is wrapped up for too long"));
                }
                State::Offered { .. } | State::Active { .. } | State::WrapUp { .. } => {}
            }
        }
        Ok(())
    }

    /// Nobody who has just stopped taking work has an offer left, and who vanished has given back
    /// what somebody waits for.
    pub(super) fn has_let_go(&self, agent: AgentId, vanished: bool) -> Verdict {
        for record in self.holders(agent) {
            let live = self.channel(record.request.channel).live;
            let held = match &record.state {
                State::Offered { .. } => true,
                State::Active { .. } => vanished && live,
                State::Waiting | State::WrapUp { .. } => false,
            };
            if held {
                return broken(format!("{} is still with {agent}", record.request.id));
            }
        }
        Ok(())
    }
}
