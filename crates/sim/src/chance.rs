//! Random values under a seed.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// A generator of random values; the same seed gives the same values.
#[derive(Debug)]
pub struct Chance(StdRng);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// From 0 to below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0.random_range(0..bound.max(1))
    }

    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0.random_range(low..=high)
    }

    /// True in `percent` of 100 cases.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of these; none of nothing.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() { None } else { of.get(self.below(of.len())) }
    }

    /// A span that is exponentially distributed, in microseconds.
    pub fn exponential_micros(&mut self, mean_micros: f64) -> i64 {
        let uniform: f64 = self.0.random();
        // From (0, 1], so that the logarithm is finite.
        let span = -mean_micros * (1.0 - uniform).ln();
        #[expect(clippy::cast_possible_truncation, reason = "rounding to microseconds is meant")]
        let micros = span.round() as i64;
        micros
    }
}
