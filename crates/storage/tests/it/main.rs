//! What the store does, on both engines. SQLite lives in a temporary folder; PostgreSQL is the
//! server at `RAPPORT_TEST_POSTGRES`, where each test makes a database of its own.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "all of this crate is tests: what goes wrong shall panic"
)]

#[macro_use]
mod world;

mod attachments;
mod backup;
mod block;
mod check;
mod child;
mod contacts;
mod credentials;
mod differential;
mod facts;
mod faults;
mod feed;
mod full_disk;
mod handling;
mod idempotency;
mod identify;
mod intake;
mod interactions;
mod kill;
mod marks;
mod messages;
mod opening;
mod outage;
mod outbox;
mod own_server;
mod postgres;
mod presence;
mod proactive;
mod rating;
mod records;
mod search;
mod serving;
mod settings;
mod snooze;
mod statements;
mod tagging;
mod tls;
mod transactions;
