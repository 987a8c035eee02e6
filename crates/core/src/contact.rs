//! Contacts: the people the business talks with, and the identities they are known by.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::actor::Actor;
use crate::channel::Channel;
use crate::company::CompanySummary;
use crate::consent::Consents;
use crate::directory::contact_field::FieldValue;
use crate::directory::{ContactField, Directory, InDirectory, Record, Tag, is_language_tag};
use crate::id::{CompanyId, ContactFieldId, ContactId, ContactNoteId, IdentityId, TagId};
use crate::mail::MailAddress;
use crate::validation::Errors;

/// Longest id of another system, and longest name, in characters.
pub const LINE_CHARS_MAX: usize = 200;
/// Most tags on a contact.
pub const TAGS_MAX: usize = 20;
/// Most identities of a contact that people give them.
pub const IDENTITIES_MAX: usize = 50;
/// Longest note on a contact, in characters.
pub const NOTE_CHARS_MAX: usize = 5_000;
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

    /// An address of this kind as somebody wrote it, in the form in which it is kept; or what to
    /// write instead.
    pub fn fit(self, value: &str) -> Result<String, &'static str> {
        let value = value.trim();
        match self {
            Self::Visitor => Err("browsers make themselves known; give another kind"),
            Self::Email if is_email(value) => Ok(value.to_lowercase()),
            Self::Email => Err("must be an address, such as vera@example.com"),
            Self::Phone => {
                let layout = |c: &char| !matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/');
                let number: String = value.chars().filter(layout).collect();
                if is_e164(&number) {
                    Ok(number)
                } else {
                    Err("must be in E.164, such as +49421123456")
                }
            }
            Self::External => {
                let mut errors = Errors::default();
                errors.check_line(value, "value", LINE_CHARS_MAX);
                let detail = "must be a line of at most 200 characters";
                errors.into_result().map_err(|_| detail).map(|()| value.to_owned())
            }
        }
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
pub fn is_email(text: &str) -> bool {
    let strange = |c: char| c.is_whitespace() || c.is_control();
    text.chars().count() <= EMAIL_CHARS_MAX
        && !text.contains(strange)
        && text.rsplit_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.is_empty() && !domain.starts_with('.')
        })
}

/// ITU-T E.164: `+` and 7 to 15 digits, the first not 0.
pub fn is_e164(text: &str) -> bool {
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
    /// What they belong to.
    #[serde(default)]
    #[schema(required = true)]
    pub company: Option<CompanySummary>,
    #[serde(default)]
    pub tag_ids: Vec<TagId>,
    /// Custom fields by their ids; those without a value are left out.
    #[serde(default)]
    #[schema(value_type = HashMap<String, FieldValue>)]
    pub fields: Fields,
    /// By which they have said that they want to be written to.
    #[serde(default)]
    #[schema(required = true)]
    pub preferred_channel: Option<Channel>,
    /// What they have said of being written to, by channel; those of which they said nothing are left
    /// out.
    #[serde(default)]
    #[schema(value_type = HashMap<String, crate::consent::Consent>)]
    pub consents: Consents,
    pub page: Option<PageVisit>,
    pub created_at: Timestamp,
    pub last_seen_at: Option<Timestamp>,
    /// None unless nothing more is taken from them.
    #[serde(default)]
    #[schema(required = true)]
    pub blocked: Option<Block>,
    pub version: i64,
}

impl Contact {
    /// Whether it was shown that an identity is theirs.
    pub fn has_verified(&self, kind: IdentityKind, value: &str) -> bool {
        self.identities.iter().any(|it| it.kind == kind && it.verified && it.value == value)
    }

    /// Whether it was shown that they read what goes to an address.
    pub fn reads_mail_of(&self, address: &MailAddress) -> bool {
        self.has_verified(IdentityKind::Email, &address.key())
    }
}

/// What a contact has in custom fields.
pub type Fields = BTreeMap<ContactFieldId, FieldValue>;

/// What people and programs can say of a contact, beside how they are reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub name: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    pub company_id: Option<CompanyId>,
    pub tag_ids: Vec<TagId>,
    pub fields: Fields,
    #[serde(default)]
    pub preferred_channel: Option<Channel>,
    #[serde(default)]
    pub consents: Consents,
}

impl From<&Contact> for Details {
    fn from(contact: &Contact) -> Self {
        Self {
            name: contact.name.clone(),
            language: contact.language.clone(),
            company_id: contact.company.as_ref().map(|company| company.id),
            tag_ids: contact.tag_ids.clone(),
            fields: contact.fields.clone(),
            preferred_channel: contact.preferred_channel,
            consents: contact.consents.clone(),
        }
    }
}

impl Details {
    /// Checks what differs from what was, and gives values the form in which they are kept. What was
    /// there may stay, even if its tag, field or choice is no longer in use.
    pub fn fit(&mut self, was: &Self, directory: &Directory, errors: &mut Errors) {
        if let Some(name) = &self.name {
            errors.check_line(name, "name", LINE_CHARS_MAX);
        }
        if let Some(language) = &self.language {
            let detail = "must be a BCP 47 tag, such as en or zh-Hans";
            errors.check(is_language_tag(language), "language", detail);
        }
        errors.check(self.tag_ids.len() <= TAGS_MAX, "tag_ids", "must be at most 20");
        for (place, id) in self.tag_ids.iter().enumerate().take(TAGS_MAX) {
            if self.tag_ids[..place].contains(id) {
                errors.push(format!("tag_ids[{place}]"), "is in the list twice");
            } else if !was.tag_ids.contains(id) {
                check_in_use::<Tag>(*id, "tag", &format!("tag_ids[{place}]"), directory, errors);
            }
        }
        for (id, value) in &mut self.fields {
            let name = format!("fields.{id}");
            if was.fields.get(id) == Some(value)
                || !check_in_use::<ContactField>(*id, "custom field", &name, directory, errors)
            {
                continue;
            }
            let Some(field) = directory.in_use::<ContactField>(*id) else { continue };
            match value.clone().fit(&field.record) {
                Ok(fit) => *value = fit,
                Err(detail) => errors.push(name, detail),
            }
        }
    }
}

fn check_in_use<R: InDirectory + Record>(
    id: R::Id,
    what: &str,
    field: &str,
    directory: &Directory,
    errors: &mut Errors,
) -> bool {
    let is_there = directory.in_use::<R>(id).is_some();
    if !is_there {
        errors.push(field, format!("there is no {what} {id} in use; choose one from the list"));
    }
    is_there
}

/// What a colleague should know of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactNote {
    pub id: ContactNoteId,
    pub contact_id: ContactId,
    pub at: Timestamp,
    pub author: Actor,
    pub text: String,
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
