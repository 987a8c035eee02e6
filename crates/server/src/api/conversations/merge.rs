//! `POST /api/v1/conversations/{id}/merge`

use axum::extract::State;
use rapport_core::id::ConversationId;
use rapport_storage::merge::merge as merge_into;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ConversationView;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{FieldError, Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(merge))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct Merge {
    /// The conversation that goes on: another one of the same contact.
    pub into_id: ConversationId,
}

/// Make it a part of another conversation
///
/// Answers the other, whose timeline shows the entries of both from now on, in order of time. This
/// one is resolved for good, and names the other in `merged_into_id`. Whoever works on this one
/// goes on with the other. It cannot be undone.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/merge", tag = "conversations",
    operation_id = "merge_conversation",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)),
    request_body = Merge, responses((status = 200, body = ConversationView)))]
async fn merge(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
    Json(Merge { into_id }): Json<Merge>,
) -> Result<Json<ConversationView>, Problem> {
    if id == into_id {
        let detail = "must be another conversation";
        return Err(Problem::invalid(vec![FieldError::new("into_id", detail)]));
    }
    let mut tx = app.store.begin().await?;
    let now = merge_into(&mut tx, stamp(), id, into_id, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}
