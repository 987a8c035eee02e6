//! Contacts become one and two again, and open screens follow.

use rapport_core::permission::BuiltInRole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, Server, Socket};

/// A visitor who has written; answers their page and the conversation.
async fn visitor(server: &Server, text: &str) -> (Socket, Value) {
    let mut page = server.visitor().await;
    page.send(json!({"type": "hello"})).await;
    page.wait_for_type("welcome").await;
    page.send(json!({"type": "message", "client_id": "m-1", "text": text})).await;
    let ack = page.wait_for_type("ack").await;
    (page, ack["entry"]["conversation_id"].clone())
}

fn path(resource: &str, id: &Value, action: &str) -> String {
    format!("/api/v1/{resource}/{}{action}", id.as_str().unwrap())
}

async fn contact_of(agent: &Client, conversation_id: &Value) -> Value {
    agent.get(&path("conversations", conversation_id, "")).await["contact"]["id"].clone()
}

async fn conversations(agent: &Client, contact_id: &Value) -> Vec<Value> {
    let query =
        format!("/api/v1/conversations?contact_id={}&limit=9", contact_id.as_str().unwrap());
    let page = agent.get(&query).await;
    page["items"].as_array().unwrap().iter().map(|it| it["id"].clone()).collect()
}

async fn status(agent: &Client, method: Method, path: &str) -> StatusCode {
    agent.request(method, path).send().await.unwrap().status()
}

#[tokio::test]
async fn a_duplicate_is_suggested_merged_and_taken_out_again() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let (mut page, first) = visitor(&server, "The strap broke").await;
    let (_, second) = visitor(&server, "Is there a blue one?").await;
    let (from, into) = (contact_of(&agent, &first).await, contact_of(&agent, &second).await);
    let email =
        |verified| json!({"kind": "email", "value": "vera@example.com", "verified": verified});
    agent.post(&path("contacts", &into, "/identities"), email(true)).await;
    assert_eq!(agent.get(&path("contacts", &from, "/duplicates")).await["items"], json!([]));
    let identities = path("contacts", &from, "/identities");
    let (status, problem) = agent.refused(Method::POST, &identities, email(true)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("identity_taken")));
    agent.post(&identities, email(false)).await;

    let duplicates = path("contacts", &from, "/duplicates");
    let suggested = agent.get(&duplicates).await;
    assert_eq!(suggested["items"].as_array().unwrap().len(), 1);
    assert_eq!(suggested["items"][0]["contact"], agent.get(&path("contacts", &into, "")).await);
    let reason = json!({"kind": "email", "value": "vera@example.com",
        "verified": false, "verified_there": true});
    assert_eq!(suggested["items"][0]["reasons"], json!([reason]));

    let topics = [&from, &into].map(|id| format!("contact:{}", id.as_str().unwrap()));
    let mut desk = agent.desk(None, &[&topics[0], &topics[1]]).await;
    desk.wait_for_type("ready").await;
    let merged = agent.post(&path("contacts", &from, "/merge"), json!({"into_id": into})).await;
    assert_eq!(merged["contact"]["id"], into);
    let told = desk.wait_for_event("contact.merged").await;
    assert_eq!(told["data"]["merged_id"], from);
    assert_eq!(agent.get(&path("contacts", &from, "")).await["id"], into, "asked for by either id");
    assert_eq!(conversations(&agent, &from).await, [second.clone(), first.clone()]);
    assert_eq!(conversations(&agent, &into).await, [second.clone(), first.clone()]);
    // The page of the one who was merged is answered as the one who stays, in the newest.
    page.wait_for_type("resync").await;

    let merges = agent.get(&path("contacts", &into, "/merges")).await;
    assert_eq!(merges["items"][0]["id"], merged["merge_id"]);
    assert_eq!(merges["items"][0]["merged"]["id"], from);
    assert_eq!(merges["items"][0]["merged"]["conversations_count"], 1);
    let undo = path("contact_merges", &merged["merge_id"], "/undo");
    let parted = agent.post(&undo, json!({})).await;
    assert_eq!((&parted["contact"]["id"], &parted["split"]["id"]), (&into, &from));
    let told = desk.wait_for_event("contact.split").await;
    assert_eq!(told["data"]["split"]["id"], from);
    assert_eq!(conversations(&agent, &from).await, [first]);
    assert_eq!(conversations(&agent, &into).await, [second]);
    assert_eq!(agent.get(&path("contacts", &into, "/merges")).await["items"], json!([]));
    assert_eq!(agent.get(&duplicates).await["items"], json!([]), "they are two");
}

#[tokio::test]
async fn who_is_somebody_else_is_not_suggested() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let phone = json!([{"kind": "phone", "value": "+49421123456"}]);
    let mut ids = Vec::new();
    for name in ["Vera", "Wim"] {
        let body = json!({"name": name, "identities": phone});
        ids.push(agent.post("/api/v1/contacts", body).await["id"].clone());
    }
    let duplicates = path("contacts", &ids[0], "/duplicates");
    let apart = format!("{duplicates}/{}/apart", ids[1].as_str().unwrap());
    let mut desk = agent.desk(None, &[&format!("contact:{}", ids[1].as_str().unwrap())]).await;
    desk.wait_for_type("ready").await;
    assert_eq!(agent.get(&duplicates).await["items"].as_array().unwrap().len(), 1);
    for (method, is_apart, count) in [(Method::PUT, true, 0), (Method::DELETE, false, 1)] {
        assert_eq!(status(&agent, method, &apart).await, StatusCode::NO_CONTENT);
        let told = desk.wait_for_event("contact.told_apart").await;
        let ids = [&told["data"]["contact_id"], &told["data"]["other_id"]];
        assert!(ids.iter().any(|id| **id == ids_of(&duplicates)), "{told}");
        assert_eq!(told["data"]["apart"], is_apart);
        assert_eq!(agent.get(&duplicates).await["items"].as_array().unwrap().len(), count);
    }
    let itself = format!("{duplicates}/{}/apart", ids[0].as_str().unwrap());
    let (status, problem) = agent.refused(Method::PUT, &itself, json!({})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["field"], "other_id");
}

/// The contact that a path names.
fn ids_of(path: &str) -> Value {
    json!(path.split('/').nth(4).unwrap())
}

#[tokio::test]
async fn a_part_becomes_another_and_wrong_parts_are_refused() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let identities = json!([{"kind": "email", "value": "kim@example.com"},
        {"kind": "phone", "value": "+49421123456"}]);
    let body = json!({"name": "Hannah", "identities": identities});
    let hannah = agent.post("/api/v1/contacts", body).await;
    let all = hannah["identities"].as_array().unwrap();
    let email = all.iter().find(|it| it["kind"] == "email").unwrap()["id"].clone();
    let split = path("contacts", &hannah["id"], "/split");
    let (status, problem) = agent.refused(Method::POST, &split, json!({"name": "Kim"})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["field"], "identity_ids");
    let long = json!({"name": "x".repeat(201), "identity_ids": [email]});
    let (_, problem) = agent.refused(Method::POST, &split, long).await;
    assert_eq!(problem["errors"][0]["field"], "name");

    let response = agent.request(Method::POST, &split);
    let part = json!({"name": " Kim ", "identity_ids": [email]});
    let response = response.json(&part).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    let parted: Value = response.json().await.unwrap();
    assert_eq!(parted["split"]["name"], "Kim");
    assert_eq!(parted["split"]["identities"][0]["value"], "kim@example.com");
    assert_eq!(parted["contact"]["identities"].as_array().unwrap().len(), 1);
    let (status, _) = agent.refused(Method::POST, &split, part).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "it is not hers any more");

    let merge = path("contacts", &parted["split"]["id"], "/merge");
    let (status, problem) =
        agent.refused(Method::POST, &merge, json!({"into_id": parted["split"]["id"]})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["field"], "into_id");
    let block = path("contacts", &hannah["id"], "/block");
    agent.post(&block, json!({"reason": null})).await;
    let body = json!({"into_id": hannah["id"], "preferred": {"name": true}});
    let (status, problem) = agent.refused(Method::POST, &merge, body.clone()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("taken")));
    agent.post(&path("contacts", &hannah["id"], "/unblock"), json!({})).await;
    let merged = agent.post(&merge, body).await;
    assert_eq!(
        (&merged["contact"]["id"], &merged["contact"]["name"]),
        (&hannah["id"], &json!("Kim"))
    );
    assert_eq!(merged["contact"]["identities"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_merged_conversation_comes_apart_and_both_sides_see_it() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let (mut page, old) = visitor(&server, "The strap broke").await;
    let (_, new) = visitor(&server, "Is there a blue one?").await;
    let (from, into) = (contact_of(&agent, &old).await, contact_of(&agent, &new).await);
    agent.post(&path("contacts", &from, "/merge"), json!({"into_id": into})).await;
    agent.post(&path("conversations", &old, "/merge"), json!({"into_id": new})).await;
    let texts = async |id: &Value| {
        let entries = agent.get(&path("conversations", id, "/entries")).await;
        let items = entries["items"].as_array().unwrap().clone();
        items
            .into_iter()
            .filter_map(|it| it["text"].as_str().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(&new).await, ["Is there a blue one?", "The strap broke"]);

    let topic = format!("conversation:{}", new.as_str().unwrap());
    let mut desk = agent.desk(None, &[&topic]).await;
    desk.wait_for_type("ready").await;
    let split = path("conversations", &old, "/split");
    let now = agent.post(&split, json!({})).await;
    assert_eq!((&now["id"], &now["merged_into_id"]), (&old, &Value::Null));
    assert_eq!(now["contact"]["id"], into, "of whoever has it now");
    let told = desk.wait_for_event("conversation.released").await;
    assert_eq!(told["data"]["entry"]["event"]["conversation_id"], old);
    page.wait_for_type("resync").await;
    assert_eq!(texts(&new).await, ["Is there a blue one?"]);
    assert_eq!(texts(&old).await, ["The strap broke"]);
    assert_eq!(agent.post(&split, json!({})).await["version"], now["version"], "as it is");
}
