//! A waiting line: ordered by due time, with the rank of any entry at hand.

use std::collections::VecDeque;

use super::slots::WorkAt;
use crate::id::InteractionId;

/// Entries per chunk. Small enough that shifting one is a few cache lines, large enough that
/// 100,000 entries are about a thousand chunks.
const CHUNK_ENTRIES_MAX: usize = 128;

/// What orders a line: due time in microseconds, then the id, which is the older one first.
pub(super) type Rank = (i64, InteractionId);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub rank: Rank,
    pub work: WorkAt,
}

/// A sorted list in chunks: insert, remove and rank cost a binary search over the chunks and one
/// inside, plus shifting at most half a chunk. A `BTreeMap` has no rank, and a position in the
/// queue is asked for by every waiting visitor.
#[derive(Debug, Default)]
pub(super) struct Line {
    chunks: Vec<VecDeque<Entry>>,
    entries: usize,
}

impl Line {
    pub fn len(&self) -> usize {
        self.entries
    }

    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }

    pub fn first(&self) -> Option<Entry> {
        self.chunks.first()?.front().copied()
    }

    pub fn iter(&self) -> impl Iterator<Item = Entry> + '_ {
        self.chunks.iter().flatten().copied()
    }

    /// The first chunk that ends at or after `rank`.
    fn chunk_of(&self, rank: Rank) -> usize {
        self.chunks.partition_point(|chunk| chunk.back().is_some_and(|last| last.rank < rank))
    }

    pub fn insert(&mut self, rank: Rank, work: WorkAt) {
        if self.chunks.is_empty() {
            self.chunks.push(VecDeque::new());
        }
        let at = self.chunk_of(rank).min(self.chunks.len() - 1);
        let chunk = &mut self.chunks[at];
        let within = chunk.partition_point(|entry| entry.rank < rank);
        if chunk.get(within).is_some_and(|entry| entry.rank == rank) {
            return;
        }
        chunk.insert(within, Entry { rank, work });
        self.entries += 1;
        if chunk.len() > CHUNK_ENTRIES_MAX {
            let rest = chunk.split_off(CHUNK_ENTRIES_MAX / 2);
            self.chunks.insert(at + 1, rest);
        }
    }

    /// Whether it was there.
    pub fn remove(&mut self, rank: Rank) -> bool {
        let at = self.chunk_of(rank);
        let Some(chunk) = self.chunks.get_mut(at) else { return false };
        let within = chunk.partition_point(|entry| entry.rank < rank);
        if chunk.get(within).is_none_or(|entry| entry.rank != rank) {
            return false;
        }
        chunk.remove(within);
        self.entries -= 1;
        // The last chunk stays, so a line that goes between none and one allocates once.
        if chunk.is_empty() && self.chunks.len() > 1 {
            self.chunks.remove(at);
        }
        true
    }

    /// How many entries come before `rank`.
    pub fn before(&self, rank: Rank) -> usize {
        let at = self.chunk_of(rank);
        let earlier: usize = self.chunks[..at].iter().map(VecDeque::len).sum();
        let within =
            self.chunks.get(at).map_or(0, |chunk| chunk.partition_point(|entry| entry.rank < rank));
        earlier + within
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::super::slots::Place;
    use super::*;
    use crate::id::TypedId;

    fn rank(due: i64) -> Rank {
        (due / 3, InteractionId::from_uuid(Uuid::from_u128(due.unsigned_abs().into())))
    }

    proptest! {
        #[test]
        fn it_agrees_with_a_sorted_set(steps in prop::collection::vec((any::<bool>(), 0..900i64), 0..3000)) {
            let mut line = Line::default();
            let mut model = BTreeSet::new();
            for (add, due) in steps {
                let rank = rank(due);
                if add {
                    line.insert(rank, WorkAt::from_index(0));
                    model.insert(rank);
                } else {
                    prop_assert_eq!(line.remove(rank), model.remove(&rank));
                }
                prop_assert_eq!(line.first().map(|entry| entry.rank), model.first().copied());
                prop_assert_eq!(line.before(rank), model.range(..rank).count());
            }
            prop_assert_eq!(line.len(), model.len());
            prop_assert!(line.iter().map(|entry| entry.rank).eq(model.iter().copied()));
        }
    }
}
