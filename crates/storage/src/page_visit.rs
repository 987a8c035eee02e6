//! The pages that a contact was on.

use rapport_core::Timestamp;
use rapport_core::contact::PageVisit;
use rapport_core::id::{ContactId, TypedId};

use crate::db::{Session, execute, fetch_all};
use crate::error::Result;
use crate::log::Tx;
use crate::statement::statements;

/// So many of each contact are kept, the newest.
pub const VISITS_MAX: i64 = 100;

statements! {
    INSERT = "insert into page_visit (contact_id, at, url, title) values ($1, $2, $3, $4)
        on conflict (contact_id, at) do nothing";
    LIST = "select at, url, title from page_visit where contact_id = $1
        order by at desc limit $2";
    PRUNE = "delete from page_visit where contact_id = $1 and at <=
        (select at from page_visit where contact_id = $1 order by at desc limit 1 offset $2)";
    MOVE = "update page_visit set contact_id = $2 where contact_id = $1 and at = $3
        and not exists (select 1 from page_visit where contact_id = $2 and at = $3)";
    REMOVE = "delete from page_visit where contact_id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    at: i64,
    url: String,
    title: String,
}

/// Newest first.
pub async fn list(session: &mut Session<'_>, contact_id: ContactId) -> Result<Vec<PageVisit>> {
    let rows = fetch_all!(session, Row, LIST, contact_id.uuid(), VISITS_MAX)?;
    let read = |Row { at, url, title }| PageVisit { url, title, at: Timestamp::from_micros(at) };
    Ok(rows.into_iter().map(read).collect())
}

pub(crate) async fn add(tx: &mut Tx, contact_id: ContactId, visits: &[PageVisit]) -> Result<()> {
    let session = &mut tx.session();
    for PageVisit { url, title, at } in visits {
        execute!(session, INSERT, contact_id.uuid(), at.micros(), url.as_str(), title.as_str())?;
    }
    if !visits.is_empty() {
        execute!(session, PRUNE, contact_id.uuid(), VISITS_MAX)?;
    }
    Ok(())
}

/// What one contact saw at these times, another did. So many more than are kept as they may be for
/// now, the next page puts right.
pub(crate) async fn carry(
    tx: &mut Tx,
    visits: &[Timestamp],
    from: ContactId,
    to: ContactId,
) -> Result<()> {
    for at in visits {
        execute!(&mut tx.session(), MOVE, from.uuid(), to.uuid(), at.micros())?;
    }
    Ok(())
}

pub(crate) async fn remove(tx: &mut Tx, contact_id: ContactId) -> Result<()> {
    execute!(&mut tx.session(), REMOVE, contact_id.uuid())?;
    Ok(())
}
