//! Finds facts in what contacts write, by the patterns of their inboxes.

use std::collections::HashMap;
use std::sync::Arc;

use rapport_core::actor::ActorKind;
use rapport_core::directory::fact_pattern::FactFinder;
use rapport_core::directory::{AnyRecord, Directory, Inbox, Stored};
use rapport_core::entry::{Entry, EntryBody};
use rapport_core::event::EventData;
use rapport_core::id::{ConversationId, InboxId};
use rapport_storage::{Logged, StoreError, fact, setting};

use crate::app::{App, changed_record};
use crate::clock;
use crate::following::{IDLE_EVENTS_MAX, Reader};

/// How far the log was read for facts.
const CURSOR: &str = "facts_cursor";
/// What to look for, by inbox, as of which version of it.
type Finders = HashMap<InboxId, (i64, FactFinder)>;

/// What was found on a conversation.
type Found = (ConversationId, Vec<(String, String)>);

#[derive(Default)]
pub struct FactReader {
    finders: Finders,
    /// How far the log was read, as it is kept.
    kept: i64,
}

impl Reader for FactReader {
    const WHAT: &'static str = "facts in messages could";

    /// Where it ended, if there is a pattern by which something could be found.
    async fn begin(&mut self, app: &App, head: i64) -> Result<i64, StoreError> {
        let directory = app.directory();
        let patterns = |inbox: &Arc<Stored<Inbox>>| !inbox.record.fact_patterns.is_empty();
        self.kept = head;
        if directory.inboxes.values().any(patterns) {
            let kept = setting::get(&mut app.store.read().await?.session(), CURSOR).await?;
            self.kept = kept.unwrap_or(head);
        }
        Ok(self.kept)
    }

    async fn read(&mut self, app: &App, events: &[Arc<Logged>]) -> Result<(), StoreError> {
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
            let facts = find(&directory, &mut self.finders, entry);
            if !facts.is_empty() {
                found.push((entry.conversation_id, facts));
            }
        }
        // A pattern that is new looks at nothing that was written before it.
        if found.is_empty() && !is_changed && last - self.kept < IDLE_EVENTS_MAX {
            return Ok(());
        }
        match write(app, &found, last).await {
            Err(error) if error.is_of_one_item() => {
                // One of them is in the way: each by itself, and that one is left out.
                for one in &found {
                    match write(app, std::slice::from_ref(one), last).await {
                        Err(error) if error.is_of_one_item() => {
                            tracing::error!(%error, conversation = %one.0, "facts are lost");
                        }
                        written => written?,
                    }
                }
                write(app, &[], last).await?;
            }
            written => written?,
        }
        self.kept = last;
        Ok(())
    }
}

/// Writes what was found, and how far the log was read.
async fn write(app: &App, found: &[Found], last: i64) -> Result<(), StoreError> {
    let mut tx = app.store.begin().await?;
    for (id, facts) in found {
        if let Err(error) = fact::tell_by_pattern(&mut tx, *id, facts, clock::now()).await {
            tx.rollback().await?;
            return Err(error);
        }
    }
    setting::put(&mut tx, CURSOR, &last).await?;
    tx.commit().await
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
