//! Matching: who is free takes what is due, until nothing more can be offered.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Engine;
use super::agent::{Candidate, NO_CANDIDATE};
use super::config::{RING_AGENTS_MAX, Strategy};
use super::line::{Entry, Rank};
use super::load::{CHANNELS, index};
use super::slots::{AgentAt, ClassAt, WorkAt};
use super::work::Stage;

/// Why there may be something to offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    Work(WorkAt),
    Agent(AgentAt),
}

impl Engine {
    /// Before and after, no open class has both a waiting interaction and an agent with room who
    /// may take it; only what is marked dirty can have broken this.
    pub(super) fn settle(&mut self) {
        let mut agents = std::mem::take(&mut self.dirty_agents);
        let mut work = std::mem::take(&mut self.dirty_work);
        match (agents.as_slice(), work.as_slice()) {
            ([], []) => {}
            ([agent], []) => self.refill(*agent),
            ([], [at]) => self.find_agents(*at),
            (agents, work) => self.match_in_order(agents, work),
        }
        agents.clear();
        work.clear();
        // Given back for their memory.
        self.dirty_agents = agents;
        self.dirty_work = work;
    }

    /// Offers everything that can be, what is due first first, each to whom the strategy chooses.
    fn match_in_order(&mut self, agents: &[AgentAt], work: &[WorkAt]) {
        for at in agents {
            self.announce(*at);
        }
        let mut next = BinaryHeap::new();
        next.extend(work.iter().map(|at| Reverse((self.work[*at].rank(), Cause::Work(*at)))));
        next.extend(agents.iter().filter_map(|at| self.cause(*at)));
        while let Some(Reverse((rank, cause))) = next.pop() {
            match cause {
                Cause::Work(at) => self.find_agents(at),
                Cause::Agent(at) => {
                    // What was first for this agent may be gone, or no longer fit: offers only
                    // take away, so what is first now is due later.
                    let first = self.first_due(at).filter(|first| first.rank == rank);
                    if let Some(first) = first {
                        self.find_agents(first.work);
                    }
                    next.extend(self.cause(at));
                }
            }
        }
    }

    fn cause(&self, at: AgentAt) -> Option<Reverse<(Rank, Cause)>> {
        self.first_due(at).map(|first| Reverse((first.rank, Cause::Agent(at))))
    }

    /// Offers the one agent who came free what is due first, as long as there is room. Nobody
    /// else can take any of it: it would not have waited.
    fn refill(&mut self, at: AgentAt) {
        while let Some(next) = self.first_due(at) {
            self.offer(next.work, vec![at]);
        }
        self.announce(at);
    }

    /// What is due first of all that the agent can take: a look at the heads of its classes.
    fn first_due(&self, at: AgentAt) -> Option<Entry> {
        let agent = &self.agents[at];
        let mut best: Option<Entry> = None;
        for channel in (0..CHANNELS).filter(|channel| agent.room[*channel]) {
            for joined in &agent.joined[channel] {
                let head = self.classes.head(joined.class);
                if head > best.map_or(super::class::NOTHING_DUE - 1, |best| best.rank.0) {
                    continue;
                }
                let open = |entry: &Entry| !self.work[entry.work].is_closed_to(at);
                let first = self.classes[joined.class].line.iter().find(open);
                best = match (best, first) {
                    (Some(best), Some(first)) if best.rank <= first.rank => Some(best),
                    (best, first) => first.or(best),
                };
            }
        }
        best
    }

    /// Makes the agent a candidate in every class of the channels it has room for. Only needed
    /// after it came before its earlier order or has more room than before.
    fn announce(&mut self, at: AgentAt) {
        self.agents[at].dirty = false;
        for channel in 0..CHANNELS {
            if self.agents[at].room[channel] {
                for slot in 0..self.agents[at].joined[channel].len() {
                    self.nominate(at, channel, slot);
                }
            }
        }
    }

    /// Makes the agent a candidate in one class, unless it stands there already with an order
    /// that is not after its true one.
    pub(super) fn nominate(&mut self, at: AgentAt, channel: usize, slot: usize) {
        let agent = &self.agents[at];
        let joined = &agent.joined[channel][slot];
        let order = agent.order(joined);
        if joined.standing <= order {
            return;
        }
        let class = joined.class;
        self.agents[at].joined[channel][slot].standing = order;
        self.classes[class].free.push(Reverse(Candidate { order, agent: at, slot }));
        if self.classes[class].needs_sweep() {
            self.sweep(class);
        }
    }

    /// Where the class of a candidate is in the agent's list, if the candidacy still stands.
    fn slot_of(&self, candidate: &Candidate, class: ClassAt, channel: usize) -> Option<usize> {
        let list = &self.agents[candidate.agent].joined[channel];
        let there = |joined: &super::agent::Joined| joined.class == class;
        let slot = match list.get(candidate.slot) {
            Some(joined) if there(joined) => candidate.slot,
            // The list has become shorter since.
            Some(_) | None => list.iter().position(there)?,
        };
        (list[slot].standing == candidate.order).then_some(slot)
    }

    /// Drops candidacies that no longer stand.
    fn sweep(&mut self, class: ClassAt) {
        let channel = index(self.classes[class].key.channel);
        let mut all = std::mem::take(&mut self.classes[class].free).into_vec();
        all.retain(|Reverse(candidate)| self.slot_of(candidate, class, channel).is_some());
        all.sort_unstable();
        all.dedup_by_key(|Reverse(candidate)| (candidate.order, candidate.agent));
        self.classes[class].free = all.into();
    }

    /// Offers a waiting interaction to the best agent who has room, or to several.
    fn find_agents(&mut self, at: WorkAt) {
        let Stage::Waiting { class } = self.work[at].stage else { return };
        let key = self.classes[class].key;
        if !self.queues[key.queue].open {
            return;
        }
        let ring_all = self.classes[class].strategy == Strategy::RingAll;
        let agents = self.best_agents(class, at, if ring_all { RING_AGENTS_MAX } else { 1 });
        if !agents.is_empty() {
            self.offer(at, agents);
        }
    }

    fn best_agents(&mut self, class: ClassAt, at: WorkAt, agents_max: usize) -> Vec<AgentAt> {
        let mut found = Vec::new();
        let mut looked_at = Vec::new();
        while found.len() < agents_max
            && let Some(candidate) = self.first_candidate(class)
        {
            let closed = self.work[at].is_closed_to(candidate.agent);
            if !closed && !found.contains(&candidate.agent) {
                found.push(candidate.agent);
            }
            if closed || found.len() < agents_max {
                self.classes[class].free.pop();
                looked_at.push(Reverse(candidate));
            }
        }
        self.classes[class].free.extend(looked_at);
        found
    }

    /// The best agent with room, left on top of its class with its true order. Whoever has no room
    /// is dropped on the way, and whoever stands with an older order is put where it belongs.
    fn first_candidate(&mut self, class: ClassAt) -> Option<Candidate> {
        let channel = index(self.classes[class].key.channel);
        loop {
            let Reverse(candidate) = self.classes[class].free.peek().copied()?;
            let slot = self.slot_of(&candidate, class, channel);
            let agent = &mut self.agents[candidate.agent];
            let order = slot.map(|slot| agent.order(&agent.joined[channel][slot]));
            match (slot, order) {
                (Some(_), Some(order)) if agent.room[channel] && order == candidate.order => {
                    return Some(candidate);
                }
                (Some(slot), Some(order)) if agent.room[channel] => {
                    agent.joined[channel][slot].standing = order;
                    if let Some(mut top) = self.classes[class].free.peek_mut() {
                        *top = Reverse(Candidate { order, agent: candidate.agent, slot });
                    }
                }
                (Some(slot), _) => {
                    agent.joined[channel][slot].standing = NO_CANDIDATE;
                    self.classes[class].free.pop();
                }
                (None, _) => {
                    self.classes[class].free.pop();
                }
            }
        }
    }
}
