//! Refuses what another site makes a signed-in browser send (CSRF, cross-site WebSockets).
//!
//! The session is a cookie, which the browser adds whoever wrote the page. Current browsers say
//! where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`; programs send neither
//! and have no cookie to steal. Source: Filippo Valsorda, "Cross-Site Request Forgery", 2025.

use axum::http::header::{AUTHORIZATION, HOST, ORIGIN, UPGRADE};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri};

use super::problem::Problem;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses an unsafe method or a WebSocket that comes from another site.
///
/// `public_origin` is the origin at which browsers reach this server when a proxy changes `Host`.
pub(super) fn check(
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    public_origin: Option<&str>,
) -> Result<(), Problem> {
    let safe = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    if (safe && !headers.contains_key(UPGRADE)) || has_bearer(headers) {
        return Ok(());
    }
    match text(headers, &SEC_FETCH_SITE) {
        Some("same-origin" | "none") => return Ok(()),
        Some(_) => return Err(refused()),
        None => {}
    }
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let host = uri.authority().map(Authority::as_str).or(text(headers, &HOST));
    let at_host = origin.split_once("://").is_some_and(|(_, rest)| Some(rest) == host);
    if at_host || Some(origin) == public_origin { Ok(()) } else { Err(refused()) }
}

/// A page of another site cannot send `Authorization` without this server's consent (CORS), and
/// what is sent with a token is not authorised by the cookie.
fn has_bearer(headers: &HeaderMap) -> bool {
    text(headers, &AUTHORIZATION)
        .and_then(|value| value.get(..7))
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn refused() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "cross_site",
        "This request came from another site. Send it from the page of this server, or with a token.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: &str = "https://help.example.com";

    fn passes(method: &str, headers: &[(&str, &str)]) -> bool {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()))
            .collect();
        let uri = Uri::from_static("/api/v1/session");
        check(&method.parse().unwrap(), &uri, &headers, Some(PUBLIC)).is_ok()
    }

    #[test]
    fn who_may_send_what() {
        let host = ("host", "localhost:8080");
        let socket = ("upgrade", "websocket");
        for (method, headers, expected) in [
            // Reading is safe wherever it comes from.
            ("GET", &[host, ("sec-fetch-site", "cross-site")][..], true),
            ("HEAD", &[host, ("origin", "https://evil.example")], true),
            // Current browsers.
            ("POST", &[host, ("sec-fetch-site", "same-origin")], true),
            ("POST", &[host, ("sec-fetch-site", "none")], true),
            ("POST", &[host, ("sec-fetch-site", "same-site")], false),
            ("POST", &[host, ("sec-fetch-site", "cross-site")], false),
            ("DELETE", &[host, ("sec-fetch-site", "cross-site")], false),
            (
                "PATCH",
                &[host, ("sec-fetch-site", "cross-site"), ("origin", "http://localhost:8080")],
                false,
            ),
            // Browsers that send only Origin.
            ("POST", &[host, ("origin", "http://localhost:8080")], true),
            ("POST", &[host, ("origin", PUBLIC)], true),
            ("POST", &[host, ("origin", "http://localhost:9090")], false),
            ("POST", &[host, ("origin", "http://localhost:8080.evil.example")], false),
            ("POST", &[host, ("origin", "http://evil.example")], false),
            ("POST", &[host, ("origin", "null")], false),
            ("POST", &[("origin", "http://evil.example")], false),
            // Programs.
            ("POST", &[host], true),
            (
                "POST",
                &[host, ("sec-fetch-site", "cross-site"), ("authorization", "Bearer x")],
                true,
            ),
            (
                "POST",
                &[host, ("sec-fetch-site", "cross-site"), ("authorization", "Basic x")],
                false,
            ),
            // WebSockets open with GET, and are not safe.
            ("GET", &[host, socket, ("origin", "http://localhost:8080")], true),
            ("GET", &[host, socket, ("origin", "https://evil.example")], false),
            ("GET", &[host, socket, ("sec-fetch-site", "cross-site")], false),
            ("GET", &[host, socket], true),
        ] {
            assert_eq!(passes(method, headers), expected, "{method} {headers:?}");
        }
    }
}
