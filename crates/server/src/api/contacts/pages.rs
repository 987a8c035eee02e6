//! `GET /api/v1/contacts/{id}/pages`

use axum::extract::State;
use rapport_core::contact::PageVisit;
use rapport_core::id::ContactId;
use rapport_storage::{contact, page_visit};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::Page;
use crate::app::App;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// List the pages that a contact was on
///
/// The newest 100 with the chat on them, newest first.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/pages", tag = "contacts",
    operation_id = "list_contact_pages",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    params(("id" = ContactId, Path)), responses((status = 200, body = Page<PageVisit>)))]
async fn list(
    State(app): State<App>,
    Path(id): Path<ContactId>,
) -> Result<Json<Page<PageVisit>>, Problem> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let contact = contact::get_survivor(session, id).await?;
    Ok(Json(Page::whole(page_visit::list(session, contact.id).await?)))
}
