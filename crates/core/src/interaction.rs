//! Interactions: the pieces of work that routing routes. A state holds exactly its own data, and
//! a transition consumes the interaction.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::channel::Channel;
use crate::id::{AgentId, ConversationId, DispositionId, InteractionId, QueueId};

/// The ordinary priority; 1 is lowest, 10 highest.
pub const PRIORITY_NORMAL: u8 = 5;
pub const PRIORITY_MAX: u8 = 10;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InteractionState {
    Waiting,
    /// Presented to one agent, or to several when the queue rings all.
    Offered {
        to: Vec<AgentId>,
        until: Timestamp,
    },
    Active {
        agent_id: AgentId,
        since: Timestamp,
    },
    /// The customer is gone; the agent notes the outcome.
    WrapUp {
        agent_id: AgentId,
        until: Timestamp,
    },
    Ended {
        at: Timestamp,
        agent_id: Option<AgentId>,
        disposition_id: Option<DispositionId>,
        note: Option<String>,
    },
}

impl InteractionState {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Offered { .. } => "offered",
            Self::Active { .. } => "active",
            Self::WrapUp { .. } => "wrap_up",
            Self::Ended { .. } => "ended",
        }
    }

    /// The one agent who has it in hand.
    pub const fn agent(&self) -> Option<AgentId> {
        match self {
            Self::Active { agent_id, .. } | Self::WrapUp { agent_id, .. } => Some(*agent_id),
            Self::Waiting | Self::Offered { .. } | Self::Ended { .. } => None,
        }
    }
}

/// A piece of work for an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Interaction {
    pub id: InteractionId,
    pub conversation_id: ConversationId,
    pub queue_id: QueueId,
    pub channel: Channel,
    pub priority: u8,
    /// The agent who is asked first, for as long as the queue says.
    pub preferred_agent_id: Option<AgentId>,
    /// The contact's language when it was queued (BCP 47); agents who speak it are asked first, for
    /// as long as the queue says.
    #[serde(default)]
    pub language: Option<String>,
    /// Its place in the queue; kept when an offer comes to nothing.
    pub enqueued_at: Timestamp,
    pub version: i64,
    pub state: InteractionState,
}

/// Why a transition is not possible now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    #[error("this offer is over: the conversation is {now} by now")]
    OfferGone { now: &'static str },
    #[error("this needs the agent who has the conversation; it is {now} now")]
    NotYours { now: &'static str },
    #[error("this work has ended")]
    Ended,
    #[error("this is not waiting for an agent; it is {now} now")]
    NotWaiting { now: &'static str },
}

type Transition = Result<Interaction, TransitionError>;

impl Interaction {
    fn with(self, state: InteractionState) -> Self {
        Self { version: self.version + 1, state, ..self }
    }

    /// The engine presents it to agents.
    pub fn offer(self, to: Vec<AgentId>, until: Timestamp) -> Transition {
        match self.state {
            InteractionState::Waiting => Ok(self.with(InteractionState::Offered { to, until })),
            ref other => Err(TransitionError::NotWaiting { now: other.name() }),
        }
    }

    pub fn accept(self, agent_id: AgentId, now: Timestamp) -> Transition {
        match &self.state {
            InteractionState::Offered { to, .. } if to.contains(&agent_id) => {
                Ok(self.with(InteractionState::Active { agent_id, since: now }))
            }
            other => Err(TransitionError::OfferGone { now: other.name() }),
        }
    }

    /// One agent will not or did not take it; back to its place when nobody is left.
    pub fn withdraw(self, agent_id: AgentId) -> Transition {
        match &self.state {
            InteractionState::Offered { to, until } if to.contains(&agent_id) => {
                let rest: Vec<_> = to.iter().copied().filter(|id| *id != agent_id).collect();
                let state = if rest.is_empty() {
                    InteractionState::Waiting
                } else {
                    InteractionState::Offered { to: rest, until: *until }
                };
                Ok(self.with(state))
            }
            other => Err(TransitionError::OfferGone { now: other.name() }),
        }
    }

    /// The whole offer rang out or was taken back; back to its place.
    pub fn withdraw_all(self) -> Transition {
        match &self.state {
            InteractionState::Offered { .. } => Ok(self.with(InteractionState::Waiting)),
            other => Err(TransitionError::OfferGone { now: other.name() }),
        }
    }

    /// The agent vanished: it waits again, in its old place, for anybody.
    pub fn give_back(self, agent_id: AgentId) -> Transition {
        match &self.state {
            InteractionState::Active { agent_id: holder, .. } if *holder == agent_id => {
                Ok(Self { preferred_agent_id: None, ..self.with(InteractionState::Waiting) })
            }
            other => Err(TransitionError::NotYours { now: other.name() }),
        }
    }

    /// To a queue, or to one agent of it; it keeps its time of waiting.
    pub fn transfer(self, queue_id: QueueId, preferred: Option<AgentId>) -> Transition {
        match &self.state {
            InteractionState::Ended { .. } | InteractionState::WrapUp { .. } => {
                Err(TransitionError::Ended)
            }
            InteractionState::Waiting
            | InteractionState::Offered { .. }
            | InteractionState::Active { .. } => {
                let mut next = self.with(InteractionState::Waiting);
                next.queue_id = queue_id;
                next.preferred_agent_id = preferred;
                Ok(next)
            }
        }
    }

    /// A person gives it to an agent, past the queue.
    pub fn assign(self, agent_id: AgentId, now: Timestamp) -> Transition {
        match &self.state {
            InteractionState::Ended { .. } | InteractionState::WrapUp { .. } => {
                Err(TransitionError::Ended)
            }
            InteractionState::Waiting
            | InteractionState::Offered { .. }
            | InteractionState::Active { .. } => {
                Ok(self.with(InteractionState::Active { agent_id, since: now }))
            }
        }
    }

    /// A person has it served sooner or later than it would be. Kept over an offer that rings now.
    pub fn prioritise(self, priority: u8) -> Transition {
        match self.state {
            InteractionState::Waiting | InteractionState::Offered { .. } => {
                Ok(Self { priority, version: self.version + 1, ..self })
            }
            ref other => Err(TransitionError::NotWaiting { now: other.name() }),
        }
    }

    /// Its queue passes it on.
    pub fn overflow(self, to: QueueId) -> Transition {
        match self.state {
            InteractionState::Waiting => {
                Ok(Self { queue_id: to, version: self.version + 1, ..self })
            }
            ref other => Err(TransitionError::NotWaiting { now: other.name() }),
        }
    }

    pub fn start_wrap_up(self, agent_id: AgentId, until: Timestamp) -> Transition {
        match &self.state {
            InteractionState::Active { agent_id: holder, .. } if *holder == agent_id => {
                Ok(self.with(InteractionState::WrapUp { agent_id, until }))
            }
            InteractionState::Ended { .. } => Err(TransitionError::Ended),
            other => Err(TransitionError::NotYours { now: other.name() }),
        }
    }

    /// Ends it, from any state but the last.
    pub fn end(
        self,
        now: Timestamp,
        disposition_id: Option<DispositionId>,
        note: Option<String>,
    ) -> Transition {
        if matches!(self.state, InteractionState::Ended { .. }) {
            return Err(TransitionError::Ended);
        }
        let agent_id = self.state.agent();
        Ok(self.with(InteractionState::Ended { at: now, agent_id, disposition_id, note }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000);

    fn agent(n: u8) -> AgentId {
        AgentId::new(NOW, [n; 10])
    }

    fn waiting() -> Interaction {
        Interaction {
            id: InteractionId::new(NOW, [0; 10]),
            conversation_id: ConversationId::new(NOW, [0; 10]),
            queue_id: QueueId::new(NOW, [0; 10]),
            channel: Channel::Webchat,
            priority: PRIORITY_NORMAL,
            preferred_agent_id: None,
            language: None,
            enqueued_at: NOW,
            version: 1,
            state: InteractionState::Waiting,
        }
    }

    #[test]
    fn a_chat_from_queue_to_end() {
        let chat = waiting().offer(vec![agent(1)], NOW).unwrap().accept(agent(1), NOW).unwrap();
        assert_eq!(chat.state.agent(), Some(agent(1)));
        let chat = chat.start_wrap_up(agent(1), NOW).unwrap().end(NOW, None, None).unwrap();
        assert_eq!(chat.version, 5);
        assert_eq!(chat.clone().end(NOW, None, None), Err(TransitionError::Ended));
        assert_eq!(chat.transfer(waiting().queue_id, None), Err(TransitionError::Ended));
    }

    #[test]
    fn an_offer_is_taken_once_and_only_by_whom_it_was_made_to() {
        let offered = waiting().offer(vec![agent(1), agent(2)], NOW).unwrap();
        assert!(offered.clone().accept(agent(3), NOW).is_err());
        let taken = offered.accept(agent(2), NOW).unwrap();
        assert_eq!(taken.accept(agent(1), NOW), Err(TransitionError::OfferGone { now: "active" }));
    }

    #[test]
    fn only_what_waits_has_another_priority() {
        let raised = waiting().prioritise(9).unwrap();
        assert_eq!((raised.priority, raised.version), (9, 2));
        let offered = raised.offer(vec![agent(1)], NOW).unwrap().prioritise(3).unwrap();
        assert_eq!(offered.state, InteractionState::Offered { to: vec![agent(1)], until: NOW });
        let taken = offered.accept(agent(1), NOW).unwrap();
        assert_eq!(taken.prioritise(1), Err(TransitionError::NotWaiting { now: "active" }));
    }

    #[test]
    fn it_waits_again_when_the_last_agent_has_declined() {
        let offered = waiting().offer(vec![agent(1), agent(2)], NOW).unwrap();
        let offered = offered.withdraw(agent(1)).unwrap();
        assert_eq!(offered.state, InteractionState::Offered { to: vec![agent(2)], until: NOW });
        let back = offered.withdraw(agent(2)).unwrap();
        assert_eq!(back.state, InteractionState::Waiting);
        assert_eq!(back.enqueued_at, NOW);
    }
}
