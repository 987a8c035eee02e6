//! `/api/v1/hours`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{OpeningHours, PatchOf, Stored};
use rapport_core::id::HoursId;
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

/// List opening hours
#[utoipa::path(get, path = "/api/v1/hours", tag = "opening hours", operation_id = "list_hours",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<OpeningHours>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<OpeningHours>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create opening hours
#[utoipa::path(post, path = "/api/v1/hours", tag = "opening hours", operation_id = "create_hours",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = OpeningHours, responses((status = 201, body = Stored<OpeningHours>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<OpeningHours>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Nothing).await
}

/// Read opening hours
#[utoipa::path(get, path = "/api/v1/hours/{id}", tag = "opening hours", operation_id = "get_hours",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = HoursId, Path)), responses((status = 200, body = Stored<OpeningHours>)))]
async fn get(State(app): State<App>, Path(id): Path<HoursId>) -> Result<Response, Problem> {
    operations::get::<OpeningHours>(&app, id)
}

/// Change opening hours
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/hours/{id}", tag = "opening hours", operation_id = "update_hours",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = HoursId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<OpeningHours>, responses((status = 200, body = Stored<OpeningHours>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<HoursId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<OpeningHours>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive opening hours
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/hours/{id}/archive", tag = "opening hours",
    operation_id = "archive_hours",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = HoursId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<OpeningHours>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<HoursId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<OpeningHours>(&app, &caller, id, version, Nothing).await
}
