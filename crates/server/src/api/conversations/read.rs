//! `POST /api/v1/conversations/{id}/read`

use axum::extract::State;
use axum::http::StatusCode;
use rapport_core::id::ConversationId;
use rapport_core::permission::Permission;
use rapport_storage::conversation::{self, Mark};
use rapport_storage::mention;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct ReadMark {
    /// `seq` of the newest entry that was read.
    pub up_to_seq: i64,
}

/// Mark as read
///
/// A mark never moves back. Notes that name you on it count as seen; without `conversations:write`
/// only they do, and the mark stays for those who answer.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/read", tag = "conversations",
    operation_id = "mark_conversation_read",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(("id" = ConversationId, Path)),
    request_body = ReadMark, responses((status = 204)))]
async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
    Json(read): Json<ReadMark>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.store.begin().await?;
    conversation::get(&mut tx.session(), id).await?;
    let (actor, at) = (caller.actor(), stamp().at);
    mention::see(&mut tx, caller.agent_id, id, actor.clone(), at).await?;
    if caller.may(Permission::ConversationsWrite) {
        conversation::mark(&mut tx, id, Mark::AgentRead, read.up_to_seq, actor, at).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
