//! Errors as the API shows them: RFC 9457 problem details, made in one place.

use std::error::Error;
use std::time::Duration;

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
pub use rapport_core::validation::FieldError;
use serde::Serialize;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{PartialSchema, ToSchema};

use super::context;

/// A refusal or failure, on its way to the client as `application/problem+json`.
///
/// `code` is stable and for programs; `detail` tells a person what to do next and shows nothing of
/// the inside. The `request_id` is added when it becomes a response. Boxed, because it travels as
/// the error of results that seldom fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem(Box<Parts>);

/// What a [`Problem`] holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parts {
    pub status: StatusCode,
    pub code: &'static str,
    pub title: String,
    pub detail: String,
    pub field: Option<String>,
    pub errors: Vec<FieldError>,
    pub current_version: Option<i64>,
    pub retry_after_s: Option<u64>,
}

impl std::ops::Deref for Problem {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// How soon a client may try again when the store cannot be reached.
const STORE_RETRY_AFTER: Duration = Duration::from_secs(1);

impl Problem {
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            status,
            code,
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            detail: detail.into(),
            field: None,
            errors: Vec::new(),
            current_version: None,
            retry_after_s: None,
        }))
    }

    /// Names the one field that is at fault.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// Lists every bad field. The first is also the problem's `field`, unless one is named.
    #[must_use]
    pub fn errors(mut self, errors: Vec<FieldError>) -> Self {
        if self.field.is_none() {
            self.0.field = errors.first().map(|error| error.field.clone());
        }
        self.0.errors = errors;
        self
    }

    /// Sets `Retry-After`, in whole seconds, rounded up.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after_s = Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
        self
    }

    /// The version that the thing has now, for a client whose own is stale.
    #[must_use]
    pub fn current_version(mut self, version: i64) -> Self {
        self.0.current_version = Some(version);
        self
    }

    /// 404: there is no such `what` ("conversation"), or the caller may not know of it.
    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("There is no such {what}."))
    }

    /// 403: the caller is known but lacks `permission` ("directory:manage").
    pub fn forbidden(permission: &str) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            format!("This needs the permission `{permission}`. Ask an administrator for it."),
        )
    }

    /// 401: nobody is signed in.
    pub fn unauthorised() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorised",
            "Sign in, or send a token as `Authorization: Bearer …`.",
        )
    }

    /// 409: the request does not fit the present state.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// 422 with every bad field at once.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [] => "The input is not valid.".to_owned(),
            [one] => format!("`{}`: {}", one.field, one.detail),
            many => format!("{} fields are not valid; `errors` lists them.", many.len()),
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail).errors(errors)
    }

    /// 503: the store cannot be reached or cannot write; nothing was changed.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "store_unavailable", detail)
            .retry_after(STORE_RETRY_AFTER)
    }

    /// 500. Logs `error` with its causes; the client learns only the request id to quote.
    pub fn internal(error: &dyn Error) -> Self {
        tracing::error!(error = %Chain(error), "request failed");
        Self::internal_unlogged()
    }

    /// 500 for a failure that is in the log already.
    pub(super) fn internal_unlogged() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something failed on the server. The log has the details under this request id.",
        )
    }
}

/// An error with its causes on one line.
struct Chain<'a>(&'a dyn Error);

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

/// The body of a [`Problem`].
#[derive(Serialize, ToSchema)]
#[schema(as = Problem, description = "What went wrong (RFC 9457)")]
struct Body<'a> {
    /// A reference that names this kind of problem; the same as `code`, as a path.
    #[serde(rename = "type")]
    #[schema(example = "/problems/version_conflict")]
    kind: String,
    title: &'a str,
    /// The HTTP status.
    #[schema(example = 409)]
    status: u16,
    /// What to do next, for a person.
    detail: &'a str,
    /// Stable, for programs.
    #[schema(example = "version_conflict")]
    code: &'a str,
    /// The field at fault, or the first of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    /// Every field at fault.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
    /// The version that the thing has now (409 after a stale `If-Match`).
    #[serde(skip_serializing_if = "Option::is_none")]
    current_version: Option<i64>,
    /// Finds this request in the server's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body {
            kind: format!("/problems/{}", self.code),
            title: &self.title,
            status: self.status.as_u16(),
            detail: &self.detail,
            code: self.code,
            field: self.field.as_deref(),
            errors: &self.errors,
            current_version: self.current_version,
            request_id: context::request_id(),
        };
        // Strings, numbers and lists of strings always serialise.
        let json = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = (self.status, json).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl PartialSchema for Problem {
    fn schema() -> RefOr<Schema> {
        Body::schema()
    }
}

impl ToSchema for Problem {
    fn name() -> std::borrow::Cow<'static, str> {
        "Problem".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Body::schemas(schemas);
    }
}

/// Lets an operation say `responses((status = 200, …), Problem)`: any other status is a problem.
impl utoipa::IntoResponses for Problem {
    fn responses() -> std::collections::BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response = ResponseBuilder::new()
            .description("What went wrong, as RFC 9457 problem details")
            .content("application/problem+json", content)
            .build();
        [("default".to_owned(), response.into())].into()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use serde_json::{Value, json};

    use super::*;

    async fn shown(problem: Problem) -> (Response, Value) {
        let (parts, body) = problem.into_response().into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        (
            Response::from_parts(parts, ().into_response().into_body()),
            serde_json::from_slice(&bytes).unwrap(),
        )
    }

    async fn check(problem: Problem, status: u16, expected: Value) {
        let (response, body) = shown(problem).await;
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
        assert_eq!(body, expected);
    }

    #[tokio::test]
    async fn not_found() {
        check(
            Problem::not_found("conversation"),
            404,
            json!({
                "type": "/problems/not_found", "title": "Not Found", "status": 404,
                "detail": "There is no such conversation.", "code": "not_found",
            }),
        )
        .await;
    }

    #[tokio::test]
    async fn forbidden_names_the_permission() {
        check(
            Problem::forbidden("directory:manage"),
            403,
            json!({
                "type": "/problems/forbidden", "title": "Forbidden", "status": 403,
                "detail": "This needs the permission `directory:manage`. Ask an administrator for it.",
                "code": "forbidden",
            }),
        )
        .await;
    }

    #[tokio::test]
    async fn invalid_lists_every_field_at_once() {
        let errors = vec![
            FieldError::new("name", "must not be empty"),
            FieldError::new("colour", "write #rrggbb"),
        ];
        check(
            Problem::invalid(errors),
            422,
            json!({
                "type": "/problems/invalid", "title": "Unprocessable Entity", "status": 422,
                "detail": "2 fields are not valid; `errors` lists them.", "code": "invalid",
                "field": "name",
                "errors": [
                    {"field": "name", "detail": "must not be empty"},
                    {"field": "colour", "detail": "write #rrggbb"},
                ],
            }),
        )
        .await;
    }

    #[tokio::test]
    async fn conflict_tells_the_current_version() {
        check(
            Problem::conflict("version_conflict", "Someone changed it.").current_version(7),
            409,
            json!({
                "type": "/problems/version_conflict", "title": "Conflict", "status": 409,
                "detail": "Someone changed it.", "code": "version_conflict", "current_version": 7,
            }),
        )
        .await;
    }

    #[tokio::test]
    async fn a_wait_is_rounded_up_to_whole_seconds() {
        for (wait_ms, seconds) in [(1, "1"), (1_000, "1"), (1_001, "2"), (60_000, "60")] {
            let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", "Wait.");
            let (response, _) = shown(problem.retry_after(Duration::from_millis(wait_ms))).await;
            assert_eq!(response.headers()[RETRY_AFTER], seconds);
        }
        let (response, body) = shown(Problem::unavailable("The store is not reachable.")).await;
        assert_eq!(response.headers()[RETRY_AFTER], "1");
        assert_eq!(body["code"], "store_unavailable");
    }

    #[tokio::test]
    async fn an_internal_error_shows_nothing_of_the_inside() {
        let (response, body) =
            shown(Problem::internal(&std::io::Error::other("disk /dev/sda1 died"))).await;
        assert_eq!(response.status(), 500);
        assert!(!body.to_string().contains("sda1"));
    }

    #[test]
    fn the_schema_is_named_problem() {
        assert_eq!(<Problem as ToSchema>::name(), "Problem");
        let schema = serde_json::to_value(Problem::schema()).unwrap();
        assert_eq!(schema["properties"]["type"]["type"], "string");
        assert_eq!(schema["properties"]["errors"]["type"], "array");
    }
}
