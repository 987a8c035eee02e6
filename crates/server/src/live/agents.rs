//! Agents who cannot answer any more: their last connection is gone for a while, their role does
//! not allow it, or they have left. They are offline, and routing gives their live work to others.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::directory::Agent;
use rapport_core::id::AgentId;
use rapport_core::permission::Permission;
use rapport_core::presence::{
    Presence, PresenceState, REASON_CONNECTION_LOST, REASON_MAY_NOT_ANSWER,
};
use rapport_storage::{StoreError, presence};

use crate::app::App;
use crate::clock;

/// A reload, a change of networks or a lid closed for a moment is shorter than this.
const GONE_FOR_MAX: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How many desk connections each agent has; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct ConnectedAgents(Arc<Mutex<HashMap<AgentId, usize>>>);

/// Held by each desk connection.
#[derive(Debug)]
pub struct Connected {
    agents: ConnectedAgents,
    agent_id: AgentId,
}

impl ConnectedAgents {
    fn counts(&self) -> MutexGuard<'_, HashMap<AgentId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn connect(&self, agent_id: AgentId) -> Connected {
        *self.counts().entry(agent_id).or_default() += 1;
        Connected { agents: self.clone(), agent_id }
    }

    pub fn is_connected(&self, agent_id: AgentId) -> bool {
        self.counts().contains_key(&agent_id)
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        let mut counts = self.agents.counts();
        if let Some(count) = counts.get_mut(&self.agent_id) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.agent_id);
            }
        }
    }
}

/// Looks for agents who take work or could, but may not, or have had no connection for too long.
pub async fn watch_agents(app: App) {
    let mut missing_since: BTreeMap<AgentId, Timestamp> = BTreeMap::new();
    loop {
        tokio::select! {
            () = app.shutdown.begun() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        if let Err(error) = look(&app, &mut missing_since).await {
            tracing::warn!(%error, "could not look after the agents' presence; will try again");
        }
    }
}

async fn look(
    app: &App,
    missing_since: &mut BTreeMap<AgentId, Timestamp>,
) -> Result<(), StoreError> {
    let now = clock::now();
    let all = presence::all(&mut app.store.read().await?.session()).await?;
    let (may, may_not): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|presence| may_answer(app, presence.agent_id));
    let told = |presence: &Presence| presence.reason.as_deref() == Some(REASON_MAY_NOT_ANSWER);
    for presence in &may_not {
        // Also those who were offline before: they may hold live work.
        if presence.state != PresenceState::Offline || !told(presence) {
            take_offline(app, presence.agent_id, Some(REASON_MAY_NOT_ANSWER), now).await?;
        }
    }
    for agent_id in never_here(app, &may, &may_not) {
        take_offline(app, agent_id, Some(REASON_MAY_NOT_ANSWER), now).await?;
    }
    for presence in may.iter().filter(|presence| told(presence)) {
        // They may again. Should that end, it is told again.
        take_offline(app, presence.agent_id, None, now).await?;
    }
    let missing: Vec<AgentId> = may
        .iter()
        .filter(|presence| presence.state != PresenceState::Offline)
        .map(|presence| presence.agent_id)
        .filter(|agent_id| !app.agents.is_connected(*agent_id))
        .collect();
    missing_since.retain(|agent_id, _| missing.contains(agent_id));
    for agent_id in missing {
        let since = *missing_since.entry(agent_id).or_insert(now);
        if now.since(since) >= GONE_FOR_MAX {
            missing_since.remove(&agent_id);
            take_offline(app, agent_id, Some(REASON_CONNECTION_LOST), now).await?;
        }
    }
    Ok(())
}

/// Who may not answer and never had a presence: somebody may have assigned them work all the same.
fn never_here(app: &App, may: &[Presence], may_not: &[Presence]) -> Vec<AgentId> {
    let known: BTreeSet<AgentId> = may.iter().chain(may_not).map(|it| it.agent_id).collect();
    let everyone: Vec<AgentId> = app.directory().agents.keys().copied().collect();
    everyone.into_iter().filter(|id| !known.contains(id) && !may_answer(app, *id)).collect()
}

fn may_answer(app: &App, agent_id: AgentId) -> bool {
    let directory = app.directory();
    directory
        .in_use::<Agent>(agent_id)
        .is_some_and(|agent| directory.role_may(agent.record.role, Permission::ConversationsWrite))
}

async fn take_offline(
    app: &App,
    agent_id: AgentId,
    reason: Option<&str>,
    since: Timestamp,
) -> Result<(), StoreError> {
    let state = PresenceState::Offline;
    let gone = Presence { agent_id, state, reason: reason.map(str::to_owned), since };
    let mut tx = app.store.begin().await?;
    presence::put(&mut tx, gone, Actor::SYSTEM).await?;
    tx.commit().await
}
