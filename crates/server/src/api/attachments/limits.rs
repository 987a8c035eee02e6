//! `GET /api/v1/attachments/limits`

use axum::extract::State;
use rapport_core::attachment::ATTACHMENTS_MAX;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::{Json, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(limits))
}

/// What may be uploaded here.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttachmentLimits {
    /// The largest file.
    pub bytes_max: i64,
    /// Attachments of one message.
    pub per_message_max: usize,
    /// Endings of files that are not taken, in small letters.
    #[schema(example = json!(["bat", "exe"]))]
    pub refused_endings: Vec<String>,
}

/// What may be uploaded
#[utoipa::path(get, path = "/api/v1/attachments/limits", tag = "attachments",
    operation_id = "get_attachment_limits",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    responses((status = 200, body = AttachmentLimits)))]
async fn limits(State(app): State<App>) -> Result<Json<AttachmentLimits>, Problem> {
    Ok(Json(AttachmentLimits {
        bytes_max: app.uploads.bytes_max,
        per_message_max: ATTACHMENTS_MAX,
        refused_endings: app.uploads.refused.iter().map(ToString::to_string).collect(),
    }))
}
