//! Live delivery: who listens to what, and the desk's and visitors' connections.

mod agents;
mod dispatch;
mod hub;
mod permission;
mod topic;
mod viewers;

pub use agents::{Connected, ConnectedAgents, watch_agents};
pub use dispatch::dispatch;
pub use hub::{Frame, Hub, Listener};
pub use permission::permission_of;
pub use topic::{Topic, topics_of};
pub use viewers::Viewers;
