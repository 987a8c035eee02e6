//! By what a contact can be reached, as things are; see [`rapport_core::reach`].

use rapport_core::channel::Channel;
use rapport_core::contact::{Contact, IdentityKind};
use rapport_core::conversation::{Conversation, Preview};
use rapport_core::directory::signature::signature;
use rapport_core::directory::{Agent, Brand, Directory};
use rapport_core::entry::EntryBody;
use rapport_core::id::AgentId;
use rapport_core::mail::{MailAddress, answer_subject};
use rapport_core::preference::Preference;
use rapport_core::reach::{Facts, Reach, ReachMail, reaches};
use rapport_storage::{Session, StoreError, contact, entry, mail_thread, preference, reach};

use crate::app::App;
use crate::live::Topic;
use crate::mail::password;

/// So much of a contact's first words says what a mail is about, in characters.
const SUBJECT_WORDS_CHARS_MAX: usize = 60;

/// By which inboxes the contact can be answered, as things are; by an agent, or by nobody in
/// particular.
pub async fn of(
    app: &App,
    session: &mut Session<'_>,
    conversation: &Conversation,
    by: Option<AgentId>,
) -> Result<Vec<Reach>, StoreError> {
    let directory = app.directory();
    let contact = contact::get(session, conversation.contact.id).await?;
    let wrote_by = reach::wrote_by(session, contact.id).await?;
    let mut set_up = Vec::new();
    for inbox in directory.inboxes.values().filter(|it| it.record.channel == Channel::Email) {
        if password::of(session, inbox.id).await?.is_some() {
            set_up.push(inbox.id);
        }
    }
    let facts = Facts {
        conversation,
        contact: &contact,
        is_online: app.hub.is_heard(Topic::Visitor(conversation.id)),
        wrote_by: &wrote_by,
        mail: &ReachMail {
            to: answer_to(session, conversation, &contact).await?,
            subject: subject(session, &directory, conversation, &contact).await?,
            signature: signature_of(&directory, conversation, by),
        },
        last_mail_failed: reach::mail_failed(session, contact.id).await?,
        set_up: &set_up,
        wrote_at: entry::last_of_contact(session, conversation.id).await?.map(|entry| entry.at),
        learned: Preference::learn(&preference::begun(session, contact.id).await?).channel,
    };
    Ok(reaches(&directory, &facts))
}

/// What stands below a mail that an agent, or nobody in particular, writes on a conversation.
pub fn signature_of(
    directory: &Directory,
    conversation: &Conversation,
    by: Option<AgentId>,
) -> String {
    let agent = by.and_then(|id| directory.get::<Agent>(id));
    let brand = directory.get::<Brand>(conversation.brand_id);
    brand.map_or_else(String::new, |brand| {
        signature(&brand.record, agent.map(|agent| &agent.record))
    })
}

/// Who wrote last, or else the contact's own address: one that is verified before others. Nobody where
/// no address is known.
pub async fn answer_to(
    session: &mut Session<'_>,
    conversation: &Conversation,
    contact: &Contact,
) -> Result<Vec<MailAddress>, StoreError> {
    if let Some(entry) = mail_thread::last(session, conversation.id, i64::MAX).await?
        && let EntryBody::Message { mail: Some(last), .. } = entry.body
    {
        let to = last.answer_to();
        if !to.is_empty() {
            return Ok(to);
        }
    }
    let mut addresses: Vec<_> =
        contact.identities.iter().filter(|it| it.kind == IdentityKind::Email).collect();
    addresses.sort_by_key(|it| !it.verified);
    let address = addresses.first();
    Ok(address
        .map(|it| MailAddress { name: contact.name.clone(), address: it.value.clone() })
        .into_iter()
        .collect())
}

/// The subject of an answer: that of the conversation, or of its last mail; where there is none, the
/// brand's name, with the contact's first words if their address is known to be theirs.
pub async fn subject(
    session: &mut Session<'_>,
    directory: &Directory,
    conversation: &Conversation,
    contact: &Contact,
) -> Result<String, StoreError> {
    if let Some(subject) = &conversation.subject {
        return Ok(answer_subject(subject));
    }
    if let Some(entry) = mail_thread::last(session, conversation.id, i64::MAX).await?
        && let EntryBody::Message { mail: Some(last), .. } = entry.body
        && !last.subject.is_empty()
    {
        return Ok(answer_subject(&last.subject));
    }
    let brand = directory.get::<Brand>(conversation.brand_id);
    let brand = brand.map(|it| it.record.name.clone()).unwrap_or_default();
    let is_theirs =
        contact.identities.iter().any(|it| it.kind == IdentityKind::Email && it.verified);
    let first = match is_theirs {
        true => entry::first_of_contact(session, conversation.id).await?,
        false => None,
    };
    let words = first.and_then(|first| {
        let line = Preview::of(first.body.text()?, first.author.kind, first.at).text;
        let words: String = line.chars().take(SUBJECT_WORDS_CHARS_MAX).collect();
        (!words.is_empty()).then_some(words)
    });
    Ok(match words {
        Some(words) => format!("{brand}: {words}"),
        None => brand,
    })
}
