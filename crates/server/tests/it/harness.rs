//! A server of its own for each test, on a free port, with an organisation that is set up.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rapport_core::actor::Actor;
use rapport_core::directory::{Agent, AgentRole, Stored};
use rapport_core::id::{AgentId, QueueId};
use rapport_server::app::{App, stamp};
use rapport_server::config::Config;
use rapport_server::http::Shutdown;
use rapport_server::{Mode, ServeError, auth};
use rapport_storage::{Location, Store, credential, record};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// Nothing in these tests takes so long unless it never comes.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub const PASSWORD: &str = "a long password";

pub struct Server {
    pub app: App,
    pub url: String,
    pub queue_id: QueueId,
    pub inbox_key: String,
    _data: tempfile::TempDir,
    shutdown: Shutdown,
    served: Option<JoinHandle<Result<(), ServeError>>>,
}

/// A signed-in browser, or nobody.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    pub secret: Option<String>,
    pub agent_id: Option<AgentId>,
}

impl Server {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// With settings of its own.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().unwrap();
        // So that a test can come from several networks.
        let trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
        let mut config =
            Config { data_dir: data.path().to_owned(), trusted_proxies, ..Config::default() };
        change(&mut config);
        let store = Store::open(&Location::Sqlite(data.path().join("rapport.db"))).await.unwrap();
        let shutdown = Shutdown::new();
        let app = App::start(store, &config, shutdown.clone()).await.unwrap();
        let key = app.offer_setup().await.unwrap().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let served = tokio::spawn(rapport_server::serve(
            config,
            Mode::Serve,
            app.clone(),
            listener,
            shutdown.clone(),
        ));
        let http = reqwest::Client::new();
        let setup = json!({
            "key": key,
            "organisation": {"name": "Test"},
            "brand": {"name": "Test", "colour": "#336699"},
            "administrator": {"name": "First", "email": "first@example.com", "password": PASSWORD},
            "inbox": {"name": "Site"},
        });
        let made = http.post(format!("{url}/api/v1/setup")).json(&setup).send().await.unwrap();
        assert_eq!(made.status(), StatusCode::CREATED);
        let directory = app.directory();
        let inbox = directory.inboxes.values().next().unwrap();
        Self {
            url,
            queue_id: inbox.record.queue_id,
            inbox_key: inbox.record.webchat.key.clone(),
            _data: data,
            shutdown,
            served: Some(served),
            app,
        }
    }

    /// Stops it, and waits until it has.
    pub async fn stop(&mut self) -> Result<(), ServeError> {
        self.shutdown.begin();
        self.served.take().expect("it was not stopped before").await.unwrap()
    }

    pub fn nobody(&self) -> Client {
        Client { http: reqwest::Client::new(), url: self.url.clone(), secret: None, agent_id: None }
    }

    /// Another agent of the queue, signed in without the costly hash of a password.
    pub async fn agent(&self, name: &str, role: impl Into<AgentRole>) -> Client {
        let stamp = stamp();
        let agent = Stored {
            id: stamp.id(),
            version: 1,
            archived: false,
            created_at: stamp.at,
            updated_at: stamp.at,
            record: Agent {
                name: name.to_owned(),
                email: format!("{}@example.com", name.to_lowercase()),
                role: role.into(),
                site_id: None,
                skills: Vec::new(),
                queue_ids: vec![self.queue_id],
                capacity_units: 100,
                signature: String::new(),
            },
        };
        let mut tx = self.app.store.begin().await.unwrap();
        record::create(&mut tx, &agent, Actor::SYSTEM, stamp.at).await.unwrap();
        tx.commit().await.unwrap();
        self.app.put_record(agent.clone().into());
        self.session_of(agent.id).await
    }

    /// A new session of an agent.
    pub async fn session_of(&self, agent_id: AgentId) -> Client {
        let stamp = stamp();
        let secret = auth::new_secret();
        let hash = auth::hash_secret(&secret);
        let until = stamp.at + auth::SESSION_LIFETIME;
        let mut tx = self.app.store.begin().await.unwrap();
        credential::start_session(&mut tx, stamp.id(), &hash, agent_id, stamp.at, until)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Client { secret: Some(secret), agent_id: Some(agent_id), ..self.nobody() }
    }

    pub async fn visitor(&self) -> Socket {
        let path = format!("/webchat/v1/socket?inbox={}", self.inbox_key);
        Socket::open(&self.url, &path, None).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shutdown.begin();
    }
}

impl Client {
    pub fn with_secret(self, secret: String) -> Self {
        Self { secret: Some(secret), ..self }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        match &self.secret {
            Some(secret) => request.header("cookie", format!("{}={secret}", auth::COOKIE)),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Value {
        ok(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        ok(self.request(Method::POST, path).json(&body).send().await.unwrap()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Value {
        ok(self.request(Method::PUT, path).json(&body).send().await.unwrap()).await
    }

    /// Changes a record whose version it has seen.
    pub async fn patch(&self, path: &str, version: &Value, body: Value) -> (StatusCode, Value) {
        let request =
            self.request(Method::PATCH, path).header("if-match", format!("\"{version}\""));
        let response = request.json(&body).send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    /// What a request that must fail answers.
    pub async fn refused(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        let response = self.request(method, path).json(&body).send().await.unwrap();
        let status = response.status();
        (status, response.json().await.unwrap())
    }

    /// The desk's socket, after its hello.
    pub async fn desk(&self, after: Option<i64>, topics: &[&str]) -> Socket {
        let mut socket = Socket::open(&self.url, "/api/v1/socket", self.secret.as_deref()).await;
        socket.send(json!({"type": "hello", "after": after, "topics": topics})).await;
        socket
    }
}

async fn ok(response: Response) -> Value {
    let status = response.status();
    let text = response.text().await.unwrap();
    assert!(status.is_success(), "{status}: {text}");
    if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() }
}

type Stream =
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// A WebSocket of JSON frames.
pub struct Socket(Stream);

impl Socket {
    pub async fn open(url: &str, path: &str, secret: Option<&str>) -> Self {
        let mut request =
            format!("{}{path}", url.replace("http", "ws")).into_client_request().unwrap();
        if let Some(secret) = secret {
            let cookie = format!("{}={secret}", auth::COOKIE);
            request.headers_mut().insert("cookie", cookie.parse().unwrap());
        }
        request.headers_mut().insert("origin", url.parse().unwrap());
        let (stream, _) = tokio_tungstenite::connect_async(request).await.unwrap();
        Self(stream)
    }

    pub async fn send(&mut self, frame: Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next frame; none at the end.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.0.next())
                .await
                .expect("the frame never came")?;
            match message {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).unwrap()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// The next frame for which `wanted` holds; others are passed over.
    pub async fn wait_for(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut passed = Vec::new();
        let found = tokio::time::timeout(PATIENCE, async {
            loop {
                let frame = self.next().await?;
                if wanted(&frame) {
                    return Some(frame);
                }
                passed.push(frame);
            }
        })
        .await;
        match found {
            Ok(Some(frame)) => frame,
            _ => panic!("the frame never came; these did: {passed:#?}"),
        }
    }

    pub async fn wait_for_type(&mut self, kind: &str) -> Value {
        self.wait_for(|frame| frame["type"] == kind).await
    }

    /// The next event of a type, on the desk's socket.
    pub async fn wait_for_event(&mut self, kind: &str) -> Value {
        self.wait_for(|frame| frame["event"]["type"] == kind).await["event"].take()
    }
}
