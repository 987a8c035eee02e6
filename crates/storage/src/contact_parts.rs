//! What belongs to a contact, from one to another.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rapport_core::actor::Actor;
use rapport_core::conversation::Conversation;
use rapport_core::event::{ConversationChange, EventData};
use rapport_core::id::{ContactId, ConversationId, IdentityId, TypedId};
use uuid::Uuid;

use crate::contact;
use crate::conversation;
use crate::db::{Session, execute, fetch_all};
use crate::error::Result;
use crate::log::Tx;
use crate::multi_row::{MultiRow, ROWS_MAX, execute_rows};
use crate::stamp::Stamp;
use crate::statement::statements;

statements! {
    IDENTITIES = "select id from identity where contact_id = $1 order by created_at, id";
    MOVE_IDENTITY = "update identity set contact_id = $3 where id = $1 and contact_id = $2";
    // With whatever says the same of them, which only the first is shown of.
    MOVE_LIKE = "update identity set contact_id = $3 where contact_id = $2 and (kind, value) in
        (select kind, value from identity where id = $1)";
    CONVERSATIONS = "select id from conversation where contact_id = $1 order by created_at, id";
    // A merged one goes where the one that it is a part of goes.
    WITH_PARTS = "select id, merged_into_id from conversation where contact_id = $1
        order by created_at, id";
}

pub(crate) static MOVE_CONVERSATIONS: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid"), ("contact_id", "uuid")],
        "update conversation set contact_id = v.contact_id, version = conversation.version + 1
            from v where conversation.id = v.id",
    )
});

#[derive(sqlx::FromRow)]
struct IdRow {
    id: Uuid,
}

#[derive(sqlx::FromRow)]
struct PartRow {
    id: Uuid,
    merged_into_id: Option<Uuid>,
}

/// Also those of which another says the same, which are not shown.
pub(crate) async fn identities(
    session: &mut Session<'_>,
    id: ContactId,
) -> Result<Vec<IdentityId>> {
    let rows = fetch_all!(session, IdRow, IDENTITIES, id.uuid())?;
    Ok(rows.into_iter().map(|row| IdentityId::from_uuid(row.id)).collect())
}

/// The oldest first; also those that are a part of another.
pub(crate) async fn conversations(
    session: &mut Session<'_>,
    id: ContactId,
) -> Result<Vec<ConversationId>> {
    let rows = fetch_all!(session, IdRow, CONVERSATIONS, id.uuid())?;
    Ok(rows.into_iter().map(|row| ConversationId::from_uuid(row.id)).collect())
}

/// Those of the conversations that the contact still has, with what has become a part of them; not
/// one that has become a part of another which stays.
pub(crate) async fn still_with(
    session: &mut Session<'_>,
    ids: &[ConversationId],
    id: ContactId,
) -> Result<Vec<ConversationId>> {
    let going: BTreeSet<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = fetch_all!(session, PartRow, WITH_PARTS, id.uuid())?;
    let goes = |row: &PartRow| going.contains(&row.merged_into_id.unwrap_or(row.id));
    Ok(rows.into_iter().filter(goes).map(|row| ConversationId::from_uuid(row.id)).collect())
}

/// Those of the addresses that are still `from`'s.
pub(crate) async fn move_identities(
    tx: &mut Tx,
    ids: &[IdentityId],
    from: ContactId,
    to: ContactId,
) -> Result<()> {
    let session = &mut tx.session();
    for id in ids {
        execute!(session, MOVE_IDENTITY, id.uuid(), from.uuid(), to.uuid())?;
    }
    Ok(())
}

/// The addresses, each with whatever says the same.
pub(crate) async fn move_like(
    tx: &mut Tx,
    ids: &[IdentityId],
    from: ContactId,
    to: ContactId,
) -> Result<()> {
    let session = &mut tx.session();
    for id in ids {
        execute!(session, MOVE_LIKE, id.uuid(), from.uuid(), to.uuid())?;
    }
    Ok(())
}

/// The conversations are this contact's from now on, each as its next event tells.
pub(crate) async fn move_conversations(
    tx: &mut Tx,
    stamp: Stamp,
    ids: &[ConversationId],
    to: ContactId,
    actor: &Actor,
) -> Result<()> {
    let session = &mut tx.session();
    let rows: Vec<(Uuid, Uuid)> = ids.iter().map(|id| (id.uuid(), to.uuid())).collect();
    execute_rows!(session, MOVE_CONVERSATIONS, &rows, it => [it.0, it.1])?;
    for ids in ids.chunks(ROWS_MAX) {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        for conversation in conversation::get_many(&mut tx.session(), &ids).await? {
            note(tx, stamp, conversation, actor);
        }
    }
    Ok(())
}

fn note(tx: &mut Tx, stamp: Stamp, conversation: Conversation, actor: &Actor) {
    let seq = tx.next_seq();
    let version = Some(conversation.version);
    let event =
        EventData::ConversationContactChanged(ConversationChange { conversation, entry: None });
    tx.append(seq, version, stamp.at, actor.clone(), event);
}

/// Has lists show the contact's other name, but on conversations of which was just told.
pub(crate) async fn tell_of_name(
    tx: &mut Tx,
    stamp: Stamp,
    id: ContactId,
    told: &[ConversationId],
    actor: &Actor,
) -> Result<()> {
    for on in contact::unresolved(&mut tx.session(), id).await? {
        if !told.contains(&on) {
            conversation::contact_changed(tx, on, actor.clone(), stamp.at).await?;
        }
    }
    Ok(())
}
