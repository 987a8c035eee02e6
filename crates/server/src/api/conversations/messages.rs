//! `POST /api/v1/conversations/{id}/messages`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use rapport_core::channel::Channel;
use rapport_core::entry::Entry;
use rapport_core::id::ConversationId;
use rapport_storage::StoreError;
use rapport_storage::attachment::{self, Uploader};
use rapport_storage::conversation;
use rapport_storage::message::{Inbound, NewMessage};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{NewMessageBody, mail, reach};
use crate::api::idempotency::key_of;
use crate::app::{App, stamp};
use crate::auth::{self, Caller};
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(send))
}

/// Send a message to the contact
///
/// By the inbox that their last message came by, or by another that reaches them; words, attachments,
/// or both. An e-mail goes to who wrote last unless `mail` says otherwise. With an `Idempotency-Key`, which the answer and
/// the event carry as `client_id`, a message sent twice is stored and delivered once.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/messages", tag = "conversations",
    operation_id = "send_message",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 100 visible ASCII characters")),
    request_body = NewMessageBody, responses((status = 201, body = Entry)))]
async fn send(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ConversationId>,
    headers: HeaderMap,
    Json(new): Json<NewMessageBody>,
) -> Result<(StatusCode, Json<Entry>), Problem> {
    let (text, spans) = new.checked()?;
    let key = key_of(&headers)?.unwrap_or_else(auth::new_secret);
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let conversation = conversation::whole(session, id).await?;
    let uploader = Uploader::Agent(caller.agent_id);
    let attachments = attachment::of_uploader(session, &uploader, &new.attachment_ids).await?;
    let has_route = new.mail.as_ref().is_some_and(|mail| !mail.to.is_empty());
    let (inbox_id, channel) =
        reach::inbox_for(&app, session, &conversation, caller.agent_id, new.inbox_id, has_route)
            .await?;
    let directory = app.directory();
    let mail = match channel {
        Channel::Email => {
            let by = caller.agent_id;
            let head = mail::head(session, &directory, &conversation, by, new.mail).await?;
            Some(Box::new(head))
        }
        _ => None,
    };
    drop(reader);
    let stamp = stamp();
    let message = NewMessage {
        conversation_id: conversation.id,
        entry_id: stamp.id(),
        author: caller.actor(),
        inbox_id,
        channel,
        at: stamp.at,
        inbound: Inbound {
            // A key counts on its own conversation.
            sender: format!("{}/{id}", caller.agent_id),
            external_id: key,
            raw: text.clone(),
        },
        text,
        spans,
        attachments,
        mail,
    };
    let stored = match app.store.write_message(message.clone()).await {
        Err(StoreError::NotOpen) => {
            // It may have been merged meanwhile: then it is said where the contact goes on.
            let mut reader = app.store.read().await?;
            let now = conversation::whole(&mut reader.session(), id).await?;
            drop(reader);
            if now.id == message.conversation_id {
                return Err(StoreError::NotOpen.into());
            }
            app.store.write_message(NewMessage { conversation_id: now.id, ..message }).await?
        }
        stored => stored?,
    };
    Ok((StatusCode::CREATED, Json(stored.into_entry())))
}
