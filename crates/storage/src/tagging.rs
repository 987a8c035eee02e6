//! Tags on conversations: the list that a conversation shows, and the rows by which it is found.

use rapport_core::actor::Actor;
use rapport_core::conversation::{Conversation, ConversationStatus, TAGS_MAX};
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::id::{AgentId, ConversationId, QueueId, TagId, TypedId};

use crate::conversation::{self, Count, Happens, Row, View, select};
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::stamp::Stamp;
use crate::statement::statements;

/// A tag on fewer conversations is listed from these, which are then sorted; one on more by going
/// through the conversations in the order of the list, where it is met often.
const FEW_MAX: i64 = 2_000;

statements! {
    SET = "update conversation set tag_ids = $2 where id = $1";
    ADD = "insert into conversation_tag (tag_id, conversation_id) values ($1, $2)";
    REMOVE = "delete from conversation_tag where tag_id = $1 and conversation_id = $2";
    COUNT = "select count(*) as n from
        (select 1 as one from conversation_tag where tag_id = $1 limit $2) t";
    // `+ 0` keeps SQLite from the order of the list, which is not the way here.
    LIST_FEW = select!("join conversation_tag t on t.conversation_id = c.id
        where t.tag_id = $1 and c.status = $2 and c.last_seq + 0 < $3
        and (c.queue_id = $5 or $5 is null) and (c.assignee_id = $6 or $6 is null)
        and (c.assignee_id is null or not $7)
        order by c.last_seq + 0 desc limit $4");
    LIST_MANY = select!("where c.status = $2 and c.last_seq < $3
        and (c.queue_id = $5 or $5 is null) and (c.assignee_id = $6 or $6 is null)
        and (c.assignee_id is null or not $7)
        and exists (select 1 from conversation_tag t where t.tag_id = $1
            and t.conversation_id = c.id)
        order by c.last_seq desc limit $4");
}

/// Puts tags on a conversation and takes others off; what is so already changes nothing.
pub async fn tag(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    add: &[TagId],
    remove: &[TagId],
    actor: Actor,
) -> Result<Conversation> {
    let was = conversation::get(&mut tx.session(), id).await?;
    let (removed, mut tag_ids): (Vec<_>, Vec<_>) =
        was.tag_ids.iter().copied().partition(|tag_id| remove.contains(tag_id));
    let mut added = Vec::new();
    for tag_id in add {
        if !tag_ids.contains(tag_id) {
            tag_ids.push(*tag_id);
            added.push(*tag_id);
        }
    }
    if added.is_empty() && removed.is_empty() {
        return Ok(was);
    }
    if tag_ids.len() > TAGS_MAX {
        return Err(StoreError::Taken("a conversation holds at most 20 tags; take one off first"));
    }
    let json = serde_json::to_string(&tag_ids)
        .map_err(|error| StoreError::corrupt("conversation.tag_ids", error))?;
    let json = Some(json).filter(|_| !tag_ids.is_empty());
    let session = &mut tx.session();
    execute!(session, SET, id.uuid(), json)?;
    for tag_id in &removed {
        execute!(session, REMOVE, tag_id.uuid(), id.uuid())?;
    }
    for tag_id in &added {
        execute!(session, ADD, tag_id.uuid(), id.uuid())?;
    }
    let happening = Happening::Tagged { added, removed };
    let event = happening.event();
    let entry = Some((stamp.id(), EntryBody::Event { event: happening }));
    // Not to the top of lists: nothing was said.
    let happens = Happens { actor, at: stamp.at, entry, bump: false };
    let (now, _) = conversation::happen(tx, id, happens, event).await?;
    Ok(now)
}

/// A view as columns: status, queue, assignee, and whether nobody may be assigned.
const fn columns(view: View) -> (ConversationStatus, Option<QueueId>, Option<AgentId>, bool) {
    match view {
        View::All(status) => (status, None, None, false),
        View::Queue(id, status) => (status, Some(id), None, false),
        View::Assignee(id, status) => (status, None, Some(id), false),
        View::Unassigned(status) => (status, None, None, true),
    }
}

/// Those of a view that bear a tag; otherwise as [`conversation::list`].
pub(crate) async fn list(
    session: &mut Session<'_>,
    tag_id: TagId,
    view: View,
    before: i64,
    limit: i64,
) -> Result<Vec<Conversation>> {
    let count = fetch_optional!(session, Count, COUNT, tag_id.uuid(), FEW_MAX)?;
    if count.is_none_or(|count| count.n < FEW_MAX) {
        read(session, LIST_FEW, tag_id, view, before, limit).await
    } else {
        list_in_order(session, tag_id, view, before, limit).await
    }
}

/// [`conversation::list`] with a tag, in the way that suits a tag on many conversations.
pub async fn list_in_order(
    session: &mut Session<'_>,
    tag_id: TagId,
    view: View,
    before: i64,
    limit: i64,
) -> Result<Vec<Conversation>> {
    read(session, LIST_MANY, tag_id, view, before, limit).await
}

async fn read(
    session: &mut Session<'_>,
    sql: &'static str,
    tag_id: TagId,
    view: View,
    before: i64,
    limit: i64,
) -> Result<Vec<Conversation>> {
    let (status, queue, assignee, is_unassigned) = columns(view);
    let rows = fetch_all!(
        session,
        Row,
        sql,
        tag_id.uuid(),
        status.name(),
        before,
        limit,
        queue.map(QueueId::uuid),
        assignee.map(AgentId::uuid),
        is_unassigned,
    )?;
    rows.into_iter().map(Row::read).collect()
}
