//! A visitor's files: `POST /webchat/v1/attachments?inbox=KEY` and `GET
//! /webchat/v1/attachments/{id}/content` and `/thumbnail`, with the visitor's key as a bearer token. A visitor
//! reaches what stands on their own conversations, and what they have uploaded themselves.

use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rapport_channels::webchat::visitor::Visitor;
use rapport_core::actor::{Actor, ActorKind};
use rapport_core::attachment::Attachment;
use rapport_core::contact::IdentityKind;
use rapport_core::id::AttachmentId;
use rapport_storage::attachment::{self, Held, Uploader};
use rapport_storage::{StoreError, contact_identity};
use serde::Deserialize;

use super::inbox::inbox_in_use;
use crate::api::key_of;
use crate::app::App;
use crate::attachments::{Upload, receive, respond, respond_small};
use crate::auth::Throttled;
use crate::http::{ClientIp, Json, Path, Problem, Query};

#[derive(Debug, Deserialize)]
pub struct UploadQuery {
    inbox: String,
}

/// The visitor whose key the request carries.
fn visitor(app: &App, headers: &HeaderMap) -> Result<Visitor, Problem> {
    headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .and_then(|key| app.visitor_keys.verify(key))
        .map(|key| key.visitor)
        .ok_or_else(|| {
            Problem::new(
                StatusCode::UNAUTHORIZED,
                "unauthorised",
                "Send the visitor's key as `Authorization: Bearer …`.",
            )
        })
}

pub async fn upload(
    State(app): State<App>,
    client: ClientIp,
    Query(query): Query<UploadQuery>,
    request: Request,
) -> Result<(StatusCode, Json<Attachment>), Problem> {
    let visitor = visitor(&app, request.headers())?;
    if inbox_in_use(&app, &query.inbox).is_none() {
        return Err(Problem::not_found("inbox"));
    }
    if let Err(Throttled(wait)) = app.uploads.throttle(visitor, client.ip()) {
        return Err(Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "rate_limited",
            "Too many files at once. Wait a moment.",
        )
        .retry_after(wait));
    }
    let identity = visitor.identity();
    let mut reader = app.store.read().await?;
    let known =
        contact_identity::by_verified(&mut reader.session(), IdentityKind::Visitor, &identity)
            .await?;
    drop(reader);
    let actor = match known {
        Some(contact) => Actor::contact(contact.id, contact.name.as_deref()),
        // A file may be the first that is heard of them.
        None => Actor { kind: ActorKind::Contact, id: None, name: None },
    };
    let key = key_of(request.headers())?;
    let upload = Upload { uploader: Uploader::Visitor(identity), actor, key };
    Ok((StatusCode::CREATED, Json(receive(&app, upload, request).await?)))
}

pub async fn content(
    State(app): State<App>,
    Path(id): Path<AttachmentId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let visitor = visitor(&app, &headers)?;
    let held = find(&app, visitor, id).await?;
    respond(&app, &held, &headers).await
}

pub async fn thumbnail(
    State(app): State<App>,
    Path(id): Path<AttachmentId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let visitor = visitor(&app, &headers)?;
    let held = find(&app, visitor, id).await?;
    respond_small(&app, &held, &headers).await
}

async fn find(app: &App, visitor: Visitor, id: AttachmentId) -> Result<Held, StoreError> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let identity = visitor.identity();
    let held = attachment::get(session, id).await?;
    if held.is_of(&Uploader::Visitor(identity.clone())) {
        return Ok(held);
    }
    let contact = contact_identity::by_verified(session, IdentityKind::Visitor, &identity).await?;
    let contact = contact.ok_or(StoreError::NotFound("attachment"))?;
    attachment::get_of_contact(session, id, contact.id).await
}
