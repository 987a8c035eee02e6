//! Random values under a seed: the demonstration's content is the same each time it is made.

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every machine and in every release.
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From `low` to `high`, both included. The bias of the remainder does not matter here.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// True in `percent` of 100 cases.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of these; `of` is not empty.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let place = self.between(0, of.len() as u64 - 1);
        &of[usize::try_from(place).unwrap_or(0)]
    }
}
