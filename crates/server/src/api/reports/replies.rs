//! `GET /api/v1/reports/replies`

use axum::extract::State;
use axum::response::Response;
use rapport_core::channel::Channel;
use rapport_storage::report_figures::{self, Waits};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::narrowing::Narrowing;
use super::table::{Table, answer, cells, or_empty};
use crate::app::App;
use crate::http::{Problem, Query};
use crate::reports;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(replies))
}

/// How long contacts waited for agents, from the first message that was not answered. By the nearest
/// rank, so that each figure is a wait that there was.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ReplyTimes {
    pub answered: i64,
    pub median_ms: i64,
    /// Nine of ten waited no longer.
    pub ninth_tenth_ms: i64,
}

impl From<Waits> for ReplyTimes {
    fn from(waits: Waits) -> Self {
        let Waits { answered, median_ms, ninth_tenth_ms } = waits;
        Self { answered, median_ms, ninth_tenth_ms }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChannelReplies {
    /// By which the contact had written.
    pub channel: Channel,
    /// Of the first answers on conversations; none when there was none.
    pub first: Option<ReplyTimes>,
    pub all: ReplyTimes,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RepliesReport {
    /// Events that are not counted yet: while there are many, all figures are too small.
    pub pending_events: i64,
    pub channels: Vec<ChannelReplies>,
}

impl Table for RepliesReport {
    const NAME: &'static str = "replies";

    const HEADINGS: &'static [&'static str] = &[
        "channel",
        "first_answers",
        "first_median_ms",
        "first_ninth_tenth_ms",
        "answers",
        "median_ms",
        "ninth_tenth_ms",
    ];

    fn rows(&self) -> Vec<Vec<String>> {
        let row = |it: &ChannelReplies| {
            cells![
                it.channel.name(),
                or_empty(it.first.map(|first| first.answered)),
                or_empty(it.first.map(|first| first.median_ms)),
                or_empty(it.first.map(|first| first.ninth_tenth_ms)),
                it.all.answered,
                it.all.median_ms,
                it.all.ninth_tenth_ms,
            ]
        };
        self.channels.iter().map(row).collect()
    }
}

/// Reply times by channel
///
/// Of answers to what was asked in the period. Nights count: it is the time that the contact waited.
/// What a contact's program wrote waits for nobody, nor what was resolved without an answer.
#[utoipa::path(get, path = "/api/v1/reports/replies", tag = "reports",
    operation_id = "replies_report",
    security(("session" = ["reports:read"]), ("token" = ["reports:read"])),
    params(Narrowing), responses((status = 200, content(
        (RepliesReport = "application/json"), (String = "text/csv")))))]
async fn replies(
    State(app): State<App>,
    Query(narrowing): Query<Narrowing>,
) -> Result<Response, Problem> {
    let narrow = narrowing.read()?;
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let all = report_figures::waits(session, &narrow, false).await?;
    let first = report_figures::waits(session, &narrow, true).await?;
    drop(reader);
    let of = |(channel, all): (Channel, Waits)| ChannelReplies {
        channel,
        first: first.get(&channel).copied().map(ReplyTimes::from),
        all: all.into(),
    };
    let channels = all.into_iter().map(of).collect();
    Ok(answer(
        narrowing.format,
        &RepliesReport { pending_events: reports::pending(&app), channels },
    ))
}
