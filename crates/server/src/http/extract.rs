//! Extractors that turn bad input into a [`Problem`] that names the field.

use axum::RequestPartsExt;
use axum::extract::path::ErrorKind;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::problem::{FieldError, Problem};

/// A JSON body in or out.
///
/// In: 415 without a JSON content type, 413 past the body limit, 400 `invalid_json` when it is not
/// JSON, 422 `invalid` naming the field when it is not a `T`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Send the body as `Content-Type: application/json`.",
            ));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|r| body_problem(&r))?;
        from_json(&bytes).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(json) => ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], json)
                .into_response(),
            Err(error) => Problem::internal(&error).into_response(),
        }
    }
}

/// Parameters after the `?`. 422 `invalid`, naming the parameter, when they are not a `T`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let pairs = form_pairs(parts.uri.query().unwrap_or_default());
        serde_path_to_error::deserialize(pairs)
            .map(Self)
            .map_err(|error| wrong_field(&error.path().to_string(), &error.inner().to_string()))
    }
}

fn form_pairs(query: &str) -> serde_urlencoded::Deserializer<'_> {
    serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()))
}

/// Parameters in the path. 422 `invalid`, naming the parameter, when they are not a `T`: so an id
/// of the wrong kind is told apart from one that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send + 'static, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match parts.extract::<axum::extract::Path<T>>().await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(rejection) => Err(path_problem(rejection)),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn body_problem(rejection: &BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body_too_large",
            "The body is larger than this server accepts.",
        );
    }
    Problem::new(
        StatusCode::BAD_REQUEST,
        "body_incomplete",
        "The body ended before it was complete. Send the request again.",
    )
}

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let inner = error.inner();
        if inner.is_data() {
            wrong_field(&error.path().to_string(), &without_position(inner))
        } else {
            not_json(inner)
        }
    })?;
    deserializer.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

fn not_json(error: &serde_json::Error) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "invalid_json", format!("The body is not JSON: {error}."))
}

/// What serde says, without the line and column: the field is named, and its line helps nobody.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).unwrap_or(&text).to_owned()
}

/// serde reports a missing or unknown field at its parent and names it in the message.
fn wrong_field(path: &str, message: &str) -> Problem {
    let parent = if path == "." { "" } else { path };
    let named = ["missing field `", "unknown field `", "duplicate field `"]
        .iter()
        .find_map(|start| message.strip_prefix(start))
        .and_then(|rest| rest.split_once('`'));
    let field = match named {
        // The tracker may already stand on the field itself.
        Some((name, _)) if parent == name || parent.ends_with(&format!(".{name}")) => {
            parent.to_owned()
        }
        Some((name, _)) if parent.is_empty() => name.to_owned(),
        Some((name, _)) => format!("{parent}.{name}"),
        None => parent.to_owned(),
    };
    if field.is_empty() {
        return Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", message);
    }
    let detail = if message.starts_with("missing field") { "is required" } else { message };
    Problem::invalid(vec![FieldError::new(field, detail)])
}

fn path_problem(rejection: PathRejection) -> Problem {
    let PathRejection::FailedToDeserializePathParams(failed) = rejection else {
        return Problem::internal(&rejection);
    };
    match failed.into_kind() {
        ErrorKind::ParseErrorAtKey { key, value, expected_type } => {
            Problem::invalid(vec![FieldError::new(
                key,
                format!("`{value}` is not of type {expected_type}"),
            )])
        }
        ErrorKind::DeserializeError { key, value: _, message } => {
            Problem::invalid(vec![FieldError::new(key, message)])
        }
        ErrorKind::InvalidUtf8InPathParam { key } => {
            Problem::invalid(vec![FieldError::new(key, "is not UTF-8")])
        }
        kind => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", kind.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::extract::DefaultBodyLimit;
    use axum::http::Request;
    use axum::routing::{get, post};
    use rapport_core::id::ConversationId;
    use serde::Deserialize;
    use serde_json::{Value, json};
    use tower::ServiceExt;

    use super::*;

    #[derive(Deserialize, Serialize)]
    #[serde(deny_unknown_fields)]
    struct Queue {
        name: String,
        #[serde(default)]
        rings: Vec<Ring>,
    }

    #[derive(Deserialize, Serialize)]
    struct Ring {
        after_ms: u32,
    }

    #[derive(Deserialize)]
    struct Page {
        limit: Option<u16>,
    }

    fn app() -> Router {
        Router::new()
            .route("/queues", post(async |Json(queue): Json<Queue>| Json(queue)))
            .route("/list", get(async |Query(page): Query<Page>| format!("{:?}", page.limit)))
            .route("/c/{id}", get(async |Path(id): Path<ConversationId>| id.to_string()))
            .layer(DefaultBodyLimit::max(200))
    }

    async fn answer(request: Request<Body>) -> (u16, Value) {
        let response = app().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    async fn post_json(body: &str) -> (u16, Value) {
        let request =
            Request::post("/queues").header(CONTENT_TYPE, "application/json; charset=utf-8");
        answer(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    async fn get_path(path: &str) -> (u16, Value) {
        answer(Request::get(path).body(Body::empty()).unwrap()).await
    }

    #[tokio::test]
    async fn good_input_passes() {
        assert_eq!(
            post_json(r#"{"name":"Sales","rings":[{"after_ms":5}]}"#).await,
            (200, json!({"name": "Sales", "rings": [{"after_ms": 5}]}))
        );
        assert_eq!(get_path("/list?limit=5").await.0, 200);
        assert_eq!(get_path("/c/conversation_01h455vb4pex5vsknk084sn02q").await.0, 200);
    }

    #[tokio::test]
    async fn each_bad_body_names_its_field() {
        for (body, status, code, field, detail) in [
            (r#"{}"#, 422, "invalid", Some("name"), "`name`: is required"),
            (
                r#"{"name":5}"#,
                422,
                "invalid",
                Some("name"),
                "`name`: invalid type: integer `5`, expected a string",
            ),
            (
                r#"{"name":"a","rings":[{"after_ms":1},{"after_ms":-1}]}"#,
                422,
                "invalid",
                Some("rings[1].after_ms"),
                "`rings[1].after_ms`: invalid value: integer `-1`, expected u32",
            ),
            (
                r#"{"name":"a","rings":[{}]}"#,
                422,
                "invalid",
                Some("rings[0].after_ms"),
                "`rings[0].after_ms`: is required",
            ),
            (
                r#"{"name":"a","nmae":"b"}"#,
                422,
                "invalid",
                Some("nmae"),
                "`nmae`: unknown field `nmae`, expected `name` or `rings`",
            ),
            ("[]", 422, "invalid", Some("name"), "`name`: is required"),
            (
                "{\"name\":",
                400,
                "invalid_json",
                None,
                "The body is not JSON: EOF while parsing a value at line 1 column 8.",
            ),
            (
                r#"{"name":"a"} x"#,
                400,
                "invalid_json",
                None,
                "The body is not JSON: trailing characters at line 1 column 14.",
            ),
        ] {
            let (got, problem) = post_json(body).await;
            assert_eq!((got, &problem["code"]), (status, &json!(code)), "{body}");
            if body != "[]" {
                assert_eq!(problem["field"], json!(field), "{body}");
                assert_eq!(problem["detail"], json!(detail), "{body}");
            }
        }
    }

    #[tokio::test]
    async fn a_body_of_another_type_or_too_large_is_refused() {
        let form = Request::post("/queues").header(CONTENT_TYPE, "text/plain");
        let (status, problem) = answer(form.body(Body::from("{}")).unwrap()).await;
        assert_eq!((status, &problem["code"]), (415, &json!("unsupported_media_type")));

        let (status, problem) = post_json(&format!(r#"{{"name":"{}"}}"#, "x".repeat(300))).await;
        assert_eq!((status, &problem["code"]), (413, &json!("body_too_large")));
    }

    #[tokio::test]
    async fn each_bad_parameter_is_named() {
        for (path, field) in [
            ("/list?limit=many", "limit"),
            ("/list?limit=99999999", "limit"),
            ("/list?limit=1&limit=2", "limit"),
        ] {
            let (status, problem) = get_path(path).await;
            assert_eq!((status, &problem["field"]), (422, &json!(field)), "{path}: {problem}");
        }
    }

    #[tokio::test]
    async fn an_id_of_the_wrong_kind_is_refused_by_name() {
        let (status, problem) = get_path("/c/queue_01h455vb4pex5vsknk084sn02q").await;
        assert_eq!(status, 422);
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("expected an id that starts with `conversation_`"),
            "{problem}"
        );
    }
}
