//! `rapport token`.

use crate::rapport::rapport;
use crate::users::set_up;

const CREATE: [&str; 6] = ["token", "create", "--email", "ada@example.com", "--name", "CRM"];

#[test]
fn create_list_revoke() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    set_up(folder);
    let scopes = ["--scope", "contacts:read", "--scope", "board:read"];
    let said = rapport(folder, &[&CREATE[..], &scopes].concat()).done();
    let (id, secret) = said.split_once("\nToken, shown this once: ").expect("a token");
    assert!(id.starts_with("token_") && secret.starts_with("rapport_"), "{said}");
    let expiring = ["--scope", "audit:read", "--expires-in-days", "30"];
    rapport(folder, &[&CREATE[..], &expiring].concat()).done();

    let list = rapport(folder, &["token", "list"]).done();
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 2, "{list}");
    assert!(lines[0].contains("  audit:read  ") && lines[0].contains("  until 2"), "{list}");
    let first = "ada@example.com  CRM  contacts:read,board:read  until revoked";
    assert!(lines[1].starts_with(id) && lines[1].ends_with(first), "{list}");
    assert!(!list.contains(secret.trim()));

    assert_eq!(rapport(folder, &["token", "revoke", id]).done(), format!("{id} is revoked.\n"));
    rapport(folder, &["token", "revoke", id])
        .failed(1, &["there is no token", "rapport token list"]);
    let list = rapport(folder, &["token", "list"]).done();
    assert!(list.contains("  revoked 2"), "{list}");
}

#[test]
fn what_is_wrong_is_said() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    set_up(folder);
    let tom = ["user", "add", "--email", "tom@example.com", "--name", "Tom", "--role", "agent"];
    rapport(folder, &tom).done();
    let beyond = [
        "token",
        "create",
        "--email",
        "tom@example.com",
        "--name",
        "x",
        "--scope",
        "agents:manage",
    ];
    rapport(folder, &beyond).failed(1, &["role agent", "agents:manage"]);
    rapport(folder, &CREATE).failed(2, &["--scope"]);
    rapport(folder, &[&CREATE[..], &["--scope", "everything"]].concat())
        .failed(2, &["everything", "contacts:read"]);
    rapport(folder, &[&CREATE[..], &["--scope", "board:read", "--expires-in-days", "0"]].concat())
        .failed(2, &["--expires-in-days"]);
    rapport(folder, &["token", "revoke", "agent_01h455vb4pex5vsknk084sn02q"])
        .failed(2, &["starts with `token_`"]);
}
