//! `/api/v1/interactions`: the pieces of work that routing gives out.

mod accept;
mod complete;
mod decline;
mod mine;
mod wrap_up;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(accept::routes())
        .merge(complete::routes())
        .merge(decline::routes())
        .merge(mine::routes())
        .merge(wrap_up::routes())
}
