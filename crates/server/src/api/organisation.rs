//! `/api/v1/organisation`: whom this installation serves.

use axum::extract::State;
use rapport_core::directory::NAME_CHARS_MAX;
use rapport_core::event::{EventData, OrganisationChange};
use rapport_core::validation::Errors;
use rapport_storage::setting;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::OrganisationName;
use crate::app::{App, ORGANISATION, Organisation, stamp};
use crate::auth::Caller;
use crate::http::{Json, Problem};

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
    responses((status = 200, body = OrganisationName)))]
async fn get(State(app): State<App>) -> Result<Json<OrganisationName>, Problem> {
    let name = app.organisation().await?.map(|it| it.name).unwrap_or_default();
    Ok(Json(OrganisationName { name }))
}

/// Rename the organisation
#[utoipa::path(patch, path = "/api/v1/organisation", tag = "organisation",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = OrganisationPatch, responses((status = 200, body = OrganisationName)))]
async fn rename(
    State(app): State<App>,
    caller: Caller,
    Json(patch): Json<OrganisationPatch>,
) -> Result<Json<OrganisationName>, Problem> {
    let mut errors = Errors::default();
    errors.check_line(&patch.name, "name", NAME_CHARS_MAX);
    errors.into_result().map_err(Problem::invalid)?;
    let mut tx = app.store.begin().await?;
    setting::put(&mut tx, ORGANISATION, &Organisation { name: patch.name.clone() }).await?;
    let change = OrganisationChange { name: patch.name.clone() };
    tx.record(stamp().at, caller.actor(), EventData::OrganisationUpdated(change));
    tx.commit().await?;
    Ok(Json(OrganisationName { name: patch.name }))
}
