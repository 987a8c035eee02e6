//! `GET /api/v1/reports/paths`

use axum::extract::State;
use axum::response::Response;
use rapport_core::channel::Channel;
use rapport_storage::report_figures;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::narrowing::Narrowing;
use super::table::{Table, answer, cells};
use crate::app::App;
use crate::http::{Problem, Query};
use crate::reports;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(paths))
}

/// The channels by which contacts wrote on a conversation, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChannelPath {
    pub channels: Vec<Channel>,
    pub conversations: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PathsReport {
    /// Events that are not counted yet: while there are many, all figures are too small.
    pub pending_events: i64,
    /// That contacts began in the period.
    pub conversations: usize,
    /// Of these, those that went on by another channel.
    pub changed: usize,
    /// The most frequent first.
    pub paths: Vec<ChannelPath>,
}

impl Table for PathsReport {
    const NAME: &'static str = "channel-paths";

    const HEADINGS: &'static [&'static str] = &["channels", "conversations"];

    fn rows(&self) -> Vec<Vec<String>> {
        let row = |path: &ChannelPath| {
            let names: Vec<&str> = path.channels.iter().map(|channel| channel.name()).collect();
            cells![names.join(" > "), path.conversations]
        };
        self.paths.iter().map(row).collect()
    }
}

/// Channel paths
///
/// By which channel contacts began conversations in the period, and by which they went on, until now.
/// `channel` narrows to those that began by it.
#[utoipa::path(get, path = "/api/v1/reports/paths", tag = "reports", operation_id = "paths_report",
    security(("session" = ["reports:read"]), ("token" = ["reports:read"])),
    params(Narrowing), responses((status = 200, content(
        (PathsReport = "application/json"), (String = "text/csv")))))]
async fn paths(
    State(app): State<App>,
    Query(narrowing): Query<Narrowing>,
) -> Result<Response, Problem> {
    let narrow = narrowing.read()?;
    let found = report_figures::paths(&mut app.store.read().await?.session(), &narrow).await?;
    let mut paths: Vec<ChannelPath> = found
        .into_iter()
        .map(|(channels, ids)| ChannelPath { channels, conversations: ids.len() })
        .collect();
    paths.sort_by_key(|path| std::cmp::Reverse(path.conversations));
    let of = |paths: &[ChannelPath]| paths.iter().map(|path| path.conversations).sum();
    let changed: Vec<ChannelPath> =
        paths.iter().filter(|path| path.channels.len() > 1).cloned().collect();
    let (conversations, changed) = (of(&paths), of(&changed));
    let report =
        PathsReport { pending_events: reports::pending(&app), conversations, changed, paths };
    Ok(answer(narrowing.format, &report))
}
