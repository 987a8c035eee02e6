//! `POST /api/v1/conversations/{id}/snooze`

use axum::extract::State;
use rapport_core::Timestamp;
use rapport_core::conversation::SNOOZE_MAX;
use rapport_core::id::ConversationId;
use rapport_core::validation::Errors;
use rapport_storage::snooze;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ConversationView;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::clock;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(snooze))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct Snooze {
    /// When it comes back: from now on, within a year.
    pub until: Timestamp,
}

/// Snooze
///
/// It leaves the list of the open ones until then, or until its contact writes. It keeps its
/// assignee; the work on it ends. `POST …/reopen` takes it up again earlier.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/snooze", tag = "conversations",
    operation_id = "snooze_conversation",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)),
    request_body = Snooze, responses((status = 200, body = ConversationView)))]
async fn snooze(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
    Json(Snooze { until }): Json<Snooze>,
) -> Result<Json<ConversationView>, Problem> {
    let now = clock::now();
    let mut errors = Errors::default();
    let is_near = until > now && until.since(now) <= SNOOZE_MAX;
    errors.check(is_near, "until", "must be later than now, and within a year");
    errors.into_result().map_err(Problem::invalid)?;
    let mut tx = app.store.begin().await?;
    let now = snooze::snooze(&mut tx, stamp(), id, until, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}
