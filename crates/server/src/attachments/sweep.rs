//! Removes what nobody will ask for: uploads that no message took with it, and files that a crash
//! left without a row.

use std::io;
use std::time::{Duration, UNIX_EPOCH};

use rapport_core::Timestamp;
use rapport_storage::attachment::{WAITS_FOR, expire, is_known};
use rapport_storage::files::Found;

use crate::app::App;
use crate::clock;

const EVERY: Duration = Duration::from_secs(60 * 60);
/// Uploads dropped in one change; more wait for the next.
const AT_ONCE_MAX: i64 = 200;

#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    #[error(transparent)]
    Store(#[from] rapport_storage::StoreError),
    #[error("the folder of attachments: {0}")]
    Folder(#[from] io::Error),
}

/// At the start, and then every hour.
pub async fn run(app: App) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            () = app.shutdown.begun() => return,
            _ = every.tick() => {}
        }
        if let Err(error) = sweep(&app, clock::now()).await {
            tracing::warn!(%error, "old uploads could not be removed; will try again");
        }
    }
}

/// One round.
pub async fn sweep(app: &App, now: Timestamp) -> Result<(), SweepError> {
    loop {
        let mut tx = app.store.begin().await?;
        let expired = expire(&mut tx, now, AT_ONCE_MAX).await?;
        if expired.is_empty() {
            tx.rollback().await?;
            break;
        }
        tx.commit().await?;
        for id in expired {
            app.files.remove(id).await?;
        }
    }
    let since = u64::try_from((now - WAITS_FOR).micros()).unwrap_or_default();
    let since = UNIX_EPOCH + Duration::from_micros(since);
    for found in app.files.unchanged_since(since).await? {
        match found {
            Found::File(id) => {
                if !is_known(&mut app.store.read().await?.session(), id).await? {
                    app.files.remove(id).await?;
                    tracing::info!(attachment = %id, "removed an upload that was never known");
                }
            }
            Found::Part(path) => tokio::fs::remove_file(path).await?,
        }
    }
    Ok(())
}
