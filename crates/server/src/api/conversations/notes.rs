//! `POST /api/v1/conversations/{id}/notes`

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use rapport_core::directory::Agent;
use rapport_core::entry::Entry;
use rapport_core::id::{AgentId, AttachmentId, ConversationId};
use rapport_core::span::Span;
use rapport_core::validation::Errors;
use rapport_storage::attachment::{self, Uploader};
use rapport_storage::handling::{self, Note};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::NewMessageBody;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

/// Most agents that one note names.
const MENTIONS_MAX: usize = 20;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(add))
}

/// What an agent writes for colleagues: words, attachments, or both.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewNote {
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub text: String,
    /// How it looks, as of a message.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub spans: Vec<Span>,
    /// Ids of the caller's own uploads (`POST /api/v1/attachments`) that nothing has taken yet.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub attachment_ids: Vec<AttachmentId>,
    /// Agents to be told of it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub mentioned_agent_ids: Vec<AgentId>,
}

impl NewNote {
    /// The note with its text cleaned, whose attachments are still to be found.
    fn checked(self, app: &App) -> Result<(Note, Vec<AttachmentId>), Problem> {
        let Self { text, spans, attachment_ids, mentioned_agent_ids } = self;
        let mut errors = Errors::default();
        let body = NewMessageBody { text, spans, attachment_ids, inbox_id: None, mail: None };
        let (text, spans) = body.check(&mut errors);
        let field = "mentioned_agent_ids";
        let directory = app.directory();
        for (place, id) in mentioned_agent_ids.iter().enumerate() {
            if directory.in_use::<Agent>(*id).is_none() {
                let detail = format!("there is no agent {id} in use; choose one from the list");
                errors.push(format!("{field}[{place}]"), detail);
            }
        }
        let few = mentioned_agent_ids.len() <= MENTIONS_MAX;
        errors.check(few, field, "must be at most 20");
        let once = mentioned_agent_ids.iter().collect::<BTreeSet<_>>();
        errors.check(once.len() == mentioned_agent_ids.len(), field, "must name each agent once");
        errors.into_result().map_err(Problem::invalid)?;
        let note = Note { text, spans, attachments: Vec::new(), mentioned: mentioned_agent_ids };
        Ok((note, body.attachment_ids))
    }
}

/// Add a note for colleagues
///
/// The contact never sees it. Agents whom it names hear of it: they find the conversation in the view
/// `mentioned`, and the note in `GET /api/v1/mentions` until they have seen it.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/notes", tag = "conversations",
    operation_id = "add_note",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)),
    request_body = NewNote, responses((status = 201, body = Entry)))]
async fn add(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
    Json(new): Json<NewNote>,
) -> Result<(StatusCode, Json<Entry>), Problem> {
    let (note, attachment_ids) = new.checked(&app)?;
    let uploader = Uploader::Agent(caller.agent_id);
    let mut tx = app.store.begin().await?;
    let attachments =
        attachment::of_uploader(&mut tx.session(), &uploader, &attachment_ids).await?;
    let note = Note { attachments, ..note };
    let entry = handling::note(&mut tx, stamp(), id, caller.actor(), note).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(entry)))
}
