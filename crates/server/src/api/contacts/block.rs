//! `POST /api/v1/contacts/{id}/block` and `/unblock`

use axum::extract::State;
use rapport_core::contact::Contact;
use rapport_core::conversation::clean_text;
use rapport_core::id::ContactId;
use rapport_core::validation::Errors;
use rapport_storage::block;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

const REASON_CHARS_MAX: usize = 500;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(block)).routes(routes!(unblock))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct BlockReason {
    /// For colleagues.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// Block a contact
///
/// What is under way with them is resolved, and nothing more is taken from them, on no channel.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/block", tag = "contacts",
    operation_id = "block_contact",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = ContactId, Path)),
    request_body = BlockReason, responses((status = 200, body = Contact)))]
async fn block(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ContactId>,
    Json(BlockReason { reason }): Json<BlockReason>,
) -> Result<Json<Contact>, Problem> {
    let reason = reason.as_deref().map(clean_text).filter(|reason| !reason.is_empty());
    let mut errors = Errors::default();
    if let Some(reason) = &reason {
        errors.check_text(reason, "reason", REASON_CHARS_MAX);
    }
    errors.into_result().map_err(Problem::invalid)?;
    let mut tx = app.store.begin().await?;
    let now = block::block(&mut tx, stamp(), id, reason, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(now))
}

/// Unblock a contact
#[utoipa::path(post, path = "/api/v1/contacts/{id}/unblock", tag = "contacts",
    operation_id = "unblock_contact",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = ContactId, Path)), responses((status = 200, body = Contact)))]
async fn unblock(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ContactId>,
) -> Result<Json<Contact>, Problem> {
    let mut tx = app.store.begin().await?;
    let now = block::unblock(&mut tx, stamp(), id, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(now))
}
