//! Files of contacts. Each is worked off in small changes, so that everybody else can write in
//! between, and a process that ends goes on at the row where it stood.

mod apply;
pub(crate) mod rows;
mod undo;

use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::directory::Directory;
use rapport_core::event::{ContactImportChange, EventData};
use rapport_core::id::{ImportId, TypedId};
use rapport_core::import::{
    ContactImport, ImportCounts, ImportSettings, ImportState, RowOutcome, Table,
};
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::stamp::Stamp;
use crate::statement::statements;

pub use rows::{RawRow, RefusedRow, preview, raw, refused};

/// For so long after its start an import can be undone.
pub const KEPT_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// For so long a file waits to be started.
pub const DRAFT_FOR: Duration = Duration::from_secs(24 * 60 * 60);
/// Rows worked off in one change: as many as take some hundredths of a second.
pub const ROWS_AT_ONCE: i64 = 50;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, state, file_name, settings, author, next_row, row_count, created, updated,
                unchanged, refused, undone, kept, kept_until, version, created_at, updated_at
            from contact_import ",
            $rest
        )
    };
}

statements! {
    GET = select!("where id = $1");
    LIST = select!("where id < $1 order by id desc limit $2");
    UNDER_WAY = select!("where state in ('running', 'undoing') order by id");
    INSERT = "insert into contact_import (id, state, file_name, settings, author, next_row,
            row_count, created, updated, unchanged, refused, undone, kept, version, created_at,
            updated_at)
        values ($1, 'draft', $2, $3, $4, 0, $5, 0, 0, 0, 0, 0, 0, 1, $6, $6)";
    WRITE = "update contact_import set state = $2, settings = $3, next_row = $4, created = $5,
            updated = $6, unchanged = $7, refused = $8, undone = $9, kept = $10, kept_until = $11,
            updated_at = $12, version = version + 1
        where id = $1";
    REMOVE = "delete from contact_import where id = $1";
    OLD = select!("where (state = 'draft' and created_at < $1)
        or (kept_until < $2 and state not in ('running', 'undoing')) order by id limit 1");
    FORGOTTEN = "update contact_import set kept_until = null where id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    state: String,
    file_name: String,
    settings: String,
    author: String,
    next_row: i64,
    row_count: i64,
    created: i64,
    updated: i64,
    unchanged: i64,
    refused: i64,
    undone: i64,
    kept: i64,
    kept_until: Option<i64>,
    version: i64,
    created_at: i64,
    updated_at: i64,
}

impl Row {
    /// With the row at which it stands.
    fn read(self) -> Result<(ContactImport, i64)> {
        let import = ContactImport {
            id: ImportId::from_uuid(self.id),
            version: self.version,
            state: ImportState::from_name(&self.state)
                .ok_or_else(|| StoreError::corrupt("contact_import.state", &self.state))?,
            file_name: self.file_name,
            settings: serde_json::from_str(&self.settings)
                .map_err(|error| StoreError::corrupt("contact_import.settings", error))?,
            author: serde_json::from_str(&self.author)
                .map_err(|error| StoreError::corrupt("contact_import.author", error))?,
            created_at: Timestamp::from_micros(self.created_at),
            updated_at: Timestamp::from_micros(self.updated_at),
            kept_until: self.kept_until.map(Timestamp::from_micros),
            counts: ImportCounts {
                rows: self.row_count,
                created: self.created,
                updated: self.updated,
                unchanged: self.unchanged,
                refused: self.refused,
                undone: self.undone,
                kept: self.kept,
            },
        };
        Ok((import, self.next_row))
    }
}

async fn at_row(session: &mut Session<'_>, id: ImportId) -> Result<(ContactImport, i64)> {
    let row = fetch_optional!(session, Row, GET, id.uuid())?;
    row.ok_or(StoreError::NotFound("import"))?.read()
}

pub async fn get(session: &mut Session<'_>, id: ImportId) -> Result<ContactImport> {
    Ok(at_row(session, id).await?.0)
}

/// Newest first, those with an id below `before`.
pub async fn list(
    session: &mut Session<'_>,
    before: Option<ImportId>,
    limit: i64,
) -> Result<Vec<ContactImport>> {
    let before = before.map_or(Uuid::max(), ImportId::uuid);
    let rows = fetch_all!(session, Row, LIST, before, limit)?;
    rows.into_iter().map(|row| Ok(row.read()?.0)).collect()
}

/// Those that go on by themselves.
pub async fn under_way(session: &mut Session<'_>) -> Result<Vec<ImportId>> {
    let rows = fetch_all!(session, Row, UNDER_WAY)?;
    Ok(rows.into_iter().map(|row| ImportId::from_uuid(row.id)).collect())
}

/// Keeps a file until somebody says what its columns mean, and starts it.
pub async fn add(
    tx: &mut Tx,
    stamp: Stamp,
    file_name: &str,
    table: &Table,
    settings: &ImportSettings,
    author: Actor,
) -> Result<ContactImport> {
    let id: ImportId = stamp.id();
    let author_json = serde_json::to_string(&author)
        .map_err(|error| StoreError::corrupt("contact_import.author", error))?;
    execute!(
        &mut tx.session(),
        INSERT,
        id.uuid(),
        file_name,
        settings_json(settings)?,
        author_json,
        i64::try_from(table.rows.len()).unwrap_or(i64::MAX),
        stamp.at.micros(),
    )?;
    rows::insert(tx, id, &table.rows).await?;
    let import = get(&mut tx.session(), id).await?;
    tell(tx, &import, author, stamp.at, EventData::ContactImportUploaded);
    Ok(import)
}

fn settings_json(settings: &ImportSettings) -> Result<String> {
    serde_json::to_string(settings)
        .map_err(|error| StoreError::corrupt("contact_import.settings", error))
}

fn tell(
    tx: &mut Tx,
    import: &ContactImport,
    actor: Actor,
    now: Timestamp,
    event: fn(ContactImportChange) -> EventData,
) {
    tx.record(now, actor, event(ContactImportChange { import: import.clone() }));
}

/// Writes what may change of an import, and tells of it.
async fn write(
    tx: &mut Tx,
    next: &ContactImport,
    next_row: i64,
    actor: Actor,
    now: Timestamp,
    event: fn(ContactImportChange) -> EventData,
) -> Result<ContactImport> {
    let counts = &next.counts;
    execute!(
        &mut tx.session(),
        WRITE,
        next.id.uuid(),
        next.state.name(),
        settings_json(&next.settings)?,
        next_row,
        counts.created,
        counts.updated,
        counts.unchanged,
        counts.refused,
        counts.undone,
        counts.kept,
        next.kept_until.map(Timestamp::micros),
        now.micros(),
    )?;
    let import = get(&mut tx.session(), next.id).await?;
    tell(tx, &import, actor, now, event);
    Ok(import)
}

/// Says what the file means; `version` is the one that was seen.
pub async fn prepare(
    tx: &mut Tx,
    id: ImportId,
    version: i64,
    settings: ImportSettings,
    actor: Actor,
    now: Timestamp,
) -> Result<ContactImport> {
    let (was, next_row) = at_row(&mut tx.session(), id).await?;
    if was.version != version {
        return Err(StoreError::VersionConflict { current: was.version });
    }
    if was.state != ImportState::Draft {
        return Err(StoreError::Taken("the import was started; what it means cannot be changed"));
    }
    let next = ContactImport { settings, ..was };
    write(tx, &next, next_row, actor, now, EventData::ContactImportPrepared).await
}

/// Lets a file begin, or one that was stopped go on.
pub async fn start(
    tx: &mut Tx,
    id: ImportId,
    actor: Actor,
    now: Timestamp,
) -> Result<ContactImport> {
    let (was, next_row) = at_row(&mut tx.session(), id).await?;
    match was.state {
        ImportState::Running => return Ok(was),
        // Its rows may be forgotten: there is nothing left to go on with.
        ImportState::Stopped if was.kept_until.is_none_or(|until| until <= now) => {
            let detail = "the import is older than 30 days; upload the file again";
            return Err(StoreError::Taken(detail));
        }
        ImportState::Draft | ImportState::Stopped => {}
        ImportState::Done | ImportState::Undoing | ImportState::Undone => {
            return Err(StoreError::Taken("the import has ended; upload the file again"));
        }
    }
    let kept_until = was.kept_until.unwrap_or(now + KEPT_FOR);
    let next = ContactImport { state: ImportState::Running, kept_until: Some(kept_until), ..was };
    write(tx, &next, next_row, actor, now, EventData::ContactImportStarted).await
}

/// Stops one that is running; what it has written stays until it is undone.
pub async fn stop(
    tx: &mut Tx,
    id: ImportId,
    actor: Actor,
    now: Timestamp,
) -> Result<ContactImport> {
    let (was, next_row) = at_row(&mut tx.session(), id).await?;
    if was.state != ImportState::Running {
        return Ok(was);
    }
    let next = ContactImport { state: ImportState::Stopped, ..was };
    write(tx, &next, next_row, actor, now, EventData::ContactImportEnded).await
}

/// Ends one that can go neither on nor back; what it has written stays.
pub async fn give_up(tx: &mut Tx, id: ImportId, actor: Actor, now: Timestamp) -> Result<()> {
    let (was, next_row) = at_row(&mut tx.session(), id).await?;
    let state = match was.state {
        ImportState::Running => ImportState::Stopped,
        ImportState::Undoing => ImportState::Undone,
        ImportState::Draft | ImportState::Stopped | ImportState::Done | ImportState::Undone => {
            return Ok(());
        }
    };
    let next = ContactImport { state, ..was };
    write(tx, &next, next_row, actor, now, EventData::ContactImportEnded).await.map(drop)
}

/// Begins to take back what it has written, the last row first.
pub async fn undo(
    tx: &mut Tx,
    id: ImportId,
    actor: Actor,
    now: Timestamp,
) -> Result<ContactImport> {
    let (was, _) = at_row(&mut tx.session(), id).await?;
    match was.state {
        ImportState::Undoing | ImportState::Undone => return Ok(was),
        ImportState::Draft => return Err(StoreError::Taken("the import was never started")),
        ImportState::Running => {
            return Err(StoreError::Taken("the import is running; stop it first"));
        }
        ImportState::Stopped | ImportState::Done => {}
    }
    if was.kept_until.is_none_or(|until| until <= now) {
        let detail = "the import is older than 30 days; it can no longer be undone";
        return Err(StoreError::Taken(detail));
    }
    let next = ContactImport { state: ImportState::Undoing, ..was };
    write(tx, &next, i64::MAX, actor, now, EventData::ContactImportUndoStarted).await
}

/// Forgets a file that was never started.
pub async fn discard(tx: &mut Tx, id: ImportId, actor: Actor, now: Timestamp) -> Result<()> {
    let (was, _) = at_row(&mut tx.session(), id).await?;
    if was.state != ImportState::Draft {
        return Err(StoreError::Taken("the import was started; undo it instead"));
    }
    rows::remove(tx, id).await?;
    execute!(&mut tx.session(), REMOVE, id.uuid())?;
    tell(tx, &was, actor, now, EventData::ContactImportDiscarded);
    Ok(())
}

/// Works off some rows of an import; afterwards it may have ended.
pub async fn work(
    tx: &mut Tx,
    stamp: Stamp,
    id: ImportId,
    directory: &Directory,
) -> Result<ContactImport> {
    let (was, at) = at_row(&mut tx.session(), id).await?;
    match was.state {
        ImportState::Running => forward(tx, stamp, was, at, directory).await,
        ImportState::Undoing => back(tx, stamp, was, at).await,
        ImportState::Draft | ImportState::Stopped | ImportState::Done | ImportState::Undone => {
            Ok(was)
        }
    }
}

async fn forward(
    tx: &mut Tx,
    stamp: Stamp,
    mut import: ContactImport,
    at: i64,
    directory: &Directory,
) -> Result<ContactImport> {
    let batch = rows::raw(&mut tx.session(), import.id, at, ROWS_AT_ONCE).await?;
    let next_row = batch.last().map_or(at, |row| row.place);
    for row in &batch {
        let done = apply::apply(tx, stamp, &import, &row.cells, directory).await?;
        match done.outcome {
            RowOutcome::Created => import.counts.created += 1,
            RowOutcome::Updated => import.counts.updated += 1,
            RowOutcome::Unchanged => import.counts.unchanged += 1,
            RowOutcome::Refused => import.counts.refused += 1,
        }
        rows::settle(tx, import.id, row.place, &done).await?;
    }
    let is_over = next_row >= import.counts.rows;
    let (state, event): (_, fn(ContactImportChange) -> EventData) = if is_over {
        (ImportState::Done, EventData::ContactImportEnded)
    } else {
        (ImportState::Running, EventData::ContactImportProgressed)
    };
    import.state = state;
    write(tx, &import, next_row, import.author.clone(), stamp.at, event).await
}

async fn back(
    tx: &mut Tx,
    stamp: Stamp,
    mut import: ContactImport,
    at: i64,
) -> Result<ContactImport> {
    let batch = rows::written(&mut tx.session(), import.id, at, ROWS_AT_ONCE).await?;
    let next_row = batch.last().map_or(0, |row| row.place);
    for row in &batch {
        if undo::undo(tx, stamp, &import.author, row).await? {
            import.counts.undone += 1;
        } else {
            import.counts.kept += 1;
        }
    }
    let (state, event): (_, fn(ContactImportChange) -> EventData) = if batch.is_empty() {
        (ImportState::Undone, EventData::ContactImportUndone)
    } else {
        (ImportState::Undoing, EventData::ContactImportProgressed)
    };
    import.state = state;
    write(tx, &import, next_row, import.author.clone(), stamp.at, event).await
}

/// Forgets the rows of one import that is too old to be undone, or a file that waited too long;
/// whether there was one.
pub async fn forget(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    let session = &mut tx.session();
    let draft_before = (now - DRAFT_FOR).micros();
    let Some(row) = fetch_optional!(session, Row, OLD, draft_before, now.micros())? else {
        return Ok(false);
    };
    let (import, _) = row.read()?;
    if import.state == ImportState::Draft {
        discard(tx, import.id, Actor::SYSTEM, now).await?;
    } else {
        rows::remove(tx, import.id).await?;
        execute!(&mut tx.session(), FORGOTTEN, import.id.uuid())?;
    }
    Ok(true)
}
