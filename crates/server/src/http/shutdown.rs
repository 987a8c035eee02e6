//! One signal that all work ends by, and the count of the work that has yet to end.

use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tokio_util::task::TaskTracker;

/// Tells everything to stop, and waits for what must end in good order. Clones are the same signal.
///
/// The HTTP server tracks its connections. A WebSocket outlives its connection's task, so its own
/// is wrapped in [`Shutdown::track`] too, and ends itself on [`Shutdown::begun`].
#[derive(Debug, Clone, Default)]
pub struct Shutdown {
    token: CancellationToken,
    tasks: TaskTracker,
}

impl Shutdown {
    pub fn new() -> Self {
        Self::default()
    }

    /// A signal that begins with SIGTERM or SIGINT.
    pub fn on_signal() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let shutdown = Self::new();
        let begins = shutdown.clone();
        tokio::spawn(async move {
            let name = tokio::select! {
                _ = terminate.recv() => "SIGTERM",
                _ = interrupt.recv() => "SIGINT",
            };
            tracing::info!(signal = name, "stopping");
            begins.begin();
        });
        Ok(shutdown)
    }

    /// Begins to stop. Again changes nothing.
    pub fn begin(&self) {
        self.token.cancel();
        self.tasks.close();
    }

    pub fn has_begun(&self) -> bool {
        self.token.is_cancelled()
    }

    /// Completes when stopping begins.
    pub fn begun(&self) -> WaitForCancellationFutureOwned {
        self.token.clone().cancelled_owned()
    }

    /// Runs `work` (of a socket's task, say) and lets [`Shutdown::ended`] wait for it.
    pub fn track<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        self.tasks.track_future(work)
    }

    /// How many tracked pieces of work are still there.
    pub fn open(&self) -> usize {
        self.tasks.len()
    }

    /// Completes when stopping has begun and all tracked work has ended.
    pub async fn ended(&self) {
        self.token.cancelled().await;
        self.tasks.wait().await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn waits_for_what_is_open() {
        let shutdown = Shutdown::new();
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let socket = tokio::spawn(shutdown.track(ended));
        assert_eq!(shutdown.open(), 1);
        shutdown.begin();
        assert!(shutdown.has_begun());
        shutdown.begun().await;
        let short = Duration::from_millis(20);
        assert!(tokio::time::timeout(short, shutdown.ended()).await.is_err());
        end.send(()).unwrap();
        socket.await.unwrap().unwrap();
        shutdown.ended().await;
    }
}
