//! When hours may change between open and closed.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::AmbiguousOffset;

use super::Schedule;
use crate::Timestamp;

/// Days that are looked at one by one. A week that brings no change brings none later either,
/// but for intervals that a time change swallows; three weeks leave room for those.
const DAYS_AHEAD: i64 = 22;

impl Schedule {
    /// Every instant after `at` at which a change is possible, in order: the ends of intervals and
    /// the time changes of the zone over the coming weeks, then around each later holiday.
    pub(super) fn candidates(&self, at: Timestamp) -> impl Iterator<Item = Timestamp> + '_ {
        let today = at.in_zone(&self.zone).date();
        let coming = (-1..=DAYS_AHEAD).map(move |days| today.saturating_add(days.days()));
        let around = |date: &Date| {
            (-1..=1).map(|days: i64| date.saturating_add(days.days())).collect::<Vec<_>>()
        };
        let after = today.saturating_add(DAYS_AHEAD.days());
        let later: BTreeSet<Date> =
            self.holidays.keys().flat_map(around).filter(|date| *date > after).collect();
        coming.chain(later).flat_map(|date| self.instants_of(date)).filter(move |when| *when > at)
    }

    /// The possible changes of one day, in order.
    fn instants_of(&self, date: Date) -> BTreeSet<Timestamp> {
        let midnight = date.at(0, 0, 0, 0);
        let tomorrow = date.saturating_add(1.day()).at(0, 0, 0, 0);
        let mut instants = BTreeSet::new();
        let mut add = |local| {
            let ambiguous = self.zone.to_ambiguous_timestamp(local);
            let offsets = match ambiguous.offset() {
                AmbiguousOffset::Unambiguous { offset } => [offset, offset],
                AmbiguousOffset::Gap { before, after }
                | AmbiguousOffset::Fold { before, after } => [before, after],
            };
            let exact = offsets.iter().filter_map(|offset| offset.to_timestamp(local).ok());
            instants.extend(exact.map(Timestamp::from));
        };
        add(midnight);
        add(tomorrow);
        for interval in self.day(date) {
            for minutes in [interval.from, interval.to] {
                add(midnight.saturating_add(i64::from(minutes).minutes()));
            }
        }
        if let Ok(start) = self.zone.to_timestamp(midnight) {
            let transitions = self.zone.following(start).map(|change| change.timestamp());
            let end = self.zone.to_timestamp(tomorrow).unwrap_or(start);
            instants.extend(transitions.take_while(|when| *when <= end).map(Timestamp::from));
        }
        instants
    }
}
