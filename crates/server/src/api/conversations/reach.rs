//! `GET /api/v1/conversations/{id}/reach`

use axum::extract::State;
use rapport_core::channel::Channel;
use rapport_core::conversation::Conversation;
use rapport_core::id::{AgentId, ConversationId, InboxId};
use rapport_core::reach::{Reach, ReachReason, ReachState};
use rapport_storage::{Session, conversation};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::Page;
use crate::app::App;
use crate::auth::Caller;
use crate::http::{FieldError, Json, Path, Problem};
use crate::reach;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// By what the contact can be answered
///
/// The inboxes of the conversation's brand, with what is known of whether the contact sees what goes
/// out by them; the one to choose is named first, with the reason. Also those that do not reach them,
/// with what is missing.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/reach", tag = "conversations",
    operation_id = "list_reaches",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)), responses((status = 200, body = Page<Reach>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
) -> Result<Json<Page<Reach>>, Problem> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let conversation = conversation::whole(session, id).await?;
    Ok(Json(Page::whole(reach::of(&app, session, &conversation, Some(caller.agent_id)).await?)))
}

/// By which inbox a message goes out: by the one that is asked for, if it reaches the contact or
/// `has_route`, the message itself says to whom it goes.
pub(super) async fn inbox_for(
    app: &App,
    session: &mut Session<'_>,
    conversation: &Conversation,
    by: AgentId,
    asked: Option<InboxId>,
    has_route: bool,
) -> Result<(InboxId, Channel), Problem> {
    let Some(id) = asked.filter(|id| *id != conversation.inbox_id) else {
        return Ok((conversation.inbox_id, conversation.channel));
    };
    let refused = |detail: &str| Problem::invalid(vec![FieldError::new("inbox_id", detail)]);
    let reaches = reach::of(app, session, conversation, Some(by)).await?;
    let Some(reach) = reaches.iter().find(|it| it.inbox_id == id) else {
        return Err(refused(
            "is none by which this contact can be answered; see the conversation's reach",
        ));
    };
    match (reach.state, reach.reason) {
        (ReachState::Unreachable, ReachReason::NoAddress) if has_route => {}
        (ReachState::Unreachable, reason) => return Err(refused(unreachable_detail(reason))),
        _ => {}
    }
    Ok((id, reach.channel))
}

const fn unreachable_detail(reason: ReachReason) -> &'static str {
    match reason {
        ReachReason::NoAddress => {
            "needs an e-mail address: give the contact one, or say in mail.to whom the mail goes to"
        }
        ReachReason::NotSetUp => "has no password yet; give it one in the settings",
        _ => "does not reach this contact: they have never written by it",
    }
}
