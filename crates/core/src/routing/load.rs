//! The policy in the form that the hot path reads: arrays by channel.

use super::config::{ChannelPolicy, Policy};
use crate::channel::Channel;

pub(super) const CHANNELS: usize = Channel::ALL.len();

pub(super) const fn index(channel: Channel) -> usize {
    match channel {
        Channel::Webchat => 0,
        Channel::Email => 1,
        Channel::Voice => 2,
        Channel::Sms => 3,
        Channel::Xmpp => 4,
        Channel::Social => 5,
        Channel::Forum => 6,
        Channel::Custom => 7,
    }
}

/// Interactions in hand, by channel.
pub(super) type Counts = [u16; CHANNELS];

/// What each channel costs, and whose load counts against whom.
#[derive(Debug)]
pub(super) struct Weights {
    cost: [u32; CHANNELS],
    /// `counts[arriving][held]`
    counts: [[bool; CHANNELS]; CHANNELS],
    live: [bool; CHANNELS],
    priority_step_micros: i64,
}

impl Weights {
    pub fn new(policy: &Policy) -> Self {
        let defaults = Policy::default();
        let mut weights = Self {
            cost: [0; CHANNELS],
            counts: [[true; CHANNELS]; CHANNELS],
            live: [false; CHANNELS],
            priority_step_micros: micros(policy.priority_step_ms),
        };
        for channel in Channel::ALL {
            let at = index(channel);
            let set: Option<&ChannelPolicy> =
                policy.channels.get(&channel).or_else(|| defaults.channels.get(&channel));
            let Some(set) = set else { continue };
            weights.cost[at] = u32::from(set.cost.0);
            weights.live[at] = set.live;
            for held in &set.interrupts {
                weights.counts[at][index(*held)] = false;
            }
        }
        weights
    }

    /// Units in use by all that is in hand.
    pub fn units(&self, held: &Counts) -> u32 {
        held.iter().zip(self.cost).map(|(count, cost)| u32::from(*count) * cost).sum()
    }

    /// Whether one more of `channel` fits into `capacity` units.
    pub fn fits(&self, held: &Counts, channel: usize, capacity: u32) -> bool {
        let counted = held.iter().zip(self.cost).zip(self.counts[channel]);
        let in_the_way =
            counted.map(|((count, cost), counts)| u32::from(*count) * cost * u32::from(counts));
        let units = self.cost[channel] + in_the_way.sum::<u32>();
        units <= capacity
    }

    pub fn is_live(&self, channel: Channel) -> bool {
        self.live[index(channel)]
    }

    /// How much earlier a priority makes an interaction due.
    pub fn credit_micros(&self, priority: u8) -> i64 {
        let steps = i64::from(priority.clamp(1, crate::interaction::PRIORITY_MAX) - 1);
        steps.saturating_mul(self.priority_step_micros)
    }
}

pub(super) fn micros(millis: u64) -> i64 {
    // A century: beyond it, times could not be added without overflow.
    const MILLIS_MAX: u64 = 100 * 366 * 86_400_000;
    i64::try_from(millis.min(MILLIS_MAX)).unwrap_or(i64::MAX / 2_000) * 1_000
}

/// `at` plus a span in milliseconds.
pub(super) fn after(at: crate::Timestamp, millis: u64) -> crate::Timestamp {
    crate::Timestamp::from_micros(at.micros().saturating_add(micros(millis)))
}
