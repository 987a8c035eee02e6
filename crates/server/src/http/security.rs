//! Headers that tell browsers what a page of this server may do.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

const CROSS_ORIGIN_OPENER_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-opener-policy");
pub const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");

/// Two years, as the preload list asks, in seconds.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// The value of `Content-Security-Policy` for a page that may be framed by `frame_ancestors`
/// (`'none'`, or origins separated by spaces).
///
/// Scripts come only from this server's files. Styles may be inline because the desk's component
/// library positions its pop-ups with style attributes. `'self'` covers WebSockets too (CSP 3).
pub fn content_security_policy(frame_ancestors: &str) -> String {
    format!(
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
         connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors {frame_ancestors}"
    )
}

/// The headers that every response gets unless its route has set them.
#[derive(Debug, Clone)]
pub(super) struct SecurityHeaders {
    defaults: Vec<(HeaderName, HeaderValue)>,
}

impl SecurityHeaders {
    /// `https`: browsers reach this server only by HTTPS, and may be told never to try otherwise.
    pub(super) fn new(https: bool) -> Self {
        let csp = HeaderValue::try_from(content_security_policy("'none'"));
        let mut defaults = vec![
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
            (CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin")),
            (CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
        ];
        defaults.extend(csp.map(|csp| (CONTENT_SECURITY_POLICY, csp)));
        if https {
            defaults.push((STRICT_TRANSPORT_SECURITY, HSTS));
        }
        Self { defaults }
    }

    /// Adds what is missing. `data`: the response is data of the business, which no cache keeps.
    pub(super) fn apply(&self, headers: &mut HeaderMap, data: bool) {
        for (name, value) in &self.defaults {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        if data {
            headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        }
    }
}
