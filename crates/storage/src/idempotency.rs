//! Requests that carried an `Idempotency-Key`: the key is claimed in the transaction of the change
//! that the request makes, its answer is kept after that, both for 24 hours.

use std::cell::RefCell;
use std::time::Duration;

use rapport_core::Timestamp;

use crate::db::{Session, execute, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::statement::statements;

pub const KEPT_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// The status of a request that was carried out and has no answer yet.
const UNANSWERED: i64 = 0;

statements! {
    GET = "select request_hash, seq, status, body, etag, location from idempotency
        where actor = $1 and key = $2 and created_at > $3";
    CLAIM = "insert into idempotency (actor, key, request_hash, seq, status, body, created_at)
        values ($1, $2, $3, $4, $5, '', $6)";
    ANSWER = "insert into idempotency (actor, key, request_hash, status, body, etag, location,
            created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (actor, key) do update set status = excluded.status, body = excluded.body,
            etag = excluded.etag, location = excluded.location";
    FORGET = "delete from idempotency where created_at <= $1";
}

/// A request with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub actor: String,
    pub key: String,
    /// Of the request, so that a key used for another one is noticed.
    pub request_hash: Vec<u8>,
    pub at: Timestamp,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
    pub etag: Option<String>,
    pub location: Option<String>,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub request_hash: Vec<u8>,
    /// None: the request was carried out, and its process ended before it had answered.
    pub answer: Option<Answer>,
    /// The first event of the change that the request made, if it made one.
    pub seq: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Row {
    request_hash: Vec<u8>,
    seq: Option<i64>,
    status: i64,
    body: String,
    etag: Option<String>,
    location: Option<String>,
}

impl Row {
    fn read(self) -> Result<Known> {
        let Self { request_hash, seq, status, body, etag, location } = self;
        let answer = if status == UNANSWERED {
            None
        } else {
            let status = u16::try_from(status)
                .map_err(|error| StoreError::corrupt("idempotency.status", error))?;
            Some(Answer { status, body, etag, location })
        };
        Ok(Known { request_hash, answer, seq })
    }
}

tokio::task_local! {
    /// What the present task's first change claims.
    static PENDING: RefCell<Option<Claim>>;
}

/// Runs `work`; the first change that it commits claims the key, or nothing does.
pub async fn claiming<F: Future>(claim: Claim, work: F) -> F::Output {
    PENDING.scope(RefCell::new(Some(claim)), work).await
}

/// The claim that the present task's change has to make.
pub(crate) fn pending() -> Option<Claim> {
    PENDING.try_with(|pending| pending.borrow().clone()).ok().flatten()
}

/// The claim is committed.
pub(crate) fn is_claimed() {
    // No claim was pending where there is nothing to take it from.
    let _ = PENDING.try_with(RefCell::take);
}

/// Claims the key for the change whose first event has this number.
pub(crate) async fn write_claim(session: &mut Session<'_>, claim: &Claim, seq: i64) -> Result<()> {
    execute!(session, FORGET, (claim.at - KEPT_FOR).micros())?;
    execute!(
        session,
        CLAIM,
        claim.actor.as_str(),
        claim.key.as_str(),
        claim.request_hash.as_slice(),
        seq,
        UNANSWERED,
        claim.at.micros(),
    )
    .map_err(|error| {
        StoreError::taken(error, "a request with this key was carried out just now")
    })?;
    Ok(())
}

pub async fn get(
    session: &mut Session<'_>,
    actor: &str,
    key: &str,
    now: Timestamp,
) -> Result<Option<Known>> {
    let since = (now - KEPT_FOR).micros();
    fetch_optional!(session, Row, GET, actor, key, since)?.map(Row::read).transpose()
}

/// Keeps the answer to a request, and forgets those that are too old.
pub async fn answer(tx: &mut Tx, claim: &Claim, answer: &Answer) -> Result<()> {
    execute!(&mut tx.session(), FORGET, (claim.at - KEPT_FOR).micros())?;
    execute!(
        &mut tx.session(),
        ANSWER,
        claim.actor.as_str(),
        claim.key.as_str(),
        claim.request_hash.as_slice(),
        i64::from(answer.status),
        answer.body.as_str(),
        answer.etag.as_deref(),
        answer.location.as_deref(),
        claim.at.micros(),
    )?;
    Ok(())
}
