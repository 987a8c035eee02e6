//! `POST /api/v1/conversations/{id}/resolve`

use std::time::Duration;

use axum::extract::State;
use rapport_core::directory::Queue;
use rapport_core::id::ConversationId;
use rapport_storage::{conversation, handling};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ConversationView;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(resolve))
}

/// Resolve a conversation
///
/// Ends the work on it, too: an agent who was talking has the queue's wrap-up time to note the
/// outcome. Resolving twice changes nothing.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/resolve", tag = "conversations",
    operation_id = "resolve_conversation",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)), responses((status = 200, body = ConversationView)))]
async fn resolve(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
) -> Result<Json<ConversationView>, Problem> {
    let stamp = stamp();
    let directory = app.directory();
    let mut tx = app.store.begin().await?;
    let was = conversation::get(&mut tx.session(), id).await?;
    let queue = was.interaction.and_then(|work| directory.get::<Queue>(work.queue_id));
    let wrap_up_ms = queue.map_or(0, |queue| queue.record.wrap_up_ms);
    let now = if wrap_up_ms > 0 {
        let until = stamp.at + Duration::from_millis(wrap_up_ms);
        let agent_id = caller.agent_id;
        handling::resolve_and_wrap_up(&mut tx, stamp, id, agent_id, until, caller.actor()).await?
    } else {
        handling::resolve(&mut tx, stamp, id, caller.actor()).await?
    };
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}
