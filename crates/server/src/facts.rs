//! Follows the log, and finds facts in what contacts write, by the patterns of their inboxes.

use std::collections::HashMap;
use std::sync::Arc;

use rapport_core::actor::ActorKind;
use rapport_core::directory::fact_pattern::FactFinder;
use rapport_core::directory::{AnyRecord, Directory, Inbox};
use rapport_core::entry::{Entry, EntryBody};
use rapport_core::event::EventData;
use rapport_core::id::InboxId;
use rapport_storage::{Logged, StoreError, fact, setting};

use crate::app::{App, STORE_RETRY, changed_record};
use crate::clock;

/// How far the log was read for facts.
const CURSOR: &str = "facts_cursor";
/// Events in which nothing is found, after which that is noted all the same: so many are read again
/// after a crash.
const IDLE_EVENTS_MAX: i64 = 10_000;

/// What to look for, by inbox, as of which version of it.
type Finders = HashMap<InboxId, (i64, FactFinder)>;

pub async fn run(app: App, head: i64) {
    let mut read = loop {
        match start(&app, head).await {
            Ok(cursor) => break cursor,
            Err(error) => tracing::warn!(%error, "facts cannot be looked for; will try again"),
        }
        tokio::select! {
            () = app.shutdown.begun() => return,
            () = tokio::time::sleep(STORE_RETRY) => {}
        }
    };
    let mut follower = app.store.follow(read);
    let mut finders = Finders::new();
    loop {
        let news = tokio::select! {
            () = app.shutdown.begun() => return,
            news = follower.next() => news,
        };
        let Ok(events) = news else {
            tokio::time::sleep(STORE_RETRY).await;
            continue;
        };
        while let Err(error) = look(&app, &events, &mut read, &mut finders).await {
            tracing::warn!(%error, "facts that were found could not be written; will try again");
            tokio::select! {
                () = app.shutdown.begun() => return,
                () = tokio::time::sleep(STORE_RETRY) => {}
            }
        }
    }
}

/// Where to begin: where it ended, if there is a pattern by which something could be found.
async fn start(app: &App, head: i64) -> Result<i64, StoreError> {
    let directory = app.directory();
    if directory.inboxes.values().all(|inbox| inbox.record.fact_patterns.is_empty()) {
        return Ok(head);
    }
    let read = setting::get(&mut app.store.read().await?.session(), CURSOR).await?;
    Ok(read.unwrap_or(head))
}

/// Writes what is found, and how far the log was read, in one transaction.
async fn look(
    app: &App,
    events: &[Arc<Logged>],
    read: &mut i64,
    finders: &mut Finders,
) -> Result<(), StoreError> {
    let Some(last) = events.last().map(|logged| logged.event.seq) else { return Ok(()) };
    let mut is_changed = false;
    for record in events.iter().filter_map(|logged| changed_record(&logged.event.data)) {
        is_changed |= matches!(record, AnyRecord::Inbox(_));
        app.put_record(record);
    }
    let directory = app.directory();
    let mut found = Vec::new();
    for event in events.iter().map(|logged| &logged.event) {
        let EventData::MessageCreated(change) = &event.data else { continue };
        let Some(entry) = &change.entry else { continue };
        let facts = find(&directory, finders, entry);
        if !facts.is_empty() {
            found.push((entry.conversation_id, facts));
        }
    }
    // A pattern that is new looks at nothing that was written before it.
    if found.is_empty() && !is_changed && last - *read < IDLE_EVENTS_MAX {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    for (id, facts) in &found {
        fact::tell_by_pattern(&mut tx, *id, facts, clock::now()).await?;
    }
    setting::put(&mut tx, CURSOR, &last).await?;
    tx.commit().await?;
    *read = last;
    Ok(())
}

/// What is found in an entry, if a contact wrote it by an inbox that has patterns.
fn find(directory: &Directory, finders: &mut Finders, entry: &Entry) -> Vec<(String, String)> {
    let EntryBody::Message { text, inbox_id, mail, .. } = &entry.body else { return Vec::new() };
    let Some(inbox) = directory.get::<Inbox>(*inbox_id).filter(|inbox| {
        entry.author.kind == ActorKind::Contact && !inbox.record.fact_patterns.is_empty()
    }) else {
        return Vec::new();
    };
    let known = finders.entry(inbox.id).or_default();
    if known.0 != inbox.version {
        *known = (inbox.version, FactFinder::of(&inbox.record.fact_patterns));
    }
    match mail {
        Some(head) => known.1.find(&format!("{}\n{text}", head.subject)),
        None => known.1.find(text),
    }
}
