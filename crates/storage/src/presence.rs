//! Presence of agents.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::event::{EventData, PresenceChange};
use rapport_core::id::{AgentId, TypedId};
use rapport_core::presence::{Presence, PresenceState};
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::statement::statements;

statements! {
    ALL = "select agent_id, state, reason, since from presence order by agent_id";
    GET = "select agent_id, state, reason, since from presence where agent_id = $1";
    PUT = "insert into presence (agent_id, state, reason, since) values ($1, $2, $3, $4)
        on conflict (agent_id) do update
        set state = excluded.state, reason = excluded.reason, since = excluded.since";
}

#[derive(sqlx::FromRow)]
struct Row {
    agent_id: Uuid,
    state: String,
    reason: Option<String>,
    since: i64,
}

impl Row {
    fn read(self) -> Result<Presence> {
        Ok(Presence {
            agent_id: AgentId::from_uuid(self.agent_id),
            state: PresenceState::from_name(&self.state)
                .ok_or_else(|| StoreError::corrupt("presence.state", &self.state))?,
            reason: self.reason,
            since: Timestamp::from_micros(self.since),
        })
    }
}

/// Of every agent who ever had one.
pub async fn all(session: &mut Session<'_>) -> Result<Vec<Presence>> {
    fetch_all!(session, Row, ALL)?.into_iter().map(Row::read).collect()
}

pub async fn get(session: &mut Session<'_>, agent_id: AgentId) -> Result<Option<Presence>> {
    fetch_optional!(session, Row, GET, agent_id.uuid())?.map(Row::read).transpose()
}

/// Sets it; nothing happens when state and reason are as they were.
pub async fn put(tx: &mut Tx, presence: Presence, actor: Actor) -> Result<Presence> {
    if let Some(was) = get(&mut tx.session(), presence.agent_id).await?
        && was.state == presence.state
        && was.reason == presence.reason
    {
        return Ok(was);
    }
    execute!(
        &mut tx.session(),
        PUT,
        presence.agent_id.uuid(),
        presence.state.name(),
        presence.reason.as_deref(),
        presence.since.micros(),
    )?;
    let change = PresenceChange { presence: presence.clone() };
    tx.record(presence.since, actor, EventData::PresenceChanged(change));
    Ok(presence)
}
