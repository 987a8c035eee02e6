//! What reports count, made of the log event by event and of nothing else, so that all figures agree
//! and can be made anew from it.

mod asked;
mod books;

pub use asked::{KnownFact, says_again, seeks_again};
pub use books::{Activity, Books, Counted, Memory, Place, Repeated, Reply, Step};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;

/// What is counted is kept by the quarter of an hour: in every time zone a day is a number of them.
pub const QUARTER_MICROS: i64 = 15 * 60 * 1_000_000;

/// The quarter in which something was, in quarters since 1970.
pub fn quarter_of(at: Timestamp) -> i64 {
    at.micros().div_euclid(QUARTER_MICROS)
}

/// By what it is known that a customer was asked for something that was known already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepeatedBy {
    /// An agent asked for it.
    Asked,
    /// The customer said it again, in answer to an agent who had not said it.
    SaidAgain,
}

impl RepeatedBy {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::SaidAgain => "said_again",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Asked, Self::SaidAgain].into_iter().find(|it| it.name() == name)
    }
}
