//! `/api/v1/contacts/{id}/notes`

use axum::extract::State;
use axum::http::StatusCode;
use rapport_core::contact::{ContactNote, NOTE_CHARS_MAX};
use rapport_core::conversation::clean_text;
use rapport_core::id::{ContactId, ContactNoteId};
use rapport_core::validation::Errors;
use rapport_storage::{contact, contact_note};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::{Page, PageQuery, rows};
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(remove))
}

/// What colleagues should know of a contact.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewContactNote {
    #[schema(min_length = 1, max_length = 5_000)]
    pub text: String,
}

/// List the notes on a contact
///
/// Newest first.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/notes", tag = "contacts",
    operation_id = "list_contact_notes",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    params(("id" = ContactId, Path), PageQuery),
    responses((status = 200, body = Page<ContactNote>)))]
async fn list(
    State(app): State<App>,
    Path(id): Path<ContactId>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<ContactNote>>, Problem> {
    let limit = page.limit()?;
    let before: Option<ContactNoteId> = page.cursor()?;
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let contact = contact::get_survivor(session, id).await?;
    let notes = contact_note::list(session, contact.id, before, rows(limit)).await?;
    Ok(Json(Page::of(notes, limit, |note| note.id.to_string())))
}

/// Write a note on a contact
///
/// Contacts never see it.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/notes", tag = "contacts",
    operation_id = "add_contact_note",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = ContactId, Path)),
    request_body = NewContactNote, responses((status = 201, body = ContactNote)))]
async fn add(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ContactId>,
    Json(new): Json<NewContactNote>,
) -> Result<(StatusCode, Json<ContactNote>), Problem> {
    let text = clean_text(&new.text);
    let mut errors = Errors::default();
    errors.check_text(&text, "text", NOTE_CHARS_MAX);
    errors.into_result().map_err(Problem::invalid)?;
    let mut tx = app.store.begin().await?;
    let note = contact_note::add(&mut tx, stamp(), id, text, caller.actor()).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(note)))
}

/// Remove a note from a contact
#[utoipa::path(delete, path = "/api/v1/contacts/{id}/notes/{note_id}", tag = "contacts",
    operation_id = "remove_contact_note",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = ContactId, Path), ("note_id" = ContactNoteId, Path)),
    responses((status = 204)))]
async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path((id, note_id)): Path<(ContactId, ContactNoteId)>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.store.begin().await?;
    contact_note::remove(&mut tx, id, note_id, caller.actor(), stamp().at).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
