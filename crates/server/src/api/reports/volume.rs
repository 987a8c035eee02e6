//! `GET /api/v1/reports/volume`

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use rapport_core::Timestamp;
use rapport_core::channel::Channel;
use rapport_core::report::QUARTER_MICROS;
use rapport_core::validation::Errors;
use rapport_storage::report_figures::{self, Quarter, Volume};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::narrowing::Narrowing;
use super::table::{Table, answer, cells};
use crate::app::App;
use crate::http::{Problem, Query};
use crate::reports;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(volume))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Days {
    /// IANA name of the time zone whose days are counted; UTC when absent.
    #[param(example = "Europe/Berlin")]
    time_zone: Option<String>,
}

/// Messages and who wrote them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportVolume {
    /// Messages from contacts.
    pub received: i64,
    /// Messages to contacts, also those that programs wrote.
    pub sent: i64,
    /// Conversations with a message in the period. One on two channels is counted on each, and once in
    /// the total.
    pub conversations: i64,
    /// Contacts of these conversations.
    pub contacts: i64,
}

impl From<Volume> for ReportVolume {
    fn from(volume: Volume) -> Self {
        let Volume { received, sent, conversations, contacts } = volume;
        Self { received, sent, conversations, contacts }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChannelVolume {
    pub channel: Channel,
    #[serde(flatten)]
    pub volume: ReportVolume,
}

/// Messages of a day by a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayVolume {
    /// RFC 3339, `full-date`.
    #[schema(format = Date)]
    pub date: String,
    pub channel: Channel,
    pub received: i64,
    pub sent: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct VolumeReport {
    /// Events that are not counted yet: while there are many, all figures are too small.
    pub pending_events: i64,
    pub total: ReportVolume,
    pub channels: Vec<ChannelVolume>,
    /// Days on which something was said, the oldest first.
    pub days: Vec<DayVolume>,
}

impl Table for VolumeReport {
    const NAME: &'static str = "volume";

    const HEADINGS: &'static [&'static str] = &["date", "channel", "received", "sent"];

    fn rows(&self) -> Vec<Vec<String>> {
        let row = |day: &DayVolume| cells![day.date, day.channel.name(), day.received, day.sent];
        self.days.iter().map(row).collect()
    }
}

/// Volume by channel
///
/// Messages, conversations and contacts in a period, and messages by day. As CSV: the days.
#[utoipa::path(get, path = "/api/v1/reports/volume", tag = "reports", operation_id = "volume_report",
    security(("session" = ["reports:read"]), ("token" = ["reports:read"])),
    params(Narrowing, Days), responses((status = 200, content(
        (VolumeReport = "application/json"), (String = "text/csv")))))]
async fn volume(
    State(app): State<App>,
    Query(narrowing): Query<Narrowing>,
    Query(days): Query<Days>,
) -> Result<Response, Problem> {
    let narrow = narrowing.read()?;
    let mut errors = Errors::default();
    let zone = TimeZone::get(days.time_zone.as_deref().unwrap_or("UTC")).ok();
    errors.check(zone.is_some(), "time_zone", "must be an IANA time zone, such as Europe/Berlin");
    errors.into_result().map_err(Problem::invalid)?;
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let (channels, total) = report_figures::volume(session, &narrow).await?;
    let quarters = report_figures::quarters(session, &narrow).await?;
    drop(reader);
    let channels = channels
        .into_iter()
        .map(|(channel, volume)| ChannelVolume { channel, volume: volume.into() })
        .filter(|it| it.volume.conversations > 0)
        .collect();
    let days = by_day(&quarters, &zone.unwrap_or(TimeZone::UTC));
    let report = VolumeReport {
        pending_events: reports::pending(&app),
        total: total.into(),
        channels,
        days,
    };
    Ok(answer(narrowing.format, &report))
}

/// A day is a whole number of quarters, wherever its zone is.
fn by_day(quarters: &[Quarter], zone: &TimeZone) -> Vec<DayVolume> {
    let mut days: BTreeMap<(String, Channel), (i64, i64)> = BTreeMap::new();
    for quarter in quarters.iter().filter(|it| it.received + it.sent > 0) {
        let at = Timestamp::from_micros(quarter.quarter * QUARTER_MICROS);
        let day = days.entry((at.in_zone(zone).date().to_string(), quarter.channel)).or_default();
        day.0 += quarter.received;
        day.1 += quarter.sent;
    }
    let day = |((date, channel), (received, sent))| DayVolume { date, channel, received, sent };
    days.into_iter().map(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_its_own_midnight() {
        let quarter = |at: &str, received| Quarter {
            quarter: serde_json::from_value::<Timestamp>(at.into()).unwrap().micros()
                / QUARTER_MICROS,
            channel: Channel::Email,
            received,
            sent: 0,
        };
        // Kathmandu is 5 hours and three quarters ahead.
        let quarters = [quarter("2026-03-01T18:00:00Z", 1), quarter("2026-03-01T18:15:00Z", 2)];
        let days = by_day(&quarters, &TimeZone::get("Asia/Kathmandu").unwrap());
        let told: Vec<_> = days.iter().map(|day| (day.date.as_str(), day.received)).collect();
        assert_eq!(told, [("2026-03-01", 1), ("2026-03-02", 2)]);
    }
}
