//! What goes between this program and the business's own systems: messages in by custom inboxes,
//! and everything about what is posted to webhooks and custom inboxes.

mod deliveries;
mod inbound;
mod outbox;
mod secret;
mod test;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(deliveries::routes())
        .merge(inbound::routes())
        .merge(outbox::routes())
        .merge(secret::routes())
        .merge(test::routes())
}
