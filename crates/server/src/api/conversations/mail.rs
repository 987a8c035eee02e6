//! To whom an answer by e-mail goes.

use rapport_core::conversation::Conversation;
use rapport_core::directory::Directory;
use rapport_core::id::AgentId;
use rapport_core::mail::{MailAddress, MailHead, MailRoute};
use rapport_core::validation::Errors;
use rapport_storage::{Session, contact};

use crate::http::Problem;
use crate::reach::{answer_to, signature_of, subject};

/// What a mail's header says: as its writer wants it, or else as an answer.
pub(super) async fn head(
    session: &mut Session<'_>,
    directory: &Directory,
    conversation: &Conversation,
    by: AgentId,
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
    head.signature = signature_of(directory, conversation, Some(by));
    head.cc = route.cc.into_iter().map(address).collect();
    head.bcc = route.bcc.into_iter().map(address).collect();
    Ok(head)
}

fn address(address: String) -> MailAddress {
    MailAddress { name: None, address }
}
