//! `PUT /api/v1/interactions/{id}/priority`

use axum::extract::State;
use rapport_core::id::InteractionId;
use rapport_core::interaction::PRIORITY_MAX;
use rapport_core::validation::Errors;
use rapport_storage::handling;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::conversations::ConversationView;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(set_priority))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewPriority {
    /// 1 is lowest, 5 ordinary. Each step is worth two minutes of waiting.
    #[schema(minimum = 1, maximum = 10)]
    pub priority: u8,
}

/// Change the priority of what waits
///
/// It is taken account of at once; an offer that rings goes on ringing. Work that an agent has in
/// hand is refused.
#[utoipa::path(put, path = "/api/v1/interactions/{id}/priority", tag = "interactions",
    operation_id = "set_priority",
    security(("session" = ["board:manage"]), ("token" = ["board:manage"])),
    params(("id" = InteractionId, Path)), request_body = NewPriority,
    responses((status = 200, body = ConversationView)))]
async fn set_priority(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<InteractionId>,
    Json(new): Json<NewPriority>,
) -> Result<Json<ConversationView>, Problem> {
    let mut errors = Errors::default();
    let is_within = (1..=PRIORITY_MAX).contains(&new.priority);
    errors.check(is_within, "priority", "must lie between 1 and 10");
    errors.into_result().map_err(Problem::invalid)?;
    let mut tx = app.store.begin().await?;
    let now = handling::prioritise(&mut tx, stamp(), id, new.priority, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}
