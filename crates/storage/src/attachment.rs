//! Attachments: the rows that tell of uploaded files. An upload waits until a message takes it with
//! it; one that no message has taken for [`WAITS_FOR`] is dropped.

use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::attachment::Attachment;
use rapport_core::event::{AttachmentChange, EventData};
use rapport_core::id::{
    AgentId, AttachmentId, ContactId, ConversationId, EntryId, InboxId, TypedId,
};
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::files::Content;
use crate::log::Tx;
use crate::statement::statements;

/// How long an upload waits for its message.
pub const WAITS_FOR: Duration = Duration::from_secs(24 * 60 * 60);

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select a.id, a.uploader, a.name, a.content_type, a.size_bytes, a.sha256, a.width,
                a.height, a.conversation_id, a.entry_id
            from attachment a ",
            $rest
        )
    };
}

statements! {
    INSERT = "insert into attachment (id, uploader, upload_key, name, content_type, size_bytes,
            sha256, width, height, uploaded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    GET = select!("where a.id = $1");
    BY_KEY = select!("where a.uploader = $1 and a.upload_key = $2");
    OF_CONTACT = select!("join entry n on n.id = a.entry_id
        join conversation c on c.id = n.conversation_id
        where a.id = $1 and c.contact_id = $2 and n.kind = 'message'");
    AFTER = select!("where a.id > $1 order by a.id limit $2");
    CLAIM = "update attachment set conversation_id = $2, entry_id = $3
        where id = $1 and entry_id is null";
    WAITING_OF = "select count(*) as files, cast(coalesce(sum(size_bytes), 0) as bigint) as bytes
        from attachment where entry_id is null and uploader = $1";
    WAITING_OF_VISITORS = "select count(*) as files,
            cast(coalesce(sum(size_bytes), 0) as bigint) as bytes
        from attachment where entry_id is null and uploader like 'visitor:%'";
    // A mail that waits to be read keeps its file.
    EXPIRED = select!("where a.entry_id is null and a.uploaded_at <= $1
        and not exists (select 1 from mail m where m.attachment_id = a.id)
        order by a.uploaded_at limit $2");
    REMOVE = "delete from attachment where id = $1 and entry_id is null";
}

/// Who uploaded a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Uploader {
    Agent(AgentId),
    /// By the value of the visitor's identity.
    Visitor(String),
    /// With a mail that an inbox fetched.
    Inbox(InboxId),
}

impl Uploader {
    fn text(&self) -> String {
        match self {
            Self::Agent(id) => format!("agent:{}", id.uuid().as_simple()),
            Self::Visitor(identity) => format!("visitor:{identity}"),
            Self::Inbox(id) => format!("inbox:{}", id.uuid().as_simple()),
        }
    }
}

/// An attachment with what only the store needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub attachment: Attachment,
    pub sha256: Vec<u8>,
    /// The message that it went with; none while it waits.
    pub sent: Option<(ConversationId, EntryId)>,
    uploader: String,
}

impl Held {
    pub fn is_of(&self, uploader: &Uploader) -> bool {
        self.uploader == uploader.text()
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    uploader: String,
    name: String,
    content_type: String,
    size_bytes: i64,
    sha256: Vec<u8>,
    width: Option<i64>,
    height: Option<i64>,
    conversation_id: Option<Uuid>,
    entry_id: Option<Uuid>,
}

impl From<Row> for Held {
    fn from(row: Row) -> Self {
        let sent = row.conversation_id.zip(row.entry_id);
        Self {
            attachment: Attachment {
                id: AttachmentId::from_uuid(row.id),
                name: row.name,
                content_type: row.content_type,
                size_bytes: row.size_bytes,
                width: row.width,
                height: row.height,
            },
            sha256: row.sha256,
            sent: sent.map(|(conversation, entry)| {
                (ConversationId::from_uuid(conversation), EntryId::from_uuid(entry))
            }),
            uploader: row.uploader,
        }
    }
}

/// A file that lies in its folder and is to be known.
#[derive(Debug, Clone)]
pub struct NewAttachment {
    pub attachment: Attachment,
    pub content: Content,
    pub uploader: Uploader,
    /// The uploader's own key, by which the upload is known when it comes again.
    pub key: Option<String>,
}

/// What became of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    New(Attachment),
    /// It had come before; this is what it made then, and the new file is of no use.
    Before(Attachment),
}

/// Makes the upload known. The same key with another content is refused.
pub async fn add(tx: &mut Tx, new: &NewAttachment, actor: Actor, at: Timestamp) -> Result<Added> {
    let uploader = new.uploader.text();
    if let Some(key) = &new.key {
        let before =
            fetch_optional!(&mut tx.session(), Row, BY_KEY, uploader.as_str(), key.as_str())?;
        if let Some(before) = before.map(Held::from) {
            return if before.sha256 == new.content.sha256 {
                Ok(Added::Before(before.attachment))
            } else {
                Err(StoreError::KeyReused)
            };
        }
    }
    let attachment = &new.attachment;
    execute!(
        &mut tx.session(),
        INSERT,
        attachment.id.uuid(),
        uploader.as_str(),
        new.key.as_deref(),
        attachment.name.as_str(),
        attachment.content_type.as_str(),
        new.content.size_bytes,
        new.content.sha256.as_slice(),
        attachment.width,
        attachment.height,
        at.micros(),
    )?;
    let change = AttachmentChange { attachment: attachment.clone() };
    tx.record(at, actor, EventData::AttachmentUploaded(change));
    Ok(Added::New(attachment.clone()))
}

pub async fn get(session: &mut Session<'_>, id: AttachmentId) -> Result<Held> {
    let row = fetch_optional!(session, Row, GET, id.uuid())?;
    row.map(Held::from).ok_or(StoreError::NotFound("attachment"))
}

/// One that went with a message on a conversation of this contact.
pub async fn get_of_contact(
    session: &mut Session<'_>,
    id: AttachmentId,
    contact_id: ContactId,
) -> Result<Held> {
    let row = fetch_optional!(session, Row, OF_CONTACT, id.uuid(), contact_id.uuid())?;
    row.map(Held::from).ok_or(StoreError::NotFound("attachment"))
}

/// The uploader's own attachments of these ids, in their order. Somebody else's are not found.
pub async fn of_uploader(
    session: &mut Session<'_>,
    uploader: &Uploader,
    ids: &[AttachmentId],
) -> Result<Vec<Attachment>> {
    let mut all = Vec::with_capacity(ids.len());
    for id in ids {
        let held = get(session, *id).await?;
        if !held.is_of(uploader) {
            return Err(StoreError::NotFound("attachment"));
        }
        all.push(held.attachment);
    }
    Ok(all)
}

/// Lets a message that has just been written take the attachments with it.
pub(crate) async fn claim(
    tx: &mut Tx,
    conversation_id: ConversationId,
    entry_id: EntryId,
    attachments: &[Attachment],
) -> Result<()> {
    for attachment in attachments {
        let claimed = execute!(
            &mut tx.session(),
            CLAIM,
            attachment.id.uuid(),
            conversation_id.uuid(),
            entry_id.uuid(),
        )?;
        if claimed == 0 {
            return Err(StoreError::AttachmentGone);
        }
    }
    Ok(())
}

/// Uploads that wait for their message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Waiting {
    pub files: i64,
    pub bytes: i64,
}

pub async fn waiting_of(session: &mut Session<'_>, uploader: &Uploader) -> Result<Waiting> {
    fetch_optional!(session, Waiting, WAITING_OF, uploader.text().as_str())?
        .ok_or_else(|| StoreError::corrupt("a count", "has no row"))
}

pub async fn waiting_of_visitors(session: &mut Session<'_>) -> Result<Waiting> {
    fetch_optional!(session, Waiting, WAITING_OF_VISITORS)?
        .ok_or_else(|| StoreError::corrupt("a count", "has no row"))
}

/// Drops uploads that no message has taken with it in time, at most so many; answers them. Their
/// files are the caller's to remove after the commit.
pub async fn expire(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<AttachmentId>> {
    let until = (now - WAITS_FOR).micros();
    let expired = fetch_all!(&mut tx.session(), Row, EXPIRED, until, limit)?;
    let mut ids = Vec::with_capacity(expired.len());
    for held in expired.into_iter().map(Held::from) {
        let id = held.attachment.id;
        execute!(&mut tx.session(), REMOVE, id.uuid())?;
        let change = AttachmentChange { attachment: held.attachment };
        tx.record(now, Actor::SYSTEM, EventData::AttachmentExpired(change));
        ids.push(id);
    }
    Ok(ids)
}

/// In the order of their ids, after one.
pub(crate) async fn after(session: &mut Session<'_>, after: Uuid, limit: i64) -> Result<Vec<Held>> {
    Ok(fetch_all!(session, Row, AFTER, after, limit)?.into_iter().map(Held::from).collect())
}

/// Whether a row tells of the file.
pub async fn is_known(session: &mut Session<'_>, id: AttachmentId) -> Result<bool> {
    Ok(fetch_optional!(session, Row, GET, id.uuid())?.is_some())
}
