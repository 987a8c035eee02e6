//! What a mail has besides its words when it goes out.

use std::io;

use futures_util::future::BoxFuture;
use rapport_channels::email::Password;
use rapport_channels::email::compose::Answered;
use rapport_channels::{Begin, MailGoods, SendError};
use rapport_core::attachment::Attachment;
use rapport_core::directory::{Agent, Brand, Directory, Inbox, Stored};
use rapport_core::entry::{Entry, EntryBody};
use rapport_core::id::AgentId;
use rapport_storage::outbox::{self, Due};
use rapport_storage::{StoreError, conversation, mail};

use super::password;
use crate::app::{App, STORE_RETRY};
use crate::clock;

/// Attachments of one mail, in all: what providers take, before base64 makes it larger.
const ATTACHMENTS_BYTES_MAX: i64 = 25 * 1024 * 1024;

/// All that a mail needs, read before it goes out.
#[derive(Debug)]
pub struct Collected {
    password: Password,
    sender_name: String,
    message_id: String,
    follows: Vec<String>,
    answered: Option<Answered>,
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
            answered: self.answered.as_ref(),
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
    let whole = conversation::whole(session, due.conversation_id).await?.id;
    let follows = mail::thread_before(session, whole, entry.seq, address).await?;
    let answered = mail::last_entry(session, whole).await?.and_then(answered);
    drop(reader);
    let bytes: i64 = entry.body.attachments().iter().map(|it| it.size_bytes).sum();
    if bytes > ATTACHMENTS_BYTES_MAX {
        return Ok(Err(Missing::TooLarge));
    }
    let mut attachments = Vec::new();
    for attachment in entry.body.attachments() {
        match tokio::fs::read(app.files.path(attachment.id)).await {
            Ok(content) => attachments.push((attachment.clone(), content)),
            Err(error) => return Ok(Err(Missing::File(error))),
        }
    }
    Ok(Ok(Collected {
        password,
        sender_name: sender_name(directory, inbox, entry),
        message_id: mail::message_id(entry.id, address),
        follows,
        answered,
        attachments,
        begin: Beginning { app: app.clone(), due: due.clone() },
    }))
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

fn answered(entry: Entry) -> Option<Answered> {
    match entry.body {
        EntryBody::Message { text, mail: Some(head), .. } => {
            Some(Answered { from: head.from.clone()?, at: entry.at, text })
        }
        _ => None,
    }
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
