//! `kill -9` while visitors write: whatever the server acknowledged is there when it is back, and
//! nothing is there twice.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::postgres::Database;
use crate::rapport::rapport;
use crate::server::{Administrator, Server, serve};

const VISITORS: usize = 16;
/// More, for a long night: `RAPPORT_KILL_ROUNDS`.
const ROUNDS: usize = 5;
/// The kill comes after so many acknowledgements of a round, by chance.
const ACKNOWLEDGED: std::ops::Range<usize> = 40..400;

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A visitor who writes, and writes again what was not acknowledged.
struct Visitor {
    name: usize,
    token: Option<String>,
    conversation: Option<String>,
    acknowledged: usize,
}

async fn next(stream: &mut Stream) -> Option<Value> {
    loop {
        match stream.next().await? {
            Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
            Ok(Message::Close(_)) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

impl Visitor {
    fn new(name: usize) -> Self {
        Self { name, token: None, conversation: None, acknowledged: 0 }
    }

    fn client_id(&self, number: usize) -> String {
        format!("v{}-{number}", self.name)
    }

    /// Connects and says hello; none when the server is gone.
    async fn connect(&mut self, url: &str, inbox: &str) -> Option<Stream> {
        let address = format!("{}/webchat/v1/socket?inbox={inbox}", url.replace("http", "ws"));
        let mut request = address.into_client_request().unwrap();
        request.headers_mut().insert("origin", url.parse().unwrap());
        let (mut stream, _) = tokio_tungstenite::connect_async(request).await.ok()?;
        let hello = json!({"type": "hello", "token": self.token});
        stream.send(Message::text(hello.to_string())).await.ok()?;
        let welcome = next(&mut stream).await?;
        self.token = Some(welcome["token"].as_str()?.to_owned());
        Some(stream)
    }

    /// Sends the first message that was not acknowledged, under its id; none when the server is
    /// gone before it has answered.
    async fn write(&mut self, stream: &mut Stream) -> Option<()> {
        let client_id = self.client_id(self.acknowledged + 1);
        let message = json!({"type": "message", "client_id": client_id, "text": client_id});
        stream.send(Message::text(message.to_string())).await.ok()?;
        loop {
            let frame = next(stream).await?;
            assert_ne!(frame["type"], "refused", "{frame}");
            if frame["type"] == "ack" {
                assert_eq!(frame["client_id"], client_id);
                let conversation = frame["entry"]["conversation_id"].as_str().unwrap();
                self.conversation = Some(conversation.to_owned());
                self.acknowledged += 1;
                return Some(());
            }
        }
    }

    /// Writes until the server is gone.
    async fn write_on(
        mut self,
        url: String,
        inbox: String,
        all: Arc<watch::Sender<usize>>,
    ) -> Self {
        if let Some(mut stream) = self.connect(&url, &inbox).await {
            while self.write(&mut stream).await.is_some() {
                all.send_modify(|all| *all += 1);
            }
        }
        self
    }
}

/// The ids of a conversation's messages, oldest first.
async fn messages(administrator: &Administrator, conversation: &str) -> Vec<String> {
    let path = format!("/api/v1/conversations/{conversation}/entries?limit=100");
    let (mut newest_first, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = administrator.get(&format!("{path}{cursor}")).await;
        for entry in page["items"].as_array().unwrap() {
            if entry["kind"] == "message" {
                newest_first.push(entry["client_id"].as_str().unwrap().to_owned());
            }
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    newest_first.reverse();
    newest_first
}

fn start(folder: &Path, store: &[&str], is_new: bool) -> Server {
    let mut command: Command = serve(folder);
    let limits =
        ["limits.visitor_messages_per_minute=10000", "limits.visitor_connections_per_minute=10000"];
    command.args(["--set", limits[0], "--set", limits[1]]).args(store);
    Server::start(command, is_new)
}

async fn killed_under_load(store: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let mut server = start(folder, store, true);
    let mut administrator = Administrator::set_up(&server).await;
    let inboxes = administrator.get("/api/v1/inboxes").await;
    let inbox = inboxes["items"][0]["webchat"]["key"].as_str().unwrap().to_owned();
    let mut visitors: Vec<Visitor> = (0..VISITORS).map(Visitor::new).collect();

    let rounds = std::env::var("RAPPORT_KILL_ROUNDS").ok().and_then(|n| n.parse().ok());
    for _ in 0..rounds.unwrap_or(ROUNDS) {
        let all = Arc::new(watch::Sender::new(0));
        let writing: Vec<_> = visitors
            .into_iter()
            .map(|visitor| {
                tokio::spawn(visitor.write_on(server.url.clone(), inbox.clone(), all.clone()))
            })
            .collect();
        let enough = rand::random_range(ACKNOWLEDGED);
        all.subscribe().wait_for(|all| *all >= enough).await.unwrap();
        server.kill();
        visitors = Vec::new();
        for visitor in writing {
            visitors.push(visitor.await.unwrap());
        }
        server = start(folder, store, false);
        administrator = administrator.at(&server);
    }

    for visitor in &mut visitors {
        // What was under way at the last kill goes out once more.
        let mut stream = visitor.connect(&server.url, &inbox).await.unwrap();
        visitor.write(&mut stream).await.unwrap();
        let conversation = visitor.conversation.clone().unwrap();
        let expected: Vec<_> = (1..=visitor.acknowledged).map(|n| visitor.client_id(n)).collect();
        assert_eq!(messages(&administrator, &conversation).await, expected);
    }
    server.kill();
    let mut check = vec!["check"];
    check.extend(store);
    rapport(folder, &check).done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    killed_under_load(&["--data", "store"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    let Some(database) = Database::create() else { return };
    killed_under_load(&["--database", &database.url]).await;
}
