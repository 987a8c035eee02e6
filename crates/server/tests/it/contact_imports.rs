//! Contacts from a file, and to a file.

use rapport_core::permission::BuiltInRole;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, Server};

const PATH: &str = "/api/v1/contact_imports";

impl Client {
    async fn upload(&self, name: &str, bytes: impl Into<reqwest::Body>) -> (StatusCode, Value) {
        let request = self.request(Method::POST, PATH).query(&[("file_name", name)]);
        let response = request.header(CONTENT_TYPE, "text/csv").body(bytes).send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    async fn file(&self, path: &str) -> String {
        let response: Response = self.request(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(response.headers()[CONTENT_TYPE], "text/csv; charset=utf-8");
        let disposition = response.headers()[CONTENT_DISPOSITION].to_str().unwrap();
        assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
        response.text().await.unwrap()
    }
}

#[tokio::test]
async fn a_file_is_looked_at_imported_corrected_exported_and_undone() {
    let server = Server::start().await;
    let admin = server.agent("Ada", BuiltInRole::Administrator).await;
    let boris = server.agent("Boris", BuiltInRole::Supervisor).await;
    let seats =
        admin.post("/api/v1/contact_fields", json!({"name": "Seats", "kind": "number"})).await;
    let mut desk = boris.desk(None, &["imports"]).await;
    desk.wait_for_type("ready").await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let mut other = anna.desk(None, &["imports", "desk", "all"]).await;
    let refused = other.wait_for_type("refused").await;
    assert!(refused["detail"].as_str().unwrap().contains("contacts:transfer"), "{refused}");
    other.wait_for_type("ready").await;

    let text = "Who;E-mail;Seats\nVera;vera@example.com;7\nWim;wim;8\n=1+1;x@example.com;9\n";
    let (status, draft) = boris.upload("people.csv", text).await;
    assert_eq!(
        (status, &draft["state"], &draft["rows"]),
        (StatusCode::CREATED, &json!("draft"), &json!(3))
    );
    let columns = &draft["settings"]["columns"];
    assert_eq!(columns[0], json!({"heading": "Who", "target": {"kind": "ignore"}}));
    assert_eq!(columns[2]["target"], json!({"kind": "field", "field_id": seats["id"]}));
    let path = format!("{PATH}/{}", draft["id"].as_str().unwrap());
    let targets = json!([{"kind": "name"}, {"kind": "email"}, columns[2]["target"]]);
    let prepare = async |version: &str, body: Value| {
        let request = boris.request(Method::PATCH, &path).header("if-match", version);
        let response = request.json(&body).send().await.unwrap();
        (response.status(), response.json::<Value>().await.unwrap())
    };
    let (status, _) = prepare("\"1\"", json!({"targets": targets, "verified": true})).await;
    assert_eq!(status, StatusCode::OK);
    for (body, field) in [
        (json!({"targets": [{"kind": "name"}]}), "targets"),
        (
            json!({"targets": [{"kind": "company"}, {"kind": "ignore"}, {"kind": "ignore"}]}),
            "columns",
        ),
        (json!({"tag_ids": ["tag_01h455vb4pex5vsknk084sn02q"]}), "tag_ids[0]"),
    ] {
        let (status, problem) = prepare("\"2\"", body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem["errors"][0]["field"], field);
    }

    let preview = boris.get(&format!("{path}/preview")).await;
    let outcomes: Vec<&Value> =
        preview["rows"].as_array().unwrap().iter().map(|row| &row["outcome"]).collect();
    assert_eq!(outcomes, ["created", "refused", "created"]);
    assert_eq!(
        (&preview["refused_count"], &preview["refused"][0]["place"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(boris.get("/api/v1/contacts").await["items"], json!([]), "nothing was written");

    boris.post(&format!("{path}/start"), json!({})).await;
    let ended = desk.wait_for_event("contact_import.ended").await;
    let import = &ended["data"]["import"];
    assert_eq!(
        (&import["state"], &import["created"], &import["refused"]),
        (&json!("done"), &json!(2), &json!(1))
    );
    let listed = &boris.get(PATH).await["items"][0];
    assert_eq!(listed, import);
    let contacts = boris.get("/api/v1/contacts?query=vera").await;
    assert_eq!(contacts["items"][0]["identities"][0]["verified"], true);

    let refused = boris.file(&format!("{path}/refused.csv")).await;
    let lines: Vec<&str> = refused.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "Who,E-mail,Seats,Row,What is wrong");
    assert!(lines[1].starts_with("Wim,wim,8,2,\"E-mail: must be an address, such as"), "{refused}");
    assert_eq!(lines.len(), 2);

    let exported = boris.file("/api/v1/contacts.csv?query=example").await;
    let lines: Vec<&str> = exported.lines().collect();
    assert!(lines[0].starts_with("\u{feff}Contact,Name,E-mail,"), "{exported}");
    assert_eq!(lines.len(), 3);
    assert!(exported.contains(",'=1+1,x@example.com,"), "{exported}");
    let audited = admin.get("/api/v1/audit").await;
    let types: Vec<&Value> =
        audited["items"].as_array().unwrap().iter().map(|it| &it["type"]).collect();
    assert_eq!(types[..2], ["contacts.exported", "contact_import.started"]);
    let (_, again) = boris.upload("again.csv", exported.clone()).await;
    let again = format!("{PATH}/{}", again["id"].as_str().unwrap());
    let preview = boris.get(&format!("{again}/preview")).await;
    assert!(preview["rows"].as_array().unwrap().iter().all(|row| row["outcome"] == "unchanged"));
    let gone = boris.request(Method::DELETE, &again).send().await.unwrap();
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);

    let started = boris.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(started.status(), StatusCode::CONFLICT);
    boris.post(&format!("{path}/undo"), json!({})).await;
    let undone = desk.wait_for_event("contact_import.undone").await;
    assert_eq!(undone["data"]["import"]["undone"], 2);
    // What comes after all that shows that nothing of it came.
    admin.post("/api/v1/tags", json!({"name": "The end", "colour": "#b45309"})).await;
    other
        .wait_for(|frame| {
            let kind = frame["event"]["type"].as_str().unwrap_or_default();
            assert!(!kind.starts_with("contact_import."), "{frame}");
            frame["event"]["data"]["record"]["name"] == "The end"
        })
        .await;
    assert_eq!(boris.get("/api/v1/contacts").await["items"], json!([]));
}

#[tokio::test]
async fn what_is_no_file_of_contacts_is_refused_with_a_reason() {
    let server = Server::start().await;
    let boris = server.agent("Boris", BuiltInRole::Supervisor).await;
    for (bytes, part) in [
        (&b""[..], "empty"),
        (b"Name\n", "no rows"),
        (b"PK\x03\x04xl/worksheets", "save it as CSV"),
    ] {
        let (status, problem) = boris.upload("a.csv", bytes).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(problem["errors"][0]["detail"].as_str().unwrap().contains(part), "{problem}");
    }
    let (status, problem) = boris.upload(" ", "Name\nVera\n").await;
    assert_eq!(
        (status, &problem["errors"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("file_name"))
    );
    let large = "x".repeat(20 * 1024 * 1024 + 1);
    let (status, problem) = boris.upload("a.csv", large).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::PAYLOAD_TOO_LARGE, &json!("file_too_large"))
    );
    assert_eq!(boris.get(PATH).await["items"], json!([]));
}
