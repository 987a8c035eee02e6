//! `Idempotency-Key` on POST: the same key with the same request gives the same answer for 24
//! hours. (draft-ietf-httpapi-idempotency-key-header)

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rapport_storage::idempotency::{self, Answer};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::auth::Caller;
use crate::clock;
use crate::http::{FieldError, Problem};

pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
const KEY_BYTES_MAX: usize = 100;
/// Answers longer than this are not of a kind that is made by a POST.
const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// Keys whose first request is still under way in this process.
static UNDER_WAY: LazyLock<Mutex<HashSet<(String, String)>>> = LazyLock::new(Mutex::default);

struct UnderWay((String, String));

impl UnderWay {
    fn begin(actor: &str, key: &str) -> Option<Self> {
        let pair = (actor.to_owned(), key.to_owned());
        let mut all = UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(pair.clone()).then_some(Self(pair))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// The key of a request, when it has a good one.
pub fn key_of(request: &axum::http::HeaderMap) -> Result<Option<String>, Problem> {
    let Some(header) = request.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    header
        .to_str()
        .ok()
        .filter(|key| (1..=KEY_BYTES_MAX).contains(&key.len()))
        .filter(|key| key.bytes().all(|b| b.is_ascii_graphic()))
        .map(|key| Some(key.to_owned()))
        .ok_or_else(|| {
            let detail = "must be 1 to 100 visible ASCII characters";
            Problem::invalid(vec![FieldError::new("Idempotency-Key", detail)])
        })
}

pub async fn idempotency(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    // An answer with a secret must not be kept: sessions, set-up, tokens. Messages
    // and attachments know their keys themselves, in the same commit.
    let path = request.uri().path();
    let own = ["/session", "/setup", "/tokens", "/messages", "/attachments"]
        .iter()
        .any(|end| path.ends_with(end));
    let caller = request.extensions().get::<Caller>().cloned();
    let key = key_of(request.headers())?;
    let (Some(caller), Some(key), &Method::POST, false) = (caller, key, request.method(), own)
    else {
        return Ok(next.run(request).await);
    };
    let actor = caller.agent_id.to_string();
    let Some(_under_way) = UnderWay::begin(&actor, &key) else {
        return Err(Problem::conflict(
            "idempotency_in_progress",
            "The first request with this Idempotency-Key is still under way. Try again.",
        ));
    };
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, ANSWER_BYTES_MAX * 4).await.map_err(|_| {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is too large.")
    })?;
    let mut hash = Sha256::new();
    hash.update(parts.uri.path());
    hash.update([0]);
    hash.update(&body);
    let request_hash = hash.finalize().to_vec();
    let mut reader = app.store.read().await?;
    let before = idempotency::get(&mut reader.session(), &actor, &key, clock::now()).await?;
    drop(reader);
    if let Some(answer) = before {
        if answer.request_hash != request_hash {
            return Err(rapport_storage::StoreError::KeyReused.into());
        }
        return Ok(again(&answer));
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    if response.status().is_server_error() {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, ANSWER_BYTES_MAX)
        .await
        .map_err(|error| Problem::internal(&error))?;
    let answer = Answer {
        request_hash,
        status: i64::from(parts.status.as_u16()),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    };
    let mut tx = app.store.begin().await?;
    idempotency::put(&mut tx, &actor, &key, &answer, clock::now()).await?;
    tx.commit().await?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn again(answer: &Answer) -> Response {
    let status = u16::try_from(answer.status)
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok())
        .unwrap_or(StatusCode::OK);
    let kind = if status.is_success() { "application/json" } else { "application/problem+json" };
    (status, [(CONTENT_TYPE, kind)], answer.body.clone()).into_response()
}
