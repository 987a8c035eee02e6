//! `GET /api/v1/conversations`

use axum::extract::State;
use rapport_core::conversation::ConversationStatus;
use rapport_core::directory::Tag;
use rapport_core::id::{ContactId, QueueId, TagId};
use rapport_storage::conversation::{self, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ConversationView;
use crate::api::page::{Page, PageQuery, rows};
use crate::app::App;
use crate::auth::Caller;
use crate::http::{FieldError, Json, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Which conversations.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ListView {
    /// Assigned to the caller.
    Mine,
    Unassigned,
    #[default]
    All,
    /// Of `queue_id`.
    Queue,
    /// Of `contact_id`, whatever their status.
    Contact,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    #[serde(default)]
    #[param(inline)]
    view: ListView,
    queue_id: Option<QueueId>,
    contact_id: Option<ContactId>,
    /// Only those with this tag; not with a contact.
    tag_id: Option<TagId>,
    /// Open ones when absent.
    #[param(inline)]
    status: Option<ConversationStatus>,
    /// At most so many items: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// What to look for, from the question.
enum Wanted {
    View(View, Option<TagId>),
    Contact(ContactId),
}

impl ListQuery {
    fn wanted(&self, app: &App, caller: &Caller) -> Result<Wanted, Problem> {
        let wrong =
            |field: &str, detail: String| Problem::invalid(vec![FieldError::new(field, detail)]);
        let missing = |field: &str| wrong(field, "is needed for this view".to_owned());
        let status = self.status.unwrap_or(ConversationStatus::Open);
        if let Some(tag_id) = self.tag_id.filter(|id| app.directory().get::<Tag>(*id).is_none()) {
            return Err(wrong("tag_id", format!("there is no tag {tag_id}")));
        }
        let view = match (self.view, self.contact_id) {
            (ListView::Contact, None) => return Err(missing("contact_id")),
            (_, Some(_)) if self.tag_id.is_some() => {
                return Err(wrong("tag_id", "goes with every view but a contact's".to_owned()));
            }
            (_, Some(contact_id)) => return Ok(Wanted::Contact(contact_id)),
            (ListView::Mine, None) => View::Assignee(caller.agent_id, status),
            (ListView::Unassigned, None) => View::Unassigned(status),
            (ListView::All, None) => View::All(status),
            (ListView::Queue, None) => {
                View::Queue(self.queue_id.ok_or_else(|| missing("queue_id"))?, status)
            }
        };
        Ok(Wanted::View(view, self.tag_id))
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
    let wanted = query.wanted(&app, &caller)?;
    let mut reader = app.store.read().await?;
    let (session, rows) = (&mut reader.session(), rows(limit));
    let found = match wanted {
        Wanted::View(view, tag_id) => {
            conversation::list(session, view, tag_id, before, rows).await?
        }
        Wanted::Contact(id) => conversation::of_contact(session, id, before, rows).await?,
    };
    let page = Page::of(found, limit, |conversation| conversation.last_seq.to_string());
    Ok(Json(page.map(|conversation| ConversationView::of(&app, conversation))))
}
