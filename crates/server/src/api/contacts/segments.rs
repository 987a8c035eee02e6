//! `GET /api/v1/contacts/{id}/segments`

use axum::extract::State;
use rapport_core::directory::{Segment, Stored};
use rapport_core::id::ContactId;
use rapport_storage::{contact, segment};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::Page;
use crate::app::App;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// List the segments that a contact belongs to
///
/// By name. What has just happened may not be counted yet.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/segments", tag = "contacts",
    operation_id = "list_contact_segments",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    params(("id" = ContactId, Path)), responses((status = 200, body = Page<Stored<Segment>>)))]
async fn list(
    State(app): State<App>,
    Path(id): Path<ContactId>,
) -> Result<Json<Page<Stored<Segment>>>, Problem> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let contact = contact::get_survivor(session, id).await?;
    let ids = segment::of_contact(session, contact.id).await?;
    let directory = app.directory();
    let segments = ids.into_iter().filter_map(|id| directory.get::<Segment>(id));
    let mut segments: Vec<Stored<Segment>> =
        segments.filter(|it| !it.archived).map(|it| it.as_ref().clone()).collect();
    segments.sort_by(|one, other| one.record.name.cmp(&other.record.name));
    Ok(Json(Page::whole(segments)))
}
