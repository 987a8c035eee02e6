//! Durations and their quantiles.

use std::time::Duration;

/// Measured durations.
#[derive(Debug, Default, Clone)]
pub struct Spread {
    micros: Vec<u64>,
}

impl Spread {
    pub fn add(&mut self, took: Duration) {
        self.micros.push(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// The smallest measured duration that `percent` of them do not exceed, in milliseconds; 0 of
    /// none.
    pub fn percentile_ms(&self, percent: usize) -> f64 {
        let mut sorted = self.micros.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        let micros = sorted.get(rank - 1).copied().unwrap_or(0);
        Duration::from_micros(micros).as_secs_f64() * 1_000.0
    }
}

/// The middle one; 0 of none.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_measured_values() {
        let mut spread = Spread::default();
        for ms in (1..=200).rev() {
            spread.add(Duration::from_millis(ms));
        }
        assert_eq!(spread.percentile_ms(50), 100.0);
        assert_eq!(spread.percentile_ms(99), 198.0);
        assert_eq!(spread.percentile_ms(100), 200.0);
        assert_eq!(Spread::default().percentile_ms(99), 0.0);
    }

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
    }
}
