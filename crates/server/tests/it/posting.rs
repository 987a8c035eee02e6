//! Webhooks and custom inboxes, against a real HTTP server on loopback that checks what it is sent
//! as the Standard Webhooks specification says.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use rapport_core::permission::BuiltInRole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::harness::{Client, PATIENCE, Server};

struct Posted {
    headers: HeaderMap,
    body: Bytes,
}

impl Posted {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn id(&self) -> &str {
        self.headers["webhook-id"].to_str().unwrap()
    }

    fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key).unwrap();
        let at = self.headers["webhook-timestamp"].to_str().unwrap();
        mac.update(format!("{}.{at}.", self.id()).as_bytes());
        mac.update(&self.body);
        let wanted = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.headers["webhook-signature"].to_str().unwrap().split(' ').any(|it| it == wanted)
    }
}

type Answers = Arc<Mutex<VecDeque<StatusCode>>>;

/// A system of the business's own.
struct Receiver {
    url: String,
    posted: mpsc::UnboundedReceiver<Posted>,
    /// What it answers next; 204 once there are none.
    answers: Answers,
}

impl Receiver {
    async fn start() -> Self {
        let (tell, posted) = mpsc::unbounded_channel();
        let answers = Answers::default();
        async fn take(
            State((tell, answers)): State<(mpsc::UnboundedSender<Posted>, Answers)>,
            headers: HeaderMap,
            body: Bytes,
        ) -> (StatusCode, &'static str) {
            tell.send(Posted { headers, body }).unwrap();
            let next = answers.lock().unwrap().pop_front();
            (next.unwrap_or(StatusCode::NO_CONTENT), "too\n busy")
        }
        let router = Router::new().route("/", post(take)).with_state((tell, answers.clone()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, posted, answers }
    }

    fn answer(&self, answers: &[StatusCode]) {
        self.answers.lock().unwrap().extend(answers);
    }

    async fn next(&mut self) -> Posted {
        tokio::time::timeout(PATIENCE, self.posted.recv()).await.expect("nothing came").unwrap()
    }

    /// The next message, by its words.
    async fn next_text(&mut self) -> String {
        self.next().await.json()["data"]["entry"]["text"].as_str().unwrap().to_owned()
    }
}

async fn server() -> Server {
    Server::start_with(|config| config.webhooks.allow = vec!["127.0.0.0/8".parse().unwrap()]).await
}

pub async fn custom_inbox(server: &Server, admin: &Client, url: &str) -> String {
    let directory = server.app.directory();
    let brand_id = directory.brands.keys().next().unwrap();
    let inbox = admin
        .post(
            "/api/v1/inboxes",
            json!({"name": "Bridge", "channel": "custom", "brand_id": brand_id,
                "queue_id": server.queue_id, "custom": {"url": url}}),
        )
        .await;
    format!("/api/v1/inboxes/{}", inbox["id"].as_str().unwrap())
}

fn message(id: &str, text: &str) -> Value {
    json!({
        "external_id": id, "text": text,
        "sender": {"external_id": "c-42", "name": "Vera", "email": "Vera@example.com"},
        "context": {"order": "1042"},
    })
}

#[tokio::test]
async fn a_custom_inbox_takes_messages_and_posts_the_answers_in_order() {
    let server = server().await;
    let mut bridge = Receiver::start().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let inbox = custom_inbox(&server, &admin, &bridge.url).await;
    let inbound = format!("{inbox}/messages");

    let first = admin.request(Method::POST, &inbound).json(&message("m-1", "Where is it?"));
    let first = first.send().await.unwrap();
    assert_eq!(first.status(), StatusCode::CREATED);
    let first: Value = first.json().await.unwrap();
    let again = admin.request(Method::POST, &inbound).json(&message("m-1", "Where is it?"));
    let again = again.send().await.unwrap();
    assert_eq!(again.status(), StatusCode::OK);
    assert_eq!(again.json::<Value>().await.unwrap(), first);
    let path =
        format!("/api/v1/conversations/{}", first["entry"]["conversation_id"].as_str().unwrap());
    let known = agent.get(&path).await;
    assert_eq!((&known["channel"], &known["contact"]["name"]), (&json!("custom"), &json!("Vera")));
    let facts = agent.get(&format!("{path}/context")).await;
    assert_eq!(facts["items"][0]["value"], "1042");

    // The first try of the first answer fails: the second answer waits for it.
    bridge.answer(&[StatusCode::SERVICE_UNAVAILABLE]);
    let mut desk = agent.desk(None, &["all"]).await;
    desk.wait_for_type("ready").await;
    let answers = format!("{path}/messages");
    agent.post(&answers, json!({"text": "On its way"})).await;
    let refused = bridge.next().await;
    agent.post(&answers, json!({"text": "It arrives on Monday"})).await;
    let outbox = admin.get(&format!("{inbox}/outbox")).await;
    assert_eq!(outbox["waiting"].as_array().unwrap().len(), 2);
    let taken = bridge.next().await;
    assert_eq!(taken.id(), refused.id(), "the same message by the same id");
    assert_eq!(taken.json()["data"], refused.json()["data"]);
    let secret = admin.get(&format!("{inbox}/signing_secret")).await;
    assert!(taken.is_signed_with(secret["secret"].as_str().unwrap()));
    let posted = taken.json();
    assert_eq!(
        (&posted["type"], &posted["data"]["entry"]["text"]),
        (&json!("inbox.message"), &json!("On its way"))
    );
    let identities = posted["data"]["contact"]["identities"].as_array().unwrap();
    assert!(identities.iter().any(|it| it["kind"] == "external" && it["value"] == "c-42"));
    assert!(identities.iter().any(|it| it["value"] == "vera@example.com"));
    assert_eq!(bridge.next_text().await, "It arrives on Monday");
    let sent =
        desk.wait_for(|frame| frame["event"]["data"]["entry"]["delivery"]["state"] == "sent").await;
    assert_eq!(sent["event"]["data"]["entry"]["text"], "On its way");
}

#[tokio::test]
async fn what_a_custom_inbox_refuses_for_good_fails_and_goes_out_again_by_hand() {
    let server = server().await;
    let mut bridge = Receiver::start().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let inbox = custom_inbox(&server, &admin, &bridge.url).await;
    let first = admin.post(&format!("{inbox}/messages"), message("m-1", "Hello")).await;
    let path =
        format!("/api/v1/conversations/{}", first["entry"]["conversation_id"].as_str().unwrap());
    let mut desk = agent.desk(None, &["all"]).await;
    desk.wait_for_type("ready").await;
    bridge.answer(&[StatusCode::GONE]);
    let entry = agent.post(&format!("{path}/messages"), json!({"text": "Hello, Vera"})).await;
    let failed = desk
        .wait_for(|frame| frame["event"]["data"]["entry"]["delivery"]["state"] == "failed")
        .await;
    assert_eq!(failed["event"]["data"]["entry"]["delivery"]["reason"], "410 Gone: too busy");
    let listed = admin.get(&format!("{inbox}/outbox")).await;
    assert_eq!(listed["failed"]["items"][0]["entry"]["id"], entry["id"]);
    bridge.next().await;
    let resend = format!("{path}/messages/{}/resend", entry["id"].as_str().unwrap());
    agent.post(&resend, json!({})).await;
    assert_eq!(bridge.next_text().await, "Hello, Vera");
    desk.wait_for(|frame| frame["event"]["data"]["entry"]["delivery"]["state"] == "sent").await;
    let listed = admin.get(&format!("{inbox}/outbox")).await;
    assert_eq!(listed["failed"]["items"], json!([]));
}

#[tokio::test]
async fn what_comes_by_a_custom_inbox_is_checked_field_by_field() {
    let server = server().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let inbox = custom_inbox(&server, &admin, "http://127.0.0.1:9/").await;
    let bad = json!({"external_id": "", "text": " ",
        "sender": {"external_id": "", "email": "nobody", "phone": "1", "language": "?"}});
    let (status, problem) = admin.refused(Method::POST, &format!("{inbox}/messages"), bad).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut fields: Vec<_> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["field"].as_str().unwrap())
        .collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        [
            "external_id",
            "sender.email",
            "sender.external_id",
            "sender.language",
            "sender.phone",
            "text"
        ]
    );
    let other = format!(
        "/api/v1/inboxes/{}",
        server.app.directory().inbox_by_key(&server.inbox_key).unwrap().id
    );
    let (status, _) =
        admin.refused(Method::POST, &format!("{other}/messages"), message("m-1", "x")).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "web chat has its own way in");
}

async fn webhook(admin: &Client, url: &str, types: &[&str]) -> (String, Value) {
    let body = json!({"name": "Warehouse", "url": url, "event_types": types});
    let made = admin.post("/api/v1/webhooks", body).await;
    (format!("/api/v1/webhooks/{}", made["id"].as_str().unwrap()), made)
}

#[tokio::test]
async fn a_webhook_is_posted_the_events_of_its_types_signed_and_in_order() {
    let server = server().await;
    let mut receiver = Receiver::start().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let (path, _) = webhook(&admin, &receiver.url, &["message.created"]).await;
    let tested = admin.post(&format!("{path}/test"), json!({})).await;
    assert_eq!((&tested["taken"], &tested["status"]), (&json!(true), &json!(204)));
    let test = receiver.next().await;
    let before = admin.get(&format!("{path}/secret")).await["secret"].as_str().unwrap().to_owned();
    assert!(test.is_signed_with(&before) && test.json()["type"] == "test");

    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello"})).await;
    visitor.wait_for_type("welcome").await;
    receiver.answer(&[StatusCode::INTERNAL_SERVER_ERROR]);
    for (id, text) in [("m-1", "one"), ("m-2", "two"), ("m-3", "three")] {
        visitor.send(json!({"type": "message", "client_id": id, "text": text})).await;
    }
    let refused = receiver.next().await;
    let renewed = admin.post(&format!("{path}/secret"), json!({})).await;
    let first = receiver.next().await;
    assert_eq!(first.id(), refused.id());
    let event = first.json();
    assert_eq!(
        (&event["type"], &event["data"]["entry"]["text"]),
        (&json!("message.created"), &json!("one"))
    );
    assert_eq!(event["timestamp"], event["at"]);
    // For a day both secrets sign.
    assert!(first.is_signed_with(&before));
    assert!(first.is_signed_with(renewed["secret"].as_str().unwrap()));
    assert_eq!([receiver.next_text().await, receiver.next_text().await], ["two", "three"]);
    let listed = admin.get(&format!("{path}/deliveries")).await;
    let items = listed["items"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    assert_eq!((&items[2]["attempts"], &items[2]["state"]), (&json!(2), &json!("sent")));
}

#[tokio::test]
async fn a_webhook_that_wants_no_more_is_switched_off_and_says_why() {
    let server = server().await;
    let mut receiver = Receiver::start().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let (path, _) = webhook(&admin, &receiver.url, &["conversation.started"]).await;
    let mut desk = admin.desk(None, &["desk"]).await;
    desk.wait_for_type("ready").await;
    receiver.answer(&[StatusCode::GONE]);
    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello"})).await;
    visitor.wait_for_type("welcome").await;
    visitor.send(json!({"type": "message", "client_id": "m-1", "text": "Hello"})).await;
    let off = desk.wait_for_event("record.updated").await;
    assert_eq!(off["data"]["record"]["enabled"], false);
    assert_eq!(off["data"]["record"]["switched_off_because"], "410 Gone: too busy");
    let id = receiver.next().await.id().to_owned();
    let resend = format!("{path}/deliveries/{id}/resend");
    let (status, problem) = admin.refused(Method::POST, &resend, json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("webhook_off")));

    let now = admin.get(&path).await;
    let on = admin
        .request(Method::PATCH, &path)
        .header("if-match", format!("\"{}\"", now["version"]))
        .json(&json!({"enabled": true}))
        .send()
        .await
        .unwrap();
    let on: Value = on.json().await.unwrap();
    assert_eq!(on["switched_off_because"], Value::Null);
    let again = admin.post(&resend, json!({})).await;
    assert_eq!(again["state"], "queued");
    let posted = receiver.next().await;
    assert_eq!(posted.id(), id);
    assert_eq!(posted.json()["type"], "conversation.started");
}

#[tokio::test]
async fn what_is_not_public_is_out_of_reach_unless_the_operator_allows_it() {
    let server = Server::start().await;
    let receiver = Receiver::start().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let by_name = receiver.url.replace("127.0.0.1", "localhost");
    for (url, name) in [(receiver.url.as_str(), "By address"), (by_name.as_str(), "By name")] {
        let body = json!({"name": name, "url": url, "event_types": ["message.created"]});
        let made = admin.post("/api/v1/webhooks", body).await;
        let test = format!("/api/v1/webhooks/{}/test", made["id"].as_str().unwrap());
        let tested = admin.post(&test, json!({})).await;
        assert_eq!((&tested["taken"], &tested["status"]), (&json!(false), &Value::Null));
        let reason = tested["reason"].as_str().unwrap();
        assert!(reason.contains("webhooks.allow"), "{reason}");
    }
    let bad = json!({"name": "Bad", "url": "ftp://x", "event_types": ["message.created", "weather.changed"]});
    let (status, problem) = admin.refused(Method::POST, "/api/v1/webhooks", bad).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<_> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["url", "event_types[1]"]);
}
