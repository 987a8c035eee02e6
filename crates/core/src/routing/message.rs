//! What goes into the engine and what comes out of it.

use serde::{Deserialize, Serialize};

use super::config::{AgentConfig, Policy, QueueConfig, Requirement, Ring};
use crate::Timestamp;
use crate::channel::Channel;
use crate::id::{AgentId, InteractionId, QueueId, SkillId};
use crate::presence::PresenceState;

/// An interaction as routing sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InteractionRequest {
    pub id: InteractionId,
    pub queue: QueueId,
    pub channel: Channel,
    /// 1 is lowest, 10 highest; anything else counts as the nearest of these.
    pub priority: u8,
    pub requirements: Vec<Requirement>,
    /// How the requirements relax; empty: as the queue says.
    pub rings: Vec<Ring>,
    /// The skill of speaking the contact's language: required besides all others, at any
    /// proficiency, for as long as the queue's `language_hold_ms`.
    pub language: Option<SkillId>,
    /// Who is asked first, for as long as the queue's `preferred_hold_ms`.
    pub preferred_agent: Option<AgentId>,
    /// Its place; kept over every offer, transfer and overflow.
    pub enqueued_at: Timestamp,
    /// When it came to this queue: rings, holds and overflow count from here. None: `enqueued_at`.
    pub in_queue_since: Option<Timestamp>,
}

/// Where an interaction stands according to the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum KnownState {
    Waiting,
    Offered { agents: Vec<AgentId>, until: Timestamp },
    Active { agent: AgentId },
    WrapUp { agent: AgentId, until: Timestamp },
    Ended,
}

/// To whom an interaction is transferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Destination {
    Queue(QueueId),
    /// Kept for this agent, whatever its skills and queues, for the queue's `transfer_hold_ms`;
    /// then for anybody in the queue where it is. At once for anybody if the agent is offline.
    Agent(AgentId),
    /// To another queue, and there kept for this agent, as with [`Destination::Agent`].
    AgentOf {
        queue: QueueId,
        agent: AgentId,
    },
}

/// A fact, or a setting. Facts win: what the engine believed otherwise it takes back.
///
/// Any fact may come again; repeating the newest fact about an interaction changes nothing. An
/// agent or queue that was never configured may be named: the engine keeps what it is told and
/// offers nothing there until it is configured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::large_enum_variant,
    reason = "a fact is moved once, and lives no longer than that"
)]
pub enum Input {
    /// Only time has passed.
    Tick,
    PolicyConfigured(Policy),
    QueueConfigured(QueueConfig),
    /// What waits there stays, and is offered again when the queue is configured again or the
    /// interaction is transferred.
    QueueRemoved(QueueId),
    AgentConfigured(AgentConfig),
    /// Offers to the agent are taken back; work in hand stays until facts move it.
    AgentRemoved(AgentId),
    /// An agent who is not online has no offers: they are taken back. Active work stays.
    AgentPresence {
        agent: AgentId,
        presence: PresenceState,
    },
    /// The connection has been lost for too long: the agent is offline, and offers and active
    /// interactions of live channels wait again, in their old places and for anybody.
    AgentVanished(AgentId),
    /// Ignored when the interaction is known: to move it, [`Input::Sync`] or [`Input::Transfer`].
    Enqueue(InteractionRequest),
    /// The whole truth about an interaction, known or not. For start-up and for repair.
    Restore {
        request: InteractionRequest,
        state: KnownState,
    },
    /// Where a known interaction truly stands.
    Sync {
        interaction: InteractionId,
        state: KnownState,
    },
    /// The agent has it, whoever else it was offered to or held by, even beyond its capacity.
    /// Ignored while that agent wraps the same interaction up: it is an old fact.
    Accepted {
        interaction: InteractionId,
        agent: AgentId,
    },
    /// A supervisor has given it to the agent. Like [`Input::Accepted`].
    Assigned {
        interaction: InteractionId,
        agent: AgentId,
    },
    /// Ignored unless it is offered to that agent now.
    Declined {
        interaction: InteractionId,
        agent: AgentId,
    },
    WrapUpStarted {
        interaction: InteractionId,
        agent: AgentId,
    },
    /// Handled, or the customer is gone. Ignored when unknown.
    Ended {
        interaction: InteractionId,
    },
    /// It waits again; from the agent who has it, if any.
    Transfer {
        interaction: InteractionId,
        to: Destination,
    },
    PriorityChanged {
        interaction: InteractionId,
        priority: u8,
    },
    /// The store did not execute this output. A refused [`Output::Offer`] is void: the interaction
    /// waits again, and those agents are not offered it until the cool-down has passed. For any
    /// other output the store knows better: it also sends [`Input::Sync`] or
    /// [`Input::AgentPresence`].
    OutputRefused(Output),
}

/// What the engine proposes. Each is one conditional write, and can be refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Output {
    /// Waiting → offered to `agents`; more than one only in a ring-all queue.
    Offer { interaction: InteractionId, queue: QueueId, agents: Vec<AgentId>, until: Timestamp },
    /// The agent has it no longer. If the store still has it offered to others, this agent comes
    /// off the offer; if it is with nobody then, it is waiting.
    Rescind { interaction: InteractionId, agent: AgentId, reason: RescindReason },
    /// Offered or active → waiting, in its old place, unless it is so already. `from` had it.
    /// Follows the [`Output::Rescind`] of each of them, except of an agent who declined.
    Requeued {
        interaction: InteractionId,
        queue: QueueId,
        from: Vec<AgentId>,
        reason: RequeueReason,
    },
    /// Online → away: the agent let this interaction ring out.
    AgentAway { agent: AgentId, unanswered: InteractionId },
    /// Waiting in one queue → waiting in the other.
    Overflowed { interaction: InteractionId, from: QueueId, to: QueueId, reason: OverflowReason },
    /// Wrap-up → ended: its longest time has passed.
    WrapUpOver { interaction: InteractionId, agent: AgentId },
    /// The fact names an interaction that the engine does not know: answer with
    /// [`Input::Restore`], unless it has ended.
    Unknown { interaction: InteractionId },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RescindReason {
    TimedOut,
    TakenByOther,
    Assigned,
    Transferred,
    /// The interaction ended while it rang.
    Ended,
    /// The agent went away or offline, or was removed.
    AgentUnavailable,
    AgentVanished,
    /// The store knew better.
    Superseded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequeueReason {
    NoAnswer,
    Declined,
    AgentUnavailable,
    AgentVanished,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverflowReason {
    WaitedTooLong,
    Closed,
}
