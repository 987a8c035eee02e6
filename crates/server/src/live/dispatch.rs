//! Follows the log: keeps the directory in memory, and gives each event to who listens.

use crate::app::{App, STORE_RETRY, changed_record};

use super::hub::Frame;
use super::topic::topics_of;

pub async fn dispatch(app: App, cursor: i64) {
    let mut follower = app.store.follow(cursor);
    loop {
        let events = tokio::select! {
            () = app.shutdown.begun() => return,
            events = follower.next() => events,
        };
        match events {
            Ok(events) => {
                for logged in events {
                    if let Some(record) = changed_record(&logged.event.data) {
                        app.put_record(record);
                    }
                    let topics = topics_of(&logged.event.data);
                    if !topics.is_empty() {
                        app.hub.send(&topics, &Frame::Event(logged));
                    }
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the event log could not be read; will try again");
                tokio::time::sleep(STORE_RETRY).await;
            }
        }
    }
}
