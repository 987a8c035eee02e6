//! Contacts who can begin nothing more.

use rapport_core::actor::Actor;
use rapport_core::contact::{Block, Contact};
use rapport_core::event::{ContactChange, EventData};
use rapport_core::id::{ContactId, TypedId};

use crate::contact;
use crate::conversation;
use crate::db::execute;
use crate::error::{Result, StoreError};
use crate::handling;
use crate::log::Tx;
use crate::service;
use crate::stamp::Stamp;
use crate::statement::statements;

statements! {
    SET = "update contact set blocked = $2, version = version + 1 where id = $1";
}

/// Ends what is under way with the contact, and takes nothing more from them. Blocking twice changes
/// nothing.
pub async fn block(
    tx: &mut Tx,
    stamp: Stamp,
    id: ContactId,
    reason: Option<String>,
    actor: Actor,
) -> Result<Contact> {
    let was = contact::get(&mut tx.session(), id).await?;
    if was.blocked.is_some() {
        return Ok(was);
    }
    for on in contact::unresolved(&mut tx.session(), id).await? {
        if let Some(work) = conversation::get(&mut tx.session(), on).await?.interaction {
            service::withdraw(tx, work.id).await?;
        }
        handling::resolve(tx, stamp, on, actor.clone()).await?;
    }
    let block = Block { at: stamp.at, by: actor.clone(), reason };
    set(tx, stamp, id, Some(&block), actor).await
}

/// Takes messages from the contact again; one who is not blocked stays as they are.
pub async fn unblock(tx: &mut Tx, stamp: Stamp, id: ContactId, actor: Actor) -> Result<Contact> {
    let was = contact::get(&mut tx.session(), id).await?;
    if was.blocked.is_none() {
        return Ok(was);
    }
    set(tx, stamp, id, None, actor).await
}

async fn set(
    tx: &mut Tx,
    stamp: Stamp,
    id: ContactId,
    block: Option<&Block>,
    actor: Actor,
) -> Result<Contact> {
    write(tx, id, block).await?;
    let now = contact::get(&mut tx.session(), id).await?;
    let change = ContactChange { contact: now.clone() };
    let event = match block {
        Some(_) => EventData::ContactBlocked(change),
        None => EventData::ContactUnblocked(change),
    };
    tx.record(stamp.at, actor, event);
    Ok(now)
}

/// Without telling of it.
pub(crate) async fn write(tx: &mut Tx, id: ContactId, block: Option<&Block>) -> Result<()> {
    let json = block
        .map(serde_json::to_string)
        .transpose()
        .map_err(|error| StoreError::corrupt("contact.blocked", error))?;
    execute!(&mut tx.session(), SET, id.uuid(), json)?;
    Ok(())
}
