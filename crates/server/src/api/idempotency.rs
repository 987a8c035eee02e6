//! `Idempotency-Key` on POST: the same key with the same request gives the same answer for 24
//! hours. (draft-ietf-httpapi-idempotency-key-header)
//!
//! The key is claimed in the transaction of the first change that the request makes, so that no
//! request is carried out twice; its answer is kept after that. Where the server ended in between,
//! the repetition is told where to find what the first one did.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderName, LOCATION};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rapport_storage::idempotency::{self, Answer, Claim, Known};
use rapport_storage::{StoreError, log};
use sha2::{Digest, Sha256};

use super::location;
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
pub fn key_of(request: &HeaderMap) -> Result<Option<String>, Problem> {
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
    // Sessions and set-up are repeated freely. Messages and attachments know their keys
    // themselves, in the same commit.
    let path = request.uri().path();
    let own =
        ["/session", "/setup", "/messages", "/attachments"].iter().any(|end| path.ends_with(end));
    let has_secret = path.ends_with("/tokens") || path.ends_with("/access_link");
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
    let claim = Claim { actor, key, request_hash, at: clock::now() };
    let mut reader = app.store.read().await?;
    let before =
        idempotency::get(&mut reader.session(), &claim.actor, &claim.key, claim.at).await?;
    drop(reader);
    if let Some(known) = before {
        if known.request_hash != claim.request_hash {
            return Err(StoreError::KeyReused.into());
        }
        return again(&app, known).await;
    }
    let request = Request::from_parts(parts, Body::from(body));
    let response = idempotency::claiming(claim.clone(), next.run(request)).await;
    if response.status().is_server_error() || has_secret && response.status().is_success() {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, ANSWER_BYTES_MAX)
        .await
        .map_err(|error| Problem::internal(&error))?;
    let answer = Answer {
        status: parts.status.as_u16(),
        body: String::from_utf8_lossy(&bytes).into_owned(),
        etag: text_of(&parts.headers, &ETAG),
        location: text_of(&parts.headers, &LOCATION),
    };
    if let Err(error) = keep(&app, &claim, &answer).await {
        // What was asked for is done, and this says so; a repetition is told where it is.
        tracing::warn!(%error, "the answer to an Idempotency-Key could not be kept");
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

async fn keep(app: &App, claim: &Claim, answer: &Answer) -> Result<(), StoreError> {
    let mut tx = app.store.begin().await?;
    idempotency::answer(&mut tx, claim, answer).await?;
    tx.commit().await
}

/// The first answer again, or where to find what the first request did.
async fn again(app: &App, known: Known) -> Result<Response, Problem> {
    let Some(answer) = known.answer else {
        return unanswered(app, known.seq).await;
    };
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let kind = if status.is_success() { "application/json" } else { "application/problem+json" };
    let mut response = (status, [(CONTENT_TYPE, kind)], answer.body).into_response();
    put(&mut response, ETAG, answer.etag.as_deref());
    put(&mut response, LOCATION, answer.location.as_deref());
    Ok(response)
}

async fn unanswered(app: &App, seq: Option<i64>) -> Result<Response, Problem> {
    let seq = seq.unwrap_or_default();
    let mut reader = app.store.read().await?;
    let events = log::after(&mut reader.session(), seq - 1, seq, 1).await?;
    let location = events.first().map(|event| location::of_event(&event.data));
    let place = location.as_deref().unwrap_or("/api/v1/audit");
    let detail = format!(
        "The first request with this Idempotency-Key was carried out, but its answer is not kept: \
         it held a secret, or was lost when the server ended. Do not repeat it; see {place} for \
         what it did."
    );
    let mut response = Problem::conflict("idempotency_answer_lost", detail).into_response();
    put(&mut response, LOCATION, Some(place));
    Ok(response)
}

fn put(response: &mut Response, name: HeaderName, value: Option<&str>) {
    if let Some(value) = value.and_then(|text| HeaderValue::from_str(text).ok()) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::routing::post;
    use rapport_core::actor::Actor;
    use rapport_core::directory::{Kind, Skill, Stored};
    use rapport_core::id::{AgentId, SkillId};
    use rapport_core::permission::Permission;
    use rapport_storage::{Location, Store, record};
    use tower::ServiceExt;

    use super::*;
    use crate::app::stamp;
    use crate::auth::Means;
    use crate::config::Config;
    use crate::http::Shutdown;

    const PATH: &str = "/api/v1/skills";

    /// Makes a skill and then, where `dies`, does not live to answer.
    async fn create(app: App, dies: Arc<AtomicBool>) -> Response {
        let stamp = stamp();
        let skill = Stored {
            id: stamp.id(),
            version: 1,
            archived: false,
            created_at: stamp.at,
            updated_at: stamp.at,
            record: Skill { name: "Returns".to_owned(), language: None },
        };
        let mut tx = app.store.begin().await.unwrap();
        record::create(&mut tx, &skill, Actor::SYSTEM, stamp.at).await.unwrap();
        tx.commit().await.unwrap();
        app.put_record(skill.clone().into());
        assert!(!dies.load(Ordering::SeqCst), "for the test");
        let place = location::of_record(Kind::Skill, &skill.id.to_string());
        (StatusCode::CREATED, [(ETAG, "\"1\"".to_owned()), (LOCATION, place)], "{}").into_response()
    }

    struct Served {
        app: App,
        router: Router,
        dies: Arc<AtomicBool>,
        caller: Caller,
        _data: tempfile::TempDir,
    }

    impl Served {
        async fn start() -> Self {
            let data = tempfile::tempdir().unwrap();
            let path = data.path().join("rapport.db");
            let store = Store::open(&Location::Sqlite(path)).await.unwrap();
            let config = Config { data_dir: data.path().to_owned(), ..Config::default() };
            let app = App::start(store, &config, Shutdown::new()).await.unwrap();
            let dies = Arc::new(AtomicBool::new(false));
            let handler = {
                let (app, dies) = (app.clone(), dies.clone());
                async move || create(app, dies).await
            };
            let router = Router::new()
                .route(PATH, post(handler))
                .layer(from_fn_with_state(app.clone(), idempotency));
            let caller = Caller {
                agent_id: stamp().id::<AgentId>(),
                name: "Ada".to_owned(),
                by_role: Permission::ALL.to_vec(),
                means: Means::Session(stamp().id()),
            };
            Self { app, router, dies, caller, _data: data }
        }

        /// None when the handler did not live to answer.
        async fn post(&self, key: &str) -> Option<Response> {
            let mut request = Request::post(PATH).header(IDEMPOTENCY_KEY, key);
            request.extensions_mut().unwrap().insert(self.caller.clone());
            let request = request.body(Body::empty()).unwrap();
            let answer = tokio::spawn(self.router.clone().oneshot(request)).await;
            answer.ok().map(|answer| answer.unwrap())
        }

        fn skills(&self) -> Vec<SkillId> {
            self.app.directory().skills.keys().copied().collect()
        }
    }

    #[tokio::test]
    async fn a_repetition_gets_the_first_answer_with_its_headers() {
        let served = Served::start().await;
        let (first, second) = (served.post("k").await.unwrap(), served.post("k").await.unwrap());
        assert_eq!(first.status(), StatusCode::CREATED);
        assert_eq!(second.status(), StatusCode::CREATED);
        for name in [ETAG, LOCATION] {
            assert_eq!(first.headers()[&name], second.headers()[&name]);
        }
        assert_eq!(served.skills().len(), 1);
        assert!(served.post("another").await.unwrap().status().is_success());
        assert_eq!(served.skills().len(), 2);
    }

    #[tokio::test]
    async fn what_ended_between_its_change_and_its_answer_is_not_done_again() {
        let served = Served::start().await;
        served.dies.store(true, Ordering::SeqCst);
        assert!(served.post("k").await.is_none());
        served.dies.store(false, Ordering::SeqCst);
        let made = served.skills();
        for _ in 0..2 {
            let again = served.post("k").await.unwrap();
            assert_eq!(again.status(), StatusCode::CONFLICT);
            assert_eq!(again.headers()[LOCATION], format!("{PATH}/{}", made[0]));
            let body = axum::body::to_bytes(again.into_body(), usize::MAX).await.unwrap();
            let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(problem["code"], "idempotency_answer_lost");
            assert_eq!(served.skills(), made);
        }
    }
}
