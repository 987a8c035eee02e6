//! Where an interaction waits: its class, its place in line, its timer.

use super::Engine;
use super::agent::Joined;
use super::class::{Aim, AimedBy, ClassKey};
use super::config::{SPAN_MS_MIN, Strategy};
use super::load::{after, index, micros};
use super::message::{Output, OverflowReason};
use super::slots::{AgentAt, ClassAt, NeedsAt, QueueAt, WorkAt};
use super::work::Stage;
use crate::Timestamp;
use crate::presence::PresenceState;

/// Classes are kept when they are empty, since the same requirements come again; at this many,
/// and then whenever their number has doubled, the empty ones are dropped.
pub(super) const CLASSES_BEFORE_TIDYING: usize = 16_384;

impl Engine {
    /// Puts an unplaced interaction in line, in the queue where it belongs.
    pub(super) fn place(&mut self, at: WorkAt) {
        self.leave_closed_queue(at);
        let class = self.class_for(at);
        let work = &mut self.work[at];
        let queue = &self.queues[work.queue];
        work.due_micros = work
            .enqueued_at
            .micros()
            .saturating_add(micros(queue.config.service_level_ms))
            .saturating_sub(self.weights.credit_micros(work.priority))
            .min(i64::MAX - 1);
        work.stage = Stage::Waiting { class };
        self.classes[class].line.insert(work.rank(), at);
        self.classes.refresh_head(class, queue.open);
        self.dirty_work.push(at);
        self.arm(at);
    }

    /// Takes an interaction out of its line or its agents' hands, and says where it was.
    pub(super) fn take_out(&mut self, at: WorkAt) -> Stage {
        let stage = std::mem::replace(&mut self.work[at].stage, Stage::Unplaced);
        if let Stage::Waiting { class } = stage {
            let rank = self.work[at].rank();
            self.classes[class].line.remove(rank);
            let key = self.classes[class].key;
            self.classes.refresh_head(class, self.queues[key.queue].open);
            if key.aim.is_some() && self.classes[class].line.is_empty() {
                self.dissolve(class);
            }
        }
        for agent in stage.agents() {
            self.put_down(at, *agent);
        }
        stage
    }

    pub(super) fn put_down(&mut self, at: WorkAt, agent: AgentAt) {
        let channel = self.work[at].channel;
        self.agents[agent].put_down(at, channel, self.now, &self.weights);
        self.mark_agent(agent);
    }

    /// Places a waiting interaction anew, after something that decides its place has changed.
    pub(super) fn replace(&mut self, at: WorkAt) {
        if matches!(self.work[at].stage, Stage::Waiting { .. }) {
            self.take_out(at);
            self.place(at);
        }
    }

    pub(super) fn waiting_in(&self, queue: QueueAt) -> Vec<WorkAt> {
        let classes = self.queues[queue].classes.iter();
        classes.flat_map(|class| self.classes[*class].line.iter()).map(|entry| entry.work).collect()
    }

    fn leave_closed_queue(&mut self, at: WorkAt) {
        let queue = &self.queues[self.work[at].queue];
        if queue.open || !queue.configured {
            return;
        }
        let to = queue.config.overflow_when_closed.and_then(|to| self.queue_by_id.get(&to));
        if let Some(to) = to.copied().filter(|to| self.queues[*to].open) {
            self.overflow(at, to, OverflowReason::Closed);
        }
    }

    /// Moves an unplaced interaction to another queue.
    pub(super) fn overflow(&mut self, at: WorkAt, to: QueueAt, reason: OverflowReason) {
        let work = &mut self.work[at];
        self.outputs.push_back(Output::Overflowed {
            interaction: work.id,
            from: self.queues[work.queue].id,
            to: self.queues[to].id,
            reason,
        });
        work.queue = to;
        work.in_queue_since = self.now;
        work.overflow_not_before = self.now;
        work.wanted = None;
    }

    /// The requirements that stand after this time in the queue.
    fn needs_now(&mut self, at: WorkAt) -> NeedsAt {
        let work = &self.work[at];
        let rings =
            if work.rings.is_empty() { &self.queues[work.queue].rings } else { &work.rings };
        let passed =
            rings.iter().rev().find(|step| after(work.in_queue_since, step.after_ms) <= self.now);
        let needs = passed.map_or(work.needs, |step| step.needs);
        let holds = self.language_until(at).is_some_and(|until| until > self.now);
        match work.language.filter(|_| holds) {
            Some(language) => self.needs.with(needs, language),
            None => needs,
        }
    }

    /// Until when somebody is looked for who speaks the contact's language.
    fn language_until(&self, at: WorkAt) -> Option<Timestamp> {
        let work = &self.work[at];
        let hold_ms = self.queues[work.queue].config.language_hold_ms;
        work.language.map(|_| after(work.in_queue_since, hold_ms))
    }

    /// Until when a hold by an aim lasts.
    fn hold_until(&self, at: WorkAt, by: AimedBy) -> Timestamp {
        let work = &self.work[at];
        let config = &self.queues[work.queue].config;
        let hold_ms = match by {
            AimedBy::Preference => config.preferred_hold_ms,
            AimedBy::Transfer => config.transfer_hold_ms,
        };
        after(work.in_queue_since, hold_ms)
    }

    /// For whom alone it is kept now.
    fn aim_now(&self, at: WorkAt, needs: NeedsAt) -> Option<Aim> {
        let work = &self.work[at];
        let queue = self.queues[work.queue].id;
        work.aim().filter(|aim| {
            let agent = &self.agents[aim.agent];
            agent.presence != PresenceState::Offline
                && agent.config.is_some()
                && self.hold_until(at, aim.by) > self.now
                && (aim.by == AimedBy::Transfer
                    || agent.is_member(queue) && agent.meets(self.needs.get(needs)))
        })
    }

    /// A hold that cannot be kept now is over for good: nobody who has begun to look for somebody
    /// else goes back to waiting for one agent.
    fn class_for(&mut self, at: WorkAt) -> ClassAt {
        let needs = self.needs_now(at);
        let aim = self.aim_now(at, needs);
        let work = &mut self.work[at];
        if aim.is_none() {
            work.wanted = None;
        }
        let key = ClassKey { queue: work.queue, channel: work.channel, needs, aim };
        self.classes.find(&key).unwrap_or_else(|| self.form(key))
    }

    /// Makes a class and finds its agents: linear in the queue's members, once for each distinct
    /// set of requirements; at once for a class that is kept for one agent.
    fn form(&mut self, key: ClassKey) -> ClassAt {
        if self.classes.len() >= self.classes_max {
            self.tidy(key.needs);
        }
        let class = self.classes.insert(key, self.queues[key.queue].config.strategy);
        self.queues[key.queue].classes.push(class);
        if let Some(aim) = key.aim {
            self.join(aim.agent, class);
        } else {
            let needs = self.needs.get(key.needs);
            let members = self.queues[key.queue].members.iter().copied();
            let able: Vec<_> = members.filter(|at| self.agents[*at].meets(needs)).collect();
            for agent in able {
                self.join(agent, class);
            }
        }
        class
    }

    /// Enters an agent into a class that it can take from.
    pub(super) fn join(&mut self, at: AgentAt, class: ClassAt) {
        let row = &mut self.classes[class];
        let key = row.key;
        let queue = &self.queues[key.queue];
        let agent = &mut self.agents[at];
        let score = match row.strategy {
            Strategy::MostSkilled => -agent.mastery(self.needs.get(key.needs)),
            Strategy::LeastCost => agent.config.as_ref().map_or(0, |config| {
                let cost = config.cost_micros(queue.id, key.channel, queue.config.handling_ms);
                i64::try_from(cost).unwrap_or(i64::MAX)
            }),
            Strategy::LongestIdle
            | Strategy::RoundRobin
            | Strategy::LeastLoaded
            | Strategy::RingAll => 0,
        };
        let joined =
            Joined { class, strategy: row.strategy, score, standing: super::agent::NO_CANDIDATE };
        agent.joined[index(key.channel)].push(joined);
        row.agents += 1;
        // A dirty agent is announced to all its classes when it is settled.
        if agent.room[index(key.channel)] && !agent.dirty {
            let slot = agent.joined[index(key.channel)].len() - 1;
            self.nominate(at, index(key.channel), slot);
        }
    }

    /// Drops an empty class.
    pub(super) fn dissolve(&mut self, class: ClassAt) {
        let key = self.classes[class].key;
        let on = index(key.channel);
        let leave = |joined: &Joined| joined.class != class;
        if let Some(aim) = key.aim {
            self.agents[aim.agent].joined[on].retain(leave);
        } else {
            for agent in &self.queues[key.queue].members {
                self.agents[*agent].joined[on].retain(leave);
            }
        }
        self.queues[key.queue].classes.retain(|other| *other != class);
        self.classes.remove(class);
    }

    /// Drops empty classes, and then the sets of requirements that nobody refers to, but for one
    /// that is about to be.
    fn tidy(&mut self, needed: NeedsAt) {
        let all = self.queues.places().flat_map(|queue| self.queues[queue].classes.clone());
        let empty: Vec<_> = all.filter(|class| self.classes[*class].line.is_empty()).collect();
        for class in empty {
            self.dissolve(class);
        }
        self.classes_max = CLASSES_BEFORE_TIDYING.max(2 * self.classes.len());
        let queues = self.queues.places();
        let of_queues = queues.flat_map(|queue| {
            let row = &self.queues[queue];
            let rings = row.rings.iter().map(|step| step.needs);
            rings.chain(row.classes.iter().map(|class| self.classes[*class].key.needs))
        });
        let of_work = self.work_by_id.values().flat_map(|at| {
            let work = &self.work[*at];
            work.rings.iter().map(|step| step.needs).chain([work.needs])
        });
        let used = of_queues.chain(of_work).chain([needed]).collect();
        self.needs.keep(&used);
    }

    /// Sets the one timer of an interaction to whatever comes next for it.
    pub(super) fn arm(&mut self, at: WorkAt) {
        let next = match &self.work[at].stage {
            Stage::Unplaced | Stage::Active { .. } => None,
            Stage::Waiting { class } => self.next_while_waiting(at, *class),
            Stage::Offered { until, .. } | Stage::WrapUp { until, .. } => Some(*until),
        };
        let set = std::mem::replace(&mut self.work[at].timer, next);
        if set == next {
            return;
        }
        if let Some(old) = set {
            self.timers.remove(&(old, at));
        }
        if let Some(new) = next {
            self.timers.insert((new, at));
        }
    }

    fn next_while_waiting(&self, at: WorkAt, class: ClassAt) -> Option<Timestamp> {
        let work = &self.work[at];
        let queue = &self.queues[work.queue];
        let hold = self.classes[class].key.aim.map(|aim| self.hold_until(at, aim.by));
        let rings = if work.rings.is_empty() { &queue.rings } else { &work.rings };
        let ring = rings
            .iter()
            .map(|step| after(work.in_queue_since, step.after_ms))
            .find(|relaxes_at| *relaxes_at > self.now);
        let language = self.language_until(at).filter(|until| *until > self.now);
        let declined = work.declined.iter().map(|declined| declined.until).min();
        let overflow = self.overflow_at(at);
        [hold, ring, language, declined, overflow].into_iter().flatten().min()
    }

    /// When a waiting interaction is to go to the overflow queue.
    pub(super) fn overflow_at(&self, at: WorkAt) -> Option<Timestamp> {
        let work = &self.work[at];
        let overflow = self.queues[work.queue].config.overflow?;
        let span_ms = overflow.after_ms.max(SPAN_MS_MIN);
        Some(after(work.in_queue_since, span_ms).max(work.overflow_not_before))
    }
}
