//! `POST /api/v1/contacts/{id}/merge` and `/split`, `GET /api/v1/contacts/{id}/merges`, and undoing
//! one.

use axum::extract::State;
use axum::http::StatusCode;
use rapport_core::contact::{Contact, IDENTITIES_MAX, LINE_CHARS_MAX};
use rapport_core::contact_merge::{Merge, Preferred};
use rapport_core::id::{ContactId, ConversationId, IdentityId, MergeId};
use rapport_core::validation::Errors;
use rapport_storage::contact;
use rapport_storage::contact_merge::{self, Part};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::{Page, PageQuery, rows};
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{FieldError, Json, Path, Problem, Query};

/// Most conversations that are split off at once.
const CONVERSATIONS_MAX: usize = 1_000;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(merge))
        .routes(routes!(list))
        .routes(routes!(undo))
        .routes(routes!(split))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct ContactMerging {
    /// The contact who stays.
    pub into_id: ContactId,
    /// What stands of this one, where the other says something else.
    #[serde(default)]
    pub preferred: Preferred,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MergedContacts {
    /// By which it can be undone.
    pub merge_id: MergeId,
    /// The contact who stays.
    pub contact: Contact,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SplitContacts {
    /// What is left.
    pub contact: Contact,
    /// The contact who was split off.
    pub split: Contact,
}

impl From<contact_merge::Split> for SplitContacts {
    fn from(it: contact_merge::Split) -> Self {
        Self { contact: it.contact, split: it.split }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct ContactPart {
    /// Of the new contact.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub name: Option<String>,
    /// Identities of this contact that are the other's; browsers, too.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub identity_ids: Vec<IdentityId>,
    /// Conversations of this contact that are the other's, with those merged into them.
    #[serde(default)]
    #[schema(max_items = 1_000)]
    pub conversation_ids: Vec<ConversationId>,
}

/// Make a contact a part of another
///
/// Conversations, identities and notes of both are the other's from now on, and whoever asks for
/// this contact is answered with the other. It can be undone. The same again changes nothing. 409
/// `conflict` when only one of them is blocked, or one is a part of a third.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/merge", tag = "contacts",
    operation_id = "merge_contact",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = ContactId, Path)),
    request_body = ContactMerging, responses((status = 200, body = MergedContacts)))]
async fn merge(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ContactId>,
    Json(ContactMerging { into_id, preferred }): Json<ContactMerging>,
) -> Result<Json<MergedContacts>, Problem> {
    if id == into_id {
        let detail = "must be another contact";
        return Err(Problem::invalid(vec![FieldError::new("into_id", detail)]));
    }
    let mut tx = app.store.begin().await?;
    let merged =
        contact_merge::merge(&mut tx, stamp(), id, into_id, &preferred, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(MergedContacts { merge_id: merged.merge_id, contact: merged.contact }))
}

/// List who has become a part of a contact
///
/// The last first; those that were undone are left out.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/merges", tag = "contacts",
    operation_id = "list_contact_merges",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    params(("id" = ContactId, Path), PageQuery), responses((status = 200, body = Page<Merge>)))]
async fn list(
    State(app): State<App>,
    Path(id): Path<ContactId>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Merge>>, Problem> {
    let limit = page.limit()?;
    let before: Option<MergeId> = page.cursor()?;
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let id = contact::survivor_id(session, id).await?;
    let merges = contact_merge::list(session, id, before, rows(limit)).await?;
    Ok(Json(Page::of(merges, limit, |merge| merge.id.to_string())))
}

/// Undo a merge of contacts
///
/// Whoever was merged is a contact of their own again, with the identities, conversations and notes
/// that they brought; of what is known of the other, whatever the merge had changed and nobody has
/// changed since is as it was. What was said since stays where it was said. Undoing twice changes
/// nothing.
#[utoipa::path(post, path = "/api/v1/contact_merges/{id}/undo", tag = "contacts",
    operation_id = "undo_contact_merge",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = MergeId, Path)), responses((status = 200, body = SplitContacts)))]
async fn undo(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<MergeId>,
) -> Result<Json<SplitContacts>, Problem> {
    let mut tx = app.store.begin().await?;
    let split = contact_merge::undo(&mut tx, stamp(), id, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(split.into()))
}

/// Make a part of a contact another contact
///
/// For two people who were taken for one. Merging them undoes it.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/split", tag = "contacts",
    operation_id = "split_contact",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = ContactId, Path)),
    request_body = ContactPart, responses((status = 201, body = SplitContacts)))]
async fn split(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ContactId>,
    Json(part): Json<ContactPart>,
) -> Result<(StatusCode, Json<SplitContacts>), Problem> {
    let name = part.name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let mut errors = Errors::default();
    if let Some(name) = &name {
        errors.check_line(name, "name", LINE_CHARS_MAX);
    }
    let is_some = !part.identity_ids.is_empty() || !part.conversation_ids.is_empty();
    errors.check(is_some, "identity_ids", "must name something of theirs, or conversation_ids");
    errors.check(part.identity_ids.len() <= IDENTITIES_MAX, "identity_ids", "must be at most 50");
    let is_few = part.conversation_ids.len() <= CONVERSATIONS_MAX;
    errors.check(is_few, "conversation_ids", "must be at most 1000");
    errors.into_result().map_err(Problem::invalid)?;
    let what =
        Part { name, identity_ids: part.identity_ids, conversation_ids: part.conversation_ids };
    let mut tx = app.store.begin().await?;
    let split = contact_merge::split(&mut tx, stamp(), id, &what, caller.actor()).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(split.into())))
}
