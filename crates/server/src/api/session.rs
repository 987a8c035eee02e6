//! `/api/v1/session`: sign in, who am I, sign out.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rapport_core::actor::Actor;
use rapport_core::directory::{Agent, Stored};
use rapport_core::event::{EventData, SignIn};
use rapport_core::permission::Permission;
use rapport_storage::credential;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::directory::operations::{self, Nothing};
use super::etag::IfMatch;
use crate::app::{App, stamp};
use crate::auth::{self, Caller, Means, SESSION_LIFETIME, Throttled};
use crate::http::{ClientIp, Json, Problem, RateLimit};
use crate::organisation::Organisation;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sign_in, who_am_i, sign_out)).routes(routes!(sign))
}

/// No address is longer (RFC 5321, 4.5.3.1.3), and what is refused is kept.
const EMAIL_CHARS_MAX: usize = 254;

#[derive(Debug, Deserialize, ToSchema)]
pub struct Credentials {
    #[schema(max_length = 254)]
    pub email: String,
    #[schema(max_length = 200)]
    pub password: String,
}

/// The agent who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub agent: Stored<Agent>,
    pub permissions: Vec<Permission>,
    pub organisation: Organisation,
}

/// What the desk needs to know of its user.
pub async fn me(app: &App, caller: &Caller) -> Result<Me, Problem> {
    let directory = app.directory();
    let agent = directory.in_use::<Agent>(caller.agent_id).ok_or_else(Problem::unauthorised)?;
    let organisation = app.organisation().await?.unwrap_or_else(|| Organisation::new(""));
    Ok(Me { agent: agent.as_ref().clone(), permissions: caller.permissions(), organisation })
}

/// Starts a session for an agent whose password was right; answers with the cookies of the session
/// and of the device.
pub async fn start(
    app: &App,
    agent: &Stored<Agent>,
    client: ClientIp,
    request: &HeaderMap,
) -> Result<Response, Problem> {
    let stamp = stamp();
    let secret = auth::new_secret();
    let id = stamp.id();
    let mut tx = app.store.begin().await?;
    let expires_at = stamp.at + SESSION_LIFETIME;
    let hash = auth::hash_secret(&secret);
    credential::start_session(&mut tx, id, &hash, agent.id, stamp.at, expires_at).await?;
    let actor = Actor::agent(agent.id, &agent.record.name);
    let signed_in = SignIn {
        agent_id: Some(agent.id),
        email: agent.record.email.clone(),
        client_ip: Some(client.ip().to_string()),
    };
    tx.record(stamp.at, actor, EventData::SessionStarted(signed_in));
    tx.commit().await?;
    let caller = Caller::new(&app.directory(), agent, Means::Session(id));
    let mut response = (StatusCode::CREATED, Json(me(app, &caller).await?)).into_response();
    auth::set_cookie(response.headers_mut(), &secret, app.https);
    app.devices.remember(request, &agent.record.email, response.headers_mut(), app.https);
    Ok(response)
}

/// Sign in
///
/// Sets the session cookie, and one by which the device is known again. In a minute there are five
/// tries for an account from one network (an IPv4 address, an IPv6 /64), twenty for a network, and
/// ten for an account from all networks together; these ten and the network's are not for a device
/// on which the account has signed in before, which has five of its own.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", security(),
    request_body = Credentials, responses((status = 201, body = Me)))]
async fn sign_in(
    State(app): State<App>,
    client: ClientIp,
    headers: HeaderMap,
    Json(credentials): Json<Credentials>,
) -> Result<Response, Problem> {
    let email: String =
        credentials.email.trim().to_lowercase().chars().take(EMAIL_CHARS_MAX).collect();
    let known = app.devices.known(&headers, &email);
    if let Err(Throttled(wait)) = app.throttle.sign_in(&email, client.ip(), known) {
        let problem = Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_attempts",
            "Too many attempts. Wait a moment, then try again.",
        )
        .retry_after(wait);
        let limit = RateLimit {
            policy: "sign-in",
            quota: auth::ACCOUNT_TRIES,
            window: Duration::from_secs(60),
            remaining: 0,
            reset: wait,
        };
        return Ok((limit, problem).into_response());
    }
    let found = {
        let mut reader = app.store.read().await?;
        credential::password_by_email(&mut reader.session(), &email).await?
    };
    let agent_id = found.as_ref().map(|(agent_id, _)| *agent_id);
    let right = auth::verify_password(&credentials.password, found.map(|(_, hash)| hash)).await;
    let directory = app.directory();
    let agent = agent_id.filter(|_| right).and_then(|id| directory.in_use::<Agent>(id));
    let Some(agent) = agent else {
        let mut tx = app.store.begin().await?;
        let refused = SignIn { agent_id, email, client_ip: Some(client.ip().to_string()) };
        tx.record(stamp().at, Actor::SYSTEM, EventData::SessionRefused(refused));
        tx.commit().await?;
        return Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "credentials_wrong",
            "The e-mail address or the password is not right.",
        ));
    };
    start(&app, agent, client, &headers).await
}

/// Who is signed in
#[utoipa::path(get, path = "/api/v1/session", tag = "session",
    security(("session" = ["signed_in"]), ("token" = [])), responses((status = 200, body = Me)))]
async fn who_am_i(State(app): State<App>, caller: Caller) -> Result<Json<Me>, Problem> {
    Ok(Json(me(&app, &caller).await?))
}

/// What stands below one's e-mails.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Signature {
    #[schema(max_length = 2_000)]
    pub signature: String,
}

/// Change one's own signature
///
/// It stands below the e-mails that one writes, where the brand's signature has it.
#[utoipa::path(put, path = "/api/v1/session/signature", tag = "session", operation_id = "sign",
    security(("session" = ["signed_in"])),
    request_body = Signature, responses((status = 200, body = Stored<Agent>)))]
async fn sign(
    State(app): State<App>,
    caller: Caller,
    Json(change): Json<Signature>,
) -> Result<Response, Problem> {
    let directory = app.directory();
    let agent = directory.in_use::<Agent>(caller.agent_id).ok_or_else(Problem::unauthorised)?;
    let patch = json!({"signature": change.signature});
    let version = IfMatch(agent.version);
    operations::update::<Agent>(&app, &caller, agent.id, version, patch, Nothing).await
}

/// Sign out
#[utoipa::path(delete, path = "/api/v1/session", tag = "session",
    security(("session" = ["signed_in"])), responses((status = 204)))]
async fn sign_out(
    State(app): State<App>,
    client: ClientIp,
    caller: Caller,
) -> Result<Response, Problem> {
    if let Means::Session(id) = caller.means {
        let mut tx = app.store.begin().await?;
        credential::end_session(&mut tx, id).await?;
        let email = app
            .directory()
            .agents
            .get(&caller.agent_id)
            .map(|agent| agent.record.email.clone())
            .unwrap_or_default();
        let ended = SignIn {
            agent_id: Some(caller.agent_id),
            email,
            client_ip: Some(client.ip().to_string()),
        };
        tx.record(stamp().at, caller.actor(), EventData::SessionEnded(ended));
        tx.commit().await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    auth::clear_cookie(response.headers_mut());
    Ok(response)
}
