//! The way in for mails: whose it is, which conversation it belongs to and what work it makes, in
//! one commit with the mail's own fate.
//!
//! A mail joins a conversation by the message ids that it answers, and only if its sender takes part
//! in it: whoever copies a message id, or was forwarded a thread, begins a conversation of their own.

use std::collections::BTreeMap;

use rapport_core::actor::Actor;
use rapport_core::contact::{Contact, Details, Identity, IdentityKind};
use rapport_core::conversation::Conversation;
use rapport_core::entry::Entry;
use rapport_core::id::{ContactId, IdentityId, MailId};
use rapport_core::joining::{Joined, Words};
use rapport_core::mail::{AutoReply, MailAddress, MailHead};

use crate::attachment::{self, Added, NewAttachment};
use crate::contact::{self, NewContact};
use crate::contact_identity;
use crate::conversation;
use crate::db::Session;
use crate::entry;
use crate::error::{Result, StoreError};
use crate::intake::{self, Arrival, Opening, Said, call_agents, write_in};
use crate::joining::joined;
use crate::log::Tx;
use crate::mail::{self, Fate, Settled};
use crate::mail_known::{Before, Known, Topic, address_of, topics_of};
use crate::mail_thread::{self, InThread, Link};
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
    /// Of what it says: a copy of it, in another mailbox or by another way, has the same.
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

/// Makes of mails what is to be made of them, in their order; none of those of which that was done
/// before. After an error the change must be rolled back.
///
/// They are taken in together, by statements over all of them, up to one that is about the same as
/// another before it: that one has to find what the other left, and begins the next run.
pub async fn take(
    tx: &mut Tx,
    arrival: Arrival,
    ours: &[String],
    coming: &[(Stamp, &Coming)],
) -> Result<BTreeMap<MailId, Fate>> {
    let mut fates = BTreeMap::new();
    let mut left = coming;
    while !left.is_empty() {
        let taken = take_run(tx, arrival, ours, left, &mut fates).await?;
        left = &left[taken..];
    }
    Ok(fates)
}

/// Leaves a mail as it is: nothing can be made of it.
pub async fn put_aside(tx: &mut Tx, id: MailId, why: &str) -> Result<()> {
    let fate = Fate::Refused { reason: why.to_owned() };
    mail::settle(tx, &[Settled { id, fingerprint: &[], fate }]).await
}

/// Takes in mails up to the first that is about the same as one before it; answers how many, one at
/// least.
async fn take_run(
    tx: &mut Tx,
    arrival: Arrival,
    ours: &[String],
    coming: &[(Stamp, &Coming)],
    fates: &mut BTreeMap<MailId, Fate>,
) -> Result<usize> {
    let mut before = Before::default();
    let mut taken = coming.iter().take_while(|(_, it)| before.add(topics_of(it))).count();
    let run = &coming[..taken];
    let known = Known::read(&mut tx.session(), run.iter().map(|(_, coming)| *coming)).await?;
    let (mut settled, mut letters) = (Vec::new(), Vec::new());
    for (place, (stamp, coming)) in run.iter().enumerate() {
        if !known.is_waiting(coming) {
            continue;
        }
        let letter = read(&mut tx.session(), &known, arrival, *stamp, coming).await?;
        if !before.add(letter.topics()) {
            taken = place;
            break;
        }
        if let Some(fate) = superfluous(tx, *stamp, &known, coming).await? {
            settled.push((*coming, fate));
        } else if letter.writer.as_ref().is_some_and(|it| it.blocked.is_some()) {
            settled.push((*coming, Fate::Refused { reason: "its sender is blocked".to_owned() }));
        } else {
            letters.push(letter);
        }
    }
    settled.extend(receive(tx, arrival, ours, letters).await?);
    fates.extend(settled.iter().map(|(coming, fate)| (coming.id, fate.clone())));
    let settled: Vec<Settled<'_>> = settled
        .into_iter()
        .map(|(it, fate)| Settled { id: it.id, fingerprint: &it.fingerprint, fate })
        .collect();
    mail::settle(tx, &settled).await?;
    Ok(taken)
}

/// A mail of which nobody need be told: a copy, one of our own that came back, or a report on one.
async fn superfluous(
    tx: &mut Tx,
    stamp: Stamp,
    known: &Known,
    coming: &Coming,
) -> Result<Option<Fate>> {
    if let Some(entry_id) = known.copy(coming) {
        return Ok(Some(Fate::Known(entry_id)));
    }
    let of_ours = |id: &Option<String>| {
        id.as_deref().and_then(|id| known.in_thread(id)).filter(|found| found.is_ours)
    };
    if let Some(own) = of_ours(&coming.message_id) {
        return Ok(Some(Fate::Known(own.entry_id)));
    }
    let Some(report) = &coming.report else { return Ok(None) };
    let Some(sent) = of_ours(&report.message_id) else { return Ok(None) };
    outbox::report(tx, sent.conversation_id, sent.entry_id, &report.told, stamp.at).await?;
    Ok(Some(Fate::Noted(sent.entry_id)))
}

/// A mail with who writes and what they answer.
struct Letter<'m> {
    stamp: Stamp,
    coming: &'m Coming,
    address: Option<String>,
    /// None of somebody who is not known.
    writer: Option<Contact>,
    /// The address that the writer had given, if they answer from there for the first time.
    given: Option<IdentityId>,
    /// The mail that it answers, and its conversation.
    thread: Option<(InThread, Conversation)>,
    /// Without a thread, where their words go.
    place: Joined,
}

impl Letter<'_> {
    fn topics(&self) -> impl Iterator<Item = Topic> {
        let conversation = match (&self.thread, &self.place) {
            (Some((_, on)), _) => Some(on),
            (None, Joined::On(on)) => Some(on.as_ref()),
            (None, Joined::Anew { .. }) => None,
        };
        let writer = self.writer.as_ref().map(|it| Topic::Contact(it.id));
        writer.into_iter().chain(conversation.map(|on| Topic::Conversation(on.id)))
    }

    /// What a program answers calls nobody: it would wake what has been settled.
    fn is_quiet(&self) -> bool {
        self.thread.is_some() && self.coming.head.auto_reply == Some(AutoReply::Replied)
    }
}

/// Finds out who writes, and on which conversation.
async fn read<'m>(
    session: &mut Session<'_>,
    known: &Known,
    arrival: Arrival,
    stamp: Stamp,
    coming: &'m Coming,
) -> Result<Letter<'m>> {
    let address = address_of(coming.head.from.as_ref());
    let mut writer = address.as_deref().and_then(|address| known.writer(address)).cloned();
    let thread = thread(session, known, writer.as_ref(), coming).await?;
    let mut given = None;
    if let (None, Some((found, conversation)), Some(address)) = (&writer, &thread, &address) {
        (writer, given) = answerer(session, *found, conversation, address).await?.unzip();
    }
    let place = match (&writer, &thread) {
        (Some(writer), None) => without_thread(session, arrival, stamp, writer, coming).await?,
        _ => Joined::Anew { ask: None },
    };
    Ok(Letter { stamp, coming, address, writer, given, thread, place })
}

/// Stores mails of which none is about the same as another, with the work that they make.
async fn receive<'m>(
    tx: &mut Tx,
    arrival: Arrival,
    ours: &[String],
    letters: Vec<Letter<'m>>,
) -> Result<Vec<(&'m Coming, Fate)>> {
    let writers = writers(tx, &letters).await?;
    let (mut openings, mut on, mut languages) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (letter, writer) in letters.iter().zip(&writers) {
        let Letter { stamp, coming, .. } = letter;
        if let Some((found, _)) = &letter.thread {
            prove(tx, *stamp, writer.id, coming.head.from.as_ref(), *found).await?;
        }
        for new in &coming.attachments {
            // One that was stored before an interrupted try has its row already.
            match attachment::add(tx, new, Actor::SYSTEM, stamp.at).await? {
                Added::New(_) | Added::Before(_) => {}
            }
        }
        languages.insert(writer.id, writer.language.clone());
        on.push(letter.thread.as_ref().map(|(_, on)| on.id));
        if letter.is_quiet() {
            continue;
        }
        let place = match &letter.thread {
            Some((_, on)) => Joined::On(Box::new(on.clone())),
            None => letter.place.clone(),
        };
        let subject = Some(&coming.head.subject).filter(|it| !it.is_empty()).cloned();
        let (stamp, contact_id, actor) = (*stamp, writer.id, writer.actor());
        openings.push(Opening { stamp, contact_id, actor, place, subject, invitation: None });
    }
    let opened = intake::open(tx, arrival, openings).await?;
    let mut begun = opened.iter().map(|it| it.conversation_id);
    let mut messages = Vec::with_capacity(letters.len());
    for ((letter, writer), on) in letters.iter().zip(&writers).zip(on) {
        let opened = if letter.is_quiet() { on } else { begun.next() };
        let id = opened.ok_or(StoreError::NotFound("conversation"))?;
        messages.push(said(letter.coming, writer).on(id, letter.stamp, arrival));
    }
    let stored = write_in(tx, messages).await?;
    let entries: Vec<Entry> = stored.into_iter().map(Stored::into_entry).collect();
    let said = || letters.iter().map(|letter| letter.coming).zip(&entries);
    note(tx, ours, said()).await?;
    call_agents(tx, arrival, opened, |id| languages.get(&id).cloned().flatten()).await?;
    Ok(said().map(|(coming, entry)| (coming, Fate::Taken(entry.id))).collect())
}

/// Who writes, as far as it matters for what they say.
struct Writer {
    id: ContactId,
    name: Option<String>,
    language: Option<String>,
}

impl Writer {
    fn actor(&self) -> Actor {
        Actor::contact(self.id, self.name.as_deref())
    }
}

impl From<Contact> for Writer {
    fn from(contact: Contact) -> Self {
        Self { id: contact.id, name: contact.name, language: contact.language }
    }
}

/// Who writes each of the mails; contacts for those who are not known.
async fn writers(tx: &mut Tx, letters: &[Letter<'_>]) -> Result<Vec<Writer>> {
    let (mut writers, mut new, mut writing) = (Vec::new(), Vec::new(), Vec::new());
    for letter in letters {
        let Letter { stamp, coming, address, .. } = letter;
        if let Some(contact) = &letter.writer {
            writing.extend(letter.given);
            writers.push(named(tx, *stamp, contact.clone(), &coming.head).await?.into());
            continue;
        }
        let identity = address.as_ref().map(|value| Identity {
            id: stamp.id(),
            kind: IdentityKind::Email,
            value: value.clone(),
            verified: false,
        });
        writing.extend(identity.as_ref().map(|it| it.id));
        let (id, name) = (stamp.id(), name_of(&coming.head));
        writers.push(Writer { id, name: name.clone(), language: None });
        new.push(NewContact {
            id,
            details: Details { name, ..Details::default() },
            visits: Vec::new(),
            identities: identity.into_iter().collect(),
        });
    }
    if let Some(letter) = letters.first() {
        contact::insert(tx, &new, letter.stamp.at).await?;
    }
    contact_identity::set_writes(tx, &writing).await?;
    Ok(writers)
}

fn said(coming: &Coming, writer: &Writer) -> Said {
    Said {
        author: writer.actor(),
        text: coming.text.clone(),
        attachments: coming.attachments.iter().map(|new| new.attachment.clone()).collect(),
        inbound: Inbound {
            sender: writer.id.to_string(),
            external_id: coming.id.to_string(),
            raw: String::new(),
        },
        mail: Some(Box::new(coming.head.clone())),
    }
}

/// The contact of a conversation, if the address that answers it is one that they had given; with
/// that one, from where they write from now on.
async fn answerer(
    session: &mut Session<'_>,
    answered: InThread,
    conversation: &Conversation,
    address: &str,
) -> Result<Option<(Contact, IdentityId)>> {
    if !answered.is_ours {
        return Ok(None);
    }
    let contact = contact::get(session, conversation.contact.id).await?;
    let given = |it: &&Identity| it.kind == IdentityKind::Email && it.value == address;
    let id = contact.identities.iter().find(given).map(|it| it.id);
    Ok(id.map(|id| (contact, id)))
}

/// A contact whose name nobody knew is called as their mails say.
async fn named(tx: &mut Tx, stamp: Stamp, contact: Contact, head: &MailHead) -> Result<Contact> {
    let Some(name) = name_of(head).filter(|_| contact.name.is_none()) else { return Ok(contact) };
    let details = Details { name: Some(name), ..Details::from(&contact) };
    contact::update(tx, contact.id, contact.version, &details, Actor::SYSTEM, stamp.at).await
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
    known: &Known,
    writer: Option<&Contact>,
    coming: &Coming,
) -> Result<Option<(InThread, Conversation)>> {
    for id in &coming.answers {
        let Some(found) = known.in_thread(id) else { continue };
        let conversation = conversation::whole(session, found.conversation_id).await?;
        let takes_part = match &coming.head.from {
            _ if writer.is_some_and(|it| it.id == conversation.contact.id) => true,
            Some(from) => mail_thread::takes_part(session, found.conversation_id, from).await?,
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
    id: ContactId,
    from: Option<&MailAddress>,
    answered: InThread,
) -> Result<()> {
    let Some(from) = from.filter(|_| answered.is_ours) else { return Ok(()) };
    let entry = entry::get(&mut tx.session(), answered.entry_id).await?;
    let Some(sent) = entry.body.mail() else { return Ok(()) };
    let went_to: Vec<String> =
        sent.to.iter().chain(&sent.cc).chain(&sent.bcc).map(MailAddress::key).collect();
    let Ok(value) = IdentityKind::Email.fit(&from.address) else { return Ok(()) };
    if went_to != [value.clone()] {
        return Ok(());
    }
    let identity = Identity { id: stamp.id(), kind: IdentityKind::Email, value, verified: true };
    match contact_identity::give(tx, id, &identity, Actor::SYSTEM, stamp.at).await {
        // It is another contact's, or they have as many as one can: it stays as it is.
        Ok(_) | Err(StoreError::IdentityTaken { .. } | StoreError::Taken(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Where a mail goes that answers none, by the brand's rule; what a program wrote goes on with nothing.
async fn without_thread(
    session: &mut Session<'_>,
    arrival: Arrival,
    stamp: Stamp,
    writer: &Contact,
    coming: &Coming,
) -> Result<Joined> {
    if coming.head.auto_reply.is_some() {
        return Ok(Joined::Anew { ask: None });
    }
    let subject = Some(coming.head.subject.as_str());
    let words = Words { channel: arrival.channel, subject, sees: None, at: stamp.at };
    joined(session, arrival.joining, writer.id, arrival.brand_id, &words).await
}

/// Notes by what answers to mails will be known.
async fn note<'m>(
    tx: &mut Tx,
    ours: &[String],
    said: impl Iterator<Item = (&'m Coming, &Entry)>,
) -> Result<()> {
    let (mut links, mut who) = (Vec::new(), Vec::new());
    for (coming, entry) in said {
        let on = entry.conversation_id;
        links.extend(coming.message_id.as_deref().map(|message_id| Link {
            message_id,
            entry_id: entry.id,
            conversation_id: on,
            seq: entry.seq,
            follows: &coming.follows,
        }));
        let head = &coming.head;
        let takes_part = head
            .from
            .iter()
            .chain(&head.to)
            .chain(&head.cc)
            .map(MailAddress::key)
            .filter(|key| !ours.contains(key))
            .take(PARTICIPANTS_MAX);
        who.extend(takes_part.map(|key| (on, key)));
    }
    mail_thread::put(tx, &links).await?;
    mail_thread::take_part(tx, &who).await
}
