//! Mails as they came: stored before anything is made of them, so that nothing is lost if that
//! fails; and what of them threads later ones.

use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::entry::Entry;
use rapport_core::id::{AttachmentId, ConversationId, EntryId, InboxId, MailId, TypedId};
use rapport_core::mail::MailAddress;
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::entry;
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::multi_row::{MultiRow, execute_rows};
use crate::statement::statements;

/// A larger message is kept in a file.
pub const INLINE_BYTES_MAX: usize = 256 * 1024;
/// Longest thread that an answer names, in message ids: the newest.
const THREAD_MAX: usize = 20;

statements! {
    CURSOR = "select uid_validity, uid, since from mail_cursor where inbox_id = $1 and folder = $2";
    SET_CURSOR = "insert into mail_cursor (inbox_id, folder, uid_validity, uid, since)
        values ($1, $2, $3, $4, $5)
        on conflict (inbox_id, folder) do update
            set uid_validity = excluded.uid_validity, uid = excluded.uid";
    RECEIVED = "select id, raw, attachment_id, entry_id from mail
        where inbox_id = $1 and state = 'received' order by received_at, uid limit $2";
    GET = "select id, raw, attachment_id, entry_id from mail where id = $1";
    IS_WAITING = "select id as entry_id from mail where id = $1 and state = 'received'";
    COUNT = "select state, reason, count(*) as mails from mail where inbox_id = $1
        group by state, reason order by state, reason";
    REFUSED = "select id, inbox_id, reason, size_bytes, received_at from mail
        where inbox_id = $1 and state = 'refused' and id < $2 order by id desc limit $3";
    REFUSED_ONE = "select id, inbox_id, reason, size_bytes, received_at from mail
        where id = $1 and state = 'refused'";
    AGAIN = "update mail set state = 'received', reason = null where id = $1 and state = 'refused'";
    BY_FINGERPRINT = "select entry_id from mail where fingerprint = $1 and state = 'taken' limit 1";
    SETTLE = "update mail set state = $2, reason = $3, fingerprint = $4, entry_id = $5
        where id = $1";
    PUT_THREAD = "insert into mail_thread (message_id, entry_id, conversation_id, seq, thread)
        values ($1, $2, $3, $4, $5) on conflict do nothing";
    IN_THREAD = "select conversation_id, entry_id from mail_thread
        where message_id = $1 order by seq desc limit 1";
    OF_ENTRY = "select conversation_id, id as entry_id from entry where id = $1
        and kind = 'message'";
    LAST_THREAD = "select t.message_id, t.thread, t.seq from mail_thread t
        join conversation c on c.id = t.conversation_id
        where (c.id = $1 or c.merged_into_id = $1) and t.seq < $2 order by t.seq desc limit 1";
    LAST_SENT = "select e.id as entry_id, e.seq from entry e join outbox o on o.entry_seq = e.seq
        where e.conversation_id = $1 and e.seq > $2 and e.seq < $3 and o.state <> 'failed'
        order by e.seq desc limit $4";
    LAST_ENTRY = "select t.entry_id from mail_thread t
        join conversation c on c.id = t.conversation_id
        where (c.id = $1 or c.merged_into_id = $1) and t.seq < $2 order by t.seq desc limit 1";
    TAKE_PART = "insert into mail_participant (conversation_id, address) values ($1, $2)
        on conflict do nothing";
    TAKES_PART = "select conversation_id, conversation_id as entry_id from mail_participant
        where conversation_id = $1 and address = $2";
}

pub(crate) static INSERT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "mail",
        &[
            ("id", "uuid"),
            ("inbox_id", "uuid"),
            ("folder", "text"),
            ("uid_validity", "bigint"),
            ("uid", "bigint"),
            ("state", "text"),
            ("size_bytes", "bigint"),
            ("raw", "bytea"),
            ("attachment_id", "uuid"),
            ("received_at", "bigint"),
        ],
        "on conflict do nothing",
    )
});

/// How far a folder of a mailbox has been read (RFC 3501, section 2.3.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub uid_validity: i64,
    /// The last one that was stored.
    pub uid: i64,
    /// What came to the folder before is none of ours.
    pub since: Timestamp,
}

#[derive(sqlx::FromRow)]
struct CursorRow {
    uid_validity: i64,
    uid: i64,
    since: i64,
}

/// Where a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    Here(Vec<u8>),
    /// One that is larger than [`INLINE_BYTES_MAX`].
    File(AttachmentId),
}

/// A mail that came.
#[derive(Debug, Clone)]
pub struct NewMail {
    pub id: MailId,
    pub uid: i64,
    pub size_bytes: i64,
    pub raw: Raw,
}

/// A mail that is stored.
#[derive(Debug, Clone)]
pub struct Kept {
    pub id: MailId,
    pub raw: Raw,
    /// What was made of it.
    pub entry_id: Option<EntryId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    raw: Option<Vec<u8>>,
    attachment_id: Option<Uuid>,
    entry_id: Option<Uuid>,
}

impl Row {
    fn read(self) -> Result<Kept> {
        let raw = match (self.raw, self.attachment_id) {
            (Some(raw), _) => Raw::Here(raw),
            (None, Some(id)) => Raw::File(AttachmentId::from_uuid(id)),
            (None, None) => return Err(StoreError::corrupt("mail", "it has no message")),
        };
        Ok(Kept {
            id: MailId::from_uuid(self.id),
            raw,
            entry_id: self.entry_id.map(EntryId::from_uuid),
        })
    }
}

#[derive(sqlx::FromRow)]
struct EntryIdRow {
    entry_id: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    conversation_id: Uuid,
    entry_id: Uuid,
}

#[derive(sqlx::FromRow)]
struct ThreadRow {
    message_id: String,
    thread: String,
    seq: i64,
}

#[derive(sqlx::FromRow)]
struct SentRow {
    entry_id: Uuid,
    #[allow(dead_code, reason = "the order of the rows")]
    seq: i64,
}

/// How far a folder has been read; none if never.
pub async fn cursor(
    session: &mut Session<'_>,
    inbox_id: InboxId,
    folder: &str,
) -> Result<Option<Cursor>> {
    let row = fetch_optional!(session, CursorRow, CURSOR, inbox_id.uuid(), folder)?;
    Ok(row.map(|row| Cursor {
        uid_validity: row.uid_validity,
        uid: row.uid,
        since: Timestamp::from_micros(row.since),
    }))
}

pub async fn set_cursor(
    tx: &mut Tx,
    inbox_id: InboxId,
    folder: &str,
    cursor: Cursor,
) -> Result<()> {
    let Cursor { uid_validity, uid, since } = cursor;
    let since = since.micros();
    execute!(&mut tx.session(), SET_CURSOR, inbox_id.uuid(), folder, uid_validity, uid, since)?;
    Ok(())
}

/// Stores mails of a folder, in the order in which they lie there. One that is stored already stays
/// as it is.
pub async fn keep(
    tx: &mut Tx,
    inbox_id: InboxId,
    folder: &str,
    uid_validity: i64,
    mails: &[NewMail],
    at: Timestamp,
) -> Result<()> {
    struct Row<'m> {
        mail: &'m NewMail,
        inbox_id: Uuid,
        folder: &'m str,
        uid_validity: i64,
        state: &'static str,
        raw: Option<&'m [u8]>,
        attachment_id: Option<Uuid>,
        received_at: i64,
    }
    let rows: Vec<Row<'_>> = mails
        .iter()
        .map(|mail| {
            let (raw, attachment_id) = match &mail.raw {
                Raw::Here(raw) => (Some(raw.as_slice()), None),
                Raw::File(id) => (None, Some(id.uuid())),
            };
            let (inbox_id, received_at) = (inbox_id.uuid(), at.micros());
            let state = "received";
            Row { mail, inbox_id, folder, uid_validity, state, raw, attachment_id, received_at }
        })
        .collect();
    let session = &mut tx.session();
    execute_rows!(session, INSERT, &rows, it => [
        it.mail.id.uuid(),
        it.inbox_id,
        it.folder,
        it.uid_validity,
        it.mail.uid,
        it.state,
        it.mail.size_bytes,
        it.raw,
        it.attachment_id,
        it.received_at,
    ])?;
    Ok(())
}

/// Mails of an inbox of which nothing has been made yet, the oldest first.
pub async fn received(
    session: &mut Session<'_>,
    inbox_id: InboxId,
    limit: i64,
) -> Result<Vec<Kept>> {
    let rows = fetch_all!(session, Row, RECEIVED, inbox_id.uuid(), limit)?;
    rows.into_iter().map(Row::read).collect()
}

pub async fn get(session: &mut Session<'_>, id: MailId) -> Result<Kept> {
    let row = fetch_optional!(session, Row, GET, id.uuid())?;
    row.ok_or(StoreError::NotFound("mail")).and_then(Row::read)
}

/// Whether nothing has been made of it yet.
pub(crate) async fn is_waiting(session: &mut Session<'_>, id: MailId) -> Result<bool> {
    Ok(fetch_optional!(session, EntryIdRow, IS_WAITING, id.uuid())?.is_some())
}

/// How many mails of an inbox have come to the same.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Count {
    /// `received`, `taken`, `known`, `noted` or `refused`.
    pub state: String,
    /// Why it was refused.
    pub reason: Option<String>,
    pub mails: i64,
}

/// What has become of all mails of an inbox.
pub async fn counts(session: &mut Session<'_>, inbox_id: InboxId) -> Result<Vec<Count>> {
    Ok(fetch_all!(session, Count, COUNT, inbox_id.uuid())?)
}

/// A mail of which nothing was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub id: MailId,
    pub inbox_id: InboxId,
    pub reason: String,
    pub size_bytes: i64,
    pub received_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct RefusedRow {
    id: Uuid,
    inbox_id: Uuid,
    reason: Option<String>,
    size_bytes: i64,
    received_at: i64,
}

impl From<RefusedRow> for Refused {
    fn from(row: RefusedRow) -> Self {
        Self {
            id: MailId::from_uuid(row.id),
            inbox_id: InboxId::from_uuid(row.inbox_id),
            reason: row.reason.unwrap_or_default(),
            size_bytes: row.size_bytes,
            received_at: Timestamp::from_micros(row.received_at),
        }
    }
}

/// Mails of an inbox that were refused, the newest first, before one of them.
pub async fn refused(
    session: &mut Session<'_>,
    inbox_id: InboxId,
    before: Option<MailId>,
    limit: i64,
) -> Result<Vec<Refused>> {
    let before = before.map_or(Uuid::max(), MailId::uuid);
    let rows = fetch_all!(session, RefusedRow, REFUSED, inbox_id.uuid(), before, limit)?;
    Ok(rows.into_iter().map(Refused::from).collect())
}

/// One that was refused; none if it was not.
pub async fn refused_one(session: &mut Session<'_>, id: MailId) -> Result<Option<Refused>> {
    Ok(fetch_optional!(session, RefusedRow, REFUSED_ONE, id.uuid())?.map(Refused::from))
}

/// Has one that was refused wait to be looked at again.
pub async fn again(tx: &mut Tx, id: MailId) -> Result<()> {
    match execute!(&mut tx.session(), AGAIN, id.uuid())? {
        0 => Err(StoreError::NotFound("refused mail")),
        _ => Ok(()),
    }
}

/// What was made of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Taken(EntryId),
    /// A copy of one that was taken.
    Known(EntryId),
    /// It tells of the delivery of another mail.
    Noted(EntryId),
    Refused {
        reason: String,
    },
}

/// `fingerprint` is of what the mail says: a copy of it has the same.
pub(crate) async fn settle(tx: &mut Tx, id: MailId, fate: &Fate, fingerprint: &[u8]) -> Result<()> {
    let (state, reason, entry_id) = match fate {
        Fate::Taken(entry_id) => ("taken", None, Some(*entry_id)),
        Fate::Known(entry_id) => ("known", None, Some(*entry_id)),
        Fate::Noted(entry_id) => ("noted", None, Some(*entry_id)),
        Fate::Refused { reason } => ("refused", Some(reason.as_str()), None),
    };
    let entry_id = entry_id.map(EntryId::uuid);
    execute!(&mut tx.session(), SETTLE, id.uuid(), state, reason, fingerprint, entry_id)?;
    Ok(())
}

/// The entry that was made of a copy of this mail.
pub(crate) async fn by_fingerprint(
    session: &mut Session<'_>,
    fingerprint: &[u8],
) -> Result<Option<EntryId>> {
    let row = fetch_optional!(session, EntryIdRow, BY_FINGERPRINT, fingerprint)?;
    Ok(row.and_then(|row| row.entry_id).map(EntryId::from_uuid))
}

/// Whether a copy of this mail was taken.
pub async fn is_known_by(session: &mut Session<'_>, fingerprint: &[u8]) -> Result<bool> {
    Ok(by_fingerprint(session, fingerprint).await?.is_some())
}

/// A mail that is on a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InThread {
    pub conversation_id: ConversationId,
    pub entry_id: EntryId,
    /// Whether it was written here.
    pub is_ours: bool,
}

/// The message id, without brackets, of a mail from here: it names its entry, and nobody can guess
/// it (74 random bits, RFC 9562, section 5.7).
pub fn message_id(entry_id: EntryId, address: &str) -> String {
    let domain = address.rsplit_once('@').map_or(address, |(_, domain)| domain);
    format!("{entry_id}@{domain}")
}

/// The entry that a message id of ours names.
fn entry_of(message_id: &str) -> Option<EntryId> {
    message_id.split('@').next()?.parse().ok()
}

/// The mail of this id.
pub async fn in_thread(session: &mut Session<'_>, message_id: &str) -> Result<Option<InThread>> {
    let (found, is_ours) = match entry_of(message_id) {
        Some(id) => (fetch_optional!(session, FoundRow, OF_ENTRY, id.uuid())?, true),
        None => (fetch_optional!(session, FoundRow, IN_THREAD, message_id)?, false),
    };
    Ok(found.map(|row| InThread {
        conversation_id: ConversationId::from_uuid(row.conversation_id),
        entry_id: EntryId::from_uuid(row.entry_id),
        is_ours,
    }))
}

/// Notes the message id of a mail that is on a conversation now, and those that it follows.
pub(crate) async fn put_thread(
    tx: &mut Tx,
    message_id: &str,
    entry: (EntryId, ConversationId, i64),
    follows: &[String],
) -> Result<()> {
    let (entry_id, conversation_id, seq) = entry;
    let newest = &follows[follows.len().saturating_sub(THREAD_MAX)..];
    let thread = newest.join(" ");
    execute!(
        &mut tx.session(),
        PUT_THREAD,
        message_id,
        entry_id.uuid(),
        conversation_id.uuid(),
        seq,
        thread.as_str(),
    )?;
    Ok(())
}

/// The message ids of a conversation's thread before an entry, without brackets, the oldest first:
/// the last mail that came, what that one follows, and what was sent since.
pub async fn thread_before(
    session: &mut Session<'_>,
    id: ConversationId,
    before_seq: i64,
    address: &str,
) -> Result<Vec<String>> {
    let came = fetch_optional!(session, ThreadRow, LAST_THREAD, id.uuid(), before_seq)?;
    let since = came.as_ref().map_or(0, |came| came.seq);
    let mut thread: Vec<String> = came
        .into_iter()
        .flat_map(|came| {
            let follows: Vec<String> = came.thread.split(' ').map(str::to_owned).collect();
            follows.into_iter().chain([came.message_id]).filter(|it| !it.is_empty())
        })
        .collect();
    let limit = i64::try_from(THREAD_MAX).unwrap_or(i64::MAX);
    let sent = fetch_all!(session, SentRow, LAST_SENT, id.uuid(), since, before_seq, limit)?;
    thread.extend(
        sent.into_iter().rev().map(|row| message_id(EntryId::from_uuid(row.entry_id), address)),
    );
    thread.drain(..thread.len().saturating_sub(THREAD_MAX));
    Ok(thread)
}

/// The last mail that came on a conversation before an entry.
pub async fn last_entry(
    session: &mut Session<'_>,
    id: ConversationId,
    before_seq: i64,
) -> Result<Option<Entry>> {
    let row = fetch_optional!(session, EntryIdRow, LAST_ENTRY, id.uuid(), before_seq)?;
    match row.and_then(|row| row.entry_id) {
        Some(id) => entry::get(session, EntryId::from_uuid(id)).await.map(Some),
        None => Ok(None),
    }
}

/// From now on mails from these addresses that answer one of the conversation are a part of it.
pub(crate) async fn take_part(
    tx: &mut Tx,
    id: ConversationId,
    addresses: impl Iterator<Item = String>,
) -> Result<()> {
    for address in addresses {
        execute!(&mut tx.session(), TAKE_PART, id.uuid(), address.as_str())?;
    }
    Ok(())
}

pub(crate) async fn takes_part(
    session: &mut Session<'_>,
    id: ConversationId,
    address: &MailAddress,
) -> Result<bool> {
    let key = address.key();
    Ok(fetch_optional!(session, FoundRow, TAKES_PART, id.uuid(), key.as_str())?.is_some())
}
