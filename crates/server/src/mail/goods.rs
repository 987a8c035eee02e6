//! What a mail has besides its words when it goes out.

use std::io;

use futures_util::future::BoxFuture;
use rapport_channels::email::Password;
use rapport_channels::email::compose::{Link, Repeated};
use rapport_channels::{Begin, MailGoods, SendError};
use rapport_core::attachment::Attachment;
use rapport_core::contact::Contact;
use rapport_core::conversation::Conversation;
use rapport_core::directory::{Agent, Brand, Directory, Inbox, Stored};
use rapport_core::entry::{Entry, EntryBody};
use rapport_core::id::AgentId;
use rapport_storage::outbox::{self, Due};
use rapport_storage::{Session, StoreError, contact, conversation, entry, mail_thread};

use super::password;
use crate::app::{App, STORE_RETRY};
use crate::clock;
use crate::webchat::return_link;

/// Attachments of one mail, in all: what providers take, before base64 makes it larger.
const ATTACHMENTS_BYTES_MAX: i64 = 25 * 1024 * 1024;
/// Messages that one mail repeats.
const REPEATS_MAX: usize = 20;
/// Entries among which they are looked for.
const LOOKED_BACK_MAX: i64 = 200;

/// All that a mail needs, read before it goes out.
#[derive(Debug)]
pub struct Collected {
    password: Password,
    sender_name: String,
    message_id: String,
    follows: Vec<String>,
    repeats: Vec<Repeated>,
    return_link: Option<Link>,
    attachments: Vec<(Attachment, Vec<u8>)>,
    begin: Beginning,
}

/// Why it cannot be collected.
#[derive(Debug)]
pub enum Missing {
    Password,
    TooLarge,
    File(io::Error),
}

impl Missing {
    pub fn reason(&self) -> String {
        match self {
            Self::Password => {
                "its inbox has no password yet; give it one in the settings".to_owned()
            }
            Self::TooLarge => {
                "its attachments are larger than 25 MB together; send them apart".to_owned()
            }
            Self::File(error) => format!("an attachment cannot be read: {error}"),
        }
    }
}

impl Collected {
    pub fn goods(&self) -> MailGoods<'_> {
        MailGoods {
            password: &self.password,
            sender_name: &self.sender_name,
            message_id: &self.message_id,
            follows: &self.follows,
            repeats: &self.repeats,
            return_link: self.return_link.as_ref(),
            attachments: &self.attachments,
            begin: &self.begin,
        }
    }
}

pub async fn collect(
    app: &App,
    directory: &Directory,
    inbox: &Stored<Inbox>,
    due: &Due,
) -> Result<Result<Collected, Missing>, StoreError> {
    let entry = &due.entry;
    let address = &inbox.record.email.address;
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let Some(password) = password::of(session, inbox.id).await? else {
        return Ok(Err(Missing::Password));
    };
    let whole = conversation::whole(session, due.conversation_id).await?;
    let follows = mail_thread::before(session, whole.id, entry.seq, address).await?;
    let contact = contact::get(session, whole.contact.id).await?;
    let repeats = repeats(session, &whole, &contact, entry).await?;
    let return_link =
        return_link::for_mail(app, session, directory, &whole, &contact, entry).await?;
    let enclosed = enclosed(session, entry).await?;
    drop(reader);
    let bytes: i64 = enclosed.iter().map(|it| it.size_bytes).sum();
    if bytes > ATTACHMENTS_BYTES_MAX {
        return Ok(Err(Missing::TooLarge));
    }
    let mut attachments = Vec::new();
    for attachment in enclosed {
        match tokio::fs::read(app.files.path(attachment.id)).await {
            Ok(content) => attachments.push((attachment, content)),
            Err(error) => return Ok(Err(Missing::File(error))),
        }
    }
    Ok(Ok(Collected {
        password,
        sender_name: sender_name(directory, inbox, entry),
        message_id: mail_thread::message_id(entry.id, address),
        follows,
        repeats,
        return_link,
        attachments,
        begin: Beginning { app: app.clone(), due: due.clone() },
    }))
}

/// Its attachments, and those of the messages that it carries.
async fn enclosed(session: &mut Session<'_>, entry: &Entry) -> Result<Vec<Attachment>, StoreError> {
    let mut enclosed = entry.body.attachments().to_vec();
    for id in entry.body.follows_up() {
        enclosed.extend_from_slice(entry::get(session, *id).await?.body.attachments());
    }
    Ok(enclosed)
}

/// Who answers, and for whom: `Ada Young (Duffel)`.
fn sender_name(directory: &Directory, inbox: &Stored<Inbox>, entry: &Entry) -> String {
    let brand = directory.get::<Brand>(inbox.record.brand_id).map(|it| it.record.name.as_str());
    let agent = entry.author.id.as_deref().and_then(|id| id.parse::<AgentId>().ok());
    let agent = agent.and_then(|id| directory.get::<Agent>(id)).map(|it| it.record.name.as_str());
    match (agent, brand) {
        (Some(agent), Some(brand)) => format!("{agent} ({brand})"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => String::new(),
    }
}

/// What a mail repeats: what was said on other channels since the last mail, which its readers do not
/// have in their mailbox, or else the mail that it answers. What was said elsewhere goes to nobody but
/// the contact: to addresses that are known to be theirs.
async fn repeats(
    session: &mut Session<'_>,
    conversation: &Conversation,
    contact: &Contact,
    entry: &Entry,
) -> Result<Vec<Repeated>, StoreError> {
    let before =
        entry::of_conversation(session, conversation.id, entry.seq, LOOKED_BACK_MAX).await?;
    let mut elsewhere: Vec<Repeated> = before
        .iter()
        .take_while(|it| !matches!(&it.body, EntryBody::Message { mail: Some(_), .. }))
        .filter(|it| !entry.body.follows_up().contains(&it.id))
        .filter_map(repeated)
        .take(REPEATS_MAX)
        .collect();
    elsewhere.reverse();
    let is_only_for_them = entry.body.mail().is_some_and(|head| head.is_only_for(contact));
    if !elsewhere.is_empty() && is_only_for_them {
        return Ok(elsewhere);
    }
    let answered = mail_thread::last(session, conversation.id, entry.seq).await?;
    Ok(answered.as_ref().and_then(repeated).into_iter().collect())
}

fn repeated(entry: &Entry) -> Option<Repeated> {
    let EntryBody::Message { text, mail, .. } = &entry.body else { return None };
    let from = mail.as_ref().and_then(|head| head.from.clone());
    let by = from.as_ref().map_or_else(|| entry.author.name.clone(), |from| from.name.clone());
    Some(Repeated {
        by: by.unwrap_or_default(),
        address: from.map(|from| from.address),
        at: entry.at,
        text: text.clone(),
    })
}

/// Notes in the store that a mail is being handed over.
#[derive(Debug)]
struct Beginning {
    app: App,
    due: Due,
}

impl Begin for Beginning {
    fn begin(&self) -> BoxFuture<'_, Result<(), SendError>> {
        Box::pin(async move {
            let noted = async {
                let mut tx = self.app.store.begin().await?;
                let is_due = outbox::begin(&mut tx, &self.due, clock::now()).await?;
                tx.commit().await?;
                Ok::<bool, StoreError>(is_due)
            };
            match noted.await {
                Ok(true) => Ok(()),
                Ok(false) => {
                    Err(SendError::Never { reason: "it was settled meanwhile".to_owned() })
                }
                Err(error) => {
                    Err(SendError::Later { after: STORE_RETRY, reason: error.to_string() })
                }
            }
        })
    }
}
