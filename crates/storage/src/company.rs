//! Companies.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::company::{Company, CompanyDetails, name_key};
use rapport_core::event::{CompanyChange, EventData};
use rapport_core::id::{CompanyId, ContactId, TypedId};
use uuid::Uuid;

use crate::contact;
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::stamp::Stamp;
use crate::statement::statements;

/// Up to so many contacts of a company are counted.
pub const CONTACTS_COUNTED_MAX: i64 = 1_000;
/// A company with more contacts cannot be removed at once.
const REMOVED_WITH_MAX: i64 = 1_000;

const NAME_TAKEN: &str = "another company has this name; choose another, or use that one";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, name, website, description, version, created_at, updated_at,
                (select count(*) from (select 1 as one from contact c
                    where c.company_id = company.id limit 1000) t) as contacts
            from company ",
            $rest
        )
    };
}

statements! {
    GET = select!("where id = $1");
    LIST = select!("where (name_key > $1 or $1 is null)
        and (name_key like $2 escape '\\' or $2 is null) order by name_key limit $3");
    BY_NAME = "select id from company where name_key = $1";
    INSERT = "insert into company
            (id, name, name_key, website, description, version, created_at, updated_at)
        values ($1, $2, $3, $4, $5, 1, $6, $6)";
    UPDATE = "update company set name = $2, name_key = $3, website = $4, description = $5,
            updated_at = $6, version = version + 1
        where id = $1 and version = $7";
    CONTACTS = "select id from contact where company_id = $1 order by id limit $2";
    LEAVE = "update contact set company_id = null, version = version + 1 where company_id = $1";
    REMOVE = "delete from company where id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    website: Option<String>,
    description: Option<String>,
    version: i64,
    created_at: i64,
    updated_at: i64,
    contacts: i64,
}

#[derive(sqlx::FromRow)]
struct IdRow {
    id: Uuid,
}

impl Row {
    fn read(self) -> (Company, i64) {
        let company = Company {
            id: CompanyId::from_uuid(self.id),
            version: self.version,
            created_at: Timestamp::from_micros(self.created_at),
            updated_at: Timestamp::from_micros(self.updated_at),
            details: CompanyDetails {
                name: self.name,
                website: self.website,
                description: self.description,
            },
        };
        (company, self.contacts)
    }
}

/// With how many contacts belong to it, counted up to [`CONTACTS_COUNTED_MAX`].
pub async fn get(session: &mut Session<'_>, id: CompanyId) -> Result<(Company, i64)> {
    let row = fetch_optional!(session, Row, GET, id.uuid())?;
    row.map(Row::read).ok_or(StoreError::NotFound("company"))
}

/// As [`get`], by name from the one after `after`; with a query, those whose name holds it.
pub async fn list(
    session: &mut Session<'_>,
    query: Option<&str>,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<(Company, i64)>> {
    let pattern = match query.map(str::trim).filter(|query| !query.is_empty()) {
        None => None,
        Some(query) => {
            let Some(pattern) = contact::like_pattern(query) else { return Ok(Vec::new()) };
            Some(pattern)
        }
    };
    let rows = fetch_all!(session, Row, LIST, after, pattern.as_deref(), limit)?;
    Ok(rows.into_iter().map(Row::read).collect())
}

pub(crate) async fn is_there(session: &mut Session<'_>, id: CompanyId) -> Result<bool> {
    match get(session, id).await {
        Ok(_) => Ok(true),
        Err(StoreError::NotFound(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The company with this name, in any letter case.
pub async fn by_name(session: &mut Session<'_>, name: &str) -> Result<Option<CompanyId>> {
    let row = fetch_optional!(session, IdRow, BY_NAME, name_key(name))?;
    Ok(row.map(|row| CompanyId::from_uuid(row.id)))
}

pub async fn add(
    tx: &mut Tx,
    stamp: Stamp,
    details: CompanyDetails,
    actor: Actor,
) -> Result<Company> {
    let company =
        Company { id: stamp.id(), version: 1, created_at: stamp.at, updated_at: stamp.at, details };
    execute!(
        &mut tx.session(),
        INSERT,
        company.id.uuid(),
        company.details.name.as_str(),
        name_key(&company.details.name),
        company.details.website.as_deref(),
        company.details.description.as_deref(),
        stamp.at.micros(),
    )
    .map_err(|error| StoreError::taken(error, NAME_TAKEN))?;
    let change = CompanyChange { company: company.clone() };
    tx.record(stamp.at, actor, EventData::CompanyCreated(change));
    Ok(company)
}

/// `version` is the one that was seen.
pub async fn update(
    tx: &mut Tx,
    id: CompanyId,
    version: i64,
    details: &CompanyDetails,
    actor: Actor,
    now: Timestamp,
) -> Result<(Company, i64)> {
    let (was, _) = get(&mut tx.session(), id).await?;
    let changed = execute!(
        &mut tx.session(),
        UPDATE,
        id.uuid(),
        details.name.as_str(),
        name_key(&details.name),
        details.website.as_deref(),
        details.description.as_deref(),
        now.micros(),
        version,
    )
    .map_err(|error| StoreError::taken(error, NAME_TAKEN))?;
    if changed == 0 {
        return Err(StoreError::VersionConflict { current: was.version });
    }
    let (company, contacts) = get(&mut tx.session(), id).await?;
    let change = CompanyChange { company: company.clone() };
    tx.record(now, actor, EventData::CompanyUpdated(change));
    Ok((company, contacts))
}

/// Its contacts stay, and belong to none.
pub async fn remove(tx: &mut Tx, id: CompanyId, actor: Actor, now: Timestamp) -> Result<()> {
    let session = &mut tx.session();
    let (company, _) = get(session, id).await?;
    let contacts = fetch_all!(session, IdRow, CONTACTS, id.uuid(), REMOVED_WITH_MAX + 1)?;
    if i64::try_from(contacts.len()).is_ok_and(|count| count > REMOVED_WITH_MAX) {
        let detail = "more than 1,000 contacts belong to this company; give them another first";
        return Err(StoreError::Taken(detail));
    }
    execute!(session, LEAVE, id.uuid())?;
    execute!(session, REMOVE, id.uuid())?;
    for row in contacts {
        let left = contact::get(&mut tx.session(), ContactId::from_uuid(row.id)).await?;
        contact::tell(tx, &left, actor.clone(), now);
    }
    tx.record(now, actor, EventData::CompanyRemoved(CompanyChange { company }));
    Ok(())
}
