//! A visitor says where they can be reached once they have left.

use rapport_channels::webchat::frame::ServerFrame;
use rapport_core::directory::pre_chat::{Answered, read_email, read_phone};
use rapport_core::validation::Errors;
use rapport_storage::introduce::introduce;

use super::context::refuse;
use super::page::Page;
use super::socket::{Connection, Ended};
use crate::app::stamp;
use crate::auth::Throttled;

impl Page {
    /// Keeps it as an unverified identity of the contact. Somebody who has not written yet, or is
    /// blocked, has nothing to be answered.
    pub(super) async fn take_address(
        &mut self,
        address: &str,
        connection: &mut Connection,
    ) -> Result<(), Ended> {
        let Some(contact) = self.contact.clone().filter(|contact| contact.blocked.is_none()) else {
            return Ok(());
        };
        let mut errors = Errors::default();
        let answered = if address.contains('@') {
            Answered { email: read_email(address, &mut errors), ..Answered::default() }
        } else {
            Answered { phone: read_phone(address, &mut errors), ..Answered::default() }
        };
        if let Err(errors) = errors.into_result() {
            let said: Vec<_> =
                errors.iter().map(|error| format!("{} {}", error.field, error.detail)).collect();
            return refuse(connection, "address_invalid", said.join("; "), None).await;
        }
        if let Err(Throttled(wait)) = self.app.throttle.message(self.visitor) {
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            let detail = "too much at once; wait a moment".to_owned();
            return refuse(connection, "rate_limited", detail, Some(wait_ms)).await;
        }
        let mut tx = self.app.store.begin().await?;
        // As it is now: an agent may have changed it since.
        let current = rapport_storage::contact::get_survivor(&mut tx.session(), contact.id).await?;
        self.contact = Some(introduce(&mut tx, stamp(), current, &answered).await?);
        tx.commit().await?;
        connection.send(&ServerFrame::Visitor { visitor: self.known_visitor() }).await
    }
}
