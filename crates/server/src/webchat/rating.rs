//! A visitor says how they found it.

use rapport_core::actor::Actor;
use rapport_core::conversation::Rating;
use rapport_core::validation::Errors;
use rapport_storage::{StoreError, rating};

use super::context::refuse;
use super::page::Page;
use super::socket::{Connection, Ended};
use crate::app::stamp;
use crate::auth::Throttled;

impl Page {
    /// One that comes too late, when the conversation goes on already, is dropped: they will be asked
    /// again. So is one of somebody who is blocked.
    pub(super) async fn rate(
        &mut self,
        score: u8,
        comment: Option<String>,
        connection: &mut Connection,
    ) -> Result<(), Ended> {
        let mut errors = Errors::default();
        let comment = Rating::check(score, comment.as_deref(), &mut errors);
        if let Err(errors) = errors.into_result() {
            let said: Vec<_> =
                errors.iter().map(|error| format!("{} {}", error.field, error.detail)).collect();
            return refuse(connection, "rating_invalid", said.join("; "), None).await;
        }
        let (Some(conversation), Some(contact)) = (&self.conversation, &self.contact) else {
            return Ok(());
        };
        if let Err(Throttled(wait)) = self.app.throttle.message(self.visitor) {
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            let detail = "too much at once; wait a moment".to_owned();
            return refuse(connection, "rate_limited", detail, Some(wait_ms)).await;
        }
        let actor = Actor::contact(contact.id, contact.name.as_deref());
        let id = conversation.id;
        let mut tx = self.app.store.begin().await?;
        match rating::rate(&mut tx, stamp(), id, score, comment, actor).await {
            Ok(_) => tx.commit().await?,
            Err(StoreError::NotResolved | StoreError::Blocked) => tx.rollback().await?,
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}
