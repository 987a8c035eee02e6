//! `PATCH /api/v1/contacts/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use rapport_core::contact::Contact;
use rapport_core::directory::{NAME_CHARS_MAX, is_language_tag};
use rapport_core::id::ContactId;
use rapport_core::validation::Errors;
use rapport_storage::contact;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
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
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[derive(Debug, Deserialize, ToSchema)]
#[expect(clippy::option_option, reason = "absent and null differ in a merge patch (RFC 7396)")]
pub struct ContactPatch {
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 100)]
    pub name: Option<Option<String>>,
    /// BCP 47.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub language: Option<Option<String>>,
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
    let mut errors = Errors::default();
    if let Some(Some(name)) = &patch.name {
        errors.check_line(name, "name", NAME_CHARS_MAX);
    }
    if let Some(Some(language)) = &patch.language {
        let detail = "must be a BCP 47 tag, such as en or zh-Hans";
        errors.check(is_language_tag(language), "language", detail);
    }
    errors.into_result().map_err(Problem::invalid)?;
    let mut tx = app.store.begin().await?;
    let was = contact::get(&mut tx.session(), id).await?;
    let name = patch.name.unwrap_or(was.name);
    let language = patch.language.unwrap_or(was.language);
    let (actor, at) = (caller.actor(), stamp().at);
    let (name, language) = (name.as_deref(), language.as_deref());
    let now = contact::update(&mut tx, id, version, name, language, actor, at).await?;
    tx.commit().await?;
    Ok(tagged(StatusCode::OK, now.version, now))
}
