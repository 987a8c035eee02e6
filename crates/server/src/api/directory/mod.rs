//! The directory: every kind of configured thing by the same five operations. What a kind adds is
//! in its own file.

mod agents;
mod brands;
mod canned_replies;
mod dispositions;
mod hours;
mod identity_secret;
mod inboxes;
mod proactive_rules;
mod queues;
mod sites;
mod skills;
mod tags;

mod operations;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub use inboxes::new_inbox_key;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(agents::routes())
        .merge(brands::routes())
        .merge(canned_replies::routes())
        .merge(dispositions::routes())
        .merge(hours::routes())
        .merge(identity_secret::routes())
        .merge(inboxes::routes())
        .merge(proactive_rules::routes())
        .merge(queues::routes())
        .merge(sites::routes())
        .merge(skills::routes())
        .merge(tags::routes())
}
