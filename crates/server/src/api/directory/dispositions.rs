//! `/api/v1/dispositions`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{Disposition, PatchOf, Stored};
use rapport_core::id::DispositionId;
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

/// List dispositions
#[utoipa::path(get, path = "/api/v1/dispositions", tag = "dispositions", operation_id = "list_dispositions",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<Disposition>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<Disposition>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a disposition
#[utoipa::path(post, path = "/api/v1/dispositions", tag = "dispositions", operation_id = "create_dispositions",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = Disposition, responses((status = 201, body = Stored<Disposition>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<Disposition>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Nothing).await
}

/// Read a disposition
#[utoipa::path(get, path = "/api/v1/dispositions/{id}", tag = "dispositions", operation_id = "get_dispositions",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = DispositionId, Path)), responses((status = 200, body = Stored<Disposition>)))]
async fn get(State(app): State<App>, Path(id): Path<DispositionId>) -> Result<Response, Problem> {
    operations::get::<Disposition>(&app, id)
}

/// Change a disposition
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/dispositions/{id}", tag = "dispositions", operation_id = "update_dispositions",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = DispositionId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<Disposition>, responses((status = 200, body = Stored<Disposition>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<DispositionId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<Disposition>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive a disposition
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/dispositions/{id}/archive", tag = "dispositions",
    operation_id = "archive_dispositions",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = DispositionId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<Disposition>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<DispositionId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<Disposition>(&app, &caller, id, version, Nothing).await
}
