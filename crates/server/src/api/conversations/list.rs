//! `GET /api/v1/conversations`

use axum::extract::State;
use rapport_core::channel::Channel;
use rapport_core::conversation::ConversationStatus;
use rapport_core::id::{AgentId, ContactId, QueueId, SegmentId, TagId};
use rapport_core::validation::Errors;
use rapport_core::view::{ViewBase, ViewFilter};
use rapport_storage::{contact, conversation};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ConversationView;
use crate::api::page::{Page, PageQuery, rows};
use crate::api::views::read_filter;
use crate::app::App;
use crate::auth::Caller;
use crate::http::{Json, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    #[serde(default)]
    #[param(inline)]
    view: ViewBase,
    queue_id: Option<QueueId>,
    agent_id: Option<AgentId>,
    /// Only those of this contact, whatever their status; goes with no other choice.
    contact_id: Option<ContactId>,
    /// Only those with this tag.
    tag_id: Option<TagId>,
    /// Only those of contacts who belong to this segment.
    segment_id: Option<SegmentId>,
    /// Only those whose last message came by this channel.
    #[param(inline)]
    channel: Option<Channel>,
    /// Only those whose contact has spoken last.
    #[serde(default)]
    unanswered: bool,
    /// Open ones when absent.
    #[param(inline)]
    status: Option<ConversationStatus>,
    /// At most so many items: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl ListQuery {
    fn filter(&self) -> ViewFilter {
        ViewFilter {
            base: self.view,
            queue_id: self.queue_id,
            agent_id: self.agent_id,
            status: self.status.unwrap_or(ConversationStatus::Open),
            tag_id: self.tag_id,
            segment_id: self.segment_id,
            channel: self.channel,
            unanswered: self.unanswered,
        }
    }
}

/// List conversations
///
/// Newest activity first.
#[utoipa::path(get, path = "/api/v1/conversations", tag = "conversations",
    operation_id = "list_conversations",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(ListQuery), responses((status = 200, body = Page<ConversationView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<ConversationView>>, Problem> {
    let page = PageQuery { limit: query.limit, cursor: query.cursor.clone() };
    let (limit, before) = (page.limit()?, page.before_seq()?);
    let filter = query.filter();
    let mut errors = Errors::default();
    filter.validate(&app.directory(), "", &mut errors);
    let only = filter.tag_id.is_none()
        && filter.segment_id.is_none()
        && filter.channel.is_none()
        && !filter.unanswered;
    errors.check(
        query.contact_id.is_none() || only,
        "contact_id",
        "goes with no tag, segment, channel or unanswered",
    );
    errors.into_result().map_err(Problem::invalid)?;
    let mut reader = app.store.read().await?;
    let (session, rows) = (&mut reader.session(), rows(limit));
    let found = match query.contact_id {
        Some(id) => {
            let id = contact::survivor_id(session, id).await?;
            conversation::of_contact(session, id, before, rows).await?
        }
        None => {
            let (view, narrow) = read_filter(&filter, caller.agent_id);
            conversation::list(session, view, narrow, before, rows).await?
        }
    };
    let page = Page::of(found, limit, |conversation| conversation.last_seq.to_string());
    Ok(Json(page.map(|conversation| ConversationView::of(&app, conversation))))
}
