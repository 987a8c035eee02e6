//! `/api/v1/teams`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{PatchOf, Stored, Team};
use rapport_core::id::TeamId;
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

/// List teams
#[utoipa::path(get, path = "/api/v1/teams", tag = "teams", operation_id = "list_teams",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<Team>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<Team>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a team
#[utoipa::path(post, path = "/api/v1/teams", tag = "teams", operation_id = "create_teams",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = Team, responses((status = 201, body = Stored<Team>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<Team>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Nothing).await
}

/// Read a team
#[utoipa::path(get, path = "/api/v1/teams/{id}", tag = "teams", operation_id = "get_teams",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = TeamId, Path)), responses((status = 200, body = Stored<Team>)))]
async fn get(State(app): State<App>, Path(id): Path<TeamId>) -> Result<Response, Problem> {
    operations::get::<Team>(&app, id)
}

/// Change a team
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/teams/{id}", tag = "teams", operation_id = "update_teams",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = TeamId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<Team>, responses((status = 200, body = Stored<Team>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<TeamId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<Team>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive a team
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/teams/{id}/archive", tag = "teams",
    operation_id = "archive_teams",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = TeamId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<Team>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<TeamId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<Team>(&app, &caller, id, version, Nothing).await
}
