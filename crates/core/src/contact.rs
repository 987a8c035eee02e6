//! Contacts: the people the business talks with, and the identities they are known by.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::actor::Actor;
use crate::id::{ContactId, IdentityId};
use crate::validation::Errors;

/// Longest id of another system, and longest name, in characters.
const LINE_CHARS_MAX: usize = 200;
/// Longest e-mail address (RFC 5321, section 4.5.3.1, with RFC 3696 erratum 1690).
const EMAIL_CHARS_MAX: usize = 254;

/// What kind of address an identity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// A browser that keeps a signed visitor key.
    Visitor,
    Email,
    /// E.164.
    Phone,
    /// An id of the business's own systems.
    External,
}

impl IdentityKind {
    pub const ALL: [Self; 4] = [Self::Visitor, Self::Email, Self::Phone, Self::External];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::External => "external",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// An address by which a contact is known. Only a verified one may join contacts by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Identity {
    pub id: IdentityId,
    pub kind: IdentityKind,
    pub value: String,
    pub verified: bool,
}

/// Who somebody is, by the word of the business's own systems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identification {
    pub external_id: String,
    pub name: Option<String>,
    /// In lower case.
    pub email: Option<String>,
    /// E.164.
    pub phone: Option<String>,
}

impl Identification {
    pub fn validate(&self, errors: &mut Errors) {
        errors.check_line(&self.external_id, "sub", LINE_CHARS_MAX);
        if let Some(name) = &self.name {
            errors.check_line(name, "name", LINE_CHARS_MAX);
        }
        if let Some(email) = &self.email {
            errors.check(is_email(email), "email", "must be an address, such as vera@example.com");
        }
        if let Some(phone) = &self.phone {
            errors.check(is_e164(phone), "phone", "must be in E.164, such as +49421123456");
        }
    }

    /// As identities that this word verifies, the external id first.
    pub fn identities(&self) -> impl Iterator<Item = (IdentityKind, &str)> {
        let external = std::iter::once((IdentityKind::External, self.external_id.as_str()));
        let email = self.email.as_deref().map(|value| (IdentityKind::Email, value));
        let phone = self.phone.as_deref().map(|value| (IdentityKind::Phone, value));
        external.chain(email).chain(phone)
    }
}

/// In outline: something, `@`, a domain; whether it exists only a mail can tell.
fn is_email(text: &str) -> bool {
    let strange = |c: char| c.is_whitespace() || c.is_control();
    text.chars().count() <= EMAIL_CHARS_MAX
        && !text.contains(strange)
        && text.rsplit_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.is_empty() && !domain.starts_with('.')
        })
}

/// ITU-T E.164: `+` and 7 to 15 digits, the first not 0.
fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The page a visitor was last seen on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PageVisit {
    pub url: String,
    pub title: String,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Contact {
    pub id: ContactId,
    pub name: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    pub identities: Vec<Identity>,
    pub page: Option<PageVisit>,
    pub created_at: Timestamp,
    pub last_seen_at: Option<Timestamp>,
    /// None unless nothing more is taken from them.
    #[serde(default)]
    #[schema(required = true)]
    pub blocked: Option<Block>,
    pub version: i64,
}

/// Why nothing more is taken from a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Block {
    pub at: Timestamp,
    pub by: Actor,
    /// For colleagues.
    pub reason: Option<String>,
}

/// As much of a contact as a list of conversations shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactSummary {
    pub id: ContactId,
    pub name: Option<String>,
}
