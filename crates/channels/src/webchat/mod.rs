//! Web chat: a visitor's page holds a socket that can resume, and keeps a signed visitor key.
//!
//! The visitor's page reads from the conversation's own timeline, so a committed message cannot
//! be lost on its way: it is there when the page comes back. Handing over therefore always works;
//! `delivered` follows when the page says that it has the message.

pub mod frame;
pub mod identity;
pub mod return_link;
pub mod visit;
pub mod visitor;

use futures_util::future::BoxFuture;
use rapport_core::channel::Channel as Kind;

use crate::{Channel, Outgoing, SendError, switched_off};

#[derive(Debug, Clone, Copy, Default)]
pub struct Webchat;

impl Channel for Webchat {
    fn kind(&self) -> Kind {
        Kind::Webchat
    }

    fn send<'a>(&'a self, outgoing: Outgoing<'a>) -> BoxFuture<'a, Result<(), SendError>> {
        Box::pin(async move {
            match switched_off(outgoing.inbox) {
                Some(reason) => Err(SendError::Never { reason }),
                None => Ok(()),
            }
        })
    }
}
