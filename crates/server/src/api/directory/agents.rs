//! `/api/v1/agents`

use axum::extract::State;
use axum::response::Response;
use rapport_core::directory::{Agent, PatchOf, Stored};
use rapport_core::event::{EventData, SignIn};
use rapport_core::id::AgentId;
use rapport_core::validation::Errors;
use rapport_storage::{StoreError, Tx, access, credential};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::grants::check_role;
use super::operations::{self, Besides, RecordQuery};
use crate::api::etag::IfMatch;
use crate::api::page::Page;
use crate::app::{App, stamp};
use crate::auth::{self, Caller};
use crate::http::{Json, Path, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, update))
        .routes(routes!(archive))
}

/// A new agent.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewAgent {
    #[serde(flatten)]
    pub agent: Agent,
    /// To sign in with at first. Without one they set their own by a link:
    /// `POST /api/v1/agents/{id}/access_link`.
    #[serde(default)]
    #[schema(min_length = 10, max_length = 200)]
    pub password: Option<String>,
}

/// Writes the e-mail address to sign in with, and a new password if there is one.
struct Credential<'a> {
    caller: &'a Caller,
    /// The hash.
    password: Option<String>,
}

impl<'a> Credential<'a> {
    async fn of(caller: &'a Caller, password: Option<&str>) -> Result<Self, Problem> {
        let Some(password) = password else { return Ok(Self { caller, password: None }) };
        let mut errors = Errors::default();
        auth::check_password(password, "password", &mut errors);
        errors.into_result().map_err(Problem::invalid)?;
        let hash = auth::hash_password(password).await.ok_or_else(|| {
            Problem::unavailable("The password could not be hashed now. Try again.")
        })?;
        Ok(Self { caller, password: Some(hash) })
    }
}

impl Besides<Agent> for Credential<'_> {
    fn check(
        &self,
        app: &App,
        was: Option<&Stored<Agent>>,
        next: &Stored<Agent>,
    ) -> Result<(), Problem> {
        // Name, skills, queues and capacity give nobody more than they have.
        let same_access = was.is_some_and(|was| {
            self.password.is_none()
                && was.archived == next.archived
                && was.record.role == next.record.role
                && was.record.email == next.record.email
        });
        if !same_access {
            was.map_or(Ok(()), |was| check_role(app, self.caller, was.record.role))?;
            check_role(app, self.caller, next.record.role)?;
        }
        if app.directory().loses_its_last_administrator(next) {
            return Err(Problem::conflict(
                "last_administrator",
                "This is the last administrator. Make somebody else one first.",
            ));
        }
        Ok(())
    }

    async fn write(&self, tx: &mut Tx, agent: &Stored<Agent>) -> Result<(), StoreError> {
        let email = &agent.record.email;
        match &self.password {
            Some(hash) => {
                credential::put_password(tx, agent.id, email, hash).await?;
                if agent.version > 1 {
                    credential::end_sessions_of(tx, agent.id).await?;
                    let changed =
                        SignIn { agent_id: Some(agent.id), email: email.clone(), client_ip: None };
                    tx.record(stamp().at, self.caller.actor(), EventData::PasswordChanged(changed));
                }
            }
            None => credential::set_email(tx, agent.id, email).await?,
        }
        if agent.archived {
            access::revoke(tx, agent.id).await?;
            credential::end_sessions_of(tx, agent.id).await?;
        }
        Ok(())
    }
}

/// List agents
#[utoipa::path(get, path = "/api/v1/agents", tag = "agents", operation_id = "list_agents",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(RecordQuery), responses((status = 200, body = Page<Stored<Agent>>)))]
async fn list(
    State(app): State<App>,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Page<Stored<Agent>>>, Problem> {
    operations::list(&app, &query).map(Json)
}

/// Create an agent
///
/// Their role can allow only what the caller may do themselves.
#[utoipa::path(post, path = "/api/v1/agents", tag = "agents", operation_id = "create_agents",
    security(("session" = ["agents:manage"]), ("token" = ["agents:manage"])),
    request_body = NewAgent, responses((status = 201, body = Stored<Agent>)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewAgent>,
) -> Result<Response, Problem> {
    let credential = Credential::of(&caller, new.password.as_deref()).await?;
    operations::create(&app, &caller, new.agent, credential).await
}

/// Read an agent
#[utoipa::path(get, path = "/api/v1/agents/{id}", tag = "agents", operation_id = "get_agents",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = AgentId, Path)), responses((status = 200, body = Stored<Agent>)))]
async fn get(State(app): State<App>, Path(id): Path<AgentId>) -> Result<Response, Problem> {
    operations::get::<Agent>(&app, id)
}

/// Change an agent
///
/// Absent fields stay as they are; `null` clears a field that can be empty. A `password` in the
/// patch signs out all the agent's sessions. The role, the address and the password of somebody who
/// may do more than the caller are refused.
#[utoipa::path(patch, path = "/api/v1/agents/{id}", tag = "agents", operation_id = "update_agents",
    security(("session" = ["agents:manage"]), ("token" = ["agents:manage"])),
    params(("id" = AgentId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    request_body = PatchOf<Agent>, responses((status = 200, body = Stored<Agent>)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<AgentId>,
    version: IfMatch,
    Json(mut patch): Json<Value>,
) -> Result<Response, Problem> {
    let password = patch.as_object_mut().and_then(|fields| fields.remove("password"));
    let credential = Credential::of(&caller, password.as_ref().and_then(Value::as_str)).await?;
    operations::update::<Agent>(&app, &caller, id, version, patch, credential).await
}

/// Archive an agent
///
/// It is kept for history, but no longer in use.
#[utoipa::path(post, path = "/api/v1/agents/{id}/archive", tag = "agents",
    operation_id = "archive_agents",
    security(("session" = ["agents:manage"]), ("token" = ["agents:manage"])),
    params(("id" = AgentId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$", example = "\"1\"",
            description = "The version, in quotes")),
    responses((status = 200, body = Stored<Agent>)))]
async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<AgentId>,
    version: IfMatch,
) -> Result<Response, Problem> {
    let credential = Credential::of(&caller, None).await?;
    operations::archive::<Agent>(&app, &caller, id, version, credential).await
}
