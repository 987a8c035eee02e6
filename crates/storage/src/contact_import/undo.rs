//! Takes back what a row has written, as far as nobody has gone on with it since.

use rapport_core::actor::Actor;
use rapport_core::contact::{Contact, Details};
use rapport_core::id::{CompanyId, ContactId};
use rapport_core::import::Trace;

use super::rows::WrittenRow;
use crate::company;
use crate::contact;
use crate::contact_identity;
use crate::contact_note;
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::stamp::Stamp;

/// Whether all of it could be taken back.
pub(super) async fn undo(
    tx: &mut Tx,
    stamp: Stamp,
    actor: &Actor,
    row: &WrittenRow,
) -> Result<bool> {
    let trace = &row.trace;
    let contact = match contact::get_survivor(&mut tx.session(), row.contact_id).await {
        Ok(contact) if contact.id == row.contact_id => contact,
        // They have become a part of somebody else.
        Ok(_) => return Ok(false),
        // An import after this one had changed them, and was undone before.
        Err(StoreError::NotFound(_)) => return Ok(false),
        Err(error) => return Err(error),
    };
    let is_whole = match &trace.before {
        None => undo_created(tx, stamp, actor, &contact, trace).await?,
        Some(before) => undo_updated(tx, stamp, actor, contact, trace, before).await?,
    };
    if let Some(id) = trace.company_id {
        undo_company(tx, stamp, actor, id).await?;
    }
    Ok(is_whole)
}

async fn undo_created(
    tx: &mut Tx,
    stamp: Stamp,
    actor: &Actor,
    contact: &Contact,
    trace: &Trace,
) -> Result<bool> {
    let session = &mut tx.session();
    let notes = contact_note::list(session, contact.id, None, 2).await?;
    let is_noted = notes.iter().any(|note| Some(note.id) != trace.note_id);
    if contact.version != trace.version
        || is_noted
        || contact.blocked.is_some()
        || contact::has_a_past(session, contact.id).await?
    {
        return Ok(false);
    }
    remove_note(tx, stamp, actor, contact.id, trace).await?;
    contact::remove(tx, contact, actor.clone(), stamp.at).await?;
    Ok(true)
}

async fn remove_note(
    tx: &mut Tx,
    stamp: Stamp,
    actor: &Actor,
    contact_id: ContactId,
    trace: &Trace,
) -> Result<()> {
    let Some(note_id) = trace.note_id else { return Ok(()) };
    match contact_note::remove(tx, contact_id, note_id, actor.clone(), stamp.at).await {
        // Somebody has removed it already.
        Err(StoreError::NotFound(_)) => Ok(()),
        other => other,
    }
}

async fn undo_updated(
    tx: &mut Tx,
    stamp: Stamp,
    actor: &Actor,
    mut contact: Contact,
    trace: &Trace,
    before: &Details,
) -> Result<bool> {
    remove_note(tx, stamp, actor, contact.id, trace).await?;
    for identity_id in &trace.identities {
        if contact.identities.iter().any(|it| it.id == *identity_id) {
            let actor = actor.clone();
            contact =
                contact_identity::remove(tx, contact.id, *identity_id, actor, stamp.at).await?;
        }
    }
    let now = Details::from(&contact);
    let mut undone = trace.undo(&now);
    // The company that they had may be gone.
    if let Some(id) = undone.company_id.filter(|id| Some(*id) != now.company_id)
        && !company::is_there(&mut tx.session(), id).await?
    {
        undone.company_id = None;
    }
    if undone != now {
        let (id, version) = (contact.id, contact.version);
        contact::update(tx, id, version, &undone, actor.clone(), stamp.at).await?;
    }
    Ok(undone == *before)
}

/// Removes a company that the import has made, unless it has contacts or somebody has changed it.
async fn undo_company(tx: &mut Tx, stamp: Stamp, actor: &Actor, id: CompanyId) -> Result<()> {
    match company::get(&mut tx.session(), id).await {
        Ok((made, 0)) if made.version == 1 => {
            company::remove(tx, id, actor.clone(), stamp.at).await
        }
        Ok(_) | Err(StoreError::NotFound(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
