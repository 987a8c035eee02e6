//! `/api/v1/conversations`

mod assign;
mod context;
mod counts;
mod entries;
mod get;
mod list;
mod messages;
mod notes;
mod read;
mod reopen;
mod resolve;
mod snooze;
mod tag;
mod transfer;

use std::collections::BTreeSet;

use rapport_core::attachment::ATTACHMENTS_MAX;
use rapport_core::conversation::{Conversation, TEXT_CHARS_MAX, clean_text};
use rapport_core::directory::Agent;
use rapport_core::id::{AgentId, AttachmentId};
use rapport_core::validation::Errors;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::http::{FieldError, Problem};
use crate::live::Topic;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(assign::routes())
        .merge(context::routes())
        .merge(counts::routes())
        .merge(entries::routes())
        .merge(get::routes())
        .merge(list::routes())
        .merge(messages::routes())
        .merge(notes::routes())
        .merge(read::routes())
        .merge(reopen::routes())
        .merge(resolve::routes())
        .merge(snooze::routes())
        .merge(tag::routes())
        .merge(transfer::routes())
}

/// A conversation, and whether its contact is there now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConversationView {
    #[serde(flatten)]
    pub conversation: Conversation,
    /// The contact has a page with this conversation open.
    pub contact_online: bool,
}

impl ConversationView {
    pub fn of(app: &App, conversation: Conversation) -> Self {
        let contact_online = app.hub.is_heard(Topic::Visitor(conversation.id));
        Self { conversation, contact_online }
    }
}

/// What an agent writes.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewText {
    #[schema(min_length = 1, max_length = 10_000)]
    pub text: String,
}

impl NewText {
    /// The text, cleaned and within bounds.
    fn checked(&self) -> Result<String, Problem> {
        let text = clean_text(&self.text);
        let mut errors = Errors::default();
        errors.check_text(&text, "text", TEXT_CHARS_MAX);
        errors.into_result().map_err(Problem::invalid)?;
        Ok(text)
    }
}

/// What an agent writes to the contact: words, attachments, or both.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewMessageBody {
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub text: String,
    /// Ids of the caller's own uploads (`POST /api/v1/attachments`) that no message has taken yet.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub attachment_ids: Vec<AttachmentId>,
}

impl NewMessageBody {
    /// The text, cleaned; both are within bounds, and not both empty.
    fn checked(&self) -> Result<String, Problem> {
        let text = clean_text(&self.text);
        let ids: BTreeSet<_> = self.attachment_ids.iter().collect();
        let mut errors = Errors::default();
        if self.attachment_ids.is_empty() || !text.is_empty() {
            errors.check_text(&text, "text", TEXT_CHARS_MAX);
        }
        let few = self.attachment_ids.len() <= ATTACHMENTS_MAX;
        errors.check(few, "attachment_ids", "must be at most 10; send the others separately");
        let once = ids.len() == self.attachment_ids.len();
        errors.check(once, "attachment_ids", "must name each attachment once");
        errors.into_result().map_err(Problem::invalid)?;
        Ok(text)
    }
}

fn check_agent(app: &App, agent_id: Option<AgentId>) -> Result<(), Problem> {
    match agent_id {
        Some(id) if app.directory().in_use::<Agent>(id).is_none() => {
            let detail = format!("there is no agent {id} in use; choose one from the list");
            Err(Problem::invalid(vec![FieldError::new("agent_id", detail)]))
        }
        _ => Ok(()),
    }
}
