//! To whom an answer by e-mail goes.

use rapport_core::contact::{Contact, IdentityKind};
use rapport_core::conversation::{Conversation, Preview};
use rapport_core::directory::{Brand, Directory};
use rapport_core::entry::EntryBody;
use rapport_core::mail::{MailAddress, MailHead, MailRoute, answer_subject};
use rapport_core::validation::Errors;
use rapport_storage::{Session, contact, entry, mail};

use crate::http::Problem;

/// So much of a contact's first words says what a mail is about, in characters.
const SUBJECT_WORDS_CHARS_MAX: usize = 60;

/// What a mail's header says: as its writer wants it, or else as an answer.
pub(super) async fn head(
    session: &mut Session<'_>,
    directory: &Directory,
    conversation: &Conversation,
    route: Option<MailRoute>,
) -> Result<MailHead, Problem> {
    let mut route = route.unwrap_or_default();
    let mut errors = Errors::default();
    route.validate(&mut errors);
    errors.into_result().map_err(Problem::invalid)?;
    let contact = contact::get(session, conversation.contact.id).await?;
    let subject = match route.subject {
        Some(subject) => subject.trim().to_owned(),
        None => subject(session, directory, conversation, &contact).await?,
    };
    let to = if route.to.is_empty() {
        answer_to(session, conversation, &contact).await?
    } else {
        route.to.into_iter().map(address).collect()
    };
    if to.is_empty() {
        return Err(Problem::conflict(
            "no_address",
            "The contact has no e-mail address. Give them one, or say to whom the mail goes.",
        ));
    }
    let mut head = MailHead::outgoing(subject, to);
    head.cc = route.cc.into_iter().map(address).collect();
    head.bcc = route.bcc.into_iter().map(address).collect();
    Ok(head)
}

fn address(address: String) -> MailAddress {
    MailAddress { name: None, address }
}

/// Who wrote last, or else the contact's own address: one that is verified before others. Nobody where
/// no address is known.
pub(super) async fn answer_to(
    session: &mut Session<'_>,
    conversation: &Conversation,
    contact: &Contact,
) -> Result<Vec<MailAddress>, Problem> {
    if let Some(entry) = mail::last_entry(session, conversation.id, i64::MAX).await?
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

/// The subject of an answer: that of the conversation; where it has none, the brand's name, with the
/// contact's first words if their address is known to be theirs.
pub(super) async fn subject(
    session: &mut Session<'_>,
    directory: &Directory,
    conversation: &Conversation,
    contact: &Contact,
) -> Result<String, Problem> {
    if let Some(subject) = &conversation.subject {
        return Ok(answer_subject(subject));
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
