//! `rapport check`: whether the store holds together, and holds what its log tells.

use std::collections::{BTreeMap, BTreeSet};

use rapport_core::attachment::Attachment;
use rapport_core::entry::EntryBody;
use rapport_core::event::{EventData, RecordChange};
use rapport_core::id::{AttachmentId, ConversationId, TagId, TypedId};
use serde::Serialize;
use sqlx::Connection;
use uuid::Uuid;

use crate::contact_details;
use crate::db::{Session, fetch_all, fetch_optional};
use crate::dialect::sql::SEARCH_SQLITE;
use crate::error::{Result, StoreError};
use crate::files::Files;
use crate::statement::statements;
use crate::{attachment, conversation, search};

/// Rows that a finding shows.
const ROWS_MAX: usize = 20;
/// Rows read at once.
const PAGE_ROWS: i64 = 500;
/// The same of rows that are a few numbers each.
const VERSION_ROWS: i64 = 10_000;

statements! {
    VERSIONS_TOLD = "select seq, conversation_id as id, version from event
        where seq > $1 and conversation_id is not null order by seq limit $2";
    VERSIONS = "select id, version from conversation where id > $1 order by id limit $2";
    EVENTS_WITHOUT_CONVERSATION = "select cast(e.seq as text) as what from event e
        where e.conversation_id is not null
        and not exists (select 1 from conversation c where c.id = e.conversation_id)
        limit 20";
    ENTRIES_WITHOUT_EVENT = "select cast(n.seq as text) as what from entry n
        where not exists (select 1 from event e where e.seq = n.seq
            and e.conversation_id = n.conversation_id)
        limit 20";
    EVENTS_WITHOUT_ENTRY = "select cast(e.seq as text) as what from event e
        where e.conversation_id is not null and e.type not in ('conversation.read',
            'conversation.delivered_to_contact', 'conversation.read_by_contact',
            'message.delivery_changed', 'conversation.contact_changed', 'conversation.merged', 'conversation.split')
        and not exists (select 1 from entry n where n.seq = e.seq
            and n.conversation_id = e.conversation_id)
        limit 20";
    ENTRIES_CHANGED = "select cast(n.seq as text) as what from entry n
        join event e on e.seq = n.seq
        where replace(e.data, substr(n.body, 2, length(n.body) - 2), '') = e.data
        limit 20";
    EVENTS_BEYOND_HEAD = "select cast(e.seq as text) as what from event e
        where e.seq > (select coalesce(max(seq), 0) from log_head where id = 1) limit 20";
    UNREAD_WRONG = "select cast(c.last_seq as text) as what from conversation c
        where c.unread <> (select count(*) from entry n where n.conversation_id = c.id
            and n.seq > c.agent_read_seq and n.kind = 'message'
            and n.author like '{\"kind\":\"contact\"%')
        limit 20";
    MENTIONS_WITHOUT_NOTE = "select cast(m.entry_seq as text) as what from mention m
        where not exists (select 1 from entry n where n.seq = m.entry_seq and n.kind = 'note')
        limit 20";
    LIVE_WORK_TWICE = "select cast(count(*) as text) as what from interaction
        where state <> 'ended' group by conversation_id having count(*) > 1 limit 20";
    WORK_NOT_CURRENT = "select cast(i.enqueued_at as text) as what from interaction i
        where i.state <> 'ended' and not exists (
            select 1 from conversation c where c.id = i.conversation_id and c.interaction_id = i.id)
        limit 20";
    WORK_STATE_WRONG = "select cast(i.enqueued_at as text) as what from interaction i
        where replace(i.state_data, '{\"kind\":\"' || i.state || '\"', '') = i.state_data limit 20";
    ANSWER_AWAITED_WRONG = "select cast(i.enqueued_at as text) as what from interaction i
        where i.unanswered_since is not null and i.state not in ('waiting', 'offered') limit 20";
    INBOUND_WITHOUT_ENTRY = "select b.external_id as what from inbound b
        where not exists (select 1 from entry n where n.id = b.entry_id) limit 20";
    MESSAGES_WITHOUT_INBOUND = "select cast(n.seq as text) as what from entry n
        left join inbound b on b.entry_id = n.id
        where n.kind = 'message' and b.entry_id is null limit 20";
    OUTBOX_WITHOUT_ENTRY = "select cast(o.entry_seq as text) as what from outbox o
        where not exists (select 1 from entry n where n.seq = o.entry_seq) limit 20";
    MESSAGES_WITHOUT_OUTBOX = "select cast(n.seq as text) as what from entry n
        where n.kind = 'message' and n.author not like '{\"kind\":\"contact\"%'
        and not exists (select 1 from outbox o where o.entry_seq = n.seq) limit 20";
    NEWEST_EVENTS = "select e.seq, c.id, e.type as type_name, e.data from event e
        join conversation c on c.id = e.conversation_id and c.version = e.version
        where e.seq > $1 order by e.seq limit $2";
    RECORD_EVENTS = "select seq, data from event
        where audited and seq > $1
        and type in ('record.created', 'record.updated', 'record.archived')
        order by seq limit $2";
    RECORDS = "select id, data from record order by id";
    // It is closed, nobody works on it, and the one that it is a part of is a part of no other.
    MERGED_WRONG = "select cast(c.last_seq as text) as what from conversation c
        join conversation s on s.id = c.merged_into_id
        where c.status <> 'resolved' or s.contact_id <> c.contact_id
        or s.merged_into_id is not null
        or exists (select 1 from interaction i
            where i.conversation_id = c.id and i.state <> 'ended')
        limit 20";
    SNOOZED_WRONG = "select cast(c.last_seq as text) as what from conversation c
        where (c.status = 'snoozed') <> (c.snoozed_until is not null) limit 20";
    TAGGED = "select id, tag_ids from conversation
        where tag_ids is not null and id > $1 order by id limit $2";
    TAGS = "select tag_id, conversation_id from conversation_tag
        where tag_id > $1 or (tag_id = $1 and conversation_id > $2)
        order by tag_id, conversation_id limit $3";
    MESSAGES_WITH_ATTACHMENTS = "select seq, id, conversation_id, body from entry
        where seq > $1 and kind = 'message' and body like '%\"attachments\":[{%'
        order by seq limit $2";
    SUMMARY = "select (select count(*) from conversation) as conversations,
        (select count(*) from entry where kind = 'message') as messages,
        (select count(*) from event) as events";
}

const RULES: [(&str, &str); 17] = [
    ("what names an agent is a note", MENTIONS_WITHOUT_NOTE),
    ("every event of a conversation has its conversation", EVENTS_WITHOUT_CONVERSATION),
    ("every entry has its event", ENTRIES_WITHOUT_EVENT),
    ("everything that the log puts on a timeline stands there", EVENTS_WITHOUT_ENTRY),
    ("every entry says what its event says", ENTRIES_CHANGED),
    ("no event is newer than the log's head", EVENTS_BEYOND_HEAD),
    ("a conversation counts its unread messages", UNREAD_WRONG),
    ("a conversation has at most one interaction that has not ended", LIVE_WORK_TWICE),
    ("an interaction that has not ended is its conversation's current one", WORK_NOT_CURRENT),
    ("an interaction's columns say what its state says", WORK_STATE_WRONG),
    ("only what waits waits for a first answer", ANSWER_AWAITED_WRONG),
    ("everything received has its entry", INBOUND_WITHOUT_ENTRY),
    ("every message is known by its sender's id", MESSAGES_WITHOUT_INBOUND),
    ("everything to be sent has its entry", OUTBOX_WITHOUT_ENTRY),
    ("every message to a contact is in the outbox", MESSAGES_WITHOUT_OUTBOX),
    ("what was merged is resolved, and a part of one that stands for itself", MERGED_WRONG),
    ("what is snoozed, and only that, has a time at which it comes back", SNOOZED_WRONG),
];

#[derive(sqlx::FromRow)]
struct What {
    what: String,
}

/// Something that does not hold, with the first rows that show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub rule: &'static str,
    pub rows: Vec<String>,
}

/// How much a store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Summary {
    pub conversations: i64,
    pub messages: i64,
    pub events: i64,
}

/// Counts what is there: seconds on a store of a million messages.
pub async fn summary(session: &mut Session<'_>) -> Result<Summary> {
    fetch_optional!(session, Summary, SUMMARY)?
        .ok_or_else(|| StoreError::corrupt("a count", "has no row"))
}

/// Looks at everything, as of one moment; nothing found means that the store holds together. Takes
/// seconds on a store of a million messages. Not inside a change: it begins a transaction.
pub async fn check(session: &mut Session<'_>) -> Result<Vec<Finding>> {
    match session {
        Session::Lite(connection) => {
            let mut snapshot = connection.begin().await?;
            let findings = look(&mut Session::Lite(&mut snapshot)).await;
            snapshot.rollback().await?;
            findings
        }
        Session::Pg(connection) => {
            let mut snapshot =
                connection.begin_with("begin isolation level repeatable read, read only").await?;
            let findings = look(&mut Session::Pg(&mut snapshot)).await;
            snapshot.rollback().await?;
            findings
        }
    }
}

async fn look(session: &mut Session<'_>) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut note = |rule: &'static str, mut rows: Vec<String>| {
        rows.truncate(ROWS_MAX);
        if !rows.is_empty() {
            findings.push(Finding { rule, rows });
        }
    };
    // PostgreSQL keeps its foreign keys, and its files, itself.
    if let Session::Lite(connection) = session {
        // A search has FTS5 notice what other connections have written; its part of
        // integrity_check does not look, and takes what it remembers of the index for damaged.
        let (a, before, limit) = ("a", 0_i64, 1_i64);
        sqlx::query(SEARCH_SQLITE)
            .bind(a)
            .bind(before)
            .bind(limit)
            .execute(&mut **connection)
            .await?;
        let rows: Vec<(String,)> =
            sqlx::query_as("pragma integrity_check(20)").fetch_all(&mut **connection).await?;
        let bad = rows.into_iter().map(|row| row.0).filter(|row| row != "ok").collect();
        note("the database file is whole", bad);
        // table, rowid, parent, index of the key
        let rows: Vec<(String, Option<i64>, String, i64)> =
            sqlx::query_as("pragma foreign_key_check").fetch_all(&mut **connection).await?;
        let bad = rows.into_iter().map(|row| format!("{} -> {}", row.0, row.2)).collect();
        note("every foreign key leads somewhere", bad);
    }
    let unindexed = ("a search finds every message and note", search::unindexed(session));
    for (rule, sql) in RULES.into_iter().chain([unindexed]) {
        let rows = fetch_all!(session, What, sql)?.into_iter().map(|row| row.what).collect();
        note(rule, rows);
    }
    let rule = "a conversation's events are numbered 1, 2, 3 ... up to its version";
    note(rule, versions(session).await?);
    note("every conversation is as its newest event tells", conversations(session).await?);
    note("every configured record is as the log tells", records(session).await?);
    note("every attachment is its message's, and only its", attachments(session).await?);
    note("every conversation is found by its tags, and only by these", tags(session).await?);
    let rule = "every contact is found by their tags and custom fields, and only by these";
    note(rule, contact_details::differing(session).await?);
    Ok(findings)
}

#[derive(sqlx::FromRow)]
struct VersionTold {
    seq: i64,
    id: Uuid,
    version: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Version {
    id: Uuid,
    version: i64,
}

/// The conversations whose events are not numbered in their order up to the conversation's version.
async fn versions(session: &mut Session<'_>) -> Result<Vec<String>> {
    let mut newest: BTreeMap<Uuid, i64> = BTreeMap::new();
    let mut differing = BTreeSet::new();
    let mut after = 0;
    loop {
        let page = fetch_all!(session, VersionTold, VERSIONS_TOLD, after, VERSION_ROWS)?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for told in page {
            let newest = newest.entry(told.id).or_default();
            *newest += 1;
            if told.version != Some(*newest) {
                differing.insert(told.id);
            }
        }
    }
    let mut after = Uuid::nil();
    loop {
        let page = fetch_all!(session, Version, VERSIONS, after, VERSION_ROWS)?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for row in page {
            if newest.get(&row.id) != Some(&row.version) {
                differing.insert(row.id);
            }
        }
    }
    Ok(differing.into_iter().map(|id| ConversationId::from_uuid(id).to_string()).collect())
}

#[derive(sqlx::FromRow)]
struct NewestEvent {
    seq: i64,
    id: Uuid,
    type_name: String,
    data: String,
}

/// The conversations that differ from what the log has last told of them.
async fn conversations(session: &mut Session<'_>) -> Result<Vec<String>> {
    let mut differing = Vec::new();
    let mut after = 0;
    loop {
        let events = fetch_all!(session, NewestEvent, NEWEST_EVENTS, after, PAGE_ROWS)?;
        let Some(last) = events.last() else { return Ok(differing) };
        after = last.seq;
        let ids: Vec<Uuid> = events.iter().map(|event| event.id).collect();
        let rows = match conversation::get_many(session, &ids).await {
            Ok(rows) => rows,
            Err(StoreError::Corrupt { place, detail }) => {
                differing.push(format!("{place}: {detail}"));
                continue;
            }
            Err(error) => return Err(error),
        };
        let rows: BTreeMap<ConversationId, _> = rows.into_iter().map(|row| (row.id, row)).collect();
        for event in events {
            let id = ConversationId::from_uuid(event.id);
            let told = match EventData::from_parts(&event.type_name, &event.data) {
                Ok(data) => data.conversation().cloned(),
                Err(error) => {
                    differing.push(format!("{id}: {error}"));
                    continue;
                }
            };
            let mut row = rows.get(&id).cloned();
            if let (Some(row), Some(told)) = (&mut row, &told) {
                // A contact may be renamed without anything happening on their conversations.
                row.contact.name.clone_from(&told.contact.name);
            }
            if row != told {
                differing.push(id.to_string());
            }
        }
    }
}

#[derive(sqlx::FromRow)]
struct RecordEvent {
    seq: i64,
    data: String,
}

#[derive(sqlx::FromRow)]
struct RecordRow {
    id: Uuid,
    data: String,
}

/// The records that differ from what the log has last told of them.
async fn records(session: &mut Session<'_>) -> Result<Vec<String>> {
    let mut told = BTreeMap::new();
    let mut after = 0;
    loop {
        let events = fetch_all!(session, RecordEvent, RECORD_EVENTS, after, PAGE_ROWS)?;
        let Some(last) = events.last() else { break };
        after = last.seq;
        for event in events {
            let change: RecordChange = serde_json::from_str(&event.data)
                .map_err(|error| StoreError::corrupt("event.data", error))?;
            told.insert(change.id, change.record);
        }
    }
    let mut differing = Vec::new();
    for row in fetch_all!(session, RecordRow, RECORDS)? {
        let record: Option<serde_json::Value> = serde_json::from_str(&row.data).ok();
        let id = record
            .as_ref()
            .and_then(|record| record.get("id")?.as_str())
            .map_or_else(|| row.id.to_string(), ToOwned::to_owned);
        if record != told.remove(&id) {
            differing.push(id);
        }
    }
    differing.extend(told.into_keys());
    Ok(differing)
}

#[derive(sqlx::FromRow)]
struct TaggedRow {
    id: Uuid,
    tag_ids: String,
}

#[derive(sqlx::FromRow)]
struct TagRow {
    tag_id: Uuid,
    conversation_id: Uuid,
}

/// The conversations whose own tags are not those by which they are found.
async fn tags(session: &mut Session<'_>) -> Result<Vec<String>> {
    let mut found_by = BTreeSet::new();
    let mut after = (Uuid::nil(), Uuid::nil());
    loop {
        let page = fetch_all!(session, TagRow, TAGS, after.0, after.1, VERSION_ROWS)?;
        let Some(last) = page.last() else { break };
        after = (last.tag_id, last.conversation_id);
        found_by.extend(page.into_iter().map(|row| (row.conversation_id, row.tag_id)));
    }
    let mut differing = BTreeSet::new();
    let mut after = Uuid::nil();
    loop {
        let page = fetch_all!(session, TaggedRow, TAGGED, after, VERSION_ROWS)?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for row in page {
            let tag_ids: Vec<TagId> = serde_json::from_str(&row.tag_ids).unwrap_or_default();
            let all = tag_ids.iter().filter(|id| found_by.remove(&(row.id, id.uuid()))).count();
            if tag_ids.is_empty() || all < tag_ids.len() {
                differing.insert(row.id);
            }
        }
    }
    differing.extend(found_by.into_iter().map(|(conversation, _)| conversation));
    Ok(differing.into_iter().map(|id| ConversationId::from_uuid(id).to_string()).collect())
}

#[derive(sqlx::FromRow)]
struct MessageRow {
    seq: i64,
    id: Uuid,
    conversation_id: Uuid,
    body: String,
}

/// Where an attachment stands, and what its row says of it.
type Placed = BTreeMap<AttachmentId, (Uuid, Uuid, Attachment)>;

/// The attachments whose row and message do not tell the same.
async fn attachments(session: &mut Session<'_>) -> Result<Vec<String>> {
    let mut rows: Placed = BTreeMap::new();
    let mut after = Uuid::nil();
    loop {
        let page = attachment::after(session, after, PAGE_ROWS).await?;
        let Some(last) = page.last() else { break };
        after = last.attachment.id.uuid();
        rows.extend(page.into_iter().filter_map(|held| {
            let (conversation, entry) = held.sent?;
            Some((held.attachment.id, (conversation.uuid(), entry.uuid(), held.attachment)))
        }));
    }
    let mut differing = Vec::new();
    let mut after = 0;
    loop {
        let page = fetch_all!(session, MessageRow, MESSAGES_WITH_ATTACHMENTS, after, PAGE_ROWS)?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for row in page {
            let body: EntryBody = serde_json::from_str(&row.body)
                .map_err(|error| StoreError::corrupt("entry.body", error))?;
            for told in body.attachments() {
                let expected = (row.conversation_id, row.id, told.clone());
                if rows.remove(&told.id) != Some(expected) {
                    differing.push(told.id.to_string());
                }
            }
        }
    }
    differing.extend(rows.into_keys().map(|id| id.to_string()));
    Ok(differing)
}

/// Looks at the file of every attachment that went with a message: reads them all, so it takes as
/// long as the disk does. What only waits for its message may be dropped meanwhile.
pub async fn check_files(session: &mut Session<'_>, files: &Files) -> Result<Vec<Finding>> {
    let mut lost = Vec::new();
    let mut after = Uuid::nil();
    loop {
        let page = attachment::after(session, after, PAGE_ROWS).await?;
        let Some(last) = page.last() else { break };
        after = last.attachment.id.uuid();
        for held in page.into_iter().filter(|held| held.sent.is_some()) {
            let (id, size_bytes) = (held.attachment.id, held.attachment.size_bytes);
            match files.holds(id, size_bytes, &held.sha256).await {
                Ok(true) => {}
                Ok(false) => lost.push(id.to_string()),
                Err(error) => lost.push(format!("{id}: {error}")),
            }
        }
    }
    lost.truncate(ROWS_MAX);
    let rule = "the file of every attachment is there, and as it was uploaded";
    Ok(if lost.is_empty() { Vec::new() } else { vec![Finding { rule, rows: lost }] })
}
