//! `GET /api/v1/conversations/counts`

use std::collections::BTreeMap;

use axum::extract::State;
use rapport_storage::conversation;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::Caller;
use crate::http::{Json, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(counts))
}

/// How many conversations are open, by list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConversationCounts {
    pub mine: i64,
    pub unassigned: i64,
    pub all: i64,
    /// By queue id; a queue without any is absent.
    pub queues: BTreeMap<String, i64>,
}

/// Count open conversations
#[utoipa::path(get, path = "/api/v1/conversations/counts", tag = "conversations",
    operation_id = "count_conversations",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    responses((status = 200, body = ConversationCounts)))]
async fn counts(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<ConversationCounts>, Problem> {
    let mut reader = app.store.read().await?;
    let counts = conversation::counts(&mut reader.session(), caller.agent_id).await?;
    Ok(Json(ConversationCounts {
        mine: counts.mine,
        unassigned: counts.unassigned,
        all: counts.all,
        queues: counts.queues.into_iter().map(|(id, n)| (id.to_string(), n)).collect(),
    }))
}
