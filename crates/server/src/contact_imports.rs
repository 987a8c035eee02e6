//! Works off files of contacts, in small changes: whoever else writes need not wait for a file.

use std::time::Duration;

use rapport_core::actor::Actor;
use rapport_core::event::EventData;
use rapport_core::id::ImportId;
use rapport_storage::{StoreError, contact_import};

use crate::app::{App, STORE_RETRY, stamp};
use crate::clock;

const FORGET_EVERY: Duration = Duration::from_secs(60 * 60);

/// Follows the log for imports that are started or to be undone; those that were under way when
/// the server ended go on at once.
pub async fn run(app: App, head: i64) {
    let mut follower = app.store.follow(head);
    let mut forget = tokio::time::interval(FORGET_EVERY);
    let mut is_due = true;
    loop {
        if is_due {
            match work_off(&app).await {
                Ok(()) => is_due = false,
                Err(error) => {
                    tracing::warn!(%error, "an import cannot go on now; will try again");
                    tokio::select! {
                        () = app.shutdown.begun() => return,
                        () = tokio::time::sleep(STORE_RETRY) => continue,
                    }
                }
            }
        }
        tokio::select! {
            () = app.shutdown.begun() => return,
            _ = forget.tick() => {
                if let Err(error) = forget_old(&app).await {
                    tracing::warn!(%error, "old imports could not be forgotten; will try again");
                }
            }
            news = follower.next() => match news {
                Ok(events) => is_due = events.iter().any(|logged| begins(&logged.event.data)),
                Err(_) => tokio::time::sleep(STORE_RETRY).await,
            },
        }
    }
}

fn begins(data: &EventData) -> bool {
    matches!(data, EventData::ContactImportStarted(_) | EventData::ContactImportUndoStarted(_))
}

/// Some rows of each in turn, until none is under way.
async fn work_off(app: &App) -> Result<(), StoreError> {
    let is_stopping = app.shutdown.begun();
    tokio::pin!(is_stopping);
    loop {
        let mut reader = app.store.read().await?;
        let under_way = contact_import::under_way(&mut reader.session()).await?;
        drop(reader);
        if under_way.is_empty() {
            return Ok(());
        }
        for id in under_way {
            tokio::select! {
                biased;
                () = &mut is_stopping => return Ok(()),
                worked = work(app, id) => worked?,
            }
        }
    }
}

async fn work(app: &App, id: ImportId) -> Result<(), StoreError> {
    let mut tx = app.store.begin().await?;
    match contact_import::work(&mut tx, stamp(), id, &app.directory()).await {
        Ok(_) => tx.commit().await,
        Err(
            error @ (StoreError::Unavailable(_) | StoreError::Overloaded | StoreError::TakenOver),
        ) => Err(error),
        // It would fail for ever; what it has written so far can still be undone.
        Err(error) => {
            tx.rollback().await?;
            tracing::error!(%error, import = %id, "an import cannot go on; it is stopped");
            let mut tx = app.store.begin().await?;
            contact_import::give_up(&mut tx, id, Actor::SYSTEM, clock::now()).await?;
            tx.commit().await
        }
    }
}

async fn forget_old(app: &App) -> Result<(), StoreError> {
    loop {
        let mut tx = app.store.begin().await?;
        let forgot = contact_import::forget(&mut tx, clock::now()).await?;
        tx.commit().await?;
        if !forgot {
            return Ok(());
        }
    }
}
