//! Channels: how messages reach contacts, one folder for each kind of medium. [`registry`] lists
//! them. What comes in goes to the store's intake; what goes out comes from the outbox, through
//! [`Channel::send`].

pub mod custom;
pub mod posting;
pub mod registry;
pub mod webchat;

use std::time::Duration;

use futures_util::future::BoxFuture;
use rapport_core::Timestamp;
use rapport_core::channel::Channel as Kind;
use rapport_core::contact::Contact;
use rapport_core::directory::{Inbox, Stored};
use rapport_core::entry::Entry;

pub use registry::Registry;

use crate::posting::Secrets;

/// A message to a contact, on its way out.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    pub inbox: &'a Stored<Inbox>,
    pub entry: &'a Entry,
    /// Times that it was tried before.
    pub attempts: i64,
    pub now: Timestamp,
    /// Whom it goes to, for a channel that [is addressed](Channel::is_addressed).
    pub address: Option<Address<'a>>,
}

/// Whom a message goes to, and what proves to the other end that it is from here.
#[derive(Debug, Clone, Copy)]
pub struct Address<'a> {
    pub contact: &'a Contact,
    pub secrets: &'a Secrets,
}

/// Why a message did not go out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may work later.
    #[error("{reason}")]
    Later { after: Duration, reason: String },
    /// It will not work; an agent has to see it.
    #[error("{reason}")]
    Never { reason: String },
}

/// A kind of medium.
pub trait Channel: Send + Sync {
    fn kind(&self) -> Kind;

    /// Whether it must be told whom a message goes to.
    fn is_addressed(&self) -> bool {
        false
    }

    /// Hands a message over. `Ok` means that the channel has it in a place that outlives this
    /// process. The same entry may come again after a crash: the channel knows it by its id.
    fn send<'a>(&'a self, outgoing: Outgoing<'a>) -> BoxFuture<'a, Result<(), SendError>>;
}

/// Why nothing goes out by an inbox; none when it is in use.
pub(crate) fn switched_off(inbox: &Stored<Inbox>) -> Option<String> {
    (inbox.archived || !inbox.record.enabled).then(|| {
        format!(
            "the inbox {} is switched off; switch it on, or answer on another channel",
            inbox.record.name
        )
    })
}
