//! What holds for every command: settings, help, and the description of the API.

use crate::rapport::rapport;

#[test]
fn wrong_settings_are_refused_before_anything_happens() {
    let home = tempfile::tempdir().unwrap();
    for command in [&["check"] as &[&str], &["user", "list"], &["token", "list"]] {
        let args = [command, &["--database", "mysql://localhost"]].concat();
        rapport(home.path(), &args).failed(2, &["--database", "postgres://"]);
    }
}

#[test]
fn without_a_command_it_teaches() {
    let home = tempfile::tempdir().unwrap();
    rapport(home.path(), &[]).failed(2, &["Usage: rapport", "rapport demo"]);
    rapport(home.path(), &["user"]).failed(2, &["Usage: rapport user", "reset-password"]);
    rapport(home.path(), &["sing"]).failed(2, &["sing"]);
}

#[test]
fn the_api_is_described() {
    let home = tempfile::tempdir().unwrap();
    let text = rapport(home.path(), &["openapi"]).done();
    let json: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(json["openapi"], "3.1.0");
    assert!(json["paths"]["/api/v1/session"]["post"].is_object());
}
