//! `/api/v1/contacts`

mod block;
mod get;
mod list;
mod timeline;
mod update;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(block::routes())
        .merge(get::routes())
        .merge(list::routes())
        .merge(timeline::routes())
        .merge(update::routes())
}
