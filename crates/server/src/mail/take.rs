//! Makes messages of the mails that were stored: in their order, many in one change.

use rapport_core::channel::Channel;
use rapport_core::directory::Inbox;
use rapport_core::id::InboxId;
use rapport_storage::StoreError;
use rapport_storage::intake::Arrival;
use rapport_storage::mail::{self, Kept};
use rapport_storage::mail_intake::{self, Coming};

use super::understand::understand;
use crate::app::{App, stamp};
use crate::arrival::arrival;

/// Mails that are taken in by one change.
const AT_ONCE: i64 = 64;

/// Takes in all that waits in an inbox.
pub async fn work(app: App, inbox_id: InboxId) -> Result<(), StoreError> {
    loop {
        let directory = app.directory();
        // Nothing of an archived inbox is lost: its mails wait, should it come back.
        let Some(inbox) = directory.in_use::<Inbox>(inbox_id) else { return Ok(()) };
        let mut reader = app.store.read().await?;
        let kept = mail::received(&mut reader.session(), inbox_id, AT_ONCE).await?;
        drop(reader);
        if kept.is_empty() {
            return Ok(());
        }
        let arrival = arrival(&directory, inbox, inbox.record.queue_id);
        let ours: Vec<String> = directory
            .inboxes
            .values()
            .filter(|it| it.record.channel == Channel::Email)
            .map(|it| it.record.email.address.to_lowercase())
            .collect();
        take(&app, arrival, &ours, kept).await?;
    }
}

async fn take(
    app: &App,
    arrival: Arrival,
    ours: &[String],
    kept: Vec<Kept>,
) -> Result<(), StoreError> {
    let mut coming = Vec::with_capacity(kept.len());
    for kept in kept {
        coming.push(understand(app, arrival.inbox_id, kept).await?);
    }
    if take_together(app, arrival, ours, &coming).await.is_ok() {
        return Ok(());
    }
    // One of them is in the way: each by itself, and that one is put aside.
    for one in &coming {
        match take_together(app, arrival, ours, std::slice::from_ref(one)).await {
            Ok(()) => {}
            Err(
                error @ (StoreError::Unavailable(_)
                | StoreError::Overloaded
                | StoreError::TakenOver),
            ) => return Err(error),
            Err(error) => {
                tracing::error!(%error, mail = %one.id, "a mail cannot be taken in; it is put aside");
                let mut tx = app.store.begin().await?;
                mail_intake::put_aside(&mut tx, one.id, &error.to_string()).await?;
                tx.commit().await?;
            }
        }
    }
    Ok(())
}

async fn take_together(
    app: &App,
    arrival: Arrival,
    ours: &[String],
    coming: &[Coming],
) -> Result<(), StoreError> {
    let mut tx = app.store.begin().await?;
    let coming: Vec<_> = coming.iter().map(|one| (stamp(), one)).collect();
    match mail_intake::take(&mut tx, arrival, ours, &coming).await {
        Ok(_) => tx.commit().await,
        Err(error) => {
            tx.rollback().await?;
            Err(error)
        }
    }
}
