//! What the store does, on both engines. SQLite lives in a temporary folder; PostgreSQL is the
//! server at `RAPPORT_TEST_POSTGRES`, where each test makes a database of its own.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "all of this crate is tests: what goes wrong shall panic"
)]

#[macro_use]
mod world;

mod access;
mod attachments;
mod backup;
mod block;
mod check;
mod child;
mod companies;
mod contact_details;
mod contact_import;
mod contact_list;
mod contact_merge;
mod contacts;
mod credentials;
mod deliveries;
mod differential;
mod drafts;
mod facts;
mod faults;
mod feed;
mod follow_up;
mod full_disk;
mod handling;
mod idempotency;
mod identify;
mod intake;
mod interactions;
mod introduce;
mod joining;
mod kill;
mod mail;
mod marks;
mod mentions;
mod merge;
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
mod reports;
mod return_link;
mod saved_views;
mod search;
mod segments;
mod service;
mod serving;
mod settings;
mod snooze;
mod statements;
mod tagging;
mod tls;
mod transactions;
