//! How the connections to the mailboxes are.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use rapport_channels::email::Fault;
use rapport_core::Timestamp;
use rapport_core::id::InboxId;

/// A mailbox's connection, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Connection {
    Connecting,
    /// Everything that was there at `read_at` has been fetched.
    Connected {
        read_at: Timestamp,
    },
    Failed {
        fault: Fault,
        at: Timestamp,
    },
}

/// The connections, by inbox; none for an inbox that is off, or that has no password yet.
#[derive(Debug, Default)]
pub struct Statuses(Mutex<HashMap<InboxId, Connection>>);

impl Statuses {
    pub fn of(&self, id: InboxId) -> Option<Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    pub(super) fn set(&self, id: InboxId, connection: Option<Connection>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match connection {
            Some(connection) => all.insert(id, connection),
            None => all.remove(&id),
        };
    }
}
