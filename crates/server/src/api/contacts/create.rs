//! `POST /api/v1/contacts`

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use rapport_core::channel::Channel;
use rapport_core::consent::{ConsentWord, Consents, note_words};
use rapport_core::contact::{Contact, Details, Fields, IDENTITIES_MAX, Identity};
use rapport_core::directory::contact_field::FieldValue;
use rapport_core::id::{CompanyId, TagId};
use rapport_core::validation::Errors;
use rapport_storage::contact::{self, NewContact};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::identities::NewIdentity;
use crate::api::etag::tagged;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create))
}

/// Somebody to be known. A name or an identity must be given.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ContactFields {
    #[serde(default)]
    #[schema(max_length = 200)]
    pub name: Option<String>,
    /// BCP 47.
    #[serde(default)]
    pub language: Option<String>,
    #[serde(default)]
    pub company_id: Option<CompanyId>,
    #[serde(default)]
    #[schema(max_items = 20)]
    pub tag_ids: Vec<TagId>,
    /// Custom fields by their ids.
    #[serde(default)]
    #[schema(value_type = HashMap<String, FieldValue>)]
    pub fields: Fields,
    /// By which they have said that they want to be written to.
    #[serde(default)]
    pub preferred_channel: Option<Channel>,
    /// What they have said of being written to, by channel.
    #[serde(default)]
    #[schema(value_type = HashMap<String, ConsentWord>)]
    pub consents: BTreeMap<Channel, ConsentWord>,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub identities: Vec<NewIdentity>,
}

/// Create a contact
///
/// 409 `identity_taken` when an address is, verified, another contact's.
#[utoipa::path(post, path = "/api/v1/contacts", tag = "contacts",
    operation_id = "create_contact",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    request_body = ContactFields, responses((status = 201, body = Contact)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<ContactFields>,
) -> Result<Response, Problem> {
    let stamp = stamp();
    let mut errors = Errors::default();
    let mut details = Details {
        name: new.name.map(|name| name.trim().to_owned()),
        language: new.language,
        company_id: new.company_id,
        tag_ids: new.tag_ids,
        fields: new.fields,
        preferred_channel: new.preferred_channel,
        consents: Consents::default(),
    };
    let words = new.consents.into_iter().map(|(channel, word)| (channel, Some(word))).collect();
    note_words(&mut details.consents, words, &caller.actor(), stamp.at, &mut errors);
    details.fit(&Details::default(), &app.directory(), &mut errors);
    let is_somebody = details.name.is_some() || !new.identities.is_empty();
    errors.check(is_somebody, "name", "must be given unless there is an identity");
    errors.check(new.identities.len() <= IDENTITIES_MAX, "identities", "must be at most 50");
    let mut identities: Vec<Identity> = Vec::new();
    for (place, identity) in new.identities.into_iter().enumerate().take(IDENTITIES_MAX) {
        let same = |a: &Identity, b: &Identity| (a.kind, &a.value) == (b.kind, &b.value);
        match identity.fit(stamp) {
            Ok(identity) if identities.iter().any(|known| same(known, &identity)) => {}
            Ok(identity) => identities.push(identity),
            Err(wrong) => {
                errors.push(format!("identities[{place}].{}", wrong.field), wrong.detail);
            }
        }
    }
    errors.into_result().map_err(Problem::invalid)?;
    let new = NewContact { id: stamp.id(), details, visits: Vec::new(), identities };
    let mut tx = app.store.begin().await?;
    let contact = contact::create(&mut tx, &new, caller.actor(), stamp.at).await?;
    tx.commit().await?;
    let place = format!("/api/v1/contacts/{}", contact.id);
    let mut response = tagged(StatusCode::CREATED, contact.version, contact);
    if let Ok(place) = HeaderValue::try_from(place) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}
