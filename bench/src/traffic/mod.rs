//! Visitors and an agent, on sockets.

mod crowd;
mod desk;
mod ledger;
mod socket;

pub use crowd::Crowd;
pub use ledger::client_id;
pub use socket::Socket;
