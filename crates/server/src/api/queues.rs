//! `/api/v1/queues/status`: the live board.

use axum::extract::State;
use rapport_core::Timestamp;
use rapport_core::id::QueueId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::page::Page;
use crate::app::App;
use crate::http::{Json, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(status))
}

/// A queue as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueStatus {
    pub queue_id: QueueId,
    pub open: bool,
    pub waiting: usize,
    /// Since when the one who waits longest has waited.
    pub longest_wait_since: Option<Timestamp>,
    pub agents_online: usize,
    /// Online, with room for more.
    pub agents_free: usize,
}

/// Status of all queues
#[utoipa::path(get, path = "/api/v1/queues/status", tag = "queues", operation_id = "queues_status",
    security(("session" = ["board:read"]), ("token" = ["board:read"])),
    responses((status = 200, body = Page<QueueStatus>)))]
async fn status(State(app): State<App>) -> Result<Json<Page<QueueStatus>>, Problem> {
    let directory = app.directory();
    let in_use = directory.queues.values().filter(|queue| !queue.archived);
    let boards = app.routing.queues(in_use.map(|queue| queue.id).collect()).await;
    let items = boards
        .into_iter()
        .map(|board| QueueStatus {
            queue_id: board.queue,
            open: board.open,
            waiting: board.waiting,
            longest_wait_since: board.longest_waiting_since,
            agents_online: board.agents_online,
            agents_free: board.agents_free,
        })
        .collect();
    Ok(Json(Page::whole(items)))
}
