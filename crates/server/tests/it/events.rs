//! The stream of events over HTTP.

use rapport_core::directory::Agent;
use rapport_core::permission::{BuiltInRole, Permission};
use rapport_server::app::stamp;
use rapport_server::auth::{self, Caller, Means};
use rapport_storage::credential::{self, ApiToken};
use rapport_storage::log;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, PATIENCE, Server};

/// A stream that is being read.
struct Stream {
    response: reqwest::Response,
    unread: String,
}

/// What stands between two empty lines.
#[derive(Debug, Default)]
struct Block {
    id: Option<i64>,
    event: Option<String>,
    data: Value,
}

impl Stream {
    async fn open(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        Self { response, unread: String::new() }
    }

    /// The next block; none at the end of the stream.
    async fn block(&mut self) -> Option<Block> {
        loop {
            if let Some((block, rest)) = self.unread.split_once("\n\n") {
                let mut read = Block::default();
                for line in block.lines() {
                    match line.split_once(": ") {
                        Some(("id", id)) => read.id = Some(id.parse().unwrap()),
                        Some(("event", name)) => read.event = Some(name.to_owned()),
                        Some(("data", data)) => read.data = serde_json::from_str(data).unwrap(),
                        other => {
                            assert!(line.starts_with(':') || line == "retry: 2000", "{other:?}");
                        }
                    }
                }
                self.unread = rest.to_owned();
                return Some(read);
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk());
            let chunk = chunk.await.expect("nothing came").unwrap()?;
            self.unread.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The next event, checked to be whole.
    async fn event(&mut self) -> Option<Value> {
        loop {
            let block = self.block().await?;
            if let Some(name) = block.event {
                assert_eq!(block.data["type"], name);
                assert_eq!(block.data["seq"], block.id.unwrap());
                return Some(block.data);
            }
        }
    }
}

fn path(query: &str) -> String {
    format!("/api/v1/events?{query}")
}

async fn open(client: &Client, query: &str) -> Stream {
    Stream::open(client.request(Method::GET, &path(query))).await
}

/// Three events on the log.
async fn skills(administrator: &Client, names: [&str; 3]) {
    for name in names {
        administrator.post("/api/v1/skills", json!({"name": name})).await;
    }
}

async fn log_of(server: &Server, after: i64) -> Vec<Value> {
    let mut reader = server.app.store.read().await.unwrap();
    let events = log::after(&mut reader.session(), after, i64::MAX, 1_000).await.unwrap();
    events.iter().map(|event| serde_json::to_value(event).unwrap()).collect()
}

/// A token of the agent's, and the id to revoke it by.
async fn token(administrator: &Client, scopes: &[&str]) -> (String, String) {
    let new = json!({"name": "CRM", "scopes": scopes});
    let made = administrator.post("/api/v1/tokens", new).await;
    let text = |key: &str| made[key].as_str().unwrap().to_owned();
    (format!("Bearer {}", text("token")), text("id"))
}

fn by_token(server: &Server, bearer: &str, query: &str) -> RequestBuilder {
    server.nobody().request(Method::GET, &path(query)).header("authorization", bearer)
}

#[tokio::test]
async fn a_stream_resumes_without_gap_or_repetition() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    skills(&boss, ["a", "b", "c"]).await;
    let mut seen = Vec::new();
    let mut first = open(&boss, "after=0").await;
    assert_eq!(first.block().await.unwrap().id, Some(0), "where it begins");
    while seen.len() < 4 {
        seen.push(first.event().await.unwrap());
    }
    let last = seen[3]["seq"].to_string();
    drop(first);
    skills(&boss, ["d", "e", "f"]).await;
    // As a browser comes again: the address as it was, and what was read last.
    let request = boss.request(Method::GET, &path("after=0")).header("last-event-id", last);
    let mut second = Stream::open(request).await;
    skills(&boss, ["g", "h", "i"]).await;
    let all = log_of(&server, 0).await;
    while seen.len() < all.len() {
        seen.push(second.event().await.unwrap());
    }
    assert_eq!(seen, all);
}

#[tokio::test]
async fn without_a_place_it_begins_now_and_shows_the_types_asked_for() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let mut stream = open(&boss, "types=record.archived,presence.changed").await;
    let begun = stream.block().await.unwrap();
    assert_eq!(begun.id, Some(server.app.store.feed().head()));
    let skill = boss.post("/api/v1/skills", json!({"name": "a"})).await;
    let path = format!("/api/v1/skills/{}/archive", skill["id"].as_str().unwrap());
    let archived = boss.request(Method::POST, &path).header("if-match", "\"1\"").send().await;
    assert!(archived.unwrap().status().is_success());
    boss.put("/api/v1/presence", json!({"state": "online"})).await;
    assert_eq!(stream.event().await.unwrap()["type"], "record.archived");
    assert_eq!(stream.event().await.unwrap()["type"], "presence.changed");
}

#[tokio::test]
async fn who_may_not_and_what_cannot_be_is_refused() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let (status, problem) = server.nobody().refused(Method::GET, &path(""), json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNAUTHORIZED, &json!("unauthorised")));
    let (status, problem) =
        boss.refused(Method::GET, &path("after=-1&types=nothing.happened"), json!({})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<&Value> =
        problem["errors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["after", "types"]);
    let head = server.app.store.feed().head();
    let ahead = format!("after={}", head + 1);
    let (status, problem) = boss.refused(Method::GET, &path(&ahead), json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("ahead_of_log")));
    assert!(problem["detail"].as_str().unwrap().contains(&format!("after={head}")), "{problem}");
}

#[tokio::test]
async fn a_token_sees_what_its_scopes_let_it_read() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let (bearer, _) = token(&boss, &["conversations:read", "audit:read"]).await;
    skills(&boss, ["a", "b", "c"]).await;
    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello"})).await;
    visitor.wait_for_type("welcome").await;
    visitor.send(json!({"type": "message", "client_id": "1", "text": "Hello"})).await;
    visitor.wait_for_type("ack").await;
    let shown = ["conversation.", "message.", "interaction.", "context.", "session.", "token."];
    let all: Vec<Value> = log_of(&server, 0)
        .await
        .into_iter()
        .filter(|event| shown.iter().any(|kind| event["type"].as_str().unwrap().starts_with(kind)))
        .collect();
    assert!(all.iter().any(|event| event["type"] == "message.created"), "{all:?}");
    let mut stream = Stream::open(by_token(&server, &bearer, "after=0")).await;
    for event in all {
        assert_eq!(stream.event().await.unwrap(), event);
    }

    // Without `conversations:read` it hears of contacts, and of no word that is said.
    let (bearer, _) = token(&boss, &["contacts:read"]).await;
    let mut contacts = Stream::open(by_token(&server, &bearer, "after=0")).await;
    visitor.send(json!({"type": "message", "client_id": "2", "text": "Anyone?"})).await;
    visitor.wait_for_type("ack").await;
    boss.post("/api/v1/contacts", json!({"name": "Last"})).await;
    loop {
        let event = contacts.event().await.unwrap();
        assert!(event["type"].as_str().unwrap().starts_with("contact."), "{event}");
        if event["data"]["contact"]["name"] == "Last" {
            break;
        }
    }
}

#[tokio::test]
async fn revoking_the_token_ends_its_stream() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let (bearer, id) = token(&boss, &["conversations:read", "audit:read"]).await;
    let (other, _) = token(&boss, &["conversations:read", "audit:read"]).await;
    let mut stream = Stream::open(by_token(&server, &bearer, "")).await;
    let mut stays = Stream::open(by_token(&server, &other, "")).await;
    let path = format!("/api/v1/tokens/{id}");
    assert!(boss.request(Method::DELETE, &path).send().await.unwrap().status().is_success());
    assert_eq!(stream.event().await, None);
    let revoked = stays.event().await.unwrap();
    assert_eq!(revoked["type"], "token.revoked");
    assert_eq!(revoked["data"], json!({"token_id": id, "name": "CRM"}));
}

#[tokio::test]
async fn signing_out_or_being_archived_ends_a_stream() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let tom = server.agent("Tom", BuiltInRole::Agent).await;
    let again = server.session_of(tom.agent_id.unwrap()).await;
    let mut first = open(&tom, "types=record.archived").await;
    let mut second = open(&again, "types=record.archived").await;
    let out = tom.request(Method::DELETE, "/api/v1/session").send().await.unwrap();
    assert_eq!(out.status(), StatusCode::NO_CONTENT);
    assert_eq!(first.event().await, None);
    skills(&boss, ["a", "b", "c"]).await;
    let path = format!("/api/v1/agents/{}/archive", tom.agent_id.unwrap());
    let archived = boss.request(Method::POST, &path).header("if-match", "\"1\"").send().await;
    assert!(archived.unwrap().status().is_success());
    assert_eq!(second.event().await, None);
}

#[tokio::test]
async fn an_expired_token_holds_a_connection_open_no_longer() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await.agent_id.unwrap();
    let now = stamp().at;
    let agent = server.app.directory().get::<Agent>(boss).unwrap().clone();
    for (expires_at, holds) in [(None, true), (Some(now), false)] {
        let token = ApiToken {
            id: stamp().id(),
            agent_id: boss,
            name: "CRM".to_owned(),
            scopes: vec![Permission::ConversationsRead],
            created_at: now,
            expires_at,
            revoked_at: None,
        };
        let hash = auth::hash_secret(&token.id.to_string());
        let mut tx = server.app.store.begin().await.unwrap();
        credential::create_token(&mut tx, &token, &hash).await.unwrap();
        tx.commit().await.unwrap();
        let (id, name, scopes) = (token.id, token.name, token.scopes);
        let means = Means::Token { id, name, scopes };
        let caller =
            Caller { agent_id: boss, name: agent.record.name.clone(), by_role: Vec::new(), means };
        let renewed = auth::renew(&server.app, &caller).await.unwrap();
        let by_role = renewed.map(|it| it.by_role);
        assert_eq!(by_role, holds.then(|| Permission::ALL.to_vec()));
    }
}

#[tokio::test]
async fn an_open_stream_holds_up_no_stop() {
    let mut server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let mut stream = open(&boss, "").await;
    stream.block().await.unwrap();
    server.stop().await.unwrap();
    assert_eq!(stream.event().await, None);
}
