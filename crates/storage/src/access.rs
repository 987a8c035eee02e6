//! Links by which an agent sets a password, once: to join, or after they forgot it. Only the hash of
//! a link's secret is stored.

use std::collections::BTreeSet;

use rapport_core::Timestamp;
use rapport_core::access::LinkPurpose;
use rapport_core::id::{AgentId, TypedId};
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::statement::statements;

statements! {
    PUT = "insert into access_link (agent_id, secret_hash, purpose, created_at, expires_at, maker_id)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (agent_id) do update set secret_hash = excluded.secret_hash,
            purpose = excluded.purpose, created_at = excluded.created_at,
            expires_at = excluded.expires_at, maker_id = excluded.maker_id";
    ALL = "select agent_id, purpose, created_at, expires_at, maker_id from access_link";
    FIND = "select agent_id, purpose, created_at, expires_at, maker_id from access_link
        where secret_hash = $1";
    SPEND = "delete from access_link where secret_hash = $1 and expires_at > $2
        returning agent_id, purpose, created_at, expires_at, maker_id";
    REVOKE = "delete from access_link where agent_id = $1
        returning agent_id, purpose, created_at, expires_at, maker_id";
    WITH_PASSWORD = "select agent_id from credential";
    HAS_PASSWORD = "select agent_id from credential where agent_id = $1";
}

/// A link that is not used yet. It may have expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessLink {
    pub agent_id: AgentId,
    pub purpose: LinkPurpose,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// None on links from before this was kept.
    pub maker_id: Option<AgentId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    agent_id: Uuid,
    purpose: String,
    created_at: i64,
    expires_at: i64,
    maker_id: Option<Uuid>,
}

impl Row {
    fn read(self) -> Result<AccessLink> {
        Ok(AccessLink {
            agent_id: AgentId::from_uuid(self.agent_id),
            purpose: LinkPurpose::from_name(&self.purpose)
                .ok_or_else(|| StoreError::corrupt("access_link.purpose", &self.purpose))?,
            created_at: Timestamp::from_micros(self.created_at),
            expires_at: Timestamp::from_micros(self.expires_at),
            maker_id: self.maker_id.map(AgentId::from_uuid),
        })
    }
}

#[derive(sqlx::FromRow)]
struct AgentRow {
    agent_id: Uuid,
}

/// Makes a link, in place of the agent's earlier one.
pub async fn put(tx: &mut Tx, link: &AccessLink, secret_hash: &[u8]) -> Result<()> {
    execute!(
        &mut tx.session(),
        PUT,
        link.agent_id.uuid(),
        secret_hash,
        link.purpose.name(),
        link.created_at.micros(),
        link.expires_at.micros(),
        link.maker_id.map(AgentId::uuid),
    )?;
    Ok(())
}

/// All that were not used, those that have expired included: at most one for each agent.
pub async fn all(session: &mut Session<'_>) -> Result<Vec<AccessLink>> {
    fetch_all!(session, Row, ALL)?.into_iter().map(Row::read).collect()
}

/// The link with this secret, also when it has expired.
pub async fn find(session: &mut Session<'_>, secret_hash: &[u8]) -> Result<Option<AccessLink>> {
    fetch_optional!(session, Row, FIND, secret_hash)?.map(Row::read).transpose()
}

/// Uses the link up. Of several who try at once, one gets it.
pub async fn spend(tx: &mut Tx, secret_hash: &[u8], now: Timestamp) -> Result<Option<AccessLink>> {
    fetch_optional!(&mut tx.session(), Row, SPEND, secret_hash, now.micros())?
        .map(Row::read)
        .transpose()
}

/// Takes an agent's link back; none when there was none.
pub async fn revoke(tx: &mut Tx, agent_id: AgentId) -> Result<Option<AccessLink>> {
    fetch_optional!(&mut tx.session(), Row, REVOKE, agent_id.uuid())?.map(Row::read).transpose()
}

/// Everybody who can sign in with a password.
pub async fn with_password(session: &mut Session<'_>) -> Result<BTreeSet<AgentId>> {
    let rows = fetch_all!(session, AgentRow, WITH_PASSWORD)?;
    Ok(rows.into_iter().map(|row| AgentId::from_uuid(row.agent_id)).collect())
}

pub async fn has_password(session: &mut Session<'_>, agent_id: AgentId) -> Result<bool> {
    Ok(fetch_optional!(session, AgentRow, HAS_PASSWORD, agent_id.uuid())?.is_some())
}
