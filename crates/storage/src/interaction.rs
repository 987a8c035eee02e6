//! Interactions: the rows of routing's work. Every change is a transition of
//! [`rapport_core::interaction`], made on the row as it is under the log's lock.

use std::sync::LazyLock;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::conversation::Conversation;
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::event::{ConversationChange, EventData};
use rapport_core::id::{AgentId, ConversationId, EntryId, InteractionId, QueueId, TypedId};
use rapport_core::interaction::{Interaction, InteractionState, TransitionError};
use uuid::Uuid;

use crate::conversation::{self, Happens};
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::multi_row::{MultiRow, execute_rows};
use crate::service;
use crate::stamp::Stamp;
use crate::statement::statements;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, conversation_id, queue_id, channel, priority, preferred_agent_id,
                language, enqueued_at, version, state_data from interaction ",
            $rest
        )
    };
}

statements! {
    GET = select!("where id = $1");
    LIVE = select!("where state <> 'ended' order by enqueued_at, id");
    OF_AGENT = select!("where state <> 'ended' and agent_id = $1 order by enqueued_at, id");
    WAITING_IN = select!("where queue_id = $1 and state in ('waiting', 'offered')
        order by (enqueued_at - priority * 120000000), id limit $2");
    OFFERED = select!("where state = 'offered' order by enqueued_at, id");
    UPDATE = "update interaction set queue_id = $2, priority = $3, preferred_agent_id = $4,
            enqueued_at = $5, version = $6, state = $7, agent_id = $8, state_data = $9
        where id = $1";
}

pub(crate) static INSERT: LazyLock<MultiRow> = LazyLock::new(|| {
    MultiRow::insert(
        "interaction",
        &[
            ("id", "uuid"),
            ("conversation_id", "uuid"),
            ("queue_id", "uuid"),
            ("channel", "text"),
            ("priority", "bigint"),
            ("preferred_agent_id", "uuid"),
            ("language", "text"),
            ("enqueued_at", "bigint"),
            ("version", "bigint"),
            ("state", "text"),
            ("agent_id", "uuid"),
            ("state_data", "text"),
            ("unanswered_since", "bigint"),
        ],
        "",
    )
});

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    conversation_id: Uuid,
    queue_id: Uuid,
    channel: String,
    priority: i64,
    preferred_agent_id: Option<Uuid>,
    language: Option<String>,
    enqueued_at: i64,
    version: i64,
    state_data: String,
}

impl Row {
    fn read(self) -> Result<Interaction> {
        Ok(Interaction {
            id: InteractionId::from_uuid(self.id),
            conversation_id: ConversationId::from_uuid(self.conversation_id),
            queue_id: QueueId::from_uuid(self.queue_id),
            channel: conversation::channel(&self.channel)?,
            priority: conversation::priority(self.priority)?,
            preferred_agent_id: self.preferred_agent_id.map(AgentId::from_uuid),
            language: self.language,
            enqueued_at: Timestamp::from_micros(self.enqueued_at),
            version: self.version,
            state: conversation::interaction_state(&self.state_data)?,
        })
    }
}

fn state_json(state: &InteractionState) -> Result<String> {
    serde_json::to_string(state).map_err(|error| StoreError::corrupt("a state", error))
}

pub async fn get(session: &mut Session<'_>, id: InteractionId) -> Result<Interaction> {
    fetch_optional!(session, Row, GET, id.uuid())?
        .ok_or(StoreError::NotFound("interaction"))?
        .read()
}

/// All that have not ended, in the order in which they came.
pub async fn live(session: &mut Session<'_>) -> Result<Vec<Interaction>> {
    fetch_all!(session, Row, LIVE)?.into_iter().map(Row::read).collect()
}

/// Who waits in a queue, those for whom it rings included, in the order in which they are due.
pub async fn waiting_in(
    session: &mut Session<'_>,
    queue_id: QueueId,
    limit: i64,
) -> Result<Vec<Interaction>> {
    let rows = fetch_all!(session, Row, WAITING_IN, queue_id.uuid(), limit)?;
    rows.into_iter().map(Row::read).collect()
}

/// What is offered to an agent, and what they have in hand.
pub async fn of_agent(session: &mut Session<'_>, agent_id: AgentId) -> Result<Vec<Interaction>> {
    let offered = fetch_all!(session, Row, OFFERED)?;
    let held = fetch_all!(session, Row, OF_AGENT, agent_id.uuid())?;
    let mut found = Vec::new();
    for row in offered {
        let interaction = row.read()?;
        if let InteractionState::Offered { to, .. } = &interaction.state
            && to.contains(&agent_id)
        {
            found.push(interaction);
        }
    }
    for row in held {
        found.push(row.read()?);
    }
    Ok(found)
}

/// Puts a new piece of work on a conversation, and says so on its timeline.
pub(crate) async fn enqueue(
    tx: &mut Tx,
    interaction: Interaction,
    stamp: Stamp,
    actor: Actor,
) -> Result<Conversation> {
    let mut changes = enqueue_all(tx, &[(stamp, interaction)], &actor).await?;
    changes.pop().map(|change| change.conversation).ok_or(StoreError::NotFound("conversation"))
}

/// [`enqueue`] on several conversations, each of them once, in this order.
pub(crate) async fn enqueue_all(
    tx: &mut Tx,
    work: &[(Stamp, Interaction)],
    actor: &Actor,
) -> Result<Vec<ConversationChange>> {
    struct Row<'w> {
        work: &'w Interaction,
        state: String,
        at: Timestamp,
    }
    let rows: Vec<Row<'_>> = work
        .iter()
        .map(|(stamp, work)| Ok(Row { work, state: state_json(&work.state)?, at: stamp.at }))
        .collect::<Result<_>>()?;
    execute_rows!(&mut tx.session(), INSERT, &rows, it => [
        it.work.id.uuid(),
        it.work.conversation_id.uuid(),
        it.work.queue_id.uuid(),
        it.work.channel.name(),
        i64::from(it.work.priority),
        it.work.preferred_agent_id.map(AgentId::uuid),
        it.work.language.as_deref(),
        it.work.enqueued_at.micros(),
        it.work.version,
        it.work.state.name(),
        it.work.state.agent().map(AgentId::uuid),
        it.state.as_str(),
        it.at.micros(),
    ])?;
    service::begin(tx, work).await?;
    let placed: Vec<&Interaction> = work.iter().map(|(_, work)| work).collect();
    conversation::set_work(tx, &placed).await?;
    let happens = |(stamp, work): &(Stamp, Interaction)| {
        let event = Happening::Queued { queue_id: work.queue_id };
        let entry = Some((stamp.id(), EntryBody::Event { event }));
        let happens = Happens { actor: actor.clone(), at: stamp.at, entry, bump: false };
        (work.conversation_id, happens)
    };
    let all = work.iter().map(happens).collect();
    conversation::happen_all(tx, all, EventData::InteractionQueued).await
}

/// A change of an interaction, with what the timeline and the log say of it.
#[derive(Debug)]
pub struct Change {
    pub id: InteractionId,
    pub entry_id: EntryId,
    pub actor: Actor,
    pub at: Timestamp,
    pub happening: Happening,
}

/// Makes a transition, keeps the conversation's queue and assignee in step, and tells of it.
/// A transition that is not possible changes nothing.
pub async fn transition(
    tx: &mut Tx,
    change: Change,
    step: impl FnOnce(Interaction) -> Result<Interaction, TransitionError>,
) -> Result<Conversation> {
    let was = get(&mut tx.session(), change.id).await?;
    let holder = was.state.agent();
    let next = step(was.clone())?;
    let state = state_json(&next.state)?;
    execute!(
        &mut tx.session(),
        UPDATE,
        next.id.uuid(),
        next.queue_id.uuid(),
        i64::from(next.priority),
        next.preferred_agent_id.map(AgentId::uuid),
        next.enqueued_at.micros(),
        next.version,
        next.state.name(),
        next.state.agent().map(AgentId::uuid),
        state.as_str(),
    )?;
    service::follow(tx, &was, &next, &change.happening, change.at).await?;
    let id = next.conversation_id;
    if next.queue_id != was.queue_id {
        conversation::set_queue(tx, id, next.queue_id).await?;
    }
    // Work that came back on a conversation still has its former agent as the assignee while it
    // waits; it loses them only when somebody says so.
    let is_passed_on =
        matches!(change.happening, Happening::Assigned { .. } | Happening::Transferred { .. });
    match &next.state {
        InteractionState::Active { agent_id, .. } => {
            conversation::set_assignee(tx, id, Some(*agent_id)).await?;
        }
        InteractionState::Waiting if holder.is_some() || is_passed_on => {
            conversation::set_assignee(tx, id, None).await?;
        }
        InteractionState::Waiting
        | InteractionState::Offered { .. }
        | InteractionState::WrapUp { .. }
        | InteractionState::Ended { .. } => {}
    }
    let bump = matches!(change.happening, Happening::Transferred { .. });
    let event = change.happening.event();
    let happens = Happens {
        actor: change.actor,
        at: change.at,
        entry: Some((change.entry_id, EntryBody::Event { event: change.happening })),
        bump,
    };
    let (conversation, _) = conversation::happen(tx, id, happens, event).await?;
    Ok(conversation)
}
