//! `GET /api/v1/attachments/{id}/content` and `/thumbnail`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use rapport_core::id::AttachmentId;
use rapport_storage::attachment::{self, Held, Uploader};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::attachments::{respond, respond_small};
use crate::auth::Caller;
use crate::http::{Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(content)).routes(routes!(thumbnail))
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
    let held = find(&app, &caller, id).await?;
    respond(&app, &held, &headers).await
}

/// A small picture of an attachment
///
/// At most 640 pixels long, the right way up, as JPEG or PNG: for showing an image among other
/// things. An image that is small already comes as it is, and so does a GIF or AVIF. 404 for what is
/// no image, and for one of more than 5 MiB that cannot be made smaller.
#[utoipa::path(get, path = "/api/v1/attachments/{id}/thumbnail", tag = "attachments",
    operation_id = "get_attachment_thumbnail",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(("id" = AttachmentId, Path)),
    responses(
        (status = 200, description = "The picture", content_type = "*/*", body = String),
        (status = 206, description = "The part that `Range` asks for, of one that comes as it is",
            content_type = "*/*", body = String),
        (status = 304, description = "The client has it already"),
    ))]
async fn thumbnail(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<AttachmentId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let held = find(&app, &caller, id).await?;
    respond_small(&app, &held, &headers).await
}

async fn find(app: &App, caller: &Caller, id: AttachmentId) -> Result<Held, Problem> {
    let held = attachment::get(&mut app.store.read().await?.session(), id).await?;
    if held.sent.is_none() && !held.is_of(&Uploader::Agent(caller.agent_id)) {
        return Err(Problem::not_found("attachment"));
    }
    Ok(held)
}
