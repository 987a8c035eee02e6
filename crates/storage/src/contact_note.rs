//! What colleagues should know of a contact.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::contact::ContactNote;
use rapport_core::event::{ContactNoteChange, EventData};
use rapport_core::id::{ContactId, ContactNoteId, TypedId};
use uuid::Uuid;

use crate::contact;
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::stamp::Stamp;
use crate::statement::statements;

statements! {
    INSERT = "insert into contact_note (id, contact_id, author, text, created_at)
        values ($1, $2, $3, $4, $5)";
    GET = "select id, contact_id, author, text, created_at from contact_note
        where id = $1 and contact_id = $2";
    LIST = "select id, contact_id, author, text, created_at from contact_note
        where contact_id = $1 and id < $2 order by id desc limit $3";
    REMOVE = "delete from contact_note where id = $1";
    IDS = "select id from contact_note where contact_id = $1 order by id";
    MOVE = "update contact_note set contact_id = $3 where id = $1 and contact_id = $2";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contact_id: Uuid,
    author: String,
    text: String,
    created_at: i64,
}

#[derive(sqlx::FromRow)]
struct IdRow {
    id: Uuid,
}

impl Row {
    fn read(self) -> Result<ContactNote> {
        Ok(ContactNote {
            id: ContactNoteId::from_uuid(self.id),
            contact_id: ContactId::from_uuid(self.contact_id),
            at: Timestamp::from_micros(self.created_at),
            author: serde_json::from_str(&self.author)
                .map_err(|error| StoreError::corrupt("contact_note.author", error))?,
            text: self.text,
        })
    }
}

/// Newest first, those with an id below `before`.
pub async fn list(
    session: &mut Session<'_>,
    contact_id: ContactId,
    before: Option<ContactNoteId>,
    limit: i64,
) -> Result<Vec<ContactNote>> {
    let before = before.map_or(Uuid::max(), ContactNoteId::uuid);
    let rows = fetch_all!(session, Row, LIST, contact_id.uuid(), before, limit)?;
    rows.into_iter().map(Row::read).collect()
}

pub async fn add(
    tx: &mut Tx,
    stamp: Stamp,
    contact_id: ContactId,
    text: String,
    author: Actor,
) -> Result<ContactNote> {
    let contact_id = contact::get_survivor(&mut tx.session(), contact_id).await?.id;
    let note = ContactNote { id: stamp.id(), contact_id, at: stamp.at, author, text };
    let author = serde_json::to_string(&note.author)
        .map_err(|error| StoreError::corrupt("contact_note.author", error))?;
    execute!(
        &mut tx.session(),
        INSERT,
        note.id.uuid(),
        contact_id.uuid(),
        author.as_str(),
        note.text.as_str(),
        note.at.micros(),
    )?;
    let change = ContactNoteChange { note: note.clone() };
    tx.record(stamp.at, note.author.clone(), EventData::ContactNoted(change));
    Ok(note)
}

pub async fn remove(
    tx: &mut Tx,
    contact_id: ContactId,
    id: ContactNoteId,
    actor: Actor,
    now: Timestamp,
) -> Result<()> {
    let session = &mut tx.session();
    let row = fetch_optional!(session, Row, GET, id.uuid(), contact_id.uuid())?;
    let note = row.ok_or(StoreError::NotFound("note"))?.read()?;
    execute!(session, REMOVE, id.uuid())?;
    tx.record(now, actor, EventData::ContactNoteRemoved(ContactNoteChange { note }));
    Ok(())
}

pub(crate) async fn ids(
    session: &mut Session<'_>,
    contact_id: ContactId,
) -> Result<Vec<ContactNoteId>> {
    let rows = fetch_all!(session, IdRow, IDS, contact_id.uuid())?;
    Ok(rows.into_iter().map(|row| ContactNoteId::from_uuid(row.id)).collect())
}

/// Those of the notes that are still on one contact are on another now.
pub(crate) async fn carry(
    tx: &mut Tx,
    ids: &[ContactNoteId],
    from: ContactId,
    to: ContactId,
) -> Result<()> {
    for id in ids {
        execute!(&mut tx.session(), MOVE, id.uuid(), from.uuid(), to.uuid())?;
    }
    Ok(())
}
