//! `POST /api/v1/inboxes/{id}/messages`

use axum::extract::State;
use axum::http::StatusCode;
use rapport_core::channel::Channel;
use rapport_core::contact::{Identification, IdentityKind};
use rapport_core::context::{self, Told};
use rapport_core::directory::pre_chat::Answered;
use rapport_core::directory::{Inbox, is_language_tag};
use rapport_core::entry::Entry;
use rapport_core::id::{AttachmentId, ContactId, InboxId};
use rapport_core::validation::Errors;
use rapport_storage::attachment::{self, Uploader};
use rapport_storage::intake::{self, Content, Sender};
use rapport_storage::message::{Inbound, Stored};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::conversations::NewMessageBody;
use crate::app::{App, stamp};
use crate::arrival::arrival;
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

/// Longest id of a message in another system, in characters.
const EXTERNAL_ID_CHARS_MAX: usize = 200;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(receive))
}

/// Who wrote, as your own systems know them. Nothing is asked again: what you say here is believed.
#[derive(Debug, Deserialize, ToSchema)]
pub struct InboundSender {
    /// Your own id of the customer: the same customer on every channel, also where a web page
    /// identifies them (`sub`).
    #[schema(min_length = 1, max_length = 200)]
    pub external_id: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub name: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    /// E.164.
    #[serde(default)]
    pub phone: Option<String>,
    /// BCP 47.
    #[serde(default)]
    pub language: Option<String>,
}

/// A message from a contact.
#[derive(Debug, Deserialize, ToSchema)]
pub struct InboundMessage {
    /// Your own id of the message. Of the same sender it is stored once, however often it comes.
    #[schema(min_length = 1, max_length = 200)]
    pub external_id: String,
    pub sender: InboundSender,
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub text: String,
    /// Ids of your own uploads (`POST /api/v1/attachments`) that no message has taken yet.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub attachment_ids: Vec<AttachmentId>,
    /// What is known already, such as an order number, by key.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, Option<String>>)]
    pub context: Told,
}

/// What became of the message.
#[derive(Debug, Serialize, ToSchema)]
pub struct InboundResult {
    /// Whose contact it is on.
    pub contact_id: ContactId,
    /// Names its conversation, too.
    pub entry: Entry,
}

impl InboundMessage {
    fn check(&self) -> Result<(String, Identification), Problem> {
        let sender = &self.sender;
        let who = Identification {
            external_id: sender.external_id.clone(),
            name: sender.name.clone(),
            email: sender.email.as_ref().map(|email| email.trim().to_lowercase()),
            phone: sender.phone.clone(),
        };
        let mut errors = Errors::default();
        errors.check_line(&self.external_id, "external_id", EXTERNAL_ID_CHARS_MAX);
        let mut of_sender = Errors::default();
        who.validate(&mut of_sender);
        for error in of_sender.into_result().err().unwrap_or_default() {
            let field = if error.field == "sub" { "external_id" } else { &error.field };
            errors.push(format!("sender.{field}"), error.detail);
        }
        let tag = sender.language.as_deref();
        errors.check(
            tag.is_none_or(is_language_tag),
            "sender.language",
            "must be a language by BCP 47, such as de or pt-BR",
        );
        context::validate_told(&self.context, &mut errors);
        let (text, attachment_ids) = (self.text.clone(), self.attachment_ids.clone());
        let body =
            NewMessageBody { text, spans: Vec::new(), attachment_ids, inbox_id: None, mail: None };
        let (text, _) = body.check(&mut errors);
        errors.into_result().map_err(Problem::invalid)?;
        Ok((text, who))
    }
}

/// Hand in a message from a contact
///
/// By an inbox of the channel `custom`. Sent again with the same `external_id` it is stored once:
/// the answer is 200 and what was made of it the first time, instead of 201.
#[utoipa::path(post, path = "/api/v1/inboxes/{id}/messages", tag = "inboxes",
    operation_id = "receive_message",
    security(("session" = ["inbound:write"]), ("token" = ["inbound:write"])),
    params(("id" = InboxId, Path)), request_body = InboundMessage,
    responses((status = 201, body = InboundResult),
        (status = 200, body = InboundResult, description = "It had come before")))]
async fn receive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<InboxId>,
    Json(new): Json<InboundMessage>,
) -> Result<(StatusCode, Json<InboundResult>), Problem> {
    let directory = app.directory();
    let inbox = directory
        .get::<Inbox>(id)
        .filter(|inbox| inbox.record.channel == Channel::Custom)
        .ok_or_else(|| Problem::not_found("custom inbox"))?;
    if inbox.archived || !inbox.record.enabled {
        let detail = "The inbox is switched off. Switch it on in the settings.";
        return Err(Problem::conflict("inbox_off", detail));
    }
    let (text, who) = new.check()?;
    let arrival = arrival(&directory, inbox, inbox.record.queue_id);
    let uploader = Uploader::Agent(caller.agent_id);
    let mut reader = app.store.read().await?;
    let attachments =
        attachment::of_uploader(&mut reader.session(), &uploader, &new.attachment_ids).await?;
    drop(reader);
    let sender = Sender {
        kind: IdentityKind::External,
        value: who.external_id.clone(),
        language: new.sender.language.clone(),
        visits: Vec::new(),
        context: new.context.clone(),
        invitation: None,
        known: Some(who),
        answered: Answered::default(),
        sees: None,
    };
    let inbound =
        Inbound { sender: sender.value.clone(), external_id: new.external_id, raw: text.clone() };
    let content = Content { text, attachments };
    let received = intake::receive(&app.store, stamp(), arrival, &sender, content, inbound).await?;
    let status = match received.stored {
        Stored::New(_) => StatusCode::CREATED,
        Stored::Before(_) => StatusCode::OK,
    };
    let entry = received.stored.into_entry();
    Ok((status, Json(InboundResult { contact_id: received.contact.id, entry })))
}
