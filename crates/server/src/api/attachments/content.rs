//! `GET /api/v1/attachments/{id}/content`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use rapport_core::id::AttachmentId;
use rapport_storage::attachment::{self, Uploader};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::attachments::respond;
use crate::auth::Caller;
use crate::http::{Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(content))
}

/// Download an attachment
///
/// An image comes as one that a page may show, everything else as a download. `Range` is
/// understood. An upload that no message has taken yet is its uploader's alone.
#[utoipa::path(get, path = "/api/v1/attachments/{id}/content", tag = "attachments",
    operation_id = "get_attachment_content",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(("id" = AttachmentId, Path)),
    responses(
        (status = 200, description = "The file", content_type = "*/*",
            body = String),
        (status = 206, description = "The part that `Range` asks for",
            content_type = "*/*", body = String),
        (status = 304, description = "The client has it already"),
    ))]
async fn content(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<AttachmentId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let held = attachment::get(&mut app.store.read().await?.session(), id).await?;
    if held.sent.is_none() && !held.is_of(&Uploader::Agent(caller.agent_id)) {
        return Err(Problem::not_found("attachment"));
    }
    respond(&app, &held, &headers).await
}
