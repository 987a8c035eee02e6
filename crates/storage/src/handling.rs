//! What agents do with a conversation: notes, resolve, reopen, assign, transfer. Tags are in
//! `tagging`, putting aside in `snooze`, making one of two in `merge`.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::attachment::Attachment;
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::entry::{Entry, EntryBody, Happening};
use rapport_core::event::EventData;
use rapport_core::id::{AgentId, ConversationId, InteractionId, QueueId};
use rapport_core::interaction::{Interaction, InteractionState, PRIORITY_NORMAL};
use rapport_core::span::Span;

use crate::attachment;
use crate::contact;
use crate::conversation::{self, Happens};
use crate::error::{Result, StoreError};
use crate::interaction::{self, Change};
use crate::log::Tx;
use crate::mention;
use crate::snooze;
use crate::stamp::Stamp;

pub(crate) async fn happen(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: Actor,
    happening: Happening,
) -> Result<Conversation> {
    let event = happening.event();
    let entry = Some((stamp.id(), EntryBody::Event { event: happening }));
    let happens = Happens { actor, at: stamp.at, entry, bump: true };
    let (now, _) = conversation::happen(tx, id, happens, event).await?;
    Ok(now)
}

/// The piece of work under way on a conversation.
pub(crate) fn live(conversation: &Conversation) -> Option<&Interaction> {
    conversation
        .interaction
        .as_ref()
        .filter(|interaction| !matches!(interaction.state, InteractionState::Ended { .. }))
}

/// Words for colleagues.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    pub text: String,
    /// How it looks, where not as usual.
    pub spans: Vec<Span>,
    /// The author's own uploads.
    pub attachments: Vec<Attachment>,
    /// Agents whom it names.
    pub mentioned: Vec<AgentId>,
}

impl<T: Into<String>> From<T> for Note {
    fn from(text: T) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// Adds a note for colleagues; for a merged conversation to the one that it is a part of.
pub async fn note(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: Actor,
    note: Note,
) -> Result<Entry> {
    let id = conversation::whole(&mut tx.session(), id).await?.id;
    let Note { text, spans, attachments, mentioned } = note;
    mention::add(tx, id, &mentioned, actor.agent_id()).await?;
    let entry_id = stamp.id();
    let body = EntryBody::Note {
        text,
        spans,
        attachments: attachments.clone(),
        mentioned_agent_ids: mentioned,
    };
    let entry = Some((entry_id, body));
    let happens = Happens { actor, at: stamp.at, entry, bump: true };
    let (_, entry) = conversation::happen(tx, id, happens, EventData::NoteCreated).await?;
    attachment::claim(tx, id, entry_id, &attachments).await?;
    entry.ok_or(StoreError::NotFound("entry"))
}

/// Ends the matter, and the work on it. Resolving twice changes nothing.
pub async fn resolve(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: Actor,
) -> Result<Conversation> {
    close(tx, stamp, id, actor, |_| None).await
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
    close(tx, stamp, id, actor, |work| match &work.state {
        InteractionState::Active { agent_id: talking, .. } if *talking == agent_id => {
            Some((agent_id, until))
        }
        _ => None,
    })
    .await
}

/// Ends the matter. The work on it ends, too, unless it is to be wrapped up: by whom, and until
/// when.
async fn close(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: Actor,
    wrap_up: impl FnOnce(&Interaction) -> Option<(AgentId, Timestamp)>,
) -> Result<Conversation> {
    let was = conversation::unmerged(&mut tx.session(), id).await?;
    if was.status == ConversationStatus::Resolved {
        return Ok(was);
    }
    if let Some(work) = live(&was) {
        match wrap_up(work) {
            Some((agent_id, until)) => {
                let happening = Happening::WrapUpStarted { agent_id };
                let change = change_of(work, stamp, &actor, happening);
                let start = |work: Interaction| work.start_wrap_up(agent_id, until);
                interaction::transition(tx, change, start).await?;
            }
            None => end_work(tx, stamp, work, &actor).await?,
        }
    }
    conversation::set_status(tx, id, ConversationStatus::Resolved).await?;
    happen(tx, stamp, id, actor, Happening::Resolved).await
}

fn change_of(work: &Interaction, stamp: Stamp, actor: &Actor, happening: Happening) -> Change {
    Change { id: work.id, entry_id: stamp.id(), actor: actor.clone(), at: stamp.at, happening }
}

/// Ends the work without an outcome.
pub(crate) async fn end_work(
    tx: &mut Tx,
    stamp: Stamp,
    work: &Interaction,
    actor: &Actor,
) -> Result<()> {
    let happening = Happening::Ended { agent_id: work.state.agent(), disposition_id: None };
    let change = change_of(work, stamp, actor, happening);
    interaction::transition(tx, change, |work| work.end(stamp.at, None, None)).await?;
    Ok(())
}

/// Opens the matter again, resolved or snoozed. Reopening an open one changes nothing.
pub async fn reopen(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: Actor,
) -> Result<Conversation> {
    let was = conversation::unmerged(&mut tx.session(), id).await?;
    match was.status {
        ConversationStatus::Open => Ok(was),
        ConversationStatus::Snoozed => snooze::unsnooze(tx, stamp, id, actor).await,
        ConversationStatus::Resolved => {
            conversation::set_status(tx, id, ConversationStatus::Open).await?;
            happen(tx, stamp, id, actor, Happening::Reopened).await
        }
    }
}

/// Gives the conversation to an agent, past the queue, or to nobody.
pub async fn assign(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    agent_id: Option<AgentId>,
    actor: Actor,
) -> Result<Conversation> {
    let was = conversation::unmerged(&mut tx.session(), id).await?;
    if was.status == ConversationStatus::Resolved {
        return Err(StoreError::NotOpen);
    }
    let happening = Happening::Assigned { agent_id };
    if let Some(interaction) = live(&was)
        && !matches!(interaction.state, InteractionState::WrapUp { .. })
    {
        let queue_id = interaction.queue_id;
        let change = change_of(interaction, stamp, &actor, happening);
        return interaction::transition(tx, change, |work| match agent_id {
            Some(agent_id) => work.assign(agent_id, stamp.at),
            None => work.transfer(queue_id, None),
        })
        .await;
    }
    conversation::set_assignee(tx, id, agent_id).await?;
    happen(tx, stamp, id, actor, happening).await
}

/// Has what waits on the conversation served sooner or later. The same priority changes nothing.
pub async fn prioritise(
    tx: &mut Tx,
    stamp: Stamp,
    id: InteractionId,
    priority: u8,
    actor: Actor,
) -> Result<Conversation> {
    let was = interaction::get(&mut tx.session(), id).await?;
    if was.priority == priority {
        return conversation::get(&mut tx.session(), was.conversation_id).await;
    }
    let happening = Happening::PriorityChanged { from: was.priority, priority };
    let change = change_of(&was, stamp, &actor, happening);
    interaction::transition(tx, change, |work| work.prioritise(priority)).await
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
    let was = conversation::unmerged(&mut tx.session(), id).await?;
    if was.status == ConversationStatus::Resolved {
        return Err(StoreError::NotOpen);
    }
    if let Some(interaction) = live(&was)
        && !matches!(interaction.state, InteractionState::WrapUp { .. })
    {
        let happening = Happening::Transferred { queue_id, agent_id, note };
        let change = change_of(interaction, stamp, &actor, happening);
        return interaction::transition(tx, change, |work| work.transfer(queue_id, agent_id)).await;
    }
    if let Some(in_wrap_up) = live(&was) {
        end_work(tx, stamp, in_wrap_up, &actor).await?;
    }
    conversation::set_assignee(tx, id, None).await?;
    if was.status == ConversationStatus::Snoozed {
        conversation::set_status(tx, id, ConversationStatus::Open).await?;
    }
    let happening = Happening::Transferred { queue_id, agent_id, note };
    happen(tx, stamp, id, actor.clone(), happening).await?;
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
    interaction::enqueue(tx, interaction, stamp, actor).await
}
