//! What all kinds of record share: identity, version, and the rules for a change.

use std::borrow::Cow;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::Directory;
use crate::Timestamp;
use crate::id::TypedId;
use crate::validation::Errors;

/// The kinds of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Agent,
    Brand,
    CannedReply,
    ContactField,
    Disposition,
    Hours,
    Inbox,
    ProactiveRule,
    Queue,
    Role,
    Segment,
    Site,
    Skill,
    Tag,
    Webhook,
    Team,
}

impl Kind {
    pub const ALL: [Self; 16] = [
        Self::Agent,
        Self::Brand,
        Self::CannedReply,
        Self::ContactField,
        Self::Disposition,
        Self::Hours,
        Self::Inbox,
        Self::ProactiveRule,
        Self::Queue,
        Self::Role,
        Self::Segment,
        Self::Site,
        Self::Skill,
        Self::Tag,
        Self::Webhook,
        Self::Team,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Brand => "brand",
            Self::CannedReply => "canned_reply",
            Self::ContactField => "contact_field",
            Self::Disposition => "disposition",
            Self::Hours => "hours",
            Self::Inbox => "inbox",
            Self::ProactiveRule => "proactive_rule",
            Self::Queue => "queue",
            Self::Role => "role",
            Self::Segment => "segment",
            Self::Site => "site",
            Self::Skill => "skill",
            Self::Tag => "tag",
            Self::Webhook => "webhook",
            Self::Team => "team",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A kind of configured thing.
pub trait Record:
    Clone + std::fmt::Debug + Serialize + DeserializeOwned + ToSchema + Send + Sync + 'static
{
    type Id: TypedId + Serialize + DeserializeOwned + ToSchema + Send + Sync + std::fmt::Debug;
    const KIND: Kind;
    /// Its name in the API description.
    const SCHEMA: &'static str;

    fn name(&self) -> &str;

    /// Checks every field against the rules and against the rest of the directory. `id` is the
    /// record's own, none while it is being made.
    fn validate(&self, id: Option<Self::Id>, directory: &Directory, errors: &mut Errors);

    /// Takes over what a client may not set (server-made keys) from the record as it was.
    fn keep(&mut self, _was: Option<&Self>) {}
}

/// A record with its id, version and dates.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Stored<R: Record> {
    pub id: R::Id,
    /// For `If-Match`: grows by one with each change.
    pub version: i64,
    /// No longer in use, kept for history.
    pub archived: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    #[serde(flatten)]
    pub record: R,
}

impl<R: Record> utoipa::__dev::ComposeSchema for Stored<R> {
    fn compose(_: Vec<utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>>) -> RefOr<Schema> {
        let meta = ObjectBuilder::new()
            .property("id", R::Id::schema())
            .required("id")
            .property("version", i64::schema())
            .required("version")
            .property("archived", bool::schema())
            .required("archived")
            .property("created_at", Timestamp::schema())
            .required("created_at")
            .property("updated_at", Timestamp::schema())
            .required("updated_at");
        AllOfBuilder::new().item(meta).item(R::schema()).into()
    }
}

impl<R: Record> ToSchema for Stored<R> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(R::SCHEMA)
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        <R as ToSchema>::schemas(schemas);
    }
}

/// The body of a `PATCH`: any of the record's fields (RFC 7396). Only a description; the server
/// merges JSON.
#[derive(Debug)]
pub struct PatchOf<R: Record>(PhantomData<R>);

impl<R: Record> utoipa::__dev::ComposeSchema for PatchOf<R> {
    fn compose(_: Vec<utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>>) -> RefOr<Schema> {
        fn without_required(schema: RefOr<Schema>) -> RefOr<Schema> {
            match schema {
                RefOr::T(Schema::Object(mut object)) => {
                    object.required.clear();
                    RefOr::T(Schema::Object(object))
                }
                RefOr::T(Schema::AllOf(mut all)) => {
                    all.items = all.items.into_iter().map(without_required).collect();
                    RefOr::T(Schema::AllOf(all))
                }
                other => other,
            }
        }
        without_required(R::schema())
    }
}

impl<R: Record> ToSchema for PatchOf<R> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}Patch", R::SCHEMA))
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        <R as ToSchema>::schemas(schemas);
    }
}
