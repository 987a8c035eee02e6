//! The HTTP API under `/api/v1`: one file an operation, found by its URL. Each declares its path,
//! its permission and its description in one place; the OpenAPI document is made from them.

mod access_link;
mod attachments;
mod audit;
mod companies;
mod contact_imports;
mod contacts;
mod conversations;
mod directory;
mod docs;
mod drafts;
mod errors;
mod etag;
mod events;
mod idempotency;
mod interactions;
mod location;
mod mails;
mod mentions;
mod openapi;
mod organisation;
mod page;
mod permissions;
mod posting;
mod presence;
mod queues;
mod reports;
mod search;
mod session;
mod setup;
mod socket;
mod tokens;
pub mod views;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::auth::{Guard, guard};

pub use idempotency::key_of;
pub use openapi::{describe, document};
pub use socket::{online_frame, typing_frame};

fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(session::routes())
        .merge(setup::routes())
        .merge(access_link::routes())
        .merge(organisation::routes())
        .merge(directory::routes())
        .merge(posting::routes())
        .merge(presence::routes())
        .merge(queues::routes())
        .merge(permissions::routes())
        .merge(conversations::routes())
        .merge(drafts::routes())
        .merge(mails::routes())
        .merge(mentions::routes())
        .merge(views::routes())
        .merge(attachments::routes())
        .merge(interactions::routes())
        .merge(contacts::routes())
        .merge(companies::routes())
        .merge(contact_imports::routes())
        .merge(reports::routes())
        .merge(search::routes())
        .merge(audit::routes())
        .merge(tokens::routes())
        .merge(socket::routes())
        .merge(events::routes())
}

/// The API with its description at `/api/openapi.json` and, to read, at `/api/docs`.
pub fn routes(app: App) -> Router {
    let (router, api) = operations().split_for_parts();
    let api = describe(api);
    let needs = openapi::needs(&api);
    let json = openapi::json(&api);
    let page = docs::page(&api);
    router
        .layer(from_fn_with_state(app.clone(), idempotency::idempotency))
        .layer(from_fn_with_state(Guard::new(app.clone(), needs), guard))
        .with_state(app)
        .route("/api/openapi.json", get(async move || openapi::answer(&json)))
        .route("/api/docs", get(async move || page))
}
