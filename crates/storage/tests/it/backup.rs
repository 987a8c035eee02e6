use std::path::{Path, PathBuf};

use rapport_storage::backup::{BackupError, backup, restore};
use rapport_storage::{Files, Location, Store, check, entry};
use sqlx::{Connection, Executor, SqliteConnection};
use tokio::task::JoinSet;

use crate::world::{World, of_contact, within};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Where a store without attachments has them.
fn no_files() -> Files {
    Files::of(Path::new("/nonexistent"))
}

/// A folder with a backup of a store that holds a conversation of some length.
async fn backed_up() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(rand::random).await;
    let on = world.conversation("v-1").await;
    for n in 0..50 {
        world.reply(&on, &format!("r-{n}"), &format!("Good morning {n}")).await;
    }
    let to = folder.path().join("monday.backup");
    backup(&world.store, &no_files(), &to).await.unwrap();
    world.destroy().await;
    (folder, to)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_holds_what_was_acknowledged_before_it_began() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(rand::random).await;
    let on = world.conversation("v-1").await;
    let mut before = Vec::new();
    for n in 0..100 {
        before.push(world.reply(&on, &format!("before-{n}"), "text").await);
    }
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut writers = JoinSet::new();
    for writer in 0..16 {
        let (world, on, stopped) = (world.clone(), on.clone(), stopped.clone());
        writers.spawn(async move {
            let mut written = 0;
            while !*stopped.borrow() {
                let id = format!("{writer}-{written}");
                let message = world.message(&on, &of_contact(&on), &id, &id);
                world.store.write_message(message).await.unwrap();
                written += 1;
            }
            written
        });
    }
    let mut follower = world.store.follow(world.head().await);
    within(follower.next()).await.unwrap();
    let to = folder.path().join("monday.backup");
    within(backup(&world.store, &no_files(), &to)).await.unwrap();
    within(follower.next()).await.unwrap();
    stop.send_replace(true);
    let written: i32 = within(writers.join_all()).await.into_iter().sum();
    assert!(written > 0);
    assert_eq!(names(folder.path()), ["monday.backup"], "nothing is left beside it");

    let restored = folder.path().join("restored.db");
    restore(&to, &restored).await.unwrap();
    assert_eq!(names(folder.path()), ["monday.backup", "restored.db"]);
    let store = Store::open(&Location::Sqlite(restored)).await.unwrap();
    let mut reader = store.read().await.unwrap();
    let session = &mut reader.session();
    assert_eq!(check::check(session).await.unwrap(), []);
    let timeline = entry::after(session, on.id, 0, i64::MAX).await.unwrap();
    for entry in &before {
        assert!(timeline.contains(entry), "{entry:?} was acknowledged before");
    }
    drop(reader);
    store.close().await;
    world.assert_whole().await;
    world.destroy().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_store_is_used_like_any_other() {
    let (folder, from) = backed_up().await;
    let to = folder.path().join("rapport.db");
    restore(&from, &to).await.unwrap();
    let world = World::reopen(Location::Sqlite(to)).await;
    let on = world.conversations().await.remove(0);
    world.reply(&on, "after", "Good evening").await;
    world.receive("v-1", "next", "hello again").await;
    assert_eq!(world.conversations().await.len(), 1, "the contact is known");
    world.assert_whole().await;
    world.destroy().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_written_over() {
    let (folder, from) = backed_up().await;
    let taken = folder.path().join("taken");
    std::fs::write(&taken, "mine").unwrap();
    let refused = restore(&from, &taken).await;
    assert!(matches!(refused, Err(BackupError::Exists(_))), "{refused:?}");
    let world = World::on_sqlite(rand::random).await;
    let refused = backup(&world.store, &no_files(), &taken).await;
    assert!(matches!(refused, Err(BackupError::Exists(_))), "{refused:?}");
    assert_eq!(std::fs::read(&taken).unwrap(), b"mine");
    assert_eq!(names(folder.path()), ["monday.backup", "taken"]);
    world.destroy().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_cannot_be_written_leaves_nothing() {
    let world = World::on_sqlite(rand::random).await;
    let folder = tempfile::tempdir().unwrap();
    let refused = backup(&world.store, &no_files(), &folder.path().join("no/such/folder")).await;
    assert!(refused.is_err());
    assert_eq!(names(folder.path()), Vec::<String>::new());
    // What an attempt that was interrupted left does not stand in the way.
    std::fs::write(folder.path().join("monday.part"), "half").unwrap();
    backup(&world.store, &no_files(), &folder.path().join("monday")).await.unwrap();
    assert_eq!(names(folder.path()), ["monday"]);
    world.destroy().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_backup_is_refused() {
    let (folder, whole) = backed_up().await;
    let bytes = std::fs::read(&whole).unwrap();
    let store = folder.path().join("rapport.db");
    let from = folder.path().join("from");
    let mut scrambled = bytes.clone();
    for byte in &mut scrambled[bytes.len() / 2..bytes.len() / 2 + 6_000] {
        *byte ^= 0x5a;
    }
    for (what, content) in [
        ("an empty file", Vec::new()),
        ("a text", b"This is not a database, whatever its name says.".repeat(99)),
        ("its beginning", bytes[..bytes.len() / 2].to_vec()),
        ("all but the last page", bytes[..bytes.len() - 4_096].to_vec()),
        ("its first page", bytes[..4_096].to_vec()),
        ("some of its first page", bytes[..1_000].to_vec()),
        ("a damaged copy", scrambled),
    ] {
        std::fs::write(&from, content).unwrap();
        let refused = restore(&from, &store).await;
        assert!(matches!(refused, Err(BackupError::NotABackup { .. })), "{what}: {refused:?}");
        assert_eq!(names(folder.path()), ["from", "monday.backup"], "{what}");
    }
    let refused = restore(&folder.path().join("nothing"), &store).await;
    assert!(matches!(refused, Err(BackupError::Missing(_))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_another_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("from");
    let url = format!("sqlite://{}?mode=rwc", from.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    connection.execute("create table customer (name text)").await.unwrap();
    connection.close().await.unwrap();
    let refused = restore(&from, &folder.path().join("rapport.db")).await;
    assert!(matches!(refused, Err(BackupError::NotABackup { .. })), "{refused:?}");
    assert_eq!(names(folder.path()), ["from"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bare_file_of_a_store_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(rand::random).await;
    world.conversation("v-1").await;
    let Location::Sqlite(from) = &world.location else { panic!() };
    let refused = restore(from, &folder.path().join("rapport.db")).await;
    assert!(matches!(refused, Err(BackupError::NotABackup { .. })), "{refused:?}");
    world.destroy().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_has_tools_of_its_own() {
    let Some(world) = World::on_postgres(rand::random).await else { return };
    let folder = tempfile::tempdir().unwrap();
    let refused = backup(&world.store, &no_files(), &folder.path().join("monday")).await;
    assert!(matches!(refused, Err(BackupError::NotSqlite)), "{refused:?}");
    world.destroy().await;
}
