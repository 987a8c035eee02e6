//! `GET /api/v1/interactions`

use axum::extract::State;
use rapport_core::id::{AgentId, QueueId};
use rapport_core::interaction::Interaction;
use rapport_storage::{Session, conversation, interaction};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::conversations::ConversationView;
use crate::api::page::Page;
use crate::app::App;
use crate::http::{FieldError, Json, Problem, Query};

/// Of a longer line, the first so many are shown.
const WAITING_MAX: i64 = 100;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// A piece of work with its conversation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Work {
    #[serde(flatten)]
    pub interaction: Interaction,
    pub conversation: ConversationView,
}

/// Each with its conversation.
pub(super) async fn with_conversations(
    app: &App,
    session: &mut Session<'_>,
    interactions: Vec<Interaction>,
) -> Result<Vec<Work>, Problem> {
    let mut items = Vec::new();
    for interaction in interactions {
        let conversation = conversation::get(session, interaction.conversation_id).await?;
        let conversation = ConversationView::of(app, conversation);
        items.push(Work { interaction, conversation });
    }
    Ok(items)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Who waits in this queue, or is offered from it.
    queue_id: Option<QueueId>,
    /// What is offered to this agent, then what they have in hand or wrap up.
    agent_id: Option<AgentId>,
}

/// Work of a queue or of an agent
///
/// What waits in a queue stands in the order in which it is due: by priority and waiting time; of a
/// longer line, the first 100. Name a queue or an agent, not both.
#[utoipa::path(get, path = "/api/v1/interactions", tag = "interactions",
    operation_id = "list_interactions",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(ListQuery), responses((status = 200, body = Page<Work>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<Work>>, Problem> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let found = match (query.queue_id, query.agent_id) {
        (Some(queue_id), None) => interaction::waiting_in(session, queue_id, WAITING_MAX).await?,
        (None, Some(agent_id)) => interaction::of_agent(session, agent_id).await?,
        (None, None) | (Some(_), Some(_)) => {
            let detail = "name either a queue or, as agent_id, an agent";
            return Err(Problem::invalid(vec![FieldError::new("queue_id", detail)]));
        }
    };
    Ok(Json(Page::whole(with_conversations(&app, session, found).await?)))
}
