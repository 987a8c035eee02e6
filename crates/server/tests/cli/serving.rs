//! One server for each store, and commands beside it.

use std::path::Path;

use reqwest::StatusCode;
use serde_json::json;

use crate::postgres::Database;
use crate::rapport::{Serving, rapport};

/// A store that is set up, as `--data` or `--database` names it.
fn set_up(folder: &Path, store: &[&str]) {
    let add = [
        "user",
        "add",
        "--email",
        "ada@example.com",
        "--name",
        "Ada",
        "--role",
        "administrator",
        "--organisation",
        "Example",
    ];
    rapport(folder, &[&add[..], store].concat()).done();
}

/// A write: refused sign-ins are on the log.
async fn sign_in(server: &Serving) -> StatusCode {
    try_sign_in(server).await.unwrap()
}

async fn try_sign_in(server: &Serving) -> reqwest::Result<StatusCode> {
    let wrong = json!({"email": "ada@example.com", "password": "not this one"});
    let url = format!("{}/api/v1/session", server.url);
    Ok(reqwest::Client::new().post(url).json(&wrong).send().await?.status())
}

async fn one_server(store: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    set_up(folder, store);
    let (long, short) = (lease(folder, "long", 600_000), lease(folder, "short", 1_000));
    let (long, short) =
        ([&["--config", &long][..], store].concat(), [&["--config", &short][..], store].concat());

    // Nobody here waits for the end of the long lease.
    let first = Serving::start(folder, &long);
    first.signal("-KILL");
    first.ended();
    let second = Serving::start(folder, &long);
    second.signal("-TERM");
    assert_eq!(second.ended().code, 0);

    let third = Serving::start(folder, &short);
    let again = [&["serve", "--listen", "127.0.0.1:0"][..], &short].concat();
    rapport(folder, &again).failed(1, &["has served this store since", "process ", "--data DIR"]);
    assert_eq!(sign_in(&third).await, StatusCode::UNAUTHORIZED);
    assert!(rapport(folder, &[&["check"][..], store].concat()).done().contains("holds together"));
    let users = rapport(folder, &[&["user", "list"][..], store].concat()).done();
    assert!(users.contains("ada@example.com"), "{users}");
    third.signal("-TERM");
    assert_eq!(third.ended().code, 0);

    let fourth = Serving::start(folder, &long);
    let fifth = loop {
        assert_eq!(sign_in(&fourth).await, StatusCode::UNAUTHORIZED);
        fourth.signal("-STOP");
        let fifth = Serving::try_start(folder, &short);
        fourth.signal("-CONT");
        match fifth {
            Ok(fifth) => break fifth,
            // It was stopped in the middle of a change, in which SQLite lets nobody else write.
            Err(said) => assert!(said.err.contains("database is locked"), "{said:?}"),
        }
    };
    // It refuses, or has seen by itself that it is given up and is gone.
    if let Ok(answer) = try_sign_in(&fourth).await {
        assert_eq!(answer, StatusCode::SERVICE_UNAVAILABLE);
    }
    fourth.ended().failed(1, &["serves this store now", "no sign of life"]);
    assert_eq!(sign_in(&fifth).await, StatusCode::UNAUTHORIZED);
}

/// A file of settings with this lease.
fn lease(folder: &Path, name: &str, ms: u32) -> String {
    let path = folder.join(format!("{name}.toml"));
    std::fs::write(&path, format!("serving_lease_ms = {ms}\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    one_server(&["--data", "store"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    let Some(database) = Database::create() else { return };
    one_server(&["--database", &database.url]).await;
}
