//! A message of a visitor: taken, stored, acknowledged.

use rapport_channels::webchat::frame::{MessageError, ServerFrame, accept_message, for_visitor};
use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::contact::IdentityKind;
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::directory::pre_chat::{Answered, Answers};
use rapport_core::directory::{Directory, Inbox, Queue};
use rapport_core::entry::Entry;
use rapport_core::id::{AttachmentId, InboxId, ProactiveRuleId};
use rapport_core::interaction::InteractionState;
use rapport_storage::StoreError;
use rapport_storage::attachment::{self, Uploader};
use rapport_storage::intake::{self, Content, Invitation, Sender};
use rapport_storage::message::{Inbound, NewMessage, Stored};
use rapport_storage::proactive::{self, Outcome};

use super::page::Page;
use super::proactive::rule_in_use;
use super::socket::{Connection, Ended};
use crate::app::stamp;
use crate::arrival::arrival;
use crate::auth::Throttled;
use crate::clock;
use crate::live::Frame;

/// A message as the page sent it.
pub struct Written {
    pub client_id: String,
    pub text: String,
    pub attachment_ids: Vec<AttachmentId>,
    pub answers: Answers,
    pub speaks_first: SpeaksFirst,
}

/// What came, on its page, of the rules by which the chat speaks first. It counts for the message
/// that begins a conversation.
pub struct SpeaksFirst {
    /// The rule whose words the visitor answers.
    pub rule_id: Option<ProactiveRuleId>,
    pub held_out_rule_ids: Vec<ProactiveRuleId>,
}

impl SpeaksFirst {
    /// What the chat had said first, if the visitor answers that.
    fn invitation(&self, directory: &Directory, inbox_id: InboxId) -> Option<Invitation> {
        let rule_id = self.rule_id?;
        let rule = rule_in_use(directory, inbox_id, rule_id)?;
        Some(Invitation { rule_id, text: rule.text.clone() })
    }
}

impl Page {
    /// Takes a message and acknowledges it with its entry, or says why not.
    pub(super) async fn message(
        &mut self,
        written: Written,
        connection: &mut Connection,
    ) -> Result<(), Ended> {
        let client_id = written.client_id.clone();
        let refused = |code, detail: String, retry_after_ms| ServerFrame::Refused {
            client_id: Some(client_id.clone()),
            code,
            detail,
            retry_after_ms,
        };
        let text = match accept_message(&client_id, &written.text, &written.attachment_ids) {
            Ok(text) => text,
            Err(error) => {
                let own = if error == MessageError::ClientId { None } else { Some(client_id) };
                let frame = ServerFrame::Refused {
                    client_id: own,
                    code: error.code(),
                    detail: error.to_string(),
                    retry_after_ms: None,
                };
                return connection.send(&frame).await;
            }
        };
        if let Err(Throttled(wait)) = self.app.throttle.message(self.visitor) {
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            let detail = "too many messages at once; wait a moment".to_owned();
            return connection.send(&refused("rate_limited", detail, Some(wait_ms))).await;
        }
        let answered = match self.read_answers(&written.answers) {
            Ok(answered) => answered,
            Err(detail) => {
                return connection.send(&refused("answers_invalid", detail, None)).await;
            }
        };
        match self.store(written, text, answered).await {
            Ok(entry) => {
                let directory = self.app.directory();
                let Some(entry) = for_visitor(&entry, &directory) else { return Ok(()) };
                if entry.seq > self.seq {
                    self.acknowledged.insert(entry.seq);
                }
                connection.send(&ServerFrame::Ack { client_id, entry }).await
            }
            Err(StoreError::NotFound("inbox")) => {
                let detail = "this chat is switched off".to_owned();
                connection.send(&refused("inbox_closed", detail, None)).await
            }
            Err(StoreError::Blocked) => {
                let detail = StoreError::Blocked.to_string();
                connection.send(&refused("blocked", detail, None)).await
            }
            Err(StoreError::AttachmentGone | StoreError::NotFound("attachment")) => {
                let detail = StoreError::AttachmentGone.to_string();
                connection.send(&refused("attachment_gone", detail, None)).await
            }
            Err(error @ StoreError::KeyReused) => {
                connection.send(&refused("client_id_reused", error.to_string(), None)).await
            }
            Err(error) => {
                tracing::warn!(%error, "a visitor's message could not be stored");
                let detail = "the message could not be stored; it will be sent again".to_owned();
                connection.send(&refused("store_unavailable", detail, Some(1_000))).await
            }
        }
    }

    /// Stores a message: on the open conversation together with other visitors' messages, or by
    /// the intake, which finds or begins one.
    async fn store(
        &mut self,
        written: Written,
        text: String,
        answered: Answered,
    ) -> Result<Entry, StoreError> {
        let Written { client_id, text: raw, attachment_ids, speaks_first, .. } = written;
        let stamp = stamp();
        let attachments = if attachment_ids.is_empty() {
            Vec::new()
        } else {
            let uploader = Uploader::Visitor(self.visitor.identity());
            let mut reader = self.app.store.read().await?;
            attachment::of_uploader(&mut reader.session(), &uploader, &attachment_ids).await?
        };
        let inbound = Inbound { sender: self.visitor.identity(), external_id: client_id, raw };
        if let (Some(conversation), Some(contact)) = (&self.conversation, &self.contact)
            && conversation.status == ConversationStatus::Open
            && has_agent_or_waits(conversation)
            && answered.is_empty()
        {
            let message = NewMessage {
                conversation_id: conversation.id,
                entry_id: stamp.id(),
                author: Actor::contact(contact.id, contact.name.as_deref()),
                text: text.clone(),
                spans: Vec::new(),
                attachments: attachments.clone(),
                inbox_id: self.inbox_id,
                channel: Channel::Webchat,
                at: stamp.at,
                inbound: inbound.clone(),
                mail: None,
            };
            match self.app.store.write_message(message).await {
                Err(StoreError::NotOpen) => {}
                stored => return stored.map(Stored::into_entry),
            }
        }
        let directory = self.app.directory();
        let inbox = directory
            .in_use::<Inbox>(self.inbox_id)
            .filter(|inbox| inbox.record.enabled)
            .ok_or(StoreError::NotFound("inbox"))?;
        // A matter goes on where it was last, with those who know it.
        let queue_id = self
            .conversation
            .as_ref()
            .and_then(|conversation| conversation.queue_id)
            .or(answered.queue_id)
            .filter(|id| directory.in_use::<Queue>(*id).is_some())
            .unwrap_or(inbox.record.queue_id);
        let arrival = arrival(&directory, inbox, queue_id);
        let sender = Sender {
            kind: IdentityKind::Visitor,
            value: self.visitor.identity(),
            language: self.language.clone(),
            visits: self.visits.clone(),
            context: self.context.clone(),
            invitation: speaks_first.invitation(&directory, self.inbox_id),
            known: self.known.clone(),
            answered,
            sees: self.conversation_id(),
        };
        let content = Content { text, attachments };
        let received =
            intake::receive(&self.app.store, stamp, arrival, &sender, content, inbound).await?;
        let began = self.conversation_id().is_none();
        let entry = received.stored.into_entry();
        // Listening begins before reading, so that nothing falls between.
        self.listen_to(entry.conversation_id);
        self.load().await?;
        if began {
            self.count_started_without(speaks_first.held_out_rule_ids).await?;
            self.app.hub.send(&self.pages_of_contact(), &Frame::LookAgain);
        }
        Ok(entry)
    }

    /// A conversation has begun although rules were held out: how the visitor would have done
    /// without them is what they are compared with.
    async fn count_started_without(&self, mut ids: Vec<ProactiveRuleId>) -> Result<(), StoreError> {
        let directory = self.app.directory();
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| rule_in_use(&directory, self.inbox_id, *id).is_some());
        if ids.is_empty() {
            return Ok(());
        }
        let mut tx = self.app.store.begin().await?;
        for id in ids {
            proactive::count(&mut tx, id, Outcome::StartedWithout, clock::now()).await?;
        }
        tx.commit().await
    }
}

/// Whether somebody works on it or will: otherwise the intake has to call for an agent.
fn has_agent_or_waits(conversation: &Conversation) -> bool {
    conversation.interaction.as_ref().is_some_and(|work| {
        !matches!(work.state, InteractionState::Ended { .. } | InteractionState::WrapUp { .. })
    })
}
