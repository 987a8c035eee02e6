//! What contacts say of themselves: a name, and addresses that nobody has verified.

use rapport_core::actor::Actor;
use rapport_core::contact::{Contact, Details, Identity, IdentityKind};
use rapport_core::directory::pre_chat::Answered;

use crate::contact;
use crate::contact_identity;
use crate::error::Result;
use crate::log::Tx;
use crate::stamp::Stamp;

/// Addresses of one contact; beyond it their own word adds none.
const IDENTITIES_MAX: usize = 20;

/// Gives a contact what they answered and is not known of them: a name where they have none, and
/// addresses as unverified ones. What is known stands. Answers the contact as they are now.
pub async fn introduce(
    tx: &mut Tx,
    stamp: Stamp,
    contact: Contact,
    answered: &Answered,
) -> Result<Contact> {
    let id = contact.id;
    let mut has_more = false;
    for (place, (kind, value)) in answered.addresses().enumerate() {
        let has = contact.identities.iter().any(|it| it.kind == kind && it.value == value);
        if has || contact.identities.len() + place >= IDENTITIES_MAX {
            continue;
        }
        contact_identity::add(tx, id, &unverified(stamp, kind, value), stamp.at).await?;
        has_more = true;
    }
    let new_name = answered.name.as_deref().filter(|_| contact.name.is_none());
    if let Some(name) = new_name {
        let details = Details { name: Some(name.to_owned()), ..Details::from(&contact) };
        let actor = Actor::contact(id, Some(name));
        return contact::update(tx, id, contact.version, &details, actor, stamp.at).await;
    }
    if !has_more {
        return Ok(contact);
    }
    let contact = contact::get(&mut tx.session(), id).await?;
    let actor = Actor::contact(id, contact.name.as_deref());
    contact::tell(tx, &contact, actor, stamp.at);
    Ok(contact)
}

pub(crate) fn unverified(stamp: Stamp, kind: IdentityKind, value: &str) -> Identity {
    Identity { id: stamp.id(), kind, value: value.to_owned(), verified: false }
}
