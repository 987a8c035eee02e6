//! `/api/v1/brands`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{Brand, PatchOf, Stored};
use rapport_core::id::BrandId;
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

/// List brands
#[utoipa::path(get, path = "/api/v1/brands", tag = "brands", operation_id = "list_brands",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<Brand>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<Brand>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a brand
#[utoipa::path(post, path = "/api/v1/brands", tag = "brands", operation_id = "create_brands",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = Brand, responses((status = 201, body = Stored<Brand>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<Brand>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Nothing).await
}

/// Read a brand
#[utoipa::path(get, path = "/api/v1/brands/{id}", tag = "brands", operation_id = "get_brands",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = BrandId, Path)), responses((status = 200, body = Stored<Brand>)))]
async fn get(State(app): State<App>, Path(id): Path<BrandId>) -> Result<Response, Problem> {
    operations::get::<Brand>(&app, id)
}

/// Change a brand
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/brands/{id}", tag = "brands", operation_id = "update_brands",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = BrandId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<Brand>, responses((status = 200, body = Stored<Brand>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<BrandId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<Brand>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive a brand
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/brands/{id}/archive", tag = "brands",
    operation_id = "archive_brands",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = BrandId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<Brand>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<BrandId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<Brand>(&app, &caller, id, version, Nothing).await
}
