//! Mails as they came: stored before anything is made of them, so that nothing is lost if that
//! fails.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::id::{AttachmentId, EntryId, InboxId, MailId, TypedId};
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::multi_row::{MultiRow, execute_rows, fetch_by_keys};
use crate::statement::statements;

/// A larger message is kept in a file.
pub const INLINE_BYTES_MAX: usize = 256 * 1024;

statements! {
    CURSOR = "select uid_validity, uid, since from mail_cursor where inbox_id = $1 and folder = $2";
    SET_CURSOR = "insert into mail_cursor (inbox_id, folder, uid_validity, uid, since)
        values ($1, $2, $3, $4, $5)
        on conflict (inbox_id, folder) do update
            set uid_validity = excluded.uid_validity, uid = excluded.uid";
    RECEIVED = "select id, raw, attachment_id, entry_id from mail
        where inbox_id = $1 and state = 'received' order by received_at, uid limit $2";
    GET = "select id, raw, attachment_id, entry_id from mail where id = $1";
    COUNT = "select state, reason, count(*) as mails from mail where inbox_id = $1
        group by state, reason order by state, reason";
    REFUSED = "select id, inbox_id, reason, size_bytes, received_at from mail
        where inbox_id = $1 and state = 'refused' and id < $2 order by id desc limit $3";
    REFUSED_ONE = "select id, inbox_id, reason, size_bytes, received_at from mail
        where id = $1 and state = 'refused'";
    AGAIN = "update mail set state = 'received', reason = null where id = $1 and state = 'refused'";
    IS_KNOWN = "select id from mail where fingerprint = $1 and state = 'taken' limit 1";
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

pub(crate) static WAITING: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid")],
        "select id from mail where id in (select v.id from v) and state = 'received'",
    )
});

pub(crate) static BY_FINGERPRINT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("fingerprint", "bytea")],
        "select fingerprint, entry_id from mail
            where fingerprint in (select v.fingerprint from v) and state = 'taken'",
    )
});

pub(crate) static SETTLE: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[
            ("id", "uuid"),
            ("state", "text"),
            ("reason", "text"),
            ("fingerprint", "bytea"),
            ("entry_id", "uuid"),
        ],
        "update mail set state = v.state, reason = v.reason, fingerprint = v.fingerprint,
            entry_id = v.entry_id from v where mail.id = v.id",
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
struct IdRow {
    id: Uuid,
}

#[derive(sqlx::FromRow)]
struct CopyRow {
    fingerprint: Vec<u8>,
    entry_id: Option<Uuid>,
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

/// Those of them of which nothing has been made yet.
pub(crate) async fn waiting(session: &mut Session<'_>, ids: &[Uuid]) -> Result<BTreeSet<MailId>> {
    let rows = fetch_by_keys!(session, IdRow, WAITING, ids)?;
    Ok(rows.into_iter().map(|row| MailId::from_uuid(row.id)).collect())
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

/// What was made of one mail. The fingerprint is of what it says: a copy of it has the same.
pub(crate) struct Settled<'m> {
    pub(crate) id: MailId,
    pub(crate) fingerprint: &'m [u8],
    pub(crate) fate: Fate,
}

impl Settled<'_> {
    fn state(&self) -> &'static str {
        match &self.fate {
            Fate::Taken(_) => "taken",
            Fate::Known(_) => "known",
            Fate::Noted(_) => "noted",
            Fate::Refused { .. } => "refused",
        }
    }

    fn reason(&self) -> Option<&str> {
        match &self.fate {
            Fate::Refused { reason } => Some(reason),
            Fate::Taken(_) | Fate::Known(_) | Fate::Noted(_) => None,
        }
    }

    fn entry_id(&self) -> Option<Uuid> {
        match &self.fate {
            Fate::Taken(id) | Fate::Known(id) | Fate::Noted(id) => Some(id.uuid()),
            Fate::Refused { .. } => None,
        }
    }
}

pub(crate) async fn settle(tx: &mut Tx, settled: &[Settled<'_>]) -> Result<()> {
    execute_rows!(&mut tx.session(), SETTLE, settled, it => [
        it.id.uuid(),
        it.state(),
        it.reason(),
        it.fingerprint,
        it.entry_id(),
    ])?;
    Ok(())
}

/// The entries that were made of copies of mails, by what these say.
pub(crate) async fn by_fingerprints(
    session: &mut Session<'_>,
    fingerprints: &[&[u8]],
) -> Result<BTreeMap<Vec<u8>, EntryId>> {
    let rows = fetch_by_keys!(session, CopyRow, BY_FINGERPRINT, fingerprints)?;
    let of = |row: CopyRow| Some((row.fingerprint, EntryId::from_uuid(row.entry_id?)));
    Ok(rows.into_iter().filter_map(of).collect())
}

/// Whether a copy of this mail was taken.
pub async fn is_known_by(session: &mut Session<'_>, fingerprint: &[u8]) -> Result<bool> {
    Ok(fetch_optional!(session, IdRow, IS_KNOWN, fingerprint)?.is_some())
}
