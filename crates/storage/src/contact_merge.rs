//! Making one contact of two, and two of one. Each merge notes who brought what, so that it can be
//! undone; what was said in between stays where it was said.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::contact::{Contact, Details};
use rapport_core::contact_merge::{
    CONVERSATIONS_MAX, Merge, MergedContact, Preferred, combine, take_apart,
};
use rapport_core::event::{ContactMerge, ContactSplit, EventData};
use rapport_core::id::{ContactId, ContactNoteId, ConversationId, IdentityId, MergeId, TypedId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::block;
use crate::contact::{self, NewContact};
use crate::contact_apart;
use crate::contact_details;
use crate::contact_note;
use crate::contact_parts;
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::page_visit;
use crate::stamp::Stamp;
use crate::statement::statements;

/// Most contacts under which one's texts are looked for.
const RELATED_MAX: usize = 200;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, from_id, into_id, at, actor, moved, undone_at from contact_merge ",
            $rest
        )
    };
}

statements! {
    INSERT = "insert into contact_merge (id, from_id, into_id, at, actor, moved, undone_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    GET = select!("where id = $1");
    OF_FROM = select!("where from_id = $1 and undone_at is null order by id desc limit 1");
    // Also those into whoever has become a part of the contact since.
    LIST = select!("where undone_at is null and id < $2 and into_id in
            (select id from contact where id = $1 or merged_into = $1)
        order by id desc limit $3");
    UNDONE = "update contact_merge set undone_at = $2 where id = $1";
    // Also those that were merged into the one that is merged now.
    SET_SURVIVOR = "update contact set merged_into = $2, version = version + 1
        where id = $1 or merged_into = $1";
    // One of those who came along stays with the one who is taken out.
    FOLLOW = "update contact set merged_into = $2, version = version + 1
        where id = $1 and merged_into = $3";
    STAND = "update contact set merged_into = null, version = version + 1 where id = $1";
    RENAME = "update contact set name = $2, language = $3, version = version + 1 where id = $1";
    MERGED = "select id from contact where merged_into = $1";
    RELATED = "select from_id as id from contact_merge where into_id = $1
        union select into_id as id from contact_merge where from_id = $1
        union select id from contact where merged_into = $1";
}

#[derive(sqlx::FromRow)]
struct IdRow {
    id: Uuid,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    from_id: Uuid,
    into_id: Uuid,
    at: i64,
    actor: String,
    moved: String,
    undone_at: Option<i64>,
}

/// What a merge has changed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Moved {
    identity_ids: Vec<IdentityId>,
    conversation_ids: Vec<ConversationId>,
    note_ids: Vec<ContactNoteId>,
    /// The pages that they were on, by their times.
    visits: Vec<Timestamp>,
    /// Who had become a part of them before.
    contact_ids: Vec<ContactId>,
    /// What was known of the one who was merged; of the other before; and of both afterwards.
    given: Details,
    had: Details,
    made: Details,
    /// The other is blocked since, as the one who was merged was.
    blocked: bool,
}

/// Two contacts that are one now.
#[derive(Debug, Clone)]
pub struct Merged {
    pub merge_id: MergeId,
    pub contact: Contact,
}

/// Two contacts that were one.
#[derive(Debug, Clone)]
pub struct Split {
    /// What is left.
    pub contact: Contact,
    pub split: Contact,
}

/// A part of a contact that is to be somebody else.
#[derive(Debug, Clone)]
pub struct Part {
    pub name: Option<String>,
    pub identity_ids: Vec<IdentityId>,
    pub conversation_ids: Vec<ConversationId>,
}

/// Makes one contact a part of another, at a colleague's or a program's word. What is so already
/// changes nothing.
pub async fn merge(
    tx: &mut Tx,
    stamp: Stamp,
    from_id: ContactId,
    into_id: ContactId,
    preferred: &Preferred,
    actor: Actor,
) -> Result<Merged> {
    let session = &mut tx.session();
    let from = contact::get(session, from_id).await?;
    let into = contact::get(session, into_id).await?;
    if from_id == into_id {
        return Err(StoreError::Taken("a contact cannot be merged with themselves"));
    }
    let survivor = contact::survivor_id(session, from_id).await?;
    if survivor == into_id {
        let row = fetch_optional!(session, Row, OF_FROM, from_id.uuid())?;
        let row = row.ok_or(StoreError::Taken("they have been one contact for long"))?;
        return Ok(Merged { merge_id: MergeId::from_uuid(row.id), contact: into });
    }
    if survivor != from_id || contact::survivor_id(session, into_id).await? != into_id {
        let detail = "one of them has become a part of another contact; merge that one";
        return Err(StoreError::Taken(detail));
    }
    if from.blocked.is_some() != into.blocked.is_some() {
        let detail = "one of them is blocked; block or unblock both, then merge";
        return Err(StoreError::Taken(detail));
    }
    join(tx, stamp, &from, &into, preferred, actor).await
}

/// Conversations, identities and notes are the other's from now on.
pub(crate) async fn join(
    tx: &mut Tx,
    stamp: Stamp,
    from: &Contact,
    into: &Contact,
    preferred: &Preferred,
    actor: Actor,
) -> Result<Merged> {
    let session = &mut tx.session();
    let (given, had) = (Details::from(from), Details::from(into));
    let made = combine(&had, &given, preferred);
    let moved = Moved {
        identity_ids: contact_parts::identities(session, from.id).await?,
        conversation_ids: contact_parts::conversations(session, from.id).await?,
        note_ids: contact_note::ids(session, from.id).await?,
        visits: page_visit::list(session, from.id).await?.iter().map(|it| it.at).collect(),
        contact_ids: merged(session, from.id).await?,
        blocked: from.blocked.is_some() && into.blocked.is_none(),
        given,
        had,
        made,
    };
    if moved.conversation_ids.len() > CONVERSATIONS_MAX {
        let detail = "contacts with more than 10000 conversations cannot be merged into others; \
            merge the other way round";
        return Err(StoreError::Taken(detail));
    }
    execute!(session, SET_SURVIVOR, from.id.uuid(), into.id.uuid())?;
    contact_parts::move_identities(tx, &moved.identity_ids, from.id, into.id).await?;
    contact_note::carry(tx, &moved.note_ids, from.id, into.id).await?;
    page_visit::carry(tx, &moved.visits, from.id, into.id).await?;
    contact_details::write(tx, from.id, &moved.given, &Details::default()).await?;
    contact_details::write(tx, into.id, &moved.had, &moved.made).await?;
    contact::seen_as(tx, into.id, from).await?;
    set_name(tx, into.id, &moved.made).await?;
    if moved.blocked {
        block::write(tx, into.id, from.blocked.as_ref()).await?;
    }
    contact_apart::carry(tx, from.id, into.id).await?;
    contact::find_anew(tx, from.id).await?;
    contact::find_anew(tx, into.id).await?;
    let merge_id = write(tx, stamp, (from.id, into.id), &moved, &actor, None).await?;
    let ids = &moved.conversation_ids;
    contact_parts::move_conversations(tx, stamp, ids, into.id, &actor).await?;
    let contact = contact::get(&mut tx.session(), into.id).await?;
    if moved.had.name != moved.made.name {
        contact_parts::tell_of_name(tx, stamp, into.id, ids, &actor).await?;
    }
    let change = ContactMerge { contact: contact.clone(), merged_id: from.id };
    tx.record(stamp.at, actor, EventData::ContactMerged(change));
    Ok(Merged { merge_id, contact })
}

async fn set_name(tx: &mut Tx, id: ContactId, details: &Details) -> Result<()> {
    let (name, language) = (details.name.as_deref(), details.language.as_deref());
    execute!(&mut tx.session(), RENAME, id.uuid(), name, language)?;
    Ok(())
}

async fn write(
    tx: &mut Tx,
    stamp: Stamp,
    (from_id, into_id): (ContactId, ContactId),
    moved: &Moved,
    actor: &Actor,
    undone_at: Option<Timestamp>,
) -> Result<MergeId> {
    let json = |error| StoreError::corrupt("a merge", error);
    let id: MergeId = stamp.id();
    execute!(
        &mut tx.session(),
        INSERT,
        id.uuid(),
        from_id.uuid(),
        into_id.uuid(),
        stamp.at.micros(),
        serde_json::to_string(actor).map_err(json)?,
        serde_json::to_string(moved).map_err(json)?,
        undone_at.map(Timestamp::micros),
    )?;
    Ok(id)
}

impl Row {
    fn moved(&self) -> Result<Moved> {
        serde_json::from_str(&self.moved)
            .map_err(|error| StoreError::corrupt("contact_merge.moved", error))
    }
}

/// Who has become a part of the contact, the last first: those with an id below `before`.
pub async fn list(
    session: &mut Session<'_>,
    id: ContactId,
    before: Option<MergeId>,
    limit: i64,
) -> Result<Vec<Merge>> {
    let before = before.map_or(Uuid::max(), MergeId::uuid);
    let holder = contact::get(session, id).await?;
    let mut merges = Vec::new();
    for row in fetch_all!(session, Row, LIST, id.uuid(), before, limit)? {
        let moved = row.moved()?;
        let brought = |id: &IdentityId| moved.identity_ids.contains(id);
        merges.push(Merge {
            id: MergeId::from_uuid(row.id),
            at: Timestamp::from_micros(row.at),
            by: serde_json::from_str(&row.actor)
                .map_err(|error| StoreError::corrupt("contact_merge.actor", error))?,
            merged: MergedContact {
                id: ContactId::from_uuid(row.from_id),
                name: moved.given.name.clone(),
                identities: holder
                    .identities
                    .iter()
                    .filter(|it| brought(&it.id))
                    .cloned()
                    .collect(),
                conversations_count: i64::try_from(moved.conversation_ids.len())
                    .unwrap_or(i64::MAX),
            },
        });
    }
    Ok(merges)
}

/// Takes out again who had become a part of another, with all that they brought and that is still
/// there. Undoing twice changes nothing.
pub async fn undo(tx: &mut Tx, stamp: Stamp, id: MergeId, actor: Actor) -> Result<Split> {
    let session = &mut tx.session();
    let row = fetch_optional!(session, Row, GET, id.uuid())?;
    let row = row.ok_or(StoreError::NotFound("merge"))?;
    let split_id = ContactId::from_uuid(row.from_id);
    let into = contact::get_survivor(session, ContactId::from_uuid(row.into_id)).await?;
    if row.undone_at.is_some() {
        let split = contact::get_survivor(session, split_id).await?;
        return Ok(Split { contact: into, split });
    }
    let moved = row.moved()?;
    execute!(session, UNDONE, id.uuid(), stamp.at.micros())?;
    execute!(session, STAND, split_id.uuid())?;
    for with in &moved.contact_ids {
        execute!(session, FOLLOW, with.uuid(), split_id.uuid(), into.id.uuid())?;
    }
    contact_parts::move_identities(tx, &moved.identity_ids, into.id, split_id).await?;
    contact_note::carry(tx, &moved.note_ids, into.id, split_id).await?;
    page_visit::carry(tx, &moved.visits, into.id, split_id).await?;
    let now = Details::from(&into);
    let left = take_apart(&now, &moved.had, &moved.made);
    contact_details::write(tx, into.id, &now, &left).await?;
    contact_details::write(tx, split_id, &Details::default(), &moved.given).await?;
    set_name(tx, into.id, &left).await?;
    if moved.blocked {
        let of_split = contact::get(&mut tx.session(), split_id).await?.blocked;
        if into.blocked == of_split {
            block::write(tx, into.id, None).await?;
        }
    }
    let ids =
        contact_parts::still_with(&mut tx.session(), &moved.conversation_ids, into.id).await?;
    part(tx, stamp, (into.id, split_id), &ids, now.name != left.name, actor).await
}

/// Makes a part of a contact another contact: some of their addresses and conversations. The
/// opposite is [`merge`].
pub async fn split(
    tx: &mut Tx,
    stamp: Stamp,
    id: ContactId,
    what: &Part,
    actor: Actor,
) -> Result<Split> {
    let session = &mut tx.session();
    let was = contact::get_survivor(session, id).await?;
    let known = contact_parts::identities(session, was.id).await?;
    if what.identity_ids.iter().any(|id| !known.contains(id)) {
        return Err(StoreError::NotFound("identity"));
    }
    let ids = contact_parts::still_with(session, &what.conversation_ids, was.id).await?;
    if what.conversation_ids.iter().any(|id| !ids.contains(id)) {
        return Err(StoreError::NotFound("conversation"));
    }
    let language = was.language.clone();
    let new = NewContact {
        id: stamp.id(),
        details: Details { name: what.name.clone(), language, ..Details::default() },
        visits: Vec::new(),
        identities: Vec::new(),
    };
    contact::insert(tx, std::slice::from_ref(&new), stamp.at).await?;
    if was.blocked.is_some() {
        block::write(tx, new.id, was.blocked.as_ref()).await?;
    }
    contact_parts::move_like(tx, &what.identity_ids, was.id, new.id).await?;
    // As if both had been merged and that was undone: a later search looks under both.
    write(tx, stamp, (new.id, was.id), &Moved::default(), &actor, Some(stamp.at)).await?;
    contact::touch(tx, was.id).await?;
    part(tx, stamp, (was.id, new.id), &ids, false, actor).await
}

/// The conversations go with the one who is taken out, and whoever looks hears of it.
async fn part(
    tx: &mut Tx,
    stamp: Stamp,
    (left_id, split_id): (ContactId, ContactId),
    ids: &[ConversationId],
    renamed: bool,
    actor: Actor,
) -> Result<Split> {
    contact::find_anew(tx, left_id).await?;
    contact::find_anew(tx, split_id).await?;
    contact_apart::put(tx, left_id, split_id).await?;
    contact_parts::move_conversations(tx, stamp, ids, split_id, &actor).await?;
    if renamed {
        contact_parts::tell_of_name(tx, stamp, left_id, &[], &actor).await?;
    }
    let contact = contact::get(&mut tx.session(), left_id).await?;
    let split = contact::get(&mut tx.session(), split_id).await?;
    let change = ContactSplit { contact: contact.clone(), split: split.clone() };
    tx.record(stamp.at, actor, EventData::ContactSplit(change));
    Ok(Split { contact, split })
}

/// The contacts that have become a part of this one.
async fn merged(session: &mut Session<'_>, id: ContactId) -> Result<Vec<ContactId>> {
    let rows = fetch_all!(session, IdRow, MERGED, id.uuid())?;
    Ok(rows.into_iter().map(|row| ContactId::from_uuid(row.id)).collect())
}

/// The contact, and all under whom something of theirs may have been said: who is or was a part of
/// them, and whom they were a part of.
pub(crate) async fn related(session: &mut Session<'_>, id: ContactId) -> Result<Vec<ContactId>> {
    let mut found = vec![id];
    let mut next = 0;
    while let Some(one) = found.get(next).copied().filter(|_| found.len() < RELATED_MAX) {
        next += 1;
        for row in fetch_all!(session, IdRow, RELATED, one.uuid())? {
            let other = ContactId::from_uuid(row.id);
            if !found.contains(&other) {
                found.push(other);
            }
        }
    }
    Ok(found)
}
