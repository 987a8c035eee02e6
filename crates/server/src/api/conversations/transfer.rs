//! `POST /api/v1/conversations/{id}/transfer`

use axum::extract::State;
use rapport_core::conversation::{TEXT_CHARS_MAX, clean_text};
use rapport_core::directory::Queue;
use rapport_core::id::{AgentId, ConversationId, QueueId};
use rapport_core::validation::Errors;
use rapport_storage::{conversation, handling};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{ConversationView, check_agent};
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(transfer))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct TransferTarget {
    /// The queue to wait in; the conversation's own when absent.
    #[serde(default)]
    pub queue_id: Option<QueueId>,
    /// The agent to be asked first.
    #[serde(default)]
    pub agent_id: Option<AgentId>,
    /// For whoever takes it.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub note: Option<String>,
}

/// Transfer to a queue or an agent
///
/// It waits there with the time that it has waited before.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/transfer", tag = "conversations",
    operation_id = "transfer_conversation",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)),
    request_body = TransferTarget, responses((status = 200, body = ConversationView)))]
async fn transfer(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
    Json(to): Json<TransferTarget>,
) -> Result<Json<ConversationView>, Problem> {
    check_agent(&app, to.agent_id)?;
    let note = to.note.as_deref().map(clean_text).filter(|note| !note.is_empty());
    let mut errors = Errors::default();
    if let Some(note) = &note {
        errors.check_text(note, "note", TEXT_CHARS_MAX);
    }
    errors.check(
        to.queue_id.is_some() || to.agent_id.is_some(),
        "queue_id",
        "name a queue, an agent, or both",
    );
    if let Some(queue_id) = to.queue_id
        && app.directory().in_use::<Queue>(queue_id).is_none()
    {
        errors.push("queue_id", format!("there is no queue {queue_id} in use"));
    }
    errors.into_result().map_err(Problem::invalid)?;
    let mut tx = app.store.begin().await?;
    let was = conversation::get(&mut tx.session(), id).await?;
    let Some(queue_id) = to.queue_id.or(was.queue_id) else {
        return Err(Problem::conflict("no_queue", "The conversation has no queue. Name one."));
    };
    let (actor, agent_id) = (caller.actor(), to.agent_id);
    let now = handling::transfer(&mut tx, stamp(), id, queue_id, agent_id, note, actor).await?;
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}
