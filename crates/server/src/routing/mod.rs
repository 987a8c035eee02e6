//! Routing: the engine of the core, fed from the log, its proposals written to the store.
//!
//! The engine proposes and the store decides: each proposal is a conditional change of an
//! interaction's row. What the store refuses, because somebody else was first, is given back to
//! the engine as the truth.

mod ask;
mod configure;
mod facts;
mod proposals;
mod task;

pub use ask::RoutingHandle;
pub use task::{RoutingTask, prepare};
