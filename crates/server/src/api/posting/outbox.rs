//! `/api/v1/inboxes/{id}/outbox`: messages that wait to go out by an inbox, or did not go out.

use axum::extract::State;
use rapport_core::Timestamp;
use rapport_core::directory::Inbox;
use rapport_core::entry::Entry;
use rapport_core::id::InboxId;
use rapport_storage::outbox::{self, Due};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::{Page, PageQuery, rows};
use crate::app::App;
use crate::http::{Json, Path, Problem, Query};

/// So many that wait are shown.
const WAITING_MAX: i64 = 50;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// A message that has not gone out.
#[derive(Debug, Serialize, ToSchema)]
pub struct Outgoing {
    /// Its `delivery` says whether it waits or was given up, and why.
    pub entry: Entry,
    /// Times that it was tried.
    pub attempts: i64,
    /// When it is tried next; none for one that was given up.
    pub due_at: Option<Timestamp>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Outbox {
    /// Those that wait, which is due first before the rest; 50 at most.
    pub waiting: Vec<Outgoing>,
    /// Those that were given up, the newest first.
    #[schema(inline)]
    pub failed: Page<Outgoing>,
}

fn shown(due: Due, waits: bool) -> Outgoing {
    Outgoing { entry: due.entry, attempts: due.attempts, due_at: waits.then_some(due.due_at) }
}

/// List what has not gone out
///
/// Have one go out again with `POST /api/v1/conversations/{id}/messages/{entry_id}/resend`.
#[utoipa::path(get, path = "/api/v1/inboxes/{id}/outbox", tag = "inboxes",
    operation_id = "get_outbox",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = InboxId, Path), PageQuery), responses((status = 200, body = Outbox)))]
async fn list(
    State(app): State<App>,
    Path(id): Path<InboxId>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Outbox>, Problem> {
    if app.directory().get::<Inbox>(id).is_none() {
        return Err(Problem::not_found("inbox"));
    }
    let (limit, before) = (page.limit()?, page.before_seq()?);
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let waiting = outbox::waiting(session, id, WAITING_MAX).await?;
    let failed = outbox::failed(session, id, before, rows(limit)).await?;
    Ok(Json(Outbox {
        waiting: waiting.into_iter().map(|due| shown(due, true)).collect(),
        failed: Page::of(failed, limit, |due| due.entry.seq.to_string())
            .map(|due| shown(due, false)),
    }))
}
