//! `/api/v1/contacts`

mod block;
mod create;
mod duplicates;
mod export;
mod get;
mod identities;
mod list;
mod merge;
mod narrowing;
mod notes;
mod pages;
mod preference;
mod segments;
mod timeline;
mod update;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub use export::csv;
pub use update::given;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(block::routes())
        .merge(create::routes())
        .merge(duplicates::routes())
        .merge(export::routes())
        .merge(get::routes())
        .merge(identities::routes())
        .merge(list::routes())
        .merge(merge::routes())
        .merge(notes::routes())
        .merge(pages::routes())
        .merge(preference::routes())
        .merge(segments::routes())
        .merge(timeline::routes())
        .merge(update::routes())
}
