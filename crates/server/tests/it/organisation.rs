//! What several administrators change at once, and what is made once however often it is asked for.

use rapport_core::permission::BuiltInRole;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Client, Server};

const PATH: &str = "/api/v1/organisation";

async fn rename(client: &Client, name: &str, version: i64) -> (u16, Value) {
    let answer = client
        .request(Method::PATCH, PATH)
        .header("if-match", format!("\"{version}\""))
        .json(&json!({"name": name}))
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_of_two_who_rename_the_organisation_is_told() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    assert_eq!(boss.get(PATH).await, json!({"name": "Test", "version": 1}));
    let (status, problem) = boss.refused(Method::PATCH, PATH, json!({"name": "Bags"})).await;
    assert_eq!((status.as_u16(), &problem["code"]), (428, &json!("version_required")));

    assert_eq!(rename(&boss, "Bags", 1).await, (200, json!({"name": "Bags", "version": 2})));
    let (status, problem) = rename(&boss, "Straps", 1).await;
    assert_eq!((status, &problem["code"]), (409, &json!("version_conflict")));
    assert_eq!(boss.get(PATH).await["name"], "Bags");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_asked_for_twice_is_made_once_and_its_secret_told_once() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let ask = async || {
        let request = boss.request(Method::POST, "/api/v1/tokens").header("idempotency-key", "one");
        let new = json!({"name": "program", "scopes": ["contacts:read"]});
        let answer = request.json(&new).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    let (status, made) = ask().await;
    assert_eq!(status, 201, "{made}");
    let (status, problem) = ask().await;
    assert_eq!((status, &problem["code"]), (409, &json!("idempotency_answer_lost")));
    assert!(!problem.to_string().contains(made["token"].as_str().unwrap()));
    let all = boss.get("/api/v1/tokens").await;
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
}
