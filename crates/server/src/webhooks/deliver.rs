//! Posts what is due to one webhook, and notes what came of it.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use rapport_channels::custom::RETRY_AFTER_S;
use rapport_channels::posting::{Posting, Refused};
use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::directory::{Kind, Record, Stored, Webhook};
use rapport_core::event::Event;
use rapport_core::id::WebhookId;
use rapport_storage::delivery::{self, Delivery, State, Tried};
use rapport_storage::{StoreError, record};

use crate::app::App;
use crate::{clock, signing};

/// Events that may wait for one webhook; with more it is switched off, and told so.
pub(super) const QUEUED_MAX: i64 = 100_000;
/// Taken from the store at once.
const DUE_MAX: i64 = 64;
/// Posted to one webhook at the same time.
const AT_ONCE: usize = 8;
/// A try is put off by a part of this share more, so that not all come back at once.
const SPREAD_PERCENT: u64 = 20;

/// Works off what is due to one webhook.
pub(super) async fn work(app: App, id: WebhookId) -> Result<(), StoreError> {
    loop {
        let directory = app.directory();
        let Some(webhook) = directory.in_use::<Webhook>(id).filter(|it| it.record.enabled) else {
            return Ok(());
        };
        let mut reader = app.store.read().await?;
        let due = delivery::due(&mut reader.session(), id, clock::now(), DUE_MAX).await?;
        drop(reader);
        if due.is_empty() {
            return Ok(());
        }
        stream::iter(due)
            .map(|delivery| deliver(app.clone(), webhook.clone(), delivery))
            .buffer_unordered(AT_ONCE)
            .try_collect::<()>()
            .await?;
    }
}

/// What is posted: the event as the API tells it, with `timestamp` by the specification's name.
fn body_of(event: &Event) -> Vec<u8> {
    let mut json = serde_json::json!(event);
    json["timestamp"] = json["at"].clone();
    json.to_string().into_bytes()
}

async fn deliver(
    app: App,
    webhook: Arc<Stored<Webhook>>,
    delivery: Delivery,
) -> Result<(), StoreError> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let event = delivery::event(session, &delivery).await?;
    let secrets = signing::of(session, Kind::Webhook, webhook.id).await?;
    drop(reader);
    let secrets = secrets.ok_or(StoreError::NotFound("signing secret"))?;
    let body = body_of(&event);
    let posting = Posting {
        url: &webhook.record.url,
        id: &delivery.id.to_string(),
        secrets: &secrets,
        body: &body,
        now: clock::now(),
    };
    let answer = app.poster.post(posting).await;
    let at = clock::now();
    let mut tx = app.store.begin().await?;
    let refused = match answer {
        Ok(status) => {
            let tried = Tried { at, status: Some(status), reason: None };
            delivery::settle(&mut tx, delivery.id, State::Sent, &tried).await?;
            return tx.commit().await;
        }
        Err(refused) => refused,
    };
    let tried = Tried { at, status: refused.status, reason: Some(refused.reason.clone()) };
    if let Some(until) = again_at(&refused, delivery.attempts, at) {
        delivery::postpone(&mut tx, delivery.id, until, &tried).await?;
        return tx.commit().await;
    }
    delivery::settle(&mut tx, delivery.id, State::Failed, &tried).await?;
    let takes = delivery::taken_since(&mut tx.session(), webhook.id, delivery.id).await?;
    tx.commit().await?;
    // One that takes other events has trouble with this one only.
    if refused.gone || !takes {
        switch_off(&app, webhook.id, &refused.reason).await?;
    }
    Ok(())
}

/// When a refused event is tried again; none when it is given up.
fn again_at(refused: &Refused, attempts: i64, now: Timestamp) -> Option<Timestamp> {
    let step = usize::try_from(attempts).ok()?;
    let pause_s = *RETRY_AFTER_S.get(step)?;
    if refused.gone {
        return None;
    }
    let spread_ms = rand::random_range(0..=pause_s * 1_000 * SPREAD_PERCENT / 100);
    let pause = Duration::from_secs(pause_s) + Duration::from_millis(spread_ms);
    Some(now + pause.max(refused.after.unwrap_or_default()))
}

/// Switches a webhook off that takes nothing any more, and gives up what waits for it: its settings
/// say why, and the audit log.
pub(super) async fn switch_off(app: &App, id: WebhookId, reason: &str) -> Result<(), StoreError> {
    let _one_at_a_time = app.directory_change.lock().await;
    let directory = app.directory();
    let Some(was) = directory.in_use::<Webhook>(id).filter(|it| it.record.enabled) else {
        return Ok(());
    };
    let mut next = was.record.clone();
    next.enabled = false;
    next.keep(Some(&was.record));
    next.switched_off_because = Some(reason.to_owned());
    let at = clock::now();
    let stored = Stored { record: next, version: was.version + 1, updated_at: at, ..**was };
    let mut tx = app.store.begin().await?;
    record::update(&mut tx, &stored, Actor::SYSTEM, at).await?;
    delivery::give_up(&mut tx, id, reason).await?;
    tx.commit().await?;
    tracing::warn!(webhook = %id, reason, "a webhook was switched off");
    app.put_record(stored.into());
    Ok(())
}
