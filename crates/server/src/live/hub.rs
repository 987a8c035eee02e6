//! The hub: topics, and the bounded channel of each connection. A connection that is too slow for
//! its channel is let go, told to resynchronise, and comes back by its last sequence number.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::ws::Utf8Bytes;
use rapport_storage::Logged;
use tokio::sync::mpsc;

use super::topic::Topic;

/// What a connection is given.
#[derive(Debug, Clone)]
pub enum Frame {
    Event(Arc<Logged>),
    /// Something of the moment, which is not in the log: typing, who is there.
    Passing(Utf8Bytes),
    /// To a visitor's other pages: there is a conversation now.
    LookAgain,
}

type ConnectionId = u64;

/// Who listens to what; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Hub {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    listeners: Mutex<Listeners>,
    next_id: AtomicU64,
}

#[derive(Debug, Default)]
struct Listeners {
    by_topic: HashMap<Topic, HashSet<ConnectionId>>,
    senders: HashMap<ConnectionId, mpsc::Sender<Frame>>,
}

/// A connection's end: its frames, and the topics that it listens to. Leaving the hub when it is
/// dropped.
#[derive(Debug)]
pub struct Listener {
    hub: Hub,
    id: ConnectionId,
    topics: HashSet<Topic>,
    frames: mpsc::Receiver<Frame>,
}

impl Hub {
    fn listeners(&self) -> MutexGuard<'_, Listeners> {
        self.shared.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new connection, for which up to `waiting_max` frames may wait.
    pub fn join(&self, waiting_max: usize) -> Listener {
        let id = self.shared.next_id.fetch_add(1, Ordering::Relaxed);
        let (sender, frames) = mpsc::channel(waiting_max);
        self.listeners().senders.insert(id, sender);
        Listener { hub: self.clone(), id, topics: HashSet::new(), frames }
    }

    /// Gives the frame once to each connection that listens to any of the topics.
    pub fn send(&self, topics: &[Topic], frame: &Frame) {
        let mut listeners = self.listeners();
        let mut ids: Vec<ConnectionId> = topics
            .iter()
            .filter_map(|topic| listeners.by_topic.get(topic))
            .flatten()
            .copied()
            .collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let too_slow = listeners
                .senders
                .get(&id)
                .is_some_and(|sender| sender.try_send(frame.clone()).is_err());
            if too_slow {
                // Its receiver sees the end of the frames, and says so to the client.
                listeners.senders.remove(&id);
            }
        }
    }

    /// Whether any connection listens to the topic.
    pub fn is_heard(&self, topic: Topic) -> bool {
        self.listeners().by_topic.get(&topic).is_some_and(|ids| !ids.is_empty())
    }
}

impl Listener {
    pub fn id(&self) -> u64 {
        self.id
    }

    pub fn listens_to(&self, topic: &Topic) -> bool {
        self.topics.contains(topic)
    }

    pub fn topics(&self) -> usize {
        self.topics.len()
    }

    pub fn subscribe(&mut self, topic: Topic) {
        if self.topics.insert(topic) {
            self.hub.listeners().by_topic.entry(topic).or_default().insert(self.id);
        }
    }

    pub fn unsubscribe(&mut self, topic: Topic) {
        if self.topics.remove(&topic) {
            leave(&mut self.hub.listeners(), self.id, topic);
        }
    }

    /// The next frame; none when this connection was too slow.
    pub async fn next(&mut self) -> Option<Frame> {
        self.frames.recv().await
    }

    /// A frame that is there already.
    pub fn try_next(&mut self) -> Option<Frame> {
        self.frames.try_recv().ok()
    }
}

fn leave(listeners: &mut Listeners, id: ConnectionId, topic: Topic) {
    if let Some(ids) = listeners.by_topic.get_mut(&topic) {
        ids.remove(&id);
        if ids.is_empty() {
            listeners.by_topic.remove(&topic);
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut listeners = self.hub.listeners();
        listeners.senders.remove(&self.id);
        for topic in &self.topics {
            leave(&mut listeners, self.id, *topic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAITING_MAX: usize = 512;

    fn passing(text: &str) -> Frame {
        Frame::Passing(text.to_owned().into())
    }

    #[test]
    fn a_frame_comes_once_even_under_two_topics() {
        let hub = Hub::default();
        let mut listener = hub.join(WAITING_MAX);
        listener.subscribe(Topic::Desk);
        listener.subscribe(Topic::All);
        hub.send(&[Topic::Desk, Topic::All], &passing("x"));
        assert!(listener.try_next().is_some());
        assert!(listener.try_next().is_none());
    }

    #[tokio::test]
    async fn a_slow_connection_is_let_go_and_the_others_are_not() {
        let hub = Hub::default();
        let (mut slow, mut fast) = (hub.join(WAITING_MAX), hub.join(WAITING_MAX));
        slow.subscribe(Topic::All);
        fast.subscribe(Topic::All);
        for _ in 0..=WAITING_MAX {
            hub.send(&[Topic::All], &passing("x"));
            assert!(fast.next().await.is_some());
        }
        for _ in 0..WAITING_MAX {
            assert!(slow.next().await.is_some());
        }
        assert!(slow.next().await.is_none());
    }

    #[test]
    fn who_is_gone_is_forgotten() {
        let hub = Hub::default();
        let mut listener = hub.join(WAITING_MAX);
        listener.subscribe(Topic::All);
        assert!(hub.is_heard(Topic::All));
        drop(listener);
        assert!(!hub.is_heard(Topic::All));
        assert!(hub.listeners().senders.is_empty());
    }
}
