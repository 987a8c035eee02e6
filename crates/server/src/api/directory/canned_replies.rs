//! `/api/v1/canned_replies`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{CannedReply, PatchOf, Stored};
use rapport_core::id::CannedReplyId;
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

/// List canned replies
#[utoipa::path(get, path = "/api/v1/canned_replies", tag = "canned replies", operation_id = "list_canned_replies",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<CannedReply>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<CannedReply>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a canned reply
#[utoipa::path(post, path = "/api/v1/canned_replies", tag = "canned replies", operation_id = "create_canned_replies",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = CannedReply, responses((status = 201, body = Stored<CannedReply>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<CannedReply>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Nothing).await
}

/// Read a canned reply
#[utoipa::path(get, path = "/api/v1/canned_replies/{id}", tag = "canned replies", operation_id = "get_canned_replies",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = CannedReplyId, Path)), responses((status = 200, body = Stored<CannedReply>)))]
async fn get(State(app): State<App>, Path(id): Path<CannedReplyId>) -> Result<Response, Problem> {
    operations::get::<CannedReply>(&app, id)
}

/// Change a canned reply
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/canned_replies/{id}", tag = "canned replies", operation_id = "update_canned_replies",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = CannedReplyId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<CannedReply>, responses((status = 200, body = Stored<CannedReply>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<CannedReplyId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<CannedReply>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive a canned reply
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/canned_replies/{id}/archive", tag = "canned replies",
    operation_id = "archive_canned_replies",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = CannedReplyId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<CannedReply>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<CannedReplyId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<CannedReply>(&app, &caller, id, version, Nothing).await
}
