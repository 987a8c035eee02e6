//! The engine's proposals, each one conditional change in the store.

use rapport_core::actor::Actor;
use rapport_core::entry::Happening;
use rapport_core::id::{AgentId, InteractionId};
use rapport_core::interaction::{Interaction, InteractionState, TransitionError};
use rapport_core::presence::{Presence, PresenceState, REASON_NO_ANSWER};
use rapport_core::routing::{Input, Output, RescindReason};
use rapport_storage::interaction::{self, Change};
use rapport_storage::{Store, StoreError, presence};

use crate::app::stamp;

/// What the store made of a proposal: done, or what is true instead.
pub(super) enum Decision {
    /// There was nothing to write.
    Done,
    /// The interaction's row has this version now; facts of earlier ones are overtaken.
    Written(InteractionId, i64),
    Refused(Vec<Input>),
    /// The row is otherwise; this is it.
    Otherwise(Output, Box<Interaction>),
}

/// Writes a proposal. An error means that the store could not be used: try again.
pub(super) async fn write(store: &Store, output: &Output) -> Result<Decision, StoreError> {
    match output {
        Output::Offer { interaction, queue, agents, until } => {
            let happening = Happening::Offered { agent_ids: agents.clone() };
            let (agents, until, queue) = (agents.clone(), *until, *queue);
            step(store, output, *interaction, happening, |work| {
                if work.queue_id == queue {
                    work.offer(agents, until)
                } else {
                    Err(TransitionError::NotWaiting { now: "in another queue" })
                }
            })
            .await
        }
        Output::Rescind { interaction, agent, reason } => {
            rescind(store, output, *interaction, *agent, *reason).await
        }
        Output::Requeued { interaction, from, .. } => {
            requeue(store, output, *interaction, from).await
        }
        Output::AgentAway { agent, .. } => away(store, *agent).await,
        Output::Overflowed { interaction, from, to, .. } => {
            let happening = Happening::Overflowed { from_queue_id: *from, queue_id: *to };
            let to = *to;
            step(store, output, *interaction, happening, |work| work.overflow(to)).await
        }
        Output::WrapUpOver { interaction, agent } => {
            let agent = *agent;
            let happening = Happening::Ended { agent_id: Some(agent), disposition_id: None };
            step(store, output, *interaction, happening, |work| match &work.state {
                InteractionState::WrapUp { agent_id, .. } if *agent_id == agent => {
                    work.end(stamp().at, None, None)
                }
                other => Err(TransitionError::NotYours { now: other.name() }),
            })
            .await
        }
        Output::Unknown { interaction } => {
            let found = interaction::get(&mut store.read().await?.session(), *interaction).await;
            match found {
                Ok(row) => Ok(Decision::Otherwise(output.clone(), Box::new(row))),
                Err(StoreError::NotFound(_)) => Ok(Decision::Done),
                Err(error) => Err(error),
            }
        }
    }
}

/// Makes one transition; when it is not possible, the truth is the row.
async fn step(
    store: &Store,
    output: &Output,
    id: InteractionId,
    happening: Happening,
    transition: impl FnOnce(Interaction) -> Result<Interaction, TransitionError>,
) -> Result<Decision, StoreError> {
    let mut tx = store.begin().await?;
    let stamp = stamp();
    let change = Change { id, entry_id: stamp.id(), actor: Actor::SYSTEM, at: stamp.at, happening };
    match interaction::transition(&mut tx, change, transition).await {
        Ok(conversation) => {
            tx.commit().await?;
            let work = conversation.interaction.filter(|work| work.id == id);
            Ok(work.map_or(Decision::Done, |work| Decision::Written(id, work.version)))
        }
        Err(StoreError::Transition(_)) => {
            let row = interaction::get(&mut tx.session(), id).await?;
            tx.rollback().await?;
            Ok(Decision::Otherwise(output.clone(), Box::new(row)))
        }
        Err(error) => Err(error),
    }
}

async fn rescind(
    store: &Store,
    output: &Output,
    id: InteractionId,
    agent: AgentId,
    reason: RescindReason,
) -> Result<Decision, StoreError> {
    let happening = match reason {
        RescindReason::TimedOut => Happening::TimedOut { agent_id: agent },
        RescindReason::AgentUnavailable | RescindReason::AgentVanished => {
            Happening::Requeued { agent_id: Some(agent) }
        }
        // The store moved first; the engine only says whom that concerns.
        RescindReason::TakenByOther
        | RescindReason::Assigned
        | RescindReason::Transferred
        | RescindReason::Ended
        | RescindReason::Superseded => return Ok(Decision::Done),
    };
    step(store, output, id, happening, |work| match work.state {
        InteractionState::Active { .. } => work.give_back(agent),
        _ => work.withdraw(agent),
    })
    .await
}

/// After the agents were taken off it, it waits already; only what they still have in hand is
/// given back here.
async fn requeue(
    store: &Store,
    output: &Output,
    id: InteractionId,
    from: &[AgentId],
) -> Result<Decision, StoreError> {
    let row = interaction::get(&mut store.read().await?.session(), id).await?;
    let holder = match &row.state {
        InteractionState::Active { agent_id, .. } if from.contains(agent_id) => *agent_id,
        InteractionState::Waiting => return Ok(Decision::Done),
        _ => return Ok(Decision::Otherwise(output.clone(), Box::new(row))),
    };
    let happening = Happening::Requeued { agent_id: Some(holder) };
    step(store, output, id, happening, |work| work.give_back(holder)).await
}

async fn away(store: &Store, agent_id: AgentId) -> Result<Decision, StoreError> {
    let mut tx = store.begin().await?;
    let now = presence::get(&mut tx.session(), agent_id).await?;
    let state = now.map_or(PresenceState::Offline, |presence| presence.state);
    if state != PresenceState::Online {
        tx.rollback().await?;
        let truth = Input::AgentPresence { agent: agent_id, presence: state };
        return Ok(Decision::Refused(vec![truth]));
    }
    let away = Presence {
        agent_id,
        state: PresenceState::Away,
        reason: Some(REASON_NO_ANSWER.to_owned()),
        since: stamp().at,
    };
    presence::put(&mut tx, away, Actor::SYSTEM).await?;
    tx.commit().await?;
    Ok(Decision::Done)
}
