//! `GET /api/v1/drafts`

use axum::extract::State;
use rapport_core::draft::Draft;
use rapport_storage::draft;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::page::Page;
use crate::app::App;
use crate::auth::Caller;
use crate::http::{Json, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Your drafts
///
/// All that you have begun to write, the newest first; at most 500.
#[utoipa::path(get, path = "/api/v1/drafts", tag = "conversations", operation_id = "list_drafts",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    responses((status = 200, body = Page<Draft>)))]
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Page<Draft>>, Problem> {
    let mut reader = app.store.read().await?;
    Ok(Json(Page::whole(draft::of_agent(&mut reader.session(), caller.agent_id).await?)))
}
