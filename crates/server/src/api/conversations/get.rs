//! `GET /api/v1/conversations/{id}`

use axum::extract::State;
use rapport_core::id::ConversationId;
use rapport_storage::conversation;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ConversationView;
use crate::app::App;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get))
}

/// Read a conversation
#[utoipa::path(get, path = "/api/v1/conversations/{id}", tag = "conversations",
    operation_id = "get_conversation",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(("id" = ConversationId, Path)), responses((status = 200, body = ConversationView)))]
async fn get(
    State(app): State<App>,
    Path(id): Path<ConversationId>,
) -> Result<Json<ConversationView>, Problem> {
    let found = conversation::get(&mut app.store.read().await?.session(), id).await?;
    Ok(Json(ConversationView::of(&app, found)))
}
