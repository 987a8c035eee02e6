//! What agents do with a conversation: notes, resolve, reopen, assign, transfer.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::entry::{Entry, EntryBody, Happening};
use rapport_core::event::{ConversationChange, EventData};
use rapport_core::id::{AgentId, ConversationId, QueueId};
use rapport_core::interaction::{Interaction, InteractionState, PRIORITY_NORMAL};

use crate::contact;
use crate::conversation::{self, Happens};
use crate::error::{Result, StoreError};
use crate::interaction::{self, Change};
use crate::log::Tx;
use crate::stamp::Stamp;

async fn happen(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: Actor,
    body: EntryBody,
    event: fn(ConversationChange) -> EventData,
) -> Result<(Conversation, Option<Entry>)> {
    let entry = Some((stamp.id(), body));
    conversation::happen(tx, id, Happens { actor, at: stamp.at, entry, bump: true }, event).await
}

/// The piece of work under way on a conversation.
fn live(conversation: &Conversation) -> Option<&Interaction> {
    conversation
        .interaction
        .as_ref()
        .filter(|interaction| !matches!(interaction.state, InteractionState::Ended { .. }))
}

/// Adds a note for colleagues.
pub async fn note(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: Actor,
    text: String,
) -> Result<Entry> {
    let body = EntryBody::Note { text };
    let (_, entry) = happen(tx, stamp, id, actor, body, EventData::NoteCreated).await?;
    entry.ok_or(StoreError::NotFound("entry"))
}

/// Ends the matter, and the work on it. Resolving twice changes nothing.
pub async fn resolve(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: Actor,
) -> Result<Conversation> {
    let was = conversation::get(&mut tx.session(), id).await?;
    if was.status == ConversationStatus::Resolved {
        return Ok(was);
    }
    if let Some(interaction) = live(&was) {
        let agent_id = interaction.state.agent();
        let change = Change {
            id: interaction.id,
            entry_id: stamp.id(),
            actor: actor.clone(),
            at: stamp.at,
            happening: Happening::Ended { agent_id, disposition_id: None },
        };
        interaction::transition(tx, change, |work| work.end(stamp.at, None, None)).await?;
    }
    conversation::set_status(tx, id, ConversationStatus::Resolved).await?;
    let body = EntryBody::Event { event: Happening::Resolved };
    let (now, _) = happen(tx, stamp, id, actor, body, EventData::ConversationResolved).await?;
    Ok(now)
}

/// Ends the matter for an agent who is talking on it, and leaves them `until` to note the outcome
/// of the work. Otherwise as [`resolve`].
pub async fn resolve_and_wrap_up(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    agent_id: AgentId,
    until: Timestamp,
    actor: Actor,
) -> Result<Conversation> {
    let was = conversation::get(&mut tx.session(), id).await?;
    let talking = live(&was).filter(|work| {
        matches!(&work.state, InteractionState::Active { agent_id: holder, .. } if *holder == agent_id)
    });
    let Some(interaction) = talking.filter(|_| was.status == ConversationStatus::Open) else {
        return resolve(tx, stamp, id, actor).await;
    };
    let change = Change {
        id: interaction.id,
        entry_id: stamp.id(),
        actor: actor.clone(),
        at: stamp.at,
        happening: Happening::WrapUpStarted { agent_id },
    };
    interaction::transition(tx, change, |work| work.start_wrap_up(agent_id, until)).await?;
    conversation::set_status(tx, id, ConversationStatus::Resolved).await?;
    let body = EntryBody::Event { event: Happening::Resolved };
    let (now, _) = happen(tx, stamp, id, actor, body, EventData::ConversationResolved).await?;
    Ok(now)
}

/// Opens the matter again. Reopening an open one changes nothing.
pub async fn reopen(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: Actor,
) -> Result<Conversation> {
    let was = conversation::get(&mut tx.session(), id).await?;
    if was.status == ConversationStatus::Open {
        return Ok(was);
    }
    conversation::set_status(tx, id, ConversationStatus::Open).await?;
    let body = EntryBody::Event { event: Happening::Reopened };
    let (now, _) = happen(tx, stamp, id, actor, body, EventData::ConversationReopened).await?;
    Ok(now)
}

/// Gives the conversation to an agent, past the queue, or to nobody.
pub async fn assign(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    agent_id: Option<AgentId>,
    actor: Actor,
) -> Result<Conversation> {
    let was = conversation::get(&mut tx.session(), id).await?;
    if was.status == ConversationStatus::Resolved {
        return Err(StoreError::NotOpen);
    }
    let happening = Happening::Assigned { agent_id };
    if let Some(interaction) = live(&was)
        && !matches!(interaction.state, InteractionState::WrapUp { .. })
    {
        let queue_id = interaction.queue_id;
        let change =
            Change { id: interaction.id, entry_id: stamp.id(), actor, at: stamp.at, happening };
        return interaction::transition(tx, change, |work| match agent_id {
            Some(agent_id) => work.assign(agent_id, stamp.at),
            None => work.transfer(queue_id, None),
        })
        .await;
    }
    conversation::set_assignee(tx, id, agent_id).await?;
    let body = EntryBody::Event { event: happening };
    let (now, _) = happen(tx, stamp, id, actor, body, EventData::ConversationAssigned).await?;
    Ok(now)
}

/// Has it wait for an agent of a queue, or for one agent there, with the time it has waited.
pub async fn transfer(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    queue_id: QueueId,
    agent_id: Option<AgentId>,
    note: Option<String>,
    actor: Actor,
) -> Result<Conversation> {
    let was = conversation::get(&mut tx.session(), id).await?;
    if was.status == ConversationStatus::Resolved {
        return Err(StoreError::NotOpen);
    }
    if let Some(interaction) = live(&was)
        && !matches!(interaction.state, InteractionState::WrapUp { .. })
    {
        let change = Change {
            id: interaction.id,
            entry_id: stamp.id(),
            actor,
            at: stamp.at,
            happening: Happening::Transferred { queue_id, agent_id, note },
        };
        return interaction::transition(tx, change, |work| work.transfer(queue_id, agent_id)).await;
    }
    if let Some(in_wrap_up) = live(&was) {
        let change = Change {
            id: in_wrap_up.id,
            entry_id: stamp.id(),
            actor: actor.clone(),
            at: stamp.at,
            happening: Happening::Ended {
                agent_id: in_wrap_up.state.agent(),
                disposition_id: None,
            },
        };
        interaction::transition(tx, change, |work| work.end(stamp.at, None, None)).await?;
    }
    conversation::set_assignee(tx, id, None).await?;
    let body = EntryBody::Event { event: Happening::Transferred { queue_id, agent_id, note } };
    happen(tx, stamp, id, actor.clone(), body, EventData::InteractionTransferred).await?;
    let language = contact::get(&mut tx.session(), was.contact.id).await?.language;
    let interaction = Interaction {
        id: stamp.id(),
        conversation_id: id,
        queue_id,
        channel: was.channel,
        priority: PRIORITY_NORMAL,
        preferred_agent_id: agent_id,
        language,
        enqueued_at: stamp.at,
        version: 1,
        state: InteractionState::Waiting,
    };
    interaction::enqueue(tx, &interaction, stamp.id(), actor, stamp.at).await
}
