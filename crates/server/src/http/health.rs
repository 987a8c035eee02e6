//! What an operator's tools ask: alive, ready, and in which figures.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::future::BoxFuture;
use ipnet::IpNet;

use super::context::ClientIp;
use super::problem::Problem;
use super::shutdown::Shutdown;
use crate::telemetry;

/// Asks whether the server can do its work now. The error says what is missing, for an operator.
#[derive(Clone)]
pub struct Readiness(Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>);

impl Readiness {
    pub fn new<F, Fut>(check: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), String>> + Send + 'static,
    {
        Self(Arc::new(move || Box::pin(check())))
    }
}

impl fmt::Debug for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Readiness")
    }
}

#[derive(Clone)]
struct Health {
    ready: Readiness,
    shutdown: Shutdown,
    metrics_allow: Arc<[IpNet]>,
}

/// `/healthz` (the process answers), `/readyz` (it can do its work; 503 while it cannot or is
/// stopping) and `/metrics` (Prometheus text, to the networks in `metrics_allow` only).
pub fn routes(ready: Readiness, shutdown: Shutdown, metrics_allow: &[IpNet]) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(Health { ready, shutdown, metrics_allow: metrics_allow.into() })
}

async fn readyz(State(health): State<Health>) -> Result<&'static str, Problem> {
    let not_ready = |why: String| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_ready", why);
    if health.shutdown.has_begun() {
        return Err(not_ready("The server is stopping.".to_owned()));
    }
    (health.ready.0)().await.map_err(not_ready)?;
    Ok("ready\n")
}

async fn metrics(State(health): State<Health>, client: ClientIp, headers: HeaderMap) -> Response {
    // A header that was not used to find the client means a proxy nobody vouched for: then the
    // client may be anyone, even if the proxy itself is near.
    let forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    let behind_unknown_proxy = forwarded && client.is_peer();
    let allowed = health.metrics_allow.iter().any(|net| net.contains(&client.ip()));
    if !allowed || behind_unknown_proxy {
        return Problem::new(
            StatusCode::FORBIDDEN,
            "metrics_forbidden",
            "The setting `metrics.allow` lists the networks that may read the metrics. Add yours.",
        )
        .into_response();
    }
    let content_type = "text/plain; version=0.0.4; charset=utf-8";
    ([(CONTENT_TYPE, content_type)], telemetry::metrics().render()).into_response()
}
