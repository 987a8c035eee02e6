//! `/api/v1/contact_fields`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{ContactField, PatchOf, Stored};
use rapport_core::id::ContactFieldId;
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

/// List custom fields of contacts
#[utoipa::path(get, path = "/api/v1/contact_fields", tag = "contacts", operation_id = "list_contact_fields",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<ContactField>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<ContactField>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a custom field
#[utoipa::path(post, path = "/api/v1/contact_fields", tag = "contacts", operation_id = "create_contact_fields",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = ContactField, responses((status = 201, body = Stored<ContactField>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<ContactField>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Nothing).await
}

/// Read a custom field
#[utoipa::path(get, path = "/api/v1/contact_fields/{id}", tag = "contacts", operation_id = "get_contact_fields",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = ContactFieldId, Path)), responses((status = 200, body = Stored<ContactField>)))]
async fn get(State(app): State<App>, Path(id): Path<ContactFieldId>) -> Result<Response, Problem> {
    operations::get::<ContactField>(&app, id)
}

/// Change a custom field
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/contact_fields/{id}", tag = "contacts", operation_id = "update_contact_fields",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = ContactFieldId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<ContactField>, responses((status = 200, body = Stored<ContactField>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ContactFieldId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<ContactField>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive a custom field
///
/// What contacts have in it stays, and can be taken from them; nothing new is put in.
#[utoipa::path(post, path = "/api/v1/contact_fields/{id}/archive", tag = "contacts",
    operation_id = "archive_contact_fields",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = ContactFieldId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<ContactField>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ContactFieldId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<ContactField>(&app, &caller, id, version, Nothing).await
}
