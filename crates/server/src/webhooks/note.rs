//! Follows the log, and notes which events are to go to which webhook.

use std::sync::Arc;
use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::directory::{Directory, Stored, Webhook};
use rapport_core::event::Event;
use rapport_core::id::WebhookId;
use rapport_storage::{Logged, StoreError, delivery, setting};

use super::deliver::{self, QUEUED_MAX};
use crate::app::{App, STORE_RETRY, changed_record, stamp};
use crate::clock;
use crate::lanes::Lanes;

/// How far the log was read for webhooks.
const CURSOR: &str = "webhooks_cursor";
/// Events that concern no webhook, after which that is noted all the same: so many are read again
/// after a crash.
const IDLE_EVENTS_MAX: i64 = 10_000;
/// For so long one can see what was sent.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
const FORGET_EVERY: Duration = Duration::from_secs(60 * 60);
/// Forgotten in one transaction.
const FORGET_MAX: i64 = 1_000;

fn in_use(directory: &Directory) -> impl Iterator<Item = &Arc<Stored<Webhook>>> {
    directory.webhooks.values().filter(|webhook| !webhook.archived && webhook.record.enabled)
}

/// Whether the webhook is to have the event: of its types, and not from before it was there.
fn wants(webhook: &Stored<Webhook>, event: &Event) -> bool {
    let name = event.data.type_name();
    event.at >= webhook.created_at && webhook.record.event_types.iter().any(|it| it == name)
}

pub async fn run(app: App, head: i64) {
    let mut noted = loop {
        match start(&app, head).await {
            Ok(cursor) => break cursor,
            Err(error) => tracing::warn!(%error, "webhooks cannot start; will try again"),
        }
        tokio::select! {
            () = app.shutdown.begun() => return,
            () = tokio::time::sleep(STORE_RETRY) => {}
        }
    };
    let mut lanes = Lanes::default();
    for webhook in in_use(&app.directory()) {
        lanes.wake(&app, webhook.id, deliver::work);
    }
    let mut follower = app.store.follow(noted);
    let mut forget_at = clock::now();
    loop {
        let news = tokio::select! {
            () = app.shutdown.begun() => return,
            () = tokio::time::sleep(FORGET_EVERY) => Ok(Vec::new()),
            news = follower.next() => news,
        };
        let Ok(events) = news else {
            tokio::time::sleep(STORE_RETRY).await;
            continue;
        };
        while let Err(error) = note(&app, &events, &mut noted, &mut lanes).await {
            tracing::warn!(%error, "events for webhooks could not be noted; will try again");
            tokio::select! {
                () = app.shutdown.begun() => return,
                () = tokio::time::sleep(STORE_RETRY) => {}
            }
        }
        if clock::now() >= forget_at {
            forget_at = clock::now() + FORGET_EVERY;
            if let Err(error) = forget(&app, clock::now()).await {
                tracing::warn!(%error, "old deliveries could not be forgotten; will try again");
            }
        }
    }
}

/// Where to begin: where it ended, if there is a webhook that could have missed something.
async fn start(app: &App, head: i64) -> Result<i64, StoreError> {
    if in_use(&app.directory()).next().is_none() {
        return Ok(head);
    }
    let noted = setting::get(&mut app.store.read().await?.session(), CURSOR).await?;
    Ok(noted.unwrap_or(head))
}

/// Notes what is to be sent, and how far the log was read, in one transaction.
async fn note(
    app: &App,
    events: &[Arc<Logged>],
    noted: &mut i64,
    lanes: &mut Lanes<WebhookId>,
) -> Result<(), StoreError> {
    let Some(last) = events.last().map(|logged| logged.event.seq) else { return Ok(()) };
    for record in events.iter().filter_map(|logged| changed_record(&logged.event.data)) {
        app.put_record(record);
    }
    let directory = app.directory();
    let mut new = Vec::new();
    let mut to = Vec::new();
    for webhook in in_use(&directory) {
        let before = new.len();
        for Logged { event, .. } in events.iter().map(AsRef::as_ref) {
            if wants(webhook, event) {
                let now = stamp();
                new.push(delivery::New {
                    id: now.id(),
                    webhook_id: webhook.id,
                    event_seq: event.seq,
                    conversation_id: event.data.conversation().map(|it| it.id),
                    at: now.at,
                });
            }
        }
        if new.len() > before {
            to.push(webhook.clone());
        }
    }
    let is_first = events.iter().any(|it| it.event.data.type_name() == "record.created");
    if new.is_empty() && !is_first && last - *noted < IDLE_EVENTS_MAX {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    delivery::queue(&mut tx, &new).await?;
    setting::put(&mut tx, CURSOR, &last).await?;
    let mut full = Vec::new();
    for webhook in &to {
        if delivery::waiting(&mut tx.session(), webhook.id).await? > QUEUED_MAX {
            full.push(webhook.clone());
        }
    }
    tx.commit().await?;
    *noted = last;
    for webhook in to {
        lanes.wake(app, webhook.id, deliver::work);
    }
    for webhook in full {
        let reason = format!("more than {QUEUED_MAX} events were waiting for it");
        deliver::switch_off(app, webhook.id, &reason).await?;
    }
    Ok(())
}

async fn forget(app: &App, now: Timestamp) -> Result<(), StoreError> {
    loop {
        let mut tx = app.store.begin().await?;
        let forgotten = delivery::forget(&mut tx, now - KEPT, FORGET_MAX).await?;
        tx.commit().await?;
        if i64::try_from(forgotten).unwrap_or(i64::MAX) < FORGET_MAX {
            return Ok(());
        }
    }
}
