//! Segments: who belongs to them, as their conditions say.

use rapport_core::permission::BuiltInRole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, Server, Socket};

impl Client {
    async fn segment(&self, name: &str, condition: &str) -> Value {
        self.post("/api/v1/segments", json!({"name": name, "condition": condition})).await
    }

    async fn contact(&self, details: Value) -> String {
        self.post("/api/v1/contacts", details).await["id"].as_str().unwrap().to_owned()
    }

    async fn change(&self, contact_id: &str, change: Value) {
        let path = format!("/api/v1/contacts/{contact_id}");
        let now = self.get(&path).await;
        assert_eq!(self.patch(&path, &now["version"], change).await.0, StatusCode::OK);
    }

    /// Who is in a segment, by the list of contacts.
    async fn members(&self, segment: &Value) -> Vec<String> {
        let path = format!("/api/v1/contacts?segment_id={}", segment["id"].as_str().unwrap());
        let page = self.get(&path).await;
        let items = page["items"].as_array().unwrap().iter();
        items.map(|it| it["name"].as_str().unwrap().to_owned()).collect()
    }
}

impl Socket {
    /// Waits until everybody was asked and so many belong to a segment.
    async fn counted(&mut self, segment: &Value, members: i64) -> Value {
        let told = self.wait_for(|frame| {
            let data = &frame["event"]["data"];
            frame["event"]["type"] == "segment.counted"
                && data["segment_id"] == segment["id"]
                && data["members"] == members
                && data["segment_version"] == segment["version"]
        });
        told.await["event"]["data"].clone()
    }
}

#[tokio::test]
async fn a_segment_has_those_whom_its_condition_names() {
    let server = Server::start().await;
    let admin = server.agent("Ada", BuiltInRole::Administrator).await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let mut desk = anna.desk(None, &["desk"]).await;
    desk.wait_for_type("ready").await;

    let seats = json!({"name": "Seats", "kind": "number"});
    let seats = admin.post("/api/v1/contact_fields", seats).await;
    let seats_id = seats["id"].as_str().unwrap();
    let vera = json!({"name": "Vera", "language": "de-AT", "fields": {seats_id: 12}});
    let vera = anna.contact(vera).await;
    anna.contact(json!({"name": "Ben", "language": "en", "fields": {seats_id: 3}})).await;
    let condition = "contact.language.startsWith(\"de\") || contact.fields.Seats > 10";
    let segment = admin.segment("Larger or German", condition).await;

    let count = desk.counted(&segment, 1).await;
    assert_eq!((&count["unknown"], &count["unknown_reason"]), (&json!(0), &Value::Null));
    assert_eq!(anna.members(&segment).await, ["Vera"]);
    let listed = anna.get("/api/v1/segments/counts").await;
    assert_eq!(listed["items"], json!([count]));
    let of_vera = anna.get(&format!("/api/v1/contacts/{vera}/segments")).await;
    assert_eq!(of_vera["items"], json!([segment]));
    let csv = format!("/api/v1/contacts.csv?segment_id={}", segment["id"].as_str().unwrap());
    let csv = admin.request(Method::GET, &csv).send().await.unwrap().text().await.unwrap();
    assert!(csv.contains("Vera") && !csv.contains("Ben"), "{csv}");

    // Who is new, and who changes.
    let cem = anna.contact(json!({"name": "Cem", "language": "de"})).await;
    desk.counted(&segment, 2).await;
    anna.change(&vera, json!({"language": null, "fields": {seats_id: 2}})).await;
    desk.counted(&segment, 1).await;
    assert_eq!(anna.members(&segment).await, ["Cem"]);

    // Of whom it cannot be told belongs to none, and it is said why.
    let path = format!("/api/v1/segments/{}", segment["id"].as_str().unwrap());
    let larger = json!({"condition": "contact.fields.Seats >= 2"});
    let (status, segment) = admin.patch(&path, &segment["version"], larger).await;
    assert_eq!(status, StatusCode::OK);
    let count = desk.counted(&segment, 2).await;
    assert_eq!(count["unknown"], 1);
    assert!(count["unknown_reason"].as_str().unwrap().contains("not known (null)"), "{count}");
    assert_eq!(anna.members(&segment).await, ["Ben", "Vera"]);

    // What is called otherwise is no longer known under its old name.
    let field = format!("/api/v1/contact_fields/{seats_id}");
    let renamed = admin.patch(&field, &seats["version"], json!({"name": "Places"})).await;
    assert_eq!(renamed.0, StatusCode::OK);
    let count = desk.counted(&segment, 0).await;
    let count = match count["unknown"].as_i64() {
        Some(3) => count,
        // First they left, then it was said why.
        _ => desk.counted(&segment, 0).await,
    };
    assert_eq!(
        (&count["unknown"], &count["unknown_reason"]),
        (&json!(3), &json!("there is no Seats"))
    );

    // Merged contacts are one.
    let places = json!({"condition": "contact.fields.Places < 10 || contact.language == \"de\""});
    let (_, segment) = admin.patch(&path, &segment["version"], places).await;
    desk.counted(&segment, 3).await;
    let merge = format!("/api/v1/contacts/{cem}/merge");
    anna.post(&merge, json!({"into_id": vera})).await;
    desk.counted(&segment, 2).await;

    // Once it is archived nobody belongs to it.
    let archive = format!("{path}/archive");
    let archived = admin
        .request(Method::POST, &archive)
        .header("if-match", format!("\"{}\"", segment["version"]))
        .send()
        .await
        .unwrap();
    assert_eq!(archived.status(), StatusCode::OK);
    let other = admin.segment("All", "true").await;
    desk.counted(&other, 2).await;
    assert!(anna.members(&segment).await.is_empty());
    assert_eq!(anna.get("/api/v1/segments/counts").await["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_condition_is_tried_before_it_is_kept() {
    let server = Server::start().await;
    let admin = server.agent("Ada", BuiltInRole::Administrator).await;
    for n in 0..7 {
        admin.contact(json!({"name": format!("Vera {n}"), "language": "de"})).await;
    }
    admin.contact(json!({"name": "Ben"})).await;
    let preview = "/api/v1/segments/preview";
    let told =
        admin.post(preview, json!({"condition": "contact.language.startsWith(\"de\")"})).await;
    assert_eq!((&told["looked_at"], &told["has_more"]), (&json!(8), &json!(false)));
    assert_eq!((&told["members"], &told["unknown"]), (&json!(7), &json!(1)));
    let examples = told["examples"].as_array().unwrap();
    assert_eq!((examples.len(), &examples[0]["name"]), (5, &json!("Vera 6")));

    for (condition, detail) in [
        ("", "must say who belongs to it"),
        ("contact.nme == 1", "there is no contact.nme"),
        ("contact.fields.Seats > 1", "there is no custom field \"Seats\""),
        ("contact.name ==", "cannot be read at line 1"),
    ] {
        let draft = json!({"name": "One", "condition": condition});
        for path in [preview, "/api/v1/segments"] {
            let (status, problem) = admin.refused(Method::POST, path, draft.clone()).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {condition}");
            let error = &problem["errors"][0];
            assert_eq!(error["field"], "condition", "{path} {problem}");
            assert!(error["detail"].as_str().unwrap().starts_with(detail), "{path} {problem}");
        }
    }
}
