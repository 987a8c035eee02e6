//! What agents do with a conversation besides talking: tags, putting aside.

use std::time::Duration;

use rapport_core::permission::Role;
use rapport_server::clock;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, Server};

/// A visitor's first word; answers its conversation's path.
async fn conversation(server: &Server, text: &str) -> String {
    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello"})).await;
    visitor.wait_for_type("welcome").await;
    visitor.send(json!({"type": "message", "client_id": "m-1", "text": text})).await;
    let ack = visitor.wait_for_type("ack").await;
    format!("/api/v1/conversations/{}", ack["entry"]["conversation_id"].as_str().unwrap())
}

/// Previews of a list.
async fn listed(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/api/v1/conversations?{query}")).await;
    let previews = page["items"].as_array().unwrap().iter();
    previews.map(|item| item["preview"]["text"].as_str().unwrap().to_owned()).collect()
}

fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|it| it["field"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_tag_is_made_put_on_heard_of_and_found_by() {
    let server = Server::start().await;
    let admin = server.agent("Root", Role::Administrator).await;
    let agent = server.agent("Anna", Role::Agent).await;
    let tag = admin.post("/api/v1/tags", json!({"name": "Urgent", "colour": "#b91c1c"})).await;
    let (id, version) = (tag["id"].as_str().unwrap(), tag["version"].as_i64().unwrap());
    let path = conversation(&server, "It is on fire").await;
    conversation(&server, "No hurry").await;
    let mut desk = agent.desk(None, &["all"]).await;
    desk.wait_for_type("ready").await;

    let change = format!("{path}/tag");
    let tagged = agent.post(&change, json!({"add_tag_ids": [id]})).await;
    assert_eq!(tagged["tag_ids"], json!([id]));
    let heard = desk.wait_for_event("conversation.tagged").await;
    assert_eq!(heard["data"]["conversation"]["tag_ids"], json!([id]));
    assert_eq!(heard["data"]["entry"]["event"]["added"], json!([id]));
    for view in ["all", "unassigned"] {
        let found = listed(&agent, &format!("view={view}&tag_id={id}")).await;
        assert_eq!(found, ["It is on fire"], "{view}");
    }
    assert_eq!(listed(&agent, &format!("view=mine&tag_id={id}")).await, Vec::<String>::new());

    let both = json!({"add_tag_ids": [id], "remove_tag_ids": [id]});
    let (status, problem) = agent.refused(Method::POST, &change, both).await;
    assert_eq!(
        (status, fields(&problem)),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["remove_tag_ids"])
    );
    let archive = admin.request(Method::POST, &format!("/api/v1/tags/{id}/archive"));
    let archived = archive.header("if-match", format!("\"{version}\"")).send().await.unwrap();
    assert_eq!(archived.status(), StatusCode::OK);
    let late = json!({"add_tag_ids": [id]});
    let (status, problem) = agent.refused(Method::POST, &change, late).await;
    assert_eq!(
        (status, fields(&problem)),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["add_tag_ids[0]"])
    );
    let bare = agent.post(&change, json!({"remove_tag_ids": [id]})).await;
    assert_eq!(bare["tag_ids"], json!([]), "an archived one can be taken off");
}

#[tokio::test]
async fn what_is_snoozed_comes_back_by_itself() {
    let server = Server::start().await;
    let agent = server.agent("Anna", Role::Agent).await;
    let path = conversation(&server, "Please call me on Monday").await;
    agent.post(&format!("{path}/assign"), json!({"agent_id": agent.agent_id})).await;
    let snooze = format!("{path}/snooze");
    for until in [clock::now(), clock::now() + Duration::from_secs(400 * 24 * 60 * 60)] {
        let (status, problem) = agent.refused(Method::POST, &snooze, json!({"until": until})).await;
        assert_eq!((status, fields(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["until"]));
    }
    let topic = format!("agent:{}", agent.agent_id.unwrap());
    let mut desk = agent.desk(None, &[&topic]).await;
    desk.wait_for_type("ready").await;
    let until = clock::now() + Duration::from_millis(500);
    let snoozed = agent.post(&snooze, json!({"until": until})).await;
    assert_eq!((&snoozed["status"], &snoozed["snoozed_until"]), (&json!("snoozed"), &json!(until)));
    assert_eq!(listed(&agent, "view=mine&status=snoozed").await, ["Please call me on Monday"]);
    let back = desk.wait_for_event("conversation.unsnoozed").await;
    assert_eq!(back["actor"]["kind"], "system");
    assert_eq!(back["data"]["conversation"]["status"], "open");
    assert_eq!(listed(&agent, "view=mine").await, ["Please call me on Monday"]);
}
