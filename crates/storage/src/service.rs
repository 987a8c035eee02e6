//! How queues serve: who was answered, how soon, and who was not, by the minute.
//!
//! An interaction stays in a queue from when it comes there until it is answered for the first
//! time, until it ends, or until it goes on to another queue. Each stay is counted once, in the
//! transaction that ends it, by what the queue promised then.

use std::collections::BTreeMap;

use rapport_core::Timestamp;
use rapport_core::directory::{Directory, Queue};
use rapport_core::entry::Happening;
use rapport_core::id::{InteractionId, QueueId, TypedId};
use rapport_core::interaction::{Interaction, InteractionState};
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::stamp::Stamp;
use crate::statement::statements;

const MINUTE_MICROS: i64 = 60 * 1_000_000;
/// Minutes that are kept: a week.
pub const MINUTES_KEPT: i64 = 7 * 24 * 60;

statements! {
    UNANSWERED_SINCE = "select unanswered_since from interaction where id = $1";
    SET_UNANSWERED_SINCE = "update interaction set unanswered_since = $2 where id = $1";
    PROMISE = "select data from record where id = $1";
    COUNT = "insert into queue_minute (minute, queue_id, entered, departed, answered,
            answered_in_time, answer_wait_ms, abandoned, abandoned_late, passed_on)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (minute, queue_id) do update set
            entered = queue_minute.entered + excluded.entered,
            departed = queue_minute.departed + excluded.departed,
            answered = queue_minute.answered + excluded.answered,
            answered_in_time = queue_minute.answered_in_time + excluded.answered_in_time,
            answer_wait_ms = queue_minute.answer_wait_ms + excluded.answer_wait_ms,
            abandoned = queue_minute.abandoned + excluded.abandoned,
            abandoned_late = queue_minute.abandoned_late + excluded.abandoned_late,
            passed_on = queue_minute.passed_on + excluded.passed_on";
    FORGET = "delete from queue_minute where minute < $1";
    SERVED = "select queue_id, cast(sum(answered) as bigint) as answered,
            cast(sum(answered_in_time) as bigint) as answered_in_time,
            cast(sum(answer_wait_ms) as bigint) as answer_wait_ms,
            cast(sum(abandoned) as bigint) as abandoned,
            cast(sum(abandoned_late) as bigint) as abandoned_late,
            cast(sum(passed_on) as bigint) as passed_on
        from queue_minute where minute >= $1 group by queue_id";
    FLOW = "select queue_id, minute, entered - departed as change from queue_minute
        where minute >= $1";
    WAITING = "select queue_id, count(*) as waiting, min(enqueued_at) as since from interaction
        where state in ('waiting', 'offered') group by queue_id";
}

/// What a queue made of those who came to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Served {
    pub answered: i64,
    pub answered_in_time: i64,
    /// Of those answered, together.
    pub answer_wait_ms: i64,
    pub abandoned: i64,
    /// Later than the queue promised an answer.
    pub abandoned_late: i64,
    pub passed_on: i64,
}

impl Served {
    /// Of a hundred, how many were answered in time. Whoever gives up before the promised time is
    /// over gave no chance to keep it, and does not count; none when nobody counts.
    pub fn service_level_percent(&self) -> Option<f64> {
        let of = self.answered + self.abandoned_late;
        #[expect(clippy::cast_precision_loss, reason = "counts of a week are far below 2^53")]
        let percent = (of > 0).then(|| self.answered_in_time as f64 * 100.0 / of as f64);
        percent
    }

    pub fn average_answer_ms(&self) -> Option<i64> {
        (self.answered > 0).then(|| self.answer_wait_ms / self.answered)
    }
}

/// Who waits in a queue, those included for whom it rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    pub waiting: i64,
    pub since: Timestamp,
}

#[derive(sqlx::FromRow)]
struct SinceRow {
    unanswered_since: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct DataRow {
    data: String,
}

#[derive(sqlx::FromRow)]
struct ServedRow {
    queue_id: Uuid,
    answered: i64,
    answered_in_time: i64,
    answer_wait_ms: i64,
    abandoned: i64,
    abandoned_late: i64,
    passed_on: i64,
}

#[derive(sqlx::FromRow)]
struct FlowRow {
    queue_id: Uuid,
    minute: i64,
    change: i64,
}

#[derive(sqlx::FromRow)]
struct WaitingRow {
    queue_id: Uuid,
    waiting: i64,
    since: i64,
}

fn minute_of(at: Timestamp) -> i64 {
    at.micros().div_euclid(MINUTE_MICROS)
}

const fn waits(state: &InteractionState) -> bool {
    matches!(state, InteractionState::Waiting | InteractionState::Offered { .. })
}

/// What one change adds to a queue's minute.
#[derive(Default)]
struct Count {
    entered: i64,
    departed: i64,
    served: Served,
}

/// New interactions wait.
pub(crate) async fn begin(tx: &mut Tx, work: &[(Stamp, Interaction)]) -> Result<()> {
    let mut all: BTreeMap<(QueueId, i64), (Timestamp, i64)> = BTreeMap::new();
    for (Stamp { at, .. }, it) in work {
        all.entry((it.queue_id, minute_of(*at))).or_insert((*at, 0)).1 += 1;
    }
    for ((queue_id, _), (at, entered)) in all {
        add(tx, queue_id, at, Count { entered, ..Count::default() }).await?;
    }
    Ok(())
}

/// Counts what a change of an interaction, already written, means for its queues.
pub(crate) async fn follow(
    tx: &mut Tx,
    was: &Interaction,
    now: &Interaction,
    happening: &Happening,
    at: Timestamp,
) -> Result<()> {
    let moved = was.queue_id != now.queue_id;
    let departed = waits(&was.state) && (moved || !waits(&now.state));
    let mut left = Count { departed: i64::from(departed), ..Count::default() };
    let entered = waits(&now.state) && (moved || !waits(&was.state));
    if !departed && !entered {
        return Ok(());
    }
    let since = unanswered_since(&mut tx.session(), was.id).await?;
    // Given back by an agent who vanished, it had its first answer; sent on, it waits for another.
    let sent = matches!(happening, Happening::Transferred { .. } | Happening::Assigned { .. });
    let again = entered && (moved || sent);
    if let Some(since) = since {
        match &now.state {
            InteractionState::Active { .. } => left.served = answered(tx, was, since, at).await?,
            InteractionState::Ended { .. } => left.served = abandoned(tx, was, since, at).await?,
            _ if moved => left.served.passed_on = 1,
            _ => {}
        }
    }
    let still = if again { Some(at) } else { since.filter(|_| waits(&now.state)) };
    if still != since {
        set_unanswered_since(tx, was.id, still).await?;
    }
    if departed {
        add(tx, was.queue_id, at, left).await?;
    }
    if entered {
        add(tx, now.queue_id, at, Count { entered: 1, ..Count::default() }).await?;
    }
    Ok(())
}

/// Whoever waits is no longer waited for by our own doing: put aside, or blocked. That counts
/// neither as an answer nor as giving up.
pub(crate) async fn withdraw(tx: &mut Tx, id: InteractionId) -> Result<()> {
    set_unanswered_since(tx, id, None).await
}

fn span_ms(since: Timestamp, at: Timestamp) -> i64 {
    (at.micros() - since.micros()).max(0) / 1_000
}

async fn answered(
    tx: &mut Tx,
    was: &Interaction,
    since: Timestamp,
    at: Timestamp,
) -> Result<Served> {
    let wait_ms = span_ms(since, at);
    let in_time = wait_ms <= promise_ms(&mut tx.session(), was.queue_id).await?;
    Ok(Served {
        answered: 1,
        answered_in_time: i64::from(in_time),
        answer_wait_ms: wait_ms,
        ..Served::default()
    })
}

async fn abandoned(
    tx: &mut Tx,
    was: &Interaction,
    since: Timestamp,
    at: Timestamp,
) -> Result<Served> {
    let late = span_ms(since, at) > promise_ms(&mut tx.session(), was.queue_id).await?;
    Ok(Served { abandoned: 1, abandoned_late: i64::from(late), ..Served::default() })
}

/// Within what the queue promises an answer.
async fn promise_ms(session: &mut Session<'_>, queue_id: QueueId) -> Result<i64> {
    let row = fetch_optional!(session, DataRow, PROMISE, queue_id.uuid())?
        .ok_or(StoreError::NotFound("queue"))?;
    let queue: Queue = serde_json::from_str(&row.data)
        .map_err(|error| StoreError::corrupt("record.data", error))?;
    Ok(i64::try_from(queue.service_level.answer_within_ms).unwrap_or(i64::MAX))
}

async fn unanswered_since(
    session: &mut Session<'_>,
    id: InteractionId,
) -> Result<Option<Timestamp>> {
    let row = fetch_optional!(session, SinceRow, UNANSWERED_SINCE, id.uuid())?;
    Ok(row.and_then(|row| row.unanswered_since).map(Timestamp::from_micros))
}

async fn set_unanswered_since(
    tx: &mut Tx,
    id: InteractionId,
    since: Option<Timestamp>,
) -> Result<()> {
    let since = since.map(Timestamp::micros);
    execute!(&mut tx.session(), SET_UNANSWERED_SINCE, id.uuid(), since)?;
    Ok(())
}

async fn add(tx: &mut Tx, queue_id: QueueId, at: Timestamp, count: Count) -> Result<()> {
    let minute = minute_of(at);
    let served = count.served;
    execute!(
        &mut tx.session(),
        COUNT,
        minute,
        queue_id.uuid(),
        count.entered,
        count.departed,
        served.answered,
        served.answered_in_time,
        served.answer_wait_ms,
        served.abandoned,
        served.abandoned_late,
        served.passed_on,
    )?;
    execute!(&mut tx.session(), FORGET, minute - MINUTES_KEPT)?;
    Ok(())
}

/// What each queue made of those who came, from the minute of `since` on.
pub async fn served(
    session: &mut Session<'_>,
    since: Timestamp,
) -> Result<BTreeMap<QueueId, Served>> {
    let rows = fetch_all!(session, ServedRow, SERVED, minute_of(since))?;
    let served = rows.into_iter().map(|row| {
        let served = Served {
            answered: row.answered,
            answered_in_time: row.answered_in_time,
            answer_wait_ms: row.answer_wait_ms,
            abandoned: row.abandoned,
            abandoned_late: row.abandoned_late,
            passed_on: row.passed_on,
        };
        (QueueId::from_uuid(row.queue_id), served)
    });
    Ok(served.collect())
}

/// How many wait in each queue where somebody does, and since when.
pub async fn waiting(session: &mut Session<'_>) -> Result<BTreeMap<QueueId, Waiting>> {
    let rows = fetch_all!(session, WaitingRow, WAITING)?;
    let waiting = rows.into_iter().map(|row| {
        let since = Timestamp::from_micros(row.since);
        (QueueId::from_uuid(row.queue_id), Waiting { waiting: row.waiting, since })
    });
    Ok(waiting.collect())
}

/// How many waited at the end of each of the last `minutes` minutes, the one of `now` last: from
/// how many wait now, back by who came and went.
pub async fn history(
    session: &mut Session<'_>,
    waiting: &BTreeMap<QueueId, Waiting>,
    directory: &Directory,
    now: Timestamp,
    minutes: u16,
) -> Result<BTreeMap<QueueId, Vec<i64>>> {
    let last = minute_of(now);
    let first = last - i64::from(minutes) + 1;
    let rows = fetch_all!(session, FlowRow, FLOW, first)?;
    let mut changes: BTreeMap<(QueueId, i64), i64> = BTreeMap::new();
    for row in rows {
        // One whose clock was ahead of ours counts as of now.
        let key = (QueueId::from_uuid(row.queue_id), row.minute.min(last));
        *changes.entry(key).or_default() += row.change;
    }
    let of_queue = |id: &QueueId| {
        let mut at = waiting.get(id).map_or(0, |waiting| waiting.waiting);
        let mut back: Vec<i64> = Vec::with_capacity(usize::from(minutes));
        for minute in (first..=last).rev() {
            back.push(at.max(0));
            at -= changes.get(&(*id, minute)).copied().unwrap_or(0);
        }
        back.reverse();
        (*id, back)
    };
    Ok(directory.queues.keys().map(of_queue).collect())
}
