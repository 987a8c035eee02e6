//! What the page that carries the chat says is known already, such as an order number.

use rapport_channels::webchat::frame::ServerFrame;
use rapport_core::actor::Actor;
use rapport_core::context::{Told, validate_told};
use rapport_core::conversation::ConversationStatus;
use rapport_core::validation::Errors;
use rapport_storage::fact;

use super::page::Page;
use super::socket::{Connection, Ended};
use crate::auth::Throttled;
use crate::clock;

impl Page {
    /// Keeps what the page tells, and writes it down where a conversation is open. It is taken whole
    /// or not at all.
    pub(super) async fn take_context(
        &mut self,
        told: Told,
        connection: &mut Connection,
    ) -> Result<(), Ended> {
        if told == self.context {
            return Ok(());
        }
        let mut errors = Errors::default();
        validate_told(&told, &mut errors);
        if let Err(errors) = errors.into_result() {
            let said: Vec<_> =
                errors.iter().map(|error| format!("{} {}", error.field, error.detail)).collect();
            return refuse(connection, "context_invalid", said.join("; "), None).await;
        }
        let resolved = ConversationStatus::Resolved;
        let open = self.conversation.as_ref().filter(|it| it.status != resolved);
        let (Some(conversation), Some(contact)) = (open, &self.contact) else {
            self.context = told;
            return Ok(());
        };
        if let Err(Throttled(wait)) = self.app.throttle.message(self.visitor) {
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            let detail = "the page tells too much at once; tell it again in a moment";
            return refuse(connection, "rate_limited", detail.to_owned(), Some(wait_ms)).await;
        }
        let actor = Actor::contact(contact.id, contact.name.as_deref());
        let page = self.visits.last().map(|visit| visit.url.as_str());
        let mut tx = self.app.store.begin().await?;
        let (id, now) = (conversation.id, clock::now());
        match fact::tell_by_page(&mut tx, id, &told, page, actor, now).await? {
            Some(_) => tx.commit().await?,
            None => tx.rollback().await?,
        }
        self.context = told;
        Ok(())
    }
}

pub(super) async fn refuse(
    connection: &mut Connection,
    code: &'static str,
    detail: String,
    retry_after_ms: Option<u64>,
) -> Result<(), Ended> {
    connection.send(&ServerFrame::Refused { client_id: None, code, detail, retry_after_ms }).await
}
