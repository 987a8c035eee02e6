//! `/api/v1/webhooks/{id}/secret` and `/api/v1/inboxes/{id}/signing_secret`: for knowing that what is
//! posted is from here.

use axum::extract::State;
use rapport_channels::posting::Secrets;
use rapport_core::Timestamp;
use rapport_core::channel::Channel;
use rapport_core::directory::{Inbox, Kind, Webhook};
use rapport_core::id::{InboxId, TypedId, WebhookId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};
use crate::signing;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get_of_webhook, renew_of_webhook))
        .routes(routes!(get_of_inbox, renew_of_inbox))
}

/// A secret as the Standard Webhooks specification writes it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SigningSecret {
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: String,
    /// Until when the one before signs, too.
    pub previous_until: Option<Timestamp>,
}

impl From<Secrets> for SigningSecret {
    fn from(secrets: Secrets) -> Self {
        Self { secret: secrets.current, previous_until: secrets.previous_until }
    }
}

fn check_webhook(app: &App, id: WebhookId) -> Result<(), Problem> {
    let found = app.directory().get::<Webhook>(id).is_some();
    if found { Ok(()) } else { Err(Problem::not_found("webhook")) }
}

/// Web chat posts nothing, and has no such secret.
pub(super) fn check_custom(app: &App, id: InboxId) -> Result<(), Problem> {
    let directory = app.directory();
    let found = directory.get::<Inbox>(id).filter(|it| it.record.channel == Channel::Custom);
    if found.is_some() { Ok(()) } else { Err(Problem::not_found("custom inbox")) }
}

async fn read(app: &App, kind: Kind, id: impl TypedId) -> Result<Json<SigningSecret>, Problem> {
    let secrets = signing::of(&mut app.store.read().await?.session(), kind, id).await?;
    let secrets = secrets.ok_or_else(|| Problem::not_found("signing secret"))?;
    Ok(Json(secrets.into()))
}

async fn renewed(
    app: &App,
    caller: &Caller,
    kind: Kind,
    id: impl TypedId,
) -> Result<Json<SigningSecret>, Problem> {
    let mut tx = app.store.begin().await?;
    let secrets = signing::renew(&mut tx, kind, id, caller.actor(), stamp().at).await?;
    tx.commit().await?;
    Ok(Json(secrets.into()))
}

/// Read a webhook's secret
///
/// With it your server checks `webhook-signature`, as the Standard Webhooks specification says.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/secret", tag = "webhooks",
    operation_id = "get_webhook_secret",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = WebhookId, Path)), responses((status = 200, body = SigningSecret)))]
async fn get_of_webhook(
    State(app): State<App>,
    Path(id): Path<WebhookId>,
) -> Result<Json<SigningSecret>, Problem> {
    check_webhook(&app, id)?;
    read(&app, Kind::Webhook, id).await
}

/// Make a new secret for a webhook
///
/// For 24 hours the one before signs, too: put the new one on your server meanwhile.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/secret", tag = "webhooks",
    operation_id = "renew_webhook_secret",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = WebhookId, Path)), responses((status = 200, body = SigningSecret)))]
async fn renew_of_webhook(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<WebhookId>,
) -> Result<Json<SigningSecret>, Problem> {
    check_webhook(&app, id)?;
    renewed(&app, &caller, Kind::Webhook, id).await
}

/// Read a custom inbox's secret
///
/// With it your server checks `webhook-signature`, as the Standard Webhooks specification says.
#[utoipa::path(get, path = "/api/v1/inboxes/{id}/signing_secret", tag = "inboxes",
    operation_id = "get_signing_secret",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = InboxId, Path)), responses((status = 200, body = SigningSecret)))]
async fn get_of_inbox(
    State(app): State<App>,
    Path(id): Path<InboxId>,
) -> Result<Json<SigningSecret>, Problem> {
    check_custom(&app, id)?;
    read(&app, Kind::Inbox, id).await
}

/// Make a new secret for a custom inbox
///
/// For 24 hours the one before signs, too: put the new one on your server meanwhile.
#[utoipa::path(post, path = "/api/v1/inboxes/{id}/signing_secret", tag = "inboxes",
    operation_id = "renew_signing_secret",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = InboxId, Path)), responses((status = 200, body = SigningSecret)))]
async fn renew_of_inbox(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<InboxId>,
) -> Result<Json<SigningSecret>, Problem> {
    check_custom(&app, id)?;
    renewed(&app, &caller, Kind::Inbox, id).await
}
