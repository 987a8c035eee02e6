//! Where what comes in by an inbox arrives.

use rapport_core::directory::{Brand, Directory, Inbox, Queue, Stored};
use rapport_core::id::QueueId;
use rapport_core::interaction::PRIORITY_NORMAL;
use rapport_core::joining::Joining;
use rapport_storage::intake::Arrival;

/// What comes by an inbox, for a queue.
pub fn arrival(directory: &Directory, inbox: &Stored<Inbox>, queue_id: QueueId) -> Arrival {
    let Inbox { channel, brand_id, .. } = inbox.record;
    let queue = directory.get::<Queue>(queue_id);
    let brand = directory.get::<Brand>(brand_id);
    Arrival {
        inbox_id: inbox.id,
        channel,
        brand_id,
        queue_id,
        priority: queue.map_or(PRIORITY_NORMAL, |queue| queue.record.priority),
        joining: brand.map_or_else(Joining::default, |brand| brand.record.joining()),
    }
}
