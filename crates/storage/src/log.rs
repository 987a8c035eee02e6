//! The event log: transactions that append to it, and readers that follow it.
//!
//! A writing transaction first locks the one row of `log_head`, so transactions that write commit
//! in the order of their sequence numbers: a reader that has seen `log_head.seq` can read
//! everything up to it and will never find an earlier event appear later. The same row tells a
//! process that another one serves the store in its place ([`crate::fence`]). The price, one writing
//! transaction at a time on either engine, is paid back by committing messages in batches
//! ([`crate::writer`]).

use std::sync::{Arc, LazyLock, OnceLock};

use bytes::Bytes;
use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::event::{Event, EventData};
use rapport_core::id::{ConversationId, TypedId};
use uuid::Uuid;

use crate::db::{Db, RawTx, Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::feed::Feed;
use crate::idempotency;
use crate::multi_row::{MultiRow, execute_rows};
use crate::statement::statements;

statements! {
    /// Takes the lock, and tells the head and who may write.
    LOCK = "update log_head set seq = seq where id = 1 returning seq, epoch";
    ADVANCE = "update log_head set seq = $1 where id = 1";
    HEAD = "select seq from log_head where id = 1";
    AFTER = "select seq, version, type as type_name, at, actor, data from event
        where seq > $1 and seq <= $2 order by seq limit $3";
    AUDIT = "select seq, version, type as type_name, at, actor, data from event
        where audited and seq < $1 order by seq desc limit $2";
}

pub(crate) static INSERT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "event",
        &[
            ("seq", "bigint"),
            ("conversation_id", "uuid"),
            ("version", "bigint"),
            ("type", "text"),
            ("at", "bigint"),
            ("actor", "text"),
            ("data", "text"),
            ("audited", "boolean"),
        ],
        "",
    )
});

/// An event with its JSON, made once for all who send it on.
#[derive(Debug)]
pub struct Logged {
    pub event: Event,
    wire: OnceLock<Bytes>,
}

impl Logged {
    pub fn new(event: Event) -> Self {
        Self { event, wire: OnceLock::new() }
    }

    /// The desk socket's frame for it: `{"type":"event","event":{..}}`.
    pub fn wire(&self) -> Bytes {
        self.wire
            .get_or_init(|| {
                let row = InsertRow::of(&self.event);
                // An event came out of JSON or goes into it at its commit; were it ever not to
                // serialise, the client is told to read again rather than shown nothing.
                row.map_or_else(
                    |_| Bytes::from_static(br#"{"type":"resync","reason":"unreadable_event"}"#),
                    |row| wire(&self.event, &row),
                )
            })
            .clone()
    }

    /// The event alone, `{"seq":..}`: what the frame is around.
    pub fn json(&self) -> Bytes {
        let wire = self.wire();
        if wire.starts_with(FRAME_HEAD.as_bytes()) {
            wire.slice(FRAME_HEAD.len()..wire.len() - FRAME_TAIL.len())
        } else {
            wire
        }
    }
}

const FRAME_HEAD: &str = r#"{"type":"event","event":"#;
const FRAME_TAIL: &str = "}";

/// The frame, around the JSON that the event's row has anyway.
fn wire(event: &Event, row: &InsertRow) -> Bytes {
    let version = row.version.map_or_else(|| "null".to_owned(), |version| version.to_string());
    let (seq, at, type_name) = (event.seq, event.at, row.type_name);
    let (actor, data) = (&row.actor, &row.data);
    Bytes::from(format!(
        r#"{FRAME_HEAD}{{"seq":{seq},"version":{version},"at":"{at}","actor":{actor},"type":"{type_name}","data":{data}}}{FRAME_TAIL}"#
    ))
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    version: Option<i64>,
    type_name: String,
    at: i64,
    actor: String,
    data: String,
}

impl Row {
    fn read(self) -> Result<Event> {
        Ok(Event {
            seq: self.seq,
            version: self.version,
            at: Timestamp::from_micros(self.at),
            actor: serde_json::from_str(&self.actor)
                .map_err(|error| StoreError::corrupt("event.actor", error))?,
            data: EventData::from_parts(&self.type_name, &self.data)
                .map_err(|error| StoreError::corrupt("event.data", error))?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct Seq {
    seq: i64,
}

/// What the lock's row tells.
#[derive(sqlx::FromRow)]
pub(crate) struct Locked {
    seq: i64,
    epoch: i64,
}

/// Takes the lock that whoever writes takes first, until the transaction ends.
pub(crate) async fn lock(session: &mut Session<'_>) -> Result<Locked> {
    let row = fetch_optional!(session, Locked, LOCK)?;
    row.ok_or_else(|| StoreError::corrupt("log_head", "has no row"))
}

/// The sequence number of the newest committed event.
pub async fn head(session: &mut Session<'_>) -> Result<i64> {
    let row = fetch_optional!(session, Seq, HEAD)?;
    row.map(|row| row.seq).ok_or_else(|| StoreError::corrupt("log_head", "has no row"))
}

/// Events with `after` < seq <= `upto`, oldest first, at most `limit`.
pub async fn after(
    session: &mut Session<'_>,
    after: i64,
    upto: i64,
    limit: i64,
) -> Result<Vec<Event>> {
    let rows = fetch_all!(session, Row, AFTER, after, upto, limit)?;
    rows.into_iter().map(Row::read).collect()
}

/// Audited events with seq < `before`, newest first.
pub async fn audit(session: &mut Session<'_>, before: i64, limit: i64) -> Result<Vec<Event>> {
    let rows = fetch_all!(session, Row, AUDIT, before, limit)?;
    rows.into_iter().map(Row::read).collect()
}

/// A transaction that changes rows and appends the events that say so.
#[derive(Debug)]
pub struct Tx {
    raw: RawTx,
    /// `log_head.seq` when the transaction began.
    from: i64,
    /// The last sequence number given out.
    seq: i64,
    events: Vec<Arc<Logged>>,
    feed: Feed,
}

impl Tx {
    pub(crate) async fn begin(db: &Db, feed: &Feed) -> Result<Self> {
        let mut raw = db.begin().await?;
        let Locked { seq: from, epoch } = lock(&mut raw.session()).await?;
        if !db.fence.lets_through(epoch) {
            raw.rollback().await?;
            return Err(StoreError::TakenOver);
        }
        Ok(Self { raw, from, seq: from, events: Vec::new(), feed: feed.clone() })
    }

    pub fn session(&mut self) -> Session<'_> {
        self.raw.session()
    }

    /// The next sequence number, for an entry and the event that tells of it.
    pub(crate) fn next_seq(&mut self) -> i64 {
        self.seq += 1;
        self.seq
    }

    /// The `seq` of what is noted next.
    pub(crate) const fn coming_seq(&self) -> i64 {
        self.seq + 1
    }

    /// Notes an event; it is written by the commit.
    pub(crate) fn append(
        &mut self,
        seq: i64,
        version: Option<i64>,
        at: Timestamp,
        actor: Actor,
        data: EventData,
    ) {
        self.events.push(Arc::new(Logged::new(Event { seq, version, at, actor, data })));
    }

    /// Changes the event noted last, which is not written yet.
    pub(crate) fn amend_last(&mut self, change: impl FnOnce(&mut EventData)) {
        if let Some(logged) = self.events.last_mut().and_then(Arc::get_mut) {
            change(&mut logged.event.data);
        }
    }

    /// Notes an event that belongs to no conversation.
    pub fn record(&mut self, at: Timestamp, actor: Actor, data: EventData) {
        let seq = self.next_seq();
        self.append(seq, None, at, actor, data);
    }

    /// Writes the noted events and, with the first change of a request that has one, its
    /// idempotency key; commits, and publishes the events.
    pub async fn commit(mut self) -> Result<()> {
        let mut claim = None;
        if self.seq > self.from {
            self.write_events().await?;
            let seq = self.seq;
            execute!(&mut self.session(), ADVANCE, seq)?;
            claim = idempotency::pending();
            if let Some(claim) = &claim {
                let first = self.events.first().map_or(seq, |logged| logged.event.seq);
                idempotency::write_claim(&mut self.session(), claim, first).await?;
            }
        } else {
            // PostgreSQL answers the commit of a transaction in which a statement failed with a
            // silent rollback; any statement before it tells.
            head(&mut self.session()).await?;
        }
        let (from, upto) = (self.from, self.seq);
        if let Err(error) = self.raw.commit().await {
            // It may have been committed all the same; the feed looks.
            self.feed.poke();
            return Err(error.into());
        }
        if claim.is_some() {
            idempotency::is_claimed();
        }
        if upto > from {
            self.feed.publish(from, upto, self.events);
        }
        Ok(())
    }

    pub async fn rollback(self) -> Result<()> {
        Ok(self.raw.rollback().await?)
    }

    async fn write_events(&mut self) -> Result<()> {
        let rows: Vec<InsertRow> =
            self.events.iter().map(|logged| InsertRow::of(&logged.event)).collect::<Result<_>>()?;
        for (logged, row) in self.events.iter().zip(&rows) {
            // Set before only where somebody has asked for it, which nobody can yet.
            let _ = logged.wire.set(wire(&logged.event, row));
        }
        let session = &mut self.raw.session();
        execute_rows!(session, INSERT, &rows, row => [
            row.seq,
            row.conversation_id,
            row.version,
            row.type_name,
            row.at,
            row.actor.as_str(),
            row.data.as_str(),
            row.audited,
        ])?;
        Ok(())
    }
}

struct InsertRow {
    seq: i64,
    conversation_id: Option<Uuid>,
    version: Option<i64>,
    type_name: &'static str,
    at: i64,
    actor: String,
    data: String,
    audited: bool,
}

impl InsertRow {
    fn of(event: &Event) -> Result<Self> {
        let json = |error| StoreError::corrupt("an event", error);
        Ok(Self {
            seq: event.seq,
            conversation_id: match event.version {
                Some(_) => event.data.conversation().map(|c| c.id).map(ConversationId::uuid),
                None => None,
            },
            version: event.version,
            type_name: event.data.type_name(),
            at: event.at.micros(),
            actor: serde_json::to_string(&event.actor).map_err(json)?,
            data: event.data.data_json().map_err(json)?,
            audited: event.data.is_audited(),
        })
    }
}
