//! Conversations: the rows, and the one way in which something happens to one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::contact::ContactSummary;
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::entry::{Entry, EntryBody};
use rapport_core::event::{ConversationChange, EventData};
use rapport_core::id::{
    AgentId, BrandId, ContactId, ConversationId, EntryId, InboxId, InteractionId, ProactiveRuleId,
    QueueId, TypedId,
};
use rapport_core::interaction::{Interaction, InteractionState};
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::entry;
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::merge;
use crate::multi_row::{MultiRow, execute_rows, fetch_by_keys};
use crate::statement::statements;
use crate::tagging::{self, Narrow};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select c.id, c.contact_id, k.name as contact_name, c.brand_id, c.inbox_id, c.channel,
                c.queue_id, c.assignee_id, c.status, c.snoozed_until, c.tag_ids, c.mentioned_agent_ids,
                c.proactive_rule_id, c.rating, c.merged_into_id, c.merge_suggestion_id,
                c.subject, c.preview, c.unread, c.last_seq,
                c.agent_read_seq, c.contact_delivered_seq, c.contact_read_seq, c.version,
                c.created_at, c.updated_at, i.id as i_id, i.queue_id as i_queue_id,
                i.channel as i_channel, i.priority as i_priority,
                i.preferred_agent_id as i_preferred_agent_id, i.language as i_language,
                i.enqueued_at as i_enqueued_at,
                i.version as i_version, i.state_data as i_state_data
            from conversation c
            join contact k on k.id = c.contact_id
            left join interaction i on i.id = c.interaction_id ",
            $rest
        )
    };
}

pub(crate) use select;

statements! {
    GET = select!("where c.id = $1");
    LIST_ALL = select!("where c.status = $1 and c.last_seq < $2 and c.merged_into_id is null
        order by c.last_seq desc limit $3");
    LIST_QUEUE = select!("where c.status = $1 and c.queue_id = $4 and c.last_seq < $2
        and c.merged_into_id is null
        order by c.last_seq desc limit $3");
    LIST_ASSIGNEE = select!("where c.status = $1 and c.assignee_id = $4 and c.last_seq < $2
        and c.merged_into_id is null
        order by c.last_seq desc limit $3");
    LIST_UNASSIGNED = select!("where c.status = $1 and c.assignee_id is null and c.last_seq < $2
        and c.merged_into_id is null
        order by c.last_seq desc limit $3");
    // `+ 0` keeps SQLite from the order of the list: an agent is named on few.
    LIST_MENTIONED = select!("join mention m on m.conversation_id = c.id
        where c.status = $1 and c.last_seq + 0 < $2 and m.agent_id = $4
        and c.merged_into_id is null
        order by c.last_seq + 0 desc limit $3");
    LIST_CONTACT = select!("where c.contact_id = $1 and c.last_seq < $2
        and c.merged_into_id is null
        order by c.last_seq desc limit $3");
    NEWEST_OF_CONTACT = select!("where c.contact_id = $1 and c.brand_id = $2
        and c.merged_into_id is null
        order by c.last_seq desc limit $3");
    COUNT_BY_QUEUE = "select queue_id as id, count(*) as n from conversation
        where status = 'open' and queue_id is not null group by queue_id";
    COUNT_ALL = "select count(*) as n from conversation where status = 'open'";
    COUNT_ASSIGNEE = "select count(*) as n from conversation
        where assignee_id = $1 and status = 'open'";
    COUNT_UNASSIGNED = "select count(*) as n from conversation
        where assignee_id is null and status = 'open'";
    SET_STATUS = "update conversation set status = $2, snoozed_until = $3 where id = $1";
    SET_ASSIGNEE = "update conversation set assignee_id = $2 where id = $1";
    SET_QUEUE = "update conversation set queue_id = $2 where id = $1";
    AGENT_READ = "update conversation set agent_read_seq = $2, unread = (
            select count(*) from entry e where e.conversation_id = $1 and e.seq > $2
            and e.kind = 'message' and e.author like '{\"kind\":\"contact\"%')
        where id = $1 and agent_read_seq < $2";
    CONTACT_DELIVERED = "update conversation set contact_delivered_seq = $2
        where id = $1 and contact_delivered_seq < $2";
    CONTACT_READ = "update conversation set contact_read_seq = $2
        where id = $1 and contact_read_seq < $2";
}

pub(crate) static GET_MANY: LazyLock<MultiRow> =
    LazyLock::new(|| MultiRow::new(&[("id", "uuid")], select!("where c.id in (select id from v)")));

pub(crate) static INSERT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[
            ("id", "uuid"),
            ("contact_id", "uuid"),
            ("brand_id", "uuid"),
            ("inbox_id", "uuid"),
            ("channel", "text"),
            ("queue_id", "uuid"),
            ("at", "bigint"),
            ("proactive_rule_id", "uuid"),
            ("subject", "text"),
            ("merge_suggestion_id", "uuid"),
        ],
        "insert into conversation (id, contact_id, brand_id, inbox_id, channel, queue_id,
            status, unread, last_seq, agent_read_seq, contact_delivered_seq, contact_read_seq,
            version, created_at, updated_at, proactive_rule_id, subject, merge_suggestion_id)
        select id, contact_id, brand_id, inbox_id, channel, queue_id, 'open', 0, 0, 0, 0, 0,
            0, at, at, proactive_rule_id, subject, merge_suggestion_id from v where id is not null",
    )
});

/// One row a conversation; one that does not move in lists has no time and no place.
pub(crate) static HAPPEN: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid"), ("at", "bigint"), ("seq", "bigint")],
        "update conversation set version = version + 1, updated_at = coalesce(v.at, updated_at),
            last_seq = coalesce(v.seq, last_seq)
        from v where conversation.id = v.id",
    )
});

pub(crate) static SET_WORK: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::new(
        &[("id", "uuid"), ("interaction_id", "uuid"), ("queue_id", "uuid")],
        "update conversation set interaction_id = v.interaction_id, queue_id = v.queue_id
        from v where conversation.id = v.id",
    )
});

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    id: Uuid,
    contact_id: Uuid,
    contact_name: Option<String>,
    brand_id: Uuid,
    inbox_id: Uuid,
    channel: String,
    queue_id: Option<Uuid>,
    assignee_id: Option<Uuid>,
    status: String,
    snoozed_until: Option<i64>,
    tag_ids: Option<String>,
    mentioned_agent_ids: Option<String>,
    proactive_rule_id: Option<Uuid>,
    rating: Option<String>,
    merged_into_id: Option<Uuid>,
    merge_suggestion_id: Option<Uuid>,
    subject: Option<String>,
    preview: Option<String>,
    unread: i64,
    last_seq: i64,
    agent_read_seq: i64,
    contact_delivered_seq: i64,
    contact_read_seq: i64,
    version: i64,
    created_at: i64,
    updated_at: i64,
    i_id: Option<Uuid>,
    i_queue_id: Option<Uuid>,
    i_channel: Option<String>,
    i_priority: Option<i64>,
    i_preferred_agent_id: Option<Uuid>,
    i_language: Option<String>,
    i_enqueued_at: Option<i64>,
    i_version: Option<i64>,
    i_state_data: Option<String>,
}

pub(crate) fn channel(name: &str) -> Result<Channel> {
    Channel::from_name(name).ok_or_else(|| StoreError::corrupt("a channel", name))
}

pub(crate) fn priority(value: i64) -> Result<u8> {
    u8::try_from(value).map_err(|_| StoreError::corrupt("interaction.priority", value))
}

pub(crate) fn interaction_state(json: &str) -> Result<InteractionState> {
    serde_json::from_str(json).map_err(|error| StoreError::corrupt("interaction.state", error))
}

impl Row {
    fn interaction(&self) -> Result<Option<Interaction>> {
        let (
            Some(id),
            Some(queue_id),
            Some(channel_name),
            Some(priority_value),
            Some(enqueued_at),
            Some(version),
            Some(state),
        ) = (
            self.i_id,
            self.i_queue_id,
            &self.i_channel,
            self.i_priority,
            self.i_enqueued_at,
            self.i_version,
            &self.i_state_data,
        )
        else {
            return Ok(None);
        };
        Ok(Some(Interaction {
            id: InteractionId::from_uuid(id),
            conversation_id: ConversationId::from_uuid(self.id),
            queue_id: QueueId::from_uuid(queue_id),
            channel: channel(channel_name)?,
            priority: priority(priority_value)?,
            preferred_agent_id: self.i_preferred_agent_id.map(AgentId::from_uuid),
            language: self.i_language.clone(),
            enqueued_at: Timestamp::from_micros(enqueued_at),
            version,
            state: interaction_state(state)?,
        }))
    }

    pub(crate) fn read(self) -> Result<Conversation> {
        let interaction = self.interaction()?;
        Ok(Conversation {
            id: ConversationId::from_uuid(self.id),
            contact: ContactSummary {
                id: ContactId::from_uuid(self.contact_id),
                name: self.contact_name,
            },
            brand_id: BrandId::from_uuid(self.brand_id),
            inbox_id: InboxId::from_uuid(self.inbox_id),
            channel: channel(&self.channel)?,
            queue_id: self.queue_id.map(QueueId::from_uuid),
            assignee_id: self.assignee_id.map(AgentId::from_uuid),
            status: ConversationStatus::from_name(&self.status)
                .ok_or_else(|| StoreError::corrupt("conversation.status", &self.status))?,
            snoozed_until: self.snoozed_until.map(Timestamp::from_micros),
            tag_ids: self
                .tag_ids
                .map_or(Ok(Vec::new()), |json| serde_json::from_str(&json))
                .map_err(|error| StoreError::corrupt("conversation.tag_ids", error))?,
            mentioned_agent_ids: self
                .mentioned_agent_ids
                .map_or(Ok(Vec::new()), |json| serde_json::from_str(&json))
                .map_err(|error| StoreError::corrupt("conversation.mentioned_agent_ids", error))?,
            proactive_rule_id: self.proactive_rule_id.map(ProactiveRuleId::from_uuid),
            rating: self
                .rating
                .map(|json| serde_json::from_str(&json))
                .transpose()
                .map_err(|error| StoreError::corrupt("conversation.rating", error))?,
            merged_into_id: self.merged_into_id.map(ConversationId::from_uuid),
            merge_suggestion_id: self.merge_suggestion_id.map(ConversationId::from_uuid),
            subject: self.subject,
            preview: self
                .preview
                .map(|json| serde_json::from_str(&json))
                .transpose()
                .map_err(|error| StoreError::corrupt("conversation.preview", error))?,
            unread: self.unread,
            last_seq: self.last_seq,
            agent_read_seq: self.agent_read_seq,
            contact_delivered_seq: self.contact_delivered_seq,
            contact_read_seq: self.contact_read_seq,
            version: self.version,
            created_at: Timestamp::from_micros(self.created_at),
            updated_at: Timestamp::from_micros(self.updated_at),
            interaction,
        })
    }
}

pub async fn get(session: &mut Session<'_>, id: ConversationId) -> Result<Conversation> {
    fetch_optional!(session, Row, GET, id.uuid())?
        .ok_or(StoreError::NotFound("conversation"))?
        .read()
}

/// The conversation, or the one that it was merged into: where what is written now belongs.
pub async fn whole(session: &mut Session<'_>, id: ConversationId) -> Result<Conversation> {
    let conversation = get(session, id).await?;
    match conversation.merged_into_id {
        Some(into_id) => get(session, into_id).await,
        None => Ok(conversation),
    }
}

/// One that agents can do something with: not one that was merged into another.
pub(crate) async fn unmerged(
    session: &mut Session<'_>,
    id: ConversationId,
) -> Result<Conversation> {
    let conversation = get(session, id).await?;
    match conversation.merged_into_id {
        Some(into_id) => Err(StoreError::Merged { into_id }),
        None => Ok(conversation),
    }
}

/// Several at once, in no order; those that do not exist are left out.
pub(crate) async fn get_many(session: &mut Session<'_>, ids: &[Uuid]) -> Result<Vec<Conversation>> {
    let rows = fetch_by_keys!(session, Row, GET_MANY, ids)?;
    rows.into_iter().map(Row::read).collect()
}

/// [`get_many`], for those outside of the store.
pub async fn several(
    session: &mut Session<'_>,
    ids: &[ConversationId],
) -> Result<Vec<Conversation>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    get_many(session, &ids).await
}

/// Which conversations a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    All(ConversationStatus),
    Queue(QueueId, ConversationStatus),
    Assignee(AgentId, ConversationStatus),
    Unassigned(ConversationStatus),
    /// Those with notes that name the agent.
    Mentioned(AgentId, ConversationStatus),
}

/// Newest activity first, those with `last_seq` below `before` that fit what narrows the list.
pub async fn list(
    session: &mut Session<'_>,
    view: View,
    narrow: Narrow,
    before: i64,
    limit: i64,
) -> Result<Vec<Conversation>> {
    if narrow != Narrow::default() {
        return tagging::list(session, view, narrow, before, limit).await;
    }
    let rows = match view {
        View::All(status) => fetch_all!(session, Row, LIST_ALL, status.name(), before, limit)?,
        View::Queue(id, status) => {
            fetch_all!(session, Row, LIST_QUEUE, status.name(), before, limit, id.uuid())?
        }
        View::Assignee(id, status) => {
            fetch_all!(session, Row, LIST_ASSIGNEE, status.name(), before, limit, id.uuid())?
        }
        View::Unassigned(status) => {
            fetch_all!(session, Row, LIST_UNASSIGNED, status.name(), before, limit)?
        }
        View::Mentioned(id, status) => {
            fetch_all!(session, Row, LIST_MENTIONED, status.name(), before, limit, id.uuid())?
        }
    };
    rows.into_iter().map(Row::read).collect()
}

/// A contact's conversations, whatever their status, in the order of [`list`].
pub async fn of_contact(
    session: &mut Session<'_>,
    id: ContactId,
    before: i64,
    limit: i64,
) -> Result<Vec<Conversation>> {
    let rows = fetch_all!(session, Row, LIST_CONTACT, id.uuid(), before, limit)?;
    rows.into_iter().map(Row::read).collect()
}

/// The contact's newest conversations with a brand, open or not.
pub(crate) async fn newest_of(
    session: &mut Session<'_>,
    contact_id: ContactId,
    brand_id: BrandId,
    limit: i64,
) -> Result<Vec<Conversation>> {
    let (contact, brand) = (contact_id.uuid(), brand_id.uuid());
    let rows = fetch_all!(session, Row, NEWEST_OF_CONTACT, contact, brand, limit)?;
    rows.into_iter().map(Row::read).collect()
}

/// How many conversations are open, by list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    pub mine: i64,
    pub unassigned: i64,
    pub all: i64,
    pub queues: Vec<(QueueId, i64)>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Count {
    pub n: i64,
}

#[derive(sqlx::FromRow)]
struct CountOf {
    id: Uuid,
    n: i64,
}

pub async fn counts(session: &mut Session<'_>, agent_id: AgentId) -> Result<Counts> {
    let one = |row: Option<Count>| row.map_or(0, |row| row.n);
    Ok(Counts {
        mine: one(fetch_optional!(session, Count, COUNT_ASSIGNEE, agent_id.uuid())?),
        unassigned: one(fetch_optional!(session, Count, COUNT_UNASSIGNED)?),
        all: one(fetch_optional!(session, Count, COUNT_ALL)?),
        queues: fetch_all!(session, CountOf, COUNT_BY_QUEUE)?
            .into_iter()
            .map(|row| (QueueId::from_uuid(row.id), row.n))
            .collect(),
    })
}

/// What a new conversation begins with.
#[derive(Debug, Clone)]
pub struct NewConversation {
    pub id: ConversationId,
    pub contact_id: ContactId,
    pub brand_id: BrandId,
    pub inbox_id: InboxId,
    pub channel: Channel,
    pub queue_id: QueueId,
    pub proactive_rule_id: Option<ProactiveRuleId>,
    /// Of a mail that it begins with.
    pub subject: Option<String>,
    pub merge_suggestion_id: Option<ConversationId>,
    pub at: Timestamp,
}

pub(crate) async fn insert(tx: &mut Tx, new: &[NewConversation]) -> Result<()> {
    execute_rows!(&mut tx.session(), INSERT, new, it => [
        it.id.uuid(),
        it.contact_id.uuid(),
        it.brand_id.uuid(),
        it.inbox_id.uuid(),
        it.channel.name(),
        it.queue_id.uuid(),
        it.at.micros(),
        it.proactive_rule_id.map(ProactiveRuleId::uuid),
        it.subject.as_deref(),
        it.merge_suggestion_id.map(ConversationId::uuid),
    ])?;
    Ok(())
}

/// How a thing that happens shows.
#[derive(Debug)]
pub(crate) struct Happens {
    pub actor: Actor,
    pub at: Timestamp,
    /// What stands on the timeline, if it does.
    pub entry: Option<(EntryId, EntryBody)>,
    /// Whether the conversation moves to the top of lists.
    pub bump: bool,
}

/// Something happened on a conversation whose rows are already as they should be: takes the next
/// version, writes the entry, and notes the event with the conversation as it now is.
pub(crate) async fn happen(
    tx: &mut Tx,
    id: ConversationId,
    happens: Happens,
    event: fn(ConversationChange) -> EventData,
) -> Result<(Conversation, Option<Entry>)> {
    let mut changes = happen_all(tx, vec![(id, happens)], event).await?;
    let change = changes.pop().ok_or(StoreError::NotFound("conversation"))?;
    Ok((change.conversation, change.entry))
}

/// [`happen`] on several conversations, each of them once, in this order.
pub(crate) async fn happen_all(
    tx: &mut Tx,
    all: Vec<(ConversationId, Happens)>,
    event: fn(ConversationChange) -> EventData,
) -> Result<Vec<ConversationChange>> {
    struct Row {
        id: ConversationId,
        happens: Happens,
        seq: i64,
    }
    let rows: Vec<Row> =
        all.into_iter().map(|(id, happens)| Row { id, happens, seq: tx.next_seq() }).collect();
    execute_rows!(&mut tx.session(), HAPPEN, &rows, it => [
        it.id.uuid(),
        it.happens.bump.then_some(it.happens.at.micros()),
        it.happens.bump.then_some(it.seq),
    ])?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.uuid()).collect();
    let found = get_many(&mut tx.session(), &ids).await?;
    let mut found: BTreeMap<_, _> = found.into_iter().map(|it| (it.id, it)).collect();
    let mut changes = Vec::with_capacity(rows.len());
    for Row { id, happens, seq } in rows {
        let conversation = found.remove(&id).ok_or(StoreError::NotFound("conversation"))?;
        let Happens { actor, at, entry, bump: _ } = happens;
        let author = actor.clone();
        let entry = entry.map(|(entry_id, body)| Entry {
            id: entry_id,
            seq,
            conversation_id: id,
            author,
            at,
            body,
        });
        let change = ConversationChange { conversation, entry };
        tx.append(seq, Some(change.conversation.version), at, actor, event(change.clone()));
        changes.push(change);
    }
    let entries: Vec<(&Entry, ContactId)> = changes
        .iter()
        .filter_map(|it| Some((it.entry.as_ref()?, it.conversation.contact.id)))
        .collect();
    entry::insert(tx, &entries).await?;
    Ok(changes)
}

/// Leaves it open or resolved, and no longer snoozed.
pub(crate) async fn set_status(
    tx: &mut Tx,
    id: ConversationId,
    status: ConversationStatus,
) -> Result<()> {
    execute!(&mut tx.session(), SET_STATUS, id.uuid(), status.name(), None::<i64>)?;
    Ok(())
}

pub(crate) async fn set_snoozed(tx: &mut Tx, id: ConversationId, until: Timestamp) -> Result<()> {
    let status = ConversationStatus::Snoozed.name();
    execute!(&mut tx.session(), SET_STATUS, id.uuid(), status, until.micros())?;
    Ok(())
}

pub(crate) async fn set_assignee(
    tx: &mut Tx,
    id: ConversationId,
    agent_id: Option<AgentId>,
) -> Result<()> {
    execute!(&mut tx.session(), SET_ASSIGNEE, id.uuid(), agent_id.map(AgentId::uuid))?;
    Ok(())
}

pub(crate) async fn set_queue(tx: &mut Tx, id: ConversationId, queue_id: QueueId) -> Result<()> {
    execute!(&mut tx.session(), SET_QUEUE, id.uuid(), queue_id.uuid())?;
    Ok(())
}

/// Puts work on its conversation.
pub(crate) async fn set_work(tx: &mut Tx, work: &[&Interaction]) -> Result<()> {
    execute_rows!(&mut tx.session(), SET_WORK, work, it => [
        it.conversation_id.uuid(),
        it.id.uuid(),
        it.queue_id.uuid(),
    ])?;
    Ok(())
}

/// Its contact is another one, or has another name: whoever lists it must hear of that.
pub(crate) async fn contact_changed(
    tx: &mut Tx,
    id: ConversationId,
    actor: Actor,
    at: Timestamp,
) -> Result<()> {
    let happens = Happens { actor, at, entry: None, bump: false };
    happen(tx, id, happens, EventData::ConversationContactChanged).await?;
    Ok(())
}

/// Who has received or read up to where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    AgentRead,
    ContactDelivered,
    ContactRead,
}

/// Moves a mark forward; a mark never moves back. None when it was there already. `up_to_seq` is
/// cut to the newest entry.
pub async fn mark(
    tx: &mut Tx,
    id: ConversationId,
    mark: Mark,
    up_to_seq: i64,
    actor: Actor,
    at: Timestamp,
) -> Result<Option<Conversation>> {
    let newest = entry::newest_seq(&mut tx.session(), id).await?;
    let up_to = up_to_seq.min(newest);
    let (sql, event): (_, fn(ConversationChange) -> EventData) = match mark {
        Mark::AgentRead => (AGENT_READ, EventData::ConversationRead),
        Mark::ContactDelivered => (CONTACT_DELIVERED, EventData::ConversationDelivered),
        Mark::ContactRead => (CONTACT_READ, EventData::ConversationReadByContact),
    };
    if execute!(&mut tx.session(), sql, id.uuid(), up_to)? == 0 {
        return Ok(None);
    }
    if matches!(mark, Mark::ContactDelivered | Mark::ContactRead) {
        // What was merged into it stands on the same timeline.
        for merged_id in merge::merged(&mut tx.session(), id).await? {
            crate::outbox::confirm(tx, merged_id, up_to).await?;
        }
        crate::outbox::confirm(tx, id, up_to).await?;
    }
    if mark == Mark::ContactRead {
        // Who has read has received.
        execute!(&mut tx.session(), CONTACT_DELIVERED, id.uuid(), up_to)?;
    }
    let happens = Happens { actor, at, entry: None, bump: false };
    let (conversation, _) = happen(tx, id, happens, event).await?;
    Ok(Some(conversation))
}
