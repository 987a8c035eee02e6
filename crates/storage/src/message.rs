//! Messages, the hot path: written in batches, many in one transaction, by multi-row statements.
//! See [`crate::writer`] for the queue before it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::actor::{Actor, ActorKind};
use rapport_core::attachment::Attachment;
use rapport_core::channel::Channel;
use rapport_core::conversation::Preview;
use rapport_core::entry::{Delivery, DeliveryState, Entry, EntryBody};
use rapport_core::event::{ConversationChange, EventData};
use rapport_core::id::{ContactId, ConversationId, EntryId, InboxId, TypedId};
use uuid::Uuid;

use crate::attachment;
use crate::conversation;
use crate::db::{execute, fetch_optional, on};
use crate::dialect::SearchDocument;
use crate::entry::{self, Written};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::outbox;
use crate::search;
use crate::statement::{MultiRow, statements};

statements! {
    FIND_INBOUND = "select entry_id from inbound
        where inbox_id = $1 and sender = $2 and external_id = $3";
    FORGET_INBOUND = "delete from inbound where inbox_id = $1 and sender = $2 and external_id = $3";
}

pub(crate) static INSERT_INBOUND: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "inbound (inbox_id, sender, external_id, raw, received_at, entry_id)",
        &["uuid", "text", "text", "text", "bigint", "uuid"],
        "on conflict do nothing returning entry_id",
    )
});

/// One row a conversation: its newest sequence number, time, preview, inbox, channel, how many
/// messages, and how many of them from the contact.
pub(crate) static UPDATE: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        "with v (id, seq, at, preview, inbox_id, channel, n, of_contact) as (values ",
        &["uuid", "bigint", "bigint", "text", "uuid", "text", "bigint", "bigint"],
        ") update conversation set last_seq = v.seq, updated_at = v.at, preview = v.preview,
            inbox_id = v.inbox_id, channel = v.channel, version = conversation.version + v.n,
            unread = conversation.unread + v.of_contact
        from v where conversation.id = v.id and conversation.status = 'open'
        returning conversation.id, conversation.contact_id",
    )
});

/// What came in, as it came; with its sender's own id for it, by which it is known when it comes
/// again.
#[derive(Debug, Clone)]
pub struct Inbound {
    /// Who sent it, among those who share the inbox: an identity, an agent.
    pub sender: String,
    pub external_id: String,
    pub raw: String,
}

/// A message to be written on an open conversation.
#[derive(Debug, Clone)]
pub struct NewMessage {
    pub conversation_id: ConversationId,
    pub entry_id: EntryId,
    pub author: Actor,
    pub text: String,
    /// Uploads of the author's own, which the message takes with it.
    pub attachments: Vec<Attachment>,
    pub inbox_id: InboxId,
    pub channel: Channel,
    pub at: Timestamp,
    pub inbound: Inbound,
}

impl NewMessage {
    fn is_of_contact(&self) -> bool {
        self.author.kind == ActorKind::Contact
    }

    fn entry(&self, seq: i64) -> Entry {
        let delivery = (!self.is_of_contact())
            .then_some(Delivery { state: DeliveryState::Queued, reason: None });
        Entry {
            id: self.entry_id,
            seq,
            conversation_id: self.conversation_id,
            author: self.author.clone(),
            at: self.at,
            body: EntryBody::Message {
                text: self.text.clone(),
                inbox_id: self.inbox_id,
                channel: self.channel,
                delivery,
                client_id: Some(self.inbound.external_id.clone()),
                attachments: self.attachments.clone(),
            },
        }
    }
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    New(Entry),
    /// It had come before; this is the entry it made then.
    Before(Entry),
}

impl Stored {
    pub fn into_entry(self) -> Entry {
        match self {
            Self::New(entry) | Self::Before(entry) => entry,
        }
    }
}

#[derive(sqlx::FromRow)]
struct EntryIdRow {
    entry_id: Uuid,
}

#[derive(sqlx::FromRow)]
struct Updated {
    id: Uuid,
    contact_id: Uuid,
}

/// Writes the messages, each in its place, and answers for each one. The transaction is the
/// caller's to commit; an `Err` for the whole means that it must be rolled back.
pub(crate) async fn write_batch(tx: &mut Tx, batch: &[&NewMessage]) -> Result<Vec<Result<Stored>>> {
    let fresh = insert_inbound(tx, batch).await?;
    let seqs: Vec<i64> = batch
        .iter()
        .map(|message| if fresh.contains(&message.entry_id) { tx.next_seq() } else { 0 })
        .collect();
    let contacts = update_conversations(tx, batch, &seqs).await?;
    let mut written = Vec::with_capacity(batch.len());
    let mut answers = Vec::with_capacity(batch.len());
    for (message, seq) in batch.iter().zip(seqs) {
        if !fresh.contains(&message.entry_id) {
            answers.push(None);
        } else if let Some(contact_id) = contacts.get(&message.conversation_id) {
            let entry = message.entry(seq);
            written.push((entry.clone(), *contact_id));
            answers.push(Some(Ok(Stored::New(entry))));
        } else {
            forget_inbound(tx, message).await?;
            answers.push(Some(Err(StoreError::NotOpen)));
        }
    }
    insert_entries(tx, &written).await?;
    for (entry, _) in &written {
        attachment::claim(tx, entry.conversation_id, entry.id, entry.body.attachments()).await?;
    }
    let to_contact: Vec<&Entry> = written
        .iter()
        .map(|(entry, _)| entry)
        .filter(|entry| entry.author.kind != ActorKind::Contact)
        .collect();
    outbox::queue(tx, &to_contact).await?;
    note_events(tx, written.into_iter().map(|(entry, _)| entry).collect()).await?;
    let mut all = Vec::with_capacity(batch.len());
    for (message, answer) in batch.iter().zip(answers) {
        all.push(match answer {
            Some(answer) => answer,
            // Looked up last: it may have come twice within this batch.
            None => match came_before(tx, message).await {
                // The engine may have given the transaction up: nobody's message is safe in it.
                Err(error @ StoreError::Unavailable(_)) => return Err(error),
                // Its twin within this batch found the conversation resolved.
                Err(StoreError::NotFound(_)) => Err(StoreError::NotOpen),
                before => before.map(Stored::Before),
            },
        });
    }
    Ok(all)
}

async fn insert_inbound(tx: &mut Tx, batch: &[&NewMessage]) -> Result<BTreeSet<EntryId>> {
    let session = &mut tx.session();
    let mut fresh = BTreeSet::new();
    for (sql, chunk) in INSERT_INBOUND.chunks(session, batch) {
        let rows: Vec<EntryIdRow> = on!(session, c => {
            let mut query = sqlx::query_as(sql);
            for message in chunk {
                query = query
                    .bind(message.map(|it| it.inbox_id.uuid()))
                    .bind(message.map(|it| it.inbound.sender.as_str()))
                    .bind(message.map(|it| it.inbound.external_id.as_str()))
                    .bind(message.map(|it| it.inbound.raw.as_str()))
                    .bind(message.map(|it| it.at.micros()))
                    .bind(message.map(|it| it.entry_id.uuid()));
            }
            query.fetch_all(c).await
        })?;
        fresh.extend(rows.into_iter().map(|row| EntryId::from_uuid(row.entry_id)));
    }
    Ok(fresh)
}

struct Update<'m> {
    last: &'m NewMessage,
    preview: String,
    seq: i64,
    messages: i64,
    of_contact: i64,
}

/// One update for each conversation of the batch; answers those that were open, with the contact.
async fn update_conversations(
    tx: &mut Tx,
    batch: &[&NewMessage],
    seqs: &[i64],
) -> Result<BTreeMap<ConversationId, ContactId>> {
    let mut updates: BTreeMap<ConversationId, Update<'_>> = BTreeMap::new();
    for (message, seq) in batch.iter().zip(seqs) {
        if *seq == 0 {
            continue;
        }
        let of_contact = i64::from(message.is_of_contact());
        updates
            .entry(message.conversation_id)
            .and_modify(|update| {
                update.last = message;
                update.seq = *seq;
                update.messages += 1;
                update.of_contact += of_contact;
            })
            .or_insert(Update {
                last: message,
                preview: String::new(),
                seq: *seq,
                messages: 1,
                of_contact,
            });
    }
    let mut updates: Vec<_> = updates.into_values().collect();
    for update in &mut updates {
        let message = update.last;
        let (text, attachments) = (&message.text, &message.attachments);
        let preview = Preview::of_message(text, attachments, message.author.kind, message.at);
        update.preview = serde_json::to_string(&preview)
            .map_err(|error| StoreError::corrupt("a preview", error))?;
    }
    let session = &mut tx.session();
    let mut contacts = BTreeMap::new();
    for (sql, chunk) in UPDATE.chunks(session, &updates) {
        let rows: Vec<Updated> = on!(session, c => {
            let mut query = sqlx::query_as(sql);
            for update in chunk {
                query = query
                    .bind(update.map(|it| it.last.conversation_id.uuid()))
                    .bind(update.map(|it| it.seq))
                    .bind(update.map(|it| it.last.at.micros()))
                    .bind(update.map(|it| it.preview.as_str()))
                    .bind(update.map(|it| it.last.inbox_id.uuid()))
                    .bind(update.map(|it| it.last.channel.name()))
                    .bind(update.map(|it| it.messages))
                    .bind(update.map(|it| it.of_contact));
            }
            query.fetch_all(c).await
        })?;
        contacts.extend(
            rows.into_iter().map(|row| {
                (ConversationId::from_uuid(row.id), ContactId::from_uuid(row.contact_id))
            }),
        );
    }
    Ok(contacts)
}

async fn insert_entries(tx: &mut Tx, entries: &[(Entry, ContactId)]) -> Result<()> {
    let rows: Vec<(&Entry, ContactId, Written)> = entries
        .iter()
        .map(|(entry, contact_id)| Ok((entry, *contact_id, Written::of(entry)?)))
        .collect::<Result<_>>()?;
    let session = &mut tx.session();
    for (sql, chunk) in entry::INSERT.chunks(session, &rows) {
        on!(session, c => {
            let mut query = sqlx::query(sql);
            for row in chunk {
                query = query
                    .bind(row.map(|(entry, ..)| entry.seq))
                    .bind(row.map(|(entry, ..)| entry.id.uuid()))
                    .bind(row.map(|(entry, ..)| entry.conversation_id.uuid()))
                    .bind(row.map(|(_, contact_id, _)| contact_id.uuid()))
                    .bind(row.map(|(entry, ..)| entry.body.kind_name()))
                    .bind(row.map(|(.., written)| written.author.as_str()))
                    .bind(row.map(|(entry, ..)| entry.at.micros()))
                    .bind(row.map(|(.., written)| written.body.as_str()));
            }
            query.execute(c).await.map(drop)
        })?;
    }
    let documents: Vec<SearchDocument> = entries
        .iter()
        .filter_map(|(entry, contact_id)| {
            let scope = search::scope_of(entry.conversation_id, *contact_id);
            Some(search::document(entry.seq, &entry.body.search_text()?, scope))
        })
        .collect();
    search::index(session, &documents).await
}

/// The events, each with its version and with the conversation as the batch leaves it.
async fn note_events(tx: &mut Tx, entries: Vec<Entry>) -> Result<()> {
    let mut left: BTreeMap<ConversationId, i64> = BTreeMap::new();
    for entry in &entries {
        *left.entry(entry.conversation_id).or_default() += 1;
    }
    let ids: Vec<Uuid> = left.keys().map(|id| id.uuid()).collect();
    let conversations: BTreeMap<_, _> = conversation::get_many(&mut tx.session(), &ids)
        .await?
        .into_iter()
        .map(|conversation| (conversation.id, conversation))
        .collect();
    for entry in entries {
        let id = entry.conversation_id;
        let (Some(conversation), Some(left)) = (conversations.get(&id), left.get_mut(&id)) else {
            return Err(StoreError::NotFound("conversation"));
        };
        *left -= 1;
        let version = conversation.version - *left;
        let (seq, at, author) = (entry.seq, entry.at, entry.author.clone());
        let change = ConversationChange { conversation: conversation.clone(), entry: Some(entry) };
        tx.append(seq, Some(version), at, author, EventData::MessageCreated(change));
    }
    Ok(())
}

async fn forget_inbound(tx: &mut Tx, message: &NewMessage) -> Result<()> {
    execute!(
        &mut tx.session(),
        FORGET_INBOUND,
        message.inbox_id.uuid(),
        message.inbound.sender.as_str(),
        message.inbound.external_id.as_str(),
    )?;
    Ok(())
}

/// The entry that an earlier coming of the same message made. The same id with other words or
/// attachments is refused: it would be lost.
pub(crate) async fn came_before(tx: &mut Tx, message: &NewMessage) -> Result<Entry> {
    let session = &mut tx.session();
    let before = fetch_optional!(
        session,
        EntryIdRow,
        FIND_INBOUND,
        message.inbox_id.uuid(),
        message.inbound.sender.as_str(),
        message.inbound.external_id.as_str(),
    )?
    .ok_or(StoreError::NotFound("message"))?;
    let entry = entry::get(session, EntryId::from_uuid(before.entry_id)).await?;
    let is_same = entry.body.text() == Some(message.text.as_str())
        && entry.body.attachments() == message.attachments;
    if is_same { Ok(entry) } else { Err(StoreError::KeyReused) }
}
