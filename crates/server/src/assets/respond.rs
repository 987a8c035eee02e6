//! One file as a response: type, caching, and the smallest form that the client understands.

use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::source::Asset;

/// A name that holds a hash of its content never changes its content: a year, in seconds.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// The loader stands on other people's pages under one name: five minutes, in seconds.
const SHORT: HeaderValue = HeaderValue::from_static("public, max-age=300");
/// Kept, but asked for again each time.
const CHECKED: HeaderValue = HeaderValue::from_static("no-cache");

/// Answers with the file, or with 304 where the client has it.
pub(super) fn respond(path: &str, asset: &Asset, request: &HeaderMap) -> Response {
    let accepted = request.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let accepts = |coding| accepted.is_some_and(|list| accepts(list, coding));
    let (coding, content) = match asset {
        Asset { brotli: Some(content), .. } if accepts("br") => (Some("br"), content),
        Asset { gzip: Some(content), .. } if accepts("gzip") => (Some("gzip"), content),
        Asset { plain, .. } => (None, plain),
    };
    // Each form has a tag of its own: a strong tag stands for the very bytes.
    let etag = match coding {
        Some(coding) => format!("\"{}-{coding}\"", asset.hash),
        None => format!("\"{}\"", asset.hash),
    };
    let mut response = if has(request, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = content.clone().into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
        if let Some(coding) = coding {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, cache_control(path));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::try_from(etag) {
        headers.insert(ETAG, etag);
    }
    response
}

/// Whether `If-None-Match` lists `etag`. Compared weakly (RFC 9110, section 13.1.2): proxies that
/// compress mark tags as weak.
fn has(request: &HeaderMap, etag: &str) -> bool {
    let lists = request.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    lists
        .flat_map(|list| list.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == etag || tag == "*")
}

/// Whether an `Accept-Encoding` list allows `coding`: named, and not with a weight of zero.
fn accepts(list: &str, coding: &str) -> bool {
    list.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        named && weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
    })
}

fn cache_control(path: &str) -> HeaderValue {
    if path == "/widget.js" || path == "/widget/proactive.js" {
        SHORT
    } else if has_hashed_name(path) {
        FOR_EVER
    } else {
        CHECKED
    }
}

/// Vite names what it puts under `assets/` `name-<8 of A-Z a-z 0-9 _ ->.ext`.
fn has_hashed_name(path: &str) -> bool {
    const HASH_CHARS: usize = 8;
    let Some(name) = path.strip_prefix("/assets/").and_then(|rest| rest.rsplit('/').next()) else {
        return false;
    };
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem).as_bytes();
    let Some(dash) = stem.len().checked_sub(HASH_CHARS + 1) else { return false };
    stem[dash] == b'-'
        && stem[dash..].iter().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(b))
}

/// The media type of a file by its extension; plain bytes where it is not known.
pub(super) fn content_type(path: &str) -> &'static str {
    known_type(path).unwrap_or("application/octet-stream")
}

/// The media type of the kinds of file that web builds make.
pub(super) fn known_type(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let (_, extension) = name.rsplit_once('.')?;
    Some(match extension {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "wasm" => "application/wasm",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_encodings_are_accepted() {
        for (list, coding, expected) in [
            ("gzip, deflate, br, zstd", "br", true),
            ("gzip;q=1.0, br;q=0", "br", false),
            ("gzip;q=0.5", "gzip", true),
            ("GZIP", "gzip", true),
            ("identity", "gzip", false),
            ("", "gzip", false),
            ("brotli", "br", false),
        ] {
            assert_eq!(accepts(list, coding), expected, "{list:?} {coding}");
        }
    }

    #[test]
    fn which_names_never_change_their_content() {
        for hashed in ["/assets/desk/index-BxY12_-z.js", "/assets/widget/frame-abcd1234.css.map"] {
            assert!(has_hashed_name(hashed), "{hashed}");
        }
        for plain in [
            "/index-BxY12_-z.html",
            "/widget.js",
            "/assets/desk/logo.svg",
            "/assets/a-b.js",
            "/assets/",
        ] {
            assert!(!has_hashed_name(plain), "{plain}");
        }
    }
}
