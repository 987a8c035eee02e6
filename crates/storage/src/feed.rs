//! The feed of committed events, in order, to whoever follows. The newest are kept in memory; a
//! follower that is further behind reads the log. Nothing is pushed into anybody's buffer: each
//! follower holds a cursor and asks for what comes after it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};

use crate::db::Db;
use crate::error::Result;
use crate::log::{self, Logged};

/// Events kept in memory: at 10,000 messages a second, the last second or so.
const RING_EVENTS_MAX: usize = 16_384;
/// Events read from the log at once.
const READ_EVENTS_MAX: i64 = 1_000;
/// How often the log is looked at for what other processes have written.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A handle to the feed; cheap to clone.
#[derive(Debug, Clone)]
pub struct Feed(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    ring: Mutex<Ring>,
    head: watch::Sender<i64>,
    look: Notify,
}

#[derive(Debug)]
struct Ring {
    events: VecDeque<Arc<Logged>>,
    /// The ring holds every event after this and up to `upto`.
    from: i64,
    upto: i64,
}

impl Ring {
    fn push(&mut self, upto: i64, events: impl IntoIterator<Item = Arc<Logged>>) {
        self.events.extend(events);
        self.upto = upto;
        while self.events.len() > RING_EVENTS_MAX {
            if let Some(oldest) = self.events.pop_front() {
                self.from = oldest.event.seq;
            }
        }
    }
}

impl Feed {
    pub(crate) fn new(head: i64) -> Self {
        Self(Arc::new(Shared {
            ring: Mutex::new(Ring { events: VecDeque::new(), from: head, upto: head }),
            head: watch::Sender::new(head),
            look: Notify::new(),
        }))
    }

    /// Takes in what a transaction has committed: every event after `from` and up to `upto`.
    pub(crate) fn publish(&self, from: i64, upto: i64, events: Vec<Arc<Logged>>) {
        {
            let mut ring = self.0.ring.lock().unwrap_or_else(PoisonError::into_inner);
            if ring.upto == from {
                ring.push(upto, events);
            } else {
                // Another transaction came before and has not been taken in yet, or another
                // process wrote; the log has them in order.
                drop(ring);
                self.poke();
                return;
            }
        }
        self.tell(upto);
    }

    /// Tells followers how far they can read. Never back: of two who took in, the later one may
    /// come first to tell.
    fn tell(&self, upto: i64) {
        self.0.head.send_if_modified(|head| {
            let grows = upto > *head;
            *head = (*head).max(upto);
            grows
        });
    }

    /// Has the log looked at soon.
    pub(crate) fn poke(&self) {
        self.0.look.notify_one();
    }

    /// The newest event that followers can have.
    pub fn head(&self) -> i64 {
        *self.0.head.borrow()
    }

    pub fn follow(&self, db: &crate::Store, after: i64) -> Follower {
        Follower {
            feed: self.clone(),
            store: db.clone(),
            cursor: after,
            head: self.0.head.subscribe(),
        }
    }

    /// The events after `after`, when memory still holds them all.
    fn recent(&self, after: i64, limit: usize) -> Option<Vec<Arc<Logged>>> {
        let ring = self.0.ring.lock().unwrap_or_else(PoisonError::into_inner);
        if after < ring.from {
            return None;
        }
        let start = ring.events.partition_point(|logged| logged.event.seq <= after);
        Some(ring.events.range(start..).take(limit).cloned().collect())
    }

    /// Reads the log up to its head and takes in what is missing.
    async fn catch_up(&self, db: &Db) -> Result<()> {
        loop {
            let upto = self.0.ring.lock().unwrap_or_else(PoisonError::into_inner).upto;
            let (head, events) = {
                let mut reader = db.read().await?;
                let head = log::head(&mut reader.session()).await?;
                if head <= upto {
                    return Ok(());
                }
                (head, log::after(&mut reader.session(), upto, head, READ_EVENTS_MAX).await?)
            };
            let all = i64::try_from(events.len()).unwrap_or(i64::MAX) < READ_EVENTS_MAX;
            let reached = if all { head } else { events.last().map_or(head, |event| event.seq) };
            {
                let mut ring = self.0.ring.lock().unwrap_or_else(PoisonError::into_inner);
                // A transaction may have been published while this was reading.
                let new = ring.upto;
                if reached > new {
                    let missing = events
                        .into_iter()
                        .filter(|event| event.seq > new)
                        .map(Logged::new)
                        .map(Arc::new);
                    ring.push(reached, missing);
                }
            }
            self.tell(reached);
        }
    }

    /// Keeps looking for events of other processes, and for those of a commit whose answer was
    /// lost, until the store is closed.
    pub(crate) async fn run(self, db: Db) {
        loop {
            let _ = tokio::time::timeout(LOOK_EVERY, self.0.look.notified()).await;
            match self.catch_up(&db).await {
                Ok(()) => {}
                Err(crate::StoreError::Unavailable(sqlx::Error::PoolClosed)) => return,
                Err(error) => {
                    tracing::warn!(%error, "the event log could not be read; will try again");
                }
            }
        }
    }
}

/// One who follows the feed from a cursor.
#[derive(Debug)]
pub struct Follower {
    feed: Feed,
    store: crate::Store,
    cursor: i64,
    head: watch::Receiver<i64>,
}

impl Follower {
    pub fn cursor(&self) -> i64 {
        self.cursor
    }

    /// Whether there may be more at once after what [`Self::next`] returned.
    pub fn is_full(events: &[Arc<Logged>]) -> bool {
        i64::try_from(events.len()).is_ok_and(|events| events >= READ_EVENTS_MAX)
    }

    /// Waits until there is something after the cursor, and returns it, oldest first, at least one
    /// event and at most 1,000. Safe to cancel.
    pub async fn next(&mut self) -> Result<Vec<Arc<Logged>>> {
        loop {
            let head = *self.head.borrow_and_update();
            if head > self.cursor {
                let limit = usize::try_from(READ_EVENTS_MAX).unwrap_or(usize::MAX);
                let events = match self.feed.recent(self.cursor, limit) {
                    Some(events) => events,
                    None => {
                        let mut reader = self.store.read().await?;
                        log::after(&mut reader.session(), self.cursor, head, READ_EVENTS_MAX)
                            .await?
                            .into_iter()
                            .map(Logged::new)
                            .map(Arc::new)
                            .collect()
                    }
                };
                match events.last() {
                    Some(last) => {
                        self.cursor = last.event.seq;
                        return Ok(events);
                    }
                    // Sequence numbers have holes: a batch may have used fewer than it took.
                    None => self.cursor = head,
                }
            } else if self.head.changed().await.is_err() {
                // The sender lives as long as this feed does.
                std::future::pending::<()>().await;
            }
        }
    }
}
