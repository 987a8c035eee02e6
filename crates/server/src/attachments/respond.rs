//! An attachment as a response that no browser takes for a page of this server.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use rapport_core::attachment::detect;
use rapport_storage::attachment::Held;
use tokio::io::{AsyncReadExt, AsyncSeekExt, SeekFrom};
use tokio_util::io::ReaderStream;

use super::disposition;
use super::range::{Asked, asked};
use super::thumbnail::Shown;
use crate::app::App;
use crate::http::{CROSS_ORIGIN_RESOURCE_POLICY, Problem};

/// What is read from the disk at once.
const READ_BYTES: usize = 64 * 1024;
/// Bytes of the content's hash that name it.
const TAG_BYTES: usize = 16;

/// Kept by this browser only, and asked for again each time: whoever signs out has no access left.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");
/// Should it ever be opened as a page: no scripts, no requests, no origin.
const NO_PAGE: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");

/// Answers with the file, a part of it, or 304 where the client has it.
pub async fn respond(app: &App, held: &Held, request: &HeaderMap) -> Result<Response, Problem> {
    let attachment = &held.attachment;
    let tag = tag(&held.sha256);
    let has = |name: HeaderName| request.get(name).and_then(|value| value.to_str().ok());
    if is_known(request, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers(held, &tag)).into_response());
    }
    let size = u64::try_from(attachment.size_bytes).unwrap_or_default();
    // Only a part of the very same content may be put to what the client has.
    let range = has(RANGE).filter(|_| has(IF_RANGE).is_none_or(|it| it == tag));
    let (status, first, length) = match asked(range, size) {
        Asked::Whole => (StatusCode::OK, 0, size),
        Asked::Part { first, last } => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
        Asked::Unsatisfiable => {
            let whole = [(CONTENT_RANGE, format!("bytes */{size}"))];
            let problem = Problem::new(
                StatusCode::RANGE_NOT_SATISFIABLE,
                "range_not_satisfiable",
                format!("The file has {size} bytes. Ask for some of them."),
            );
            return Ok((whole, problem).into_response());
        }
    };
    let mut file = app.files.read(attachment.id).await.map_err(|error| {
        tracing::error!(%error, attachment = %attachment.id, "the file of an attachment is lost");
        Problem::internal(&error)
    })?;
    file.seek(SeekFrom::Start(first)).await.map_err(|error| Problem::internal(&error))?;
    let body = Body::from_stream(ReaderStream::with_capacity(file.take(length), READ_BYTES));
    let mut response = (status, headers(held, &tag), body).into_response();
    let answer = response.headers_mut();
    answer.insert(CONTENT_LENGTH, HeaderValue::from(length));
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(range) =
            HeaderValue::try_from(format!("bytes {first}-{}/{size}", first + length - 1))
    {
        answer.insert(CONTENT_RANGE, range);
    }
    Ok(response)
}

/// Answers with a picture of an image that is small enough for a list; the image itself where it is
/// small already, or cannot be made smaller. 404 for what is not shown.
pub async fn respond_small(
    app: &App,
    held: &Held,
    request: &HeaderMap,
) -> Result<Response, Problem> {
    let shown = app.thumbnails.of(&app.files, &held.attachment).await.map_err(|error| {
        tracing::error!(%error, attachment = %held.attachment.id, "no thumbnail can be made");
        Problem::internal(&error)
    })?;
    let bytes = match shown {
        Shown::AsIs => return respond(app, held, request).await,
        Shown::Nothing => return Err(Problem::not_found("thumbnail")),
        Shown::Thumbnail(bytes) => bytes,
    };
    // Another representation of the same content has another tag (RFC 9110, section 8.8.3).
    let tag = format!("{}-small\"", tag(&held.sha256).trim_end_matches('"'));
    let mut answer = headers(held, &tag);
    answer.remove(ACCEPT_RANGES);
    let kind = detect(&bytes);
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(kind.content_type));
    if is_known(request, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, answer).into_response());
    }
    Ok((StatusCode::OK, answer, bytes).into_response())
}

/// Whether the client says that it has what the tag names.
fn is_known(request: &HeaderMap, tag: &str) -> bool {
    let list = request.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    list.is_some_and(|list| {
        list.split(',')
            .map(|it| it.trim().trim_start_matches("W/"))
            .any(|it| it == tag || it == "*")
    })
}

fn tag(sha256: &[u8]) -> String {
    let mut tag = String::from("\"");
    for byte in sha256.iter().take(TAG_BYTES) {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

fn headers(held: &Held, tag: &str) -> HeaderMap {
    let attachment = &held.attachment;
    let mut headers = HeaderMap::new();
    for (name, value) in [
        (CONTENT_TYPE, attachment.content_type.clone()),
        (CONTENT_DISPOSITION, disposition::of(attachment)),
        (ETAG, tag.to_owned()),
    ] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CACHE_CONTROL, PRIVATE);
    headers.insert(CONTENT_SECURITY_POLICY, NO_PAGE);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    headers
}
