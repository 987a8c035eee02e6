//! What the engine keeps of a queue.

use std::collections::BTreeSet;

use super::config::QueueConfig;
use super::slots::{AgentAt, ClassAt};
use super::work::Step;
use crate::Timestamp;
use crate::id::QueueId;

/// Buckets of the throughput window, one minute each: long enough to be steady at a call a
/// minute, short enough to follow the hour of the day.
const WINDOW_BUCKETS: usize = 15;
const WINDOW_MINUTES: i64 = 15;
const BUCKET_MICROS: i64 = 60_000_000;

/// Acceptances a minute over the last quarter of an hour.
#[derive(Debug, Default)]
pub(super) struct Throughput {
    counts: [u32; WINDOW_BUCKETS],
    /// The minute of the newest bucket, and of the first acceptance ever.
    newest: i64,
    first: Option<i64>,
}

impl Throughput {
    pub fn count(&mut self, now: Timestamp) {
        let minute = now.micros().div_euclid(BUCKET_MICROS);
        self.first.get_or_insert(minute);
        let skipped = (minute - self.newest).clamp(0, WINDOW_MINUTES);
        for past in 0..skipped {
            self.counts[Self::bucket(minute - past)] = 0;
        }
        self.newest = self.newest.max(minute);
        self.counts[Self::bucket(minute)] += 1;
    }

    /// The mean time between acceptances, in microseconds; none without any in the window.
    pub fn interval_micros(&self, now: Timestamp) -> Option<i64> {
        let minute = now.micros().div_euclid(BUCKET_MICROS);
        let first = self.first?;
        let oldest = first.max(minute - (WINDOW_MINUTES - 1));
        let accepted: i64 = (oldest..=minute.min(self.newest))
            .map(|past| i64::from(self.counts[Self::bucket(past)]))
            .sum();
        let span = (now.micros() - oldest * BUCKET_MICROS).max(1);
        (accepted > 0).then(|| span / accepted)
    }

    fn bucket(minute: i64) -> usize {
        usize::try_from(minute.rem_euclid(WINDOW_MINUTES)).unwrap_or(0)
    }
}

#[derive(Debug)]
pub(super) struct Queue {
    pub id: QueueId,
    /// The ordinary values while it is only heard of, the last ones after it was removed.
    pub config: QueueConfig,
    /// Otherwise nothing is offered.
    pub configured: bool,
    /// Within its hours, and configured.
    pub open: bool,
    pub opens_or_closes_at: Option<Timestamp>,
    pub rings: Vec<Step>,
    pub classes: Vec<ClassAt>,
    pub members: BTreeSet<AgentAt>,
    pub throughput: Throughput,
}

impl Queue {
    pub fn new(id: QueueId) -> Self {
        Self {
            id,
            config: QueueConfig::new(id),
            configured: false,
            open: false,
            opens_or_closes_at: None,
            rings: Vec::new(),
            classes: Vec::new(),
            members: BTreeSet::new(),
            throughput: Throughput::default(),
        }
    }
}
