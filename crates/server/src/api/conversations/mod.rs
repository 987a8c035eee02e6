//! `/api/v1/conversations`

mod assign;
mod context;
mod counts;
mod draft;
mod entries;
mod get;
mod list;
mod mail;
mod merge;
mod messages;
mod notes;
mod reach;
mod read;
mod reopen;
mod resend;
mod resolve;
mod snooze;
mod tag;
mod transfer;

use std::collections::BTreeSet;

use rapport_core::attachment::ATTACHMENTS_MAX;
use rapport_core::conversation::{Conversation, TEXT_CHARS_MAX, clean_text};
use rapport_core::directory::Agent;
use rapport_core::id::{AgentId, AttachmentId, InboxId};
use rapport_core::mail::MailRoute;
use rapport_core::permission::Permission;
use rapport_core::span::{Span, check_spans};
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
        .merge(draft::routes())
        .merge(entries::routes())
        .merge(get::routes())
        .merge(list::routes())
        .merge(merge::routes())
        .merge(messages::routes())
        .merge(notes::routes())
        .merge(reach::routes())
        .merge(read::routes())
        .merge(reopen::routes())
        .merge(resend::routes())
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

/// What an agent writes to the contact: words, attachments, or both.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewMessageBody {
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub text: String,
    /// How it looks: the same text in stretches, each with its marks. None where all of it looks as usual.
    /// A channel that cannot show them has the text.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub spans: Vec<Span>,
    /// Ids of the caller's own uploads (`POST /api/v1/attachments`) that no message has taken yet.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub attachment_ids: Vec<AttachmentId>,
    /// By which inbox it goes, of those in the conversation's reach. Left out: the one by which the
    /// contact wrote last.
    #[serde(default)]
    pub inbox_id: Option<InboxId>,
    /// Of an e-mail: to whom, and under which subject. Left out: an answer to who wrote last.
    #[serde(default)]
    pub mail: Option<MailRoute>,
}

impl NewMessageBody {
    /// The text and its spans, cleaned; all is within bounds, and something is said.
    fn checked(&self) -> Result<(String, Vec<Span>), Problem> {
        let mut errors = Errors::default();
        let said = self.check(&mut errors);
        errors.into_result().map_err(Problem::invalid)?;
        Ok(said)
    }

    /// The text and its spans, cleaned; `errors` says what is wrong with them or the attachments.
    pub fn check(&self, errors: &mut Errors) -> (String, Vec<Span>) {
        let spans = check_spans(&self.spans, &self.text, errors);
        let text = clean_text(&self.text);
        let ids: BTreeSet<_> = self.attachment_ids.iter().collect();
        if self.attachment_ids.is_empty() || !text.is_empty() {
            errors.check_text(&text, "text", TEXT_CHARS_MAX);
        }
        let few = self.attachment_ids.len() <= ATTACHMENTS_MAX;
        errors.check(few, "attachment_ids", "must be at most 10; send the others separately");
        let once = ids.len() == self.attachment_ids.len();
        errors.check(once, "attachment_ids", "must name each attachment once");
        (text, spans)
    }
}

fn check_agent(app: &App, agent_id: Option<AgentId>) -> Result<(), Problem> {
    let Some(id) = agent_id else { return Ok(()) };
    let directory = app.directory();
    let detail = match directory.in_use::<Agent>(id) {
        None => format!("there is no agent {id} in use; choose one from the list"),
        Some(agent) if !directory.role_may(agent.record.role, Permission::ConversationsWrite) => {
            let name = &agent.record.name;
            format!("the role of {name} does not let them answer; choose somebody else")
        }
        Some(_) => return Ok(()),
    };
    Err(Problem::invalid(vec![FieldError::new("agent_id", detail)]))
}
