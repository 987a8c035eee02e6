use std::time::Duration;

use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse::<jiff::Timestamp>().unwrap().into()
}

fn hours(json: &str) -> Schedule {
    serde_json::from_str(json).unwrap()
}

fn berlin() -> Schedule {
    hours(
        r#"{"time_zone":"Europe/Berlin",
        "week":[
          {"day":"monday","intervals":[{"from":"09:00","to":"12:30"},{"from":"13:30","to":"18:00"}]},
          {"day":"tuesday","intervals":[{"from":"09:00","to":"24:00"}]},
          {"day":"wednesday","intervals":[{"from":"00:00","to":"06:00"}]},
          {"day":"sunday","intervals":[{"from":"02:15","to":"02:45"}]}],
        "holidays":[{"date":"2026-12-28","name":"Stocktaking","intervals":[]},
          {"date":"2026-12-29","name":"Short day","intervals":[{"from":"10:00","to":"11:00"}]}]}"#,
    )
}

/// The changes after an instant, in the zone's own words.
fn changes(hours: &Schedule, from: &str, count: usize) -> Vec<String> {
    let next = |at: &Timestamp| hours.next_change(*at);
    std::iter::successors(hours.next_change(at(from)), next)
        .take(count)
        .map(|at| {
            let word = if hours.is_open(at) { "opens" } else { "closes" };
            format!("{word} {}", at.in_zone(&hours.zone).strftime("%a %d %H:%M%:z"))
        })
        .collect()
}

#[test]
fn a_week_with_a_lunch_break_and_a_night() {
    assert_eq!(
        changes(&berlin(), "2026-06-08T00:00:00Z", 7),
        [
            "opens Mon 08 09:00+02:00",
            "closes Mon 08 12:30+02:00",
            "opens Mon 08 13:30+02:00",
            "closes Mon 08 18:00+02:00",
            "opens Tue 09 09:00+02:00",
            "closes Wed 10 06:00+02:00",
            "opens Sun 14 02:15+02:00",
        ]
    );
}

#[test]
fn a_holiday_stands_in_place_of_its_day() {
    assert_eq!(
        changes(&berlin(), "2026-12-27T12:00:00Z", 4),
        [
            "opens Tue 29 10:00+01:00",
            "closes Tue 29 11:00+01:00",
            "opens Wed 30 00:00+01:00",
            "closes Wed 30 06:00+01:00",
        ]
    );
}

#[test]
fn what_a_gap_swallows_is_not_open() {
    // 2026-03-29: 02:00 becomes 03:00.
    assert_eq!(changes(&berlin(), "2026-03-28T12:00:00Z", 1), ["opens Mon 30 09:00+02:00"]);
}

#[test]
fn an_interval_that_begins_in_a_gap_begins_after_it() {
    let early = hours(
        r#"{"time_zone":"Europe/Berlin",
            "week":[{"day":"sunday","intervals":[{"from":"02:30","to":"05:00"}]}]}"#,
    );
    assert_eq!(
        changes(&early, "2026-03-28T12:00:00Z", 2),
        ["opens Sun 29 03:00+02:00", "closes Sun 29 05:00+02:00"]
    );
}

#[test]
fn what_an_overlap_repeats_is_open_twice() {
    // 2026-10-25: 03:00 becomes 02:00.
    assert_eq!(
        changes(&berlin(), "2026-10-24T12:00:00Z", 4),
        [
            "opens Sun 25 02:15+02:00",
            "closes Sun 25 02:45+02:00",
            "opens Sun 25 02:15+01:00",
            "closes Sun 25 02:45+01:00",
        ]
    );
}

#[test]
fn hours_that_never_change_say_so() {
    let day = |name| format!(r#"{{"day":"{name}","intervals":[{{"from":"00:00","to":"24:00"}}]}}"#);
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let week = names.map(day).join(",");
    let always = hours(&format!(r#"{{"time_zone":"Asia/Tokyo","week":[{week}]}}"#));
    let never = hours(r#"{"time_zone":"UTC","week":[]}"#);
    let now = at("2026-06-01T00:00:00Z");
    assert!(always.is_open(now) && always.next_change(now).is_none());
    assert_eq!(always.next_opening(now), Some(now));
    assert!(!never.is_open(now) && never.next_opening(now).is_none());
}

#[test]
fn a_holiday_far_ahead_is_found() {
    let once = hours(
        r#"{"time_zone":"Pacific/Auckland","week":[],
            "holidays":[{"date":"2031-02-06","name":"Open day","intervals":[{"from":"10:00","to":"11:00"}]}]}"#,
    );
    let opens = once.next_opening(at("2026-01-01T00:00:00Z"));
    assert_eq!(opens, Some(at("2031-02-05T21:00:00Z")));
}

#[test]
fn every_mistake_is_named_with_its_field() {
    let form: Hours = serde_json::from_str(
        r#"{"time_zone":"Berlin","week":[
          {"day":"monday","intervals":[{"from":"09:00","to":"12:00"},{"from":"9:00","to":"25:00"}]},
          {"day":"tuesday","intervals":[{"from":"18:00","to":"09:00"}]},
          {"day":"friday","intervals":[{"from":"09:00","to":"12:00"},{"from":"11:59","to":"13:00"}]},
          {"day":"monday","intervals":[]}],
         "holidays":[{"date":"2026-02-30","name":"","intervals":[{"from":"24:00","to":"24:00"}]}]}"#,
    )
    .unwrap();
    let HoursError(errors) = Schedule::try_from(form).unwrap_err();
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "time_zone",
            "week[0].intervals[1].from",
            "week[0].intervals[1].to",
            "week[1].intervals[0].to",
            "week[2].intervals[1].from",
            "week[3].day",
            "holidays[0].name",
            "holidays[0].intervals[0].from",
            "holidays[0].date",
        ]
    );
}

#[test]
fn json_comes_back_as_it_was_given() {
    let json = serde_json::to_value(berlin()).unwrap();
    assert_eq!(json["week"][0]["intervals"][0]["from"], "09:00");
    assert_eq!(serde_json::from_value::<Schedule>(json).unwrap(), berlin());
}

const ZONES: [&str; 7] = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe", // time changes by half an hour
    "America/Sao_Paulo",   // had its gap at midnight
    "Pacific/Apia",        // skipped a whole day
    "Africa/Casablanca",   // winter time in summer
    "Asia/Kathmandu",
];

fn any_interval() -> impl Strategy<Value = OpenInterval> {
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    (0..1_440u16, 1..=180u16).prop_map(move |(from, minutes)| OpenInterval {
        from: clock(from),
        to: clock((from + minutes).min(1_440)),
    })
}

fn any_hours() -> impl Strategy<Value = Schedule> {
    let days = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];
    let day = prop::sample::select(days.to_vec());
    let week = prop::collection::vec((day, any_interval()), 0..4);
    let holidays = prop::collection::vec((1u8..=12, 1u8..=28, any_interval()), 0..3);
    (prop::sample::select(ZONES.to_vec()), week, holidays).prop_filter_map(
        "each day once",
        |(zone, week, holidays)| {
            let form = Hours {
                time_zone: zone.to_owned(),
                week: week
                    .into_iter()
                    .map(|(day, interval)| DayHours { day, intervals: vec![interval] })
                    .collect(),
                holidays: holidays
                    .into_iter()
                    .map(|(month, day, interval)| Holiday {
                        date: format!("2017-{month:02}-{day:02}"),
                        name: "Holiday".to_owned(),
                        intervals: vec![interval],
                    })
                    .collect(),
            };
            Schedule::try_from(form).ok()
        },
    )
}

proptest! {
    /// Minute by minute over four days, against the definition: what `next_change` names is the
    /// first minute at which `is_open` turns. The days include the time changes of the zones.
    #[test]
    fn the_next_change_is_the_first_one(
        hours in any_hours(),
        start in prop_oneof![
            1_483_228_800i64..1_514_764_800,   // 2017
            1_325_030_400i64..1_325_376_000,   // Apia's missing day
        ],
    ) {
        let minute = Duration::from_secs(60);
        let start = Timestamp::from_millis(start / 60 * 60_000);
        let open = hours.is_open(start);
        let mut walk = start;
        for _ in 0..4 * 1_440 {
            walk = walk + minute;
            if hours.is_open(walk) != open {
                break;
            }
        }
        match hours.next_change(start) {
            Some(change) if change <= walk => {
                prop_assert_eq!(change, walk);
                prop_assert_ne!(hours.is_open(change), open);
            }
            _ => prop_assert_eq!(hours.is_open(walk), open),
        }
    }

    #[test]
    fn hostile_times_are_refused_without_panic(from in "\\PC{0,8}", to in "\\PC{0,8}", date in "\\PC{0,12}") {
        let intervals = vec![OpenInterval { from: from.clone(), to }];
        let form = Hours {
            time_zone: from,
            week: vec![DayHours { day: Weekday::Monday, intervals: intervals.clone() }],
            holidays: vec![Holiday { date, name: "Holiday".to_owned(), intervals }],
        };
        prop_assert!(Schedule::try_from(form).is_err());
    }

    #[test]
    fn no_instant_panics(micros: i64) {
        let at = Timestamp::from_micros(micros);
        let _ = berlin().is_open(at);
        let _ = berlin().next_change(at);
    }
}
