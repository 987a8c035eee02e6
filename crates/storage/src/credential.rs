//! Passwords, sessions and API tokens. Only hashes are stored.

use rapport_core::Timestamp;
use rapport_core::id::{AgentId, ApiTokenId, SessionId, TypedId};
use rapport_core::permission::Permission;
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::statement::statements;

statements! {
    PASSWORD_BY_EMAIL = "select agent_id, password_hash from credential where email = $1";
    PUT_PASSWORD = "insert into credential (agent_id, email, password_hash) values ($1, $2, $3)
        on conflict (agent_id) do update
        set email = excluded.email, password_hash = excluded.password_hash";
    FORGET_LINK = "delete from access_link where agent_id = $1";
    SET_EMAIL = "update credential set email = $2 where agent_id = $1";
    INSERT_SESSION = "insert into session (token_hash, id, agent_id, created_at, rotated_at,
            last_seen_at, expires_at) values ($1, $2, $3, $4, $4, $4, $5)";
    FIND_SESSION = "select id, agent_id, rotated_at, last_seen_at, expires_at from session
        where token_hash = $1";
    FIND_PREVIOUS = "select id, agent_id, rotated_at, last_seen_at, expires_at from session
        where previous_token_hash = $1";
    SESSION_BY_ID = "select id, agent_id, rotated_at, last_seen_at, expires_at from session
        where id = $1";
    ROTATE_SESSION = "update session set previous_token_hash = token_hash, token_hash = $2,
            rotated_at = $3, last_seen_at = $3, expires_at = $4
        where token_hash = $1";
    END_SESSION = "delete from session where id = $1";
    END_SESSIONS_OF = "delete from session where agent_id = $1";
    END_EXPIRED = "delete from session where expires_at < $1";
    INSERT_TOKEN = "insert into api_token (id, token_hash, agent_id, name, scopes, created_at,
            expires_at) values ($1, $2, $3, $4, $5, $6, $7)";
    FIND_TOKEN = "select id, agent_id, name, scopes, created_at, expires_at, revoked_at
        from api_token where token_hash = $1";
    TOKEN_BY_ID = "select id, agent_id, name, scopes, created_at, expires_at, revoked_at
        from api_token where id = $1";
    LIST_TOKENS = "select id, agent_id, name, scopes, created_at, expires_at, revoked_at
        from api_token where id < $1 order by id desc limit $2";
    REVOKE_TOKEN = "update api_token set revoked_at = $2 where id = $1 and revoked_at is null
        returning name";
}

const EMAIL_TAKEN: &str = "another agent signs in with this address; choose another";

#[derive(sqlx::FromRow)]
struct PasswordRow {
    agent_id: Uuid,
    password_hash: String,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    id: Uuid,
    agent_id: Uuid,
    rotated_at: i64,
    last_seen_at: i64,
    expires_at: i64,
}

/// A signed-in browser.
#[derive(Debug, Clone)]
pub struct BrowserSession {
    pub id: SessionId,
    pub agent_id: AgentId,
    pub rotated_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
}

impl SessionRow {
    fn read(self) -> BrowserSession {
        BrowserSession {
            id: SessionId::from_uuid(self.id),
            agent_id: AgentId::from_uuid(self.agent_id),
            rotated_at: Timestamp::from_micros(self.rotated_at),
            last_seen_at: Timestamp::from_micros(self.last_seen_at),
            expires_at: Timestamp::from_micros(self.expires_at),
        }
    }
}

/// The agent with this address and their password's hash.
pub async fn password_by_email(
    session: &mut Session<'_>,
    email: &str,
) -> Result<Option<(AgentId, String)>> {
    let row = fetch_optional!(session, PasswordRow, PASSWORD_BY_EMAIL, email)?;
    Ok(row.map(|row| (AgentId::from_uuid(row.agent_id), row.password_hash)))
}

/// A link by which one could still be set is void from then on.
pub async fn put_password(tx: &mut Tx, agent_id: AgentId, email: &str, hash: &str) -> Result<()> {
    execute!(&mut tx.session(), PUT_PASSWORD, agent_id.uuid(), email, hash)
        .map_err(|error| StoreError::taken(error, EMAIL_TAKEN))?;
    execute!(&mut tx.session(), FORGET_LINK, agent_id.uuid())?;
    Ok(())
}

pub async fn set_email(tx: &mut Tx, agent_id: AgentId, email: &str) -> Result<()> {
    execute!(&mut tx.session(), SET_EMAIL, agent_id.uuid(), email)
        .map_err(|error| StoreError::taken(error, EMAIL_TAKEN))?;
    Ok(())
}

pub async fn start_session(
    tx: &mut Tx,
    id: SessionId,
    token_hash: &[u8],
    agent_id: AgentId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    execute!(&mut tx.session(), END_EXPIRED, now.micros())?;
    execute!(
        &mut tx.session(),
        INSERT_SESSION,
        token_hash,
        id.uuid(),
        agent_id.uuid(),
        now.micros(),
        expires_at.micros(),
    )?;
    Ok(())
}

/// The session that a token opens.
pub async fn session_by_token(
    session: &mut Session<'_>,
    token_hash: &[u8],
) -> Result<Option<BrowserSession>> {
    Ok(fetch_optional!(session, SessionRow, FIND_SESSION, token_hash)?.map(SessionRow::read))
}

/// The session whose token this was until the last rotation: requests that were under way then
/// still carry it.
pub async fn session_by_previous_token(
    session: &mut Session<'_>,
    token_hash: &[u8],
) -> Result<Option<BrowserSession>> {
    Ok(fetch_optional!(session, SessionRow, FIND_PREVIOUS, token_hash)?.map(SessionRow::read))
}

/// The session, until it is ended. Whoever asks compares its `expires_at`.
pub async fn session_by_id(
    session: &mut Session<'_>,
    id: SessionId,
) -> Result<Option<BrowserSession>> {
    Ok(fetch_optional!(session, SessionRow, SESSION_BY_ID, id.uuid())?.map(SessionRow::read))
}

/// Gives the session a new token; false when another request did so first.
pub async fn rotate_session(
    tx: &mut Tx,
    token_hash: &[u8],
    new_token_hash: &[u8],
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<bool> {
    let rows = execute!(
        &mut tx.session(),
        ROTATE_SESSION,
        token_hash,
        new_token_hash,
        now.micros(),
        expires_at.micros(),
    )?;
    Ok(rows == 1)
}

pub async fn end_session(tx: &mut Tx, id: SessionId) -> Result<()> {
    execute!(&mut tx.session(), END_SESSION, id.uuid())?;
    Ok(())
}

pub async fn end_sessions_of(tx: &mut Tx, agent_id: AgentId) -> Result<u64> {
    Ok(execute!(&mut tx.session(), END_SESSIONS_OF, agent_id.uuid())?)
}

#[derive(sqlx::FromRow)]
struct TokenName {
    name: String,
}

/// An API token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    pub id: ApiTokenId,
    pub agent_id: AgentId,
    pub name: String,
    pub scopes: Vec<Permission>,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct TokenRow {
    id: Uuid,
    agent_id: Uuid,
    name: String,
    scopes: String,
    created_at: i64,
    expires_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl ApiToken {
    /// Neither revoked nor expired.
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|expires_at| now < expires_at)
    }
}

impl TokenRow {
    fn read(self) -> Result<ApiToken> {
        Ok(ApiToken {
            id: ApiTokenId::from_uuid(self.id),
            agent_id: AgentId::from_uuid(self.agent_id),
            name: self.name,
            scopes: serde_json::from_str(&self.scopes)
                .map_err(|error| StoreError::corrupt("api_token.scopes", error))?,
            created_at: Timestamp::from_micros(self.created_at),
            expires_at: self.expires_at.map(Timestamp::from_micros),
            revoked_at: self.revoked_at.map(Timestamp::from_micros),
        })
    }
}

pub async fn create_token(tx: &mut Tx, token: &ApiToken, token_hash: &[u8]) -> Result<()> {
    let scopes = serde_json::to_string(&token.scopes)
        .map_err(|error| StoreError::corrupt("a token", error))?;
    execute!(
        &mut tx.session(),
        INSERT_TOKEN,
        token.id.uuid(),
        token_hash,
        token.agent_id.uuid(),
        token.name.as_str(),
        scopes.as_str(),
        token.created_at.micros(),
        token.expires_at.map(Timestamp::micros),
    )?;
    Ok(())
}

pub async fn token_by_hash(
    session: &mut Session<'_>,
    token_hash: &[u8],
) -> Result<Option<ApiToken>> {
    fetch_optional!(session, TokenRow, FIND_TOKEN, token_hash)?.map(TokenRow::read).transpose()
}

/// The token, also when it is revoked or has expired.
pub async fn token_by_id(session: &mut Session<'_>, id: ApiTokenId) -> Result<Option<ApiToken>> {
    fetch_optional!(session, TokenRow, TOKEN_BY_ID, id.uuid())?.map(TokenRow::read).transpose()
}

/// Newest first, those with an id below `before`.
pub async fn list_tokens(
    session: &mut Session<'_>,
    before: Option<ApiTokenId>,
    limit: i64,
) -> Result<Vec<ApiToken>> {
    let before = before.map_or(Uuid::max(), ApiTokenId::uuid);
    fetch_all!(session, TokenRow, LIST_TOKENS, before, limit)?
        .into_iter()
        .map(TokenRow::read)
        .collect()
}

/// The token's name; none when there is no such token, or it was revoked before.
pub async fn revoke_token(tx: &mut Tx, id: ApiTokenId, now: Timestamp) -> Result<Option<String>> {
    let revoked =
        fetch_optional!(&mut tx.session(), TokenName, REVOKE_TOKEN, id.uuid(), now.micros())?;
    Ok(revoked.map(|token| token.name))
}
