//! The outbox: every message to a contact has a row here from the commit that made it until its
//! channel has it and, where the channel can tell, until the contact's device has it.

use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::conversation::Conversation;
use rapport_core::entry::{DeliveryState, Entry, EntryBody};
use rapport_core::event::{ConversationChange, EventData};
use rapport_core::id::{ConversationId, EntryId, InboxId, TypedId};
use uuid::Uuid;

use crate::conversation;
use crate::db::{Session, execute, fetch_all};
use crate::entry;
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::mail_intake::Told;
use crate::multi_row::{MultiRow, execute_rows};
use crate::statement::statements;

statements! {
    // Of a conversation only the first: messages arrive in their order.
    DUE = "select o.entry_seq, o.conversation_id, o.inbox_id, o.attempts, o.due_at from outbox o
        where o.inbox_id = $1 and o.state = 'queued' and o.due_at <= $2
            and not exists (select 1 from outbox b
                where b.conversation_id = o.conversation_id and b.inbox_id = o.inbox_id
                    and b.entry_seq < o.entry_seq and b.state = 'queued')
        order by o.due_at, o.entry_seq limit $3";
    WAITING = "select entry_seq, conversation_id, inbox_id, attempts, due_at from outbox
        where inbox_id = $1 and state = 'queued' order by due_at, entry_seq limit $2";
    FAILED = "select entry_seq, conversation_id, inbox_id, attempts, due_at from outbox
        where inbox_id = $1 and state = 'failed' and entry_seq < $2
        order by entry_seq desc limit $3";
    RESEND = "update outbox set state = 'queued', attempts = 0, due_at = $2, reason = null,
            handed_at = null
        where entry_seq = $1 and state = 'failed'";
    SETTLE = "update outbox set state = $2, reason = $3, attempts = attempts + 1
        where entry_seq = $1 and state = 'queued'";
    POSTPONE = "update outbox set due_at = $2, reason = $3, attempts = attempts + 1,
            handed_at = null
        where entry_seq = $1 and state = 'queued'";
    BEGIN = "update outbox set handed_at = $2 where entry_seq = $1 and state = 'queued'";
    UNCLEAR = "select entry_seq, conversation_id, inbox_id, attempts, due_at from outbox
        where inbox_id = $1 and state = 'queued' and handed_at is not null
        order by entry_seq limit $2";
    BOUNCED = "update outbox set state = 'failed', reason = $2
        where entry_seq = $1 and state <> 'failed'";
    DELAYED = "update outbox set reason = $2 where entry_seq = $1 and state = 'sent'";
    ARRIVED = "update outbox set state = 'delivered', reason = null
        where entry_seq = $1 and state <> 'delivered'";
    CONFIRM = "update outbox set state = 'delivered', reason = null
        where conversation_id = $1 and channel = 'webchat' and entry_seq <= $2
            and (state = 'queued' or state = 'sent')";
}

pub(crate) static INSERT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "outbox",
        &[
            ("entry_seq", "bigint"),
            ("conversation_id", "uuid"),
            ("inbox_id", "uuid"),
            ("channel", "text"),
            ("state", "text"),
            ("attempts", "bigint"),
            ("due_at", "bigint"),
            ("may_follow", "bigint"),
        ],
        "",
    )
});

/// A message that is due to be handed to its channel.
#[derive(Debug, Clone)]
pub struct Due {
    pub entry: Entry,
    pub conversation_id: ConversationId,
    pub inbox_id: InboxId,
    /// Times that it was tried before.
    pub attempts: i64,
    /// When it is tried, or was tried last.
    pub due_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    entry_seq: i64,
    conversation_id: Uuid,
    inbox_id: Uuid,
    attempts: i64,
    due_at: i64,
}

pub(crate) async fn queue(tx: &mut Tx, entries: &[&Entry]) -> Result<()> {
    struct Row<'e> {
        entry: &'e Entry,
        inbox_id: InboxId,
        channel: Channel,
        state: DeliveryState,
        attempts: i64,
    }
    let rows: Vec<Row<'_>> = entries
        .iter()
        .filter_map(|entry| match &entry.body {
            EntryBody::Message { inbox_id, channel, .. } => {
                let (inbox_id, channel) = (*inbox_id, *channel);
                Some(Row { entry, inbox_id, channel, state: DeliveryState::Queued, attempts: 0 })
            }
            EntryBody::Note { .. } | EntryBody::Event { .. } => None,
        })
        .collect();
    let session = &mut tx.session();
    execute_rows!(session, INSERT, &rows, it => [
        it.entry.seq,
        it.entry.conversation_id.uuid(),
        it.inbox_id.uuid(),
        it.channel.name(),
        it.state.name(),
        it.attempts,
        it.entry.at.micros(),
        i64::from(it.channel == Channel::Webchat),
    ])?;
    Ok(())
}

/// What is due to go out by an inbox, oldest first; of each conversation only its first message that
/// waits.
pub async fn due(
    session: &mut Session<'_>,
    inbox_id: InboxId,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Due>> {
    let rows = fetch_all!(session, Row, DUE, inbox_id.uuid(), now.micros(), limit)?;
    read_all(session, rows).await
}

/// What waits to go out by an inbox, that which is due first before the rest.
pub async fn waiting(session: &mut Session<'_>, inbox_id: InboxId, limit: i64) -> Result<Vec<Due>> {
    let rows = fetch_all!(session, Row, WAITING, inbox_id.uuid(), limit)?;
    read_all(session, rows).await
}

/// What did not go out by an inbox and was given up, before a `seq`, newest first.
pub async fn failed(
    session: &mut Session<'_>,
    inbox_id: InboxId,
    before: i64,
    limit: i64,
) -> Result<Vec<Due>> {
    let rows = fetch_all!(session, Row, FAILED, inbox_id.uuid(), before, limit)?;
    read_all(session, rows).await
}

async fn read_all(session: &mut Session<'_>, rows: Vec<Row>) -> Result<Vec<Due>> {
    let seqs: Vec<i64> = rows.iter().map(|row| row.entry_seq).collect();
    let entries = entry::by_seq(session, &seqs).await?;
    rows.into_iter()
        .map(|row| {
            let entry = entries
                .iter()
                .find(|entry| entry.seq == row.entry_seq)
                .ok_or_else(|| StoreError::corrupt("outbox", "a row without its entry"))?;
            Ok(Due {
                entry: entry.clone(),
                conversation_id: ConversationId::from_uuid(row.conversation_id),
                inbox_id: InboxId::from_uuid(row.inbox_id),
                attempts: row.attempts,
                due_at: Timestamp::from_micros(row.due_at),
            })
        })
        .collect()
}

/// What a channel made of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    Failed { reason: String },
}

/// Settles a message and tells of it; None when it was settled meanwhile.
pub async fn settle(
    tx: &mut Tx,
    due: &Due,
    outcome: &Outcome,
    at: Timestamp,
) -> Result<Option<Conversation>> {
    let (state, reason) = match outcome {
        Outcome::Sent => (DeliveryState::Sent, None),
        Outcome::Failed { reason } => (DeliveryState::Failed, Some(reason.as_str())),
    };
    let seq = due.entry.seq;
    if execute!(&mut tx.session(), SETTLE, seq, state.name(), reason)? == 0 {
        return Ok(None);
    }
    tell(tx, due.conversation_id, due.entry.id, Actor::SYSTEM, at).await.map(Some)
}

/// Has a message that had failed go out again. One that has not failed is left as it is.
pub async fn resend(
    tx: &mut Tx,
    conversation_id: ConversationId,
    id: EntryId,
    actor: Actor,
    at: Timestamp,
) -> Result<Entry> {
    let entry = entry::get(&mut tx.session(), id).await?;
    if entry.conversation_id != conversation_id {
        return Err(StoreError::NotFound("entry"));
    }
    if execute!(&mut tx.session(), RESEND, entry.seq, at.micros())? == 0 {
        return Ok(entry);
    }
    tell(tx, conversation_id, id, actor, at).await?;
    entry::get(&mut tx.session(), id).await
}

/// The channel is about to hand the message over to somebody who cannot be asked later whether they
/// have it. False when it was settled meanwhile.
pub async fn begin(tx: &mut Tx, due: &Due, at: Timestamp) -> Result<bool> {
    Ok(execute!(&mut tx.session(), BEGIN, due.entry.seq, at.micros())? > 0)
}

/// Messages of an inbox that were being handed over when the program ended.
pub async fn unclear(session: &mut Session<'_>, inbox_id: InboxId, limit: i64) -> Result<Vec<Due>> {
    let rows = fetch_all!(session, Row, UNCLEAR, inbox_id.uuid(), limit)?;
    read_all(session, rows).await
}

/// What is told of a message after it was handed over.
pub(crate) async fn report(
    tx: &mut Tx,
    conversation_id: ConversationId,
    id: EntryId,
    told: &Told,
    at: Timestamp,
) -> Result<()> {
    let seq = entry::get(&mut tx.session(), id).await?.seq;
    let session = &mut tx.session();
    let changed = match told {
        Told::Failed { reason } => execute!(session, BOUNCED, seq, reason.as_str())?,
        Told::Delayed { reason } => execute!(session, DELAYED, seq, reason.as_str())?,
        Told::Delivered => execute!(session, ARRIVED, seq)?,
    };
    if changed > 0 {
        tell(tx, conversation_id, id, Actor::SYSTEM, at).await?;
    }
    Ok(())
}

/// Tells how far a message has come.
async fn tell(
    tx: &mut Tx,
    conversation_id: ConversationId,
    id: EntryId,
    actor: Actor,
    at: Timestamp,
) -> Result<Conversation> {
    let entry = entry::get(&mut tx.session(), id).await?;
    let happens = conversation::Happens { actor, at, entry: None, bump: false };
    // The event shows the entry as it is now, though no new one stands on the timeline.
    let (conversation, _) =
        conversation::happen(tx, conversation_id, happens, EventData::MessageDeliveryChanged)
            .await?;
    tx.amend_last(|data| {
        if let EventData::MessageDeliveryChanged(ConversationChange { entry: slot, .. }) = data {
            *slot = Some(entry);
        }
    });
    Ok(conversation)
}

/// Tries again later.
pub async fn postpone(tx: &mut Tx, due: &Due, until: Timestamp, reason: &str) -> Result<()> {
    execute!(&mut tx.session(), POSTPONE, due.entry.seq, until.micros(), reason)?;
    Ok(())
}

/// The contact's browser has everything up to `up_to_seq` that went by web chat.
pub(crate) async fn confirm(tx: &mut Tx, id: ConversationId, up_to_seq: i64) -> Result<()> {
    execute!(&mut tx.session(), CONFIRM, id.uuid(), up_to_seq)?;
    Ok(())
}
