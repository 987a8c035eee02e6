//! Who a visitor is, by the business's own word: a JSON Web Token (RFC 7519) that its server signs
//! with the inbox's secret, in the compact form of RFC 7515 and with HS256 (RFC 7518, section 3.2)
//! alone. What `alg` a token claims is compared, never followed (RFC 8725, section 3.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use rapport_core::Timestamp;
use rapport_core::contact::Identification;
use rapport_core::validation::Errors;
use serde::Deserialize;
use sha2::Sha256;

const TOKEN_BYTES_MAX: usize = 8 * 1024;
/// Clocks of two machines may differ so much (RFC 7519, section 4.1.4: "a few minutes").
const LEEWAY_S: i64 = 120;

/// Why a token is not believed. The words are for whoever builds the page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    #[error("the token is not a JSON Web Token: three parts of base64url, joined by dots")]
    Malformed,
    #[error("the token must be signed with HS256, and name no critical extensions")]
    Algorithm,
    #[error("the token is not signed with this inbox's secret; see the inbox in the settings")]
    Signature,
    #[error("the token needs `exp`, a time in seconds since 1970")]
    Unbounded,
    #[error("the token has expired; make one for each page")]
    Expired,
    #[error("the token is not valid yet (`nbf`); compare the clocks")]
    Early,
    #[error("the token's claims are wrong: {0}")]
    Claims(String),
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Claims {
    /// A number in JSON becomes its text: many systems count their customers.
    sub: serde_json::Value,
    exp: Option<f64>,
    nbf: Option<f64>,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

/// Whom the token names, if it was signed with `secret` (its bytes as they are written) and is valid
/// now.
pub fn verify(token: &str, secret: &str, now: Timestamp) -> Result<Identification, IdentityError> {
    let mut parts = token.trim().split('.');
    let (Some(header), Some(payload), Some(tag), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(IdentityError::Malformed);
    };
    if token.len() > TOKEN_BYTES_MAX {
        return Err(IdentityError::Malformed);
    }
    let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| IdentityError::Malformed);
    let (header_json, payload_json, tag) = (decoded(header)?, decoded(payload)?, decoded(tag)?);
    let claimed: Header =
        serde_json::from_slice(&header_json).map_err(|_| IdentityError::Malformed)?;
    if claimed.alg != "HS256" || claimed.crit.is_some() {
        return Err(IdentityError::Algorithm);
    }
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| IdentityError::Signature)?;
    mac.update(header.as_bytes());
    mac.update(b".");
    mac.update(payload.as_bytes());
    mac.verify_slice(&tag).map_err(|_| IdentityError::Signature)?;
    let claims: Claims = serde_json::from_slice(&payload_json)
        .map_err(|error| IdentityError::Claims(error.to_string()))?;
    identification(claims, now)
}

fn identification(claims: Claims, now: Timestamp) -> Result<Identification, IdentityError> {
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are exact in a double")]
    let now_s = (now.millis() / 1_000) as f64;
    #[expect(clippy::cast_precision_loss, reason = "a small constant")]
    let leeway_s = LEEWAY_S as f64;
    let exp = claims.exp.ok_or(IdentityError::Unbounded)?;
    if exp + leeway_s <= now_s {
        return Err(IdentityError::Expired);
    }
    if claims.nbf.is_some_and(|nbf| nbf > now_s + leeway_s) {
        return Err(IdentityError::Early);
    }
    let external_id = match claims.sub {
        serde_json::Value::String(text) => text,
        serde_json::Value::Number(number) => number.to_string(),
        _ => return Err(IdentityError::Claims("`sub` must be a text or a number".to_owned())),
    };
    let stated = |text: Option<String>| {
        text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let who = Identification {
        external_id,
        name: stated(claims.name),
        email: stated(claims.email).map(|email| email.to_lowercase()),
        phone: stated(claims.phone),
    };
    let mut errors = Errors::default();
    who.validate(&mut errors);
    errors.into_result().map_err(|errors| {
        let said: Vec<String> =
            errors.iter().map(|error| format!("`{}` {}", error.field, error.detail)).collect();
        IdentityError::Claims(said.join("; "))
    })?;
    Ok(who)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const SECRET: &str = "a secret of thirty-two characters";
    const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);

    fn signed(header: &serde_json::Value, claims: &serde_json::Value, secret: &[u8]) -> String {
        let part = |json: &serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let text = format!("{}.{}", part(header), part(claims));
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
        mac.update(text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    fn token(claims: &serde_json::Value) -> String {
        signed(&json!({"alg": "HS256", "typ": "JWT"}), claims, SECRET.as_bytes())
    }

    fn exp(offset_s: i64) -> i64 {
        NOW.millis() / 1_000 + offset_s
    }

    #[test]
    fn whom_a_token_names() {
        let claims = json!({"sub": "c-42", "exp": exp(60), "name": " Vera ", "email": "V@X.example",
            "phone": "+49421123456", "role": "ignored"});
        let who = verify(&token(&claims), SECRET, NOW).unwrap();
        assert_eq!(who.external_id, "c-42");
        assert_eq!(who.name.as_deref(), Some("Vera"));
        assert_eq!(who.email.as_deref(), Some("v@x.example"));
        assert_eq!(who.phone.as_deref(), Some("+49421123456"));
        let counted = verify(&token(&json!({"sub": 42, "exp": exp(60)})), SECRET, NOW).unwrap();
        assert_eq!(counted.external_id, "42");
    }

    #[test]
    fn the_example_of_rfc_7515_is_signed_right() {
        // Appendix A.1: its key, and its token, which has no `sub` and expired in 2011.
        let key = URL_SAFE_NO_PAD
            .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
            .unwrap();
        let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let (text, tag) = token.rsplit_once('.').unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(text.as_bytes());
        assert_eq!(URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()), tag);
    }

    #[test]
    fn what_is_not_believed() {
        use IdentityError::{Algorithm, Early, Expired, Malformed, Signature, Unbounded};
        let claims = json!({"sub": "c-42", "exp": exp(60)});
        let good = token(&claims);
        let refused = |token: &str| verify(token, SECRET, NOW).unwrap_err();
        let with = |header: serde_json::Value| signed(&header, &claims, SECRET.as_bytes());
        assert_eq!(refused(""), Malformed);
        assert_eq!(refused("a.b"), Malformed);
        assert_eq!(refused(&format!("{good}.x")), Malformed);
        assert_eq!(refused(&with(json!({"alg": "none"}))), Algorithm);
        assert_eq!(refused(&with(json!({"alg": "HS512"}))), Algorithm);
        assert_eq!(refused(&with(json!({"alg": "HS256", "crit": ["exp"]}))), Algorithm);
        assert_eq!(verify(&good, "another secret", NOW).unwrap_err(), Signature);
        let (head, _) = good.rsplit_once('.').unwrap();
        assert_eq!(refused(&format!("{head}.")), Signature);
        let other = token(&json!({"sub": "c-43", "exp": exp(60)}));
        let (_, tag) = other.rsplit_once('.').unwrap();
        assert_eq!(refused(&format!("{head}.{tag}")), Signature);
        assert_eq!(refused(&token(&json!({"sub": "c-42"}))), Unbounded);
        assert_eq!(refused(&token(&json!({"sub": "c-42", "exp": exp(-LEEWAY_S)}))), Expired);
        let early = json!({"sub": "c-42", "exp": exp(999), "nbf": exp(LEEWAY_S + 1)});
        assert_eq!(refused(&token(&early)), Early);
        for wrong in [
            json!({"sub": "", "exp": exp(60)}),
            json!({"sub": true, "exp": exp(60)}),
            json!({"sub": "x".repeat(201), "exp": exp(60)}),
            json!({"sub": "c", "exp": exp(60), "email": "nobody"}),
            json!({"sub": "c", "exp": exp(60), "phone": "0421 123"}),
            json!({"sub": "c", "exp": exp(60), "name": "x".repeat(201)}),
            json!({"exp": exp(60)}),
        ] {
            assert!(matches!(refused(&token(&wrong)), IdentityError::Claims(_)), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn hostile_tokens_are_refused(text in "\\PC{0,200}") {
            prop_assert!(verify(&text, SECRET, NOW).is_err());
        }
    }
}
