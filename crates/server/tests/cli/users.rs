//! `rapport user`.

use std::path::Path;

use rapport_storage::record;

use crate::rapport::{rapport, rapport_given};
use crate::stores::demonstration;

const ADA: [&str; 6] =
    ["--email", "Ada@Example.com", "--name", "Ada Brandt", "--role", "administrator"];
const TOM: [&str; 6] = ["--email", "tom@example.com", "--name", "Tom Okafor", "--role", "agent"];

fn add(person: &[&'static str], more: &[&'static str]) -> Vec<&'static str> {
    [&["user", "add"], person, more].concat()
}

/// A store with Ada as its administrator.
pub fn set_up(folder: &Path) {
    let args = add(&ADA, &["--organisation", "Example Ltd", "--password-stdin"]);
    let said = rapport_given(folder, &args, "a long enough one\n").done();
    assert_eq!(said, "Added ada@example.com as administrator.\n");
}

#[test]
fn the_first_administrator_without_a_browser() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let args = add(&TOM, &["--organisation", "Example Ltd"]);
    rapport(folder, &args).failed(1, &["--role administrator"]);
    rapport(folder, &add(&ADA, &[])).failed(1, &["nothing is set up", "--organisation NAME"]);
    set_up(folder);
    let args = add(&TOM, &["--organisation", "Example Ltd"]);
    rapport(folder, &args).failed(1, &["set up for Example Ltd already"]);
}

#[test]
fn add_list_reset_archive() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    set_up(folder);
    let said = rapport(folder, &add(&TOM, &[])).done();
    let (added, password) = said.split_once("Password, shown this once: ").expect("a password");
    assert_eq!(added, "Added tom@example.com as agent.\n");
    assert_eq!(password.trim().len(), 20);
    assert_eq!(
        rapport(folder, &["user", "list"]).done(),
        "ada@example.com  administrator  Ada Brandt\n\
         tom@example.com  agent          Tom Okafor\n"
    );

    let args = ["user", "reset-password", "tom@example.com", "--password-stdin"];
    let said = rapport_given(folder, &args, "another long one\n").done();
    assert!(said.starts_with("tom@example.com has a new password"), "{said}");
    assert!(!said.contains("another long one"));
    rapport_given(folder, &args, "short\n").failed(1, &["10 to 200 characters"]);

    let last = rapport(folder, &["user", "archive", "ada@example.com"]);
    last.failed(1, &["the last administrator"]);
    let said = rapport(folder, &["user", "archive", "TOM@example.com"]).done();
    assert_eq!(said, "tom@example.com is archived.\n");
    let list = rapport(folder, &["user", "list"]).done();
    assert!(list.contains("Tom Okafor  archived"), "{list}");
    rapport(folder, &["user", "reset-password", "tom@example.com"]).failed(1, &["is archived"]);
    rapport(folder, &["check"]).done();
}

#[test]
fn what_is_wrong_is_said() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    set_up(folder);
    let wrong = ["user", "add", "--email", "tom", "--name", "Tom", "--role", "agent"];
    rapport(folder, &wrong).failed(1, &["email must be an e-mail address"]);
    let twice = ["user", "add", "--email", "ada@example.com", "--name", "A", "--role", "agent"];
    rapport(folder, &twice).failed(1, &["another agent has this address"]);
    let role = ["user", "add", "--email", "tom@example.com", "--name", "Tom", "--role", "king"];
    rapport(folder, &role).failed(1, &["king", "administrator, supervisor, agent"]);
    rapport(folder, &["user", "add", "--name", "Tom"]).failed(2, &["--email"]);
    rapport(folder, &["user", "archive", "eve@example.com"])
        .failed(1, &["there is no agent eve@example.com", "rapport user list"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agent_gets_the_work_of_the_queues_that_are_named() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let store = demonstration(folder).await;
    let directory = record::all(&mut store.read().await.unwrap().session()).await.unwrap();
    let queues: Vec<_> = directory.queues.values().take(2).collect();
    let (name, id) = (queues[0].record.name.to_uppercase(), queues[1].id.to_string());
    let named = [&["user", "add"], &TOM[..], &["--queue", &name, "--queue", &id]].concat();
    rapport(folder, &named).done();
    let directory = record::all(&mut store.read().await.unwrap().session()).await.unwrap();
    let tom = directory.agent_by_email("tom@example.com").unwrap();
    assert_eq!(tom.record.queue_ids, [queues[0].id, queues[1].id]);

    rapport(folder, &add(&ADA, &["--queue", "Nowhere"]))
        .failed(1, &["there is no queue Nowhere", &queues[0].record.name]);
    rapport(folder, &add(&ADA, &["--queue", "Support", "--organisation", "Example Ltd"]))
        .failed(2, &["--queue"]);
    store.close().await;
}
