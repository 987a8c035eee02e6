//! `GET /api/v1/contacts/{id}/duplicates`, and telling one apart.

use axum::extract::State;
use axum::http::StatusCode;
use rapport_core::contact_merge::Duplicate;
use rapport_core::id::ContactId;
use rapport_storage::{contact, contact_apart};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::Page;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{FieldError, Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(tell_apart, take_back))
}

/// List who may be the same person
///
/// At most 10 contacts who share an e-mail address or a number, those with a verified one first. An
/// address that is only claimed never joins contacts by itself.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/duplicates", tag = "contacts",
    operation_id = "list_contact_duplicates",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    params(("id" = ContactId, Path)), responses((status = 200, body = Page<Duplicate>)))]
async fn list(
    State(app): State<App>,
    Path(id): Path<ContactId>,
) -> Result<Json<Page<Duplicate>>, Problem> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let contact = contact::get_survivor(session, id).await?;
    Ok(Json(Page::whole(contact_apart::duplicates(session, contact.id).await?)))
}

/// Tell two contacts apart
///
/// They are two people: neither is suggested as the other any more.
#[utoipa::path(put, path = "/api/v1/contacts/{id}/duplicates/{other_id}/apart", tag = "contacts",
    operation_id = "tell_contacts_apart",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = ContactId, Path), ("other_id" = ContactId, Path)),
    responses((status = 204, description = "They are told apart.")))]
async fn tell_apart(
    State(app): State<App>,
    caller: Caller,
    Path(ids): Path<(ContactId, ContactId)>,
) -> Result<StatusCode, Problem> {
    tell(&app, &caller, ids, true).await
}

/// Take back that two contacts are two people
#[utoipa::path(delete, path = "/api/v1/contacts/{id}/duplicates/{other_id}/apart",
    tag = "contacts", operation_id = "untell_contacts_apart",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = ContactId, Path), ("other_id" = ContactId, Path)),
    responses((status = 204, description = "They may be the same person.")))]
async fn take_back(
    State(app): State<App>,
    caller: Caller,
    Path(ids): Path<(ContactId, ContactId)>,
) -> Result<StatusCode, Problem> {
    tell(&app, &caller, ids, false).await
}

async fn tell(
    app: &App,
    caller: &Caller,
    ids: (ContactId, ContactId),
    apart: bool,
) -> Result<StatusCode, Problem> {
    if ids.0 == ids.1 {
        let detail = "must be another contact";
        return Err(Problem::invalid(vec![FieldError::new("other_id", detail)]));
    }
    let mut tx = app.store.begin().await?;
    contact_apart::tell(&mut tx, stamp(), ids, apart, caller.actor()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
