//! Events on their way to webhooks: a row for each, from when the log was read until some weeks
//! after it was settled. What is sent is the event itself, which the log keeps.

use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::event::Event;
use rapport_core::id::{ConversationId, DeliveryId, TypedId, WebhookId};
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::{self, Tx};
use crate::multi_row::{MultiRow, execute_rows};
use crate::statement::statements;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select d.id, d.webhook_id, d.event_seq, d.conversation_id, d.state, d.attempts,
                d.created_at, d.due_at, d.tried_at, d.status, d.reason, e.type as event_type
            from delivery d join event e on e.seq = d.event_seq ",
            $rest
        )
    };
}

statements! {
    // Of a conversation only the first: events arrive in their order.
    DUE = select!("where d.webhook_id = $1 and d.state = 'queued' and d.due_at <= $2
            and (d.conversation_id is null or not exists (select 1 from delivery b
                where b.webhook_id = d.webhook_id and b.conversation_id = d.conversation_id
                    and b.event_seq < d.event_seq and b.state = 'queued'))
        order by d.due_at, d.event_seq limit $3");
    GET = select!("where d.webhook_id = $1 and d.id = $2");
    LIST = select!("where d.webhook_id = $1 and d.id < $2 order by d.id desc limit $3");
    LIST_STATE = select!("where d.webhook_id = $1 and d.id < $2 and d.state = $4
        order by d.id desc limit $3");
    SETTLE = "update delivery set state = $2, attempts = attempts + 1, tried_at = $3,
            status = $4, reason = $5
        where id = $1 and state = 'queued'";
    POSTPONE = "update delivery set due_at = $2, attempts = attempts + 1, tried_at = $3,
            status = $4, reason = $5
        where id = $1 and state = 'queued'";
    RESEND = "update delivery set state = 'queued', attempts = 0, due_at = $3
        where webhook_id = $1 and id = $2 and state <> 'queued'";
    GIVE_UP = "update delivery set state = 'failed', reason = $2
        where webhook_id = $1 and state = 'queued'";
    WAITING = "select count(*) as count from delivery
        where webhook_id = $1 and state = 'queued'";
    TAKEN_SINCE = "select count(*) as count from (select id from delivery
        where webhook_id = $1 and id > $2 and state = 'sent' limit 1) as taken";
    FORGET = "delete from delivery where id in (select id from delivery
        where state <> 'queued' and created_at < $1 order by created_at limit $2)";
}

pub(crate) static INSERT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "delivery",
        &[
            ("id", "uuid"),
            ("webhook_id", "uuid"),
            ("event_seq", "bigint"),
            ("conversation_id", "uuid"),
            ("state", "text"),
            ("attempts", "bigint"),
            ("created_at", "bigint"),
            ("due_at", "bigint"),
        ],
        "on conflict do nothing",
    )
});

/// How far an event has come on its way to a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Queued,
    Sent,
    Failed,
}

impl State {
    pub const ALL: [Self; 3] = [Self::Queued, Self::Sent, Self::Failed];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// An event that a webhook is to have.
#[derive(Debug, Clone)]
pub struct New {
    pub id: DeliveryId,
    pub webhook_id: WebhookId,
    pub event_seq: i64,
    pub conversation_id: Option<ConversationId>,
    pub at: Timestamp,
}

impl New {
    const fn state(&self) -> State {
        State::Queued
    }

    const fn attempts(&self) -> i64 {
        0
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub webhook_id: WebhookId,
    pub event_seq: i64,
    pub event_type: String,
    pub conversation_id: Option<ConversationId>,
    pub state: State,
    /// Times that it was tried.
    pub attempts: i64,
    pub created_at: Timestamp,
    /// When it is tried next, while it is queued.
    pub due_at: Timestamp,
    pub tried_at: Option<Timestamp>,
    /// What the webhook answered last, as HTTP status.
    pub status: Option<i64>,
    /// Why it was not taken.
    pub reason: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    webhook_id: Uuid,
    event_seq: i64,
    conversation_id: Option<Uuid>,
    state: String,
    attempts: i64,
    created_at: i64,
    due_at: i64,
    tried_at: Option<i64>,
    status: Option<i64>,
    reason: Option<String>,
    event_type: String,
}

impl Row {
    fn read(self) -> Result<Delivery> {
        Ok(Delivery {
            id: DeliveryId::from_uuid(self.id),
            webhook_id: WebhookId::from_uuid(self.webhook_id),
            event_seq: self.event_seq,
            event_type: self.event_type,
            conversation_id: self.conversation_id.map(ConversationId::from_uuid),
            state: State::from_name(&self.state)
                .ok_or_else(|| StoreError::corrupt("delivery.state", &self.state))?,
            attempts: self.attempts,
            created_at: Timestamp::from_micros(self.created_at),
            due_at: Timestamp::from_micros(self.due_at),
            tried_at: self.tried_at.map(Timestamp::from_micros),
            status: self.status,
            reason: self.reason,
        })
    }
}

fn read_all(rows: Vec<Row>) -> Result<Vec<Delivery>> {
    rows.into_iter().map(Row::read).collect()
}

/// Notes the events; one that is noted already changes nothing.
pub async fn queue(tx: &mut Tx, new: &[New]) -> Result<()> {
    let session = &mut tx.session();
    execute_rows!(session, INSERT, new, it => [
        it.id.uuid(),
        it.webhook_id.uuid(),
        it.event_seq,
        it.conversation_id.map(TypedId::uuid),
        it.state().name(),
        it.attempts(),
        it.at.micros(),
        it.at.micros(),
    ])?;
    Ok(())
}

/// What is due to a webhook, oldest first; of each conversation only its first event that waits.
pub async fn due(
    session: &mut Session<'_>,
    id: WebhookId,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Delivery>> {
    read_all(fetch_all!(session, Row, DUE, id.uuid(), now.micros(), limit)?)
}

/// The event itself.
pub async fn event(session: &mut Session<'_>, delivery: &Delivery) -> Result<Event> {
    let seq = delivery.event_seq;
    let found = log::after(session, seq - 1, seq, 1).await?.pop();
    found.ok_or_else(|| StoreError::corrupt("delivery", "a row without its event"))
}

/// A webhook's deliveries before one, newest first.
pub async fn list(
    session: &mut Session<'_>,
    id: WebhookId,
    state: Option<State>,
    before: DeliveryId,
    limit: i64,
) -> Result<Vec<Delivery>> {
    let (id, before) = (id.uuid(), before.uuid());
    read_all(match state {
        None => fetch_all!(session, Row, LIST, id, before, limit)?,
        Some(state) => fetch_all!(session, Row, LIST_STATE, id, before, limit, state.name())?,
    })
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    pub at: Timestamp,
    /// What was answered, as HTTP status.
    pub status: Option<u16>,
    /// Why it was not taken.
    pub reason: Option<String>,
}

pub async fn settle(tx: &mut Tx, id: DeliveryId, state: State, tried: &Tried) -> Result<()> {
    let status = tried.status.map(i64::from);
    let (at, reason) = (tried.at.micros(), tried.reason.as_deref());
    execute!(&mut tx.session(), SETTLE, id.uuid(), state.name(), at, status, reason)?;
    Ok(())
}

/// Tries again later.
pub async fn postpone(tx: &mut Tx, id: DeliveryId, until: Timestamp, tried: &Tried) -> Result<()> {
    let status = tried.status.map(i64::from);
    let (at, reason) = (tried.at.micros(), tried.reason.as_deref());
    execute!(&mut tx.session(), POSTPONE, id.uuid(), until.micros(), at, status, reason)?;
    Ok(())
}

/// Sends one again that was taken, or was given up. One that waits is left as it is.
pub async fn resend(
    tx: &mut Tx,
    webhook_id: WebhookId,
    id: DeliveryId,
    now: Timestamp,
) -> Result<Delivery> {
    let session = &mut tx.session();
    execute!(session, RESEND, webhook_id.uuid(), id.uuid(), now.micros())?;
    fetch_optional!(session, Row, GET, webhook_id.uuid(), id.uuid())?
        .ok_or(StoreError::NotFound("delivery"))?
        .read()
}

/// Gives up everything that waits for a webhook.
pub async fn give_up(tx: &mut Tx, webhook_id: WebhookId, reason: &str) -> Result<()> {
    execute!(&mut tx.session(), GIVE_UP, webhook_id.uuid(), reason)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

/// How many events wait for a webhook.
pub async fn waiting(session: &mut Session<'_>, webhook_id: WebhookId) -> Result<i64> {
    let row = fetch_optional!(session, Count, WAITING, webhook_id.uuid())?;
    Ok(row.map_or(0, |row| row.count))
}

/// Whether a webhook has taken something that was noted after this.
pub async fn taken_since(
    session: &mut Session<'_>,
    webhook_id: WebhookId,
    id: DeliveryId,
) -> Result<bool> {
    let row = fetch_optional!(session, Count, TAKEN_SINCE, webhook_id.uuid(), id.uuid())?;
    Ok(row.is_some_and(|row| row.count > 0))
}

/// Forgets at most `limit` of what was settled and is older than `before`; answers how many.
pub async fn forget(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    Ok(execute!(&mut tx.session(), FORGET, before.micros(), limit)?)
}
