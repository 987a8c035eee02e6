//! Two conversations of one customer become one, while both sides are there.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use rapport_core::permission::BuiltInRole;
use rapport_server::clock;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::harness::{Server, Socket};

/// Who the visitor is, as the business's server signs it.
pub fn identity(secret: &str, external_id: &str) -> String {
    let part = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let exp = clock::now().millis() / 1_000 + 300;
    let header = part(json!({"alg": "HS256", "typ": "JWT"}));
    let text = format!("{header}.{}", part(json!({"sub": external_id, "exp": exp})));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

/// A visitor's page that has said hello; and what it was answered.
pub async fn page(server: &Server, hello: Value) -> (Socket, Value) {
    let mut page = server.visitor().await;
    page.send(hello).await;
    let welcome = page.wait_for_type("welcome").await;
    (page, welcome)
}

/// Somebody's first word; answers their token and the conversation.
async fn begin(server: &Server, text: &str) -> (String, String) {
    let (mut page, welcome) = page(server, json!({"type": "hello"})).await;
    page.send(json!({"type": "message", "client_id": "m-1", "text": text})).await;
    let ack = page.wait_for_type("ack").await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&welcome["token"]), text(&ack["entry"]["conversation_id"]))
}

fn texts(entries: &Value) -> Vec<&str> {
    entries.as_array().unwrap().iter().filter_map(|entry| entry["text"].as_str()).collect()
}

#[tokio::test]
async fn the_visitor_goes_on_in_the_one_that_stays() {
    let server = Server::start().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let inboxes = admin.get("/api/v1/inboxes").await;
    let inbox_id = inboxes["items"][0]["id"].as_str().unwrap();
    let secret =
        admin.post(&format!("/api/v1/inboxes/{inbox_id}/identity_secret"), json!({})).await;
    let hannah = identity(secret["secret"].as_str().unwrap(), "c-17");

    let (phone, old) = begin(&server, "The strap broke").await;
    let (laptop, new) = begin(&server, "Is there a blue one?").await;
    let mut newest = Value::Null;
    for token in [&phone, &laptop, &phone] {
        let hello = json!({"type": "hello", "token": token, "identity": hannah});
        newest = page(&server, hello).await.1;
    }
    assert_eq!(newest["conversation"]["id"], json!(new), "both are hers");
    let hello = json!({"type": "hello", "token": phone, "identity": hannah});
    let (mut open, _) = page(&server, hello).await;
    let mut desk = agent.desk(None, &[&format!("conversation:{old}")]).await;
    desk.wait_for_type("ready").await;

    let path = |id: &str, action: &str| format!("/api/v1/conversations/{id}{action}");
    let now = agent.post(&path(&new, "/merge"), json!({"into_id": old})).await;
    assert_eq!((&now["id"], &now["status"]), (&json!(old), &json!("open")));
    desk.wait_for_event("conversation.merged").await;
    let told = desk.wait_for_event("conversation.absorbed").await;
    assert_eq!(told["data"]["entry"]["event"]["conversation_id"], json!(new));
    open.wait_for_type("resync").await;

    let seq = newest["seq"].as_i64().unwrap();
    let (mut again, welcome) = page(
        &server,
        json!({"type": "hello", "token": phone, "identity": hannah,
            "conversation_id": new, "after": seq}),
    )
    .await;
    assert_eq!(welcome["conversation"]["id"], json!(old));
    assert_eq!(texts(&welcome["entries"]), ["The strap broke", "Is there a blue one?"]);
    let is_one = |entry: &Value| entry["conversation_id"] == json!(old);
    assert!(welcome["entries"].as_array().unwrap().iter().all(is_one), "{welcome}");
    again.send(json!({"type": "message", "client_id": "m-2", "text": "Thank you"})).await;
    let ack = again.wait_for_type("ack").await;
    assert_eq!(ack["entry"]["conversation_id"], json!(old));

    // What was on its way to the merged one arrives where the contact is.
    let late = agent.post(&path(&new, "/messages"), json!({"text": "You are welcome"})).await;
    assert_eq!(late["conversation_id"], json!(old));
    again.wait_for(|frame| frame["entry"]["text"] == "You are welcome").await;
    let entries = agent.get(&path(&old, "/entries")).await;
    let shown = ["You are welcome", "Thank you", "Is there a blue one?", "The strap broke"];
    assert_eq!(texts(&entries["items"]), shown);

    let gone = agent.get(&path(&new, "")).await;
    assert_eq!(gone["merged_into_id"], json!(old));
    let refused = agent.refused(Method::POST, &path(&new, "/reopen"), json!({})).await;
    assert_eq!(refused.0, StatusCode::CONFLICT);
    assert_eq!(refused.1["code"], "conversation_merged");
    assert!(refused.1["detail"].as_str().unwrap().contains(&old), "it says where to go on");
}

#[tokio::test]
async fn conversations_of_several_contacts_stay_apart() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let (_, one) = begin(&server, "I am Hannah").await;
    let (_, other) = begin(&server, "I am Kim").await;
    let path = format!("/api/v1/conversations/{one}/merge");
    let (status, problem) = agent.refused(Method::POST, &path, json!({"into_id": other})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("taken")));
    let (status, problem) = agent.refused(Method::POST, &path, json!({"into_id": one})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["field"], "into_id");
}
