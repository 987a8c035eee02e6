//! `/api/v1/queues`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{PatchOf, Queue, Stored};
use rapport_core::id::QueueId;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::operations::{self, Nothing, RecordQuery};
use crate::api::etag::IfMatch;
use crate::api::page::Page;
use crate::app::App;
use crate::auth::Caller;
use crate::http::{Json, Path, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, update))
        .routes(routes!(archive))
}

/// List queues
#[utoipa::path(get, path = "/api/v1/queues", tag = "queues", operation_id = "list_queues",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<Queue>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<Queue>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a queue
#[utoipa::path(post, path = "/api/v1/queues", tag = "queues", operation_id = "create_queues",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = Queue, responses((status = 201, body = Stored<Queue>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<Queue>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Nothing).await
}

/// Read a queue
#[utoipa::path(get, path = "/api/v1/queues/{id}", tag = "queues", operation_id = "get_queues",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = QueueId, Path)), responses((status = 200, body = Stored<Queue>)))]
async fn get(State(app): State<App>, Path(id): Path<QueueId>) -> Result<Response, Problem> {
    operations::get::<Queue>(&app, id)
}

/// Change a queue
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/queues/{id}", tag = "queues", operation_id = "update_queues",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = QueueId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<Queue>, responses((status = 200, body = Stored<Queue>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<QueueId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<Queue>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive a queue
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/queues/{id}/archive", tag = "queues",
    operation_id = "archive_queues",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = QueueId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<Queue>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<QueueId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<Queue>(&app, &caller, id, version, Nothing).await
}
