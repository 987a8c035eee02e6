//! Followers of the log: each reads it event by event and keeps how far, so that it goes on from there
//! after the program ended ([ADR 4](../../../docs/adr/0004-following-the-log.md)).

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use rapport_storage::{Follower, Logged, StoreError};

use crate::app::{App, STORE_RETRY};
use crate::clock;

/// How often [`Reader::tidy`] is called.
const TIDY_EVERY: Duration = Duration::from_secs(60 * 60);
/// Events after which a reader that does nothing with them keeps how far it is all the same: so many
/// are read again after a crash.
pub const IDLE_EVENTS_MAX: i64 = 10_000;

/// One who reads the log.
pub trait Reader: Send + 'static {
    /// What cannot be done when something fails; for whoever reads the program's own log.
    const WHAT: &'static str;
    /// How long events are gathered before they are read: what need not be done at once costs fewer
    /// changes of the store.
    const GATHER: Duration = Duration::ZERO;

    /// Where to begin; `head` is the newest event there is.
    fn begin(
        &mut self,
        app: &App,
        head: i64,
    ) -> impl Future<Output = Result<i64, StoreError>> + Send;

    /// Does what events ask for and keeps how far the log was read, in one change. After an error it is
    /// called with the same ones again.
    fn read(
        &mut self,
        app: &App,
        events: &[Arc<Logged>],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Forgets what is too old, once an hour.
    fn tidy(&mut self, _app: &App) -> impl Future<Output = Result<(), StoreError>> + Send {
        std::future::ready(Ok(()))
    }
}

/// Reads the log until the program stops.
pub async fn follow<R: Reader>(app: App, head: i64, mut reader: R) {
    let mut begun = std::pin::pin!(app.shutdown.begun());
    let cursor = loop {
        match reader.begin(&app, head).await {
            Ok(cursor) => break cursor,
            Err(error) => tracing::warn!(%error, "{} not begin; will try again", R::WHAT),
        }
        tokio::select! {
            () = &mut begun => return,
            () = tokio::time::sleep(STORE_RETRY) => {}
        }
    };
    let mut follower = app.store.follow(cursor);
    let mut tidy_at = clock::now();
    loop {
        tokio::select! {
            () = &mut begun => return,
            () = tokio::time::sleep(TIDY_EVERY) => {}
            news = follower.next() => match news {
                Ok(events) => {
                    while let Err(error) = reader.read(&app, &events).await {
                        tracing::warn!(%error, "{} not be done now; will try again", R::WHAT);
                        tokio::select! {
                            () = &mut begun => return,
                            () = tokio::time::sleep(STORE_RETRY) => {}
                        }
                    }
                    if !Follower::is_full(&events) {
                        tokio::select! {
                            () = &mut begun => return,
                            () = tokio::time::sleep(R::GATHER) => {}
                        }
                    }
                }
                Err(_) => tokio::time::sleep(STORE_RETRY).await,
            },
        }
        if clock::now() >= tidy_at {
            tidy_at = clock::now() + TIDY_EVERY;
            if let Err(error) = reader.tidy(&app).await {
                tracing::warn!(%error, "{} not be tidied up; will try again", R::WHAT);
            }
        }
    }
}
