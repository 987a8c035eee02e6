use rapport_storage::{Location, Store, StoreError, log};

use crate::check::damage;
use crate::postgres::Database;
use crate::world::{World, within};

/// Several processes that start at once on a database that is not there yet, or is empty.
async fn open_at_once(location: &Location) {
    let (a, b, c) = within(async {
        tokio::join!(Store::open(location), Store::open(location), Store::open(location))
    })
    .await;
    for store in [a, b, c] {
        let store = store.unwrap();
        let head = log::head(&mut store.read().await.unwrap().session()).await.unwrap();
        assert_eq!(head, 0);
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_may_make_one_sqlite_store_at_once() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        open_at_once(&Location::Sqlite(folder.path().join("rapport.db"))).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_may_make_one_postgres_store_at_once() {
    let Some(database) = Database::create().await else { return };
    open_at_once(&Location::Postgres(database.url.clone())).await;
    database.destroy().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rapport.db");
    let text = "not a database, but somebody's letter to their mother. ".repeat(200);
    std::fs::write(&path, &text).unwrap();
    let refused = Store::open(&Location::Sqlite(path.clone())).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let refused = Store::open(&Location::Sqlite(folder.path().join("no/rapport.db"))).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
}

on_both_engines! {
    async fn what_is_stored_is_there_again(world: World) {
        let on = world.conversation("v-1").await;
        world.store.close().await;
        let again = World::reopen(world.location.clone()).await;
        assert_eq!(again.get(on.id).await, on);
        again.reply(&on, "r-1", "Good morning").await;
        again.assert_whole().await;
        again.store.close().await;
    }

    async fn a_closed_store_refuses_at_once(world: World) {
        let on = world.conversation("v-1").await;
        world.store.close().await;
        let message = world.message(&on, &world.agent(0), "late", "late");
        let refused = within(world.store.write_message(message)).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        assert!(world.store.read().await.is_err());
        assert!(world.store.begin().await.is_err());
    }

    /// An older program must not write what a newer one has laid out anew.
    async fn a_store_of_a_later_version_is_refused(world: World) {
        let at = if world.is_sqlite() { "current_timestamp" } else { "now()" };
        let checksum = if world.is_sqlite() { "x'00'" } else { "'\\x00'" };
        let sql = format!("insert into _sqlx_migrations
            (version, description, installed_on, success, checksum, execution_time)
            values (999, 'later', {at}, true, {checksum}, 0)");
        assert_eq!(damage(&world, &sql).await, 1);
        let refused = Store::open(&world.location).await;
        assert!(matches!(refused, Err(StoreError::Corrupt { .. })), "{refused:?}");
    }
}
