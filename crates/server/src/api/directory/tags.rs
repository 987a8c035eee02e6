//! `/api/v1/tags`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{PatchOf, Stored, Tag};
use rapport_core::id::TagId;
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

/// List tags
#[utoipa::path(get, path = "/api/v1/tags", tag = "tags", operation_id = "list_tags",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<Tag>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<Tag>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a tag
#[utoipa::path(post, path = "/api/v1/tags", tag = "tags", operation_id = "create_tags",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = Tag, responses((status = 201, body = Stored<Tag>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<Tag>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Nothing).await
}

/// Read a tag
#[utoipa::path(get, path = "/api/v1/tags/{id}", tag = "tags", operation_id = "get_tags",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = TagId, Path)), responses((status = 200, body = Stored<Tag>)))]
async fn get(State(app): State<App>, Path(id): Path<TagId>) -> Result<Response, Problem> {
    operations::get::<Tag>(&app, id)
}

/// Change a tag
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/tags/{id}", tag = "tags", operation_id = "update_tags",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = TagId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<Tag>, responses((status = 200, body = Stored<Tag>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<TagId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<Tag>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive a tag
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/tags/{id}/archive", tag = "tags",
    operation_id = "archive_tags",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = TagId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<Tag>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<TagId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<Tag>(&app, &caller, id, version, Nothing).await
}
