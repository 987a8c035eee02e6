//! The headers that tell a client how much it may still send.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponseParts, ResponseParts};

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// A limit and what is left of it, as the `RateLimit` and `RateLimit-Policy` headers of
/// draft-ietf-httpapi-ratelimit-headers-10. Put it before the body: `(limit, Json(x))`,
/// `(limit, problem)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// The limit's name, in letters, digits, `-` and `_`.
    pub policy: &'static str,
    /// How many requests a window allows.
    pub quota: u32,
    pub window: Duration,
    /// How many are left now.
    pub remaining: u32,
    /// How long until the whole quota is there again.
    pub reset: Duration,
}

impl IntoResponseParts for RateLimit {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        let Self { policy, quota, window, remaining, reset } = self;
        let headers = [
            (RATE_LIMIT_POLICY, format!("\"{policy}\";q={quota};w={}", seconds(window))),
            (RATE_LIMIT, format!("\"{policy}\";r={remaining};t={}", seconds(reset))),
        ];
        for (name, text) in headers {
            if let Ok(value) = HeaderValue::try_from(text) {
                parts.headers_mut().insert(name, value);
            }
        }
        Ok(parts)
    }
}

/// Whole seconds, rounded up, so that a client that waits so long does not come too early.
fn seconds(span: Duration) -> u64 {
    span.as_secs() + u64::from(span.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;

    use super::*;

    #[test]
    fn the_headers() {
        let limit = RateLimit {
            policy: "sign-in",
            quota: 10,
            window: Duration::from_secs(60),
            remaining: 3,
            reset: Duration::from_millis(12_001),
        };
        let response = (limit, "").into_response();
        assert_eq!(response.headers()["ratelimit-policy"], "\"sign-in\";q=10;w=60");
        assert_eq!(response.headers()["ratelimit"], "\"sign-in\";r=3;t=13");
    }
}
