//! Channels: how messages reach contacts, one folder for each kind of medium. [`registry`] lists
//! them. What comes in goes to the store's intake; what goes out comes from the outbox, through
//! [`Channel::send`].

pub mod custom;
pub mod email;
pub mod posting;
pub mod registry;
pub mod webchat;

use std::time::Duration;

use futures_util::future::BoxFuture;
use rapport_core::Timestamp;
use rapport_core::attachment::Attachment;
use rapport_core::channel::Channel as Kind;
use rapport_core::contact::Contact;
use rapport_core::directory::{Inbox, Stored};
use rapport_core::entry::Entry;

pub use registry::Registry;

use crate::email::Password;
use crate::email::compose::{Link, Repeated};
use crate::posting::Secrets;

/// A message to a contact, on its way out.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    pub inbox: &'a Stored<Inbox>,
    pub entry: &'a Entry,
    /// Times that it was tried before.
    pub attempts: i64,
    pub now: Timestamp,
    pub goods: Goods<'a>,
}

/// What a channel has to be given with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    Contact,
    Mail,
}

/// What goes with a message, by what its channel [needs](Channel::needs); nothing, too, where it is
/// not to be had.
#[derive(Debug, Clone, Copy)]
pub enum Goods<'a> {
    Nothing,
    Contact(Address<'a>),
    Mail(MailGoods<'a>),
}

/// Whom a message goes to, and what proves to the other end that it is from here.
#[derive(Debug, Clone, Copy)]
pub struct Address<'a> {
    pub contact: &'a Contact,
    pub secrets: &'a Secrets,
}

/// What a mail has besides its words.
#[derive(Debug, Clone, Copy)]
pub struct MailGoods<'a> {
    pub password: &'a Password,
    /// Who its receiver sees that it is from; empty: only the address.
    pub sender_name: &'a str,
    /// Without brackets.
    pub message_id: &'a str,
    /// Message ids of its thread, without brackets, the oldest first.
    pub follows: &'a [String],
    /// What is repeated below it, the oldest first.
    pub repeats: &'a [Repeated],
    /// By which its reader comes back into the chat.
    pub return_link: Option<&'a Link>,
    pub attachments: &'a [(Attachment, Vec<u8>)],
    pub begin: &'a dyn Begin,
}

/// Notes that a message is about to be handed over, so that one which may have gone out is known
/// after a crash.
pub trait Begin: std::fmt::Debug + Send + Sync {
    fn begin(&self) -> BoxFuture<'_, Result<(), SendError>>;
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

    fn needs(&self) -> Needs {
        Needs::Nothing
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
