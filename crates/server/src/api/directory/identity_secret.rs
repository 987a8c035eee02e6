//! `/api/v1/inboxes/{id}/identity_secret`: for signing who visitors are.

use axum::extract::State;
use rapport_core::directory::Inbox;
use rapport_core::id::InboxId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};
use crate::identity_secret;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, renew))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IdentitySecret {
    /// Its bytes, as they are written here, are the key of the HS256 signature. None until one is
    /// made: no token is believed before.
    pub secret: Option<String>,
}

fn check_inbox(app: &App, id: InboxId) -> Result<(), Problem> {
    match app.directory().get::<Inbox>(id) {
        Some(_) => Ok(()),
        None => Err(Problem::not_found("inbox")),
    }
}

/// Read the secret for identifying visitors
///
/// Keep it on your server: whoever has it can be any customer.
#[utoipa::path(get, path = "/api/v1/inboxes/{id}/identity_secret", tag = "inboxes",
    operation_id = "get_identity_secret",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = InboxId, Path)), responses((status = 200, body = IdentitySecret)))]
async fn get(
    State(app): State<App>,
    Path(id): Path<InboxId>,
) -> Result<Json<IdentitySecret>, Problem> {
    check_inbox(&app, id)?;
    let secret = identity_secret::of(&mut app.store.read().await?.session(), id).await?;
    Ok(Json(IdentitySecret { secret }))
}

/// Make a new secret for identifying visitors
///
/// Tokens that were signed with the one before are refused from now on.
#[utoipa::path(post, path = "/api/v1/inboxes/{id}/identity_secret", tag = "inboxes",
    operation_id = "renew_identity_secret",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = InboxId, Path)), responses((status = 200, body = IdentitySecret)))]
async fn renew(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<InboxId>,
) -> Result<Json<IdentitySecret>, Problem> {
    check_inbox(&app, id)?;
    let mut tx = app.store.begin().await?;
    let secret = identity_secret::renew(&mut tx, id, caller.actor(), stamp().at).await?;
    tx.commit().await?;
    Ok(Json(IdentitySecret { secret: Some(secret) }))
}
