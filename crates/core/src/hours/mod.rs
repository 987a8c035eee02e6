//! Opening hours: a week of intervals and holidays, in a time zone.
//!
//! Open means: a clock on the wall in that zone shows a time inside an interval of that day. So
//! when clocks go forward, an interval begins at the first instant that exists; when they go back,
//! a time that comes twice is open twice.

mod changes;
mod form;

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

pub use form::{DayHours, Holiday, Hours, OpenInterval, Weekday};

use crate::Timestamp;
use crate::validation::FieldError;

/// Intervals of one day at most; a day has no use for more.
pub const INTERVALS_PER_DAY_MAX: usize = 24;
/// Holidays at most: a decade of the most festive calendars.
pub const HOLIDAYS_MAX: usize = 500;

/// Part of a day in minutes since midnight, `from` included, `to` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Interval {
    from: u16,
    to: u16,
}

/// By day, Monday first; each sorted, without overlap.
type Week = [Vec<Interval>; 7];
/// In place of the day of the week.
type Holidays = BTreeMap<Date, Vec<Interval>>;

/// Valid opening hours, ready to be asked. In JSON they are [`Hours`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Hours", into = "Hours")]
pub struct Schedule {
    hours: Hours,
    zone: TimeZone,
    week: Week,
    holidays: Holidays,
}

impl PartialEq for Schedule {
    fn eq(&self, other: &Self) -> bool {
        self.hours == other.hours
    }
}

impl Eq for Schedule {}

/// Every mistake in opening hours, each with its field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.list())]
pub struct HoursError(pub Vec<FieldError>);

impl HoursError {
    fn list(&self) -> String {
        let lines = self.0.iter().map(|error| format!("{}: {}", error.field, error.detail));
        lines.collect::<Vec<_>>().join("; ")
    }
}

impl Schedule {
    /// As they were given.
    pub fn hours(&self) -> &Hours {
        &self.hours
    }

    pub fn is_open(&self, at: Timestamp) -> bool {
        let local = at.in_zone(&self.zone).datetime();
        let minute =
            u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs());
        let open = |interval: &Interval| interval.from <= minute && minute < interval.to;
        self.day(local.date()).iter().any(open)
    }

    /// The first instant after `at` at which it opens or closes; none if it never does.
    pub fn next_change(&self, at: Timestamp) -> Option<Timestamp> {
        let open = self.is_open(at);
        self.candidates(at).find(|change| self.is_open(*change) != open)
    }

    /// The first instant from `at` on at which it is open; none if it never is.
    pub fn next_opening(&self, at: Timestamp) -> Option<Timestamp> {
        if self.is_open(at) { Some(at) } else { self.next_change(at) }
    }

    fn day(&self, date: Date) -> &[Interval] {
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        self.holidays.get(&date).unwrap_or(&self.week[weekday])
    }
}

#[cfg(test)]
mod tests;
