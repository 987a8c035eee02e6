//! `/api/v1/attachments`

mod content;
mod limits;
mod upload;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(content::routes()).merge(limits::routes()).merge(upload::routes())
}
