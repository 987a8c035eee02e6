//! `GET /api/v1/interactions/mine`

use axum::extract::State;
use rapport_storage::interaction;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::list::{Work, with_conversations};
use crate::api::page::Page;
use crate::app::App;
use crate::auth::Caller;
use crate::http::{Json, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(mine))
}

/// One's own work
///
/// What is offered to the caller, then what they have in hand or wrap up.
#[utoipa::path(get, path = "/api/v1/interactions/mine", tag = "interactions",
    operation_id = "list_my_interactions",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    responses((status = 200, body = Page<Work>)))]
async fn mine(State(app): State<App>, caller: Caller) -> Result<Json<Page<Work>>, Problem> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let found = interaction::of_agent(session, caller.agent_id).await?;
    Ok(Json(Page::whole(with_conversations(&app, session, found).await?)))
}
