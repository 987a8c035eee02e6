//! Typed ids. As text they are [TypeIDs](https://github.com/jetify-com/typeid/tree/main/spec) 0.3:
//! a prefix that names the kind, `_`, and a UUIDv7 in 26 characters of Crockford's base 32, so an
//! id of the wrong kind is refused by name, and ids sort by the time they were made.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::Timestamp;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const TEXT_CHARS: usize = 26;

/// Why a text is not the id that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    #[error("expected an id that starts with `{expected}_`, found `{found}`")]
    Kind { expected: &'static str, found: String },
    #[error("`{0}` is not an id: 26 characters of base 32 must follow the last `_`")]
    Suffix(String),
}

/// The kinds of id, each a type of its own around a UUIDv7.
pub trait TypedId: Copy + Ord + std::hash::Hash + fmt::Display + FromStr<Err = IdError> {
    const PREFIX: &'static str;
    fn from_uuid(uuid: Uuid) -> Self;
    fn uuid(self) -> Uuid;
}

/// A UUIDv7 (RFC 9562, section 5.7) from the time and 10 random bytes that the caller gives.
pub fn uuid_v7(now: Timestamp, random: [u8; 10]) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(now.millis()).unwrap_or(0), &random)
        .into_uuid()
}

fn encode(uuid: Uuid, out: &mut [u8; TEXT_CHARS]) {
    let mut rest = uuid.as_u128();
    for slot in out.iter_mut().rev() {
        *slot = ALPHABET[(rest & 31) as usize];
        rest >>= 5;
    }
}

fn decode(text: &str) -> Option<Uuid> {
    let bytes = text.as_bytes();
    // 26 x 5 bits are 130: the first character may carry only 3.
    if bytes.len() != TEXT_CHARS || bytes[0] > b'7' {
        return None;
    }
    let mut value: u128 = 0;
    for byte in bytes {
        let digit = ALPHABET.iter().position(|a| a == byte)?;
        value = (value << 5) | digit as u128;
    }
    Some(Uuid::from_u128(value))
}

fn parse(text: &str, prefix: &'static str) -> Result<Uuid, IdError> {
    let (found, suffix) = text.rsplit_once('_').unwrap_or(("", text));
    if found != prefix {
        return Err(IdError::Kind { expected: prefix, found: text.chars().take(64).collect() });
    }
    decode(suffix).ok_or_else(|| IdError::Suffix(text.chars().take(64).collect()))
}

fn show(prefix: &str, uuid: Uuid, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut text = [0; TEXT_CHARS];
    encode(uuid, &mut text);
    f.write_str(prefix)?;
    f.write_str("_")?;
    f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id from the time and 10 random bytes.
            pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
                Self(uuid_v7(now, random))
            }
        }

        impl TypedId for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                show($prefix, self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                show($prefix, self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                parse(text, $prefix).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl utoipa::__dev::ComposeSchema for $name {
            fn compose(
                _: Vec<utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>>,
            ) -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$")))
                    .examples([concat!($prefix, "_01h455vb4pex5vsknk084sn02q")])
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    )*

        /// The description of every kind of id, by its name.
        pub fn schemas() -> Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)> {
            vec![$((
                stringify!($name).to_owned(),
                <$name as utoipa::PartialSchema>::schema(),
            ),)*]
        }
    };
}

typed_ids! {
    /// Who works with Rapport.
    AgentId = "agent";
    /// A program that uses the API with a token of its own.
    ApiTokenId = "token";
    AttachmentId = "attachment";
    BrandId = "brand";
    CannedReplyId = "canned";
    /// What contacts belong to.
    CompanyId = "company";
    ContactId = "contact";
    /// A custom field of contacts.
    ContactFieldId = "field";
    /// What a colleague should know of a contact.
    ContactNoteId = "note";
    ConversationId = "conversation";
    DispositionId = "disposition";
    EntryId = "entry";
    HoursId = "hours";
    IdentityId = "identity";
    /// A mail as it came.
    MailId = "mail";
    /// A file of contacts.
    ImportId = "import";
    InboundId = "inbound";
    InboxId = "inbox";
    InteractionId = "interaction";
    /// A contact who has become a part of another.
    MergeId = "merge";
    ProactiveRuleId = "proactive";
    QueueId = "queue";
    /// A role of the business's own.
    RoleId = "role";
    /// Contacts of whom a condition says that they belong together.
    SegmentId = "segment";
    SessionId = "session";
    SiteId = "site";
    SkillId = "skill";
    TagId = "tag";
    WebhookId = "webhook";
    /// An event on its way to a webhook.
    DeliveryId = "delivery";
    TeamId = "team";
    /// A view of the list of conversations, under a name.
    ViewId = "view";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_specification_s_own_examples() {
        // https://github.com/jetify-com/typeid, spec/valid.yml
        for (suffix, uuid) in [
            ("00000000000000000000000000", "00000000-0000-0000-0000-000000000000"),
            ("00000000000000000000000010", "00000000-0000-0000-0000-000000000020"),
            ("7zzzzzzzzzzzzzzzzzzzzzzzzz", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
            ("01h455vb4pex5vsknk084sn02q", "01890a5d-ac96-774b-bcce-b302099a8057"),
        ] {
            let id: ContactId = format!("contact_{suffix}").parse().unwrap();
            assert_eq!(id.uuid().to_string(), uuid);
            assert_eq!(id.to_string(), format!("contact_{suffix}"));
        }
    }

    #[test]
    fn a_wrong_kind_is_refused_by_name() {
        let refused = "queue_01h455vb4pex5vsknk084sn02q".parse::<ContactId>().unwrap_err();
        assert_eq!(
            refused.to_string(),
            "expected an id that starts with `contact_`, found `queue_01h455vb4pex5vsknk084sn02q`"
        );
    }

    proptest! {
        #[test]
        fn any_uuid_comes_back(bits: u128) {
            let id = AgentId::from_uuid(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse::<AgentId>().unwrap(), id);
        }

        #[test]
        fn hostile_text_never_panics(text in "\\PC{0,80}") {
            let _ = text.parse::<AgentId>();
            let _ = format!("agent_{text}").parse::<AgentId>();
        }
    }
}
