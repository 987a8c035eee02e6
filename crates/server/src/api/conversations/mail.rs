//! To whom an answer by e-mail goes.

use rapport_core::contact::IdentityKind;
use rapport_core::conversation::Conversation;
use rapport_core::entry::EntryBody;
use rapport_core::mail::{MailAddress, MailHead, MailRoute, answer_subject};
use rapport_core::validation::Errors;
use rapport_storage::{Session, contact, mail};

use crate::http::Problem;

/// What a mail's header says: as its writer wants it, or else as an answer.
pub(super) async fn head(
    session: &mut Session<'_>,
    conversation: &Conversation,
    route: Option<MailRoute>,
) -> Result<MailHead, Problem> {
    let mut route = route.unwrap_or_default();
    let mut errors = Errors::default();
    route.validate(&mut errors);
    errors.into_result().map_err(Problem::invalid)?;
    let subject = match route.subject {
        Some(subject) => subject.trim().to_owned(),
        None => answer_subject(conversation.subject.as_deref().unwrap_or_default()),
    };
    let to = if route.to.is_empty() {
        answer_to(session, conversation).await?
    } else {
        route.to.into_iter().map(address).collect()
    };
    let mut head = MailHead::outgoing(subject, to);
    head.cc = route.cc.into_iter().map(address).collect();
    head.bcc = route.bcc.into_iter().map(address).collect();
    Ok(head)
}

fn address(address: String) -> MailAddress {
    MailAddress { name: None, address }
}

/// Who wrote last, or else the contact's own address: one that is verified before others.
async fn answer_to(
    session: &mut Session<'_>,
    conversation: &Conversation,
) -> Result<Vec<MailAddress>, Problem> {
    if let Some(entry) = mail::last_entry(session, conversation.id).await?
        && let EntryBody::Message { mail: Some(last), .. } = entry.body
    {
        let to = last.answer_to();
        if !to.is_empty() {
            return Ok(to);
        }
    }
    let contact = contact::get(session, conversation.contact.id).await?;
    let mut addresses: Vec<_> =
        contact.identities.iter().filter(|it| it.kind == IdentityKind::Email).collect();
    addresses.sort_by_key(|it| !it.verified);
    let Some(identity) = addresses.first() else {
        return Err(Problem::conflict(
            "no_address",
            "The contact has no e-mail address. Give them one, or say to whom the mail goes.",
        ));
    };
    Ok(vec![MailAddress { name: contact.name.clone(), address: identity.value.clone() }])
}
