//! Which agents have which conversation on their screens, so that two do not answer the same
//! customer unawares.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rapport_core::actor::Actor;
use rapport_core::id::ConversationId;

/// So many are named; more do not help anybody.
const NAMED_MAX: usize = 20;

/// A connection, and whose it is.
type Viewer = (u64, Actor);

/// By conversation, the connections that look at it; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Viewers(Arc<Mutex<HashMap<ConversationId, Vec<Viewer>>>>);

impl Viewers {
    /// A connection looks at a conversation; answers who does now, each named once, who came first
    /// before the rest.
    pub fn enter(&self, id: ConversationId, connection: u64, by: Actor) -> Vec<Actor> {
        self.change(id, |viewers| viewers.push((connection, by)))
    }

    /// A connection looks away; answers who still looks.
    pub fn leave(&self, id: ConversationId, connection: u64) -> Vec<Actor> {
        self.change(id, |viewers| viewers.retain(|(other, _)| *other != connection))
    }

    fn change(&self, id: ConversationId, change: impl FnOnce(&mut Vec<Viewer>)) -> Vec<Actor> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let viewers = all.entry(id).or_default();
        change(viewers);
        let mut named: Vec<Actor> = Vec::new();
        for (_, by) in viewers.iter() {
            if named.len() < NAMED_MAX && !named.iter().any(|other| other.id == by.id) {
                named.push(by.clone());
            }
        }
        if viewers.is_empty() {
            all.remove(&id);
        }
        named
    }
}

#[cfg(test)]
mod tests {
    use rapport_core::id::{AgentId, TypedId};
    use uuid::Uuid;

    use super::*;

    fn agent(number: u128) -> Actor {
        Actor::agent(AgentId::from_uuid(Uuid::from_u128(number)), "Anna")
    }

    #[test]
    fn an_agent_with_two_screens_looks_until_both_are_gone() {
        let viewers = Viewers::default();
        let id = ConversationId::from_uuid(Uuid::from_u128(1));
        assert_eq!(viewers.enter(id, 1, agent(7)), [agent(7)]);
        assert_eq!(viewers.enter(id, 2, agent(7)), [agent(7)]);
        assert_eq!(viewers.enter(id, 3, agent(8)), [agent(7), agent(8)]);
        assert_eq!(viewers.leave(id, 1), [agent(7), agent(8)]);
        assert_eq!(viewers.leave(id, 2), [agent(8)]);
        assert_eq!(viewers.leave(id, 3), []);
        assert!(viewers.0.lock().unwrap().is_empty());
    }
}
