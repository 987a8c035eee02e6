//! `POST /api/v1/interactions/{id}/complete`

use axum::extract::State;
use rapport_core::conversation::{TEXT_CHARS_MAX, clean_text};
use rapport_core::directory::Disposition;
use rapport_core::entry::Happening;
use rapport_core::id::{DispositionId, InteractionId};
use rapport_core::interaction::TransitionError;
use rapport_core::validation::Errors;
use rapport_storage::handling;
use rapport_storage::interaction::{self, Change};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::conversations::ConversationView;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(complete))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct Completion {
    /// The outcome.
    #[serde(default)]
    pub disposition_id: Option<DispositionId>,
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub note: Option<String>,
    /// Whether the matter is settled.
    #[serde(default)]
    pub resolve: bool,
}

/// End the work with its outcome
///
/// From the talk itself or from wrap-up. A note stands on the timeline, for colleagues.
#[utoipa::path(post, path = "/api/v1/interactions/{id}/complete", tag = "interactions",
    operation_id = "complete_interaction",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = InteractionId, Path)),
    request_body = Completion, responses((status = 200, body = ConversationView)))]
async fn complete(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<InteractionId>,
    Json(completion): Json<Completion>,
) -> Result<Json<ConversationView>, Problem> {
    let (stamp, agent_id) = (stamp(), caller.agent_id);
    let disposition_id = completion.disposition_id;
    let note = completion.note.as_deref().map(clean_text).filter(|note| !note.is_empty());
    let mut errors = Errors::default();
    if let Some(note) = &note {
        errors.check_text(note, "note", TEXT_CHARS_MAX);
    }
    if let Some(id) = disposition_id
        && app.directory().in_use::<Disposition>(id).is_none()
    {
        errors.push("disposition_id", format!("there is no disposition {id} in use"));
    }
    errors.into_result().map_err(Problem::invalid)?;
    let change = Change {
        id,
        entry_id: stamp.id(),
        actor: caller.actor(),
        at: stamp.at,
        happening: Happening::Ended { agent_id: Some(agent_id), disposition_id },
    };
    let mut tx = app.store.begin().await?;
    let mut now = interaction::transition(&mut tx, change, |work| {
        if work.state.agent() == Some(agent_id) {
            work.end(stamp.at, disposition_id, note.clone())
        } else {
            Err(TransitionError::NotYours { now: work.state.name() })
        }
    })
    .await?;
    if let Some(note) = note {
        handling::note(&mut tx, stamp, now.id, caller.actor(), note.into()).await?;
    }
    if completion.resolve {
        now = handling::resolve(&mut tx, stamp, now.id, caller.actor()).await?;
    }
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}
