//! Which mails belong together: message ids that are on conversations, and who takes part in those.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rapport_core::entry::Entry;
use rapport_core::id::{ConversationId, EntryId, TypedId};
use rapport_core::mail::MailAddress;
use uuid::Uuid;

use crate::db::{Session, fetch_all, fetch_optional};
use crate::entry;
use crate::error::Result;
use crate::log::Tx;
use crate::multi_row::{MultiRow, execute_rows, fetch_by_keys};
use crate::statement::statements;

/// Longest thread that an answer names, in message ids: the newest.
const THREAD_MAX: usize = 20;

statements! {
    LAST_THREAD = "select t.message_id, t.thread, t.seq from mail_thread t
        join conversation c on c.id = t.conversation_id
        where (c.id = $1 or c.merged_into_id = $1) and t.seq < $2 order by t.seq desc limit 1";
    LAST_SENT = "select e.id as entry_id, e.seq from entry e join outbox o on o.entry_seq = e.seq
        where e.conversation_id = $1 and e.seq > $2 and e.seq < $3 and o.state <> 'failed'
        order by e.seq desc limit $4";
    LAST_ENTRY = "select t.entry_id from mail_thread t
        join conversation c on c.id = t.conversation_id
        where (c.id = $1 or c.merged_into_id = $1) and t.seq < $2 order by t.seq desc limit 1";
    TAKES_PART = "select conversation_id from mail_participant
        where conversation_id = $1 and address = $2";
}

pub(crate) static PUT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "mail_thread",
        &[
            ("message_id", "text"),
            ("entry_id", "uuid"),
            ("conversation_id", "uuid"),
            ("seq", "bigint"),
            ("thread", "text"),
        ],
        "on conflict do nothing",
    )
});

/// The newest last.
pub(crate) static FIND: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("message_id", "text")],
        "select message_id, conversation_id, entry_id from mail_thread
            where message_id in (select v.message_id from v) order by seq",
    )
});

pub(crate) static FIND_OURS: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid")],
        "select conversation_id, id as entry_id from entry
            where id in (select v.id from v) and kind = 'message'",
    )
});

pub(crate) static TAKE_PART: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "mail_participant",
        &[("conversation_id", "uuid"), ("address", "text")],
        "on conflict do nothing",
    )
});

#[derive(sqlx::FromRow)]
struct EntryIdRow {
    entry_id: Uuid,
}

#[derive(sqlx::FromRow)]
struct ConversationIdRow {
    #[allow(dead_code, reason = "that there is one is all")]
    conversation_id: Uuid,
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    message_id: String,
    conversation_id: Uuid,
    entry_id: Uuid,
}

#[derive(sqlx::FromRow)]
struct OursRow {
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

/// The mails of these ids that are on conversations.
pub(crate) async fn find(
    session: &mut Session<'_>,
    message_ids: &[&str],
) -> Result<BTreeMap<String, InThread>> {
    let ours: Vec<(EntryId, &str)> =
        message_ids.iter().filter_map(|id| Some((entry_of(id)?, *id))).collect();
    let others: Vec<&str> =
        message_ids.iter().copied().filter(|id| entry_of(id).is_none()).collect();
    let mut found = BTreeMap::new();
    let place = |conversation_id, entry_id, is_ours| InThread {
        conversation_id: ConversationId::from_uuid(conversation_id),
        entry_id,
        is_ours,
    };
    for row in fetch_by_keys!(session, FoundRow, FIND, &others)? {
        let entry_id = EntryId::from_uuid(row.entry_id);
        found.insert(row.message_id, place(row.conversation_id, entry_id, false));
    }
    let ids: Vec<Uuid> = ours.iter().map(|(id, _)| id.uuid()).collect();
    for row in fetch_by_keys!(session, OursRow, FIND_OURS, &ids)? {
        let entry_id = EntryId::from_uuid(row.entry_id);
        // Two of them may name one entry: what follows the `@` is not looked at.
        for (_, message_id) in ours.iter().filter(|(id, _)| *id == entry_id) {
            found.insert((*message_id).to_owned(), place(row.conversation_id, entry_id, true));
        }
    }
    Ok(found)
}

/// A mail that is on a conversation now.
pub(crate) struct Link<'m> {
    pub(crate) message_id: &'m str,
    pub(crate) entry_id: EntryId,
    pub(crate) conversation_id: ConversationId,
    pub(crate) seq: i64,
    /// Message ids that it follows, the oldest first.
    pub(crate) follows: &'m [String],
}

impl Link<'_> {
    fn thread(&self) -> String {
        self.follows[self.follows.len().saturating_sub(THREAD_MAX)..].join(" ")
    }
}

/// Notes by what answers to mails will be known.
pub(crate) async fn put(tx: &mut Tx, links: &[Link<'_>]) -> Result<()> {
    execute_rows!(&mut tx.session(), PUT, links, it => [
        it.message_id,
        it.entry_id.uuid(),
        it.conversation_id.uuid(),
        it.seq,
        it.thread(),
    ])?;
    Ok(())
}

/// The message ids of a conversation's thread before an entry, without brackets, the oldest first:
/// the last mail that came, what that one follows, and what was sent since.
pub async fn before(
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
pub async fn last(
    session: &mut Session<'_>,
    id: ConversationId,
    before_seq: i64,
) -> Result<Option<Entry>> {
    let row = fetch_optional!(session, EntryIdRow, LAST_ENTRY, id.uuid(), before_seq)?;
    match row {
        Some(row) => entry::get(session, EntryId::from_uuid(row.entry_id)).await.map(Some),
        None => Ok(None),
    }
}

/// From now on mails from these addresses that answer one of their conversation are a part of it.
pub(crate) async fn take_part(tx: &mut Tx, who: &[(ConversationId, String)]) -> Result<()> {
    execute_rows!(&mut tx.session(), TAKE_PART, who, it => [it.0.uuid(), it.1.as_str()])?;
    Ok(())
}

pub(crate) async fn takes_part(
    session: &mut Session<'_>,
    id: ConversationId,
    address: &MailAddress,
) -> Result<bool> {
    let key = address.key();
    let found = fetch_optional!(session, ConversationIdRow, TAKES_PART, id.uuid(), key.as_str())?;
    Ok(found.is_some())
}
