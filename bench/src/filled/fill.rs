//! Fills a store in bulk, through the functions by which the server writes, but with thousands of
//! messages to a transaction: what is stored is the same, event by event.
//!
//! Every conversation begins before any goes on, and they go on in a shuffled order, so that
//! neighbours in the log belong to different conversations, as they do in life.

use std::path::Path;
use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::id::{ContactId, ConversationId};
use rapport_core::joining::Joining;
use rapport_sim::chance::Chance;
use rapport_storage::intake::{self, Arrival, Sender};
use rapport_storage::message::{Inbound, NewMessage};
use rapport_storage::{Location, Stamp, Store, record};

use super::Size;
use super::words;
use crate::error::{BenchError, Result};
use crate::traffic::client_id;

const SEED: u64 = 1;
/// Conversations, or messages, in one transaction.
const BATCH: usize = 2_000;
/// Between one message and the next: a million in four months.
const GAP: Duration = Duration::from_secs(10);
const FIRST_AT: Timestamp = Timestamp::from_millis(1_770_000_000_000);
const STORE_FILE: &str = "rapport.db";

struct Filling {
    store: Store,
    arrival: Arrival,
    chance: Chance,
    /// Messages written so far.
    written: usize,
    conversations: Vec<(ConversationId, ContactId)>,
}

pub async fn fill(folder: &Path, size: Size) -> Result<()> {
    let store = Store::open(&Location::Sqlite(folder.join(STORE_FILE))).await?;
    let mut filling = Filling {
        arrival: arrival(&store).await?,
        store,
        chance: Chance::new(SEED),
        written: 0,
        conversations: Vec::with_capacity(size.conversations),
    };
    while filling.conversations.len() < size.conversations {
        filling.begin(BATCH.min(size.conversations - filling.conversations.len())).await?;
    }
    while filling.written < size.messages {
        filling.go_on(size.messages).await?;
        eprintln!("bench: {} of {} messages", filling.written, size.messages);
    }
    filling.store.close().await;
    Ok(())
}

/// Where everything comes in: the one inbox that set-up made.
async fn arrival(store: &Store) -> Result<Arrival> {
    let directory = record::all(&mut store.read().await?.session()).await?;
    let inbox = directory
        .inboxes
        .values()
        .next()
        .ok_or_else(|| BenchError::broken("set-up made no inbox"))?;
    Ok(Arrival {
        inbox_id: inbox.id,
        channel: Channel::Webchat,
        brand_id: inbox.record.brand_id,
        queue_id: inbox.record.queue_id,
        priority: rapport_core::interaction::PRIORITY_NORMAL,
        joining: Joining::default(),
    })
}

impl Filling {
    /// The next message's stamp, text and what came in.
    fn next(&mut self) -> (Stamp, String, Inbound) {
        let at = FIRST_AT + GAP * u32::try_from(self.written).unwrap_or(u32::MAX);
        let text = words::message(self.written, &mut self.chance);
        let external_id = client_id(0, u64::try_from(self.written).unwrap_or(u64::MAX), at);
        self.written += 1;
        let inbound = Inbound { sender: "bench".to_owned(), external_id, raw: text.clone() };
        (Stamp { at, random: rand::random }, text, inbound)
    }

    async fn begin(&mut self, conversations: usize) -> Result<()> {
        let mut tx = self.store.begin().await?;
        for _ in 0..conversations {
            let (stamp, text, inbound) = self.next();
            let sender = Sender::visitor(format!("bench-{}", self.written), Some("en"));
            let received =
                intake::receive_in(&mut tx, stamp, self.arrival, &sender, text.as_str(), inbound)
                    .await?;
            let id = received.stored.into_entry().conversation_id;
            self.conversations.push((id, received.contact.id));
        }
        Ok(tx.commit().await?)
    }

    /// Another message on every conversation, up to `messages` in all.
    async fn go_on(&mut self, messages: usize) -> Result<()> {
        let mut turn = self.conversations.clone();
        for last in (1..turn.len()).rev() {
            turn.swap(last, self.chance.below(last + 1));
        }
        turn.truncate(messages - self.written);
        for some in turn.chunks(BATCH) {
            let batch: Vec<NewMessage> = some.iter().map(|of| self.message(*of)).collect();
            let mut tx = self.store.begin().await?;
            intake::write_in(&mut tx, batch).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    fn message(&mut self, of: (ConversationId, ContactId)) -> NewMessage {
        let (stamp, text, inbound) = self.next();
        NewMessage {
            conversation_id: of.0,
            entry_id: stamp.id(),
            author: Actor::contact(of.1, None),
            text,
            spans: Vec::new(),
            attachments: Vec::new(),
            inbox_id: self.arrival.inbox_id,
            channel: Channel::Webchat,
            at: stamp.at,
            inbound,
            mail: None,
        }
    }
}
