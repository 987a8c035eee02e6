//! The fence: keeps a process from writing once another one serves the store in its place.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tokio::sync::watch;

/// The epoch of a process that does not serve: a command beside the server may write at any time.
const NOT_SERVING: i64 = 0;

/// Cheap to clone; clones are the same fence.
#[derive(Debug, Clone)]
pub(crate) struct Fence(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    epoch: AtomicI64,
    lost: watch::Sender<bool>,
}

impl Fence {
    pub(crate) fn new() -> Self {
        let lost = watch::Sender::new(false);
        Self(Arc::new(Shared { epoch: AtomicI64::new(NOT_SERVING), lost }))
    }

    /// From now on, writing is for this epoch.
    pub(crate) fn raise(&self, epoch: i64) {
        self.0.epoch.store(epoch, Ordering::Release);
    }

    /// Whether a transaction that found the store in this epoch may write.
    pub(crate) fn lets_through(&self, epoch: i64) -> bool {
        let own = self.0.epoch.load(Ordering::Acquire);
        let through = own == NOT_SERVING || own == epoch;
        if !through {
            self.lose();
        }
        through
    }

    /// Another process has taken over.
    pub(crate) fn lose(&self) {
        self.0.lost.send_replace(true);
    }

    /// Completes when another process has taken over.
    pub(crate) async fn lost(&self) {
        // The sender lives as long as this fence does.
        let _ = self.0.lost.subscribe().wait_for(|lost| *lost).await;
    }
}
