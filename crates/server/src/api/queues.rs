//! `/api/v1/queues/status`: the live board.

use std::time::Duration;

use axum::extract::State;
use rapport_core::Timestamp;
use rapport_core::id::QueueId;
use rapport_storage::service::{self, Served};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::page::Page;
use crate::app::App;
use crate::clock;
use crate::http::{FieldError, Json, Problem, Query};

/// Minutes that a history of waiting shows.
const HISTORY_MINUTES: u16 = 30;
const SINCE_DEFAULT: Duration = Duration::from_secs(24 * 60 * 60);
/// What is counted is kept for a week.
const SINCE_MAX: Duration = Duration::from_secs(7 * 24 * 60 * 60);

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(status))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct StatusQuery {
    /// From when `service` counts, to the minute: at most a week ago; a day ago when absent.
    since: Option<Timestamp>,
}

impl StatusQuery {
    fn since(&self) -> Result<Timestamp, Problem> {
        let now = clock::now();
        let since = self.since.unwrap_or(now - SINCE_DEFAULT);
        // A minute of grace for clocks that differ.
        if since + SINCE_MAX + Duration::from_secs(60) < now {
            let detail = "must be at most a week ago: earlier counts are not kept";
            return Err(Problem::invalid(vec![FieldError::new("since", detail)]));
        }
        Ok(since)
    }
}

/// What a queue made of those who came to it. Each is counted in the minute in which their stay in
/// the queue ended, and once for each stay.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct QueueService {
    /// An agent took it, or was given it, for the first time since it came to the queue.
    pub answered: i64,
    /// Of those answered, within what `service_level.answer_within_ms` was then.
    pub answered_in_time: i64,
    /// The average speed of answer: from coming to the queue until answered. None when nobody was.
    pub average_answer_ms: Option<i64>,
    /// It ended before any agent had it. In a chat, leaving the page is not giving up: the answer
    /// still arrives. What was snoozed or blocked does not count.
    pub abandoned: i64,
    /// Of those abandoned, after `service_level.answer_within_ms`.
    pub abandoned_late: i64,
    /// Transferred or overflowed to another queue before an agent had it.
    pub passed_on: i64,
    /// `answered_in_time / (answered + abandoned_late) × 100`. None when nobody counts.
    pub service_level_percent: Option<f64>,
}

impl From<Served> for QueueService {
    fn from(served: Served) -> Self {
        Self {
            answered: served.answered,
            answered_in_time: served.answered_in_time,
            average_answer_ms: served.average_answer_ms(),
            abandoned: served.abandoned,
            abandoned_late: served.abandoned_late,
            passed_on: served.passed_on,
            service_level_percent: served.service_level_percent(),
        }
    }
}

/// A queue as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueStatus {
    pub queue_id: QueueId,
    pub open: bool,
    /// Those included for whom it rings.
    pub waiting: i64,
    /// Since when the one who waits longest has waited.
    pub longest_wait_since: Option<Timestamp>,
    pub agents_online: usize,
    /// Online, with room for more.
    pub agents_free: usize,
    pub service: QueueService,
    /// How many waited at the end of each of the last 30 minutes; the last one is now.
    pub waiting_history: Vec<i64>,
}

/// Status of all queues
///
/// Who waits now, and how the queue has served since `since`.
#[utoipa::path(get, path = "/api/v1/queues/status", tag = "queues", operation_id = "queues_status",
    security(("session" = ["board:read"]), ("token" = ["board:read"])),
    params(StatusQuery), responses((status = 200, body = Page<QueueStatus>)))]
async fn status(
    State(app): State<App>,
    Query(query): Query<StatusQuery>,
) -> Result<Json<Page<QueueStatus>>, Problem> {
    let since = query.since()?;
    let directory = app.directory();
    let in_use = directory.queues.values().filter(|queue| !queue.archived);
    let boards = app.routing.queues(in_use.map(|queue| queue.id).collect()).await;
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let served = service::served(session, since).await?;
    let waiting = service::waiting(session).await?;
    let now = clock::now();
    let mut history = service::history(session, &waiting, &directory, now, HISTORY_MINUTES).await?;
    let items = boards
        .into_iter()
        .map(|board| {
            let waits = waiting.get(&board.queue);
            QueueStatus {
                queue_id: board.queue,
                open: board.open,
                waiting: waits.map_or(0, |waits| waits.waiting),
                longest_wait_since: waits.map(|waits| waits.since),
                agents_online: board.agents_online,
                agents_free: board.agents_free,
                service: served.get(&board.queue).copied().unwrap_or_default().into(),
                waiting_history: history.remove(&board.queue).unwrap_or_default(),
            }
        })
        .collect();
    Ok(Json(Page::whole(items)))
}
