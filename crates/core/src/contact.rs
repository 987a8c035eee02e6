//! Contacts: the people the business talks with, and the identities they are known by.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::id::{ContactId, IdentityId};

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
    pub version: i64,
}

/// As much of a contact as a list of conversations shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactSummary {
    pub id: ContactId,
    pub name: Option<String>,
}
