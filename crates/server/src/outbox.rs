//! The outbox worker: hands what is due to its channel, and tells how it went. It follows the log
//! for new messages, and looks again when a postponed one is due.

use std::time::Duration;

use rapport_channels::{Outgoing, SendError};
use rapport_core::actor::ActorKind;
use rapport_core::directory::Inbox;
use rapport_core::event::EventData;
use rapport_storage::outbox::{self, Due, Outcome};
use rapport_storage::{Logged, StoreError};

use crate::app::{App, STORE_RETRY};
use crate::clock;

/// Messages handed over before the next look.
const DUE_MAX: i64 = 256;
/// A message that could not go out for so many tries has failed: with the back-off, a day.
const ATTEMPTS_MAX: i64 = 40;
const LOOK_EVERY: Duration = Duration::from_secs(5);

pub async fn run(app: App, cursor: i64) {
    let mut follower = app.store.follow(cursor);
    loop {
        match work(&app).await {
            // There may be more.
            Ok(done) if done >= DUE_MAX => continue,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "the outbox could not be worked off; will try again");
                tokio::time::sleep(STORE_RETRY).await;
            }
        }
        let news = async {
            loop {
                match follower.next().await {
                    Ok(events) if events.iter().any(|logged| goes_out(logged)) => return,
                    Ok(_) => {}
                    Err(_) => tokio::time::sleep(STORE_RETRY).await,
                }
            }
        };
        tokio::select! {
            () = app.shutdown.begun() => return,
            _ = tokio::time::timeout(LOOK_EVERY, news) => {}
        }
    }
}

fn goes_out(logged: &Logged) -> bool {
    matches!(logged.event.data, EventData::MessageCreated(_))
        && logged.event.actor.kind != ActorKind::Contact
}

async fn work(app: &App) -> Result<i64, StoreError> {
    let due = outbox::due(&mut app.store.read().await?.session(), clock::now(), DUE_MAX).await?;
    let mut done = 0;
    for message in due {
        hand_over(app, &message).await?;
        done += 1;
    }
    Ok(done)
}

async fn hand_over(app: &App, due: &Due) -> Result<(), StoreError> {
    let directory = app.directory();
    let sent = match directory.get::<Inbox>(due.inbox_id) {
        None => Err(SendError::Never { reason: "its inbox is gone".to_owned() }),
        Some(inbox) => match app.channels.get(inbox.record.channel) {
            None => Err(SendError::Never {
                reason: format!("this release has no {} channel", inbox.record.channel.name()),
            }),
            Some(channel) => channel.send(Outgoing { inbox, entry: &due.entry }).await,
        },
    };
    let outcome = match sent {
        Ok(()) => Outcome::Sent,
        Err(SendError::Later { after, reason }) if due.attempts < ATTEMPTS_MAX => {
            let mut tx = app.store.begin().await?;
            outbox::postpone(&mut tx, due, clock::now() + after, &reason).await?;
            return tx.commit().await;
        }
        Err(SendError::Later { reason, .. } | SendError::Never { reason }) => {
            Outcome::Failed { reason }
        }
    };
    let mut tx = app.store.begin().await?;
    outbox::settle(&mut tx, due, &outcome, clock::now()).await?;
    tx.commit().await
}
