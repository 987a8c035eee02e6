//! `/api/v1/tokens`: API tokens, shown once.

use axum::extract::State;
use axum::http::StatusCode;
use rapport_core::Timestamp;
use rapport_core::directory::NAME_CHARS_MAX;
use rapport_core::event::{EventData, TokenChange};
use rapport_core::id::{AgentId, ApiTokenId};
use rapport_core::permission::Permission;
use rapport_core::validation::Errors;
use rapport_storage::credential::{self, ApiToken};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::page::{Page, PageQuery, rows};
use crate::app::{App, stamp};
use crate::auth::{self, Caller};
use crate::http::{Json, Path, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// An API token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    pub id: ApiTokenId,
    /// In whose name it acts.
    pub agent_id: AgentId,
    pub name: String,
    pub scopes: Vec<Permission>,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

impl From<ApiToken> for Token {
    fn from(token: ApiToken) -> Self {
        Self {
            id: token.id,
            agent_id: token.agent_id,
            name: token.name,
            scopes: token.scopes,
            created_at: token.created_at,
            expires_at: token.expires_at,
            revoked_at: token.revoked_at,
        }
    }
}

/// A new token with its secret, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreatedToken {
    /// Send it as `Authorization: Bearer …`. It cannot be shown again.
    pub token: String,
    #[serde(flatten)]
    pub about: Token,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewToken {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// What it may do, within what its agent may.
    #[schema(min_items = 1)]
    pub scopes: Vec<Permission>,
    /// None: until it is revoked.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

/// List tokens
#[utoipa::path(get, path = "/api/v1/tokens", tag = "tokens", operation_id = "list_tokens",
    security(("session" = ["tokens:manage"]), ("token" = ["tokens:manage"])),
    params(PageQuery), responses((status = 200, body = Page<Token>)))]
async fn list(
    State(app): State<App>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Token>>, Problem> {
    let limit = page.limit()?;
    let before: Option<ApiTokenId> = page.cursor()?;
    let mut reader = app.store.read().await?;
    let all = credential::list_tokens(&mut reader.session(), before, rows(limit)).await?;
    Ok(Json(Page::of(all, limit, |token| token.id.to_string()).map(Token::from)))
}

/// Create a token
#[utoipa::path(post, path = "/api/v1/tokens", tag = "tokens", operation_id = "create_token",
    security(("session" = ["tokens:manage"])),
    request_body = NewToken, responses((status = 201, body = CreatedToken)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewToken>,
) -> Result<(StatusCode, Json<CreatedToken>), Problem> {
    let stamp = stamp();
    let mut errors = Errors::default();
    errors.check_line(&new.name, "name", NAME_CHARS_MAX);
    errors.check(!new.scopes.is_empty(), "scopes", "must name at least one permission");
    for (place, scope) in new.scopes.iter().enumerate() {
        if !caller.may(*scope) {
            errors.push(format!("scopes[{place}]"), "must be a permission that you have yourself");
        }
    }
    errors.check(
        new.expires_at.is_none_or(|at| at > stamp.at),
        "expires_at",
        "must lie in the future",
    );
    errors.into_result().map_err(Problem::invalid)?;
    let secret = format!("{}{}", auth::TOKEN_PREFIX, auth::new_secret());
    let token = ApiToken {
        id: stamp.id(),
        agent_id: caller.agent_id,
        name: new.name,
        scopes: new.scopes,
        created_at: stamp.at,
        expires_at: new.expires_at,
        revoked_at: None,
    };
    let mut tx = app.store.begin().await?;
    credential::create_token(&mut tx, &token, &auth::hash_secret(&secret)).await?;
    let change = TokenChange { token_id: token.id.to_string(), name: token.name.clone() };
    tx.record(stamp.at, caller.actor(), EventData::TokenCreated(change));
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(CreatedToken { token: secret, about: token.into() })))
}

/// Revoke a token
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "tokens", operation_id = "revoke_token",
    security(("session" = ["tokens:manage"]), ("token" = ["tokens:manage"])),
    params(("id" = ApiTokenId, Path)), responses((status = 204)))]
async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ApiTokenId>,
) -> Result<StatusCode, Problem> {
    let at = stamp().at;
    let mut tx = app.store.begin().await?;
    let name = credential::revoke_token(&mut tx, id, at).await?;
    let name = name.ok_or_else(|| Problem::not_found("token"))?;
    let change = TokenChange { token_id: id.to_string(), name };
    tx.record(at, caller.actor(), EventData::TokenRevoked(change));
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
