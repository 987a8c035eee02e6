//! `/api/v1/presence`: who takes work.

use axum::extract::State;
use rapport_core::Timestamp;
use rapport_core::id::AgentId;
use rapport_core::presence::{Presence, PresenceState, REASON_CHARS_MAX, REASONS_OF_THE_SERVER};
use rapport_core::validation::Errors;
use rapport_storage::presence;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::page::Page;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, put))
}

/// An agent's presence and load.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgentPresence {
    pub agent_id: AgentId,
    pub state: PresenceState,
    pub reason: Option<String>,
    pub since: Timestamp,
    /// Capacity in use, offers included.
    pub load_units: u32,
    pub capacity_units: u32,
}

async fn with_load(app: &App, all: Vec<Presence>) -> Vec<AgentPresence> {
    let ids = all.iter().map(|presence| presence.agent_id).collect();
    let boards = app.routing.agents(ids).await;
    all.into_iter()
        .map(|presence| {
            let board = boards.iter().find(|board| board.agent == presence.agent_id);
            AgentPresence {
                agent_id: presence.agent_id,
                state: presence.state,
                reason: presence.reason,
                since: presence.since,
                load_units: board.map_or(0, |board| board.units_used),
                capacity_units: board.map_or(0, |board| board.units_total),
            }
        })
        .collect()
}

/// Presence of all agents
///
/// Those who never were online are left out, unless their role keeps them from it.
#[utoipa::path(get, path = "/api/v1/presence", tag = "presence", operation_id = "list_presence",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    responses((status = 200, body = Page<AgentPresence>)))]
async fn list(State(app): State<App>) -> Result<Json<Page<AgentPresence>>, Problem> {
    let all = presence::all(&mut app.store.read().await?.session()).await?;
    Ok(Json(Page::whole(with_load(&app, all).await)))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewPresence {
    pub state: PresenceState,
    #[serde(default)]
    #[schema(max_length = 60)]
    pub reason: Option<String>,
}

/// Set one's own presence
#[utoipa::path(put, path = "/api/v1/presence", tag = "presence", operation_id = "set_presence",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    request_body = NewPresence, responses((status = 200, body = AgentPresence)))]
async fn put(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewPresence>,
) -> Result<Json<AgentPresence>, Problem> {
    if let Some(reason) = &new.reason {
        let mut errors = Errors::default();
        errors.check_line(reason, "reason", REASON_CHARS_MAX);
        let own = !REASONS_OF_THE_SERVER.contains(&reason.as_str());
        errors.check(own, "reason", "is one that only the server gives; choose another");
        errors.into_result().map_err(Problem::invalid)?;
    }
    let presence = Presence {
        agent_id: caller.agent_id,
        state: new.state,
        reason: new.reason.filter(|_| new.state != PresenceState::Online),
        since: stamp().at,
    };
    let mut tx = app.store.begin().await?;
    let presence = presence::put(&mut tx, presence, caller.actor()).await?;
    tx.commit().await?;
    with_load(&app, vec![presence]).await.pop().map(Json).ok_or_else(|| Problem::not_found("agent"))
}
