//! Ids by number: the third agent is the third agent in every run.

use rapport_core::id::{AgentId, InteractionId, QueueId, SkillId, TypedId};
use uuid::Uuid;

fn numbered<I: TypedId>(n: usize) -> I {
    I::from_uuid(Uuid::from_u128(n as u128))
}

pub fn agent(n: usize) -> AgentId {
    numbered(n)
}

pub fn queue(n: usize) -> QueueId {
    numbered(n)
}

pub fn skill(n: usize) -> SkillId {
    numbered(n)
}

pub fn interaction(n: usize) -> InteractionId {
    numbered(n)
}

/// The number that an id was made of.
pub fn number(id: impl TypedId) -> usize {
    usize::try_from(id.uuid().as_u128()).unwrap_or(usize::MAX)
}
