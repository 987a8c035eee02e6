//! The server as its clients see it: over HTTP and WebSockets, on a real store.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod attachments;
mod chat;
mod events;
mod handling;
mod harness;
mod organisation;
mod roles;
mod session;
