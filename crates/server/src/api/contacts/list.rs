//! `GET /api/v1/contacts`

use axum::extract::State;
use rapport_core::contact::Contact;
use rapport_core::id::ContactId;
use rapport_storage::contact_list;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::narrowing::Narrowing;
use crate::api::page::{Page, PageQuery, rows};
use crate::app::App;
use crate::http::{Json, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// List contacts
///
/// Newest first.
#[utoipa::path(get, path = "/api/v1/contacts", tag = "contacts", operation_id = "list_contacts",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    params(Narrowing, PageQuery), responses((status = 200, body = Page<Contact>)))]
async fn list(
    State(app): State<App>,
    Query(narrowing): Query<Narrowing>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Contact>>, Problem> {
    let limit = page.limit()?;
    let before: Option<ContactId> = page.cursor()?;
    let filter = narrowing.filter(&app.directory())?;
    let mut reader = app.store.read().await?;
    let found = contact_list::list(&mut reader.session(), &filter, before, rows(limit)).await?;
    Ok(Json(Page::of(found, limit, |contact| contact.id.to_string())))
}
