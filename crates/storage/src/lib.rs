//! Rapport's store: SQLite or PostgreSQL, one SQL text for both, and the only crate that knows SQL.
//!
//! Repositories are modules of functions over a [`Session`]: reads take one from
//! [`Store::read`], changes one from a [`Tx`] ([`Store::begin`]), whose commit also appends the
//! events that tell of the change and publishes them to the [`Feed`].

mod db;
mod dialect;
mod error;
mod feed;
mod fence;
pub mod follow_up;
mod guard;
mod multi_row;
mod stamp;
mod statement;
mod writer;

pub mod access;
pub mod attachment;
pub mod backup;
pub mod block;
pub mod check;
pub mod company;
pub mod contact;
pub mod contact_apart;
pub mod contact_details;
pub mod contact_identity;
pub mod contact_import;
pub mod contact_list;
pub mod contact_merge;
pub mod contact_note;
mod contact_parts;
pub mod conversation;
pub mod credential;
pub mod delivery;
pub mod draft;
pub mod entry;
pub mod fact;
pub mod files;
pub mod handling;
pub mod idempotency;
pub mod identify;
pub mod intake;
pub mod interaction;
pub mod introduce;
pub mod joining;
pub mod log;
pub mod mail;
pub mod mail_intake;
mod mail_known;
pub mod mail_thread;
pub mod mention;
pub mod merge;
pub mod message;
pub mod outbox;
pub mod page_visit;
pub mod preference;
pub mod presence;
pub mod proactive;
pub mod rating;
pub mod reach;
pub mod record;
pub mod report;
pub mod report_figures;
pub mod return_link;
pub mod saved_view;
pub mod search;
pub mod segment;
pub mod service;
pub mod serving;
pub mod setting;
pub mod snooze;
pub mod statements;
pub mod tagging;

pub use db::{Location, Reader, Session};
pub use error::{Result, StoreError};
pub use feed::{Feed, Follower};
pub use files::Files;
pub use log::{Logged, Tx};
pub use stamp::Stamp;

use crate::db::Db;
use crate::message::{NewMessage, Stored};
use crate::serving::Serving;
use crate::writer::Writer;

/// An open store; cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    db: Db,
    feed: Feed,
    writer: Writer,
    serving: Serving,
}

/// Brings the schema up to date; answers the head of the log.
async fn prepare(db: &Db) -> Result<i64> {
    dialect::migrate(db).await?;
    log::head(&mut db.read().await?.session()).await
}

impl Store {
    /// Opens the store, making it when it is not there, and brings its schema up to date.
    pub async fn open(location: &Location) -> Result<Self> {
        let db = Db::open(location).await?;
        let head = match prepare(&db).await {
            Ok(head) => head,
            Err(error) => {
                db.close().await;
                return Err(error);
            }
        };
        let feed = Feed::new(head);
        tokio::spawn(feed.clone().run(db.clone()));
        let writer = Writer::start(db.clone(), feed.clone())?;
        Ok(Self { db, feed, writer, serving: Serving::default() })
    }

    pub async fn read(&self) -> Result<Reader> {
        self.db.read().await
    }

    /// Begins a change. One is under way at a time; others wait.
    pub async fn begin(&self) -> Result<Tx> {
        Tx::begin(&self.db, &self.feed).await
    }

    /// Writes a message on an open conversation, together with those of other callers.
    pub async fn write_message(&self, message: NewMessage) -> Result<Stored> {
        self.writer.write(message).await
    }

    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// Follows the events after `after`.
    pub fn follow(&self, after: i64) -> Follower {
        self.feed.follow(self, after)
    }

    /// Ends the work on it. Another process may then serve it at once.
    pub async fn close(&self) {
        self.end_serving().await;
        self.db.close().await;
    }
}
