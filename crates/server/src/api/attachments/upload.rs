//! `POST /api/v1/attachments`

use axum::extract::{Request, State};
use axum::http::StatusCode;
use rapport_core::attachment::Attachment;
use rapport_storage::attachment::Uploader;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::idempotency::key_of;
use crate::app::App;
use crate::attachments::{Upload, receive};
use crate::auth::Caller;
use crate::http::{Json, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(upload))
}

/// One part with the file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the form, which is read as it comes")]
pub struct UploadForm {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Upload a file for a message
///
/// Name its id in `attachment_ids` of a message within 24 hours; after that it is dropped. Its type
/// is decided by its content, its name is made safe. With an `Idempotency-Key` a file sent twice is
/// stored once.
#[utoipa::path(post, path = "/api/v1/attachments", tag = "attachments",
    operation_id = "upload_attachment",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 100 visible ASCII characters")),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Attachment)))]
async fn upload(
    State(app): State<App>,
    caller: Caller,
    request: Request,
) -> Result<(StatusCode, Json<Attachment>), Problem> {
    let upload = Upload {
        uploader: Uploader::Agent(caller.agent_id),
        actor: caller.actor(),
        key: key_of(request.headers())?,
    };
    Ok((StatusCode::CREATED, Json(receive(&app, upload, request).await?)))
}
