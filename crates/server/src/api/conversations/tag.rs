//! `POST /api/v1/conversations/{id}/tag`

use std::collections::BTreeSet;

use axum::extract::State;
use rapport_core::conversation::TAGS_MAX;
use rapport_core::directory::Tag;
use rapport_core::id::{ConversationId, TagId};
use rapport_core::validation::Errors;
use rapport_storage::tagging;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ConversationView;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(tag))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct TagChange {
    /// Tags in use; those that are on it already stay where they are.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub add_tag_ids: Vec<TagId>,
    /// Those that are not on it are passed over.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub remove_tag_ids: Vec<TagId>,
}

impl TagChange {
    fn check(&self, app: &App) -> Result<(), Problem> {
        let mut errors = Errors::default();
        for (field, ids) in
            [("add_tag_ids", &self.add_tag_ids), ("remove_tag_ids", &self.remove_tag_ids)]
        {
            errors.check(ids.len() <= TAGS_MAX, field, "must be at most 20");
        }
        let directory = app.directory();
        for (place, id) in self.add_tag_ids.iter().enumerate() {
            if directory.in_use::<Tag>(*id).is_none() {
                let detail = format!("there is no tag {id} in use; choose one from the list");
                errors.push(format!("add_tag_ids[{place}]"), detail);
            }
        }
        let added: BTreeSet<_> = self.add_tag_ids.iter().collect();
        let is_clear = !self.remove_tag_ids.iter().any(|id| added.contains(id));
        errors.check(is_clear, "remove_tag_ids", "must not name a tag that is also to be added");
        errors.into_result().map_err(Problem::invalid)
    }
}

/// Put tags on, take tags off
///
/// What others put on meanwhile stays. A conversation holds at most 20 tags.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/tag", tag = "conversations",
    operation_id = "tag_conversation",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path)),
    request_body = TagChange, responses((status = 200, body = ConversationView)))]
async fn tag(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
    Json(change): Json<TagChange>,
) -> Result<Json<ConversationView>, Problem> {
    change.check(&app)?;
    let TagChange { add_tag_ids, remove_tag_ids } = change;
    let mut tx = app.store.begin().await?;
    let actor = caller.actor();
    let now = tagging::tag(&mut tx, stamp(), id, &add_tag_ids, &remove_tag_ids, actor).await?;
    tx.commit().await?;
    Ok(Json(ConversationView::of(&app, now)))
}
