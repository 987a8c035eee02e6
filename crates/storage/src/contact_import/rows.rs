//! The rows of a file, and what has become of each.

use std::sync::LazyLock;

use rapport_core::directory::Directory;
use rapport_core::id::{ContactId, ImportId, TypedId};
use rapport_core::import::{RowError, RowPreview, Trace};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::apply::{self, Done};
use super::get;
use crate::db::{Session, execute, fetch_all};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::multi_row::{MultiRow, execute_rows};
use crate::statement::statements;

statements! {
    RAW = "select place, cells from contact_import_row
        where import_id = $1 and place > $2 order by place limit $3";
    SETTLE = "update contact_import_row set outcome = $3, contact_id = $4, trace = $5, errors = $6
        where import_id = $1 and place = $2";
    REFUSED = "select place, cells, errors from contact_import_row
        where import_id = $1 and outcome = 'refused' and place > $2 order by place limit $3";
    WRITTEN = "select place, contact_id, trace from contact_import_row
        where import_id = $1 and outcome in ('created', 'updated') and place < $2
        order by place desc limit $3";
    REMOVE = "delete from contact_import_row where import_id = $1";
}

pub(crate) static INSERT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "contact_import_row",
        &[("import_id", "uuid"), ("place", "bigint"), ("cells", "text")],
        "",
    )
});

/// A row as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// 1 for the first below the headings.
    pub place: i64,
    pub cells: Vec<String>,
}

/// A row of which nothing was written, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    pub place: i64,
    pub cells: Vec<String>,
    pub errors: Vec<RowError>,
}

/// A row that has made or changed a contact.
pub(super) struct WrittenRow {
    pub place: i64,
    pub contact_id: ContactId,
    pub trace: Trace,
}

#[derive(sqlx::FromRow)]
struct Raw {
    place: i64,
    cells: String,
}

#[derive(sqlx::FromRow)]
struct Refused {
    place: i64,
    cells: String,
    errors: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Written {
    place: i64,
    contact_id: Option<Uuid>,
    trace: Option<String>,
}

fn parse<T: DeserializeOwned>(place: &'static str, json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| StoreError::corrupt(place, error))
}

fn json<T: Serialize>(place: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::corrupt(place, error))
}

pub(super) async fn insert(tx: &mut Tx, id: ImportId, rows: &[Vec<String>]) -> Result<()> {
    let mut numbered = Vec::with_capacity(rows.len());
    for (place, cells) in (1_i64..).zip(rows) {
        numbered.push((id.uuid(), place, json("contact_import_row.cells", cells)?));
    }
    let session = &mut tx.session();
    execute_rows!(session, INSERT, numbered.as_slice(), row => [
        row.0, row.1, row.2.as_str(),
    ])?;
    Ok(())
}

pub(super) async fn remove(tx: &mut Tx, id: ImportId) -> Result<()> {
    execute!(&mut tx.session(), REMOVE, id.uuid())?;
    Ok(())
}

/// Those after a place, in their order.
pub async fn raw(
    session: &mut Session<'_>,
    id: ImportId,
    after: i64,
    limit: i64,
) -> Result<Vec<RawRow>> {
    let rows = fetch_all!(session, Raw, RAW, id.uuid(), after, limit)?;
    rows.into_iter()
        .map(|row| {
            let cells = parse("contact_import_row.cells", &row.cells)?;
            Ok(RawRow { place: row.place, cells })
        })
        .collect()
}

/// Those after a place of which nothing was written, in their order.
pub async fn refused(
    session: &mut Session<'_>,
    id: ImportId,
    after: i64,
    limit: i64,
) -> Result<Vec<RefusedRow>> {
    let rows = fetch_all!(session, Refused, REFUSED, id.uuid(), after, limit)?;
    rows.into_iter()
        .map(|row| {
            Ok(RefusedRow {
                place: row.place,
                cells: parse("contact_import_row.cells", &row.cells)?,
                errors: parse("contact_import_row.errors", row.errors.as_deref().unwrap_or("[]"))?,
            })
        })
        .collect()
}

/// Those before a place that have made or changed a contact, the last one first.
pub(super) async fn written(
    session: &mut Session<'_>,
    id: ImportId,
    before: i64,
    limit: i64,
) -> Result<Vec<WrittenRow>> {
    let rows = fetch_all!(session, Written, WRITTEN, id.uuid(), before, limit)?;
    rows.into_iter()
        .map(|row| {
            let missing = || StoreError::corrupt("contact_import_row.trace", "is missing");
            let (contact_id, trace) = row.contact_id.zip(row.trace).ok_or_else(missing)?;
            Ok(WrittenRow {
                place: row.place,
                contact_id: ContactId::from_uuid(contact_id),
                trace: parse("contact_import_row.trace", &trace)?,
            })
        })
        .collect()
}

pub(super) async fn settle(tx: &mut Tx, id: ImportId, place: i64, done: &Done) -> Result<()> {
    let trace =
        done.trace.as_ref().map(|trace| json("contact_import_row.trace", trace)).transpose()?;
    let errors = match done.errors.as_slice() {
        [] => None,
        errors => Some(json("contact_import_row.errors", &errors)?),
    };
    execute!(
        &mut tx.session(),
        SETTLE,
        id.uuid(),
        place,
        done.outcome.name(),
        done.contact_id.map(ContactId::uuid),
        trace,
        errors,
    )?;
    Ok(())
}

/// What would become of the rows after a place, were it started now. A row does not know yet what
/// those before it will have made.
pub async fn preview(
    session: &mut Session<'_>,
    id: ImportId,
    directory: &Directory,
    after: i64,
    limit: i64,
) -> Result<Vec<RowPreview>> {
    let import = get(session, id).await?;
    let mut previews = Vec::new();
    for row in raw(session, id, after, limit).await? {
        let plan = apply::plan(session, &import, &row.cells, directory).await?;
        previews.push(plan.preview(row));
    }
    Ok(previews)
}
