//! Who belongs to which segment, as their conditions say ([`rapport_core::segment`]): kept, so that
//! lists can be narrowed by it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::contact::Contact;
use rapport_core::event::EventData;
use rapport_core::id::{ContactId, SegmentId, TypedId};
use rapport_core::segment::SegmentCount;
use uuid::Uuid;

use crate::contact;
use crate::conversation::Count;
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::Result;
use crate::log::Tx;
use crate::multi_row::{MultiRow, execute_rows, fetch_by_keys};
use crate::statement::statements;

statements! {
    COUNTS = "select segment_id, segment_version, members, unknown, unknown_reason, counted_at
        from segment_count order by segment_id";
    COUNT_OF = "select segment_id, segment_version, members, unknown, unknown_reason, counted_at
        from segment_count where segment_id = $1";
    MEMBERS = "select count(*) as n from segment_member where segment_id = $1";
    // Version 0: everybody has still to be asked.
    ADJUST = "insert into segment_count (segment_id, segment_version, members, unknown, counted_at)
        values ($1, 0, $2, 0, $3)
        on conflict (segment_id) do update set
            members = segment_count.members + excluded.members, counted_at = excluded.counted_at";
    KEEP = "insert into segment_count
            (segment_id, segment_version, members, unknown, unknown_reason, counted_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (segment_id) do update set
            segment_version = excluded.segment_version, members = excluded.members,
            unknown = excluded.unknown, unknown_reason = excluded.unknown_reason,
            counted_at = excluded.counted_at";
    FORGET_MEMBERS = "delete from segment_member where segment_id = $1";
    FORGET_COUNT = "delete from segment_count where segment_id = $1";
    OF_CONTACT = "select segment_id, contact_id from segment_member where contact_id = $1";
}

/// Those who are there and not a part of another.
pub(crate) static LIVING: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid")],
        contact::select!("where c.id in (select v.id from v) and c.merged_into is null"),
    )
});

pub(crate) static OF_CONTACTS: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid")],
        "select segment_id, contact_id from segment_member
            where contact_id in (select v.id from v)",
    )
});

pub(crate) static ADD: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert("segment_member", &[("segment_id", "uuid"), ("contact_id", "uuid")], "")
});

pub(crate) static REMOVE: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("segment_id", "uuid"), ("contact_id", "uuid")],
        "delete from segment_member where exists (select 1 from v
            where v.segment_id = segment_member.segment_id
            and v.contact_id = segment_member.contact_id)",
    )
});

#[derive(sqlx::FromRow)]
struct CountRow {
    segment_id: Uuid,
    segment_version: i64,
    members: i64,
    unknown: i64,
    unknown_reason: Option<String>,
    counted_at: i64,
}

impl CountRow {
    fn read(self) -> SegmentCount {
        SegmentCount {
            segment_id: SegmentId::from_uuid(self.segment_id),
            segment_version: self.segment_version,
            members: self.members,
            unknown: self.unknown,
            unknown_reason: self.unknown_reason,
            counted_at: Timestamp::from_micros(self.counted_at),
        }
    }
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    segment_id: Uuid,
    contact_id: Uuid,
}

/// Somebody who belongs to a segment.
pub type Member = (SegmentId, ContactId);

/// Of these contacts those who are there and not a part of another, in no order.
pub async fn living(session: &mut Session<'_>, ids: &[ContactId]) -> Result<Vec<Contact>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = fetch_by_keys!(session, contact::Row, LIVING, &ids)?;
    contact::read_all(session, rows).await
}

/// What these contacts belong to.
pub async fn members(session: &mut Session<'_>, ids: &[ContactId]) -> Result<BTreeSet<Member>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = fetch_by_keys!(session, MemberRow, OF_CONTACTS, &ids)?;
    Ok(rows
        .into_iter()
        .map(|row| (SegmentId::from_uuid(row.segment_id), ContactId::from_uuid(row.contact_id)))
        .collect())
}

/// Some came to their segments, who were not there, and others left theirs; `segment.counted` tells of
/// each of these segments.
pub async fn change(tx: &mut Tx, came: &[Member], left: &[Member], now: Timestamp) -> Result<()> {
    execute_rows!(&mut tx.session(), ADD, came, it => [it.0.uuid(), it.1.uuid()])?;
    execute_rows!(&mut tx.session(), REMOVE, left, it => [it.0.uuid(), it.1.uuid()])?;
    let mut more: BTreeMap<SegmentId, i64> = BTreeMap::new();
    for (segment_id, _) in came {
        *more.entry(*segment_id).or_default() += 1;
    }
    for (segment_id, _) in left {
        *more.entry(*segment_id).or_default() -= 1;
    }
    for (segment_id, more) in more {
        execute!(&mut tx.session(), ADJUST, segment_id.uuid(), more, now.micros())?;
        if let Some(count) = count_of(&mut tx.session(), segment_id).await? {
            tx.record(now, Actor::SYSTEM, EventData::SegmentCounted(count));
        }
    }
    Ok(())
}

/// The condition of a segment was asked of everybody; `unknown` is of how many it could not be told, and
/// why of one of
/// them.
pub async fn asked_all(
    tx: &mut Tx,
    segment_id: SegmentId,
    segment_version: i64,
    unknown: (i64, Option<String>),
    now: Timestamp,
) -> Result<SegmentCount> {
    let session = &mut tx.session();
    let was = count_of(session, segment_id).await?;
    let (unknown, unknown_reason) = unknown;
    let members =
        fetch_optional!(session, Count, MEMBERS, segment_id.uuid())?.map_or(0, |row| row.n);
    let counted_at = now;
    let count =
        SegmentCount { segment_id, segment_version, members, unknown, unknown_reason, counted_at };
    execute!(
        session,
        KEEP,
        segment_id.uuid(),
        segment_version,
        members,
        unknown,
        count.unknown_reason.as_deref(),
        now.micros()
    )?;
    if was.is_none_or(|was| SegmentCount { counted_at, ..was } != count) {
        tx.record(now, Actor::SYSTEM, EventData::SegmentCounted(count.clone()));
    }
    Ok(count)
}

/// Nobody belongs to it any more.
pub async fn forget(tx: &mut Tx, segment_id: SegmentId) -> Result<()> {
    execute!(&mut tx.session(), FORGET_MEMBERS, segment_id.uuid())?;
    execute!(&mut tx.session(), FORGET_COUNT, segment_id.uuid())?;
    Ok(())
}

/// How many belong to each segment that was counted.
pub async fn counts(session: &mut Session<'_>) -> Result<Vec<SegmentCount>> {
    Ok(fetch_all!(session, CountRow, COUNTS)?.into_iter().map(CountRow::read).collect())
}

async fn count_of(session: &mut Session<'_>, id: SegmentId) -> Result<Option<SegmentCount>> {
    Ok(fetch_optional!(session, CountRow, COUNT_OF, id.uuid())?.map(CountRow::read))
}

/// What a contact belongs to.
pub async fn of_contact(session: &mut Session<'_>, id: ContactId) -> Result<Vec<SegmentId>> {
    let rows = fetch_all!(session, MemberRow, OF_CONTACT, id.uuid())?;
    Ok(rows.into_iter().map(|row| SegmentId::from_uuid(row.segment_id)).collect())
}
