//! `/api/v1/mails/{id}`: e-mails as they came.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::header::{
    CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use rapport_channels::email::page::{page, policy};
use rapport_core::entry::EntryBody;
use rapport_core::id::MailId;
use rapport_core::mail::MailHead;
use rapport_storage::mail::{Kept, Raw};
use rapport_storage::{entry, mail};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::{Path, Problem, Query};
use crate::mail::read;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get_page)).routes(routes!(get_raw))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PageQuery {
    /// With pictures of other servers, which learn by it that the mail is read.
    #[serde(default)]
    remote_images: bool,
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
    let page = tokio::task::spawn_blocking(move || page(&html, &images, with_remote))
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
