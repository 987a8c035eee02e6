//! Rapport's domain, pure: no input, output, clock, randomness or async.
//!
//! Time ([`Timestamp`]) and random values are arguments, so every rule here can be replayed by the
//! simulator under a seed. Nothing in this crate may depend on a runtime, a database or HTTP.

pub mod actor;
pub mod attachment;
pub mod channel;
pub mod contact;
pub mod context;
pub mod conversation;
pub mod directory;
pub mod entry;
pub mod event;
pub mod hours;
pub mod id;
pub mod interaction;
pub mod permission;
pub mod presence;
pub mod routing;
pub mod search;
pub mod time;
pub mod validation;

pub use time::Timestamp;
