//! A server of its own process, in which an organisation is set up, for tests that kill it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::rapport::command;

/// A server that runs by itself; killed when this is dropped.
pub struct Server {
    child: Child,
    pub url: String,
    /// Of the set-up link, for a store in which nothing is set up.
    key: Option<String>,
}

impl Server {
    pub fn start(mut command: Command, is_new: bool) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("rapport can be run");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut next = || lines.next().expect("it says where it listens").unwrap();
        let url = next().strip_prefix("Rapport listens on ").unwrap().to_owned();
        let key = is_new.then(|| {
            next();
            next().rsplit_once("key=").unwrap().1.to_owned()
        });
        Self { child, url, key }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `rapport serve` on a free port.
pub fn serve(folder: &Path) -> Command {
    let mut command = command(folder);
    command.args(["serve", "--listen", "127.0.0.1:0"]);
    command
}

/// An administrator with a token-like cookie of their own.
pub struct Administrator {
    pub http: Client,
    pub url: String,
    cookie: String,
}

impl Administrator {
    pub async fn set_up(server: &Server) -> Self {
        let http = Client::new();
        let setup = json!({
            "key": server.key,
            "organisation": {"name": "Test"},
            "brand": {"name": "Test", "colour": "#336699"},
            "administrator": {"name": "First", "email": "first@example.com",
                "password": "a long password"},
            "inbox": {"name": "Site"},
        });
        let path = format!("{}/api/v1/setup", server.url);
        let made = http.post(path).json(&setup).send().await.unwrap();
        assert_eq!(made.status(), StatusCode::CREATED);
        let cookie = made.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Self { http, url: server.url.clone(), cookie }
    }

    pub fn at(self, server: &Server) -> Self {
        Self { url: server.url.clone(), ..self }
    }

    pub fn with_cookie(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("cookie", &self.cookie)
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self.with_cookie(self.http.get(format!("{}{path}", self.url))).send().await;
        let answer = answer.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.json().await.unwrap()
    }
}
