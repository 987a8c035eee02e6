//! `/api/v1/roles`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{PatchOf, Role, Stored};
use rapport_core::id::RoleId;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::grants::Granted;
use super::operations::{self, RecordQuery};
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

/// List roles
#[utoipa::path(get, path = "/api/v1/roles", tag = "roles", operation_id = "list_roles",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<Role>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<Role>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a role
///
/// It can allow only what the caller may do themselves.
#[utoipa::path(post, path = "/api/v1/roles", tag = "roles", operation_id = "create_roles",
    security(("session" = ["agents:manage"]), ("token" = ["agents:manage"])),
    request_body = Role, responses((status = 201, body = Stored<Role>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<Role>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Granted(&caller)).await
}

/// Read a role
#[utoipa::path(get, path = "/api/v1/roles/{id}", tag = "roles", operation_id = "get_roles",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = RoleId, Path)), responses((status = 200, body = Stored<Role>)))]
async fn get(State(app): State<App>, Path(id): Path<RoleId>) -> Result<Response, Problem> {
    operations::get::<Role>(&app, id)
}

/// Change a role
///
/// Absent fields stay as they are. It holds at once for all who have the role, also where they are
/// signed in. A role that allows what the caller may not do, before or after, is refused.
#[utoipa::path(patch, path = "/api/v1/roles/{id}", tag = "roles", operation_id = "update_roles",
    security(("session" = ["agents:manage"]), ("token" = ["agents:manage"])),
    params(("id" = RoleId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<Role>, responses((status = 200, body = Stored<Role>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<RoleId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<Role>(&app, &caller, id, version, patch, Granted(&caller)).await
}

/// Archive a role
///
/// It is kept for history, but no longer in use. Refused while an agent has it.
#[utoipa::path(post, path = "/api/v1/roles/{id}/archive", tag = "roles",
    operation_id = "archive_roles",
    security(("session" = ["agents:manage"]), ("token" = ["agents:manage"])),
    params(("id" = RoleId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<Role>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<RoleId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<Role>(&app, &caller, id, version, Granted(&caller)).await
}
