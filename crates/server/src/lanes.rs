//! Work by recipient: each has a task of its own, so that one who is slow, or gone, holds up nobody
//! else.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use rapport_storage::StoreError;
use tokio::sync::Notify;

use crate::app::{App, STORE_RETRY};

/// How often a recipient's work is looked for without being told: so late is what was postponed.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The tasks, by recipient. They end when the program stops.
#[derive(Debug)]
pub struct Lanes<K> {
    wake: HashMap<K, Arc<Notify>>,
}

impl<K> Default for Lanes<K> {
    fn default() -> Self {
        Self { wake: HashMap::new() }
    }
}

impl<K: Copy + Eq + Hash + Send + Sync + 'static> Lanes<K> {
    /// Has the recipient's work looked for, by `work`, which works off everything that is due.
    pub fn wake<F>(&mut self, app: &App, key: K, work: impl Fn(App, K) -> F + Send + 'static)
    where
        F: Future<Output = Result<(), StoreError>> + Send + 'static,
    {
        let news = self.wake.entry(key).or_insert_with(|| {
            let news = Arc::new(Notify::new());
            app.spawn(run(app.clone(), key, news.clone(), work));
            news
        });
        news.notify_one();
    }
}

async fn run<K: Copy, F>(
    app: App,
    key: K,
    news: Arc<Notify>,
    work: impl Fn(App, K) -> F + Send + 'static,
) where
    F: Future<Output = Result<(), StoreError>> + Send,
{
    loop {
        tokio::select! {
            () = app.shutdown.begun() => return,
            _ = tokio::time::timeout(LOOK_EVERY, news.notified()) => {}
        }
        tokio::select! {
            // What is half done is done again after the next start: the other end knows it.
            () = app.shutdown.begun() => return,
            done = work(app.clone(), key) => if let Err(error) = done {
                tracing::warn!(%error, "what is due could not be worked off; will try again");
                tokio::time::sleep(STORE_RETRY).await;
            }
        }
    }
}
