//! Which path gives which page or file.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;

use super::respond::{known_type, respond};
use super::source::{Asset, Source};
use crate::http::{
    CROSS_ORIGIN_RESOURCE_POLICY, Problem, Query, content_security_policy, is_data_path,
};

/// The origins that may frame the widget of the inbox with this key; `None` for no such inbox.
type FrameOrigins = dyn Fn(&str) -> Option<Vec<String>> + Send + Sync;

/// Where a demo page's key stands.
const KEY_PLACE: &str = "{{INBOX_KEY}}";

/// What is needed to serve the pages.
#[derive(Clone)]
pub struct Pages {
    source: Source,
    frame_origins: Arc<FrameOrigins>,
    demo_inbox_key: Option<Arc<str>>,
}

impl Pages {
    /// `frame_origins` gives the origins (`https://shop.example`) on whose pages the widget of an
    /// inbox may stand, by the inbox's public key. This server's own origin is always among them.
    pub fn new(
        source: Source,
        frame_origins: impl Fn(&str) -> Option<Vec<String>> + Send + Sync + 'static,
    ) -> Self {
        Self { source, frame_origins: Arc::new(frame_origins), demo_inbox_key: None }
    }

    /// Serves the demo's shop under `/demo/`, with the widget of the inbox with this key.
    #[must_use]
    pub fn with_demo(mut self, inbox_key: &str) -> Self {
        self.demo_inbox_key = Some(inbox_key.into());
        self
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("source", &self.source).finish_non_exhaustive()
    }
}

/// The pages, the files, and the fallback for every path that no route has.
pub fn routes(pages: Pages) -> Router {
    let mut router = Router::new()
        .route("/widget.js", get(loader))
        .route("/widget/proactive.js", get(proactive))
        .route("/widget/frame", get(frame))
        .route("/assets/{*path}", get(file));
    if pages.demo_inbox_key.is_some() {
        router = router
            .route("/demo", get(async || Redirect::temporary("/demo/")))
            .route("/demo/", get(demo))
            .route("/demo/{*path}", get(demo));
    }
    router.fallback(fallback).with_state(pages)
}

async fn file(State(pages): State<Pages>, uri: Uri, headers: HeaderMap) -> Response {
    match pages.source.get(uri.path()).await {
        Some(asset) => foreign_pages_may_load(respond(uri.path(), &asset, &headers), uri.path()),
        None => Problem::not_found("file").into_response(),
    }
}

async fn loader(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    let path = "/widget.js";
    match pages.source.get(path).await {
        Some(asset) => foreign_pages_may_load(respond(path, &asset, &headers), path),
        None => not_built(),
    }
}

/// What the loader imports where an inbox has rules: a module, which foreign pages may only load with
/// leave.
async fn proactive(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    let path = "/widget/proactive.js";
    let Some(asset) = pages.source.get(path).await else { return not_built() };
    let mut response = foreign_pages_may_load(respond(path, &asset, &headers), path);
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// The widget stands on other sites, some of which allow only what allows itself to be loaded.
fn foreign_pages_may_load(mut response: Response, path: &str) -> Response {
    if path.starts_with("/widget") || path.starts_with("/assets/widget/") {
        let value = HeaderValue::from_static("cross-origin");
        response.headers_mut().insert(CROSS_ORIGIN_RESOURCE_POLICY, value);
    }
    response
}

#[derive(Deserialize)]
struct FrameQuery {
    /// The public key of the inbox.
    inbox: String,
}

async fn frame(
    State(pages): State<Pages>,
    Query(query): Query<FrameQuery>,
    headers: HeaderMap,
) -> Response {
    let Some(origins) = (pages.frame_origins)(&query.inbox) else {
        return Problem::not_found("inbox").into_response();
    };
    let Some(asset) = pages.source.get("/frame.html").await else { return not_built() };
    let mut response =
        foreign_pages_may_load(respond("/frame.html", &asset, &headers), "/widget/frame");
    let policy = content_security_policy(&frame_ancestors(&origins));
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Origins as a CSP source list. What is no plain origin is left out: it could end the directive.
fn frame_ancestors(origins: &[String]) -> String {
    let is_origin = |origin: &&String| {
        if *origin == "*" {
            return true;
        }
        let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        rest.is_some_and(|rest| {
            !rest.is_empty()
                && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:*[]".contains(&b))
        })
    };
    let mut list = "'self'".to_owned();
    for origin in origins.iter().filter(is_origin) {
        list.push(' ');
        list.push_str(origin);
    }
    list
}

async fn demo(State(pages): State<Pages>, uri: Uri, headers: HeaderMap) -> Response {
    let path = match uri.path() {
        folder if folder.ends_with('/') => format!("{folder}index.html"),
        file => file.to_owned(),
    };
    let Some(asset) = pages.source.get(&path).await else {
        return Problem::not_found("page").into_response();
    };
    let key = pages.demo_inbox_key.as_deref();
    match (key, std::str::from_utf8(&asset.plain)) {
        (Some(key), Ok(page)) if path.ends_with(".html") => {
            let page = Asset::uncompressed(page.replace(KEY_PLACE, key).into());
            respond(&path, &page, &headers)
        }
        _ => respond(&path, &asset, &headers),
    }
}

/// A file at the root (`/favicon.svg`), a page of the desk, or nothing.
async fn fallback(State(pages): State<Pages>, request: Request) -> Response {
    let path = request.uri().path();
    if is_data_path(path) {
        return Problem::not_found("path in this API").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let problem = Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "This is a page. It can only be read.",
        );
        return ([(ALLOW, "GET, HEAD")], problem).into_response();
    }
    if known_type(path).is_some() {
        return match pages.source.get(path).await {
            // Pages are served under their own addresses, with their own headers.
            Some(asset) if !is_page(path) => respond(path, &asset, request.headers()),
            _ => Problem::not_found("file").into_response(),
        };
    }
    let only_on_purpose = ["/demo/", "/widget/"].iter().any(|root| path.starts_with(root));
    if only_on_purpose || !accepts_html(request.headers()) {
        return Problem::not_found("page").into_response();
    }
    match pages.source.get("/index.html").await {
        Some(index) => respond("/index.html", &index, request.headers()),
        None => not_built(),
    }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let Some(accept) = headers.get(ACCEPT).and_then(|value| value.to_str().ok()) else {
        return true;
    };
    ["text/html", "text/*", "*/*"].iter().any(|kind| accept.contains(kind))
}

fn not_built() -> Response {
    let page = "<!doctype html><html lang=en><meta charset=utf-8><title>Rapport</title>\
        <h1>The web apps are not built</h1>\
        <p>Run <code>npm ci &amp;&amp; npm run build</code> in the folder <code>web</code>, \
        build the server again, and reload. <code>make run</code> does all of it.";
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, page).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt;

    use super::*;

    const FILES: Source = Source::Fixed(&[
        ("/index.html", "desk"),
        ("/favicon.svg", "icon"),
        ("/frame.html", "frame"),
        ("/widget.js", "loader"),
        ("/assets/desk/index-Ab12_-Cd.js", "script"),
        ("/assets/widget/frame-Ab12_-Cd.js", "script"),
        ("/demo/index.html", "<script data-inbox=\"{{INBOX_KEY}}\">"),
        ("/demo/shop.css", "body{}"),
    ]);

    fn app(source: Source) -> Router {
        let origins = |key: &str| {
            (key == "shop").then(|| {
                [
                    "https://shop.example",
                    "http://localhost:3000",
                    "x; script-src *",
                    "https://a.b; c",
                ]
                .map(str::to_owned)
                .into()
            })
        };
        routes(Pages::new(source, origins).with_demo("key123"))
    }

    async fn ask(
        source: Source,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
    ) -> (u16, HeaderMap, String) {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = app(source).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        (parts.status.as_u16(), parts.headers, String::from_utf8(body.into()).unwrap())
    }

    async fn get(path: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, String) {
        ask(FILES, "GET", path, headers).await
    }

    #[tokio::test]
    async fn what_each_path_gives() {
        let html = ("accept", "text/html,*/*;q=0.8");
        let json = ("accept", "application/json");
        for (method, path, header, status, body) in [
            ("GET", "/", html, 200, Some("desk")),
            ("GET", "/inbox/mine/conversation_01", html, 200, Some("desk")),
            ("GET", "/setup?key=x", html, 200, Some("desk")),
            ("HEAD", "/", html, 200, None),
            ("GET", "/inbox", json, 404, None),
            ("POST", "/inbox", html, 405, None),
            ("GET", "/index.html", html, 404, None),
            ("GET", "/frame.html", html, 404, None),
            ("GET", "/favicon.svg", html, 200, Some("icon")),
            ("GET", "/missing.js", html, 404, None),
            ("GET", "/assets/desk/index-Ab12_-Cd.js", html, 200, Some("script")),
            ("GET", "/assets/desk/gone-Ab12_-Cd.js", html, 404, None),
            ("GET", "/assets/desk", html, 404, None),
            ("GET", "/api/v1/nothing", html, 404, None),
            ("POST", "/api/v1/nothing", html, 404, None),
            ("GET", "/webchat/v1/nothing", html, 404, None),
            ("GET", "/widget.js", html, 200, Some("loader")),
            ("GET", "/widget/frame?inbox=shop", html, 200, Some("frame")),
            ("GET", "/widget/frame?inbox=other", html, 404, None),
            ("GET", "/widget/frame", html, 422, None),
            ("GET", "/widget/other", html, 404, None),
            ("GET", "/demo/", html, 200, Some("<script data-inbox=\"key123\">")),
            ("GET", "/demo/shop.css", html, 200, Some("body{}")),
            ("GET", "/demo/none.html", html, 404, None),
            ("GET", "/demo", html, 307, None),
        ] {
            let (got, headers, text) = ask(FILES, method, path, &[header]).await;
            assert_eq!(got, status, "{method} {path}: {text}");
            if let Some(body) = body {
                assert_eq!(text, body, "{method} {path}");
            }
            if status >= 400 {
                assert_eq!(headers[CONTENT_TYPE], "application/problem+json", "{method} {path}");
            }
        }
    }

    #[tokio::test]
    async fn how_long_each_may_be_kept() {
        for (path, kept) in [
            ("/", "no-cache"),
            ("/favicon.svg", "no-cache"),
            ("/widget.js", "public, max-age=300"),
            ("/widget/frame?inbox=shop", "no-cache"),
            ("/assets/desk/index-Ab12_-Cd.js", "public, max-age=31536000, immutable"),
            ("/assets/widget/frame-Ab12_-Cd.js", "public, max-age=31536000, immutable"),
            ("/demo/", "no-cache"),
        ] {
            let (_, headers, _) = get(path, &[]).await;
            assert_eq!(headers[CACHE_CONTROL], kept, "{path}");
            let etag = headers["etag"].to_str().unwrap();
            let (status, headers, body) = get(path, &[("if-none-match", etag)]).await;
            assert_eq!((status, body.as_str()), (304, ""), "{path}");
            assert_eq!(headers[CACHE_CONTROL], kept, "{path}");
            let (status, ..) = get(path, &[("if-none-match", "\"other\"")]).await;
            assert_eq!(status, 200, "{path}");
        }
    }

    #[tokio::test]
    async fn the_smallest_form_that_the_client_understands() {
        let path = "/assets/desk/index-Ab12_-Cd.js";
        let mut tags = Vec::new();
        for (accepted, coding, body) in [
            ("gzip, deflate, br", Some("br"), "brotlied"),
            ("gzip", Some("gzip"), "gzipped"),
            ("identity", None, "script"),
        ] {
            let (_, headers, text) = get(path, &[("accept-encoding", accepted)]).await;
            assert_eq!(headers.get("content-encoding").map(|v| v.to_str().unwrap()), coding);
            assert_eq!(text, body);
            assert_eq!(headers["vary"], "accept-encoding");
            assert_eq!(headers[CONTENT_TYPE], "text/javascript; charset=utf-8");
            tags.push(headers["etag"].clone());
        }
        tags.dedup();
        assert_eq!(tags.len(), 3);
    }

    #[tokio::test]
    async fn only_the_inbox_s_own_sites_may_frame_its_widget() {
        let (_, headers, _) = get("/widget/frame?inbox=shop", &[]).await;
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        let ancestors = "frame-ancestors 'self' https://shop.example http://localhost:3000";
        assert!(policy.ends_with(ancestors), "{policy}");
        assert_eq!(policy.matches("script-src").count(), 0, "{policy}");
    }

    #[tokio::test]
    async fn other_sites_may_load_the_widget_and_nothing_else() {
        for (path, foreign) in [
            ("/widget.js", true),
            ("/widget/frame?inbox=shop", true),
            ("/assets/widget/frame-Ab12_-Cd.js", true),
            ("/assets/desk/index-Ab12_-Cd.js", false),
            ("/", false),
        ] {
            let (_, headers, _) = get(path, &[]).await;
            assert_eq!(headers.contains_key(CROSS_ORIGIN_RESOURCE_POLICY), foreign, "{path}");
        }
    }

    #[tokio::test]
    async fn without_built_web_apps_the_page_says_what_to_do() {
        for path in ["/", "/widget.js", "/widget/frame?inbox=shop"] {
            let (status, _, body) = ask(Source::Fixed(&[]), "GET", path, &[]).await;
            assert_eq!(status, 503, "{path}");
            assert!(body.contains("npm run build"), "{path}");
        }
    }
}
