//! Opening hours as an administrator writes them, and what can be wrong with that.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{HOLIDAYS_MAX, Holidays, HoursError, INTERVALS_PER_DAY_MAX, Interval, Schedule, Week};
use crate::validation::Errors;

const MINUTES_PER_DAY: u16 = 24 * 60;
const HOLIDAY_NAME_CHARS_MAX: usize = 100;
/// Beyond it jiff's arithmetic on days could leave its range.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2999;

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    fn index(self) -> usize {
        match self {
            Self::Monday => 0,
            Self::Tuesday => 1,
            Self::Wednesday => 2,
            Self::Thursday => 3,
            Self::Friday => 4,
            Self::Saturday => 5,
            Self::Sunday => 6,
        }
    }
}

/// From one wall clock time to another of the same day, `HH:MM`; `to` may be `24:00`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenInterval {
    #[schema(example = "09:00")]
    pub from: String,
    #[schema(example = "12:30")]
    pub to: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DayHours {
    pub day: Weekday,
    pub intervals: Vec<OpenInterval>,
}

/// A date with hours of its own; no intervals: closed all day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holiday {
    #[schema(example = "2026-12-25", format = Date)]
    pub date: String,
    #[schema(example = "Christmas")]
    pub name: String,
    pub intervals: Vec<OpenInterval>,
}

/// Opening hours. A day that is absent is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hours {
    /// A name of the IANA time zone database.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    pub week: Vec<DayHours>,
    #[serde(default)]
    pub holidays: Vec<Holiday>,
}

impl Hours {
    /// Open day and night.
    pub fn always(time_zone: &str) -> Self {
        let all_day = || vec![OpenInterval { from: "00:00".to_owned(), to: "24:00".to_owned() }];
        Self {
            time_zone: time_zone.to_owned(),
            week: Weekday::ALL.map(|day| DayHours { day, intervals: all_day() }).into(),
            holidays: Vec::new(),
        }
    }

    /// Adds every mistake, each with its field, such as `week[0].intervals[1].from`.
    pub fn validate(&self, errors: &mut Errors) {
        self.read(errors);
    }

    fn read(&self, errors: &mut Errors) -> (TimeZone, Week, Holidays) {
        let zone = zone(&self.time_zone, errors);
        (zone, week(&self.week, errors), holidays(&self.holidays, errors))
    }
}

impl From<Schedule> for Hours {
    fn from(schedule: Schedule) -> Self {
        schedule.hours
    }
}

impl TryFrom<Hours> for Schedule {
    type Error = HoursError;

    fn try_from(hours: Hours) -> Result<Self, HoursError> {
        let mut errors = Errors::default();
        let (zone, week, holidays) = hours.read(&mut errors);
        errors.into_result().map_err(HoursError)?;
        Ok(Self { hours, zone, week, holidays })
    }
}

fn zone(name: &str, errors: &mut Errors) -> TimeZone {
    let known = TimeZone::get(name).ok().filter(|zone| zone.iana_name().is_some());
    known.unwrap_or_else(|| {
        errors.push("time_zone", "write a name of the IANA database, such as Europe/Berlin");
        TimeZone::UTC
    })
}

fn week(days: &[DayHours], errors: &mut Errors) -> Week {
    let mut week: Week = Default::default();
    let mut seen = [false; 7];
    for (n, day) in days.iter().enumerate() {
        let at = day.day.index();
        if std::mem::replace(&mut seen[at], true) {
            errors.push(format!("week[{n}].day"), "is there already: give each day once");
        } else {
            week[at] = intervals(&day.intervals, &format!("week[{n}]"), errors);
        }
    }
    week
}

fn holidays(days: &[Holiday], errors: &mut Errors) -> Holidays {
    let mut holidays = BTreeMap::new();
    if days.len() > HOLIDAYS_MAX {
        errors.push("holidays", format!("must be at most {HOLIDAYS_MAX}: remove past ones"));
        return holidays;
    }
    for (n, day) in days.iter().enumerate() {
        errors.check_line(&day.name, &format!("holidays[{n}].name"), HOLIDAY_NAME_CHARS_MAX);
        let open = intervals(&day.intervals, &format!("holidays[{n}]"), errors);
        let field = format!("holidays[{n}].date");
        match date(&day.date) {
            None => errors.push(field, "write the date as YYYY-MM-DD, between 1970 and 2999"),
            Some(date) if holidays.contains_key(&date) => {
                errors.push(field, "is there already: give each date once");
            }
            Some(date) => {
                holidays.insert(date, open);
            }
        }
    }
    holidays
}

fn date(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    // jiff also reads other forms of ISO 8601; one form only keeps what is stored uniform.
    (YEARS.contains(&date.year()) && date.to_string() == text).then_some(date)
}

fn intervals(forms: &[OpenInterval], path: &str, errors: &mut Errors) -> Vec<Interval> {
    if forms.len() > INTERVALS_PER_DAY_MAX {
        let detail = format!("must be at most {INTERVALS_PER_DAY_MAX}");
        errors.push(format!("{path}.intervals"), detail);
        return Vec::new();
    }
    let mut intervals: Vec<Interval> = Vec::with_capacity(forms.len());
    for (n, form) in forms.iter().enumerate() {
        let field = |name| format!("{path}.intervals[{n}].{name}");
        let from = minutes(&form.from).filter(|minutes| *minutes < MINUTES_PER_DAY);
        let to = minutes(&form.to);
        if from.is_none() {
            errors.push(field("from"), "write the time as HH:MM, 00:00 to 23:59");
        }
        if to.is_none() {
            errors.push(field("to"), "write the time as HH:MM, 00:01 to 24:00");
        }
        let (Some(from), Some(to)) = (from, to) else { continue };
        if from >= to {
            errors.push(field("to"), "must be after `from`; split hours that cross midnight");
        } else if intervals.iter().any(|other| from < other.to && other.from < to) {
            errors.push(field("from"), "overlaps another interval of this day");
        } else {
            intervals.push(Interval { from, to });
        }
    }
    intervals.sort_unstable();
    intervals
}

/// Minutes since midnight, of exactly `HH:MM`.
fn minutes(text: &str) -> Option<u16> {
    let bytes = text.as_bytes();
    if bytes.len() != 5 || bytes[2] != b':' {
        return None;
    }
    let digit = |at: usize| bytes[at].is_ascii_digit().then(|| u16::from(bytes[at] - b'0'));
    let (hours, minutes) = (digit(0)? * 10 + digit(1)?, digit(3)? * 10 + digit(4)?);
    let all = hours * 60 + minutes;
    (minutes < 60 && all <= MINUTES_PER_DAY).then_some(all)
}
