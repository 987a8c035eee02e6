//! `GET /api/v1/conversations/{id}/entries`

use axum::extract::State;
use rapport_core::entry::Entry;
use rapport_core::id::ConversationId;
use rapport_storage::{conversation, entry};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::{Page, PageQuery, rows};
use crate::app::App;
use crate::http::{Json, Path, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// A conversation's timeline
///
/// Newest first.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/entries", tag = "conversations",
    operation_id = "list_conversation_entries",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(("id" = ConversationId, Path), PageQuery), responses((status = 200, body = Page<Entry>)))]
async fn list(
    State(app): State<App>,
    Path(id): Path<ConversationId>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Entry>>, Problem> {
    let (limit, before) = (page.limit()?, page.before_seq()?);
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    conversation::get(session, id).await?;
    let entries = entry::of_conversation(session, id, before, rows(limit)).await?;
    Ok(Json(Page::of(entries, limit, |entry| entry.seq.to_string())))
}
