//! The directory: every kind of configured thing by the same five operations. What a kind adds is
//! in its own file.

mod access_link;
mod agents;
mod brands;
mod canned_replies;
mod contact_fields;
mod dispositions;
mod grants;
mod hours;
mod identity_secret;
mod inboxes;
mod mail_servers;
mod proactive_rules;
mod queues;
mod roles;
mod segment_counts;
mod segments;
mod sites;
mod skills;
mod tags;
mod teams;
mod webhooks;

pub(super) mod operations;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub use grants::still_gives;
pub use inboxes::new_inbox_key;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(access_link::routes())
        .merge(agents::routes())
        .merge(brands::routes())
        .merge(canned_replies::routes())
        .merge(contact_fields::routes())
        .merge(dispositions::routes())
        .merge(hours::routes())
        .merge(identity_secret::routes())
        .merge(mail_servers::routes())
        .merge(inboxes::routes())
        .merge(proactive_rules::routes())
        .merge(queues::routes())
        .merge(roles::routes())
        .merge(segment_counts::routes())
        .merge(segments::routes())
        .merge(sites::routes())
        .merge(skills::routes())
        .merge(tags::routes())
        .merge(webhooks::routes())
        .merge(teams::routes())
}
