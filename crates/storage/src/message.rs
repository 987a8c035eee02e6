//! Messages, the hot path: written in batches, many in one transaction, by multi-row statements.
//! See [`crate::writer`] for the queue before it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::actor::{Actor, ActorKind};
use rapport_core::attachment::Attachment;
use rapport_core::channel::Channel;
use rapport_core::conversation::{Conversation, ConversationStatus, Preview};
use rapport_core::entry::{Delivery, DeliveryState, Entry, EntryBody};
use rapport_core::event::{ConversationChange, EventData};
use rapport_core::id::{ContactId, ConversationId, EntryId, InboxId, TypedId};
use rapport_core::mail::{MailAddress, MailHead};
use rapport_core::span::Span;
use uuid::Uuid;

use crate::attachment;
use crate::conversation;
use crate::db::{Session, execute, fetch_optional};
use crate::dialect::{Dialect, SearchDocument};
use crate::entry::{self, Written};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::mail_thread;
use crate::multi_row::{MultiRow, execute_rows};
use crate::outbox;
use crate::reach;
use crate::search;
use crate::statement::statements;

statements! {
    FIND_INBOUND = "select entry_id from inbound
        where external_id = $1 and sender = $2 and inbox_id = $3";
    FORGET_INBOUND = "delete from inbound where external_id = $1 and sender = $2 and inbox_id = $3";
}

pub(crate) static INSERT_INBOUND: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "inbound",
        &[
            ("inbox_id", "uuid"),
            ("sender", "text"),
            ("external_id", "text"),
            ("raw", "text"),
            ("received_at", "bigint"),
            ("entry_id", "uuid"),
        ],
        "on conflict do nothing",
    )
});

/// One row a conversation, as its newest messages leave it.
pub(crate) static UPDATE: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[
            ("id", "uuid"),
            ("version", "bigint"),
            ("last_seq", "bigint"),
            ("updated_at", "bigint"),
            ("preview", "text"),
            ("inbox_id", "uuid"),
            ("channel", "text"),
            ("unread", "bigint"),
        ],
        "update conversation set version = v.version, last_seq = v.last_seq,
            updated_at = v.updated_at, preview = v.preview, inbox_id = v.inbox_id,
            channel = v.channel, unread = v.unread
        from v where conversation.id = v.id",
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
    /// How it looks, where not as usual.
    pub spans: Vec<Span>,
    /// Uploads of the author's own, which the message takes with it.
    pub attachments: Vec<Attachment>,
    pub inbox_id: InboxId,
    pub channel: Channel,
    pub at: Timestamp,
    pub inbound: Inbound,
    /// Of an e-mail.
    pub mail: Option<Box<MailHead>>,
}

impl NewMessage {
    fn is_of_contact(&self) -> bool {
        self.author.kind == ActorKind::Contact
    }

    fn body(&self) -> EntryBody {
        let delivery = (!self.is_of_contact())
            .then_some(Delivery { state: DeliveryState::Queued, reason: None });
        EntryBody::Message {
            text: self.text.clone(),
            spans: self.spans.clone(),
            inbox_id: self.inbox_id,
            channel: self.channel,
            delivery,
            client_id: Some(self.inbound.external_id.clone()),
            attachments: self.attachments.clone(),
            mail: self.mail.clone(),
        }
    }
}

/// A message with everything that can be made of it before it has its place in the log: the one
/// writer, whom all wait for, need not make it.
#[derive(Debug)]
pub(crate) struct Prepared {
    message: NewMessage,
    body: EntryBody,
    written: Written,
    preview: Preview,
    preview_json: String,
    /// Of [`Dialect::search_terms`].
    terms: String,
}

impl Prepared {
    pub(crate) fn of(dialect: Dialect, message: NewMessage) -> Result<Self> {
        let body = message.body();
        let (text, attachments) = (&message.text, &message.attachments);
        let preview = Preview::of_message(text, attachments, message.author.kind, message.at);
        Ok(Self {
            written: Written::of(&message.author, &body)?,
            preview_json: serde_json::to_string(&preview)
                .map_err(|error| StoreError::corrupt("a preview", error))?,
            preview,
            terms: search::terms_of(dialect, &body).unwrap_or_default(),
            body,
            message,
        })
    }

    fn entry(&self, seq: i64) -> Entry {
        Entry {
            id: self.entry_id,
            seq,
            conversation_id: self.conversation_id,
            author: self.author.clone(),
            at: self.at,
            body: self.body.clone(),
        }
    }
}

impl Deref for Prepared {
    type Target = NewMessage;

    fn deref(&self) -> &NewMessage {
        &self.message
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

/// A resolved conversation takes no message without being reopened, and one that is snoozed none of
/// its contact without being woken: but for what a program answered, which calls nobody, and for what
/// was said before and only follows the contact.
fn takes(conversation: &Conversation, message: &NewMessage) -> bool {
    let is_automatic = message.mail.as_ref().is_some_and(|mail| mail.auto_reply.is_some());
    let is_follow_up = message.mail.as_ref().is_some_and(|mail| !mail.follows_up.is_empty());
    if is_automatic && message.is_of_contact() || is_follow_up {
        return true;
    }
    match conversation.status {
        ConversationStatus::Open => true,
        ConversationStatus::Snoozed => !message.is_of_contact(),
        ConversationStatus::Resolved => false,
    }
}

/// Writes the messages, each in its place, and answers for each one. The transaction is the
/// caller's to commit; an `Err` for the whole means that it must be rolled back.
pub(crate) async fn write_batch(tx: &mut Tx, batch: &[&Prepared]) -> Result<Vec<Result<Stored>>> {
    let fresh = insert_inbound(tx, batch).await?;
    let mut conversations = conversations_of(tx, &fresh).await?;
    let mut placed = Vec::with_capacity(fresh.len());
    for message in &fresh {
        match conversations.get_mut(&message.conversation_id) {
            Some(left) if takes(&left.conversation, message) => {
                placed.push(left.take(message, tx.next_seq()));
            }
            Some(_) | None => forget_inbound(tx, message).await?,
        }
    }
    conversations.retain(|_, left| left.newest.is_some());
    update_conversations(tx, &conversations).await?;
    insert_entries(tx, &placed).await?;
    for Placed { entry, .. } in &placed {
        attachment::claim(tx, entry.conversation_id, entry.id, entry.body.attachments()).await?;
    }
    let to_contact: Vec<&Entry> = placed
        .iter()
        .filter(|placed| !placed.message.is_of_contact())
        .map(|placed| &placed.entry)
        .collect();
    outbox::queue(tx, &to_contact).await?;
    let mut who = Vec::new();
    for entry in to_contact {
        let head = entry.body.mail();
        who.extend(head.into_iter().flat_map(recipients).map(|to| (entry.conversation_id, to)));
    }
    mail_thread::take_part(tx, &who).await?;
    let mut written = note_events(tx, placed, &conversations);
    let fresh: BTreeSet<EntryId> = fresh.iter().map(|message| message.entry_id).collect();
    let mut answers = Vec::with_capacity(batch.len());
    for message in batch {
        answers.push(match written.remove(&message.entry_id) {
            Some(entry) => Ok(Stored::New(entry)),
            None if fresh.contains(&message.entry_id) => Err(StoreError::NotOpen),
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
    Ok(answers)
}

/// Who may answer a mail: all that it goes to.
fn recipients(head: &MailHead) -> impl Iterator<Item = String> {
    head.to.iter().chain(&head.cc).chain(&head.bcc).map(MailAddress::key)
}

/// A message in its place in the log.
struct Placed<'m> {
    message: &'m Prepared,
    entry: Entry,
    contact_id: ContactId,
    version: i64,
}

/// A conversation as the batch leaves it.
struct Left<'m> {
    conversation: Conversation,
    /// The newest of the batch's messages on it.
    newest: Option<&'m Prepared>,
    /// Inboxes by which the contact has written until now.
    left: Vec<InboxId>,
}

impl<'m> Left<'m> {
    fn take(&mut self, message: &'m Prepared, seq: i64) -> Placed<'m> {
        self.newest = Some(message);
        let conversation = &mut self.conversation;
        conversation.version += 1;
        conversation.last_seq = seq;
        conversation.updated_at = message.at;
        if message.is_of_contact() && conversation.inbox_id != message.inbox_id {
            self.left.push(conversation.inbox_id);
            conversation.inbox_id = message.inbox_id;
            conversation.channel = message.channel;
        }
        conversation.preview = Some(message.preview.clone());
        conversation.unread += i64::from(message.is_of_contact());
        Placed {
            message,
            entry: message.entry(seq),
            contact_id: conversation.contact.id,
            version: conversation.version,
        }
    }
}

/// Notes what came in; answers the messages that had not come before.
async fn insert_inbound<'m>(tx: &mut Tx, batch: &[&'m Prepared]) -> Result<Vec<&'m Prepared>> {
    let session = &mut tx.session();
    let inserted = execute_rows!(session, INSERT_INBOUND, batch, it => [
        it.inbox_id.uuid(),
        it.inbound.sender.as_str(),
        it.inbound.external_id.as_str(),
        it.inbound.raw.as_str(),
        it.at.micros(),
        it.entry_id.uuid(),
    ])?;
    if usize::try_from(inserted) == Ok(batch.len()) {
        return Ok(batch.to_vec());
    }
    let mut fresh = Vec::with_capacity(batch.len());
    for message in batch {
        if find_inbound(session, message).await? == Some(message.entry_id) {
            fresh.push(*message);
        }
    }
    Ok(fresh)
}

/// The conversations that the messages are for.
async fn conversations_of<'m>(
    tx: &mut Tx,
    messages: &[&Prepared],
) -> Result<BTreeMap<ConversationId, Left<'m>>> {
    let mut ids: Vec<Uuid> = messages.iter().map(|it| it.conversation_id.uuid()).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = conversation::get_many(&mut tx.session(), &ids).await?;
    let left = |conversation: Conversation| {
        (conversation.id, Left { conversation, newest: None, left: Vec::new() })
    };
    Ok(found.into_iter().map(left).collect())
}

async fn update_conversations(
    tx: &mut Tx,
    conversations: &BTreeMap<ConversationId, Left<'_>>,
) -> Result<()> {
    let left: Vec<_> = conversations.values().collect();
    let session = &mut tx.session();
    execute_rows!(session, UPDATE, &left, it => [
        it.conversation.id.uuid(),
        it.conversation.version,
        it.conversation.last_seq,
        it.conversation.updated_at.micros(),
        it.newest.map(|newest| newest.preview_json.as_str()),
        it.conversation.inbox_id.uuid(),
        it.conversation.channel.name(),
        it.conversation.unread,
    ])?;
    for (id, left) in conversations {
        for inbox_id in &left.left {
            reach::leave(tx, *id, *inbox_id).await?;
        }
    }
    Ok(())
}

async fn insert_entries(tx: &mut Tx, placed: &[Placed<'_>]) -> Result<()> {
    let session = &mut tx.session();
    let dialect = session.dialect();
    execute_rows!(session, entry::INSERT, placed, it => [
        it.entry.seq,
        it.entry.id.uuid(),
        it.entry.conversation_id.uuid(),
        it.entry.body.kind_name(),
        it.message.written.author.as_str(),
        it.entry.at.micros(),
        it.message.written.body.as_str(),
    ])?;
    let documents: Vec<SearchDocument<'_>> = placed
        .iter()
        .map(|it| SearchDocument {
            seq: it.entry.seq,
            terms: &it.message.terms,
            scope: search::scope_of(dialect, it.entry.conversation_id, it.contact_id),
        })
        .collect();
    search::index(session, &documents).await
}

/// The events, each with its version and with the conversation as the batch leaves it. Answers the
/// entries.
fn note_events(
    tx: &mut Tx,
    placed: Vec<Placed<'_>>,
    conversations: &BTreeMap<ConversationId, Left<'_>>,
) -> BTreeMap<EntryId, Entry> {
    let mut entries = BTreeMap::new();
    for Placed { entry, version, .. } in placed {
        entries.insert(entry.id, entry.clone());
        let Some(left) = conversations.get(&entry.conversation_id) else { continue };
        let (seq, at, author) = (entry.seq, entry.at, entry.author.clone());
        let conversation = left.conversation.clone();
        let change = ConversationChange { conversation, entry: Some(entry) };
        tx.append(seq, Some(version), at, author, EventData::MessageCreated(change));
    }
    entries
}

async fn forget_inbound(tx: &mut Tx, message: &NewMessage) -> Result<()> {
    let Inbound { sender, external_id, .. } = &message.inbound;
    let session = &mut tx.session();
    execute!(
        session,
        FORGET_INBOUND,
        external_id.as_str(),
        sender.as_str(),
        message.inbox_id.uuid()
    )?;
    Ok(())
}

/// The entry that the message made when it came.
async fn find_inbound(session: &mut Session<'_>, message: &NewMessage) -> Result<Option<EntryId>> {
    let Inbound { sender, external_id, .. } = &message.inbound;
    let found = fetch_optional!(
        session,
        EntryIdRow,
        FIND_INBOUND,
        external_id.as_str(),
        sender.as_str(),
        message.inbox_id.uuid(),
    )?;
    Ok(found.map(|row| EntryId::from_uuid(row.entry_id)))
}

/// The entry that an earlier coming of the same message made. The same id with other words or
/// attachments is refused: it would be lost.
pub(crate) async fn came_before(tx: &mut Tx, message: &NewMessage) -> Result<Entry> {
    let session = &mut tx.session();
    let before = find_inbound(session, message).await?.ok_or(StoreError::NotFound("message"))?;
    let entry = entry::get(session, before).await?;
    let is_same = entry.body.text() == Some(message.text.as_str())
        && entry.body.attachments() == message.attachments;
    if is_same { Ok(entry) } else { Err(StoreError::KeyReused) }
}
