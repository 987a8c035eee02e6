//! `/api/v1/views`: views of the list of conversations, saved under a name.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use rapport_core::id::{AgentId, ViewId};
use rapport_core::permission::Permission;
use rapport_core::validation::Errors;
use rapport_core::view::{SavedView, ViewBase, ViewFilter};
use rapport_storage::conversation::View;
use rapport_storage::saved_view;
use rapport_storage::tagging::{self, Narrow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::etag::{IfMatch, tagged};
use super::page::Page;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

/// So far a view's conversations are counted.
const COUNT_MAX: i64 = 100;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(counts))
        .routes(routes!(update, remove))
}

/// A view to be saved.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewView {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// For everybody; needs `board:manage`.
    #[serde(default)]
    pub shared: bool,
    pub filter: ViewFilter,
}

/// What is to change; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ViewPatch {
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// For everybody, or for the caller alone; needs `board:manage`.
    pub shared: Option<bool>,
    pub filter: Option<ViewFilter>,
}

/// How many conversations a saved view shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct ViewCount {
    pub id: ViewId,
    /// 100 stands for 100 and more.
    pub count: i64,
}

/// A filter as the store knows it, for whoever looks.
pub fn read_filter(filter: &ViewFilter, caller: AgentId) -> (View, Narrow) {
    let status = filter.status;
    let view = match (filter.base, filter.queue_id, filter.agent_id) {
        (ViewBase::Mine, ..) => View::Assignee(caller, status),
        (ViewBase::Mentioned, ..) => View::Mentioned(caller, status),
        (ViewBase::Unassigned, ..) => View::Unassigned(status),
        (ViewBase::Queue, Some(id), _) => View::Queue(id, status),
        (ViewBase::Agent, _, Some(id)) => View::Assignee(id, status),
        // Without its id, which a checked filter has, the widest.
        (ViewBase::All | ViewBase::Queue | ViewBase::Agent, ..) => View::All(status),
    };
    let ViewFilter { tag_id, segment_id, channel, unanswered, .. } = *filter;
    (view, Narrow { tag_id, segment_id, channel, unanswered })
}

fn check(app: &App, view: &SavedView) -> Result<(), Problem> {
    let mut errors = Errors::default();
    view.validate(&app.directory(), &mut errors);
    errors.into_result().map_err(Problem::invalid)
}

/// What everybody has, not everybody changes.
fn check_shared(caller: &Caller, shared: bool) -> Result<(), Problem> {
    if !shared || caller.may(Permission::BoardManage) {
        return Ok(());
    }
    Err(Problem::forbidden(Permission::BoardManage.name()))
}

/// List saved views
///
/// Your own and everybody's, by name.
#[utoipa::path(get, path = "/api/v1/views", tag = "conversations", operation_id = "list_views",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    responses((status = 200, body = Page<SavedView>)))]
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Page<SavedView>>, Problem> {
    let mut reader = app.store.read().await?;
    Ok(Json(Page::whole(saved_view::for_agent(&mut reader.session(), caller.agent_id).await?)))
}

/// Count what saved views show
#[utoipa::path(get, path = "/api/v1/views/counts", tag = "conversations",
    operation_id = "count_views",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    responses((status = 200, body = Page<ViewCount>)))]
async fn counts(State(app): State<App>, caller: Caller) -> Result<Json<Page<ViewCount>>, Problem> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let mut counts = Vec::new();
    for view in saved_view::for_agent(session, caller.agent_id).await? {
        let (base, narrow) = read_filter(&view.filter, caller.agent_id);
        let count = tagging::count(session, base, narrow, COUNT_MAX).await?;
        counts.push(ViewCount { id: view.id, count });
    }
    Ok(Json(Page::whole(counts)))
}

/// Save a view
///
/// At most 50 for each agent, and 50 for everybody.
#[utoipa::path(post, path = "/api/v1/views", tag = "conversations", operation_id = "create_view",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    request_body = NewView, responses((status = 201, body = SavedView)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewView>,
) -> Result<Response, Problem> {
    let stamp = stamp();
    let view = SavedView {
        id: stamp.id(),
        name: new.name.trim().to_owned(),
        agent_id: Some(caller.agent_id).filter(|_| !new.shared),
        filter: new.filter,
        version: 1,
        updated_at: stamp.at,
    };
    check(&app, &view)?;
    check_shared(&caller, new.shared)?;
    let mut tx = app.store.begin().await?;
    let view = saved_view::add(&mut tx, view, caller.agent_id, caller.actor()).await?;
    tx.commit().await?;
    Ok(tagged(StatusCode::CREATED, view.version, view))
}

/// Change a saved view
#[utoipa::path(patch, path = "/api/v1/views/{id}", tag = "conversations",
    operation_id = "update_view",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(("id" = ViewId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$",
        example = "\"1\"", description = "The version, in quotes")),
    request_body = ViewPatch, responses((status = 200, body = SavedView)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ViewId>,
    IfMatch(version): IfMatch,
    Json(patch): Json<ViewPatch>,
) -> Result<Response, Problem> {
    let mut tx = app.store.begin().await?;
    let was = saved_view::get(&mut tx.session(), id, caller.agent_id).await?;
    let shared = patch.shared.unwrap_or(was.agent_id.is_none());
    check_shared(&caller, shared || was.agent_id.is_none())?;
    let view = SavedView {
        name: patch.name.map_or(was.name, |name| name.trim().to_owned()),
        agent_id: Some(caller.agent_id).filter(|_| !shared),
        filter: patch.filter.unwrap_or(was.filter),
        version: version + 1,
        updated_at: stamp().at,
        id,
    };
    check(&app, &view)?;
    let view = saved_view::update(&mut tx, view, caller.agent_id, caller.actor()).await?;
    tx.commit().await?;
    Ok(tagged(StatusCode::OK, view.version, view))
}

/// Remove a saved view
///
/// Its conversations stay what they are.
#[utoipa::path(delete, path = "/api/v1/views/{id}", tag = "conversations",
    operation_id = "remove_view",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(("id" = ViewId, Path)), responses((status = 204)))]
async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ViewId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.store.begin().await?;
    let view = saved_view::get(&mut tx.session(), id, caller.agent_id).await?;
    check_shared(&caller, view.agent_id.is_none())?;
    saved_view::remove(&mut tx, view, caller.actor(), stamp().at).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
