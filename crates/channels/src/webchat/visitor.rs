//! The key that a visitor's browser keeps: an id that the server made, signed (HMAC-SHA256, RFC
//! 2104), so that nobody can take another visitor's place, and nothing is stored before a visitor
//! says something.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

const VERSION: &str = "v1";

/// The secret that signs visitor keys.
#[derive(Clone)]
pub struct Signer([u8; 32]);

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer")
    }
}

/// A visitor whose key was made here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Visitor(Uuid);

impl Visitor {
    pub const fn new(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// The value of the visitor's identity.
    pub fn identity(self) -> String {
        self.0.as_simple().to_string()
    }
}

impl Signer {
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    fn mac(&self, visitor: Visitor) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(VERSION.as_bytes());
        mac.update(visitor.0.as_bytes());
        Some(mac)
    }

    /// The key to give to the browser.
    pub fn sign(&self, visitor: Visitor) -> String {
        let tag = self.mac(visitor).map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
        format!("{VERSION}.{}.{}", visitor.identity(), URL_SAFE_NO_PAD.encode(tag))
    }

    /// The visitor whose key this is; none when it was not made here. Takes the same time however
    /// much of the key is right.
    pub fn verify(&self, key: &str) -> Option<Visitor> {
        let mut parts = key.split('.');
        let (version, id, tag) = (parts.next()?, parts.next()?, parts.next()?);
        if version != VERSION || parts.next().is_some() {
            return None;
        }
        let visitor = Visitor(Uuid::try_parse(id).ok()?);
        let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
        self.mac(visitor)?.verify_slice(&tag).ok()?;
        Some(visitor)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_keys_made_here_are_taken() {
        let signer = Signer::new([7; 32]);
        let visitor = Visitor::new(Uuid::from_u128(42));
        let key = signer.sign(visitor);
        assert_eq!(signer.verify(&key), Some(visitor));
        assert_eq!(Signer::new([8; 32]).verify(&key), None);
        assert_eq!(signer.verify(&format!("{key}x")), None);
        assert_eq!(signer.verify(&format!("{key}.")), None);
        let other = signer.sign(Visitor::new(Uuid::from_u128(43)));
        let (id, _) = other.rsplit_once('.').unwrap();
        let (_, tag) = key.rsplit_once('.').unwrap();
        assert_eq!(signer.verify(&format!("{id}.{tag}")), None);
    }

    proptest! {
        #[test]
        fn hostile_keys_are_refused(key in "\\PC{0,120}") {
            prop_assert_eq!(Signer::new([7; 32]).verify(&key), None);
        }
    }
}
