//! `POST /api/v1/conversations/{id}/messages/{entry_id}/resend`

use axum::extract::State;
use rapport_core::entry::Entry;
use rapport_core::id::{ConversationId, EntryId};
use rapport_storage::outbox;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(resend))
}

/// Have a message go out again
///
/// One that its channel had given up. Any other is left as it is.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/messages/{entry_id}/resend",
    tag = "conversations", operation_id = "resend_message",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path), ("entry_id" = EntryId, Path)),
    responses((status = 200, body = Entry)))]
async fn resend(
    State(app): State<App>,
    caller: Caller,
    Path((id, entry_id)): Path<(ConversationId, EntryId)>,
) -> Result<Json<Entry>, Problem> {
    let mut tx = app.store.begin().await?;
    let entry = outbox::resend(&mut tx, id, entry_id, caller.actor(), stamp().at).await?;
    tx.commit().await?;
    Ok(Json(entry))
}
