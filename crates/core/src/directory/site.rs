//! A place where agents work.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::check_name;
use super::{Directory, Kind, Record, Stored};
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
        if let Some(other) = counts_otherwise(self, id, directory) {
            errors.push(
                "cost_per_hour.currency",
                format!(
                    "must be {}, in which the site {} counts: the least-cost strategy compares \
                     sites. To change the currency of all, set their costs to 0 first",
                    other.cost_per_hour.currency, other.name
                ),
            );
        }
    }
}

/// Another site in use whose cost cannot be compared with this one's. Nothing costs as much in one
/// currency as in another.
fn counts_otherwise<'d>(
    site: &Site,
    id: Option<SiteId>,
    directory: &'d Directory,
) -> Option<&'d Site> {
    let own = &site.cost_per_hour;
    let others = directory.sites.values().filter(|other| !other.archived && Some(other.id) != id);
    others.map(|other| &other.record).find(|other| {
        let cost = &other.cost_per_hour;
        own.amount_micros != 0 && cost.amount_micros != 0 && own.currency != cost.currency
    })
}

/// In which currency costs are counted: that of a site where an hour costs something, or else of any;
/// those in use before the others.
pub fn currency(directory: &Directory) -> Option<&str> {
    let cost = |site: &&Stored<Site>| (site.archived, site.record.cost_per_hour.amount_micros == 0);
    let sites = directory.sites.values().map(AsRef::as_ref);
    sites.min_by_key(cost).map(|site| site.record.cost_per_hour.currency.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;
    use crate::directory::Stored;
    use crate::id::TypedId;

    fn site(name: &str, amount_micros: i64, currency: &str) -> Site {
        let cost_per_hour = Money { amount_micros, currency: currency.to_owned() };
        Site { name: name.to_owned(), time_zone: "UTC".to_owned(), cost_per_hour }
    }

    fn stored(n: u8, archived: bool, record: Site) -> Stored<Site> {
        let at = Timestamp::from_millis(0);
        let id = SiteId::from_uuid(uuid::Uuid::from_bytes([n; 16]));
        Stored { id, version: 1, archived, created_at: at, updated_at: at, record }
    }

    fn check(site: &Site, id: Option<SiteId>, directory: &Directory) -> Vec<String> {
        let mut errors = Errors::default();
        site.validate(id, directory, &mut errors);
        let errors = errors.into_result().err().unwrap_or_default();
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn sites_whose_costs_are_compared_count_in_one_currency() {
        let mut directory = Directory::default();
        let berlin = stored(1, false, site("Berlin", 30_000_000, "EUR"));
        directory.put(berlin.clone().into());
        directory.put(stored(2, true, site("Boston", 40_000_000, "USD")).into());
        directory.put(stored(3, false, site("Nowhere", 0, "GBP")).into());
        let none: [&str; 0] = [];
        assert_eq!(check(&site("Paris", 35_000_000, "EUR"), None, &directory), none);
        assert_eq!(
            check(&site("Austin", 35_000_000, "USD"), None, &directory),
            ["cost_per_hour.currency"]
        );
        assert_eq!(check(&site("Austin", 0, "USD"), None, &directory), none);
        assert_eq!(currency(&directory), Some("EUR"));
        assert_eq!(currency(&Directory::default()), None);
        // The only one that costs something may change.
        assert_eq!(check(&site("Berlin", 1, "USD"), Some(berlin.id), &directory), none);
    }
}
