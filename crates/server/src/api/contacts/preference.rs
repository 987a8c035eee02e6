//! `GET /api/v1/contacts/{id}/channel_preference`

use std::time::Duration;

use axum::extract::State;
use jiff::tz::TimeZone;
use rapport_core::Timestamp;
use rapport_core::channel::Channel;
use rapport_core::id::ContactId;
use rapport_core::preference::Preference;
use rapport_core::report::QUARTER_MICROS;
use rapport_core::validation::Errors;
use rapport_storage::contact;
use rapport_storage::preference::{self, Wrote};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::clock;
use crate::http::{Json, Path, Problem, Query};

/// Hours and messages are counted over the last year.
const SINCE: Duration = Duration::from_secs(365 * 24 * 60 * 60);
const HOURS: usize = 24;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Hours {
    /// IANA name of the time zone of the hours; UTC when absent.
    #[param(example = "Europe/Berlin")]
    time_zone: Option<String>,
}

/// What a contact does by a channel.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChannelHabit {
    pub channel: Channel,
    /// Conversations begun by it, of those that were looked at.
    pub begun: usize,
    /// Of these, how many the contact rated.
    pub rated: usize,
    /// How they rated them, from 1 to 5; none when none was.
    pub average_score: Option<f64>,
    /// Messages written by it in the last 365 days.
    pub messages: i64,
}

/// Which channel a contact prefers, and how that is known.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChannelPreference {
    /// What they have said; it stands before what was learned.
    pub stated: Option<Channel>,
    /// By which at least three of five of the conversations began, of three or more; none when it is
    /// not so clear.
    pub learned: Option<Channel>,
    /// How many conversations were looked at: the newest 20.
    pub conversations: usize,
    /// By which they began or wrote, the most frequent first.
    pub channels: Vec<ChannelHabit>,
    /// Messages written in the last 365 days in each hour of the day, 24 numbers.
    #[schema(min_items = 24, max_items = 24)]
    pub hours: Vec<i64>,
}

impl ChannelPreference {
    fn of(stated: Option<Channel>, learned: &Preference, wrote: &[Wrote], zone: &TimeZone) -> Self {
        let mut channels: Vec<Channel> = learned.habits.keys().copied().collect();
        for it in wrote {
            if !channels.contains(&it.channel) {
                channels.push(it.channel);
            }
        }
        let mut hours = vec![0; HOURS];
        for it in wrote {
            let at = Timestamp::from_micros(it.quarter * QUARTER_MICROS).in_zone(zone);
            hours[usize::from(at.hour().unsigned_abs())] += it.messages;
        }
        let mut channels: Vec<ChannelHabit> = channels
            .into_iter()
            .map(|channel| {
                let habit = learned.habits.get(&channel).copied().unwrap_or_default();
                let own = wrote.iter().filter(|it| it.channel == channel);
                ChannelHabit {
                    channel,
                    begun: habit.begun,
                    rated: habit.rated,
                    average_score: average(habit.scores, habit.rated),
                    messages: own.map(|it| it.messages).sum(),
                }
            })
            .collect();
        channels.sort_by_key(|it| std::cmp::Reverse((it.begun, it.messages)));
        Self { stated, learned: learned.channel, conversations: learned.regarded, channels, hours }
    }
}

fn average(sum: usize, count: usize) -> Option<f64> {
    let exact = |number: usize| u32::try_from(number).ok().map(f64::from);
    Some(exact(sum)? / exact(count).filter(|_| count > 0)?)
}

/// A contact's channel preference
///
/// Learned from the conversations that they began, with what shows it. What has just happened may
/// not be counted yet.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/channel_preference", tag = "contacts",
    operation_id = "get_channel_preference",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    params(("id" = ContactId, Path), Hours), responses((status = 200, body = ChannelPreference)))]
async fn get(
    State(app): State<App>,
    Path(id): Path<ContactId>,
    Query(hours): Query<Hours>,
) -> Result<Json<ChannelPreference>, Problem> {
    let mut errors = Errors::default();
    let zone = TimeZone::get(hours.time_zone.as_deref().unwrap_or("UTC")).ok();
    errors.check(zone.is_some(), "time_zone", "must be an IANA time zone, such as Europe/Berlin");
    errors.into_result().map_err(Problem::invalid)?;
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let contact = contact::get_survivor(session, id).await?;
    let begun = preference::begun(session, contact.id).await?;
    let wrote = preference::wrote(session, contact.id, clock::now() - SINCE).await?;
    drop(reader);
    let learned = Preference::learn(&begun);
    let zone = zone.unwrap_or(TimeZone::UTC);
    Ok(Json(ChannelPreference::of(contact.preferred_channel, &learned, &wrote, &zone)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_those_of_the_zone() {
        let quarter = |at: &str| {
            serde_json::from_value::<Timestamp>(at.into()).unwrap().micros() / QUARTER_MICROS
        };
        let wrote =
            |at: &str, messages| Wrote { channel: Channel::Email, quarter: quarter(at), messages };
        let all = [wrote("2026-03-01T18:00:00Z", 2), wrote("2026-03-02T18:30:00Z", 3)];
        let zone = TimeZone::get("Asia/Kathmandu").unwrap();
        let told = ChannelPreference::of(None, &Preference::default(), &all, &zone);
        // It is 5 hours and three quarters ahead.
        assert_eq!((told.hours[23], told.hours[0], told.hours.iter().sum::<i64>()), (2, 3, 5));
        assert_eq!((told.channels[0].messages, told.channels[0].average_score), (5, None));
    }
}
