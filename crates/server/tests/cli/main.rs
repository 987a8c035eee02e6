//! `rapport` at the terminal: what its commands do, say, and end with.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "all of this crate is tests: what goes wrong shall panic"
)]

mod attachments;
mod kill;
mod mail;
#[path = "../it/mail/servers.rs"]
mod mail_servers;
mod postgres;
mod rapport;
mod read_only;
mod server;
mod serving;
mod settings;
mod stores;
mod tokens;
mod users;
