//! `GET /api/v1/contacts`

use axum::extract::State;
use rapport_core::contact::Contact;
use rapport_core::id::ContactId;
use rapport_storage::contact;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::{Page, PageQuery, check_query, rows};
use crate::app::App;
use crate::http::{FieldError, Json, Problem, Query};

const QUERY_CHARS_MAX: usize = 200;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Part of a name or of an identity.
    #[param(max_length = 200)]
    query: Option<String>,
    /// Only those who are blocked; not with a query.
    #[serde(default)]
    blocked: bool,
    /// At most so many items: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List contacts
///
/// Newest first.
#[utoipa::path(get, path = "/api/v1/contacts", tag = "contacts", operation_id = "list_contacts",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    params(ListQuery), responses((status = 200, body = Page<Contact>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<Contact>>, Problem> {
    let page = PageQuery { limit: query.limit, cursor: query.cursor };
    let limit = page.limit()?;
    let before: Option<ContactId> = page.cursor()?;
    let text = query.query;
    check_query(text.as_deref().unwrap_or_default(), QUERY_CHARS_MAX)?;
    if query.blocked && text.as_deref().is_some_and(|text| !text.is_empty()) {
        let detail = "goes without a query";
        return Err(Problem::invalid(vec![FieldError::new("blocked", detail)]));
    }
    let mut reader = app.store.read().await?;
    let (session, rows) = (&mut reader.session(), rows(limit));
    let found = if query.blocked {
        contact::blocked(session, before, rows).await?
    } else {
        contact::list(session, text.as_deref(), before, rows).await?
    };
    Ok(Json(Page::of(found, limit, |contact| contact.id.to_string())))
}
