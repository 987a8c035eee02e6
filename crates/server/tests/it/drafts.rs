//! What agents have begun to write: theirs alone, on all their devices.

use rapport_core::permission::BuiltInRole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::Server;

#[tokio::test]
async fn a_draft_is_on_every_device_of_its_agent_and_on_no_other() {
    let server = Server::start().await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let boris = server.agent("Boris", BuiltInRole::Agent).await;
    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello"})).await;
    visitor.wait_for_type("welcome").await;
    visitor.send(json!({"type": "message", "client_id": "m-1", "text": "Hello"})).await;
    let ack = visitor.wait_for_type("ack").await;
    let id = ack["entry"]["conversation_id"].as_str().unwrap();
    let path = format!("/api/v1/conversations/{id}/draft");
    let topic = format!("agent:{}", anna.agent_id.unwrap());
    let topics = [topic.as_str(), "all", "desk", &format!("conversation:{id}")];
    let mut own = anna.desk(None, &topics).await;
    let mut other = boris.desk(None, &topics).await;
    own.wait_for_type("ready").await;
    other.wait_for_type("ready").await;

    let text = json!({"mode": "reply", "reply": "Dear Kim,\n ", "note": ""});
    let kept = anna.put(&path, text.clone()).await;
    assert_eq!((&kept["draft"]["version"], &kept["replaced"]), (&json!(1), &Value::Null));
    assert_eq!(kept["draft"]["reply"], "Dear Kim,\n ", "it is kept as it stands");
    let heard = own.wait_for_type("draft").await;
    assert_eq!((&heard["conversation_id"], &heard["draft"]), (&json!(id), &kept["draft"]));
    assert_eq!(anna.get(&path).await["draft"], kept["draft"]);
    assert_eq!(anna.get("/api/v1/drafts").await["items"], json!([kept["draft"]]));
    assert_eq!(boris.get(&path).await["draft"], Value::Null);
    assert_eq!(boris.get("/api/v1/drafts").await["items"], json!([]));

    let blind = json!({"mode": "note", "reply": "", "note": "ask Ada", "base_version": 0});
    let over = anna.put(&path, blind).await;
    assert_eq!(over["replaced"], kept["draft"]);
    own.wait_for(|frame| frame["draft"]["note"] == "ask Ada").await;
    anna.put(&path, json!({"mode": "note", "reply": "", "note": "", "base_version": 2})).await;
    own.wait_for(|frame| frame["type"] == "draft" && frame["draft"].is_null()).await;

    // What comes after all that shows that nothing of it came.
    anna.post(&format!("/api/v1/conversations/{id}/notes"), json!({"text": "the end"})).await;
    other
        .wait_for(|frame| {
            assert_ne!(frame["type"], "draft", "{frame}");
            frame["event"]["data"]["entry"]["text"] == "the end"
        })
        .await;

    for version in [-1, 9_007_199_254_740_992, i64::MAX] {
        let claimed = json!({"mode": "note", "reply": "", "note": "x", "base_version": version});
        let (status, problem) = anna.refused(Method::PUT, &path, claimed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem["errors"][0]["field"], "base_version");
    }

    let long = "x".repeat(20_001);
    let both = json!({"mode": "reply", "reply": long, "note": long});
    let (status, problem) = anna.refused(Method::PUT, &path, both).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<&Value> =
        problem["errors"].as_array().unwrap().iter().map(|it| &it["field"]).collect();
    assert_eq!(fields, [&json!("reply"), &json!("note")]);
}
