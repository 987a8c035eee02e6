//! `/api/v1/search`: messages and notes by their words.

use axum::extract::State;
use rapport_core::conversation::Conversation;
use rapport_core::entry::Entry;
use rapport_core::id::{ContactId, ConversationId};
use rapport_storage::search::{self, Scope};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::page::{Page, PageQuery, check_query, rows};
use crate::app::App;
use crate::http::{Json, Problem, Query};

const QUERY_CHARS_MAX: usize = 500;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(search))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// Words that must all occur; `"..."` is a phrase; the last word may be unfinished.
    #[param(max_length = 500)]
    query: String,
    contact_id: Option<ContactId>,
    conversation_id: Option<ConversationId>,
    /// At most so many items: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A found message or note and its conversation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    pub entry: Entry,
    pub conversation: Conversation,
}

/// Search messages and notes
///
/// Newest first. Works also for scripts that do not separate words.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", operation_id = "search",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(SearchQuery), responses((status = 200, body = Page<Found>)))]
async fn search(
    State(app): State<App>,
    Query(query): Query<SearchQuery>,
) -> Result<Json<Page<Found>>, Problem> {
    let page = PageQuery { limit: query.limit, cursor: query.cursor };
    let (limit, before) = (page.limit()?, page.before_seq()?);
    let scope = Scope { conversation_id: query.conversation_id, contact_id: query.contact_id };
    check_query(&query.query, QUERY_CHARS_MAX)?;
    let mut reader = app.store.read().await?;
    let hits =
        search::search(&mut reader.session(), &query.query, scope, before, rows(limit)).await?;
    let items = hits
        .into_iter()
        .map(|hit| Found { entry: hit.entry, conversation: hit.conversation })
        .collect();
    Ok(Json(Page::of(items, limit, |found: &Found| found.entry.seq.to_string())))
}
