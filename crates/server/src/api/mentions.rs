//! `GET /api/v1/mentions`

use axum::extract::State;
use rapport_core::entry::Entry;
use rapport_storage::mention;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::page::Page;
use crate::app::App;
use crate::auth::Caller;
use crate::http::{Json, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(unseen))
}

/// Notes that name you
///
/// Those that you have not seen, the newest first; of each conversation the newest, at most 100.
/// `POST /api/v1/conversations/{id}/read` marks a conversation's as seen.
#[utoipa::path(get, path = "/api/v1/mentions", tag = "conversations",
    operation_id = "list_mentions",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    responses((status = 200, body = Page<Entry>)))]
async fn unseen(State(app): State<App>, caller: Caller) -> Result<Json<Page<Entry>>, Problem> {
    let mut reader = app.store.read().await?;
    Ok(Json(Page::whole(mention::unseen(&mut reader.session(), caller.agent_id).await?)))
}
