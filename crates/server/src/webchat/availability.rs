//! Whether somebody is there to answer a visitor, and if not, when.

use rapport_channels::webchat::frame::Availability;
use rapport_core::directory::{OpeningHours, Queue};
use rapport_core::hours::Schedule;
use rapport_core::id::QueueId;

use crate::app::App;
use crate::clock;

/// Of a queue, now. One without opening hours is always open.
pub async fn of_queue(app: &App, queue_id: QueueId) -> Availability {
    let directory = app.directory();
    let board = app.routing.queues(vec![queue_id]).await.pop();
    let hours = directory
        .get::<Queue>(queue_id)
        .and_then(|queue| queue.record.hours_id)
        .and_then(|id| directory.in_use::<OpeningHours>(id))
        .and_then(|hours| Schedule::try_from(hours.record.hours.clone()).ok());
    let now = clock::now();
    let open = hours.as_ref().is_none_or(|hours| hours.is_open(now));
    Availability {
        open,
        next_opening_at: hours.filter(|_| !open).and_then(|it| it.next_opening(now)),
        agents_online: board.is_some_and(|board| board.agents_online > 0),
    }
}
