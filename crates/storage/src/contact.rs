//! Contacts and their identities.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::contact::{Contact, Identity, IdentityKind, PageVisit};
use rapport_core::event::{ContactChange, EventData};
use rapport_core::id::{ContactId, ConversationId, IdentityId, TypedId};
use uuid::Uuid;

use crate::conversation;
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::multi_row::{MultiRow, fetch_by_keys};
use crate::statement::statements;

/// Longest query that is looked for, in characters: no name or address is longer, and SQLite bounds
/// patterns.
const QUERY_CHARS_MAX: usize = 500;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, name, language, page, created_at, last_seen_at, blocked, version from contact ",
            $rest
        )
    };
}

statements! {
    GET = select!("where id = $1");
    LIST = select!("where id < $1 and merged_into is null order by id desc limit $2");
    FIND = select!("where id < $1 and merged_into is null and findable like $3 escape '\\' order by id desc limit $2");
    BLOCKED = select!("where blocked is not null and merged_into is null and id < $1
        order by id desc limit $2");
    INSERT = "insert into contact (id, name, language, page, created_at, last_seen_at, version,
            findable)
        values ($1, $2, $3, $4, $5, $5, 1, $6)";
    UPDATE = "update contact set name = $2, language = $3, version = version + 1, findable = $5
        where id = $1 and version = $4";
    SURVIVOR = "select merged_into as contact_id from contact
        where id = $1 and merged_into is not null";
    UNRESOLVED = "select id from conversation where contact_id = $1 and status <> 'resolved'
        order by created_at, id";
    FINDABLE = "update contact set findable = $2 where id = $1";
    SEEN = "update contact set page = $2, last_seen_at = $3 where id = $1";
    INSERT_IDENTITY = "insert into identity (id, contact_id, kind, value, verified, created_at)
        values ($1, $2, $3, $4, $5, $6)";
    BY_VERIFIED_IDENTITY = "select contact_id from identity
        where kind = $1 and value = $2 and verified";
}

pub(crate) static IDENTITIES: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid")],
        "select id, contact_id, kind, value, verified from identity
            where contact_id in (select v.id from v) order by created_at, id",
    )
});

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: Option<String>,
    language: Option<String>,
    page: Option<String>,
    created_at: i64,
    last_seen_at: Option<i64>,
    blocked: Option<String>,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct IdentityRow {
    id: Uuid,
    contact_id: Uuid,
    kind: String,
    value: String,
    verified: bool,
}

#[derive(sqlx::FromRow)]
struct ConversationIdRow {
    id: Uuid,
}

#[derive(sqlx::FromRow)]
struct ContactIdRow {
    contact_id: Uuid,
}

/// Puts the identities to their contacts.
async fn read_all(session: &mut Session<'_>, rows: Vec<Row>) -> Result<Vec<Contact>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut identities: BTreeMap<Uuid, Vec<Identity>> = BTreeMap::new();
    for row in fetch_by_keys!(session, IdentityRow, IDENTITIES, &ids)? {
        let identity = Identity {
            id: IdentityId::from_uuid(row.id),
            kind: IdentityKind::from_name(&row.kind)
                .ok_or_else(|| StoreError::corrupt("identity.kind", &row.kind))?,
            value: row.value,
            verified: row.verified,
        };
        identities.entry(row.contact_id).or_default().push(identity);
    }
    rows.into_iter()
        .map(|row| {
            Ok(Contact {
                id: ContactId::from_uuid(row.id),
                name: row.name,
                language: row.language,
                identities: identities.remove(&row.id).unwrap_or_default(),
                page: row
                    .page
                    .map(|json| serde_json::from_str(&json))
                    .transpose()
                    .map_err(|error| StoreError::corrupt("contact.page", error))?,
                created_at: Timestamp::from_micros(row.created_at),
                last_seen_at: row.last_seen_at.map(Timestamp::from_micros),
                blocked: row
                    .blocked
                    .map(|json| serde_json::from_str(&json))
                    .transpose()
                    .map_err(|error| StoreError::corrupt("contact.blocked", error))?,
                version: row.version,
            })
        })
        .collect()
}

pub async fn get(session: &mut Session<'_>, id: ContactId) -> Result<Contact> {
    let row = fetch_optional!(session, Row, GET, id.uuid())?;
    let rows = row.into_iter().collect();
    read_all(session, rows).await?.pop().ok_or(StoreError::NotFound("contact"))
}

/// The contact, or the one whom they have become a part of.
pub async fn get_survivor(session: &mut Session<'_>, id: ContactId) -> Result<Contact> {
    let survivor = fetch_optional!(session, ContactIdRow, SURVIVOR, id.uuid())?;
    get(session, survivor.map_or(id, |row| ContactId::from_uuid(row.contact_id))).await
}

/// Newest first, those with an id below `before`; with a query, those whose name or identity
/// holds it.
pub async fn list(
    session: &mut Session<'_>,
    query: Option<&str>,
    before: Option<ContactId>,
    limit: i64,
) -> Result<Vec<Contact>> {
    let before = before.map_or(Uuid::max(), ContactId::uuid);
    let rows = match query.map(str::trim).filter(|query| !query.is_empty()) {
        None => fetch_all!(session, Row, LIST, before, limit)?,
        Some(query) => {
            let Some(pattern) = like_pattern(query) else { return Ok(Vec::new()) };
            fetch_all!(session, Row, FIND, before, limit, pattern.as_str())?
        }
    };
    read_all(session, rows).await
}

/// Those from whom nothing more is taken, in the order of [`list`].
pub async fn blocked(
    session: &mut Session<'_>,
    before: Option<ContactId>,
    limit: i64,
) -> Result<Vec<Contact>> {
    let before = before.map_or(Uuid::max(), ContactId::uuid);
    let rows = fetch_all!(session, Row, BLOCKED, before, limit)?;
    read_all(session, rows).await
}

/// Lower case, letter by letter, so that a part of a text folds as it does in the whole.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// What [`list`] finds a contact by: name and identities, a line each.
fn findable(name: Option<&str>, identities: &[Identity]) -> String {
    let mut lines = String::new();
    for line in name.into_iter().chain(identities.iter().map(|identity| identity.value.as_str())) {
        lines.extend(folded(line));
        lines.push('\n');
    }
    lines
}

/// `%query%` in lower case, with the wildcards in it taken literally; none when no contact can
/// hold it.
fn like_pattern(query: &str) -> Option<String> {
    if query.chars().nth(QUERY_CHARS_MAX).is_some() || query.contains(char::is_control) {
        return None;
    }
    let mut pattern = String::from("%");
    for c in folded(query) {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    Some(pattern)
}

/// The contact whom a verified identity names.
pub async fn by_verified_identity(
    session: &mut Session<'_>,
    kind: IdentityKind,
    value: &str,
) -> Result<Option<Contact>> {
    let row = fetch_optional!(session, ContactIdRow, BY_VERIFIED_IDENTITY, kind.name(), value)?;
    match row {
        Some(row) => get(session, ContactId::from_uuid(row.contact_id)).await.map(Some),
        None => Ok(None),
    }
}

/// Someone who was not known before.
#[derive(Debug, Clone)]
pub struct NewContact {
    pub id: ContactId,
    pub name: Option<String>,
    pub language: Option<String>,
    pub page: Option<PageVisit>,
    pub identities: Vec<Identity>,
}

pub async fn insert(tx: &mut Tx, new: &NewContact, now: Timestamp) -> Result<()> {
    let page = page_json(new.page.as_ref())?;
    let findable = findable(new.name.as_deref(), &new.identities);
    execute!(
        &mut tx.session(),
        INSERT,
        new.id.uuid(),
        new.name.as_deref(),
        new.language.as_deref(),
        page.as_deref(),
        now.micros(),
        findable.as_str(),
    )?;
    for identity in &new.identities {
        insert_identity(tx, new.id, identity, now).await?;
    }
    Ok(())
}

async fn insert_identity(
    tx: &mut Tx,
    contact_id: ContactId,
    identity: &Identity,
    now: Timestamp,
) -> Result<()> {
    execute!(
        &mut tx.session(),
        INSERT_IDENTITY,
        identity.id.uuid(),
        contact_id.uuid(),
        identity.kind.name(),
        identity.value.as_str(),
        identity.verified,
        now.micros(),
    )?;
    Ok(())
}

/// Adds an identity; that it is so, the caller has to [`tell`].
pub(crate) async fn add_identity(
    tx: &mut Tx,
    contact_id: ContactId,
    identity: &Identity,
    now: Timestamp,
) -> Result<()> {
    insert_identity(tx, contact_id, identity, now).await?;
    find_anew(tx, contact_id).await
}

/// Has lists find the contact by what is known of them now.
pub(crate) async fn find_anew(tx: &mut Tx, id: ContactId) -> Result<()> {
    let session = &mut tx.session();
    let contact = get(session, id).await?;
    let findable = findable(contact.name.as_deref(), &contact.identities);
    execute!(session, FINDABLE, id.uuid(), findable.as_str())?;
    Ok(())
}

/// Notes the contact as they are now.
pub(crate) fn tell(tx: &mut Tx, contact: &Contact, actor: Actor, now: Timestamp) {
    let change = ContactChange { contact: contact.clone() };
    tx.record(now, actor, EventData::ContactUpdated(change));
}

fn page_json(page: Option<&PageVisit>) -> Result<Option<String>> {
    page.map(serde_json::to_string)
        .transpose()
        .map_err(|error| StoreError::corrupt("a page", error))
}

/// The contact was seen on a page.
pub async fn seen(
    tx: &mut Tx,
    id: ContactId,
    page: &PageVisit,
    actor: Actor,
    now: Timestamp,
) -> Result<()> {
    let json = page_json(Some(page))?;
    execute!(&mut tx.session(), SEEN, id.uuid(), json.as_deref(), now.micros())?;
    let contact = get(&mut tx.session(), id).await?;
    tell(tx, &contact, actor, now);
    Ok(())
}

/// The conversations that lists of work show.
pub(crate) async fn unresolved(
    session: &mut Session<'_>,
    id: ContactId,
) -> Result<Vec<ConversationId>> {
    let rows = fetch_all!(session, ConversationIdRow, UNRESOLVED, id.uuid())?;
    Ok(rows.into_iter().map(|row| ConversationId::from_uuid(row.id)).collect())
}

/// Changes what an agent can change; `version` is the one that they saw.
pub async fn update(
    tx: &mut Tx,
    id: ContactId,
    version: i64,
    name: Option<&str>,
    language: Option<&str>,
    actor: Actor,
    now: Timestamp,
) -> Result<Contact> {
    let was = get(&mut tx.session(), id).await?;
    let findable = findable(name, &was.identities);
    let session = &mut tx.session();
    let text = findable.as_str();
    if execute!(session, UPDATE, id.uuid(), name, language, version, text)? == 0 {
        return Err(StoreError::VersionConflict { current: was.version });
    }
    let contact = get(&mut tx.session(), id).await?;
    tell(tx, &contact, actor.clone(), now);
    if contact.name != was.name {
        for on in unresolved(&mut tx.session(), id).await? {
            conversation::contact_changed(tx, on, actor.clone(), now).await?;
        }
    }
    Ok(contact)
}
