//! `/api/v1/skills`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{PatchOf, Skill, Stored};
use rapport_core::id::SkillId;
use serde_json::Value;
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
}

/// List skills
#[utoipa::path(get, path = "/api/v1/skills", tag = "skills", operation_id = "list_skills",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<Skill>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<Skill>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create a skill
#[utoipa::path(post, path = "/api/v1/skills", tag = "skills", operation_id = "create_skills",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = Skill, responses((status = 201, body = Stored<Skill>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(record): Json<Skill>,
) -> Result<Response, Problem> {
    operations::create(&app, &caller, record, Nothing).await
}

/// Read a skill
#[utoipa::path(get, path = "/api/v1/skills/{id}", tag = "skills", operation_id = "get_skills",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = SkillId, Path)), responses((status = 200, body = Stored<Skill>)))]
async fn get(State(app): State<App>, Path(id): Path<SkillId>) -> Result<Response, Problem> {
    operations::get::<Skill>(&app, id)
}

/// Change a skill
///
/// Absent fields stay as they are; `null` clears a field that can be empty.
#[utoipa::path(patch, path = "/api/v1/skills/{id}", tag = "skills", operation_id = "update_skills",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = SkillId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<Skill>, responses((status = 200, body = Stored<Skill>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<SkillId>,
    version: IfMatch,
    Json(patch): Json<Value>,
) -> Result<Response, Problem> {
    operations::update::<Skill>(&app, &caller, id, version, patch, Nothing).await
}

/// Archive a skill
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/skills/{id}/archive", tag = "skills",
    operation_id = "archive_skills",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = SkillId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<Skill>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<SkillId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    operations::archive::<Skill>(&app, &caller, id, version, Nothing).await
}
