//! The API, as somebody who is signed in.

use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{RequestBuilder, Response};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::error::{BenchError, Result};

/// A signed-in browser.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    address: String,
    pub cookie: String,
}

impl Client {
    /// Signed in by what answers with a session's cookie.
    pub async fn by(address: &str, path: &str, body: &Value) -> Result<Self> {
        let http = reqwest::Client::new();
        let url = format!("http://{address}{path}");
        let response = checked(path, http.post(url).json(body)).await?;
        let cookie = response
            .headers()
            .get(SET_COOKIE)
            .and_then(|value| value.to_str().ok()?.split(';').next())
            .ok_or_else(|| BenchError::broken("signed in without a cookie"))?
            .to_owned();
        Ok(Self { http, address: address.to_owned(), cookie })
    }

    fn request(&self, path: &str) -> RequestBuilder {
        self.http.get(format!("http://{}{path}", self.address)).header(COOKIE, &self.cookie)
    }

    pub async fn get(&self, path: &str) -> Result<Value> {
        Ok(checked(path, self.request(path)).await?.json().await?)
    }

    pub async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let request = self.http.post(format!("http://{}{path}", self.address));
        let request = request.header(COOKIE, &self.cookie).json(body);
        Ok(checked(path, request).await?.json().await?)
    }

    pub async fn put(&self, path: &str, body: &Value) -> Result<()> {
        let request = self.http.put(format!("http://{}{path}", self.address));
        checked(path, request.header(COOKIE, &self.cookie).json(body)).await.map(drop)
    }

    /// Reads the whole answer, and only counts its bytes.
    pub async fn get_bytes(&self, path: &str) -> Result<usize> {
        Ok(checked(path, self.request(path)).await?.bytes().await?.len())
    }

    /// The public key of the inbox that set-up made.
    pub async fn inbox_key(&self) -> Result<String> {
        let inboxes = self.get("/api/v1/inboxes").await?;
        text(&inboxes["items"][0]["webchat"]["key"])
    }

    pub async fn queue_id(&self) -> Result<String> {
        let queues = self.get("/api/v1/queues").await?;
        text(&queues["items"][0]["id"])
    }
}

fn text(value: &Value) -> Result<String> {
    let text = value.as_str().ok_or_else(|| BenchError::broken("set-up left no inbox or queue"))?;
    Ok(text.to_owned())
}

async fn checked(path: &str, request: RequestBuilder) -> Result<Response> {
    let response = request.send().await?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let body = response.text().await.unwrap_or_default();
    Err(BenchError::Api { status: status.as_u16(), path: path.to_owned(), body })
}

/// Whether `/readyz` answers 200. A plain socket: an HTTP client's own start would count.
pub async fn is_ready(address: &str) -> bool {
    let Ok(mut stream) = TcpStream::connect(address).await else { return false };
    let request = format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    let mut answer = [0; 12];
    stream.write_all(request.as_bytes()).await.is_ok()
        && stream.read_exact(&mut answer).await.is_ok()
        && answer == *b"HTTP/1.1 200"
}
