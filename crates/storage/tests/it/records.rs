use rapport_core::directory::{Queue, Stored};
use rapport_core::event::EventData;
use rapport_core::id::QueueId;
use rapport_storage::{Result, StoreError, log, record};

use crate::world::World;

async fn update(world: &World, queue: &Stored<Queue>) -> Result<()> {
    let at = world.now();
    change!(world, tx => record::update(tx, queue, world.agent(0), at))
}

on_both_engines! {
    async fn records_change_by_version_and_are_archived(world: World) {
        let directory = read!(world, session => record::all(session));
        assert_eq!((directory.queues.len(), directory.agents.len()), (2, 3));
        let id: QueueId = world.stamp().id();
        let mut queue = world.keep(id, Queue::named("Ремни и сумки")).await;
        queue.version = 2;
        queue.record.name = "Straps".into();
        update(&world, &queue).await.unwrap();
        let stale = update(&world, &queue).await;
        assert!(matches!(stale, Err(StoreError::VersionConflict { current: 2 })), "{stale:?}");
        queue.version = 3;
        queue.archived = true;
        update(&world, &queue).await.unwrap();
        let directory = read!(world, session => record::all(session));
        let found = directory.get::<Queue>(id).unwrap();
        assert_eq!((found.version, found.archived, &found.record), (3, true, &queue.record));
        assert!(directory.in_use::<Queue>(id).is_none());
        queue.id = world.stamp().id();
        let missing = update(&world, &queue).await;
        assert!(matches!(missing, Err(StoreError::NotFound("queue"))), "{missing:?}");
        world.assert_whole().await;
    }

    async fn the_audit_log_shows_who_changed_what(world: World) {
        let id: QueueId = world.stamp().id();
        let mut queue = world.keep(id, Queue::named("Straps")).await;
        queue.version = 2;
        update(&world, &queue).await.unwrap();
        queue.version = 3;
        queue.archived = true;
        update(&world, &queue).await.unwrap();
        world.conversation("v-1").await;
        let events = read!(world, session => log::audit(session, i64::MAX, 3));
        assert!(matches!(events[0].data, EventData::RecordArchived(_)));
        assert!(matches!(events[1].data, EventData::RecordUpdated(_)));
        assert!(matches!(&events[2].data, EventData::RecordCreated(change) if change.id == id.to_string()));
        assert_eq!(events[0].actor, world.agent(0));
        let older = read!(world, session => log::audit(session, events[2].seq, 100));
        assert_eq!(older.len(), 7, "brand, two queues, inbox, three agents");
        assert!(older.is_sorted_by(|a, b| a.seq > b.seq));
    }
}
