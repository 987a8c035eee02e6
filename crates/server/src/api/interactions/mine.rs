//! `GET /api/v1/interactions/mine`

use axum::extract::State;
use rapport_core::interaction::Interaction;
use rapport_storage::{conversation, interaction};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::conversations::ConversationView;
use crate::api::page::Page;
use crate::app::App;
use crate::auth::Caller;
use crate::http::{Json, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(mine))
}

/// A piece of work with its conversation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Work {
    #[serde(flatten)]
    pub interaction: Interaction,
    pub conversation: ConversationView,
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
    let mut items = Vec::new();
    for interaction in interaction::of_agent(session, caller.agent_id).await? {
        let conversation = conversation::get(session, interaction.conversation_id).await?;
        let conversation = ConversationView::of(&app, conversation);
        items.push(Work { interaction, conversation });
    }
    Ok(Json(Page::whole(items)))
}
