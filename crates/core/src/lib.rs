//! Rapport's domain, pure: no input, output, clock, randomness or async.
//!
//! Time ([`Timestamp`]) and random values are arguments, so every rule here can be replayed by the
//! simulator under a seed. Nothing in this crate may depend on a runtime, a database or HTTP.

pub mod access;
pub mod actor;
pub mod attachment;
pub mod channel;
pub mod company;
pub mod consent;
pub mod contact;
pub mod contact_merge;
pub mod context;
pub mod conversation;
pub mod directory;
pub mod draft;
pub mod entry;
pub mod event;
pub mod hours;
pub mod id;
pub mod import;
pub mod interaction;
pub mod joining;
pub mod mail;
pub mod permission;
pub mod preference;
pub mod presence;
pub mod reach;
pub mod report;
pub mod routing;
pub mod search;
pub mod segment;
pub mod span;
pub mod time;
pub mod validation;
pub mod view;

pub use time::Timestamp;
