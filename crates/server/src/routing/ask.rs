//! Questions to the routing task.

use std::time::Duration;

use rapport_core::id::{AgentId, InteractionId, QueueId};
use rapport_core::routing::{AgentBoard, QueueBoard};
use tokio::sync::{mpsc, oneshot};

/// Where an interaction stands in its queue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// 1 is next.
    pub position: Option<usize>,
    pub estimated_wait: Option<Duration>,
}

#[derive(Debug)]
pub(super) enum Ask {
    Standing(InteractionId, oneshot::Sender<Standing>),
    Queues(Vec<QueueId>, oneshot::Sender<Vec<QueueBoard>>),
    Agents(Vec<AgentId>, oneshot::Sender<Vec<AgentBoard>>),
}

/// Asks the routing task; cheap to clone. Answers are empty while the task is stopping.
#[derive(Debug, Clone)]
pub struct RoutingHandle(pub(super) mpsc::Sender<Ask>);

impl RoutingHandle {
    async fn ask<T: Default>(&self, ask: impl FnOnce(oneshot::Sender<T>) -> Ask) -> T {
        let (answer, answered) = oneshot::channel();
        if self.0.send(ask(answer)).await.is_err() {
            return T::default();
        }
        answered.await.unwrap_or_default()
    }

    pub async fn standing(&self, id: InteractionId) -> Standing {
        self.ask(|answer| Ask::Standing(id, answer)).await
    }

    pub async fn queues(&self, ids: Vec<QueueId>) -> Vec<QueueBoard> {
        self.ask(|answer| Ask::Queues(ids, answer)).await
    }

    pub async fn agents(&self, ids: Vec<AgentId>) -> Vec<AgentBoard> {
        self.ask(|answer| Ask::Agents(ids, answer)).await
    }
}
