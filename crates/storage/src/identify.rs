//! Joining a visitor with the customer that the business's own systems say they are.

use rapport_core::actor::Actor;
use rapport_core::contact::{Contact, Details, Identification, Identity, IdentityKind};
use rapport_core::contact_merge::Preferred;

use crate::contact;
use crate::contact_identity;
use crate::contact_merge;
use crate::db::Session;
use crate::error::Result;
use crate::log::Tx;
use crate::stamp::Stamp;

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
    let of_browser = contact_identity::by_verified(session, IdentityKind::Visitor, visitor).await?;
    let customer =
        contact_identity::by_verified(session, IdentityKind::External, &who.external_id).await?;
    let contact = match (of_browser, customer) {
        (None, None) => return Ok(Identified::New),
        (Some(browser), Some(customer)) if browser.id == customer.id => customer,
        (Some(browser), _) if is_customer(&browser) => return Ok(Identified::Another),
        (Some(browser), Some(customer)) => {
            let actor = Actor::contact(customer.id, customer.name.as_deref());
            let preferred = Preferred::default();
            contact_merge::join(tx, stamp, &browser, &customer, &preferred, actor).await?.contact
        }
        (Some(browser), None) => browser,
        (None, Some(customer)) => {
            let identity = verified(stamp, IdentityKind::Visitor, visitor);
            contact_identity::add(tx, customer.id, &identity, stamp.at).await?;
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
    let of_browser = contact_identity::by_verified(session, IdentityKind::Visitor, visitor).await?;
    let customer =
        contact_identity::by_verified(session, IdentityKind::External, &who.external_id).await?;
    Ok(match (of_browser, customer) {
        (None, None) => Some(Identified::New),
        (Some(browser), Some(customer)) if browser.id == customer.id => {
            let mut is_whole = customer.name.is_some() || who.name.is_none();
            for (kind, value) in who.identities() {
                let has = customer.identities.iter().any(|it| it.kind == kind && it.value == value);
                // What is another contact's stays theirs: there is nothing to add.
                is_whole &=
                    has || contact_identity::by_verified(session, kind, value).await?.is_some();
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
        let holder = contact_identity::by_verified(&mut tx.session(), kind, value).await?;
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

/// Whether a browser is somebody's who is not the contact and whom a part of theirs it cannot become:
/// one of whom more is known than the browser.
pub(crate) async fn is_another(
    session: &mut Session<'_>,
    visitor: &str,
    contact: &Contact,
) -> Result<bool> {
    let holder = contact_identity::by_verified(session, IdentityKind::Visitor, visitor).await?;
    Ok(holder.is_some_and(|holder| {
        let is_known = |it: &Identity| it.kind != IdentityKind::Visitor && it.verified;
        holder.id != contact.id && holder.identities.iter().any(is_known)
    }))
}

/// Joins a browser with the contact that it was shown to be of. What was said in it by nobody in
/// particular becomes theirs.
pub(crate) async fn join_browser(
    tx: &mut Tx,
    stamp: Stamp,
    visitor: &str,
    contact: &Contact,
) -> Result<()> {
    let session = &mut tx.session();
    let actor = Actor::contact(contact.id, contact.name.as_deref());
    match contact_identity::by_verified(session, IdentityKind::Visitor, visitor).await? {
        Some(holder) if holder.id == contact.id => {}
        Some(holder) => {
            let preferred = Preferred::default();
            contact_merge::join(tx, stamp, &holder, contact, &preferred, actor).await?;
        }
        None => {
            let identity = verified(stamp, IdentityKind::Visitor, visitor);
            contact_identity::add(tx, contact.id, &identity, stamp.at).await?;
            let now = contact::get(&mut tx.session(), contact.id).await?;
            contact::tell(tx, &now, actor, stamp.at);
        }
    }
    Ok(())
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
        let holder = contact_identity::by_verified(&mut tx.session(), kind, value).await?;
        if holder.is_none() {
            contact_identity::add(tx, was.id, &verified(stamp, kind, value), stamp.at).await?;
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
