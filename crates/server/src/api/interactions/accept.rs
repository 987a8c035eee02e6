//! `POST /api/v1/interactions/{id}/accept`

use axum::extract::State;
use rapport_core::entry::Happening;
use rapport_core::id::InteractionId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Reply;
use crate::api::conversations::ConversationView;
use crate::app::App;
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(accept))
}

/// Accept an offer
///
/// The conversation is the caller's from then on. 409 `offer_gone` when somebody was faster or it rang out.
#[utoipa::path(post, path = "/api/v1/interactions/{id}/accept", tag = "interactions",
    operation_id = "accept_interaction",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = InteractionId, Path)), responses((status = 200, body = ConversationView)))]
async fn accept(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<InteractionId>,
) -> Result<Json<ConversationView>, Problem> {
    let reply = Reply {
        happening: |agent_id| Happening::Accepted { agent_id },
        transition: |work, agent_id, at| work.accept(agent_id, at),
    };
    reply.give(&app, &caller, id).await
}
