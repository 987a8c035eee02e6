//! Waiting interactions that the same agents can take, and those agents in order.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};
use std::hash::{BuildHasherDefault, DefaultHasher};

use super::agent::Candidate;
use super::config::{Proficiency, Requirement, Strategy};
use super::line::Line;
use super::slots::{AgentAt, ClassAt, NeedsAt, Place, QueueAt, Slots};
use crate::channel::Channel;
use crate::id::SkillId;

/// A map for look-ups only: its order is never seen, and its hashes are the same in every run.
pub(super) type Lookup<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

/// Stale candidacies that a class keeps beyond twice its agents before it is swept.
const STALE_CANDIDATES_MAX: usize = 32;

/// The head of a class from which nothing can be offered.
pub(super) const NOTHING_DUE: i64 = i64::MAX;

/// Kept for one agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Aim {
    pub agent: AgentAt,
    pub by: AimedBy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum AimedBy {
    /// The last agent is preferred, if it is able.
    Preference,
    /// A person chose the agent: skills and queues do not matter.
    Transfer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ClassKey {
    pub queue: QueueAt,
    pub channel: Channel,
    pub needs: NeedsAt,
    pub aim: Option<Aim>,
}

#[derive(Debug)]
pub(super) struct Class {
    pub key: ClassKey,
    pub strategy: Strategy,
    pub line: Line,
    /// Every agent with room is a candidate here, with an order that is not after its true one:
    /// a candidate who comes to the top is put right there, instead of at each change.
    pub free: BinaryHeap<Reverse<Candidate>>,
    /// How many agents can take from it.
    pub agents: usize,
}

impl Class {
    pub fn needs_sweep(&self) -> bool {
        self.free.len() > 2 * self.agents + STALE_CANDIDATES_MAX
    }
}

/// All classes, and the due time of each one's first interaction side by side: an agent who is
/// free looks over the heads of its classes only.
#[derive(Debug, Default)]
pub(super) struct Classes {
    rows: Slots<ClassAt, Class>,
    heads: Vec<i64>,
    by_key: Lookup<ClassKey, ClassAt>,
}

impl Classes {
    pub fn find(&self, key: &ClassKey) -> Option<ClassAt> {
        self.by_key.get(key).copied()
    }

    pub fn insert(&mut self, key: ClassKey, strategy: Strategy) -> ClassAt {
        let class =
            Class { key, strategy, line: Line::default(), free: BinaryHeap::new(), agents: 0 };
        let at = self.rows.insert(class);
        if at.index() == self.heads.len() {
            self.heads.push(NOTHING_DUE);
        }
        self.heads[at.index()] = NOTHING_DUE;
        self.by_key.insert(key, at);
        at
    }

    /// The caller has taken it from its queue and its agents.
    pub fn remove(&mut self, at: ClassAt) {
        let key = self.rows[at].key;
        self.by_key.remove(&key);
        self.heads[at.index()] = NOTHING_DUE;
        self.rows[at].free = BinaryHeap::new();
        self.rows[at].line = Line::default();
        self.rows.release(at);
    }

    pub fn head(&self, at: ClassAt) -> i64 {
        self.heads[at.index()]
    }

    /// Brings the head up to date after the line or the queue's doors changed.
    pub fn refresh_head(&mut self, at: ClassAt, open: bool) {
        let first = self.rows[at].line.first().filter(|_| open);
        self.heads[at.index()] = first.map_or(NOTHING_DUE, |entry| entry.rank.0);
    }

    pub fn len(&self) -> usize {
        self.by_key.len()
    }
}

impl std::ops::Index<ClassAt> for Classes {
    type Output = Class;
    fn index(&self, at: ClassAt) -> &Class {
        &self.rows[at]
    }
}

impl std::ops::IndexMut<ClassAt> for Classes {
    fn index_mut(&mut self, at: ClassAt) -> &mut Class {
        &mut self.rows[at]
    }
}

/// Distinct sets of requirements, each sorted, one entry per skill.
#[derive(Debug, Default)]
pub(super) struct NeedSets {
    rows: Slots<NeedsAt, Vec<Requirement>>,
    by_needs: Lookup<Vec<Requirement>, NeedsAt>,
}

impl NeedSets {
    /// Of two requirements of one skill the higher counts.
    pub fn intern(&mut self, needs: &[Requirement]) -> NeedsAt {
        if needs.is_sorted_by(|a, b| a.skill < b.skill) {
            if let Some(at) = self.by_needs.get(needs) {
                return *at;
            }
            return self.insert(needs.to_vec());
        }
        let mut sorted = needs.to_vec();
        sorted.sort_by_key(|need| (need.skill, std::cmp::Reverse(need.min_proficiency)));
        sorted.dedup_by_key(|need| need.skill);
        match self.by_needs.get(sorted.as_slice()) {
            Some(at) => *at,
            None => self.insert(sorted),
        }
    }

    /// The same and this skill, at any proficiency.
    pub fn with(&mut self, needs: NeedsAt, skill: SkillId) -> NeedsAt {
        let asked = self.get(needs);
        if asked.iter().any(|need| need.skill == skill) {
            return needs;
        }
        let more = Requirement { skill, min_proficiency: Proficiency::MIN };
        let all: Vec<_> = asked.iter().copied().chain([more]).collect();
        self.intern(&all)
    }

    fn insert(&mut self, needs: Vec<Requirement>) -> NeedsAt {
        let at = self.rows.insert(needs.clone());
        self.by_needs.insert(needs, at);
        at
    }

    /// Drops all but these.
    pub fn keep(&mut self, used: &BTreeSet<NeedsAt>) {
        let mut gone = BTreeSet::new();
        self.by_needs.retain(|_, at| used.contains(at) || !gone.insert(*at));
        for at in gone {
            self.rows.release(at);
        }
    }

    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.by_needs.len()
    }

    pub fn get(&self, at: NeedsAt) -> &[Requirement] {
        &self.rows[at]
    }
}
