//! Backup, restore, check.

use std::path::Path;

use rapport_server::{app, demo};
use rapport_storage::{Location, Store};

use crate::postgres::Database;
use crate::rapport::rapport;

/// A store with the demonstration in it, in `data`.
pub async fn demonstration(folder: &Path) -> Store {
    let data = folder.join("data");
    std::fs::create_dir(&data).unwrap();
    let store = Store::open(&Location::Sqlite(data.join(app::STORE_FILE))).await.unwrap();
    demo::seed(&store).await.unwrap();
    store
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backup_restore_check() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    // Open while the backup is made, as by a server.
    let store = demonstration(folder).await;
    let said = rapport(folder, &["backup", "copy.db"]).done();
    assert!(said.starts_with("Wrote copy.db: ") && said.contains(" MiB"), "{said}");
    rapport(folder, &["backup", "copy.db"]).failed(1, &["copy.db is there already"]);
    rapport(folder, &["backup", "no/such/folder/copy.db"]).failed(1, &["no/such/folder/copy.db"]);

    let checked = rapport(folder, &["check"]).done();
    assert!(checked.starts_with("The store holds together: "), "{checked}");
    store.close().await;

    rapport(folder, &["restore", "copy.db"])
        .failed(1, &["data/rapport.db is there already", "--data DIR"]);
    let said = rapport(folder, &["restore", "copy.db", "--data", "again"]).done();
    assert!(said.contains("rapport serve --data again"), "{said}");
    assert_eq!(rapport(folder, &["check", "--data", "again"]).done(), checked);
    let users = rapport(folder, &["user", "list", "--data", "again"]).done();
    assert!(users.contains(demo::ADMINISTRATOR) && users.lines().count() == 10, "{users}");
}

#[test]
fn no_store_is_made_by_accident() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    for args in [
        &["check"] as &[&str],
        &["backup", "copy.db"],
        &["user", "list"],
        &["token", "list"],
        &["user", "archive", "ada@example.com"],
    ] {
        rapport(folder, args).failed(1, &["there is no store at data/rapport.db", "--data DIR"]);
    }
    assert!(!folder.join("data").exists());
}

#[test]
fn what_is_no_backup_is_not_restored() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    rapport(folder, &["restore", "none.db"]).failed(1, &["there is no file none.db"]);
    std::fs::write(folder.join("other.db"), "some text").unwrap();
    rapport(folder, &["restore", "other.db"])
        .failed(1, &["other.db is no backup of a Rapport store"]);
    assert!(!folder.join("data/rapport.db").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_and_users_on_postgres() {
    let Some(database) = Database::create() else { return };
    let store = Store::open(&Location::Postgres(database.url.clone())).await.unwrap();
    demo::seed(&store).await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let here = ["--database", database.url.as_str()];
    let checked = rapport(home.path(), &[&["check"], &here[..]].concat()).done();
    assert!(checked.starts_with("The store holds together: "), "{checked}");
    demo::seed(&store).await.unwrap();
    assert_eq!(rapport(home.path(), &[&["check"], &here[..]].concat()).done(), checked);
    store.close().await;
    let users = rapport(home.path(), &[&["user", "list"], &here[..]].concat()).done();
    assert!(users.contains(demo::AGENT) && users.lines().count() == 10, "{users}");
    rapport(home.path(), &[&["backup", "copy.db"], &here[..]].concat()).failed(1, &["pg_dump"]);
}

#[test]
fn postgres_has_tools_of_its_own() {
    let home = tempfile::tempdir().unwrap();
    let args = ["restore", "copy.db", "--database", "postgres://localhost/rapport"];
    rapport(home.path(), &args).failed(1, &["pg_restore"]);
}
