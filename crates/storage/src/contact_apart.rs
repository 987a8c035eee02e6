//! Contacts who may be the same person, since they share an address, and who have been told apart.

use std::collections::BTreeMap;

use rapport_core::actor::Actor;
use rapport_core::contact::IdentityKind;
use rapport_core::contact_merge::{Duplicate, SharedAddress};
use rapport_core::event::{ContactsTold, EventData};
use rapport_core::id::{ContactId, TypedId};
use uuid::Uuid;

use crate::contact;
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::stamp::Stamp;
use crate::statement::statements;

/// Most that are suggested: an address that more people share tells of nobody.
const DUPLICATES_MAX: usize = 10;
/// Shared addresses that are looked at.
const ROWS_MAX: i64 = 100;

statements! {
    SHARED = "select o.contact_id, o.kind, o.value, m.verified, o.verified as verified_there
        from identity m join identity o
            on o.kind = m.kind and o.value = m.value and o.contact_id <> m.contact_id
        where m.contact_id = $1 and m.kind in ('email', 'phone')
        and not exists (select 1 from contact_apart a
            where a.contact_id = $1 and a.other_id = o.contact_id)
        order by o.contact_id limit $2";
    PUT = "insert into contact_apart (contact_id, other_id) values ($1, $2)
        on conflict (contact_id, other_id) do nothing";
    REMOVE = "delete from contact_apart where contact_id = $1 and other_id = $2";
    IS_APART = "select other_id as id from contact_apart where contact_id = $1 and other_id = $2";
    OF = "select other_id as id from contact_apart where contact_id = $1";
    FORGET = "delete from contact_apart where contact_id = $1 or other_id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    contact_id: Uuid,
    kind: String,
    value: String,
    verified: bool,
    verified_there: bool,
}

#[derive(sqlx::FromRow)]
struct IdRow {
    id: Uuid,
}

/// Who may be the same person; an address that is verified, or shared by fewer, comes first.
pub async fn duplicates(session: &mut Session<'_>, id: ContactId) -> Result<Vec<Duplicate>> {
    let mut found: BTreeMap<Uuid, BTreeMap<(IdentityKind, String), SharedAddress>> =
        BTreeMap::new();
    for row in fetch_all!(session, Row, SHARED, id.uuid(), ROWS_MAX)? {
        let kind = IdentityKind::from_name(&row.kind)
            .ok_or_else(|| StoreError::corrupt("identity.kind", &row.kind))?;
        let shared =
            found.entry(row.contact_id).or_default().entry((kind, row.value.clone())).or_insert(
                SharedAddress { kind, value: row.value, verified: false, verified_there: false },
            );
        shared.verified |= row.verified;
        shared.verified_there |= row.verified_there;
    }
    let mut found: Vec<(Uuid, Vec<SharedAddress>)> = found
        .into_iter()
        .map(|(contact_id, shared)| (contact_id, shared.into_values().collect()))
        .collect();
    let is_sure = |it: &SharedAddress| it.verified || it.verified_there;
    found.sort_by_key(|(_, shared)| {
        let sure = shared.iter().filter(|it| is_sure(it)).count();
        std::cmp::Reverse((sure, shared.len()))
    });
    let mut duplicates = Vec::new();
    for (contact_id, reasons) in found.into_iter().take(DUPLICATES_MAX) {
        let contact = contact::get(session, ContactId::from_uuid(contact_id)).await?;
        duplicates.push(Duplicate { contact, reasons });
    }
    Ok(duplicates)
}

/// Notes that two contacts are two people, or takes that back. What is so already changes nothing.
pub async fn tell(
    tx: &mut Tx,
    stamp: Stamp,
    (contact_id, other_id): (ContactId, ContactId),
    apart: bool,
    actor: Actor,
) -> Result<()> {
    let session = &mut tx.session();
    for id in [contact_id, other_id] {
        contact::get(session, id).await?;
    }
    let is_apart =
        fetch_optional!(session, IdRow, IS_APART, contact_id.uuid(), other_id.uuid())?.is_some();
    if is_apart == apart {
        return Ok(());
    }
    if apart {
        put(tx, contact_id, other_id).await?;
    } else {
        take_back(tx, contact_id, other_id).await?;
    }
    let told = ContactsTold { contact_id, other_id, apart };
    tx.record(stamp.at, actor, EventData::ContactToldApart(told));
    Ok(())
}

pub(crate) async fn put(tx: &mut Tx, one: ContactId, other: ContactId) -> Result<()> {
    let session = &mut tx.session();
    execute!(session, PUT, one.uuid(), other.uuid())?;
    execute!(session, PUT, other.uuid(), one.uuid())?;
    Ok(())
}

async fn take_back(tx: &mut Tx, one: ContactId, other: ContactId) -> Result<()> {
    let session = &mut tx.session();
    execute!(session, REMOVE, one.uuid(), other.uuid())?;
    execute!(session, REMOVE, other.uuid(), one.uuid())?;
    Ok(())
}

/// One contact becomes a part of another: whoever is not the one is not the other either.
pub(crate) async fn carry(tx: &mut Tx, from: ContactId, into: ContactId) -> Result<()> {
    take_back(tx, from, into).await?;
    for row in fetch_all!(&mut tx.session(), IdRow, OF, from.uuid())? {
        put(tx, into, ContactId::from_uuid(row.id)).await?;
    }
    Ok(())
}

pub(crate) async fn forget(tx: &mut Tx, id: ContactId) -> Result<()> {
    execute!(&mut tx.session(), FORGET, id.uuid())?;
    Ok(())
}
