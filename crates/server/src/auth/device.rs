//! Devices that have signed in before, known by a signed cookie. Guesses of others do not keep them
//! from signing in again. (OWASP, "Slow Down Online Guessing Attacks with Device Cookies".)
//!
//! The cookie opens nothing: it is a number of the device's own and, for each account that it has
//! signed in to, a signature over both (HMAC-SHA256). Nothing is stored.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::session;

const COOKIE: &str = "rapport_device";
/// As long as browsers keep a cookie at most.
const COOKIE_S: u64 = 400 * 24 * 60 * 60;
const VERSION: &str = "v1";
const NUMBER_BYTES: usize = 12;
/// Colleagues who share a device; of more, the last ones are known.
const ACCOUNTS_MAX: usize = 8;

/// A device's own number, for counting its tries.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Device(String);

#[cfg(test)]
impl Device {
    pub fn named(name: &str) -> Self {
        Self(name.to_owned())
    }
}

/// Signs and knows devices.
#[derive(Clone)]
pub struct Devices([u8; 32]);

impl std::fmt::Debug for Devices {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Devices")
    }
}

/// The cookie's parts.
struct Parts<'c> {
    number: &'c str,
    signatures: Vec<&'c str>,
}

impl Devices {
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    fn mac(&self, number: &str, email: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        for part in [VERSION, number, email] {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        Some(mac)
    }

    fn is_of(&self, number: &str, email: &str, signature: &str) -> bool {
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
        self.mac(number, email).is_some_and(|mac| mac.verify_slice(&signature).is_ok())
    }

    /// The device, when this account has signed in on it before.
    pub fn known(&self, headers: &HeaderMap, email: &str) -> Option<Device> {
        let Parts { number, signatures } = parts(headers)?;
        signatures
            .iter()
            .any(|signature| self.is_of(number, email, signature))
            .then(|| Device(number.to_owned()))
    }

    /// Has the browser remember that this account has signed in.
    pub fn remember(&self, request: &HeaderMap, email: &str, answer: &mut HeaderMap, https: bool) {
        let fresh = URL_SAFE_NO_PAD.encode(rand::random::<[u8; NUMBER_BYTES]>());
        let before = parts(request).unwrap_or(Parts { number: &fresh, signatures: Vec::new() });
        let Some(mac) = self.mac(before.number, email) else { return };
        let new = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        let others = before.signatures.into_iter().filter(|signature| *signature != new);
        let signatures: Vec<&str> =
            std::iter::once(new.as_str()).chain(others).take(ACCOUNTS_MAX).collect();
        let value = format!("{VERSION}.{}.{}", before.number, signatures.join("."));
        session::put_cookie(answer, COOKIE, &value, COOKIE_S, https);
    }
}

fn parts(headers: &HeaderMap) -> Option<Parts<'_>> {
    let mut parts = session::cookie(headers, COOKIE)?.split('.');
    let (version, number) = (parts.next()?, parts.next()?);
    let own = URL_SAFE_NO_PAD.decode(number).is_ok_and(|bytes| bytes.len() == NUMBER_BYTES);
    (version == VERSION && own)
        .then(|| Parts { number, signatures: parts.take(ACCOUNTS_MAX).collect() })
}

#[cfg(test)]
mod tests {
    use axum::http::header::{COOKIE as COOKIE_HEADER, SET_COOKIE};

    use super::*;

    /// The request of a browser that has taken the answer's cookie.
    fn next(answer: &HeaderMap) -> HeaderMap {
        let set = answer[SET_COOKIE].to_str().unwrap();
        let pair = set.split(';').next().unwrap();
        HeaderMap::from_iter([(COOKIE_HEADER, pair.parse().unwrap())])
    }

    fn signed_in(devices: &Devices, request: &HeaderMap, email: &str) -> HeaderMap {
        let mut answer = HeaderMap::new();
        devices.remember(request, email, &mut answer, true);
        next(&answer)
    }

    #[test]
    fn a_device_is_known_for_the_accounts_that_have_signed_in_on_it() {
        let devices = Devices::new([1; 32]);
        let empty = HeaderMap::new();
        assert_eq!(devices.known(&empty, "a@example.com"), None);
        let request = signed_in(&devices, &empty, "a@example.com");
        let device = devices.known(&request, "a@example.com").unwrap();
        assert_eq!(devices.known(&request, "b@example.com"), None);
        let request = signed_in(&devices, &request, "b@example.com");
        assert_eq!(devices.known(&request, "a@example.com"), Some(device.clone()));
        assert_eq!(devices.known(&request, "b@example.com"), Some(device));
        assert_eq!(Devices::new([2; 32]).known(&request, "a@example.com"), None);
    }

    #[test]
    fn it_remembers_so_many_accounts_and_each_once() {
        let devices = Devices::new([1; 32]);
        let email = |n: usize| format!("{n}@example.com");
        let mut request = HeaderMap::new();
        for n in [0, 0].into_iter().chain(0..=ACCOUNTS_MAX) {
            request = signed_in(&devices, &request, &email(n));
        }
        assert_eq!(devices.known(&request, &email(0)), None);
        assert!((1..=ACCOUNTS_MAX).all(|n| devices.known(&request, &email(n)).is_some()));
    }

    #[test]
    fn a_cookie_of_somebody_s_making_is_no_device() {
        let devices = Devices::new([1; 32]);
        for value in ["", "v1", "v1.x.y", "v1.AAAAAAAAAAAAAAAA.AAAA", "v2.AAAAAAAAAAAAAAAA.AAAA"] {
            let cookie = format!("{COOKIE}={value}");
            let request = HeaderMap::from_iter([(COOKIE_HEADER, cookie.parse().unwrap())]);
            assert_eq!(devices.known(&request, "a@example.com"), None, "{value}");
        }
    }
}
