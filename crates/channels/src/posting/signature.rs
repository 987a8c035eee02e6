//! Signatures by the Standard Webhooks specification 1.0 (symmetric, `v1`): HMAC-SHA256 over
//! `id.timestamp.body` with the secret's bytes, in base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use rapport_core::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// What a secret begins with, before its bytes in base64.
pub const SECRET_PREFIX: &str = "whsec_";

/// The secret, and for some time the one before, so that a receiver can change over in peace.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secrets {
    pub current: String,
    #[serde(default)]
    pub previous: Option<String>,
    /// Until when the one before is used, too.
    #[serde(default)]
    pub previous_until: Option<Timestamp>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(..)")
    }
}

impl Secrets {
    fn in_use(&self, now: Timestamp) -> impl Iterator<Item = &str> {
        let before = self.previous.as_deref();
        let still = self.previous_until.is_some_and(|until| now < until);
        std::iter::once(self.current.as_str()).chain(before.filter(|_| still))
    }
}

/// The value of `webhook-signature`: a signature for each secret in use, separated by blanks.
pub fn sign(secrets: &Secrets, id: &str, now: Timestamp, body: &[u8]) -> String {
    let seconds = now.micros().div_euclid(1_000_000);
    let signed = |secret: &str| {
        let bytes = secret.strip_prefix(SECRET_PREFIX).unwrap_or(secret);
        // What is not base64 could not have been made here; as it is written, it still signs.
        let key = STANDARD.decode(bytes).unwrap_or_else(|_| bytes.as_bytes().to_vec());
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key).ok()?;
        mac.update(format!("{id}.{seconds}.").as_bytes());
        mac.update(body);
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    };
    let all: Vec<String> = secrets.in_use(now).filter_map(signed).collect();
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn the_specification_s_own_example() {
        // https://github.com/standard-webhooks/standard-webhooks, libraries' test vector.
        let secrets = Secrets {
            current: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned(),
            previous: None,
            previous_until: None,
        };
        let body = br#"{"test": 2432232314}"#;
        assert_eq!(
            sign(&secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", at(1_614_265_330), body),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn the_secret_before_signs_too_for_its_time() {
        let secrets = Secrets {
            current: "whsec_bmV3".to_owned(),
            previous: Some("whsec_b2xk".to_owned()),
            previous_until: Some(at(100)),
        };
        let during = sign(&secrets, "msg_1", at(99), b"{}");
        let after = sign(&secrets, "msg_1", at(100), b"{}");
        assert_eq!(during.split(' ').count(), 2);
        assert_eq!(after.split(' ').count(), 1);
        let alone = |secret: &str, now| {
            let current = secret.to_owned();
            let secrets = Secrets { current, previous: None, previous_until: None };
            sign(&secrets, "msg_1", now, b"{}")
        };
        assert_eq!(after, alone("whsec_bmV3", at(100)));
        assert!(during.ends_with(&alone("whsec_b2xk", at(99))));
    }
}
