//! What is known of a contact beside their addresses: the company, tags and custom fields that they
//! show, and the rows by which they are found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rapport_core::channel::Channel;
use rapport_core::contact::{Contact, Details};
use rapport_core::id::{CompanyId, ContactId, TypedId};
use serde::Serialize;
use uuid::Uuid;

use crate::company;
use crate::contact::{self, Row, select};
use crate::db::{Session, execute, fetch_all};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::multi_row::{MultiRow, fetch_by_keys};
use crate::statement::statements;

/// Contacts that are compared with their rows at a time.
const CHECKED_ROWS: i64 = 500;

statements! {
    SET = "update contact set company_id = $2, tag_ids = $3, fields = $4, preferred_channel = $5,
        consents = $6 where id = $1";
    ADD_TAG = "insert into contact_tag (tag_id, contact_id) values ($1, $2)";
    REMOVE_TAG = "delete from contact_tag where tag_id = $1 and contact_id = $2";
    SET_FIELD = "insert into contact_field_value (field_id, contact_id, value_key, value_rank)
        values ($1, $2, $3, $4)
        on conflict (contact_id, field_id) do update
            set value_key = excluded.value_key, value_rank = excluded.value_rank";
    REMOVE_FIELD = "delete from contact_field_value where field_id = $1 and contact_id = $2";
    DETAILED = select!("where c.id > $1 and (c.tag_ids is not null or c.fields is not null
        or exists (select 1 from contact_tag t where t.contact_id = c.id)
        or exists (select 1 from contact_field_value v where v.contact_id = c.id))
        order by c.id limit $2");
}

pub(crate) static TAGS: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid")],
        "select contact_id, tag_id from contact_tag where contact_id in (select v.id from v)",
    )
});

pub(crate) static VALUES: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid")],
        "select contact_id, field_id, value_key, value_rank from contact_field_value
            where contact_id in (select v.id from v)",
    )
});

#[derive(sqlx::FromRow)]
struct TagRow {
    contact_id: Uuid,
    tag_id: Uuid,
}

#[derive(sqlx::FromRow)]
struct ValueRow {
    contact_id: Uuid,
    field_id: Uuid,
    value_key: String,
    value_rank: Option<f64>,
}

/// Writes what differs; name and language are the contact's own row's.
pub(crate) async fn write(tx: &mut Tx, id: ContactId, was: &Details, now: &Details) -> Result<()> {
    let of_own_row = |it: &Details| Details { name: None, language: None, ..it.clone() };
    if of_own_row(was) == of_own_row(now) {
        return Ok(());
    }
    let session = &mut tx.session();
    if let Some(company_id) = now.company_id.filter(|_| was.company_id != now.company_id) {
        company::get(session, company_id).await?;
    }
    let company_id = now.company_id.map(CompanyId::uuid);
    let tags = json("contact.tag_ids", &now.tag_ids, now.tag_ids.is_empty())?;
    let fields = json("contact.fields", &now.fields, now.fields.is_empty())?;
    let consents = json("contact.consents", &now.consents, now.consents.is_empty())?;
    let channel = now.preferred_channel.map(Channel::name);
    execute!(session, SET, id.uuid(), company_id, tags, fields, channel, consents)?;
    for tag_id in was.tag_ids.iter().filter(|tag_id| !now.tag_ids.contains(tag_id)) {
        execute!(session, REMOVE_TAG, tag_id.uuid(), id.uuid())?;
    }
    for tag_id in now.tag_ids.iter().filter(|tag_id| !was.tag_ids.contains(tag_id)) {
        execute!(session, ADD_TAG, tag_id.uuid(), id.uuid())?;
    }
    for field_id in was.fields.keys().filter(|field_id| !now.fields.contains_key(field_id)) {
        execute!(session, REMOVE_FIELD, field_id.uuid(), id.uuid())?;
    }
    for (field_id, value) in &now.fields {
        if was.fields.get(field_id) != Some(value) {
            let (key, rank) = (value.key(), value.rank());
            execute!(session, SET_FIELD, field_id.uuid(), id.uuid(), key.as_str(), rank)?;
        }
    }
    Ok(())
}

fn json(what: &'static str, it: &impl Serialize, is_empty: bool) -> Result<Option<String>> {
    if is_empty {
        return Ok(None);
    }
    serde_json::to_string(it).map(Some).map_err(|error| StoreError::corrupt(what, error))
}

/// The contacts whom the rows do not find by what they show.
pub(crate) async fn differing(session: &mut Session<'_>) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut after = Uuid::nil();
    loop {
        let rows = fetch_all!(session, Row, DETAILED, after, CHECKED_ROWS)?;
        let contacts = contact::read_all(session, rows).await?;
        let Some(last) = contacts.last() else { return Ok(found) };
        after = last.id.uuid();
        found.extend(differing_of(session, &contacts).await?.iter().map(ToString::to_string));
    }
}

async fn differing_of(session: &mut Session<'_>, contacts: &[Contact]) -> Result<Vec<ContactId>> {
    let ids: Vec<Uuid> = contacts.iter().map(|contact| contact.id.uuid()).collect();
    let mut tags: BTreeSet<(Uuid, Uuid)> = BTreeSet::new();
    for row in fetch_by_keys!(session, TagRow, TAGS, &ids)? {
        tags.insert((row.contact_id, row.tag_id));
    }
    let mut values = BTreeMap::new();
    for row in fetch_by_keys!(session, ValueRow, VALUES, &ids)? {
        values.insert((row.contact_id, row.field_id), (row.value_key, row.value_rank));
    }
    let agree = |contact: &Contact| {
        let of = (contact.id.uuid(), Uuid::nil())..=(contact.id.uuid(), Uuid::max());
        let shown = contact.tag_ids.iter().all(|id| tags.contains(&(contact.id.uuid(), id.uuid())))
            && contact.fields.iter().all(|(id, value)| {
                let found = values.get(&(contact.id.uuid(), id.uuid()));
                found.is_some_and(|(key, rank)| *key == value.key() && *rank == value.rank())
            });
        shown
            && tags.range(of.clone()).count() == contact.tag_ids.len()
            && values.range(of).count() == contact.fields.len()
    };
    Ok(contacts.iter().filter(|contact| !agree(contact)).map(|contact| contact.id).collect())
}
