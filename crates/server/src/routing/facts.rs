//! From events of the log to facts for the engine.

use rapport_core::actor::ActorKind;
use rapport_core::directory::Directory;
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::event::{Event, EventData};
use rapport_core::interaction::{Interaction, InteractionState};
use rapport_core::presence::{
    Presence, PresenceState, REASON_CONNECTION_LOST, REASON_MAY_NOT_ANSWER,
};
use rapport_core::routing::{Destination, Input, KnownState};

use super::configure;

/// Where the store has an interaction.
pub(super) fn known_state(state: &InteractionState) -> KnownState {
    match state {
        InteractionState::Waiting => KnownState::Waiting,
        InteractionState::Offered { to, until } => {
            KnownState::Offered { agents: to.clone(), until: *until }
        }
        InteractionState::Active { agent_id, .. } => KnownState::Active { agent: *agent_id },
        InteractionState::WrapUp { agent_id, until } => {
            KnownState::WrapUp { agent: *agent_id, until: *until }
        }
        InteractionState::Ended { .. } => KnownState::Ended,
    }
}

/// Whether this is somebody who cannot answer any more: others go on with their live work.
pub(super) fn vanished(presence: &Presence) -> bool {
    let reasons = [REASON_CONNECTION_LOST, REASON_MAY_NOT_ANSWER];
    presence.state == PresenceState::Offline
        && presence.reason.as_deref().is_some_and(|it| reasons.contains(&it))
}

/// What the engine has to know of an event, in order. What routing itself proposed comes back
/// with the system as its actor: the engine believes it already.
pub(super) fn of(event: &Event, directory: &Directory) -> Vec<Input> {
    if let EventData::PresenceChanged(change) = &event.data {
        let presence = &change.presence;
        return vec![if vanished(presence) {
            Input::AgentVanished(presence.agent_id)
        } else {
            Input::AgentPresence { agent: presence.agent_id, presence: presence.state }
        }];
    }
    let Some(change) = event.data.change() else { return Vec::new() };
    let Some(interaction) = &change.conversation.interaction else { return Vec::new() };
    let happening = change.entry.as_ref().and_then(|entry| match &entry.body {
        EntryBody::Event { event } => Some(event),
        EntryBody::Message { .. } | EntryBody::Note { .. } => None,
    });
    if let Some(Happening::Queued { .. }) = happening {
        return vec![Input::Enqueue(configure::request(interaction, directory))];
    }
    if event.actor.kind == ActorKind::System {
        return Vec::new();
    }
    happening.map(|happening| of_happening(happening, interaction)).unwrap_or_default()
}

/// The priority that an event gives an interaction. It holds wherever the interaction is by now.
pub(super) fn priority(event: &Event) -> Option<Input> {
    let EventData::InteractionPriorityChanged(change) = &event.data else { return None };
    let work = change.conversation.interaction.as_ref()?;
    Some(Input::PriorityChanged { interaction: work.id, priority: work.priority })
}

fn of_happening(happening: &Happening, interaction: &Interaction) -> Vec<Input> {
    let id = interaction.id;
    if matches!(interaction.state, InteractionState::Ended { .. }) {
        // Whatever else is told of it, nothing is left to route.
        return vec![Input::Ended { interaction: id }];
    }
    match happening {
        Happening::Accepted { agent_id } => {
            vec![Input::Accepted { interaction: id, agent: *agent_id }]
        }
        Happening::Declined { agent_id } => {
            vec![Input::Declined { interaction: id, agent: *agent_id }]
        }
        Happening::Assigned { agent_id: Some(agent_id) } => match interaction.state {
            InteractionState::Active { .. } => {
                vec![Input::Assigned { interaction: id, agent: *agent_id }]
            }
            _ => Vec::new(),
        },
        Happening::Assigned { agent_id: None } => match interaction.state {
            InteractionState::Waiting => vec![Input::Transfer {
                interaction: id,
                to: Destination::Queue(interaction.queue_id),
            }],
            _ => Vec::new(),
        },
        Happening::Transferred { queue_id, agent_id, .. } => {
            let to = match agent_id {
                Some(agent) => Destination::AgentOf { queue: *queue_id, agent: *agent },
                None => Destination::Queue(*queue_id),
            };
            vec![Input::Transfer { interaction: id, to }]
        }
        Happening::PriorityChanged { priority, .. } => {
            vec![Input::PriorityChanged { interaction: id, priority: *priority }]
        }
        Happening::WrapUpStarted { agent_id } => {
            vec![Input::WrapUpStarted { interaction: id, agent: *agent_id }]
        }
        Happening::Ended { .. } => vec![Input::Ended { interaction: id }],
        Happening::Started
        | Happening::Invited { .. }
        | Happening::Rated { .. }
        | Happening::Resolved
        | Happening::Reopened
        | Happening::Snoozed { .. }
        | Happening::Unsnoozed
        | Happening::Tagged { .. }
        | Happening::Absorbed { .. }
        | Happening::KeptApart { .. }
        | Happening::Released { .. }
        | Happening::Queued { .. }
        | Happening::Offered { .. }
        | Happening::TimedOut { .. }
        | Happening::Requeued { .. }
        | Happening::Overflowed { .. } => Vec::new(),
    }
}
