//! `/api/v1/reports`: figures over all channels, and the conversations behind each of them.

mod conversations;
mod costs;
mod narrowing;
mod paths;
mod repeated_questions;
mod replies;
mod table;
mod volume;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(conversations::routes())
        .merge(costs::routes())
        .merge(paths::routes())
        .merge(repeated_questions::routes())
        .merge(replies::routes())
        .merge(volume::routes())
}
