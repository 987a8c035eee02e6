//! `/api/v1/organisation`: whom this installation serves.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use rapport_core::directory::NAME_CHARS_MAX;
use rapport_core::validation::Errors;
use rapport_storage::StoreError;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::etag::{IfMatch, tagged};
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Problem};
use crate::organisation::Organisation;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, rename))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct OrganisationPatch {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
}

/// The organisation
#[utoipa::path(get, path = "/api/v1/organisation", tag = "organisation",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    responses((status = 200, body = Organisation)))]
async fn get(State(app): State<App>) -> Result<Response, Problem> {
    let known = app.organisation().await?.ok_or_else(|| Problem::not_found("organisation"))?;
    Ok(tagged(StatusCode::OK, known.version, known))
}

/// Rename the organisation
#[utoipa::path(patch, path = "/api/v1/organisation", tag = "organisation",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
        description = "the version that was changed, in quotes")),
    request_body = OrganisationPatch, responses((status = 200, body = Organisation)))]
async fn rename(
    State(app): State<App>,
    caller: Caller,
    IfMatch(version): IfMatch,
    Json(patch): Json<OrganisationPatch>,
) -> Result<Response, Problem> {
    let mut errors = Errors::default();
    errors.check_line(&patch.name, "name", NAME_CHARS_MAX);
    errors.into_result().map_err(Problem::invalid)?;
    let mut tx = app.store.begin().await?;
    let known = Organisation::get(&mut tx.session()).await?;
    let known = known.ok_or_else(|| Problem::not_found("organisation"))?;
    if known.version != version {
        return Err(StoreError::VersionConflict { current: known.version }.into());
    }
    let renamed = Organisation { name: patch.name, version: version + 1 };
    renamed.put(&mut tx, caller.actor(), stamp().at).await?;
    tx.commit().await?;
    Ok(tagged(StatusCode::OK, renamed.version, renamed))
}
