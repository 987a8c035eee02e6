//! Putting conversations aside until a certain time, or until their contact writes.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::entry::Happening;
use rapport_core::id::{ConversationId, TypedId};
use uuid::Uuid;

use crate::conversation;
use crate::db::{Session, fetch_all};
use crate::error::{Result, StoreError};
use crate::handling::{end_work, happen, live};
use crate::log::Tx;
use crate::service;
use crate::stamp::Stamp;
use crate::statement::statements;

statements! {
    DUE = "select id from conversation where snoozed_until <= $1 order by snoozed_until limit $2";
}

#[derive(sqlx::FromRow)]
struct IdRow {
    id: Uuid,
}

/// Puts a conversation aside. The work on it ends: whoever waited in a queue is no longer called
/// for, and whoever talked is free for others. It keeps its assignee.
pub async fn snooze(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    until: Timestamp,
    actor: Actor,
) -> Result<Conversation> {
    let was = conversation::unmerged(&mut tx.session(), id).await?;
    if was.status == ConversationStatus::Resolved {
        return Err(StoreError::NotOpen);
    }
    if was.snoozed_until == Some(until) {
        return Ok(was);
    }
    if let Some(work) = live(&was) {
        service::withdraw(tx, work.id).await?;
        end_work(tx, stamp, work, &actor).await?;
    }
    conversation::set_snoozed(tx, id, until).await?;
    happen(tx, stamp, id, actor, Happening::Snoozed { until }).await
}

/// Takes a conversation up again; one that is not snoozed stays as it is.
pub async fn unsnooze(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: Actor,
) -> Result<Conversation> {
    let was = conversation::get(&mut tx.session(), id).await?;
    if was.status != ConversationStatus::Snoozed {
        return Ok(was);
    }
    conversation::set_status(tx, id, ConversationStatus::Open).await?;
    happen(tx, stamp, id, actor, Happening::Unsnoozed).await
}

/// Conversations whose time has come, the earliest first.
pub async fn due(
    session: &mut Session<'_>,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<ConversationId>> {
    let rows = fetch_all!(session, IdRow, DUE, now.micros(), limit)?;
    Ok(rows.into_iter().map(|row| ConversationId::from_uuid(row.id)).collect())
}
