//! Joining a visitor with the customer that the business's own systems say they are.

use rapport_core::actor::Actor;
use rapport_core::contact::{Contact, Details, Identification, Identity, IdentityKind};
use rapport_core::event::{ContactMerge, EventData};
use rapport_core::id::{ContactId, ConversationId, TypedId};
use uuid::Uuid;

use crate::block;
use crate::contact;
use crate::contact_details;
use crate::contact_note;
use crate::conversation;
use crate::db::{Session, execute, fetch_all};
use crate::error::Result;
use crate::log::Tx;
use crate::page_visit;
use crate::stamp::Stamp;
use crate::statement::statements;

statements! {
    MOVE_IDENTITIES = "update identity set contact_id = $2 where contact_id = $1";
    CONVERSATIONS = "select id from conversation where contact_id = $1 order by created_at, id";
    MOVE_CONVERSATION = "update conversation set contact_id = $2 where id = $1";
    // Also those that were merged into the one that is merged now.
    MERGE = "update contact set merged_into = $2, version = version + 1
        where id = $1 or merged_into = $1";
    MERGED = "select id from contact where merged_into = $1";
}

#[derive(sqlx::FromRow)]
struct IdRow {
    id: Uuid,
}

/// Whose a visitor's browser is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identified {
    /// Neither the browser nor the customer is known yet: their first message makes the contact.
    New,
    Known(Box<Contact>),
    /// The browser is another customer's: it has to begin anew.
    Another,
}

/// Joins the browser with the customer. Somebody who was nobody in particular becomes the customer,
/// with all that they said; one customer never becomes another. What is so already changes nothing.
pub async fn identify(
    tx: &mut Tx,
    stamp: Stamp,
    visitor: &str,
    who: &Identification,
) -> Result<Identified> {
    let session = &mut tx.session();
    let of_browser = contact::by_verified_identity(session, IdentityKind::Visitor, visitor).await?;
    let customer =
        contact::by_verified_identity(session, IdentityKind::External, &who.external_id).await?;
    let contact = match (of_browser, customer) {
        (None, None) => return Ok(Identified::New),
        (Some(browser), Some(customer)) if browser.id == customer.id => customer,
        (Some(browser), _) if is_customer(&browser) => return Ok(Identified::Another),
        (Some(browser), Some(customer)) => merge(tx, stamp, &browser, customer.id).await?,
        (Some(browser), None) => browser,
        (None, Some(customer)) => {
            let identity = verified(stamp, IdentityKind::Visitor, visitor);
            contact::add_identity(tx, customer.id, &identity, stamp.at).await?;
            contact::get(&mut tx.session(), customer.id).await?
        }
    };
    let known = complete(tx, stamp, contact, who).await?;
    Ok(Identified::Known(Box::new(known)))
}

/// What [`identify`] would answer where it has nothing to change; else none. It only reads: the same
/// customer comes back with every page.
pub async fn look(
    session: &mut Session<'_>,
    visitor: &str,
    who: &Identification,
) -> Result<Option<Identified>> {
    let of_browser = contact::by_verified_identity(session, IdentityKind::Visitor, visitor).await?;
    let customer =
        contact::by_verified_identity(session, IdentityKind::External, &who.external_id).await?;
    Ok(match (of_browser, customer) {
        (None, None) => Some(Identified::New),
        (Some(browser), Some(customer)) if browser.id == customer.id => {
            let mut is_whole = customer.name.is_some() || who.name.is_none();
            for (kind, value) in who.identities() {
                let has = customer.identities.iter().any(|it| it.kind == kind && it.value == value);
                // What is another contact's stays theirs: there is nothing to add.
                is_whole &=
                    has || contact::by_verified_identity(session, kind, value).await?.is_some();
            }
            is_whole.then(|| Identified::Known(Box::new(customer)))
        }
        (Some(browser), _) if is_customer(&browser) => Some(Identified::Another),
        _ => None,
    })
}

/// The contact that the business's own word means, where there is one: whom its systems know by this
/// id, or else somebody whom they have not known yet, by a verified address. What it says and the
/// contact has not is added.
pub(crate) async fn recognise(
    tx: &mut Tx,
    stamp: Stamp,
    who: &Identification,
) -> Result<Option<Contact>> {
    let mut found = None;
    for (kind, value) in who.identities() {
        let holder = contact::by_verified_identity(&mut tx.session(), kind, value).await?;
        // Who is another customer does not become this one.
        found = holder.filter(|it| kind == IdentityKind::External || !is_customer(it));
        if found.is_some() {
            break;
        }
    }
    match found {
        Some(contact) => complete(tx, stamp, contact, who).await.map(Some),
        None => Ok(None),
    }
}

fn is_customer(contact: &Contact) -> bool {
    contact.identities.iter().any(|it| it.kind == IdentityKind::External && it.verified)
}

pub(crate) fn verified(stamp: Stamp, kind: IdentityKind, value: &str) -> Identity {
    Identity { id: stamp.id(), kind, value: value.to_owned(), verified: true }
}

/// Adds what the business says and the contact has not. A name that is there stays: an agent may
/// have corrected it. An address that is another contact's stays theirs.
async fn complete(
    tx: &mut Tx,
    stamp: Stamp,
    was: Contact,
    who: &Identification,
) -> Result<Contact> {
    for (kind, value) in who.identities() {
        let has = |it: &Identity| it.kind == kind && it.value == value && it.verified;
        if was.identities.iter().any(has) {
            continue;
        }
        let holder = contact::by_verified_identity(&mut tx.session(), kind, value).await?;
        if holder.is_none() {
            contact::add_identity(tx, was.id, &verified(stamp, kind, value), stamp.at).await?;
        }
    }
    if was.name.is_none() && who.name.is_some() {
        let details = Details { name: who.name.clone(), ..Details::from(&was) };
        let actor = Actor::contact(was.id, who.name.as_deref());
        return contact::update(tx, was.id, was.version, &details, actor, stamp.at).await;
    }
    let now = contact::get(&mut tx.session(), was.id).await?;
    if now != was {
        contact::tell(tx, &now, Actor::contact(now.id, now.name.as_deref()), stamp.at);
    }
    Ok(now)
}

/// Makes one contact a part of another: conversations and identities are the other's from now on.
async fn merge(tx: &mut Tx, stamp: Stamp, from: &Contact, into: ContactId) -> Result<Contact> {
    let session = &mut tx.session();
    execute!(session, MOVE_IDENTITIES, from.id.uuid(), into.uuid())?;
    execute!(session, MERGE, from.id.uuid(), into.uuid())?;
    let customer = contact::get(&mut tx.session(), into).await?;
    if customer.blocked.is_none() && from.blocked.is_some() {
        block::write(tx, into, from.blocked.as_ref()).await?;
    }
    contact_details::carry_over(tx, from.id, into).await?;
    contact_note::carry_over(tx, from.id, into).await?;
    page_visit::carry_over(tx, from.id, into).await?;
    contact::find_anew(tx, from.id).await?;
    contact::find_anew(tx, into).await?;
    let contact = contact::get(&mut tx.session(), into).await?;
    let actor = Actor::contact(into, contact.name.as_deref());
    for id in conversations_of(&mut tx.session(), from.id).await? {
        execute!(&mut tx.session(), MOVE_CONVERSATION, id.uuid(), into.uuid())?;
        conversation::contact_changed(tx, id, actor.clone(), stamp.at).await?;
    }
    let change = ContactMerge { contact: contact.clone(), merged_id: from.id };
    tx.record(stamp.at, actor, EventData::ContactMerged(change));
    Ok(contact)
}

async fn conversations_of(
    session: &mut Session<'_>,
    contact_id: ContactId,
) -> Result<Vec<ConversationId>> {
    let rows = fetch_all!(session, IdRow, CONVERSATIONS, contact_id.uuid())?;
    Ok(rows.into_iter().map(|row| ConversationId::from_uuid(row.id)).collect())
}

/// The contacts that have become a part of this one.
pub(crate) async fn merged(session: &mut Session<'_>, id: ContactId) -> Result<Vec<ContactId>> {
    let rows = fetch_all!(session, IdRow, MERGED, id.uuid())?;
    Ok(rows.into_iter().map(|row| ContactId::from_uuid(row.id)).collect())
}
