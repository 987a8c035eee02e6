//! Browser sessions: a secret in a cookie, renewed every hour of use.

use std::time::Duration;

use axum::http::header::{COOKIE as COOKIE_HEADER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use rapport_storage::credential::{self, BrowserSession};
use rapport_storage::{Store, StoreError};

use super::secret::{hash_secret, new_secret};
use crate::clock;

pub const COOKIE: &str = "rapport_session";
/// Without use for so long, the agent signs in again.
pub const SESSION_LIFETIME: Duration = Duration::from_secs(14 * 24 * 60 * 60);
const ROTATED_EVERY: Duration = Duration::from_secs(60 * 60);
/// Requests that were under way at a rotation may still carry the old secret.
const OLD_SECRET_FOR: Duration = Duration::from_secs(60);

/// The session cookie's value in a request.
pub(super) fn from_headers(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, COOKIE)
}

/// A cookie's value in a request.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE_HEADER)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// `Set-Cookie` with a session's secret.
pub fn set_cookie(headers: &mut HeaderMap, secret: &str, https: bool) {
    put_cookie(headers, COOKIE, secret, SESSION_LIFETIME.as_secs(), https);
}

pub fn clear_cookie(headers: &mut HeaderMap) {
    put_cookie(headers, COOKIE, "", 0, false);
}

/// A cookie that is not for scripts (HttpOnly) and not from other sites (SameSite=Lax, so that a
/// link in a message still opens the desk).
pub(super) fn put_cookie(
    headers: &mut HeaderMap,
    name: &str,
    value: &str,
    age_s: u64,
    https: bool,
) {
    let secure = if https { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age_s}{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        headers.append(SET_COOKIE, value);
    }
}

/// The session that a secret opens, and the new secret if it was due for one.
pub(super) async fn open(
    store: &Store,
    secret: &str,
) -> Result<Option<(BrowserSession, Option<String>)>, StoreError> {
    let hash = hash_secret(secret);
    let now = clock::now();
    let mut reader = store.read().await?;
    let session = &mut reader.session();
    let Some(found) = credential::session_by_token(session, &hash).await? else {
        let before = credential::session_by_previous_token(session, &hash).await?;
        return Ok(before
            .filter(|old| now.since(old.rotated_at) < OLD_SECRET_FOR && now < old.expires_at)
            .map(|old| (old, None)));
    };
    drop(reader);
    if now >= found.expires_at {
        return Ok(None);
    }
    if now.since(found.rotated_at) < ROTATED_EVERY {
        return Ok(Some((found, None)));
    }
    let renewed = new_secret();
    let mut tx = store.begin().await?;
    let expires_at = now + SESSION_LIFETIME;
    let won =
        credential::rotate_session(&mut tx, &hash, &hash_secret(&renewed), now, expires_at).await?;
    tx.commit().await?;
    // Another request of the same browser was first: its answer carries the new secret.
    Ok(Some((found, won.then_some(renewed))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE_HEADER, HeaderValue::from_static("a=1; rapport_session=xyz; b=2"));
        assert_eq!(from_headers(&headers), Some("xyz"));
        headers.clear();
        headers.append(COOKIE_HEADER, HeaderValue::from_static("not_rapport_session=xyz"));
        assert_eq!(from_headers(&headers), None);
    }

    #[test]
    fn the_cookie_is_not_for_scripts_nor_other_sites() {
        let mut headers = HeaderMap::new();
        set_cookie(&mut headers, "xyz", true);
        assert_eq!(
            headers[SET_COOKIE],
            "rapport_session=xyz; Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600; Secure"
        );
    }
}
