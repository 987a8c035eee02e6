//! Who comes when, with what, and how it ends: the history before it is written.

use std::time::Duration;

use rapport_core::Timestamp;

use super::chance::Chance;
use super::customer::{CUSTOMERS, Customer};
use super::talk::{House, Line, Talk};

const MINUTE: Duration = Duration::from_secs(60);
const DAY_MINUTES: u64 = 24 * 60;
/// The oldest conversation is so old.
pub const DAYS_MAX: u64 = 60;
/// A matter that comes up sooner continues the one before.
const DAYS_BETWEEN: u64 = 4;
/// Conversations that nobody has answered yet.
pub const WAITING: usize = 2;
/// Conversations that are open, those that wait included: each of another customer.
pub const OPEN: usize = 26;
/// Only a script in which the customer speaks so often can be left half-way: what they say in
/// between still asks for an answer.
const HALF_WAY_CUSTOMER_LINES_MIN: usize = 3;

/// In whose hands an open conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// [`super::AGENT`], if they speak the language.
    Agent,
    /// [`super::COLLEAGUE`], if they speak the language.
    Colleague,
    Anybody,
    Nobody,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Resolved,
    /// In the queue.
    Waiting,
    /// Half-way, after so many lines.
    Open {
        lines: usize,
        holder: Holder,
        read: bool,
    },
}

/// One conversation to come.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Its place in the list of customers.
    pub customer: usize,
    pub talk: &'static Talk,
    pub at: Timestamp,
    pub ending: Ending,
    /// Of its own chance: what is said does not depend on the order of the visits, which changes
    /// with the time of day.
    pub seed: u64,
}

/// All visits, in the order in which they begin.
pub fn visits(customers: &[Customer], now: Timestamp, chance: &mut Chance) -> Vec<Visit> {
    let mut visits = Vec::with_capacity(CUSTOMERS * 2);
    for (number, customer) in customers.iter().enumerate() {
        let mut days = 1;
        if number < OPEN {
            visits.push(open(number, customer, now, chance));
            days = 2 * DAYS_BETWEEN;
        }
        // Who has not said a name has not been here before.
        let past = match customer.name {
            Some(_) => past_visits(number < OPEN, chance),
            None => 0,
        };
        for _ in 0..past {
            // More of them lately than long ago.
            days += chance.between(0, DAYS_MAX / 2).min(chance.between(0, DAYS_MAX));
            if days >= DAYS_MAX {
                break;
            }
            visits.push(Visit {
                customer: number,
                talk: chance.one(customer.language.talks()),
                at: moment(now, days, chance),
                ending: Ending::Resolved,
                seed: seed(chance),
            });
            days += DAYS_BETWEEN;
        }
        // Everybody has been here at least once.
        if visits.last().is_none_or(|visit| visit.customer != number) {
            let days = chance.between(1, DAYS_MAX - 1);
            visits.push(Visit {
                customer: number,
                talk: chance.one(customer.language.talks()),
                at: moment(now, days, chance),
                ending: Ending::Resolved,
                seed: seed(chance),
            });
        }
    }
    visits.sort_by_key(|visit| visit.at);
    visits
}

fn seed(chance: &mut Chance) -> u64 {
    chance.between(0, u64::MAX - 1)
}

fn past_visits(is_open: bool, chance: &mut Chance) -> u64 {
    let visits = *chance.one(&[1, 1, 1, 1, 1, 2, 2, 2, 3, 4]);
    if is_open { visits - 1 } else { visits }
}

/// Some time of a day with light, so many days ago (UTC, which is near enough).
fn moment(now: Timestamp, days: u64, chance: &mut Chance) -> Timestamp {
    let day_micros = i64::try_from(DAY_MINUTES * 60_000_000).unwrap_or(1);
    let midnight = Timestamp::from_micros(now.micros() - now.micros().rem_euclid(day_micros));
    let minutes = chance.between(7 * 60, 17 * 60);
    midnight - minutes_long(days * DAY_MINUTES)
        + minutes_long(minutes)
        + Duration::from_millis(chance.between(0, 59_999))
}

fn minutes_long(minutes: u64) -> Duration {
    MINUTE * u32::try_from(minutes).unwrap_or(u32::MAX)
}

/// An open conversation: the first ones wait, the others reach back from half an hour to three days.
fn open(number: usize, customer: &Customer, now: Timestamp, chance: &mut Chance) -> Visit {
    if number < WAITING {
        let talk = customer
            .language
            .talks()
            .iter()
            .find(|talk| talk.house == House::Pine && talk.about == super::talk::About::Orders)
            .unwrap_or(&customer.language.talks()[0]);
        let minutes = [4, 2][number % 2];
        let at = now - minutes_long(minutes);
        return Visit { customer: number, talk, at, ending: Ending::Waiting, seed: seed(chance) };
    }
    let long: Vec<&'static Talk> = customer
        .language
        .talks()
        .iter()
        .filter(|talk| talk.customer_lines() >= HALF_WAY_CUSTOMER_LINES_MIN)
        .collect();
    let talk = *chance.one(&long);
    let holder = [Holder::Agent, Holder::Nobody, Holder::Anybody, Holder::Colleague][number % 4];
    let answer_due = !number.is_multiple_of(3);
    let ending =
        Ending::Open { lines: half_way(talk, answer_due), holder, read: chance.percent(30) };
    let square = u64::try_from(number * number).unwrap_or(0);
    let minutes = 12 + 6 * square + chance.between(0, 9);
    Visit { customer: number, talk, at: now - minutes_long(minutes), ending, seed: seed(chance) }
}

/// After the agent's first answer or, when it is the agent's turn, after what the customer said
/// to it.
fn half_way(talk: &Talk, answer_due: bool) -> usize {
    let answered = talk.lines.iter().position(|line| matches!(line, Line::Agent(_)));
    let first = answered.unwrap_or(0);
    let next = talk.lines[first..].iter().position(|line| matches!(line, Line::Customer(_)));
    match next {
        Some(after) if answer_due => first + after + 1,
        Some(after) => first + after,
        None => talk.lines.len(),
    }
}
