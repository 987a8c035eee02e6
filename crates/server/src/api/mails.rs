//! `/api/v1/mails/{id}`: e-mails as they came.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::header::{
    CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use rapport_channels::email::page::{page, policy};
use rapport_channels::webchat::return_link::without_tokens;
use rapport_core::Timestamp;
use rapport_core::directory::Inbox;
use rapport_core::entry::EntryBody;
use rapport_core::id::{InboxId, MailId};
use rapport_core::mail::{MailAddress, MailHead};
use rapport_storage::mail::{Kept, Raw, Refused};
use rapport_storage::{entry, mail};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::{Page, PageQuery as ListQuery, rows};
use crate::app::App;
use crate::http::{Json, Path, Problem, Query};
use crate::mail::{read, take_in};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get_page))
        .routes(routes!(get_raw))
        .routes(routes!(list_refused))
        .routes(routes!(process))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PageQuery {
    /// With pictures of other servers, which learn by it that the mail is read.
    #[serde(default)]
    remote_images: bool,
}

/// A mail of which nothing was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedMail {
    pub id: MailId,
    /// Whom it says that it is from.
    pub from: Option<MailAddress>,
    pub subject: String,
    /// Why nothing was made of it.
    pub reason: String,
    pub size_bytes: i64,
    pub received_at: Timestamp,
}

async fn shown(app: &App, refused: Refused) -> Result<RefusedMail, Problem> {
    let kept = mail::get(&mut app.store.read().await?.session(), refused.id).await?;
    let read = read(app, kept.raw).await.map_err(|error| Problem::internal(&error))?;
    Ok(RefusedMail {
        id: refused.id,
        from: read.from,
        subject: read.subject,
        reason: refused.reason,
        size_bytes: refused.size_bytes,
        received_at: refused.received_at,
    })
}

/// List mails of which nothing was made
///
/// The newest first, each with the reason: its sender is blocked, or the store refused it. They are
/// kept as they came.
#[utoipa::path(get, path = "/api/v1/inboxes/{id}/refused_mails", tag = "inboxes",
    operation_id = "list_refused_mails",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = InboxId, Path), ListQuery),
    responses((status = 200, body = Page<RefusedMail>)))]
async fn list_refused(
    State(app): State<App>,
    Path(id): Path<InboxId>,
    Query(page): Query<ListQuery>,
) -> Result<Json<Page<RefusedMail>>, Problem> {
    if app.directory().get::<Inbox>(id).is_none() {
        return Err(Problem::not_found("inbox"));
    }
    let (limit, before) = (page.limit()?, page.cursor()?);
    let mut reader = app.store.read().await?;
    let found = mail::refused(&mut reader.session(), id, before, rows(limit)).await?;
    drop(reader);
    let page = Page::of(found, limit, |refused| refused.id.to_string());
    let mut items = Vec::with_capacity(page.items.len());
    for refused in page.items {
        items.push(shown(&app, refused).await?);
    }
    Ok(Json(Page { items, next_cursor: page.next_cursor }))
}

/// What has become of a mail that was looked at again.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProcessedMail {
    /// Why nothing was made of it this time either; none if it was taken.
    pub reason: Option<String>,
}

/// Look at a refused mail again
///
/// As if it came now: once its sender is not blocked any more, or after an update of the program. 404
/// for a mail that was not refused.
#[utoipa::path(post, path = "/api/v1/mails/{id}/process", tag = "inboxes",
    operation_id = "process_mail",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = MailId, Path)), responses((status = 200, body = ProcessedMail)))]
async fn process(
    State(app): State<App>,
    Path(id): Path<MailId>,
) -> Result<Json<ProcessedMail>, Problem> {
    let refused = mail::refused_one(&mut app.store.read().await?.session(), id).await?;
    let refused = refused.ok_or_else(|| Problem::not_found("refused mail"))?;
    let mut tx = app.store.begin().await?;
    mail::again(&mut tx, id).await?;
    tx.commit().await?;
    take_in(app.clone(), refused.inbox_id).await?;
    let now = mail::refused_one(&mut app.store.read().await?.session(), id).await?;
    Ok(Json(ProcessedMail { reason: now.map(|refused| refused.reason) }))
}

/// A mail that an entry was made of.
async fn find(app: &App, id: MailId) -> Result<(Kept, Box<MailHead>), Problem> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let kept = mail::get(session, id).await?;
    let entry_id = kept.entry_id.ok_or_else(|| Problem::not_found("mail"))?;
    match entry::get(session, entry_id).await?.body {
        EntryBody::Message { mail: Some(head), .. } => Ok((kept, head)),
        _ => Err(Problem::not_found("mail")),
    }
}

/// Show a mail as it was laid out
///
/// A page without scripts, forms or anything that its sender could learn from; links open apart.
/// Pictures on other servers are left out unless they are asked for; where there are some, the page
/// says so by `data-remote-images` on its root. 404 for a mail without HTML.
#[utoipa::path(get, path = "/api/v1/mails/{id}/page", tag = "conversations",
    operation_id = "get_mail_page",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(("id" = MailId, Path), PageQuery),
    responses((status = 200, description = "The page", content_type = "text/html", body = String)))]
async fn get_page(
    State(app): State<App>,
    Path(id): Path<MailId>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    let (kept, head) = find(&app, id).await?;
    let mail = read(&app, kept.raw).await.map_err(|error| Problem::internal(&error))?;
    let html = mail.html.ok_or_else(|| Problem::not_found("page of this mail"))?;
    let images: HashMap<String, String> = head
        .inline
        .iter()
        .map(|it| {
            let address = format!("/api/v1/attachments/{}/content", it.attachment_id);
            (it.content_id.clone(), address)
        })
        .collect();
    let with_remote = query.remote_images;
    let page =
        tokio::task::spawn_blocking(move || page(&without_tokens(&html), &images, with_remote))
            .await
            .map_err(|error| Problem::internal(&error))?;
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy(with_remote)));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok((headers, page).into_response())
}

/// Download a mail as it came
///
/// The raw message (RFC 5322), as mail programs open it.
#[utoipa::path(get, path = "/api/v1/mails/{id}/raw", tag = "conversations",
    operation_id = "get_mail_raw",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(("id" = MailId, Path)),
    responses((status = 200, description = "The message", content_type = "message/rfc822",
        body = String)))]
async fn get_raw(State(app): State<App>, Path(id): Path<MailId>) -> Result<Response, Problem> {
    let (kept, _) = find(&app, id).await?;
    let body = match kept.raw {
        Raw::Here(raw) => axum::body::Body::from(raw),
        Raw::File(id) => {
            let file = app.files.read(id).await.map_err(|error| Problem::internal(&error))?;
            axum::body::Body::from_stream(tokio_util::io::ReaderStream::new(file))
        }
    };
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("message/rfc822"));
    let name = HeaderValue::from_static("attachment; filename=\"message.eml\"");
    headers.insert(CONTENT_DISPOSITION, name);
    Ok((headers, body).into_response())
}
