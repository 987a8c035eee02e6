//! `rapport` at the terminal: what its commands do, say, and end with.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "all of this crate is tests: what goes wrong shall panic"
)]

mod attachments;
mod postgres;
mod rapport;
mod serving;
mod settings;
mod stores;
mod tokens;
mod users;
