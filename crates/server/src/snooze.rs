//! Takes snoozed conversations up again when their time has come.

use std::time::Duration;

use rapport_core::actor::Actor;
use rapport_storage::{StoreError, snooze};

use crate::app::{App, STORE_RETRY, stamp};
use crate::clock;

/// So late a conversation may come back; times are set in minutes at the least.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Taken up before the next look.
const DUE_MAX: i64 = 100;

pub async fn run(app: App) {
    loop {
        let pause = match wake(&app).await {
            Ok(()) => LOOK_EVERY,
            Err(error) => {
                tracing::warn!(%error, "snoozed conversations could not be taken up; will try again");
                STORE_RETRY
            }
        };
        tokio::select! {
            () = app.shutdown.begun() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// All whose time has come, each in a change of its own: writers in between need not wait for all.
async fn wake(app: &App) -> Result<(), StoreError> {
    loop {
        let mut reader = app.store.read().await?;
        let due = snooze::due(&mut reader.session(), clock::now(), DUE_MAX).await?;
        drop(reader);
        if due.is_empty() {
            return Ok(());
        }
        for id in due {
            let mut tx = app.store.begin().await?;
            snooze::unsnooze(&mut tx, stamp(), id, Actor::SYSTEM).await?;
            tx.commit().await?;
        }
    }
}
