//! Entries: timelines of a conversation and of a contact.

use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::entry::{Delivery, DeliveryState, Entry, EntryBody};
use rapport_core::id::{ContactId, ConversationId, EntryId, TypedId};
use uuid::Uuid;

use crate::db::{Session, fetch_all, fetch_optional};
use crate::dialect::SearchDocument;
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::merge;
use crate::multi_row::{MultiRow, execute_rows, fetch_by_keys};
use crate::search;
use crate::statement::statements;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select e.seq, e.id, e.conversation_id, e.author, e.at, e.body,
                o.state as delivery_state, o.reason as delivery_reason
            from entry e left join outbox o on o.entry_seq = e.seq ",
            $rest
        )
    };
}

pub(crate) use select;

statements! {
    GET = select!("where e.id = $1");
    OF_CONVERSATION = select!("where e.conversation_id = $1 and e.seq < $2
        order by e.seq desc limit $3");
    OF_CONTACT = select!("where e.seq in (select n.seq from entry n
            join conversation c on c.id = n.conversation_id
            where c.contact_id = $1 and n.seq < $2 order by n.seq desc limit $3)
        order by e.seq desc");
    AFTER = select!("where e.conversation_id = $1 and e.seq > $2 order by e.seq limit $3");
    // With what was merged into it: few conversations, whose entries are sorted together.
    OF_MERGED = select!("where e.conversation_id in
            (select id from conversation where id = $1 or merged_into_id = $1)
        and e.seq < $2 order by e.seq desc limit $3");
    FIRST_OF_CONTACT = select!("where e.kind = 'message' and e.conversation_id in
            (select id from conversation where id = $1 or merged_into_id = $1)
            and e.author like '{\"kind\":\"contact\"%'
        order by e.seq limit 1");
    LAST_OF_CONTACT = select!("where e.kind = 'message' and e.conversation_id in
            (select id from conversation where id = $1 or merged_into_id = $1)
            and e.author like '{\"kind\":\"contact\"%'
        order by e.seq desc limit 1");
    NEWEST_SEQ = "select max(seq) as seq from entry where conversation_id in
        (select id from conversation where id = $1 or merged_into_id = $1)";
}

pub(crate) static INSERT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "entry",
        &[
            ("seq", "bigint"),
            ("id", "uuid"),
            ("conversation_id", "uuid"),
            ("kind", "text"),
            ("author", "text"),
            ("at", "bigint"),
            ("body", "text"),
        ],
        "",
    )
});

pub(crate) static GET_BY_SEQ: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(&[("seq", "bigint")], select!("where e.seq in (select seq from v)"))
});

/// What the contact said first on a conversation, or on one that was merged into it.
pub async fn first_of_contact(
    session: &mut Session<'_>,
    id: ConversationId,
) -> Result<Option<Entry>> {
    fetch_optional!(session, Row, FIRST_OF_CONTACT, id.uuid())?.map(Row::read).transpose()
}

/// What the contact said last on a conversation, or on one that was merged into it.
pub async fn last_of_contact(
    session: &mut Session<'_>,
    id: ConversationId,
) -> Result<Option<Entry>> {
    fetch_optional!(session, Row, LAST_OF_CONTACT, id.uuid())?.map(Row::read).transpose()
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    seq: i64,
    id: Uuid,
    conversation_id: Uuid,
    author: String,
    at: i64,
    body: String,
    delivery_state: Option<String>,
    delivery_reason: Option<String>,
}

impl Row {
    pub(crate) fn read(self) -> Result<Entry> {
        let mut body: EntryBody = serde_json::from_str(&self.body)
            .map_err(|error| StoreError::corrupt("entry.body", error))?;
        if let (EntryBody::Message { delivery, .. }, Some(state)) =
            (&mut body, self.delivery_state.as_deref())
        {
            let state = DeliveryState::from_name(state)
                .ok_or_else(|| StoreError::corrupt("outbox.state", state))?;
            *delivery = Some(Delivery { state, reason: self.delivery_reason });
        }
        Ok(Entry {
            id: EntryId::from_uuid(self.id),
            seq: self.seq,
            conversation_id: ConversationId::from_uuid(self.conversation_id),
            author: serde_json::from_str(&self.author)
                .map_err(|error| StoreError::corrupt("entry.author", error))?,
            at: Timestamp::from_micros(self.at),
            body,
        })
    }
}

/// The author and the body as an entry's row holds them.
#[derive(Debug)]
pub(crate) struct Written {
    pub author: String,
    pub body: String,
}

impl Written {
    pub(crate) fn of(author: &Actor, body: &EntryBody) -> Result<Self> {
        let json = |error| StoreError::corrupt("an entry", error);
        Ok(Self {
            author: serde_json::to_string(author).map_err(json)?,
            body: serde_json::to_string(body).map_err(json)?,
        })
    }
}

/// Writes entries, and what a search finds them by; each with its conversation's contact.
pub(crate) async fn insert(tx: &mut Tx, entries: &[(&Entry, ContactId)]) -> Result<()> {
    struct Row<'e> {
        entry: &'e Entry,
        written: Written,
    }
    let rows: Vec<Row<'_>> = entries
        .iter()
        .map(|(entry, _)| Ok(Row { entry, written: Written::of(&entry.author, &entry.body)? }))
        .collect::<Result<_>>()?;
    let session = &mut tx.session();
    execute_rows!(session, INSERT, &rows, it => [
        it.entry.seq,
        it.entry.id.uuid(),
        it.entry.conversation_id.uuid(),
        it.entry.body.kind_name(),
        it.written.author.as_str(),
        it.entry.at.micros(),
        it.written.body.as_str(),
    ])?;
    let dialect = session.dialect();
    let found_by: Vec<(&Entry, ContactId, String)> = entries
        .iter()
        .filter_map(|(entry, id)| Some((*entry, *id, search::terms_of(dialect, &entry.body)?)))
        .collect();
    let documents: Vec<SearchDocument<'_>> = found_by
        .iter()
        .map(|(entry, contact_id, terms)| SearchDocument {
            seq: entry.seq,
            terms,
            scope: search::scope_of(dialect, entry.conversation_id, *contact_id),
        })
        .collect();
    search::index(session, &documents).await
}

pub async fn get(session: &mut Session<'_>, id: EntryId) -> Result<Entry> {
    fetch_optional!(session, Row, GET, id.uuid())?.ok_or(StoreError::NotFound("entry"))?.read()
}

fn read_all(rows: Vec<Row>) -> Result<Vec<Entry>> {
    rows.into_iter().map(Row::read).collect()
}

/// The timeline of a conversation, and of those that were merged into it, before a `seq`, newest
/// first.
pub async fn of_conversation(
    session: &mut Session<'_>,
    id: ConversationId,
    before: i64,
    limit: i64,
) -> Result<Vec<Entry>> {
    let is_merged = !merge::merged(session, id).await?.is_empty();
    let sql = if is_merged { OF_MERGED } else { OF_CONVERSATION };
    read_all(fetch_all!(session, Row, sql, id.uuid(), before, limit)?)
}

/// A contact's entries on all conversations before a `seq`, newest first.
pub async fn of_contact(
    session: &mut Session<'_>,
    id: ContactId,
    before: i64,
    limit: i64,
) -> Result<Vec<Entry>> {
    read_all(fetch_all!(session, Row, OF_CONTACT, id.uuid(), before, limit)?)
}

/// A conversation's entries after a `seq`, oldest first.
pub async fn after(
    session: &mut Session<'_>,
    id: ConversationId,
    after: i64,
    limit: i64,
) -> Result<Vec<Entry>> {
    read_all(fetch_all!(session, Row, AFTER, id.uuid(), after, limit)?)
}

/// By their places in the log, newest first.
pub(crate) async fn by_seq(session: &mut Session<'_>, seqs: &[i64]) -> Result<Vec<Entry>> {
    let mut found = read_all(fetch_by_keys!(session, Row, GET_BY_SEQ, seqs)?)?;
    found.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    Ok(found)
}

#[derive(sqlx::FromRow)]
struct MaxSeq {
    seq: Option<i64>,
}

/// `seq` of the newest entry on the conversation's timeline; 0 when it has none.
pub(crate) async fn newest_seq(session: &mut Session<'_>, id: ConversationId) -> Result<i64> {
    let row = fetch_optional!(session, MaxSeq, NEWEST_SEQ, id.uuid())?;
    Ok(row.and_then(|row| row.seq).unwrap_or(0))
}
