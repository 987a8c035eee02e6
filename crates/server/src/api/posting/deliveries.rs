//! `/api/v1/webhooks/{id}/deliveries`: what was posted, what waits, what failed.

use axum::extract::State;
use rapport_core::Timestamp;
use rapport_core::directory::Webhook;
use rapport_core::id::{ConversationId, DeliveryId, TypedId, WebhookId};
use rapport_storage::delivery::{self, Delivery, State as Known};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::{Page, PageQuery, rows};
use crate::app::{App, stamp};
use crate::http::{Json, Path, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(resend))
}

/// `queued`: it waits for its first or next try. `sent`: it was taken. `failed`: it was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStage {
    Queued,
    Sent,
    Failed,
}

impl From<Known> for DeliveryStage {
    fn from(state: Known) -> Self {
        match state {
            Known::Queued => Self::Queued,
            Known::Sent => Self::Sent,
            Known::Failed => Self::Failed,
        }
    }
}

impl From<DeliveryStage> for Known {
    fn from(stage: DeliveryStage) -> Self {
        match stage {
            DeliveryStage::Queued => Self::Queued,
            DeliveryStage::Sent => Self::Sent,
            DeliveryStage::Failed => Self::Failed,
        }
    }
}

/// An event on its way to a webhook. It is shown for 30 days.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookDelivery {
    /// The `webhook-id` of every try.
    pub id: DeliveryId,
    pub event_seq: i64,
    pub event_type: String,
    pub conversation_id: Option<ConversationId>,
    pub state: DeliveryStage,
    /// Times that it was tried.
    pub attempts: i64,
    pub created_at: Timestamp,
    /// When it is tried next, while it is queued.
    pub due_at: Option<Timestamp>,
    pub tried_at: Option<Timestamp>,
    /// What your server answered last, as HTTP status.
    pub status: Option<i64>,
    /// Why it was not taken.
    pub reason: Option<String>,
}

impl From<Delivery> for WebhookDelivery {
    fn from(delivery: Delivery) -> Self {
        let waits = delivery.state == Known::Queued;
        Self {
            id: delivery.id,
            event_seq: delivery.event_seq,
            event_type: delivery.event_type,
            conversation_id: delivery.conversation_id,
            state: delivery.state.into(),
            attempts: delivery.attempts,
            created_at: delivery.created_at,
            due_at: waits.then_some(delivery.due_at),
            tried_at: delivery.tried_at,
            status: delivery.status,
            reason: delivery.reason,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DeliveriesQuery {
    /// Only those in this state.
    state: Option<DeliveryStage>,
    /// At most so many items: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

fn check(app: &App, id: WebhookId) -> Result<(), Problem> {
    let found = app.directory().get::<Webhook>(id).is_some();
    if found { Ok(()) } else { Err(Problem::not_found("webhook")) }
}

/// List what goes to a webhook
///
/// The newest first.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", tag = "webhooks",
    operation_id = "list_deliveries",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = WebhookId, Path), DeliveriesQuery),
    responses((status = 200, body = Page<WebhookDelivery>)))]
async fn list(
    State(app): State<App>,
    Path(id): Path<WebhookId>,
    Query(query): Query<DeliveriesQuery>,
) -> Result<Json<Page<WebhookDelivery>>, Problem> {
    check(&app, id)?;
    let page = PageQuery { limit: query.limit, cursor: query.cursor };
    let limit = page.limit()?;
    let before = page.cursor()?.unwrap_or(DeliveryId::from_uuid(uuid::Uuid::max()));
    let state = query.state.map(Known::from);
    let mut reader = app.store.read().await?;
    let all = delivery::list(&mut reader.session(), id, state, before, rows(limit)).await?;
    Ok(Json(Page::of(all, limit, |it| it.id.to_string()).map(WebhookDelivery::from)))
}

/// Post an event again
///
/// With the `webhook-id` that it had: a server that has it already can tell. One that waits for its
/// next try is left to wait.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/deliveries/{delivery_id}/resend",
    tag = "webhooks", operation_id = "resend_delivery",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = WebhookId, Path), ("delivery_id" = DeliveryId, Path)),
    responses((status = 200, body = WebhookDelivery)))]
async fn resend(
    State(app): State<App>,
    Path((id, delivery_id)): Path<(WebhookId, DeliveryId)>,
) -> Result<Json<WebhookDelivery>, Problem> {
    check(&app, id)?;
    let directory = app.directory();
    if directory.in_use::<Webhook>(id).is_none_or(|webhook| !webhook.record.enabled) {
        let detail = "The webhook is switched off. Switch it on first.";
        return Err(Problem::conflict("webhook_off", detail));
    }
    let mut tx = app.store.begin().await?;
    let delivery = delivery::resend(&mut tx, id, delivery_id, stamp().at).await?;
    tx.commit().await?;
    Ok(Json(delivery.into()))
}
