//! `POST /api/v1/webhooks/{id}/test` and `POST /api/v1/inboxes/{id}/test`

use axum::extract::State;
use rapport_channels::posting::{Posting, Secrets};
use rapport_core::directory::{Inbox, Kind, Webhook};
use rapport_core::id::{DeliveryId, InboxId, TypedId, WebhookId};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::secret::check_custom;
use crate::app::{App, stamp};
use crate::http::{Json, Path, Problem};
use crate::{clock, signing};

/// Its `type` is in no list: nothing has happened.
const TEST_TYPE: &str = "test";

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(webhook)).routes(routes!(inbox))
}

/// What your server made of a test.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestResult {
    /// It answered with a status from 200 to 299.
    pub taken: bool,
    /// What it answered; none where it could not be reached.
    pub status: Option<u16>,
    /// Why it was not taken.
    pub reason: Option<String>,
    pub took_ms: i64,
}

async fn secrets(app: &App, kind: Kind, id: impl TypedId) -> Result<Secrets, Problem> {
    let found = signing::of(&mut app.store.read().await?.session(), kind, id).await?;
    found.ok_or_else(|| Problem::not_found("signing secret"))
}

async fn post(app: &App, url: &str, secrets: &Secrets) -> Json<TestResult> {
    let now = stamp();
    let id: DeliveryId = now.id();
    let body = json!({"type": TEST_TYPE, "timestamp": now.at, "data": {}}).to_string();
    let (id, body) = (id.to_string(), body.as_bytes());
    let answer = app.poster.post(Posting { url, id: &id, secrets, body, now: now.at }).await;
    let took = clock::now().since(now.at).as_millis();
    let took_ms = i64::try_from(took).unwrap_or(i64::MAX);
    Json(match answer {
        Ok(status) => TestResult { taken: true, status: Some(status), reason: None, took_ms },
        Err(refused) => TestResult {
            taken: false,
            status: refused.status,
            reason: Some(refused.reason),
            took_ms,
        },
    })
}

/// Test a webhook
///
/// Posts `{"type": "test", "timestamp": …, "data": {}}`, signed, once, and says what came of it.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/test", tag = "webhooks",
    operation_id = "test_webhook",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = WebhookId, Path)), responses((status = 200, body = TestResult)))]
async fn webhook(
    State(app): State<App>,
    Path(id): Path<WebhookId>,
) -> Result<Json<TestResult>, Problem> {
    let directory = app.directory();
    let webhook = directory.get::<Webhook>(id).ok_or_else(|| Problem::not_found("webhook"))?;
    let secrets = secrets(&app, Kind::Webhook, id).await?;
    Ok(post(&app, &webhook.record.url, &secrets).await)
}

/// Test a custom inbox's address
///
/// Posts `{"type": "test", "timestamp": …, "data": {}}`, signed, once, and says what came of it.
#[utoipa::path(post, path = "/api/v1/inboxes/{id}/test", tag = "inboxes",
    operation_id = "test_inbox",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = InboxId, Path)), responses((status = 200, body = TestResult)))]
async fn inbox(
    State(app): State<App>,
    Path(id): Path<InboxId>,
) -> Result<Json<TestResult>, Problem> {
    check_custom(&app, id)?;
    let directory = app.directory();
    let inbox = directory.get::<Inbox>(id).ok_or_else(|| Problem::not_found("inbox"))?;
    let secrets = secrets(&app, Kind::Inbox, id).await?;
    Ok(post(&app, &inbox.record.custom.url, &secrets).await)
}
