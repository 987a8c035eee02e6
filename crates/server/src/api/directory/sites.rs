//! `/api/v1/sites`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{PatchOf, Site, Stored};
use rapport_core::id::SiteId;
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

/// List sites
#[utoipa::path(get, path = "/api/v1/sites", tag = "sites", operation_id = "list_sites",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<Site>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<Site>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a site
#[utoipa::path(post, path = "/api/v1/sites", tag = "sites", operation_id = "create_sites",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = Site, responses((status = 201, body = Stored<Site>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<Site>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Nothing).await
}

/// Read a site
#[utoipa::path(get, path = "/api/v1/sites/{id}", tag = "sites", operation_id = "get_sites",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = SiteId, Path)), responses((status = 200, body = Stored<Site>)))]
async fn get(State(app): State<App>, Path(id): Path<SiteId>) -> Result<Response, Problem> {
    operations::get::<Site>(&app, id)
}

/// Change a site
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/sites/{id}", tag = "sites", operation_id = "update_sites",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = SiteId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<Site>, responses((status = 200, body = Stored<Site>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<SiteId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<Site>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive a site
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/sites/{id}/archive", tag = "sites",
    operation_id = "archive_sites",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = SiteId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<Site>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<SiteId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<Site>(&app, &caller, id, version, Nothing).await
}
