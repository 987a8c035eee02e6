//! The link in a mail that brings its reader back into the chat: who gets one, and who is let in.

use std::time::Duration;

use rapport_channels::email::compose::Link;
use rapport_channels::email::words::back_to_chat;
use rapport_channels::webchat::frame::ReturnLink;
use rapport_channels::webchat::return_link::address;
use rapport_channels::webchat::visitor::{Visitor, VisitorKey};
use rapport_core::Timestamp;
use rapport_core::channel::Channel;
use rapport_core::contact::Contact;
use rapport_core::conversation::Conversation;
use rapport_core::directory::{Brand, Directory, Inbox};
use rapport_core::entry::Entry;
use rapport_core::id::InboxId;
use rapport_storage::{Session, StoreError, contact, conversation, entry, reach, return_link};
use uuid::Uuid;

use super::identity::new_visitor;
use crate::app::{App, stamp};
use crate::clock;

/// For so long a browser that came by a link shows what went to the mailbox.
const READS_MAIL_FOR: Duration = Duration::from_secs(24 * 60 * 60);
const NONCE_CHARS: std::ops::RangeInclusive<usize> = 16..=64;

/// Why a link lets nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error(
        "this link is not one of ours, or no longer good; write to us here, or answer the mail"
    )]
    Invalid,
    #[error("this link has expired; write to us here, or answer the mail")]
    Expired,
    #[error("this link was used already; write to us here, or answer the mail")]
    Used,
}

impl Refused {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invalid => "return_link_invalid",
            Self::Expired => "return_link_expired",
            Self::Used => "return_link_used",
        }
    }
}

/// The link for a mail. Only who wrote in a chat of the brand has one to come back to; and the link
/// goes to nobody of whom it was not shown that they are the contact.
pub async fn for_mail(
    app: &App,
    session: &mut Session<'_>,
    directory: &Directory,
    conversation: &Conversation,
    contact: &Contact,
    mail: &Entry,
) -> Result<Option<Link>, StoreError> {
    let Some(origin) = app.public_origin.as_deref().filter(|_| is_only_for(contact, mail)) else {
        return Ok(None);
    };
    let wrote_by = reach::wrote_by(session, contact.id).await?;
    let mut chats = wrote_by.iter().filter_map(|id| directory.get::<Inbox>(*id)).filter(|inbox| {
        inbox.record.channel == Channel::Webchat
            && inbox.record.brand_id == conversation.brand_id
            && inbox.record.enabled
            && !inbox.archived
            && inbox.record.webchat.return_link_valid_ms > 0
    });
    Ok(chats.next().map(|inbox| {
        let brand = directory.get::<Brand>(conversation.brand_id);
        let of_brand = brand.and_then(|brand| brand.record.languages.first());
        let language = contact.language.as_ref().or(of_brand);
        Link {
            words: back_to_chat(language.map(String::as_str)),
            address: address(
                origin,
                &inbox.record.webchat.key,
                &app.visitor_keys.sign_return_link(mail.id),
            ),
        }
    }))
}

fn is_only_for(contact: &Contact, mail: &Entry) -> bool {
    mail.body.mail().is_some_and(|head| head.is_only_for(contact))
}

fn has_expired(sent_at: Timestamp, valid_ms: u64, now: Timestamp) -> bool {
    now.since(sent_at) > Duration::from_millis(valid_ms)
}

/// Lets a browser in as the contact in whose mail the link stood: once, within the time that the
/// inbox gives, as long as the contact is still who reads that mailbox. The browser keeps its own key
/// unless somebody else is known in it.
pub async fn open(
    app: &App,
    inbox_id: InboxId,
    browser: VisitorKey,
    asked: &ReturnLink,
) -> Result<Result<VisitorKey, Refused>, StoreError> {
    let is_nonce = NONCE_CHARS.contains(&asked.nonce.len())
        && asked.nonce.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let Some(id) = app.visitor_keys.verify_return_link(&asked.token).filter(|_| is_nonce) else {
        return Ok(Err(Refused::Invalid));
    };
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let mail = match entry::get(session, id).await {
        Ok(mail) => mail,
        // A page that is told nothing would ask for ever.
        Err(StoreError::NotFound(_)) => return Ok(Err(Refused::Invalid)),
        Err(error) => return Err(error),
    };
    let conversation = conversation::whole(session, mail.conversation_id).await?;
    let contact = contact::get(session, conversation.contact.id).await?;
    let used = return_link::used(session, id).await?;
    drop(reader);
    let directory = app.directory();
    let Some(inbox) = directory.get::<Inbox>(inbox_id).filter(|inbox| {
        inbox.record.brand_id == conversation.brand_id
            && inbox.record.webchat.return_link_valid_ms > 0
            && contact.blocked.is_none()
            && is_only_for(&contact, &mail)
    }) else {
        return Ok(Err(Refused::Invalid));
    };
    let now = clock::now();
    let reads_mail_until = Some(now + READS_MAIL_FOR);
    if let Some(used) = used {
        let is_again = used.nonce == asked.nonce;
        let let_in = Uuid::try_parse(&used.visitor).ok().map(Visitor::new);
        return Ok(match let_in {
            Some(visitor) if is_again => Ok(VisitorKey { visitor, reads_mail_until }),
            Some(visitor) if visitor == browser.visitor => Ok(browser),
            _ => Err(Refused::Used),
        });
    }
    if has_expired(mail.at, inbox.record.webchat.return_link_valid_ms, now) {
        return Ok(Err(Refused::Expired));
    }
    let anew = new_visitor();
    let mut tx = app.store.begin().await?;
    let (own, other) = (browser.visitor.identity(), anew.identity());
    let let_in =
        return_link::open(&mut tx, stamp(), id, &asked.nonce, &contact, &own, &other).await?;
    let Some(let_in) = let_in else {
        tx.rollback().await?;
        return Ok(Err(Refused::Used));
    };
    tx.commit().await?;
    let visitor = if let_in == own { browser.visitor } else { anew };
    Ok(Ok(VisitorKey { visitor, reads_mail_until }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_good_for_its_time() {
        let sent_at = Timestamp::from_millis(1_000_000);
        let at = |after: u64| sent_at + Duration::from_millis(after);
        assert!(!has_expired(sent_at, 600_000, at(0)));
        assert!(!has_expired(sent_at, 600_000, at(600_000)));
        assert!(has_expired(sent_at, 600_000, at(600_001)));
        assert!(
            !has_expired(sent_at, 600_000, Timestamp::from_millis(0)),
            "the clock was put back"
        );
    }
}
