//! Contacts and their identities.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::company::CompanySummary;
use rapport_core::consent::Consents;
use rapport_core::contact::{Contact, Details, Fields, Identity, IdentityKind, PageVisit};
use rapport_core::event::{ContactChange, EventData};
use rapport_core::id::{CompanyId, ContactId, ConversationId, IdentityId, TagId, TypedId};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::contact_apart;
use crate::contact_details;
use crate::contact_identity;
use crate::conversation;
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::multi_row::{MultiRow, execute_rows, fetch_by_keys};
use crate::page_visit;
use crate::statement::statements;

/// Longest query that is looked for, in characters: no name or address is longer, and SQLite bounds
/// patterns.
const QUERY_CHARS_MAX: usize = 500;
/// `$rest` joins and narrows `c`, the contact.
macro_rules! select {
    ($rest:expr) => {
        concat!(
            "select c.id, c.name, c.language, c.company_id, o.name as company_name, c.tag_ids,
                c.fields, c.preferred_channel, c.consents, c.page, c.created_at, c.last_seen_at, c.blocked, c.version
            from contact c left join company o on o.id = c.company_id ",
            $rest
        )
    };
}
pub(crate) use select;

statements! {
    GET = select!("where c.id = $1");
    UPDATE = "update contact set name = $2, language = $3, version = version + 1, findable = $5
        where id = $1 and version = $4";
    TOUCH = "update contact set version = version + 1 where id = $1 and merged_into is null";
    SURVIVOR = "select merged_into as contact_id from contact
        where id = $1 and merged_into is not null";
    UNRESOLVED = "select id from conversation where contact_id = $1 and status <> 'resolved'
        order by created_at, id";
    FINDABLE = "update contact set findable = $2 where id = $1";
    // Whoever was here last tells where they are.
    SEEN_AS = "update contact set page = f.page, last_seen_at = f.last_seen_at
        from contact f where contact.id = $1 and f.id = $2 and f.last_seen_at is not null
        and (contact.last_seen_at is null or contact.last_seen_at < f.last_seen_at)";
    SEEN = "update contact set page = $2, last_seen_at = $3 where id = $1";
    HAS_CONVERSATION = "select id from conversation where contact_id = $1 limit 1";
    ABSORBED = "select id from contact where merged_into = $1
        union select id from contact_merge where from_id = $1 or into_id = $1 limit 1";
    REMOVE_IDENTITIES = "delete from identity where contact_id = $1";
    REMOVE = "delete from contact where id = $1";
}

pub(crate) static INSERT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[
            ("id", "uuid"),
            ("name", "text"),
            ("language", "text"),
            ("page", "text"),
            ("created_at", "bigint"),
            ("last_seen_at", "bigint"),
            ("findable", "text"),
        ],
        "insert into contact (id, name, language, page, created_at, last_seen_at, version, findable)
        select id, name, language, page, created_at, last_seen_at, 1, findable from v
        where id is not null",
    )
});

pub(crate) static GET_MANY: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(&[("id", "uuid")], select!("where c.id in (select v.id from v)"))
});

pub(crate) static IDENTITIES: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid")],
        "select id, contact_id, kind, value, verified from identity
            where contact_id in (select v.id from v) order by created_at, id",
    )
});

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    id: Uuid,
    name: Option<String>,
    language: Option<String>,
    company_id: Option<Uuid>,
    company_name: Option<String>,
    tag_ids: Option<String>,
    fields: Option<String>,
    preferred_channel: Option<String>,
    consents: Option<String>,
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
pub(crate) async fn read_all(session: &mut Session<'_>, rows: Vec<Row>) -> Result<Vec<Contact>> {
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
        show(identities.entry(row.contact_id).or_default(), identity);
    }
    rows.into_iter()
        .map(|row| {
            Ok(Contact {
                id: ContactId::from_uuid(row.id),
                name: row.name,
                language: row.language,
                identities: identities.remove(&row.id).unwrap_or_default(),
                company: row
                    .company_id
                    .zip(row.company_name)
                    .map(|(id, name)| CompanySummary { id: CompanyId::from_uuid(id), name }),
                tag_ids: read_json::<Vec<TagId>>("contact.tag_ids", row.tag_ids)?
                    .unwrap_or_default(),
                fields: read_json::<Fields>("contact.fields", row.fields)?.unwrap_or_default(),
                preferred_channel: row
                    .preferred_channel
                    .map(|name| conversation::channel(&name))
                    .transpose()?,
                consents: read_json::<Consents>("contact.consents", row.consents)?
                    .unwrap_or_default(),
                page: read_json("contact.page", row.page)?,
                created_at: Timestamp::from_micros(row.created_at),
                last_seen_at: row.last_seen_at.map(Timestamp::from_micros),
                blocked: read_json("contact.blocked", row.blocked)?,
                version: row.version,
            })
        })
        .collect()
}

/// Two contacts that have become one may both have had an address: it is shown once, verified if one
/// of them is.
fn show(identities: &mut Vec<Identity>, identity: Identity) {
    let same = |it: &&mut Identity| it.kind == identity.kind && it.value == identity.value;
    match identities.iter_mut().find(same) {
        Some(shown) if identity.verified => *shown = identity,
        Some(_) => {}
        None => identities.push(identity),
    }
}

fn read_json<T: DeserializeOwned>(what: &'static str, json: Option<String>) -> Result<Option<T>> {
    json.map(|json| serde_json::from_str(&json))
        .transpose()
        .map_err(|error| StoreError::corrupt(what, error))
}

pub async fn get(session: &mut Session<'_>, id: ContactId) -> Result<Contact> {
    let row = fetch_optional!(session, Row, GET, id.uuid())?;
    let rows = row.into_iter().collect();
    read_all(session, rows).await?.pop().ok_or(StoreError::NotFound("contact"))
}

/// Several at once, in no order; those that do not exist are left out.
pub async fn several(session: &mut Session<'_>, ids: &[ContactId]) -> Result<Vec<Contact>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = fetch_by_keys!(session, Row, GET_MANY, &ids)?;
    read_all(session, rows).await
}

/// The contact, or the one whom they have become a part of.
pub async fn get_survivor(session: &mut Session<'_>, id: ContactId) -> Result<Contact> {
    let id = survivor_id(session, id).await?;
    get(session, id).await
}

/// Whom the contact has become a part of; else they themselves, whether or not they are there.
pub async fn survivor_id(session: &mut Session<'_>, id: ContactId) -> Result<ContactId> {
    let survivor = fetch_optional!(session, ContactIdRow, SURVIVOR, id.uuid())?;
    Ok(survivor.map_or(id, |row| ContactId::from_uuid(row.contact_id)))
}

/// Something of theirs has changed that is not in their own row.
pub(crate) async fn touch(tx: &mut Tx, id: ContactId) -> Result<()> {
    execute!(&mut tx.session(), TOUCH, id.uuid())?;
    Ok(())
}

/// Lower case, letter by letter, so that a part of a text folds as it does in the whole.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// What lists find a contact by: name and identities, a line each.
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
pub(crate) fn like_pattern(query: &str) -> Option<String> {
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

/// Whether they have said or been told anything, or another contact has become a part of them.
pub(crate) async fn has_a_past(session: &mut Session<'_>, id: ContactId) -> Result<bool> {
    let spoke = fetch_optional!(session, ConversationIdRow, HAS_CONVERSATION, id.uuid())?;
    let absorbed = fetch_optional!(session, ConversationIdRow, ABSORBED, id.uuid())?;
    Ok(spoke.is_some() || absorbed.is_some())
}

/// Removes somebody without a past, whose notes are gone.
pub(crate) async fn remove(
    tx: &mut Tx,
    contact: &Contact,
    actor: Actor,
    now: Timestamp,
) -> Result<()> {
    contact_details::write(tx, contact.id, &Details::from(contact), &Details::default()).await?;
    page_visit::remove(tx, contact.id).await?;
    contact_apart::forget(tx, contact.id).await?;
    let session = &mut tx.session();
    execute!(session, REMOVE_IDENTITIES, contact.id.uuid())?;
    execute!(session, REMOVE, contact.id.uuid())?;
    let change = ContactChange { contact: contact.clone() };
    tx.record(now, actor, EventData::ContactRemoved(change));
    Ok(())
}

/// Someone who was not known before.
#[derive(Debug, Clone)]
pub struct NewContact {
    pub id: ContactId,
    pub details: Details,
    /// The pages that they were on, the oldest first: the last one is where they are.
    pub visits: Vec<PageVisit>,
    pub identities: Vec<Identity>,
}

/// Those who are here now.
pub async fn insert(tx: &mut Tx, new: &[NewContact], now: Timestamp) -> Result<()> {
    write(tx, new, now, Some(now)).await
}

async fn write(
    tx: &mut Tx,
    new: &[NewContact],
    now: Timestamp,
    last_seen_at: Option<Timestamp>,
) -> Result<()> {
    struct Row<'n> {
        id: ContactId,
        details: &'n Details,
        page: Option<String>,
        findable: String,
        created_at: i64,
        last_seen_at: Option<i64>,
    }
    let (created_at, last_seen_at) = (now.micros(), last_seen_at.map(Timestamp::micros));
    let rows: Vec<Row<'_>> = new
        .iter()
        .map(|NewContact { id, details, visits, identities }| {
            let page = page_json(visits.last())?;
            let findable = findable(details.name.as_deref(), identities);
            Ok(Row { id: *id, details, page, findable, created_at, last_seen_at })
        })
        .collect::<Result<_>>()?;
    execute_rows!(&mut tx.session(), INSERT, &rows, it => [
        it.id.uuid(),
        it.details.name.as_deref(),
        it.details.language.as_deref(),
        it.page.as_deref(),
        it.created_at,
        it.last_seen_at,
        it.findable.as_str(),
    ])?;
    let identities: Vec<(ContactId, &Identity)> =
        new.iter().flat_map(|new| new.identities.iter().map(|it| (new.id, it))).collect();
    contact_identity::insert(tx, &identities, now).await?;
    for NewContact { id, details, visits, .. } in new {
        contact_details::write(tx, *id, &Details::default(), details).await?;
        page_visit::add(tx, *id, visits).await?;
    }
    Ok(())
}

/// Somebody of whom a colleague or a program tells; whether they were ever here is not known.
pub async fn create(
    tx: &mut Tx,
    new: &NewContact,
    actor: Actor,
    now: Timestamp,
) -> Result<Contact> {
    for identity in &new.identities {
        contact_identity::check_free(&mut tx.session(), new.id, identity).await?;
    }
    write(tx, std::slice::from_ref(new), now, None).await?;
    let contact = get(&mut tx.session(), new.id).await?;
    tx.record(now, actor, EventData::ContactCreated(ContactChange { contact: contact.clone() }));
    Ok(contact)
}

/// The contact was wherever one who becomes a part of them was, if that was later.
pub(crate) async fn seen_as(tx: &mut Tx, id: ContactId, other: &Contact) -> Result<()> {
    execute!(&mut tx.session(), SEEN_AS, id.uuid(), other.id.uuid())?;
    Ok(())
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

/// The contact was seen on these pages, the oldest first: the last one is where they are.
pub async fn seen(
    tx: &mut Tx,
    id: ContactId,
    visits: &[PageVisit],
    actor: Actor,
    now: Timestamp,
) -> Result<()> {
    let json = page_json(visits.last())?;
    page_visit::add(tx, id, visits).await?;
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

/// Changes what people and programs can say of a contact; `version` is the one that they saw.
pub async fn update(
    tx: &mut Tx,
    id: ContactId,
    version: i64,
    details: &Details,
    actor: Actor,
    now: Timestamp,
) -> Result<Contact> {
    let was = get(&mut tx.session(), id).await?;
    let (name, language) = (details.name.as_deref(), details.language.as_deref());
    let findable = findable(name, &was.identities);
    let session = &mut tx.session();
    let text = findable.as_str();
    if execute!(session, UPDATE, id.uuid(), name, language, version, text)? == 0 {
        return Err(StoreError::VersionConflict { current: was.version });
    }
    contact_details::write(tx, id, &Details::from(&was), details).await?;
    let contact = get(&mut tx.session(), id).await?;
    tell(tx, &contact, actor.clone(), now);
    if contact.name != was.name {
        for on in unresolved(&mut tx.session(), id).await? {
            conversation::contact_changed(tx, on, actor.clone(), now).await?;
        }
    }
    Ok(contact)
}
