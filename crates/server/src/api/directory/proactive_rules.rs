//! `/api/v1/proactive_rules`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{PatchOf, ProactiveRule, Stored};
use rapport_core::id::ProactiveRuleId;
use rapport_storage::proactive::{self, Results};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::operations::{self, Nothing, RecordQuery};
use crate::api::etag::IfMatch;
use crate::api::page::Page;
use crate::app::App;
use crate::auth::Caller;
use crate::http::{Json, Path, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, update))
        .routes(routes!(archive))
        .routes(routes!(results))
}

/// List proactive rules
#[utoipa::path(get, path = "/api/v1/proactive_rules", tag = "proactive rules", operation_id = "list_proactive_rules",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<ProactiveRule>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<ProactiveRule>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a proactive rule
#[utoipa::path(post, path = "/api/v1/proactive_rules", tag = "proactive rules", operation_id = "create_proactive_rules",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = ProactiveRule, responses((status = 201, body = Stored<ProactiveRule>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<ProactiveRule>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Nothing).await
}

/// Read a proactive rule
#[utoipa::path(get, path = "/api/v1/proactive_rules/{id}", tag = "proactive rules", operation_id = "get_proactive_rules",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = ProactiveRuleId, Path)), responses((status = 200, body = Stored<ProactiveRule>)))]
async fn get(State(app): State<App>, Path(id): Path<ProactiveRuleId>) -> Result<Response, Problem> {
    operations::get::<ProactiveRule>(&app, id)
}

/// Change a proactive rule
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/proactive_rules/{id}", tag = "proactive rules", operation_id = "update_proactive_rules",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = ProactiveRuleId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<ProactiveRule>, responses((status = 200, body = Stored<ProactiveRule>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ProactiveRuleId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<ProactiveRule>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive a proactive rule
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/proactive_rules/{id}/archive", tag = "proactive rules",
    operation_id = "archive_proactive_rules",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = ProactiveRuleId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<ProactiveRule>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ProactiveRuleId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<ProactiveRule>(&app, &caller, id, version, Nothing).await
}

/// What came of a proactive rule since it was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProactiveResults {
    /// Times that a visitor saw it.
    pub shown: i64,
    pub dismissed: i64,
    /// Conversations that began with an answer to it.
    pub accepted: i64,
    /// Those of them that are resolved.
    pub resolved: i64,
    /// Times that it applied to one of those who do not see it.
    pub held_out: i64,
    /// Conversations that these began all the same.
    pub started_without: i64,
}

/// Results of a proactive rule
#[utoipa::path(get, path = "/api/v1/proactive_rules/{id}/results", tag = "proactive rules",
    operation_id = "get_proactive_results",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = ProactiveRuleId, Path)), responses((status = 200, body = ProactiveResults)))]
async fn results(
    State(app): State<App>,
    Path(id): Path<ProactiveRuleId>,
) -> Result<Json<ProactiveResults>, Problem> {
    if app.directory().get::<ProactiveRule>(id).is_none() {
        return Err(Problem::not_found("proactive rule"));
    }
    let results = proactive::results(&mut app.store.read().await?.session(), id).await?;
    let Results { shown, held_out, dismissed, started_without, accepted, resolved } = results;
    Ok(Json(ProactiveResults { shown, dismissed, accepted, resolved, held_out, started_without }))
}
