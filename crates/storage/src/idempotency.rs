//! Answers to requests that carried an `Idempotency-Key`, kept for 24 hours.

use std::time::Duration;

use rapport_core::Timestamp;

use crate::db::{Session, execute, fetch_optional};
use crate::error::Result;
use crate::log::Tx;
use crate::statement::statements;

pub const KEPT_FOR: Duration = Duration::from_secs(24 * 60 * 60);

statements! {
    GET = "select request_hash, status, body from idempotency
        where actor = $1 and key = $2 and created_at > $3";
    PUT = "insert into idempotency (actor, key, request_hash, status, body, created_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (actor, key) do update set request_hash = excluded.request_hash,
            status = excluded.status, body = excluded.body, created_at = excluded.created_at";
    FORGET = "delete from idempotency where created_at <= $1";
}

/// The answer that was given to a key.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Answer {
    /// Of the request, so that a key used for another one is noticed.
    pub request_hash: Vec<u8>,
    pub status: i64,
    pub body: String,
}

pub async fn get(
    session: &mut Session<'_>,
    actor: &str,
    key: &str,
    now: Timestamp,
) -> Result<Option<Answer>> {
    let since = (now - KEPT_FOR).micros();
    Ok(fetch_optional!(session, Answer, GET, actor, key, since)?)
}

/// Keeps an answer, and forgets those that are too old.
pub async fn put(
    tx: &mut Tx,
    actor: &str,
    key: &str,
    answer: &Answer,
    now: Timestamp,
) -> Result<()> {
    execute!(&mut tx.session(), FORGET, (now - KEPT_FOR).micros())?;
    execute!(
        &mut tx.session(),
        PUT,
        actor,
        key,
        answer.request_hash.as_slice(),
        answer.status,
        answer.body.as_str(),
        now.micros(),
    )?;
    Ok(())
}
