//! `/api/v1/conversations/{id}/draft`

use axum::extract::State;
use rapport_core::draft::{DRAFT_CHARS_MAX, Draft, DraftText};
use rapport_core::id::ConversationId;
use rapport_core::validation::Errors;
use rapport_storage::{conversation, draft};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::etag::VERSION_MAX;
use crate::api::socket::draft_frame;
use crate::app::App;
use crate::auth::Caller;
use crate::clock;
use crate::http::{Json, Path, Problem};
use crate::live::Topic;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, put))
}

/// What the caller has begun to write on a conversation.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftView {
    /// None when there is nothing.
    pub draft: Option<Draft>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct DraftChange {
    #[serde(flatten)]
    pub text: DraftText,
    /// The version that is changed, 0 for none. Another one does not refuse the change: what it
    /// overwrites is answered as `replaced`.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub base_version: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DraftSaved {
    /// None when it is empty now.
    pub draft: Option<Draft>,
    /// What another device of the caller had written meanwhile, and was overwritten.
    pub replaced: Option<Draft>,
}

impl DraftChange {
    /// The words without what no text may hold, and within bounds.
    fn checked(self) -> Result<DraftText, Problem> {
        let mut errors = Errors::default();
        let mut clean = |text: String, field| {
            let fits = text.chars().count() <= DRAFT_CHARS_MAX;
            errors.check(fits, field, "must have at most 20000 characters");
            text.replace('\0', "")
        };
        let DraftText { mode, reply, note } = self.text;
        let known = (0..=VERSION_MAX).contains(&self.base_version);
        let text = DraftText { mode, reply: clean(reply, "reply"), note: clean(note, "note") };
        errors.check(known, "base_version", "must be the version of a draft, or 0 for none");
        errors.into_result().map_err(Problem::invalid)?;
        Ok(text)
    }
}

/// Your draft
///
/// What you have begun to write; nobody else can read it. Of a merged conversation: what is on the
/// one that it is a part of.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/draft", tag = "conversations",
    operation_id = "get_draft",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)), responses((status = 200, body = DraftView)))]
async fn get(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
) -> Result<Json<DraftView>, Problem> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let id = conversation::whole(session, id).await?.id;
    Ok(Json(DraftView { draft: draft::get(session, caller.agent_id, id).await? }))
}

/// Keep your draft
///
/// The later word wins; what another device of yours has written meanwhile is answered, so that
/// nothing is lost. Empty words remove it. Your other devices hear of it by the socket.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/draft", tag = "conversations",
    operation_id = "put_draft",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)),
    request_body = DraftChange, responses((status = 200, body = DraftSaved)))]
async fn put(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
    Json(change): Json<DraftChange>,
) -> Result<Json<DraftSaved>, Problem> {
    let base_version = change.base_version;
    let text = change.checked()?;
    let mut tx = app.store.begin().await?;
    let kept = draft::put(&mut tx, caller.agent_id, id, text, base_version, clock::now()).await?;
    tx.commit().await?;
    let id = kept.draft.as_ref().map_or(id, |draft| draft.conversation_id);
    let frame = draft_frame(id, kept.draft.as_ref());
    app.hub.send(&[Topic::AgentDesks(caller.agent_id)], &frame);
    Ok(Json(DraftSaved { draft: kept.draft, replaced: kept.replaced }))
}
