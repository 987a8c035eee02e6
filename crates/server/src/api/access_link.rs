//! `/api/v1/access_link`: whoever holds a link sets a password by it, once.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rapport_core::access::LinkPurpose;
use rapport_core::actor::Actor;
use rapport_core::directory::{Agent, Directory, Stored};
use rapport_core::event::{AccessLinkChange, EventData};
use rapport_core::validation::Errors;
use rapport_storage::access::{self, AccessLink};
use rapport_storage::credential;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::directory::still_gives;
use super::session;
use crate::app::{App, stamp};
use crate::auth::{self, Throttled};
use crate::clock;
use crate::http::{ClientIp, Json, Problem};
use crate::organisation::Organisation;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(look)).routes(routes!(use_up))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct LinkSecret {
    #[schema(max_length = 100)]
    pub secret: String,
}

/// Whose link it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkOwner {
    pub name: String,
    /// What they sign in with.
    pub email: String,
    pub organisation: Organisation,
    pub purpose: LinkPurpose,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct LinkUse {
    #[schema(max_length = 100)]
    pub secret: String,
    #[schema(min_length = 10, max_length = 200)]
    pub password: String,
}

fn gone() -> Problem {
    Problem::new(
        StatusCode::GONE,
        "link_gone",
        "This link was used already, was revoked, or is too old. Ask your administrator for a new \
         one.",
    )
}

/// Guesses at a secret of 256 bits are hopeless; this keeps them from costing anything.
fn throttle(app: &App, client: &ClientIp) -> Result<(), Problem> {
    app.throttle.link(client.ip()).map_err(|Throttled(wait)| {
        Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_attempts",
            "Too many attempts. Wait a moment, then try again.",
        )
        .retry_after(wait.max(Duration::from_secs(1)))
    })
}

/// Look at a link
///
/// Whom it welcomes. It can still be used afterwards. Twenty tries a minute from one network,
/// together with those to use one.
#[utoipa::path(post, path = "/api/v1/access_link/look", tag = "session", security(),
    operation_id = "look_at_access_link",
    request_body = LinkSecret, responses((status = 200, body = LinkOwner)))]
async fn look(
    State(app): State<App>,
    client: ClientIp,
    Json(LinkSecret { secret }): Json<LinkSecret>,
) -> Result<Json<LinkOwner>, Problem> {
    throttle(&app, &client)?;
    owner(&app, &secret).await.map(Json)
}

async fn owner(app: &App, secret: &str) -> Result<LinkOwner, Problem> {
    let mut reader = app.store.read().await?;
    let link = access::find(&mut reader.session(), &auth::hash_secret(secret)).await?;
    let link = link.filter(|link| clock::now() < link.expires_at).ok_or_else(gone)?;
    let directory = app.directory();
    let agent = welcomed(&directory, &link)?;
    Ok(LinkOwner {
        name: agent.record.name.clone(),
        email: agent.record.email.clone(),
        organisation: app.organisation().await?.unwrap_or_else(|| Organisation::new("")),
        purpose: link.purpose,
    })
}

/// The agent whose link it is, if they are in use, and whoever made it could still make it.
fn welcomed<'a>(directory: &'a Directory, link: &AccessLink) -> Result<&'a Stored<Agent>, Problem> {
    let agent = directory.in_use::<Agent>(link.agent_id).ok_or_else(gone)?;
    match link.maker_id {
        Some(maker) if !still_gives(directory, maker, agent.record.role) => Err(gone()),
        _ => Ok(agent),
    }
}

/// Set a password by a link
///
/// Uses the link up, signs the agent out everywhere else, and in here. Of several tries at once, one
/// succeeds.
#[utoipa::path(post, path = "/api/v1/access_link", tag = "session", security(),
    operation_id = "use_access_link",
    request_body = LinkUse, responses((status = 201, body = session::Me)))]
async fn use_up(
    State(app): State<App>,
    client: ClientIp,
    headers: HeaderMap,
    Json(LinkUse { secret, password }): Json<LinkUse>,
) -> Result<Response, Problem> {
    throttle(&app, &client)?;
    let agent = join(&app, &client, &secret, &password).await?;
    session::start(&app, &agent, client, &headers).await
}

async fn join(
    app: &App,
    client: &ClientIp,
    secret: &str,
    password: &str,
) -> Result<Stored<Agent>, Problem> {
    // A password costs a hash only where the link is good.
    owner(app, secret).await?;
    let mut errors = Errors::default();
    auth::check_password(password, "password", &mut errors);
    errors.into_result().map_err(Problem::invalid)?;
    let hash = auth::hash_password(password)
        .await
        .ok_or_else(|| Problem::unavailable("The password could not be hashed now. Try again."))?;
    // The agent must not be archived, nor have another address, between here and the commit.
    let _one_at_a_time = app.directory_change.lock().await;
    let now = stamp().at;
    let mut tx = app.store.begin().await?;
    let link = access::spend(&mut tx, &auth::hash_secret(secret), now).await?.ok_or_else(gone)?;
    let directory = app.directory();
    let agent = welcomed(&directory, &link)?;
    credential::put_password(&mut tx, agent.id, &agent.record.email, &hash).await?;
    credential::end_sessions_of(&mut tx, agent.id).await?;
    let used = AccessLinkChange {
        agent_id: agent.id,
        purpose: link.purpose,
        expires_at: link.expires_at,
        client_ip: Some(client.ip().to_string()),
    };
    let actor = Actor::agent(agent.id, &agent.record.name);
    tx.record(now, actor, EventData::AccessLinkUsed(used));
    tx.commit().await?;
    Ok(agent.clone())
}
