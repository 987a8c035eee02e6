//! `PATCH /api/v1/contacts/{id}`

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::consent::{ConsentWord, note_words};
use rapport_core::contact::{Contact, Details};
use rapport_core::directory::contact_field::FieldValue;
use rapport_core::id::{CompanyId, ContactFieldId, ContactId, TagId};
use rapport_core::validation::Errors;
use rapport_storage::contact;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::etag::{IfMatch, tagged};
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(update))
}

/// A field that may be absent (it stays), `null` (it is cleared) or given.
#[expect(clippy::option_option, reason = "absent and null differ in a merge patch (RFC 7396)")]
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[derive(Debug, Deserialize, ToSchema)]
#[expect(clippy::option_option, reason = "absent and null differ in a merge patch (RFC 7396)")]
pub struct ContactPatch {
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub name: Option<Option<String>>,
    /// BCP 47.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub language: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<CompanyId>)]
    pub company_id: Option<Option<CompanyId>>,
    /// All tags: whichever is not named is taken off.
    #[schema(max_items = 20)]
    pub tag_ids: Option<Vec<TagId>>,
    /// Custom fields by their ids; `null` takes the value away, fields that are not named stay.
    #[serde(default)]
    #[schema(value_type = HashMap<String, FieldChange>)]
    pub fields: BTreeMap<ContactFieldId, Option<FieldValue>>,
    /// By which they have said that they want to be written to.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Channel>)]
    pub preferred_channel: Option<Option<Channel>>,
    /// What they have said of being written to, by channel; `null` takes back what was noted, channels
    /// that are not named stay.
    #[serde(default)]
    #[schema(value_type = HashMap<String, ConsentChange>)]
    pub consents: BTreeMap<Channel, Option<ConsentWord>>,
}

/// What a custom field is to hold. Only a description; the server reads an `Option`.
pub struct FieldChange;

impl utoipa::__dev::ComposeSchema for FieldChange {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        or_null("FieldValue", "A value, or null to take away the one that is there.")
    }
}

impl ToSchema for FieldChange {}

/// What is to be noted of a channel. Only a description; the server reads an `Option`.
pub struct ConsentChange;

impl utoipa::__dev::ComposeSchema for ConsentChange {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        or_null("ConsentWord", "What they said, or null to take back what was noted.")
    }
}

impl ToSchema for ConsentChange {}

fn or_null(schema: &str, description: &str) -> RefOr<Schema> {
    OneOfBuilder::new()
        .description(Some(description))
        .item(Ref::from_schema_name(schema))
        .item(ObjectBuilder::new().schema_type(Type::Null))
        .into()
}

impl ContactPatch {
    fn apply(self, was: Details, at: Timestamp, by: &Actor, errors: &mut Errors) -> Details {
        let mut fields = was.fields;
        for (id, value) in self.fields {
            match value {
                Some(value) => fields.insert(id, value),
                None => fields.remove(&id),
            };
        }
        let mut consents = was.consents;
        note_words(&mut consents, self.consents, by, at, errors);
        Details {
            name: self.name.unwrap_or(was.name),
            language: self.language.unwrap_or(was.language),
            company_id: self.company_id.unwrap_or(was.company_id),
            tag_ids: self.tag_ids.unwrap_or(was.tag_ids),
            fields,
            preferred_channel: self.preferred_channel.unwrap_or(was.preferred_channel),
            consents,
        }
    }
}

/// Change a contact
#[utoipa::path(patch, path = "/api/v1/contacts/{id}", tag = "contacts",
    operation_id = "update_contact",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = ContactId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = ContactPatch, responses((status = 200, body = Contact)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ContactId>,
    IfMatch(version): IfMatch,
    Json(patch): Json<ContactPatch>,
) -> Result<Response, Problem> {
    let mut tx = app.store.begin().await?;
    let was = Details::from(&contact::get(&mut tx.session(), id).await?);
    let (at, mut errors) = (stamp().at, Errors::default());
    let mut details = patch.apply(was.clone(), at, &caller.actor(), &mut errors);
    details.fit(&was, &app.directory(), &mut errors);
    errors.into_result().map_err(Problem::invalid)?;
    let now = contact::update(&mut tx, id, version, &details, caller.actor(), at).await?;
    tx.commit().await?;
    Ok(tagged(StatusCode::OK, now.version, now))
}
