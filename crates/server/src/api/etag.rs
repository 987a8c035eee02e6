//! Versions in headers: `If-Match` on changes, `ETag` on records.

use axum::extract::FromRequestParts;
use axum::http::header::{ETAG, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::http::{Json, Problem};

/// No version is larger, so that what a caller claims can be counted on: the largest whole number
/// that every JSON reader keeps (RFC 8259, section 6).
pub const VERSION_MAX: i64 = 9_007_199_254_740_991;

/// The version that the caller saw, from `If-Match: "3"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(header) = parts.headers.get(IF_MATCH) else {
            return Err(Problem::new(
                StatusCode::PRECONDITION_REQUIRED,
                "version_required",
                "Send the version that you changed as `If-Match: \"<version>\"`.",
            ));
        };
        header
            .to_str()
            .ok()
            .and_then(|text| text.trim().trim_matches('"').parse().ok())
            .filter(|version| (0..=VERSION_MAX).contains(version))
            .map(Self)
            .ok_or_else(|| {
                Problem::new(
                    StatusCode::BAD_REQUEST,
                    "version_invalid",
                    "If-Match must be a version in quotes, such as \"3\".",
                )
            })
    }
}

/// A thing with its version as `ETag`.
pub fn tagged<T: Serialize>(status: StatusCode, version: i64, body: T) -> Response {
    let mut response = (status, Json(body)).into_response();
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(header: &str) -> Result<IfMatch, Problem> {
        let request = axum::http::Request::builder().header(IF_MATCH, header).body(()).unwrap();
        IfMatch::from_request_parts(&mut request.into_parts().0, &()).await
    }

    #[tokio::test]
    async fn a_version_is_a_number_that_a_record_can_have() {
        assert_eq!(read("\"3\"").await.unwrap(), IfMatch(3));
        assert_eq!(read(&format!("\"{VERSION_MAX}\"")).await.unwrap(), IfMatch(VERSION_MAX));
        for header in ["\"9007199254740992\"", "\"9223372036854775807\"", "\"-1\"", "\"x\"", ""] {
            let refused = read(header).await.unwrap_err();
            assert_eq!(refused.into_response().status(), StatusCode::BAD_REQUEST, "{header}");
        }
    }
}
