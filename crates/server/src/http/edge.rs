//! The one layer around every route.

use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use ipnet::IpNet;
use tracing::Instrument;

use super::context::{ClientIp, RequestId, X_REQUEST_ID};
use super::problem::Problem;
use super::security::SecurityHeaders;
use super::{cross_site, is_data_path};

/// How long a handler may take. Far above what any operation needs, so it only frees what hangs.
/// A WebSocket's handler ends with the upgrade, so sockets are not cut.
const HANDLER_MS_MAX: u64 = 60_000;

/// How long an upload may take: the largest file over a slow line. One that stands still is ended
/// much earlier, where it is read.
const UPLOAD_MS_MAX: u64 = 15 * 60_000;

/// What the layer around every route has to know.
#[derive(Debug, Clone)]
pub struct Edge {
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The origin at which browsers reach this server (`https://help.example.com`), where known.
    pub public_origin: Option<String>,
    /// The largest request body, in bytes. A route that takes uploads sets its own.
    pub body_bytes_max: usize,
}

struct Layer {
    edge: Edge,
    security: SecurityHeaders,
}

/// Puts the layer around all routes and fallbacks of `router`. Call it last: routes that are added
/// to the result have none of it.
pub fn finish(router: Router, edge: Edge) -> Router {
    let https = edge.public_origin.as_deref().is_some_and(|origin| origin.starts_with("https://"));
    let body_limit = DefaultBodyLimit::max(edge.body_bytes_max);
    let layer = Layer { edge, security: SecurityHeaders::new(https) };
    router
        .method_not_allowed_fallback(method_not_allowed)
        .layer(body_limit)
        .layer(from_fn_with_state(Arc::new(layer), around))
}

async fn method_not_allowed(method: Method) -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        format!("{method} is not possible here. The `Allow` header lists what is."),
    )
}

async fn around(State(layer): State<Arc<Layer>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::of(request.headers());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let client = ClientIp::of(peer, request.headers(), &layer.edge.trusted_proxies);
    let seen = Seen {
        client,
        method: request.method().clone(),
        route: request.extensions().get::<MatchedPath>().cloned(),
        path: request.uri().path().to_owned(),
    };
    let span = tracing::info_span!("request", id = id.as_str());
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(client);

    let id_value = HeaderValue::from_str(id.as_str());
    async move {
        let mut response = id.scope(answer(&layer.edge, request, next)).await;
        layer.security.apply(response.headers_mut(), is_data_path(&seen.path));
        if let Ok(value) = id_value {
            response.headers_mut().insert(X_REQUEST_ID, value);
        }
        seen.record(response.status(), started.elapsed());
        response
    }
    .instrument(span)
    .await
}

async fn answer(edge: &Edge, request: Request, next: Next) -> Response {
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    if let Err(refused) = cross_site::check(method, uri, headers, edge.public_origin.as_deref()) {
        return refused.into_response();
    }
    let is_upload = method == Method::POST && uri.path().ends_with("/attachments");
    let ms_max = if is_upload { UPLOAD_MS_MAX } else { HANDLER_MS_MAX };
    let handler = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(Duration::from_millis(ms_max), handler).await {
        Ok(Ok(response)) => response,
        // The panic hook has logged it.
        Ok(Err(_panic)) => Problem::internal_unlogged().into_response(),
        Err(_elapsed) => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "timed_out",
            "The server did not answer in time. Try again.",
        )
        .retry_after(Duration::from_secs(1))
        .into_response(),
    }
}

/// What the log and the metrics say of a request. No query: it can hold a one-time key.
struct Seen {
    client: ClientIp,
    method: Method,
    route: Option<MatchedPath>,
    path: String,
}

impl Seen {
    fn record(&self, status: StatusCode, took: Duration) {
        let (method, path, client) = (&self.method, &self.path, self.client.ip());
        let (status, took_us) = (status.as_u16(), took.as_micros());
        // Probes come every few seconds for ever, and say nothing when they succeed.
        if matches!(path.as_str(), "/healthz" | "/readyz" | "/metrics") && status == 200 {
            tracing::debug!(target: "rapport::access", %method, path, status, took_us, %client);
        } else {
            tracing::info!(target: "rapport::access", %method, path, status, took_us, %client);
        }
        let method = method_label(method);
        let route = match &self.route {
            Some(route) => metrics::SharedString::from(route.as_str().to_owned()),
            None => "unmatched".into(),
        };
        metrics::histogram!("http_request_duration_seconds", "method" => method, "route" => route.clone())
            .record(took);
        metrics::counter!(
            "http_requests_total",
            "method" => method, "route" => route, "status" => status.to_string()
        )
        .increment(1);
    }
}

/// A method as a label: clients can invent methods, and every label value costs memory for ever.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::HeaderMap;
    use axum::routing::{get, post};
    use serde_json::Value;
    use tower::ServiceExt;

    use super::super::{Readiness, Shutdown, health_routes, request_id};
    use super::*;

    fn app(public_origin: Option<&str>) -> Router {
        let api = Router::new()
            .route("/api/v1/id", get(async || request_id().unwrap_or_default()))
            .route("/api/v1/queues/{id}", get(async || "queue"))
            .route("/api/v1/gone", get(async || Problem::not_found("queue")))
            .route("/api/v1/panic", get(panics))
            .route("/api/v1/send", post(async |body: String| body))
            .route("/own", get(async || [("content-security-policy", "default-src 'none'")]));
        let ready = Readiness::new(async || Err("The store is not reachable.".to_owned()));
        let loopback = ["127.0.0.0/8".parse().unwrap()];
        let edge = Edge {
            trusted_proxies: vec!["10.0.0.1/32".parse().unwrap()],
            public_origin: public_origin.map(str::to_owned),
            body_bytes_max: 10,
        };
        finish(api.merge(health_routes(ready, Shutdown::new(), &loopback)), edge)
    }

    async fn panics() -> &'static str {
        assert!(request_id().is_none(), "for the test");
        ""
    }

    struct Answer {
        status: u16,
        headers: HeaderMap,
        text: String,
    }

    impl Answer {
        fn problem(&self) -> Value {
            assert_eq!(self.headers["content-type"], "application/problem+json", "{}", self.text);
            serde_json::from_str(&self.text).unwrap()
        }
    }

    async fn ask(
        app: Router,
        method: &str,
        path: &str,
        peer: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let peer: SocketAddr = peer.parse().unwrap();
        let request =
            request.extension(ConnectInfo(peer)).body(Body::from("a longer body")).unwrap();
        let (parts, body) = app.oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(body.into()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, text }
    }

    async fn get_path(path: &str) -> Answer {
        ask(app(None), "GET", path, "127.0.0.1:1", &[]).await
    }

    #[tokio::test]
    async fn every_answer_has_an_id_and_the_security_headers() {
        for path in [
            "/api/v1/id",
            "/api/v1/gone",
            "/api/v1/panic",
            "/api/v1/send",
            "/nothing",
            "/healthz",
            "/readyz",
        ] {
            let answer = get_path(path).await;
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "strict-origin-when-cross-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                (
                    "content-security-policy",
                    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
                     connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
                     frame-ancestors 'none'",
                ),
            ] {
                assert_eq!(answer.headers[name], value, "{path}");
            }
            assert_eq!(answer.headers[X_REQUEST_ID].len(), 32, "{path}");
            assert!(!answer.headers.contains_key("strict-transport-security"), "{path}");
            let kept = answer.headers.get("cache-control").map(|value| value.to_str().unwrap());
            assert_eq!(kept, path.starts_with("/api").then_some("no-store"), "{path}");
        }
    }

    #[tokio::test]
    async fn a_route_may_set_its_own_policy() {
        assert_eq!(get_path("/own").await.headers["content-security-policy"], "default-src 'none'");
    }

    #[tokio::test]
    async fn behind_https_browsers_are_told_to_stay_there() {
        let answer =
            ask(app(Some("https://help.example")), "GET", "/healthz", "127.0.0.1:1", &[]).await;
        assert!(answer.headers.contains_key("strict-transport-security"));
    }

    #[tokio::test]
    async fn the_client_s_request_id_goes_through_to_handlers_and_problems() {
        let id = [("x-request-id", "trace-7")];
        let answer = ask(app(None), "GET", "/api/v1/id", "127.0.0.1:1", &id).await;
        assert_eq!(
            (answer.text.as_str(), &answer.headers[X_REQUEST_ID]),
            ("trace-7", &HeaderValue::from_static("trace-7"))
        );
        let answer = ask(app(None), "GET", "/api/v1/gone", "127.0.0.1:1", &id).await;
        assert_eq!(answer.problem()["request_id"], "trace-7");
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_and_nothing_of_it_is_shown() {
        let answer = get_path("/api/v1/panic").await;
        assert_eq!((answer.status, &answer.problem()["code"]), (500, &"internal".into()));
        assert!(!answer.text.contains("for the test"));
    }

    #[tokio::test]
    async fn a_wrong_method_is_a_problem_that_lists_the_right_ones() {
        let answer = ask(app(None), "DELETE", "/api/v1/gone", "127.0.0.1:1", &[]).await;
        assert_eq!((answer.status, &answer.problem()["code"]), (405, &"method_not_allowed".into()));
        assert_eq!(answer.headers["allow"], "GET,HEAD");
    }

    #[tokio::test]
    async fn another_site_s_request_is_refused_before_its_handler() {
        let headers = [("sec-fetch-site", "cross-site")];
        let answer = ask(app(None), "POST", "/api/v1/send", "127.0.0.1:1", &headers).await;
        assert_eq!((answer.status, &answer.problem()["code"]), (403, &"cross_site".into()));
    }

    #[tokio::test]
    async fn a_body_beyond_the_limit_is_refused() {
        let answer = ask(app(None), "POST", "/api/v1/send", "127.0.0.1:1", &[]).await;
        assert_eq!(answer.status, 413);
    }

    #[tokio::test]
    async fn not_ready_says_why() {
        let answer = get_path("/readyz").await;
        assert_eq!(answer.status, 503);
        assert_eq!(answer.problem()["detail"], "The store is not reachable.");
    }

    #[tokio::test]
    async fn metrics_name_the_route_and_not_the_path() {
        get_path("/api/v1/queues/queue_123").await;
        get_path("/made/up").await;
        crate::telemetry::metrics().run_upkeep();
        get_path("/api/v1/queues/queue_124").await;
        let text = get_path("/metrics").await.text;
        let line = r#"http_requests_total{method="GET",route="/api/v1/queues/{id}",status="200"}"#;
        assert!(text.contains(line), "{text}");
        assert!(text.contains("http_request_duration_seconds_bucket{"), "{text}");
        assert!(text.contains("rapport_build_info{version="), "{text}");
        assert!(!text.contains("queue_123") && !text.contains("made/up"), "{text}");
    }

    #[tokio::test]
    async fn who_may_read_the_metrics() {
        for (peer, forwarded, status) in [
            ("127.0.0.1:1", None, 200),
            ("192.0.2.1:1", None, 403),
            // A proxy on this machine that nobody vouched for, and one that is trusted.
            ("127.0.0.1:1", Some("192.0.2.1"), 403),
            ("10.0.0.1:1", Some("192.0.2.1"), 403),
            ("10.0.0.1:1", Some("127.0.0.1"), 200),
        ] {
            let headers: Vec<_> = forwarded.map(|ip| ("x-forwarded-for", ip)).into_iter().collect();
            let answer = ask(app(None), "GET", "/metrics", peer, &headers).await;
            assert_eq!(answer.status, status, "{peer} {forwarded:?}");
        }
    }
}
