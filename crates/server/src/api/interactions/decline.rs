//! `POST /api/v1/interactions/{id}/decline`

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
    OpenApiRouter::new().routes(routes!(decline))
}

/// Decline an offer
///
/// It goes back to its place, and to somebody else.
#[utoipa::path(post, path = "/api/v1/interactions/{id}/decline", tag = "interactions",
    operation_id = "decline_interaction",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = InteractionId, Path)), responses((status = 200, body = ConversationView)))]
async fn decline(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<InteractionId>,
) -> Result<Json<ConversationView>, Problem> {
    let reply = Reply {
        happening: |agent_id| Happening::Declined { agent_id },
        transition: |work, agent_id, _| work.withdraw(agent_id),
    };
    reply.give(&app, &caller, id).await
}
