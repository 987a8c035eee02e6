//! The list of contacts, and everything that narrows it.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::contact::{Contact, IdentityKind};
use rapport_core::event::{ContactExport, EventData};
use rapport_core::id::{CompanyId, ContactFieldId, ContactId, SegmentId, TagId, TypedId};
use uuid::Uuid;

use crate::contact::{Row, like_pattern, read_all, select};
use crate::db::{Session, fetch_all};
use crate::error::Result;
use crate::log::Tx;
use crate::statement::statements;

/// Most custom fields that one list asks for: each is three parameters and a look-up a contact.
pub const FIELD_TESTS_MAX: usize = 3;

/// One of the three tests of a custom field, by the names of its parameters.
#[rustfmt::skip]
macro_rules! field_test {
    ($field:literal, $has:literal, $key:literal, $from:literal, $until:literal) => {
        concat!(
            " and (", $has, " = exists (select 1 from contact_field_value v
                where v.contact_id = c.id and v.field_id = ", $field, "
                and (v.value_key = ", $key, " or ", $key, " is null)
                and (v.value_rank >= ", $from, " or ", $from, " is null)
                and (v.value_rank <= ", $until, " or ", $until, " is null))
                or ", $field, " is null)"
        )
    };
}

/// What a filter asks of `c`; `$from` says by which way contacts are met, in the order of `$key`.
#[rustfmt::skip]
macro_rules! narrowed {
    ($from:literal, $key:literal) => {
        select!(concat!(
            $from, " and ", $key, " < $1 and c.merged_into is null
            and (c.findable like $3 escape '\\' or $3 is null)
            and (c.blocked is not null or not $4)
            and (exists (select 1 from contact_tag t where t.tag_id = $5
                and t.contact_id = c.id) or $5 is null)
            and (c.company_id = $6 or $6 is null)
            and (lower(c.language) || '-' like $7 or $7 is null)
            and (exists (select 1 from identity i where i.contact_id = c.id
                and i.kind = $8) or $8 is null)
            and (c.last_seen_at >= $9 or $9 is null) and (c.last_seen_at < $10 or $10 is null)
            and (c.created_at >= $11 or $11 is null) and (c.created_at < $12 or $12 is null)",
            field_test!("$13", "$14", "$15", "$16", "$17"),
            field_test!("$18", "$19", "$20", "$21", "$22"),
            field_test!("$23", "$24", "$25", "$26", "$27"),
            " and (exists (select 1 from segment_member m where m.segment_id = $28
                and m.contact_id = c.id) or $28 is null)
            order by ", $key, " desc limit $2"
        ))
    };
}

statements! {
    ALL = narrowed!("where 1 = 1", "c.id");
    OF_BLOCKED = narrowed!("where c.blocked is not null", "c.id");
    OF_COMPANY = narrowed!("where c.company_id = $6", "c.id");
    OF_TAG = narrowed!("join contact_tag h on h.contact_id = c.id where h.tag_id = $5",
        "h.contact_id");
    OF_SEGMENT = narrowed!("join segment_member h on h.contact_id = c.id where h.segment_id = $28",
        "h.contact_id");
    OF_VALUE = narrowed!("join contact_field_value h on h.contact_id = c.id
        where h.field_id = $13 and h.value_key = $15", "h.contact_id");
}

/// Which contacts a list shows: those to whom all of it applies.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ContactFilter {
    /// Part of a name or of an identity, in any letter case.
    pub query: Option<String>,
    /// Only those who are blocked.
    pub blocked: bool,
    pub tag_id: Option<TagId>,
    pub company_id: Option<CompanyId>,
    pub segment_id: Option<SegmentId>,
    /// BCP 47; `de` is also `de-AT`.
    pub language: Option<String>,
    /// They are known by such an identity.
    pub reachable_by: Option<IdentityKind>,
    pub seen: Between<Timestamp>,
    pub created: Between<Timestamp>,
    /// At most [`FIELD_TESTS_MAX`]; more are not looked at.
    pub fields: Vec<FieldTest>,
}

/// From the first on, until before the second.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Between<T> {
    pub from: Option<T>,
    pub until: Option<T>,
}

/// What a custom field must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldTest {
    pub field_id: ContactFieldId,
    pub holds: Holds,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Holds {
    /// A value with this `FieldValue::key`.
    Key(String),
    /// A value whose `FieldValue::rank` lies there; both ends count.
    Rank {
        from: Option<f64>,
        until: Option<f64>,
    },
    /// Anything.
    Something,
    Nothing,
}

impl ContactFilter {
    /// The name or identity holds it.
    pub fn query(query: &str) -> Self {
        Self { query: Some(query.to_owned()), ..Self::default() }
    }
}

/// A test as parameters.
#[derive(Default)]
struct Columns<'a> {
    field: Option<Uuid>,
    has: bool,
    key: Option<&'a str>,
    from: Option<f64>,
    until: Option<f64>,
}

fn columns(test: Option<&FieldTest>) -> Columns<'_> {
    let Some(FieldTest { field_id, holds }) = test else { return Columns::default() };
    let any = Columns { field: Some(field_id.uuid()), has: true, ..Columns::default() };
    match holds {
        Holds::Key(key) => Columns { key: Some(key), ..any },
        Holds::Rank { from, until } => Columns { from: *from, until: *until, ..any },
        Holds::Something => any,
        Holds::Nothing => Columns { has: false, ..any },
    }
}

/// Notes that contacts are handed out as a file; `narrowing` is what was asked for.
pub fn note_export(
    tx: &mut Tx,
    narrowing: &str,
    client_ip: Option<String>,
    actor: Actor,
    now: Timestamp,
) {
    let export = ContactExport { narrowing: narrowing.to_owned(), client_ip };
    tx.record(now, actor, EventData::ContactsExported(export));
}

/// Newest first, those with an id below `before`.
pub async fn list(
    session: &mut Session<'_>,
    filter: &ContactFilter,
    before: Option<ContactId>,
    limit: i64,
) -> Result<Vec<Contact>> {
    let query = filter.query.as_deref().map(str::trim).filter(|query| !query.is_empty());
    let pattern = match query.map(like_pattern) {
        Some(None) => return Ok(Vec::new()),
        Some(pattern) => pattern,
        None => None,
    };
    // The first of the tests leads, if any can.
    let mut tests: Vec<&FieldTest> = filter.fields.iter().collect();
    tests.sort_by_key(|test| !matches!(test.holds, Holds::Key(_)));
    let [one, two, three] = [0, 1, 2].map(|place| columns(tests.get(place).copied()));
    let sql = if filter.company_id.is_some() {
        OF_COMPANY
    } else if one.key.is_some() {
        OF_VALUE
    } else if filter.tag_id.is_some() {
        OF_TAG
    } else if filter.segment_id.is_some() {
        OF_SEGMENT
    } else if filter.blocked {
        OF_BLOCKED
    } else {
        ALL
    };
    let rows = fetch_all!(
        session,
        Row,
        sql,
        before.map_or(Uuid::max(), ContactId::uuid),
        limit,
        pattern.as_deref(),
        filter.blocked,
        filter.tag_id.map(TagId::uuid),
        filter.company_id.map(CompanyId::uuid),
        filter.language.as_deref().map(|tag| format!("{}-%", tag.to_lowercase())),
        filter.reachable_by.map(IdentityKind::name),
        filter.seen.from.map(Timestamp::micros),
        filter.seen.until.map(Timestamp::micros),
        filter.created.from.map(Timestamp::micros),
        filter.created.until.map(Timestamp::micros),
        one.field,
        one.has,
        one.key,
        one.from,
        one.until,
        two.field,
        two.has,
        two.key,
        two.from,
        two.until,
        three.field,
        three.has,
        three.key,
        three.from,
        three.until,
        filter.segment_id.map(SegmentId::uuid),
    )?;
    read_all(session, rows).await
}
