//! What reports count, as the log makes it ([`rapport_core::report`]): read and written for many events
//! at once. Reading it for a report is [`crate::report_figures`].

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::contact::IdentityKind;
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::event::{Event, EventData};
use rapport_core::id::{AgentId, ContactId, ConversationId, QueueId, TypedId};
use rapport_core::report::{Activity, Books, Counted, Memory, Place};
use uuid::Uuid;

use crate::db::{Session, execute};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::multi_row::{MultiRow, execute_rows, fetch_by_keys};
use crate::statement::statements;

statements! {
    FORGET_MEMORY = "delete from report_memory";
    FORGET_ACTS = "delete from report_act";
    FORGET_ACTIVITY = "delete from report_activity";
    FORGET_STEPS = "delete from report_step";
    FORGET_REPLIES = "delete from report_reply";
    FORGET_REPEATED = "delete from report_repeated";
}

pub(crate) static MEMORIES: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid")],
        "select conversation_id, memory from report_memory
            where conversation_id in (select v.id from v)",
    )
});

pub(crate) static ACTS: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid")],
        "select agent_id, at from report_act where agent_id in (select v.id from v)",
    )
});

pub(crate) static IDENTITIES: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid")],
        "select contact_id, kind, value, created_at from identity
            where contact_id in (select v.id from v) and kind in ('email', 'phone')
            order by created_at, id",
    )
});

pub(crate) static KEEP_MEMORY: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "report_memory",
        &[("conversation_id", "uuid"), ("memory", "text")],
        "on conflict (conversation_id) do update set memory = excluded.memory",
    )
});

pub(crate) static KEEP_ACT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "report_act",
        &[("agent_id", "uuid"), ("at", "bigint")],
        "on conflict (agent_id) do update set at = excluded.at",
    )
});

pub(crate) static ADD_ACTIVITY: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "report_activity",
        &[
            ("conversation_id", "uuid"),
            ("quarter", "bigint"),
            ("inbox_id", "uuid"),
            ("channel", "text"),
            ("queue_id", "uuid"),
            ("agent_id", "uuid"),
            ("received", "bigint"),
            ("sent", "bigint"),
            ("work_ms", "bigint"),
        ],
        "on conflict (conversation_id, quarter, inbox_id, queue_id, agent_id) do update set
            received = report_activity.received + excluded.received,
            sent = report_activity.sent + excluded.sent,
            work_ms = report_activity.work_ms + excluded.work_ms",
    )
});

pub(crate) static ADD_STEPS: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "report_step",
        &[
            ("seq", "bigint"),
            ("at", "bigint"),
            ("conversation_id", "uuid"),
            ("queue_id", "uuid"),
            ("channel", "text"),
        ],
        "",
    )
});

pub(crate) static ADD_REPLIES: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "report_reply",
        &[
            ("seq", "bigint"),
            ("conversation_id", "uuid"),
            ("queue_id", "uuid"),
            ("agent_id", "uuid"),
            ("channel", "text"),
            ("asked_at", "bigint"),
            ("wait_ms", "bigint"),
            ("is_first", "boolean"),
        ],
        "",
    )
});

pub(crate) static ADD_REPEATED: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "report_repeated",
        &[
            ("seq", "bigint"),
            ("fact_key", "text"),
            ("at", "bigint"),
            ("conversation_id", "uuid"),
            ("queue_id", "uuid"),
            ("channel", "text"),
            ("by_what", "text"),
        ],
        "on conflict do nothing",
    )
});

#[derive(sqlx::FromRow)]
struct MemoryRow {
    conversation_id: Uuid,
    memory: String,
}

#[derive(sqlx::FromRow)]
struct ActRow {
    agent_id: Uuid,
    at: i64,
}

#[derive(sqlx::FromRow)]
struct IdentityRow {
    contact_id: Uuid,
    kind: String,
    value: String,
    created_at: i64,
}

/// A queue as a part of a key, which takes no null.
fn key_of(queue_id: Option<QueueId>) -> Uuid {
    queue_id.map_or(Uuid::nil(), QueueId::uuid)
}

/// Counts what events add, the oldest first. Each is to be counted once: the caller keeps how far the
/// log was counted, in the same change.
pub async fn count(tx: &mut Tx, events: impl Iterator<Item = &Event> + Clone + Send) -> Result<()> {
    let mut books = read(&mut tx.session(), events.clone()).await?;
    let mut counted = Counted::default();
    for event in events {
        books.enter(event, &mut counted);
    }
    write(tx, &books, &counted).await
}

/// Forgets all that was counted.
pub async fn forget(tx: &mut Tx) -> Result<()> {
    let session = &mut tx.session();
    for all in
        [FORGET_MEMORY, FORGET_ACTS, FORGET_ACTIVITY, FORGET_STEPS, FORGET_REPLIES, FORGET_REPEATED]
    {
        execute!(session, all)?;
    }
    Ok(())
}

/// The books, opened where the events are about.
async fn read<'e>(
    session: &mut Session<'_>,
    events: impl Iterator<Item = &'e Event>,
) -> Result<Books> {
    let mut conversations: BTreeSet<Uuid> = BTreeSet::new();
    let (mut agents, mut contacts) = (BTreeSet::new(), BTreeSet::new());
    for event in events {
        if let EventData::ContextChanged(change) = &event.data {
            conversations.insert(change.conversation_id.uuid());
        }
        let Some(change) = event.data.change() else { continue };
        if let Some(agent_id) = event.actor.agent_id() {
            agents.insert(agent_id.uuid());
            if matches!(event.data, EventData::MessageCreated(_)) {
                contacts.insert(change.conversation.contact.id.uuid());
            }
        }
        let absorbed = change.entry.as_ref().and_then(|entry| match &entry.body {
            EntryBody::Event { event: Happening::Absorbed { conversation_id } } => {
                Some(*conversation_id)
            }
            _ => None,
        });
        let is_kept = matches!(
            event.data,
            EventData::MessageCreated(_)
                | EventData::ConversationResolved(_)
                | EventData::ConversationAbsorbed(_)
        );
        let ids = absorbed.into_iter().chain(is_kept.then_some(change.conversation.id));
        conversations.extend(ids.map(ConversationId::uuid));
    }
    let all = |ids: BTreeSet<Uuid>| ids.into_iter().collect::<Vec<_>>();
    let mut books = Books::default();
    for row in fetch_by_keys!(session, MemoryRow, MEMORIES, &all(conversations))? {
        let memory: Memory = serde_json::from_str(&row.memory)
            .map_err(|error| StoreError::corrupt("report_memory.memory", error))?;
        books.conversations.insert(ConversationId::from_uuid(row.conversation_id), memory);
    }
    for row in fetch_by_keys!(session, ActRow, ACTS, &all(agents))? {
        books.agents.insert(AgentId::from_uuid(row.agent_id), Timestamp::from_micros(row.at));
    }
    for row in fetch_by_keys!(session, IdentityRow, IDENTITIES, &all(contacts))? {
        let kind = IdentityKind::from_name(&row.kind)
            .ok_or_else(|| StoreError::corrupt("identity.kind", &row.kind))?;
        let known = (kind, row.value, Timestamp::from_micros(row.created_at));
        books.identities.entry(ContactId::from_uuid(row.contact_id)).or_default().push(known);
    }
    Ok(books)
}

async fn write(tx: &mut Tx, books: &Books, counted: &Counted) -> Result<()> {
    let session = &mut tx.session();
    let memories: Vec<(Uuid, String)> = books
        .conversations
        .iter()
        .map(|(id, memory)| Ok((id.uuid(), serde_json::to_string(memory)?)))
        .collect::<Result<_, serde_json::Error>>()
        .map_err(|error| StoreError::corrupt("what a report remembers", error))?;
    execute_rows!(session, KEEP_MEMORY, &memories, it => [it.0, it.1.as_str()])?;
    let acts: Vec<(Uuid, i64)> =
        books.agents.iter().map(|(id, at)| (id.uuid(), at.micros())).collect();
    execute_rows!(session, KEEP_ACT, &acts, it => [it.0, it.1])?;
    let activity: Vec<(&Place, &Activity)> = counted.activity.iter().collect();
    execute_rows!(session, ADD_ACTIVITY, &activity, it => [
        it.0.conversation_id.uuid(),
        it.0.quarter,
        it.0.inbox_id.uuid(),
        it.0.channel.name(),
        key_of(it.0.queue_id),
        it.0.agent_id.map_or(Uuid::nil(), AgentId::uuid),
        it.1.received,
        it.1.sent,
        it.1.work_ms,
    ])?;
    execute_rows!(session, ADD_STEPS, &counted.steps, it => [
        it.seq,
        it.at.micros(),
        it.conversation_id.uuid(),
        key_of(it.queue_id),
        it.channel.name(),
    ])?;
    execute_rows!(session, ADD_REPLIES, &counted.replies, it => [
        it.seq,
        it.conversation_id.uuid(),
        key_of(it.queue_id),
        it.agent_id.uuid(),
        it.channel.name(),
        it.asked_at.micros(),
        it.wait_ms,
        it.is_first,
    ])?;
    execute_rows!(session, ADD_REPEATED, &counted.repeated, it => [
        it.seq,
        it.key.as_str(),
        it.at.micros(),
        it.conversation_id.uuid(),
        key_of(it.queue_id),
        it.channel.name(),
        it.by.name(),
    ])?;
    Ok(())
}
