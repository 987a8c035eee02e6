//! The server as its clients see it: over HTTP and WebSockets, on a real store.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod access;
mod attachments;
mod board;
mod chat;
mod contact_imports;
mod contact_merge;
mod contacts;
mod custom_roles;
mod drafts;
mod events;
mod handling;
mod harness;
mod joining;
mod mail;
mod merge;
mod organisation;
mod posting;
mod reports;
mod roles;
mod segments;
mod session;
