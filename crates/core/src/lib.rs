//! Rapport's domain, pure: no input, output, clock, randomness or async.
//!
//! Time ([`Timestamp`]) and random values are arguments, so every rule here can be replayed by the
//! simulator under a seed. Nothing in this crate may depend on a runtime, a database or HTTP.

pub mod id;
pub mod time;

pub use time::Timestamp;
