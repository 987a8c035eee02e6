//! `POST /api/v1/conversations/{id}/reopen`

use axum::extract::State;
use rapport_core::id::ConversationId;
use rapport_storage::handling;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ConversationView;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(reopen))
}

/// Reopen a conversation
///
/// Reopening an open one changes nothing.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/reopen", tag = "conversations",
    operation_id = "reopen_conversation",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)), responses((status = 200, body = ConversationView)))]
async fn reopen(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
) -> Result<Json<ConversationView>, Problem> {
    let mut tx = app.store.begin().await?;
    let now = handling::reopen(&mut tx, stamp(), id, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}
