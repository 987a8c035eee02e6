//! `GET /api/v1/contacts/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use rapport_core::contact::Contact;
use rapport_core::id::ContactId;
use rapport_storage::contact;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::etag::tagged;
use crate::app::App;
use crate::http::{Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get))
}

/// Read a contact
///
/// One that has become a part of another is answered with that other: compare the ids.
#[utoipa::path(get, path = "/api/v1/contacts/{id}", tag = "contacts", operation_id = "get_contact",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    params(("id" = ContactId, Path)), responses((status = 200, body = Contact)))]
async fn get(State(app): State<App>, Path(id): Path<ContactId>) -> Result<Response, Problem> {
    let found = contact::get_survivor(&mut app.store.read().await?.session(), id).await?;
    Ok(tagged(StatusCode::OK, found.version, found))
}
