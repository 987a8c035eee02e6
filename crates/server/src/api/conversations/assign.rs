//! `POST /api/v1/conversations/{id}/assign`

use axum::extract::State;
use rapport_core::id::{AgentId, ConversationId};
use rapport_storage::handling;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{ConversationView, check_agent};
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(assign))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct Assignment {
    /// None: back to the queue.
    #[serde(default)]
    pub agent_id: Option<AgentId>,
}

/// Assign to an agent
///
/// Past the queue: the agent has it at once.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/assign", tag = "conversations",
    operation_id = "assign_conversation",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)),
    request_body = Assignment, responses((status = 200, body = ConversationView)))]
async fn assign(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
    Json(to): Json<Assignment>,
) -> Result<Json<ConversationView>, Problem> {
    check_agent(&app, to.agent_id)?;
    let mut tx = app.store.begin().await?;
    let now = handling::assign(&mut tx, stamp(), id, to.agent_id, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}
