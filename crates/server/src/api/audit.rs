//! `/api/v1/audit`: sign-ins and changes of the configuration.

use axum::extract::State;
use rapport_core::event::Event;
use rapport_storage::log;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::page::{Page, PageQuery, rows};
use crate::app::App;
use crate::http::{Json, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// The audit log
///
/// Sign-ins, refused sign-ins, tokens, and every change of the directory; newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", operation_id = "list_audit",
    security(("session" = ["audit:read"]), ("token" = ["audit:read"])),
    params(PageQuery), responses((status = 200, body = Page<Event>)))]
async fn list(
    State(app): State<App>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Event>>, Problem> {
    let (limit, before) = (page.limit()?, page.before_seq()?);
    let mut reader = app.store.read().await?;
    let events = log::audit(&mut reader.session(), before, rows(limit)).await?;
    Ok(Json(Page::of(events, limit, |event| event.seq.to_string())))
}
