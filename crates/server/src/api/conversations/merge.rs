//! `POST /api/v1/conversations/{id}/merge`; `/split`, which undoes it; and `/keep_apart`, its opposite.

use axum::extract::State;
use rapport_core::id::ConversationId;
use rapport_storage::{joining, merge as store};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ConversationView;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{FieldError, Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(merge)).routes(routes!(split)).routes(routes!(keep_apart))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct ConversationMerging {
    /// The conversation that goes on: another one of the same contact.
    pub into_id: ConversationId,
}

/// Make it a part of another conversation
///
/// Answers the other, whose timeline shows the entries of both from now on, in order of time. This
/// one is resolved, and names the other in `merged_into_id`. Whoever works on this one goes on with
/// the other. Splitting it off undoes it.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/merge", tag = "conversations",
    operation_id = "merge_conversation",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)),
    request_body = ConversationMerging, responses((status = 200, body = ConversationView)))]
async fn merge(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
    Json(ConversationMerging { into_id }): Json<ConversationMerging>,
) -> Result<Json<ConversationView>, Problem> {
    if id == into_id {
        let detail = "must be another conversation";
        return Err(Problem::invalid(vec![FieldError::new("into_id", detail)]));
    }
    let mut tx = app.store.begin().await?;
    let now = store::merge(&mut tx, stamp(), id, into_id, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}

/// Split a conversation off from the one that it is a part of
///
/// It stands for itself again, with its own entries and what was merged into it before; open, and
/// with the same agent, if the other is.
/// Work, drafts and what was said since stay with the other. One that stands for itself stays as it
/// is.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/split", tag = "conversations",
    operation_id = "split_conversation",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)), responses((status = 200, body = ConversationView)))]
async fn split(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
) -> Result<Json<ConversationView>, Problem> {
    let mut tx = app.store.begin().await?;
    let now = store::split(&mut tx, stamp(), id, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}

/// Keep it apart from the conversation that it may be a part of
///
/// The answer to `merge_suggestion_id`, which is none afterwards. Where nothing is asked, it stays as it
/// is.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/keep_apart", tag = "conversations",
    operation_id = "keep_conversation_apart",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)), responses((status = 200, body = ConversationView)))]
async fn keep_apart(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
) -> Result<Json<ConversationView>, Problem> {
    let mut tx = app.store.begin().await?;
    let now = joining::keep_apart(&mut tx, stamp(), id, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}
