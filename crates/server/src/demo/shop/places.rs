//! Brands, sites and opening hours.

use rapport_core::directory::site::Money;
use rapport_core::directory::{Brand, OpeningHours, Site};
use rapport_core::hours::{DayHours, Holiday, Hours, OpenInterval, Weekday};
use rapport_core::id::{BrandId, HoursId, SiteId};
use rapport_core::joining::{JoinPolicy, REOPEN_WITHIN_DEFAULT_MS};
use rapport_storage::StoreError;

use super::founder::Founder;

const ZONE: &str = "Europe/Berlin";

#[derive(Clone, Copy)]
pub(super) struct Brands {
    pub pine: BrandId,
    pub fell: BrandId,
}

pub(super) async fn brands(founder: &mut Founder<'_>) -> Result<Brands, StoreError> {
    let brand = |name: &str, colour: &str, languages: &[&str]| Brand {
        name: name.to_owned(),
        colour: colour.to_owned(),
        languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
        signature: "{{agent.name|Your team}}\n{{brand.name}}".to_owned(),
        join_policy: JoinPolicy::default(),
        reopen_within_ms: REOPEN_WITHIN_DEFAULT_MS,
    };
    Ok(Brands {
        // The shop page's own green.
        pine: founder
            .keep(brand("Harbour & Pine", "#2f5d50", &["en", "de", "zh", "ru", "fr", "es"]))
            .await?,
        fell: founder.keep(brand("Fell & Ferry", "#9a4b33", &["en", "de", "ru"])).await?,
    })
}

#[derive(Clone, Copy)]
pub(super) struct Sites {
    pub bremerhaven: SiteId,
    pub porto: SiteId,
}

pub(super) async fn sites(founder: &mut Founder<'_>) -> Result<Sites, StoreError> {
    let site = |name: &str, zone: &str, euros_per_hour: i64| Site {
        name: name.to_owned(),
        time_zone: zone.to_owned(),
        cost_per_hour: Money {
            amount_micros: euros_per_hour * 1_000_000,
            currency: "EUR".to_owned(),
        },
    };
    Ok(Sites {
        bremerhaven: founder.keep(site("Bremerhaven workshop", ZONE, 34)).await?,
        porto: founder.keep(site("Porto studio", "Europe/Lisbon", 21)).await?,
    })
}

#[derive(Clone, Copy)]
pub(super) struct AllHours {
    pub day: HoursId,
    pub always: HoursId,
}

pub(super) async fn hours(founder: &mut Founder<'_>) -> Result<AllHours, StoreError> {
    let day = OpeningHours { name: "Workshop hours".to_owned(), hours: by_day(founder.year()) };
    let always = OpeningHours { name: "Always open".to_owned(), hours: Hours::always(ZONE) };
    Ok(AllHours { day: founder.keep(day).await?, always: founder.keep(always).await? })
}

fn open(intervals: &[(&str, &str)]) -> Vec<OpenInterval> {
    let interval =
        |(from, to): &(&str, &str)| OpenInterval { from: (*from).to_owned(), to: (*to).to_owned() };
    intervals.iter().map(interval).collect()
}

/// Weekdays with a lunch break, Saturday until two, and the holidays of `year` and the next.
fn by_day(year: i16) -> Hours {
    use Weekday::{Friday, Monday, Saturday, Thursday, Tuesday, Wednesday};
    let weekday =
        |day| DayHours { day, intervals: open(&[("09:00", "12:30"), ("13:15", "18:00")]) };
    let mut week: Vec<DayHours> =
        [Monday, Tuesday, Wednesday, Thursday, Friday].map(weekday).into();
    week.push(DayHours { day: Saturday, intervals: open(&[("10:00", "14:00")]) });
    let holiday =
        |date: String, name: &str, intervals| Holiday { date, name: name.to_owned(), intervals };
    let holidays = [year, year + 1].into_iter().flat_map(|year| {
        [
            holiday(format!("{year}-01-01"), "New Year", Vec::new()),
            holiday(format!("{year}-05-01"), "Labour Day", Vec::new()),
            holiday(format!("{year}-10-03"), "German Unity Day", Vec::new()),
            holiday(format!("{year}-12-24"), "Christmas Eve", open(&[("09:00", "12:00")])),
            holiday(format!("{year}-12-25"), "Christmas Day", Vec::new()),
            holiday(format!("{year}-12-26"), "Boxing Day", Vec::new()),
        ]
    });
    Hours { time_zone: ZONE.to_owned(), week, holidays: holidays.collect() }
}
