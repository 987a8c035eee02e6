//! `/api/v1/agents/access` and `/api/v1/agents/{id}/access_link`: who can sign in, and links by which
//! others come to.

use axum::extract::State;
use axum::http::StatusCode;
use rapport_core::Timestamp;
use rapport_core::access::{LINK_LIFETIME, LinkPurpose};
use rapport_core::directory::Agent;
use rapport_core::event::{AccessLinkChange, EventData};
use rapport_core::id::AgentId;
use rapport_storage::access::{self, AccessLink};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::grants::check_role;
use crate::api::page::Page;
use crate::app::{App, stamp};
use crate::auth::{self, Caller};
use crate::clock;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(create, revoke))
}

/// Whether an agent can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccessState {
    /// They have a password.
    Joined,
    /// They have a link by which to set one.
    Invited,
    /// That link is too old.
    Expired,
    /// Neither a password nor a link.
    NotInvited,
}

/// A link that was not used yet, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkView {
    pub purpose: LinkPurpose,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

impl From<AccessLink> for LinkView {
    fn from(link: AccessLink) -> Self {
        Self { purpose: link.purpose, created_at: link.created_at, expires_at: link.expires_at }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AgentAccess {
    pub agent_id: AgentId,
    pub state: AccessState,
    /// None when there is none, or it was used or revoked.
    pub link: Option<LinkView>,
}

/// A new link. It can be used once, until it expires.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewLink {
    /// Told only now: the link is the desk's address with `/welcome#` and this.
    pub secret: String,
    #[serde(flatten)]
    pub about: LinkView,
}

/// Who can sign in
///
/// Of all agents in use.
#[utoipa::path(get, path = "/api/v1/agents/access", tag = "agents", operation_id = "list_access",
    security(("session" = ["agents:manage"]), ("token" = ["agents:manage"])),
    responses((status = 200, body = Page<AgentAccess>)))]
async fn list(State(app): State<App>) -> Result<Json<Page<AgentAccess>>, Problem> {
    let now = clock::now();
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let joined = access::with_password(session).await?;
    let mut links: std::collections::BTreeMap<_, _> =
        access::all(session).await?.into_iter().map(|link| (link.agent_id, link)).collect();
    let directory = app.directory();
    let items = directory.agents.values().filter(|agent| !agent.archived).map(|agent| {
        let link = links.remove(&agent.id);
        let state = match &link {
            _ if joined.contains(&agent.id) => AccessState::Joined,
            Some(link) if now < link.expires_at => AccessState::Invited,
            Some(_) => AccessState::Expired,
            None => AccessState::NotInvited,
        };
        AgentAccess { agent_id: agent.id, state, link: link.map(LinkView::from) }
    });
    Ok(Json(Page::whole(items.collect())))
}

/// Make a link by which an agent sets a password
///
/// For one who has none yet it is an invitation, for others a way to a new password. It takes the
/// place of an earlier link, is good for seven days, and can be used once. Refused for somebody who
/// may do more than the caller.
#[utoipa::path(post, path = "/api/v1/agents/{id}/access_link", tag = "agents",
    operation_id = "create_access_link",
    security(("session" = ["agents:manage"])),
    params(("id" = AgentId, Path)), responses((status = 201, body = NewLink)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<AgentId>,
) -> Result<(StatusCode, Json<NewLink>), Problem> {
    let _one_at_a_time = app.directory_change.lock().await;
    let role = app.directory().in_use::<Agent>(id).map(|agent| agent.record.role);
    check_role(&app, &caller, role.ok_or_else(|| Problem::not_found("agent"))?)?;
    let stamp = stamp();
    let secret = auth::new_secret();
    let mut tx = app.store.begin().await?;
    let purpose = if access::has_password(&mut tx.session(), id).await? {
        LinkPurpose::PasswordReset
    } else {
        LinkPurpose::Invitation
    };
    let expires_at = stamp.at + LINK_LIFETIME;
    let link = AccessLink {
        agent_id: id,
        purpose,
        created_at: stamp.at,
        expires_at,
        maker_id: Some(caller.agent_id),
    };
    access::put(&mut tx, &link, &auth::hash_secret(&secret)).await?;
    let change = AccessLinkChange { agent_id: id, purpose, expires_at, client_ip: None };
    tx.record(stamp.at, caller.actor(), EventData::AccessLinkCreated(change));
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(NewLink { secret, about: link.into() })))
}

/// Revoke an agent's link
///
/// Nobody can use it any more. One that is not there needs no revoking. Refused for somebody who may
/// do more than the caller.
#[utoipa::path(delete, path = "/api/v1/agents/{id}/access_link", tag = "agents",
    operation_id = "revoke_access_link",
    security(("session" = ["agents:manage"]), ("token" = ["agents:manage"])),
    params(("id" = AgentId, Path)), responses((status = 204)))]
async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<AgentId>,
) -> Result<StatusCode, Problem> {
    if let Some(agent) = app.directory().in_use::<Agent>(id) {
        check_role(&app, &caller, agent.record.role)?;
    }
    let mut tx = app.store.begin().await?;
    if let Some(link) = access::revoke(&mut tx, id).await? {
        let change = AccessLinkChange {
            agent_id: id,
            purpose: link.purpose,
            expires_at: link.expires_at,
            client_ip: None,
        };
        tx.record(stamp().at, caller.actor(), EventData::AccessLinkRevoked(change));
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
