//! `POST /api/v1/interactions/{id}/accept`

use axum::extract::State;
use rapport_core::entry::Happening;
use rapport_core::id::InteractionId;
use rapport_storage::interaction::{self, Change};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::conversations::ConversationView;
use crate::app::{App, stamp};
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
    let (stamp, agent_id) = (stamp(), caller.agent_id);
    let change = Change {
        id,
        entry_id: stamp.id(),
        actor: caller.actor(),
        at: stamp.at,
        happening: Happening::Accepted { agent_id },
    };
    let mut tx = app.store.begin().await?;
    let now =
        interaction::transition(&mut tx, change, |work| work.accept(agent_id, stamp.at)).await?;
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}
