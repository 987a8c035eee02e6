//! The directory's records.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::directory::{AnyRecord, Directory, Kind, Record, Stored};
use rapport_core::event::{EventData, RecordChange};
use rapport_core::id::TypedId;
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::statement::statements;

statements! {
    ALL = "select kind, data from record order by id";
    INSERT = "insert into record (id, kind, data, version, archived) values ($1, $2, $3, $4, $5)";
    UPDATE = "update record set data = $2, version = $3, archived = $4
        where id = $1 and version = $3 - 1";
    VERSION = "select version from record where id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    data: String,
}

#[derive(sqlx::FromRow)]
struct Version {
    version: i64,
}

/// Reads the whole directory.
pub async fn all(session: &mut Session<'_>) -> Result<Directory> {
    let mut directory = Directory::default();
    for row in fetch_all!(session, Row, ALL)? {
        let kind = Kind::from_name(&row.kind)
            .ok_or_else(|| StoreError::corrupt("record.kind", &row.kind))?;
        let record = AnyRecord::from_json(kind, &row.data)
            .map_err(|error| StoreError::corrupt("record.data", error))?;
        directory.put(record);
    }
    Ok(directory)
}

fn write<R: Record>(stored: &Stored<R>) -> Result<(Uuid, String, RecordChange)> {
    let json = |error| StoreError::corrupt("a record", error);
    let record = serde_json::to_value(stored).map_err(json)?;
    let text = record.to_string();
    Ok((stored.id.uuid(), text, RecordChange { kind: R::KIND, id: stored.id.to_string(), record }))
}

pub async fn create<R: Record>(
    tx: &mut Tx,
    stored: &Stored<R>,
    actor: Actor,
    now: Timestamp,
) -> Result<()> {
    let (id, data, change) = write(stored)?;
    execute!(
        &mut tx.session(),
        INSERT,
        id,
        R::KIND.name(),
        data.as_str(),
        stored.version,
        stored.archived,
    )?;
    tx.record(now, actor, EventData::RecordCreated(change));
    Ok(())
}

/// Writes a record over its earlier version, which must be `stored.version - 1`.
pub async fn update<R: Record>(
    tx: &mut Tx,
    stored: &Stored<R>,
    actor: Actor,
    now: Timestamp,
) -> Result<()> {
    let (id, data, change) = write(stored)?;
    let session = &mut tx.session();
    let rows = execute!(session, UPDATE, id, data.as_str(), stored.version, stored.archived)?;
    if rows == 0 {
        let row = crate::db::fetch_optional!(session, Version, VERSION, id)?;
        return Err(match row {
            Some(row) => StoreError::VersionConflict { current: row.version },
            None => StoreError::NotFound(R::KIND.name()),
        });
    }
    let event = if stored.archived { EventData::RecordArchived } else { EventData::RecordUpdated };
    tx.record(now, actor, event(change));
    Ok(())
}
