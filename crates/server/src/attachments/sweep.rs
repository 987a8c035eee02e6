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
    // What was left before the start may be of any age; afterwards each file is looked at about once.
    let mut reach = Reach::Everything;
    loop {
        tokio::select! {
            () = app.shutdown.begun() => return,
            _ = every.tick() => {}
        }
        match sweep(&app, clock::now(), reach).await {
            Ok(()) => reach = Reach::Lately,
            Err(error) => {
                tracing::warn!(%error, "old uploads could not be removed; will try again");
                reach = Reach::Everything;
            }
        }
    }
}

/// Which files a round looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Of any age: takes a look into the store for each.
    Everything,
    /// Those that have become old since the round before, and some more.
    Lately,
}

/// One round.
pub async fn sweep(app: &App, now: Timestamp, reach: Reach) -> Result<(), SweepError> {
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
            app.thumbnails.remove(id).await?;
        }
    }
    let until = u64::try_from((now - WAITS_FOR).micros()).unwrap_or_default();
    let until = UNIX_EPOCH + Duration::from_micros(until);
    let from = match reach {
        Reach::Everything => UNIX_EPOCH,
        Reach::Lately => until - EVERY * 3,
    };
    for found in app.files.changed_within(from..=until).await? {
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
