//! `GET /api/v1/contacts/{id}/timeline`

use axum::extract::State;
use rapport_core::entry::Entry;
use rapport_core::id::ContactId;
use rapport_storage::{contact, entry};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::{Page, PageQuery, rows};
use crate::app::App;
use crate::http::{Json, Path, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(timeline))
}

/// A contact's timeline
///
/// Everything on all conversations and channels, newest first.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/timeline", tag = "contacts",
    operation_id = "list_contact_entries",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(("id" = ContactId, Path), PageQuery), responses((status = 200, body = Page<Entry>)))]
async fn timeline(
    State(app): State<App>,
    Path(id): Path<ContactId>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Entry>>, Problem> {
    let (limit, before) = (page.limit()?, page.before_seq()?);
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let contact = contact::get_survivor(session, id).await?;
    let entries = entry::of_contact(session, contact.id, before, rows(limit)).await?;
    Ok(Json(Page::of(entries, limit, |entry| entry.seq.to_string())))
}
