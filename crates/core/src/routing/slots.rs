//! Dense tables with typed places, so that the hot path follows small numbers instead of ids.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A place in a [`Slots`] table.
pub(super) trait Place: Copy {
    fn from_index(index: usize) -> Self;
    fn index(self) -> usize;
}

macro_rules! places {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) struct $name(u32);

        impl Place for $name {
            fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

places! {
    /// An agent that the engine has heard of.
    AgentAt;
    /// A class of waiting interactions.
    ClassAt;
    /// An interaction that has not ended.
    WorkAt;
    /// A queue that the engine has heard of.
    QueueAt;
    /// A distinct set of requirements.
    NeedsAt;
}

/// A table whose places are used again after they are freed. A freed place keeps its old value
/// until then, so that no access can panic; whoever frees a place drops every reference to it.
#[derive(Debug)]
pub(super) struct Slots<P, T> {
    rows: Vec<T>,
    free: Vec<P>,
    place: PhantomData<P>,
}

impl<P: Place, T> Default for Slots<P, T> {
    fn default() -> Self {
        Self { rows: Vec::new(), free: Vec::new(), place: PhantomData }
    }
}

impl<P: Place, T> Slots<P, T> {
    pub fn insert(&mut self, row: T) -> P {
        if let Some(place) = self.free.pop() {
            self.rows[place.index()] = row;
            return place;
        }
        self.rows.push(row);
        P::from_index(self.rows.len() - 1)
    }

    pub fn release(&mut self, place: P) {
        self.free.push(place);
    }

    /// Every place, in order. Only for tables whose places are never freed.
    pub fn places(&self) -> impl Iterator<Item = P> + use<P, T> {
        (0..self.rows.len()).map(P::from_index)
    }
}

impl<P: Place, T> Index<P> for Slots<P, T> {
    type Output = T;
    fn index(&self, place: P) -> &T {
        &self.rows[place.index()]
    }
}

impl<P: Place, T> IndexMut<P> for Slots<P, T> {
    fn index_mut(&mut self, place: P) -> &mut T {
        &mut self.rows[place.index()]
    }
}
