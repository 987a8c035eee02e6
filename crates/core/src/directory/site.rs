//! A place where agents work.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::check_name;
use super::{Directory, Kind, Record};
use crate::id::SiteId;
use crate::validation::Errors;

/// An amount in millionths of a currency's unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Money {
    #[schema(minimum = 0, maximum = 1_000_000_000_000i64)]
    pub amount_micros: i64,
    /// ISO 4217.
    #[schema(pattern = "^[A-Z]{3}$", example = "EUR")]
    pub currency: String,
}

pub const AMOUNT_MICROS_MAX: i64 = 1_000_000_000_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SiteFields)]
pub struct Site {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// IANA name.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    /// What an agent's hour costs here; for the least-cost strategy.
    pub cost_per_hour: Money,
}

impl Record for Site {
    type Id = SiteId;
    const KIND: Kind = Kind::Site;
    const SCHEMA: &'static str = "Site";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<SiteId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        errors.check(
            jiff::tz::TimeZone::get(&self.time_zone).is_ok(),
            "time_zone",
            "must be an IANA time zone, such as Europe/Berlin",
        );
        errors.check(
            (0..=AMOUNT_MICROS_MAX).contains(&self.cost_per_hour.amount_micros),
            "cost_per_hour.amount_micros",
            "must lie between 0 and 1,000,000,000,000",
        );
        let currency = &self.cost_per_hour.currency;
        errors.check(
            currency.len() == 3 && currency.chars().all(|c| c.is_ascii_uppercase()),
            "cost_per_hour.currency",
            "must be an ISO 4217 code, such as EUR",
        );
    }
}
