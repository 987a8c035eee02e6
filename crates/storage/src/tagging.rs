//! Tags on conversations: the list that a conversation shows, and the rows by which it is found, with
//! everything else that narrows a list.

use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::conversation::{Conversation, ConversationStatus, TAGS_MAX};
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::id::{AgentId, ConversationId, QueueId, SegmentId, TagId, TypedId};

use crate::conversation::{self, Count, Happens, Row, View, select};
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::stamp::Stamp;
use crate::statement::statements;

/// A tag on fewer conversations is listed from these, which are then sorted; one on more by going
/// through the conversations in the order of the list, where it is met often.
const FEW_MAX: i64 = 2_000;
/// The same for a segment of so few contacts, whose conversations are then sorted.
const MEMBERS_MAX: i64 = 200;

/// What a view and everything that narrows it ask of `c`.
macro_rules! narrowed {
    ($from:expr, $order:literal) => {
        concat!(
            $from,
            " and c.status = $2 and c.merged_into_id is null
            and (c.queue_id = $5 or $5 is null) and (c.assignee_id = $6 or $6 is null)
            and (c.assignee_id is null or not $7)
            and (exists (select 1 from mention m where m.conversation_id = c.id
                and m.agent_id = $8) or $8 is null)
            and (c.channel = $9 or $9 is null)
            and (exists (select 1 from segment_member s where s.segment_id = $11
                and s.contact_id = c.contact_id) or $11 is null)
            and (c.preview like '%\"author\":\"contact\",\"at\"%' or not $10) ",
            $order
        )
    };
}

statements! {
    SET = "update conversation set tag_ids = $2 where id = $1";
    ADD = "insert into conversation_tag (tag_id, conversation_id) values ($1, $2)";
    REMOVE = "delete from conversation_tag where tag_id = $1 and conversation_id = $2";
    COUNT = "select count(*) as n from
        (select 1 as one from conversation_tag where tag_id = $1 limit $2) t";
    // `+ 0` keeps SQLite from the order of the list, which is not the way here.
    LIST_FEW = narrowed!(select!("join conversation_tag t on t.conversation_id = c.id
        where t.tag_id = $1 and c.last_seq + 0 < $3"), "order by c.last_seq + 0 desc limit $4");
    MEMBERS = "select count(*) as n from
        (select 1 as one from segment_member where segment_id = $1 limit $2) t";
    LIST_OF_FEW = narrowed!(select!("join segment_member h on h.contact_id = c.contact_id
        where h.segment_id = $11 and c.last_seq + 0 < $3
        and (exists (select 1 from conversation_tag t where t.tag_id = $1
            and t.conversation_id = c.id) or $1 is null)"),
        "order by c.last_seq + 0 desc limit $4");
    LIST_MANY = narrowed!(select!("where c.last_seq < $3
        and (exists (select 1 from conversation_tag t where t.tag_id = $1
            and t.conversation_id = c.id) or $1 is null)"), "order by c.last_seq desc limit $4");
    COUNT_UP_TO = narrowed!("select count(*) as n from (select 1 as one from conversation c
        where c.last_seq < $3 and (exists (select 1 from conversation_tag t where t.tag_id = $1
            and t.conversation_id = c.id) or $1 is null)", "limit $4) t");
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
    let was = conversation::unmerged(&mut tx.session(), id).await?;
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

/// A view as columns: each narrows the list where it is something.
#[derive(Default)]
struct Columns {
    queue: Option<QueueId>,
    assignee: Option<AgentId>,
    /// Nobody may be assigned.
    is_unassigned: bool,
    mentioned: Option<AgentId>,
}

fn columns(view: View) -> (ConversationStatus, Columns) {
    let all = Columns::default();
    match view {
        View::All(status) => (status, all),
        View::Queue(id, status) => (status, Columns { queue: Some(id), ..all }),
        View::Assignee(id, status) => (status, Columns { assignee: Some(id), ..all }),
        View::Unassigned(status) => (status, Columns { is_unassigned: true, ..all }),
        View::Mentioned(id, status) => (status, Columns { mentioned: Some(id), ..all }),
    }
}

/// What narrows a view; each where it is something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Narrow {
    pub tag_id: Option<TagId>,
    /// The contact belongs to it.
    pub segment_id: Option<SegmentId>,
    pub channel: Option<Channel>,
    /// The contact has spoken last.
    pub unanswered: bool,
}

impl Narrow {
    /// Those with a tag.
    pub fn tag(tag_id: TagId) -> Self {
        Self { tag_id: Some(tag_id), ..Self::default() }
    }
}

/// Those of a view that fit; otherwise as [`conversation::list`].
pub(crate) async fn list(
    session: &mut Session<'_>,
    view: View,
    narrow: Narrow,
    before: i64,
    limit: i64,
) -> Result<Vec<Conversation>> {
    if let Some(tag_id) = narrow.tag_id {
        let count = fetch_optional!(session, Count, COUNT, tag_id.uuid(), FEW_MAX)?;
        if count.is_none_or(|count| count.n < FEW_MAX) {
            return read(session, LIST_FEW, view, narrow, before, limit).await;
        }
    }
    if let Some(segment_id) = narrow.segment_id {
        let count = fetch_optional!(session, Count, MEMBERS, segment_id.uuid(), MEMBERS_MAX)?;
        if count.is_none_or(|count| count.n < MEMBERS_MAX) {
            return read(session, LIST_OF_FEW, view, narrow, before, limit).await;
        }
    }
    list_in_order(session, view, narrow, before, limit).await
}

/// [`conversation::list`], in the way that suits what is met often.
pub async fn list_in_order(
    session: &mut Session<'_>,
    view: View,
    narrow: Narrow,
    before: i64,
    limit: i64,
) -> Result<Vec<Conversation>> {
    read(session, LIST_MANY, view, narrow, before, limit).await
}

macro_rules! fetch_narrowed {
    ($session:expr, $row:ty, $sql:expr, $view:expr, $narrow:expr, $before:expr, $limit:expr) => {{
        let (status, columns) = columns($view);
        fetch_all!(
            $session,
            $row,
            $sql,
            $narrow.tag_id.map(TagId::uuid),
            status.name(),
            $before,
            $limit,
            columns.queue.map(QueueId::uuid),
            columns.assignee.map(AgentId::uuid),
            columns.is_unassigned,
            columns.mentioned.map(AgentId::uuid),
            $narrow.channel.map(Channel::name),
            $narrow.unanswered,
            $narrow.segment_id.map(SegmentId::uuid),
        )
    }};
}

async fn read(
    session: &mut Session<'_>,
    sql: &'static str,
    view: View,
    narrow: Narrow,
    before: i64,
    limit: i64,
) -> Result<Vec<Conversation>> {
    let rows = fetch_narrowed!(session, Row, sql, view, narrow, before, limit)?;
    rows.into_iter().map(Row::read).collect()
}

/// How many a list shows, counted up to `max`.
pub async fn count(session: &mut Session<'_>, view: View, narrow: Narrow, max: i64) -> Result<i64> {
    let rows = fetch_narrowed!(session, Count, COUNT_UP_TO, view, narrow, i64::MAX, max)?;
    Ok(rows.first().map_or(0, |count| count.n))
}
