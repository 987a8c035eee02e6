//! `/api/v1/inboxes`

use axum::extract::State;
use axum::response::Response;
use rapport_core::channel::Channel;
use rapport_core::directory::{Inbox, Kind, PatchOf, Stored};
use rapport_core::id::InboxId;
use rapport_storage::{StoreError, Tx};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::operations::{self, Besides, Nothing, RecordQuery};
use crate::api::etag::IfMatch;
use crate::api::page::Page;
use crate::app::App;
use crate::auth::{self, Caller};
use crate::http::{Json, Path, Problem, Query};
use crate::signing;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, update))
        .routes(routes!(archive))
}

/// A new inbox's public key: it names the inbox on pages, and is no secret.
pub fn new_inbox_key() -> String {
    auth::new_secret().chars().filter(char::is_ascii_alphanumeric).take(20).collect()
}

/// Makes the secret with which what goes out by a custom inbox is signed.
struct ItsSecret;

impl Besides<Inbox> for ItsSecret {
    async fn write(&self, tx: &mut Tx, stored: &Stored<Inbox>) -> Result<(), StoreError> {
        match stored.record.channel {
            Channel::Custom => signing::make(tx, Kind::Inbox, stored.id).await,
            _ => Ok(()),
        }
    }
}

/// List inboxes
#[utoipa::path(get, path = "/api/v1/inboxes", tag = "inboxes", operation_id = "list_inboxes",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<Inbox>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<Inbox>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create an inbox
#[utoipa::path(post, path = "/api/v1/inboxes", tag = "inboxes", operation_id = "create_inboxes",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = Inbox, responses((status = 201, body = Stored<Inbox>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(mut record): Json<Inbox>,
) -> Result<Response, Problem> {
    record.webchat.key = new_inbox_key();
    operations::create(&app, &caller, record, ItsSecret).await
}

/// Read an inbox
#[utoipa::path(get, path = "/api/v1/inboxes/{id}", tag = "inboxes", operation_id = "get_inboxes",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = InboxId, Path)), responses((status = 200, body = Stored<Inbox>)))]
async fn get(State(app): State<App>, Path(id): Path<InboxId>) -> Result<Response, Problem> {
    operations::get::<Inbox>(&app, id)
}

/// Change an inbox
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/inboxes/{id}", tag = "inboxes", operation_id = "update_inboxes",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = InboxId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<Inbox>, responses((status = 200, body = Stored<Inbox>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<InboxId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<Inbox>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive an inbox
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/inboxes/{id}/archive", tag = "inboxes",
    operation_id = "archive_inboxes",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = InboxId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<Inbox>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<InboxId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<Inbox>(&app, &caller, id, version, Nothing).await
}
