//! Channels: how messages reach contacts, one folder for each kind of medium. [`registry`] lists
//! them. What comes in goes to the store's intake; what goes out comes from the outbox, through
//! [`Channel::send`].

pub mod registry;
pub mod webchat;

use std::time::Duration;

use futures_util::future::BoxFuture;
use rapport_core::channel::Channel as Kind;
use rapport_core::directory::{Inbox, Stored};
use rapport_core::entry::Entry;

pub use registry::Registry;

/// A message to a contact, on its way out.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    pub inbox: &'a Stored<Inbox>,
    pub entry: &'a Entry,
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

    /// Hands a message over. `Ok` means that the channel has it in a place that outlives this
    /// process. The same entry may come again after a crash: the channel knows it by its id.
    fn send<'a>(&'a self, outgoing: Outgoing<'a>) -> BoxFuture<'a, Result<(), SendError>>;
}
