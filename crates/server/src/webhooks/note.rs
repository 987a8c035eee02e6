//! Notes which events are to go to which webhook.

use std::sync::Arc;
use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::directory::{Directory, Stored, Webhook};
use rapport_core::event::Event;
use rapport_core::id::WebhookId;
use rapport_storage::{Logged, StoreError, delivery, setting};

use super::deliver::{self, QUEUED_MAX};
use crate::app::{App, changed_record, stamp};
use crate::clock;
use crate::following::{IDLE_EVENTS_MAX, Reader};
use crate::lanes::Lanes;

/// How far the log was read for webhooks.
const CURSOR: &str = "webhooks_cursor";
/// For so long one can see what was sent.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
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

#[derive(Default)]
pub struct WebhookReader {
    lanes: Lanes<WebhookId>,
    /// How far the log was read, as it is kept.
    noted: i64,
}

impl Reader for WebhookReader {
    const WHAT: &'static str = "events for webhooks could";

    /// Where it ended, if there is a webhook that could have missed something.
    async fn begin(&mut self, app: &App, head: i64) -> Result<i64, StoreError> {
        self.noted = head;
        if in_use(&app.directory()).next().is_some() {
            let noted = setting::get(&mut app.store.read().await?.session(), CURSOR).await?;
            self.noted = noted.unwrap_or(head);
        }
        for webhook in in_use(&app.directory()) {
            self.lanes.wake(app, webhook.id, deliver::work);
        }
        Ok(self.noted)
    }

    async fn read(&mut self, app: &App, events: &[Arc<Logged>]) -> Result<(), StoreError> {
        note(app, events, &mut self.noted, &mut self.lanes).await
    }

    async fn tidy(&mut self, app: &App) -> Result<(), StoreError> {
        forget(app, clock::now()).await
    }
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
