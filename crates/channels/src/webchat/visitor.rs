//! The key that a visitor's browser keeps: an id that the server made, signed (HMAC-SHA256, RFC
//! 2104), so that nobody can take another visitor's place, and nothing is stored before a visitor
//! says something. It may also say until when this browser counts as its contact's mailbox, whose link
//! was opened in it ([`super::return_link`]).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use rapport_core::Timestamp;
use sha2::Sha256;
use uuid::Uuid;

const PLAIN: &str = "v1";
const READS_MAIL: &str = "v2";

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

/// What a browser's key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitorKey {
    pub visitor: Visitor,
    /// Until then whoever has the browser may read what went to the contact's mailbox.
    pub reads_mail_until: Option<Timestamp>,
}

impl From<Visitor> for VisitorKey {
    fn from(visitor: Visitor) -> Self {
        Self { visitor, reads_mail_until: None }
    }
}

impl Signer {
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// Over what is signed for one purpose: no tag of one is good for another.
    pub(super) fn mac(&self, purpose: &str, id: Uuid) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(purpose.as_bytes());
        mac.update(id.as_bytes());
        Some(mac)
    }

    fn mac_of(&self, key: VisitorKey) -> Option<Hmac<Sha256>> {
        match key.reads_mail_until {
            None => self.mac(PLAIN, key.visitor.0),
            Some(until) => {
                let mut mac = self.mac(READS_MAIL, key.visitor.0)?;
                mac.update(&until.millis().to_be_bytes());
                Some(mac)
            }
        }
    }

    /// The key to give to the browser.
    pub fn sign(&self, key: impl Into<VisitorKey>) -> String {
        let key = key.into();
        let tag = self.mac_of(key).map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
        let (id, tag) = (key.visitor.identity(), URL_SAFE_NO_PAD.encode(tag));
        match key.reads_mail_until {
            None => format!("{PLAIN}.{id}.{tag}"),
            Some(until) => format!("{READS_MAIL}.{id}.{}.{tag}", until.millis()),
        }
    }

    /// What a key says; none when it was not made here. Takes the same time however much of the key
    /// is right.
    pub fn verify(&self, key: &str) -> Option<VisitorKey> {
        let parts: Vec<&str> = key.split('.').collect();
        let (id, until, tag) = match parts[..] {
            [PLAIN, id, tag] => (id, None, tag),
            [READS_MAIL, id, until, tag] => (id, Some(until.parse().ok()?), tag),
            _ => return None,
        };
        let visitor = Visitor(Uuid::try_parse(id).ok()?);
        let key = VisitorKey { visitor, reads_mail_until: until.map(Timestamp::from_millis) };
        let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
        self.mac_of(key)?.verify_slice(&tag).ok()?;
        Some(key)
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
        assert_eq!(signer.verify(&key), Some(visitor.into()));
        assert_eq!(Signer::new([8; 32]).verify(&key), None);
        assert_eq!(signer.verify(&format!("{key}x")), None);
        assert_eq!(signer.verify(&format!("{key}.")), None);
        let other = signer.sign(Visitor::new(Uuid::from_u128(43)));
        let (id, _) = other.rsplit_once('.').unwrap();
        let (_, tag) = key.rsplit_once('.').unwrap();
        assert_eq!(signer.verify(&format!("{id}.{tag}")), None);
    }

    #[test]
    fn nobody_makes_a_key_of_theirs_read_mails_or_for_longer() {
        let signer = Signer::new([7; 32]);
        let visitor = Visitor::new(Uuid::from_u128(42));
        let until = Some(Timestamp::from_millis(1_000));
        let key = signer.sign(VisitorKey { visitor, reads_mail_until: until });
        assert_eq!(signer.verify(&key), Some(VisitorKey { visitor, reads_mail_until: until }));
        assert_eq!(signer.verify(&key.replace(".1000.", ".2000.")), None);
        assert_eq!(signer.verify(&key.replace(".1000.", ".").replace("v2", "v1")), None);
        let plain = signer.sign(visitor);
        let (id, tag) = plain.strip_prefix("v1.").unwrap().split_once('.').unwrap();
        assert_eq!(signer.verify(&format!("v2.{id}.1000.{tag}")), None);
    }

    proptest! {
        #[test]
        fn hostile_keys_are_refused(key in "\\PC{0,120}") {
            prop_assert_eq!(Signer::new([7; 32]).verify(&key), None);
        }
    }
}
