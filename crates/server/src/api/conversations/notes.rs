//! `POST /api/v1/conversations/{id}/notes`

use axum::extract::State;
use axum::http::StatusCode;
use rapport_core::entry::Entry;
use rapport_core::id::ConversationId;
use rapport_storage::handling;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::NewText;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(add))
}

/// Add a note for colleagues
///
/// The contact never sees it.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/notes", tag = "conversations",
    operation_id = "add_note",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)),
    request_body = NewText, responses((status = 201, body = Entry)))]
async fn add(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
    Json(new): Json<NewText>,
) -> Result<(StatusCode, Json<Entry>), Problem> {
    let text = new.checked()?;
    let mut tx = app.store.begin().await?;
    let entry = handling::note(&mut tx, stamp(), id, caller.actor(), text).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(entry)))
}
