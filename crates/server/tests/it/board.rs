//! What a supervisor sees of queues, and does to who waits there.

use rapport_core::permission::BuiltInRole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, Server, Socket};

/// A visitor who waits; keeps the page open.
async fn waits(server: &Server, text: &str) -> Socket {
    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello"})).await;
    visitor.wait_for_type("welcome").await;
    visitor.send(json!({"type": "message", "client_id": "m-1", "text": text})).await;
    visitor.wait_for_type("ack").await;
    visitor
}

async fn line(server: &Server, client: &Client) -> Vec<Value> {
    let page = client.get(&format!("/api/v1/interactions?queue_id={}", server.queue_id)).await;
    page["items"].as_array().unwrap().clone()
}

fn texts(line: &[Value]) -> Vec<&str> {
    line.iter().map(|work| work["conversation"]["preview"]["text"].as_str().unwrap()).collect()
}

async fn status(client: &Client) -> Value {
    client.get("/api/v1/queues/status").await["items"][0].clone()
}

#[tokio::test]
async fn a_priority_decides_who_is_next() {
    let server = Server::start().await;
    let supervisor = server.agent("Sue", BuiltInRole::Supervisor).await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let _first = waits(&server, "first").await;
    let _second = waits(&server, "second").await;
    let in_line = line(&server, &supervisor).await;
    assert_eq!(texts(&in_line), ["first", "second"]);
    assert_eq!(in_line[0]["conversation"]["contact_online"], true);
    let now = status(&supervisor).await;
    assert_eq!((&now["waiting"], &now["service"]["answered"]), (&json!(2), &json!(0)));
    assert_eq!(now["service"]["service_level_percent"], Value::Null);
    assert_eq!(now["waiting_history"].as_array().unwrap().len(), 30);
    assert_eq!(now["waiting_history"][29], 2);

    let path = format!("/api/v1/interactions/{}/priority", in_line[1]["id"].as_str().unwrap());
    let (refused, _) = agent.refused(Method::PUT, &path, json!({"priority": 9})).await;
    assert_eq!(refused, StatusCode::FORBIDDEN);
    let (wrong, problem) = supervisor.refused(Method::PUT, &path, json!({"priority": 11})).await;
    assert_eq!(wrong, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["field"], "priority");
    let raised = supervisor.put(&path, json!({"priority": 9})).await;
    assert_eq!(raised["interaction"]["priority"], 9);
    assert_eq!(texts(&line(&server, &supervisor).await), ["second", "first"]);

    // The engine knows it, too: whoever comes online is asked for the second first.
    let mut desk = agent.desk(None, &[&format!("agent:{}", agent.agent_id.unwrap())]).await;
    desk.wait_for_type("ready").await;
    agent.put("/api/v1/presence", json!({"state": "online"})).await;
    let offered = desk.wait_for_event("interaction.offered").await;
    assert_eq!(offered["data"]["conversation"]["preview"]["text"], "second");
    let id = in_line[1]["id"].as_str().unwrap();
    agent.post(&format!("/api/v1/interactions/{id}/accept"), json!({})).await;
    let (taken, _) = supervisor.refused(Method::PUT, &path, json!({"priority": 1})).await;
    assert_eq!(taken, StatusCode::CONFLICT);

    let served = status(&supervisor).await;
    assert_eq!(served["service"]["answered"], 1);
    assert_eq!(served["service"]["service_level_percent"], 100.0);
    let hers =
        supervisor.get(&format!("/api/v1/interactions?agent_id={}", agent.agent_id.unwrap())).await;
    assert!(texts(hers["items"].as_array().unwrap()).contains(&"second"));
}

#[tokio::test]
async fn what_is_asked_wrongly_is_refused_by_name() {
    let server = Server::start().await;
    let supervisor = server.agent("Sue", BuiltInRole::Supervisor).await;
    let long_ago = "/api/v1/queues/status?since=2020-01-01T00:00:00Z";
    let (status, problem) = supervisor.refused(Method::GET, long_ago, json!({})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["field"], "since");
    let (status, problem) =
        supervisor.refused(Method::GET, "/api/v1/interactions", json!({})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["field"], "queue_id");
}
