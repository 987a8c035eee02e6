//! `/api/v1/webhooks`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{Kind, PatchOf, Stored, Webhook};
use rapport_core::id::WebhookId;
use rapport_storage::{StoreError, Tx};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::operations::{self, Besides, Nothing, RecordQuery};
use crate::api::etag::IfMatch;
use crate::api::page::Page;
use crate::app::App;
use crate::auth::Caller;
use crate::http::{Json, Path, Problem, Query};
use crate::signing;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, update))
        .routes(routes!(archive))
}

/// Makes the secret with which what goes to it is signed.
struct ItsSecret;

impl Besides<Webhook> for ItsSecret {
    async fn write(&self, tx: &mut Tx, stored: &Stored<Webhook>) -> Result<(), StoreError> {
        signing::make(tx, Kind::Webhook, stored.id).await
    }
}

/// List webhooks
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "webhooks", operation_id = "list_webhooks",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<Webhook>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<Webhook>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a webhook
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "webhooks", operation_id = "create_webhooks",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = Webhook, responses((status = 201, body = Stored<Webhook>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<Webhook>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, ItsSecret).await
}

/// Read a webhook
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", tag = "webhooks", operation_id = "get_webhooks",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = WebhookId, Path)), responses((status = 200, body = Stored<Webhook>)))]
async fn get(State(app): State<App>, Path(id): Path<WebhookId>) -> Result<Response, Problem> {
    operations::get::<Webhook>(&app, id)
}

/// Change a webhook
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/webhooks/{id}", tag = "webhooks", operation_id = "update_webhooks",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = WebhookId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<Webhook>, responses((status = 200, body = Stored<Webhook>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<WebhookId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<Webhook>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive a webhook
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/archive", tag = "webhooks",
    operation_id = "archive_webhooks",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = WebhookId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<Webhook>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<WebhookId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<Webhook>(&app, &caller, id, version, Nothing).await
}
