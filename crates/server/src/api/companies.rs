//! `/api/v1/companies`

use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use rapport_core::company::{Company, CompanyDetails, name_key};
use rapport_core::id::CompanyId;
use rapport_core::validation::Errors;
use rapport_storage::company;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::contacts::given;
use super::etag::{IfMatch, tagged};
use super::page::{Page, PageQuery, check_query, rows};
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem, Query};

const QUERY_CHARS_MAX: usize = 200;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, update, remove))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Part of a name.
    #[param(max_length = 200)]
    query: Option<String>,
}

/// A company, and how many belong to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyWithContacts {
    #[serde(flatten)]
    pub company: Company,
    /// 1,000 stands for 1,000 and more.
    pub contacts_count: i64,
}

impl From<(Company, i64)> for CompanyWithContacts {
    fn from((company, contacts_count): (Company, i64)) -> Self {
        Self { company, contacts_count }
    }
}

/// What is to change; what is absent stays, `null` clears.
#[derive(Debug, Deserialize, ToSchema)]
#[expect(clippy::option_option, reason = "absent and null differ in a merge patch (RFC 7396)")]
pub struct CompanyPatch {
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub website: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 2_000)]
    pub description: Option<Option<String>>,
}

fn checked(details: CompanyDetails) -> Result<CompanyDetails, Problem> {
    let details = details.tidied();
    let mut errors = Errors::default();
    details.validate(&mut errors);
    errors.into_result().map_err(Problem::invalid)?;
    Ok(details)
}

/// List companies
///
/// By name.
#[utoipa::path(get, path = "/api/v1/companies", tag = "companies",
    operation_id = "list_companies",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    params(ListQuery, PageQuery), responses((status = 200, body = Page<CompanyWithContacts>)))]
async fn list(
    State(app): State<App>,
    Query(ListQuery { query }): Query<ListQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<CompanyWithContacts>>, Problem> {
    let limit = page.limit()?;
    let after: Option<String> = page.cursor()?;
    check_query(query.as_deref().unwrap_or_default(), QUERY_CHARS_MAX)?;
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let found = company::list(session, query.as_deref(), after.as_deref(), rows(limit)).await?;
    let cursor = |(company, _): &(Company, i64)| name_key(&company.details.name);
    Ok(Json(Page::of(found, limit, cursor).map(CompanyWithContacts::from)))
}

/// Create a company
#[utoipa::path(post, path = "/api/v1/companies", tag = "companies",
    operation_id = "create_company",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    request_body = CompanyDetails, responses((status = 201, body = CompanyWithContacts)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(details): Json<CompanyDetails>,
) -> Result<Response, Problem> {
    let details = checked(details)?;
    let mut tx = app.store.begin().await?;
    let company = company::add(&mut tx, stamp(), details, caller.actor()).await?;
    tx.commit().await?;
    let place = format!("/api/v1/companies/{}", company.id);
    let answer = CompanyWithContacts::from((company, 0));
    let mut response = tagged(StatusCode::CREATED, answer.company.version, answer);
    if let Ok(place) = HeaderValue::try_from(place) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}

/// Read a company
#[utoipa::path(get, path = "/api/v1/companies/{id}", tag = "companies",
    operation_id = "get_company",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    params(("id" = CompanyId, Path)), responses((status = 200, body = CompanyWithContacts)))]
async fn get(State(app): State<App>, Path(id): Path<CompanyId>) -> Result<Response, Problem> {
    let found = company::get(&mut app.store.read().await?.session(), id).await?;
    Ok(tagged(StatusCode::OK, found.0.version, CompanyWithContacts::from(found)))
}

/// Change a company
#[utoipa::path(patch, path = "/api/v1/companies/{id}", tag = "companies",
    operation_id = "update_company",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = CompanyId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$",
        example = "\"1\"", description = "The version, in quotes")),
    request_body = CompanyPatch, responses((status = 200, body = CompanyWithContacts)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<CompanyId>,
    IfMatch(version): IfMatch,
    Json(patch): Json<CompanyPatch>,
) -> Result<Response, Problem> {
    let mut tx = app.store.begin().await?;
    let was = company::get(&mut tx.session(), id).await?.0.details;
    let details = checked(CompanyDetails {
        name: patch.name.unwrap_or(was.name),
        website: patch.website.unwrap_or(was.website),
        description: patch.description.unwrap_or(was.description),
    })?;
    let at = stamp().at;
    let now = company::update(&mut tx, id, version, &details, caller.actor(), at).await?;
    tx.commit().await?;
    Ok(tagged(StatusCode::OK, now.0.version, CompanyWithContacts::from(now)))
}

/// Remove a company
///
/// Its contacts stay, and belong to none. 409 `taken` when they are more than 1,000.
#[utoipa::path(delete, path = "/api/v1/companies/{id}", tag = "companies",
    operation_id = "remove_company",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = CompanyId, Path)), responses((status = 204)))]
async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<CompanyId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.store.begin().await?;
    company::remove(&mut tx, id, caller.actor(), stamp().at).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
