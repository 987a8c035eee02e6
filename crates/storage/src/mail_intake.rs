//! The way in for mails: whose it is, which conversation it belongs to and what work it makes, in
//! one commit with the mail's own fate.
//!
//! A mail joins a conversation by the message ids that it answers, and only if its sender takes part
//! in it: whoever copies a message id, or was forwarded a thread, begins a conversation of their own.

use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::contact::{Contact, Details, Identity, IdentityKind};
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::entry::EntryBody;
use rapport_core::id::{ConversationId, EntryId, MailId};
use rapport_core::mail::{AutoReply, MailAddress, MailHead, base_subject};

use crate::attachment::{self, Added, NewAttachment};
use crate::contact::{self, NewContact};
use crate::conversation;
use crate::db::Session;
use crate::entry;
use crate::error::{Result, StoreError};
use crate::intake::{Arrival, Place, REOPEN_WITHIN, Said, call_agent, open, write};
use crate::log::Tx;
use crate::mail::{self, Fate, InThread};
use crate::message::{Inbound, Stored};
use crate::outbox;
use crate::stamp::Stamp;

/// Most addresses of one mail that take part in its conversation.
const PARTICIPANTS_MAX: usize = 50;

/// A mail as it was understood.
#[derive(Debug, Clone)]
pub struct Coming {
    pub id: MailId,
    pub head: MailHead,
    pub text: String,
    pub attachments: Vec<NewAttachment>,
    /// Of [`crate::mail::by_fingerprint`].
    pub fingerprint: Vec<u8>,
    pub message_id: Option<String>,
    /// Message ids that it answers, the likeliest first.
    pub answers: Vec<String>,
    /// Message ids of its thread, the oldest first.
    pub follows: Vec<String>,
    /// None unless it tells of the delivery of another mail.
    pub report: Option<Report>,
}

/// What a mail server tells of a mail that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub message_id: Option<String>,
    pub told: Told,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Failed { reason: String },
    Delayed { reason: String },
    Delivered,
}

/// Makes of a mail what is to be made of it; none when that was done before. After an error the
/// change must be rolled back.
pub async fn take(
    tx: &mut Tx,
    stamp: Stamp,
    arrival: Arrival,
    ours: &[String],
    coming: &Coming,
) -> Result<Option<Fate>> {
    if !mail::is_waiting(&mut tx.session(), coming.id).await? {
        return Ok(None);
    }
    let fate = match known(tx, stamp, coming).await? {
        Some(fate) => fate,
        None => receive(tx, stamp, arrival, ours, coming).await?,
    };
    mail::settle(tx, coming.id, &fate, &coming.fingerprint).await?;
    Ok(Some(fate))
}

/// Leaves a mail as it is: nothing can be made of it.
pub async fn put_aside(tx: &mut Tx, id: MailId, why: &str) -> Result<()> {
    mail::settle(tx, id, &Fate::Refused { reason: why.to_owned() }, &[]).await
}

/// A mail of which nobody need be told: a copy, one of our own that came back, or a report on one.
async fn known(tx: &mut Tx, stamp: Stamp, coming: &Coming) -> Result<Option<Fate>> {
    let session = &mut tx.session();
    if let Some(entry_id) = mail::by_fingerprint(session, &coming.fingerprint).await? {
        return Ok(Some(Fate::Known(entry_id)));
    }
    if let Some(id) = &coming.message_id
        && let Some(own) = mail::in_thread(session, id).await?.filter(|it| it.is_ours)
    {
        return Ok(Some(Fate::Known(own.entry_id)));
    }
    let Some(report) = &coming.report else { return Ok(None) };
    let Some(id) = &report.message_id else { return Ok(None) };
    let Some(sent) = mail::in_thread(session, id).await?.filter(|it| it.is_ours) else {
        return Ok(None);
    };
    outbox::report(tx, sent.conversation_id, sent.entry_id, &report.told, stamp.at).await?;
    Ok(Some(Fate::Noted(sent.entry_id)))
}

async fn receive(
    tx: &mut Tx,
    stamp: Stamp,
    arrival: Arrival,
    ours: &[String],
    coming: &Coming,
) -> Result<Fate> {
    let session = &mut tx.session();
    let address = address_of(coming.head.from.as_ref());
    let known = match &address {
        Some(address) => known_writer(session, address).await?,
        None => None,
    };
    let thread = thread(session, known.as_ref(), coming).await?;
    let contact = match (known, &thread, &address) {
        (Some(contact), _, _) => contact,
        (None, Some((found, conversation)), Some(address)) => {
            match answerer(tx, *found, conversation, address).await? {
                Some(contact) => contact,
                None => new_writer(tx, stamp, Some(address), &coming.head).await?,
            }
        }
        (None, _, address) => new_writer(tx, stamp, address.as_deref(), &coming.head).await?,
    };
    if contact.blocked.is_some() {
        return Ok(Fate::Refused { reason: "its sender is blocked".to_owned() });
    }
    let contact = named(tx, stamp, contact, &coming.head).await?;
    if let Some((found, _)) = &thread {
        prove(tx, stamp, &contact, coming.head.from.as_ref(), *found).await?;
    }
    for new in &coming.attachments {
        // One that was stored before an interrupted try has its row already.
        match attachment::add(tx, new, Actor::SYSTEM, stamp.at).await? {
            Added::New(_) | Added::Before(_) => {}
        }
    }
    let actor = Actor::contact(contact.id, contact.name.as_deref());
    let said = Said {
        author: actor.clone(),
        text: coming.text.clone(),
        attachments: coming.attachments.iter().map(|new| new.attachment.clone()).collect(),
        inbound: Inbound {
            sender: contact.id.to_string(),
            external_id: coming.id.to_string(),
            raw: String::new(),
        },
        mail: Some(Box::new(coming.head.clone())),
    };
    // What a program answers calls nobody: it would wake what has been settled.
    let is_quiet = coming.head.auto_reply == Some(AutoReply::Replied);
    if let Some((_, conversation)) = thread.as_ref().filter(|_| is_quiet) {
        let entry = write(tx, stamp, arrival, conversation.id, said).await?;
        return note(tx, ours, coming, entry).await;
    }
    let place = match thread {
        Some((_, conversation)) => Place::On(Box::new(conversation)),
        None => without_thread(tx, stamp, &contact, coming).await?,
    };
    let opened = open(tx, stamp, arrival, contact.id, &actor, place).await?;
    let entry = write(tx, stamp, arrival, opened.conversation_id, said).await?;
    let fate = note(tx, ours, coming, entry).await?;
    call_agent(tx, stamp, arrival, &opened, contact.language.clone()).await?;
    Ok(fate)
}

/// An address in the form in which identities are kept. What is none by our own measure names
/// nobody.
fn address_of(from: Option<&MailAddress>) -> Option<String> {
    from.and_then(|from| IdentityKind::Email.fit(&from.address).ok())
}

/// The contact whose mails come from an address.
async fn known_writer(session: &mut Session<'_>, address: &str) -> Result<Option<Contact>> {
    let kind = IdentityKind::Email;
    match contact::by_verified_identity(session, kind, address).await? {
        Some(contact) => Ok(Some(contact)),
        None => contact::by_writing_identity(session, kind, address).await,
    }
}

/// The contact of a conversation, if the address that answers it is the one that they had given:
/// from now on mails from it are theirs.
async fn answerer(
    tx: &mut Tx,
    answered: InThread,
    conversation: &Conversation,
    address: &str,
) -> Result<Option<Contact>> {
    if !answered.is_ours {
        return Ok(None);
    }
    let contact = contact::get(&mut tx.session(), conversation.contact.id).await?;
    let given = |it: &&Identity| it.kind == IdentityKind::Email && it.value == address;
    let Some(identity) = contact.identities.iter().find(given) else { return Ok(None) };
    contact::set_writes(tx, identity.id).await?;
    Ok(Some(contact))
}

/// A contact whose name nobody knew is called as their mails say.
async fn named(tx: &mut Tx, stamp: Stamp, contact: Contact, head: &MailHead) -> Result<Contact> {
    let Some(name) = name_of(head).filter(|_| contact.name.is_none()) else { return Ok(contact) };
    let details = Details { name: Some(name), ..Details::from(&contact) };
    contact::update(tx, contact.id, contact.version, &details, Actor::SYSTEM, stamp.at).await
}

/// A contact for an address that is not known.
async fn new_writer(
    tx: &mut Tx,
    stamp: Stamp,
    address: Option<&str>,
    head: &MailHead,
) -> Result<Contact> {
    let identities: Vec<Identity> = address
        .into_iter()
        .map(|value| Identity {
            id: stamp.id(),
            kind: IdentityKind::Email,
            value: value.to_owned(),
            verified: false,
        })
        .collect();
    let new = NewContact {
        id: stamp.id(),
        details: Details { name: name_of(head), ..Details::default() },
        visits: Vec::new(),
        identities,
    };
    contact::insert(tx, &new, stamp.at).await?;
    for identity in &new.identities {
        contact::set_writes(tx, identity.id).await?;
    }
    contact::get(&mut tx.session(), new.id).await
}

/// What a mail calls its sender. Somebody whose name is an address has none: it could be somebody
/// else's.
fn name_of(head: &MailHead) -> Option<String> {
    let name = head.from.as_ref()?.name.clone()?;
    let is_name =
        !name.contains('@') && name.chars().count() <= rapport_core::contact::LINE_CHARS_MAX;
    is_name.then_some(name)
}

/// The conversation that a mail answers on, if its sender takes part in it.
async fn thread(
    session: &mut Session<'_>,
    contact: Option<&Contact>,
    coming: &Coming,
) -> Result<Option<(InThread, Conversation)>> {
    for id in &coming.answers {
        let Some(found) = mail::in_thread(session, id).await? else { continue };
        let conversation = conversation::whole(session, found.conversation_id).await?;
        let takes_part = match &coming.head.from {
            _ if contact.is_some_and(|it| it.id == conversation.contact.id) => true,
            Some(from) => mail::takes_part(session, found.conversation_id, from).await?,
            None => false,
        };
        if takes_part {
            return Ok(Some((found, conversation)));
        }
    }
    Ok(None)
}

/// Who answers a mail that went to their address alone has read it there: the address is theirs.
async fn prove(
    tx: &mut Tx,
    stamp: Stamp,
    contact: &Contact,
    from: Option<&MailAddress>,
    answered: InThread,
) -> Result<()> {
    let Some(from) = from.filter(|_| answered.is_ours) else { return Ok(()) };
    let entry = entry::get(&mut tx.session(), answered.entry_id).await?;
    let EntryBody::Message { mail: Some(sent), .. } = &entry.body else { return Ok(()) };
    let went_to: Vec<String> =
        sent.to.iter().chain(&sent.cc).chain(&sent.bcc).map(MailAddress::key).collect();
    let Ok(value) = IdentityKind::Email.fit(&from.address) else { return Ok(()) };
    if went_to != [value.clone()] {
        return Ok(());
    }
    let identity = Identity { id: stamp.id(), kind: IdentityKind::Email, value, verified: true };
    match contact::give_identity(tx, contact.id, &identity, Actor::SYSTEM, stamp.at).await {
        // It is another contact's, or they have as many as one can: it stays as it is.
        Ok(_) | Err(StoreError::IdentityTaken { .. } | StoreError::Taken(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// A mail that answers none goes on with what its sender talks of: on another channel, or under the
/// same subject.
async fn without_thread(
    tx: &mut Tx,
    stamp: Stamp,
    contact: &Contact,
    coming: &Coming,
) -> Result<Place> {
    let newest = conversation::newest_of(&mut tx.session(), contact.id).await?;
    let subject = base_subject(&coming.head.subject);
    let goes_on = |it: &Conversation| {
        let is_recent = it.status != ConversationStatus::Resolved
            || stamp.at.since(it.updated_at) < REOPEN_WITHIN;
        let is_same = it.subject.as_deref().is_some_and(|its| base_subject(its) == subject);
        is_recent && (is_same || it.channel != Channel::Email)
    };
    let is_automatic = coming.head.auto_reply.is_some();
    Ok(match newest.filter(goes_on).filter(|_| !is_automatic) {
        Some(conversation) => Place::On(Box::new(conversation)),
        None => Place::New {
            subject: (!coming.head.subject.is_empty()).then(|| coming.head.subject.clone()),
            invitation: None,
        },
    })
}

/// Notes by what answers to the entry will be known.
async fn note(tx: &mut Tx, ours: &[String], coming: &Coming, stored: Stored) -> Result<Fate> {
    let entry = stored.into_entry();
    let place: (EntryId, ConversationId, i64) = (entry.id, entry.conversation_id, entry.seq);
    if let Some(id) = &coming.message_id {
        mail::put_thread(tx, id, place, &coming.follows).await?;
    }
    let head = &coming.head;
    let takes_part = head
        .from
        .iter()
        .chain(&head.to)
        .chain(&head.cc)
        .map(MailAddress::key)
        .filter(|key| !ours.contains(key))
        .take(PARTICIPANTS_MAX);
    mail::take_part(tx, entry.conversation_id, takes_part).await?;
    Ok(Fate::Taken(entry.id))
}
