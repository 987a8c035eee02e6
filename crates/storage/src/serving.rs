//! One serving process for each store. Two would route the same work twice and take each other's
//! agents for disconnected.
//!
//! A process that serves holds a guard, which ends with it ([`crate::guard`]), and renews a row. A
//! new one takes over at once when the guard is free, and when a holder has shown no sign of life
//! for as long as a lease lasts. Taking over begins a new epoch, under the lock of the log, so that
//! whatever the one before was about to write is refused ([`crate::fence`]).

use std::sync::Arc;
use std::time::Duration;

use rapport_core::Timestamp;
use tokio::sync::Mutex;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use crate::Store;
use crate::db::{Db, execute, fetch_optional};
use crate::error::{Result, StoreError};
use crate::guard::Guard;
use crate::log;
use crate::statement::statements;

/// How often a new process looks whether it can have the store.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// A lease is renewed so many times while it lasts, so that one renewal may fail.
const RENEWALS_PER_LEASE: u32 = 3;
/// A store that cannot be reached shall not hold up the end of its process.
const RELEASE_MAX: Duration = Duration::from_secs(1);

statements! {
    STATE = "select epoch, holder, since, renewals, guarded from serving where id = 1";
    TAKE = "update serving set epoch = epoch + 1, holder = $1, since = $2, renewals = 0,
            guarded = $3
        where id = 1 and epoch = $4 and renewals = $5";
    FENCE = "update log_head set epoch = $1 where id = 1";
    RENEW = "update serving set renewals = renewals + 1, guarded = $2
        where id = 1 and epoch = $1";
    RELEASE = "update serving set holder = null where id = 1 and epoch = $1";
}

/// The process that serves a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// For people: which process, where.
    pub name: String,
    pub since: Timestamp,
}

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// It has shown that it lives.
    #[error("{} has served this store since {}", .0.name, .0.since)]
    Held(Holder),
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Debug, sqlx::FromRow)]
struct State {
    epoch: i64,
    holder: Option<String>,
    since: i64,
    renewals: i64,
    guarded: bool,
}

impl State {
    fn holder(self) -> Option<Holder> {
        let since = Timestamp::from_micros(self.since);
        self.holder.map(|name| Holder { name, since })
    }
}

/// What a store keeps while its process serves.
#[derive(Debug, Clone, Default)]
pub(crate) struct Serving(Arc<Mutex<Option<Held>>>);

#[derive(Debug)]
struct Held {
    epoch: i64,
    guard: Guard,
    renewing: AbortHandle,
}

impl Store {
    /// Makes this process, called `name`, the one that serves the store, until the store is closed.
    ///
    /// Waits up to `lease` for another process to end, or to be given up. It must be the same for
    /// all processes of a store.
    pub async fn serve(
        &self,
        name: &str,
        now: Timestamp,
        lease: Duration,
    ) -> Result<(), ServeError> {
        let started = Instant::now();
        let mut guard = Guard::open(&self.db).await?;
        let mut seen = None;
        let mut silent_since = started;
        loop {
            let has_guard = guard.hold().await?;
            let state = read_state(&self.db).await?;
            let sign = Some((state.epoch, state.renewals));
            if seen.is_some() && seen != sign {
                silent_since = Instant::now();
            }
            // Whoever held the guard has ended when it is free.
            let is_free = state.holder.is_none() || (state.guarded && has_guard);
            if is_free || silent_since.elapsed() >= lease {
                if let Some(epoch) = take(&self.db, name, now, has_guard, &state).await? {
                    self.db.fence.raise(epoch);
                    self.hold(epoch, guard, lease).await;
                    return Ok(());
                }
            } else if started.elapsed() >= lease
                && let Some(holder) = state.holder()
            {
                return Err(ServeError::Held(holder));
            } else if seen.is_none() {
                let lease_ms = lease.as_millis();
                tracing::warn!(lease_ms, "another process serves the store; waiting for its end");
            }
            seen = sign;
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Completes when another process has taken over; tells which.
    pub async fn taken_over(&self) -> Option<Holder> {
        self.db.fence.lost().await;
        read_state(&self.db).await.ok().and_then(State::holder)
    }

    /// Whether this process holds the guard by which others know that it lives. After PostgreSQL
    /// has been away, it takes it again with its next sign of life.
    pub async fn is_guarded(&self) -> bool {
        match self.serving.0.lock().await.as_mut() {
            Some(held) => held.guard.holds().await,
            None => false,
        }
    }

    async fn hold(&self, epoch: i64, guard: Guard, lease: Duration) {
        let mut serving = self.serving.0.lock().await;
        let every = lease / RENEWALS_PER_LEASE;
        let renewing = tokio::spawn(renew(self.db.clone(), self.serving.clone(), every));
        *serving = Some(Held { epoch, guard, renewing: renewing.abort_handle() });
    }

    /// Lets the next process begin at once.
    pub(crate) async fn end_serving(&self) {
        let Some(held) = self.serving.0.lock().await.take() else { return };
        held.renewing.abort();
        match tokio::time::timeout(RELEASE_MAX, release(&self.db, held.epoch)).await {
            Ok(Ok(())) => {}
            // The end of the guard tells the next process, too.
            Ok(Err(error)) => tracing::warn!(%error, "the store could not be given back"),
            Err(_elapsed) => tracing::warn!("the store could not be given back in time"),
        }
        held.guard.release().await;
    }
}

async fn read_state(db: &Db) -> Result<State> {
    let mut reader = db.read().await?;
    fetch_optional!(&mut reader.session(), State, STATE)?
        .ok_or_else(|| StoreError::corrupt("serving", "has no row"))
}

/// Begins a new epoch, unless somebody else was faster or the holder has shown that it lives.
async fn take(
    db: &Db,
    name: &str,
    now: Timestamp,
    guarded: bool,
    seen: &State,
) -> Result<Option<i64>> {
    let mut tx = db.begin().await?;
    // Behind whatever the process before is writing now.
    log::lock(&mut tx.session()).await?;
    let session = &mut tx.session();
    let rows = execute!(session, TAKE, name, now.micros(), guarded, seen.epoch, seen.renewals)?;
    if rows == 0 {
        tx.rollback().await?;
        return Ok(None);
    }
    let epoch = seen.epoch + 1;
    execute!(session, FENCE, epoch)?;
    tx.commit().await?;
    Ok(Some(epoch))
}

/// Keeps showing that this process lives, and holding the guard.
async fn renew(db: Db, serving: Serving, every: Duration) {
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    ticks.tick().await;
    loop {
        ticks.tick().await;
        let mut serving = serving.0.lock().await;
        let Some(held) = serving.as_mut() else { return };
        match renew_once(&db, held).await {
            Ok(true) => {}
            Ok(false) => return db.fence.lose(),
            Err(StoreError::Unavailable(sqlx::Error::PoolClosed)) => return,
            Err(error) => {
                tracing::warn!(%error, "cannot show that this process serves; will try again");
            }
        }
    }
}

/// False when another process has taken over.
async fn renew_once(db: &Db, held: &mut Held) -> Result<bool> {
    if !held.guard.is_open().await {
        held.guard = Guard::open(db).await?;
    }
    let guarded = held.guard.hold().await?;
    let mut tx = db.begin().await?;
    let rows = execute!(&mut tx.session(), RENEW, held.epoch, guarded)?;
    tx.commit().await?;
    Ok(rows == 1)
}

async fn release(db: &Db, epoch: i64) -> Result<()> {
    let mut tx = db.begin().await?;
    execute!(&mut tx.session(), RELEASE, epoch)?;
    Ok(tx.commit().await?)
}
