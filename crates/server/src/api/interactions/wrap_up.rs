//! `POST /api/v1/interactions/{id}/wrap_up`

use std::time::Duration;

use axum::extract::State;
use rapport_core::directory::Queue;
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
    OpenApiRouter::new().routes(routes!(wrap_up))
}

/// End the talk and begin wrap-up
///
/// The agent has the queue's wrap-up time to note the outcome; a queue without one ends the work
/// at once.
#[utoipa::path(post, path = "/api/v1/interactions/{id}/wrap_up", tag = "interactions",
    operation_id = "wrap_up_interaction",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = InteractionId, Path)), responses((status = 200, body = ConversationView)))]
async fn wrap_up(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<InteractionId>,
) -> Result<Json<ConversationView>, Problem> {
    let (stamp, agent_id) = (stamp(), caller.agent_id);
    let directory = app.directory();
    let mut tx = app.store.begin().await?;
    let was = interaction::get(&mut tx.session(), id).await?;
    let wrap_up_ms =
        directory.get::<Queue>(was.queue_id).map_or(0, |queue| queue.record.wrap_up_ms);
    let until = stamp.at + Duration::from_millis(wrap_up_ms);
    let happening = if wrap_up_ms == 0 {
        Happening::Ended { agent_id: Some(agent_id), disposition_id: None }
    } else {
        Happening::WrapUpStarted { agent_id }
    };
    let change =
        Change { id, entry_id: stamp.id(), actor: caller.actor(), at: stamp.at, happening };
    let now = interaction::transition(&mut tx, change, |work| {
        let work = work.start_wrap_up(agent_id, until)?;
        if wrap_up_ms == 0 { work.end(stamp.at, None, None) } else { Ok(work) }
    })
    .await?;
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}
