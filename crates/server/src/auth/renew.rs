//! A caller whose connection stays open: who they are by now, and whether they still may.

use rapport_core::directory::Agent;
use rapport_storage::{StoreError, credential};

use super::caller::{Caller, Means};
use crate::app::App;
use crate::clock;

/// The caller as of now, with the role and scopes that they have by now. None when the session has
/// ended or expired, the token was revoked or has expired, or the agent is archived.
pub async fn renew(app: &App, caller: &Caller) -> Result<Option<Caller>, StoreError> {
    let means = {
        let mut reader = app.store.read().await?;
        let session = &mut reader.session();
        match &caller.means {
            Means::Session(id) => credential::session_by_id(session, *id)
                .await?
                .filter(|found| clock::now() < found.expires_at)
                .map(|found| Means::Session(found.id)),
            Means::Token { id, .. } => credential::token_by_id(session, *id)
                .await?
                .filter(|token| token.is_good(clock::now()))
                .map(|token| Means::Token { id: token.id, name: token.name, scopes: token.scopes }),
        }
    };
    let directory = app.directory();
    Ok(means.zip(directory.in_use::<Agent>(caller.agent_id)).map(|(means, agent)| Caller {
        agent_id: agent.id,
        name: agent.record.name.clone(),
        role: agent.record.role,
        means,
    }))
}
