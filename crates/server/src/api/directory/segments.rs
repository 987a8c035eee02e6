//! `/api/v1/segments`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{PatchOf, Segment, Stored};
use rapport_core::id::SegmentId;
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

/// List segments
#[utoipa::path(get, path = "/api/v1/segments", tag = "segments", operation_id = "list_segments",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<Segment>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<Segment>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a segment
#[utoipa::path(post, path = "/api/v1/segments", tag = "segments", operation_id = "create_segments",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = Segment, responses((status = 201, body = Stored<Segment>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<Segment>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Nothing).await
}

/// Read a segment
#[utoipa::path(get, path = "/api/v1/segments/{id}", tag = "segments", operation_id = "get_segments",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = SegmentId, Path)), responses((status = 200, body = Stored<Segment>)))]
async fn get(State(app): State<App>, Path(id): Path<SegmentId>) -> Result<Response, Problem> {
    operations::get::<Segment>(&app, id)
}

/// Change a segment
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/segments/{id}", tag = "segments", operation_id = "update_segments",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = SegmentId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<Segment>, responses((status = 200, body = Stored<Segment>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<SegmentId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<Segment>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive a segment
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/segments/{id}/archive", tag = "segments",
    operation_id = "archive_segments",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = SegmentId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<Segment>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<SegmentId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<Segment>(&app, &caller, id, version, Nothing).await
}
