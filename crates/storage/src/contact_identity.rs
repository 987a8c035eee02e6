//! By what contacts are known: their addresses, browsers and ids, and whose each of them is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::contact::{Contact, IDENTITIES_MAX, Identity, IdentityKind};
use rapport_core::id::{ContactId, IdentityId, TypedId};
use uuid::Uuid;

use crate::contact::{self, find_anew, get, tell, touch};
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::multi_row::{MultiRow, execute_rows, fetch_by_keys};
use crate::statement::statements;

statements! {
    // With whatever says the same of them, of which only one is shown.
    REMOVE = "delete from identity where contact_id = $2 and (kind, value) in
        (select kind, value from identity where id = $1 and contact_id = $2)";
    BY_ANY = "select distinct contact_id from identity
        where kind = $1 and value = $2 order by contact_id limit $3";
    BY_VERIFIED = "select contact_id from identity
        where kind = $1 and value = $2 and verified";
}

pub(crate) static INSERT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "identity",
        &[
            ("id", "uuid"),
            ("contact_id", "uuid"),
            ("kind", "text"),
            ("value", "text"),
            ("verified", "boolean"),
            ("created_at", "bigint"),
        ],
        "",
    )
});

pub(crate) static SET_WRITES: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid")],
        "update identity set writes = true where id in (select v.id from v)",
    )
});

/// Whose it is comes last.
pub(crate) static MAIL_WRITERS: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("value", "text")],
        "select value, contact_id from identity
            where kind = 'email' and value in (select v.value from v) and (verified or writes)
            order by verified",
    )
});

#[derive(sqlx::FromRow)]
struct WriterRow {
    value: String,
    contact_id: Uuid,
}

#[derive(sqlx::FromRow)]
struct ContactIdRow {
    contact_id: Uuid,
}

/// The contact whom a verified identity names.
pub async fn by_verified(
    session: &mut Session<'_>,
    kind: IdentityKind,
    value: &str,
) -> Result<Option<Contact>> {
    let row = fetch_optional!(session, ContactIdRow, BY_VERIFIED, kind.name(), value)?;
    match row {
        Some(row) => get(session, ContactId::from_uuid(row.contact_id)).await.map(Some),
        None => Ok(None),
    }
}

/// The contacts whose mails come from these addresses, by address: whose it is, or else who writes
/// from there, though nobody has proved that it is theirs.
pub(crate) async fn mail_writers(
    session: &mut Session<'_>,
    addresses: &[&str],
) -> Result<BTreeMap<String, Contact>> {
    let rows = fetch_by_keys!(session, WriterRow, MAIL_WRITERS, addresses)?;
    let id_of = |row: &WriterRow| ContactId::from_uuid(row.contact_id);
    let ids: Vec<ContactId> = rows.iter().map(id_of).collect();
    let found = contact::several(session, &ids).await?;
    let contacts: BTreeMap<ContactId, Contact> = found.into_iter().map(|it| (it.id, it)).collect();
    let of = |row: WriterRow| {
        let contact = contacts.get(&id_of(&row))?.clone();
        Some((row.value, contact))
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

/// From now on what comes from these addresses is theirs.
pub(crate) async fn set_writes(tx: &mut Tx, ids: &[IdentityId]) -> Result<()> {
    execute_rows!(&mut tx.session(), SET_WRITES, ids, id => [id.uuid()])?;
    Ok(())
}

/// Whoever is known by an identity, verified or not; at most `limit`.
pub(crate) async fn by_any(
    session: &mut Session<'_>,
    kind: IdentityKind,
    value: &str,
    limit: i64,
) -> Result<Vec<ContactId>> {
    let rows = fetch_all!(session, ContactIdRow, BY_ANY, kind.name(), value, limit)?;
    Ok(rows.into_iter().map(|row| ContactId::from_uuid(row.contact_id)).collect())
}

/// What is another contact's, verified, must be taken from them first.
pub(crate) async fn check_free(
    session: &mut Session<'_>,
    id: ContactId,
    identity: &Identity,
) -> Result<()> {
    match by_verified(session, identity.kind, &identity.value).await? {
        Some(holder) if holder.id != id => Err(StoreError::IdentityTaken { holder: holder.id }),
        _ => Ok(()),
    }
}

/// Gives a contact an address. One that they have already stays as it is, but that it may become
/// verified. One that is only claimed takes nothing from whoever has it.
pub async fn give(
    tx: &mut Tx,
    id: ContactId,
    identity: &Identity,
    actor: Actor,
    now: Timestamp,
) -> Result<Contact> {
    let was = get(&mut tx.session(), id).await?;
    if identity.verified {
        check_free(&mut tx.session(), id, identity).await?;
    }
    let same = |it: &&Identity| it.kind == identity.kind && it.value == identity.value;
    if let Some(has) = was.identities.iter().find(same) {
        if has.verified || !identity.verified {
            return Ok(was);
        }
        execute!(&mut tx.session(), REMOVE, has.id.uuid(), id.uuid())?;
    } else if was.identities.len() >= IDENTITIES_MAX {
        let detail = "a contact has at most 50 addresses; remove one first";
        return Err(StoreError::Taken(detail));
    }
    insert(tx, &[(id, identity)], now).await?;
    changed(tx, id, actor, now).await
}

/// Takes an address from a contact; not a browser, which would only come back as somebody else.
pub async fn remove(
    tx: &mut Tx,
    id: ContactId,
    identity_id: IdentityId,
    actor: Actor,
    now: Timestamp,
) -> Result<Contact> {
    let was = get(&mut tx.session(), id).await?;
    let identity = was.identities.iter().find(|it| it.id == identity_id);
    let identity = identity.ok_or(StoreError::NotFound("identity"))?;
    if identity.kind == IdentityKind::Visitor {
        return Err(StoreError::Taken("a browser cannot be taken from its contact"));
    }
    execute!(&mut tx.session(), REMOVE, identity_id.uuid(), id.uuid())?;
    changed(tx, id, actor, now).await
}

async fn changed(tx: &mut Tx, id: ContactId, actor: Actor, now: Timestamp) -> Result<Contact> {
    touch(tx, id).await?;
    find_anew(tx, id).await?;
    let contact = get(&mut tx.session(), id).await?;
    tell(tx, &contact, actor, now);
    Ok(contact)
}

pub(crate) async fn insert(
    tx: &mut Tx,
    identities: &[(ContactId, &Identity)],
    now: Timestamp,
) -> Result<()> {
    struct Row<'i> {
        contact_id: ContactId,
        identity: &'i Identity,
        created_at: i64,
    }
    let created_at = now.micros();
    let rows: Vec<Row<'_>> = identities
        .iter()
        .map(|(contact_id, identity)| Row { contact_id: *contact_id, identity, created_at })
        .collect();
    execute_rows!(&mut tx.session(), INSERT, &rows, it => [
        it.identity.id.uuid(),
        it.contact_id.uuid(),
        it.identity.kind.name(),
        it.identity.value.as_str(),
        it.identity.verified,
        it.created_at,
    ])?;
    Ok(())
}

/// Adds an identity; that it is so, the caller has to [`tell`].
pub(crate) async fn add(
    tx: &mut Tx,
    contact_id: ContactId,
    identity: &Identity,
    now: Timestamp,
) -> Result<()> {
    insert(tx, &[(contact_id, identity)], now).await?;
    find_anew(tx, contact_id).await
}
