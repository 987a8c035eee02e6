//! Custom inboxes: what the business connects itself. Messages from contacts are posted to the API;
//! messages to them are posted from here to the inbox's own address, as Standard Webhooks.

use std::time::Duration;

use futures_util::future::BoxFuture;
use rapport_core::Timestamp;
use rapport_core::channel::Channel as Kind;
use rapport_core::contact::Contact;
use rapport_core::entry::{Entry, EntryBody};
use rapport_core::id::InboxId;
use serde::Serialize;

use crate::posting::{Client, Posting, Refused};
use crate::{Channel, Goods, Needs, Outgoing, SendError, switched_off};

/// What is said to the address of a custom inbox.
pub const TYPE: &str = "inbox.message";

/// After how long a message is tried again, by how often it was tried: the schedule of the Standard
/// Webhooks specification, three days in all.
pub const RETRY_AFTER_S: [u64; 9] =
    [5, 5 * 60, 30 * 60, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// A message on its way to the business's own system.
#[derive(Debug, Serialize)]
pub struct Body<'a> {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub timestamp: Timestamp,
    pub data: Data<'a>,
}

#[derive(Debug, Serialize)]
pub struct Data<'a> {
    pub inbox_id: InboxId,
    /// Whom it is for, with every address they are known by.
    pub contact: &'a Contact,
    pub entry: Entry,
}

#[derive(Debug, Clone)]
pub struct Custom {
    client: Client,
}

impl Custom {
    pub fn new(client: Client) -> Self {
        Self { client }
    }
}

impl Channel for Custom {
    fn kind(&self) -> Kind {
        Kind::Custom
    }

    fn needs(&self) -> Needs {
        Needs::Contact
    }

    fn send<'a>(&'a self, outgoing: Outgoing<'a>) -> BoxFuture<'a, Result<(), SendError>> {
        Box::pin(async move {
            let Outgoing { inbox, entry, attempts, now, .. } = outgoing;
            if let Some(reason) = switched_off(inbox) {
                return Err(SendError::Never { reason });
            }
            let Goods::Contact(address) = outgoing.goods else {
                let reason = "the inbox has no secret yet; see it in the settings".to_owned();
                return Err(SendError::Never { reason });
            };
            // How far it has come is not what it says: every try posts the same.
            let mut entry = entry.clone();
            if let EntryBody::Message { delivery, .. } = &mut entry.body {
                *delivery = None;
            }
            let id = entry.id.to_string();
            let data = Data { inbox_id: inbox.id, contact: address.contact, entry };
            let body = serde_json::to_vec(&Body { kind: TYPE, timestamp: now, data })
                .map_err(|error| SendError::Never { reason: error.to_string() })?;
            let posting = Posting {
                url: &inbox.record.custom.url,
                id: &id,
                secrets: address.secrets,
                body: &body,
                now,
            };
            self.client.post(posting).await.map(drop).map_err(|error| after(error, attempts))
        })
    }
}

fn after(refused: Refused, attempts: i64) -> SendError {
    let step = usize::try_from(attempts).unwrap_or(usize::MAX);
    match RETRY_AFTER_S.get(step) {
        Some(pause_s) if !refused.gone => SendError::Later {
            after: Duration::from_secs(*pause_s).max(refused.after.unwrap_or_default()),
            reason: refused.reason,
        },
        _ => SendError::Never { reason: refused.reason },
    }
}
