//! A caller whose connection stays open: who they are by now, and whether they still may.

use rapport_core::directory::{Agent, Kind};
use rapport_core::event::EventData;
use rapport_storage::{StoreError, credential};

use super::caller::{Caller, Means};
use crate::app::{App, changed_record};
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
    let agent = directory.in_use::<Agent>(caller.agent_id);
    Ok(means.zip(agent).map(|(means, agent)| Caller::new(&directory, agent, means)))
}

/// Whether an event may change who the caller is or what they may do, so that they must be renewed.
pub fn changes_caller(app: &App, caller: &Caller, data: &EventData) -> bool {
    let changes = match data {
        EventData::SessionEnded(change) | EventData::PasswordChanged(change) => {
            change.agent_id == Some(caller.agent_id)
        }
        EventData::AccessLinkUsed(change) => change.agent_id == caller.agent_id,
        EventData::TokenRevoked(_) => true,
        EventData::RecordUpdated(change) | EventData::RecordArchived(change) => match change.kind {
            Kind::Agent => change.id == caller.agent_id.to_string(),
            Kind::Role => true,
            _ => false,
        },
        _ => false,
    };
    // The directory in memory follows the log by itself, and may be behind this.
    if changes && let Some(record) = changed_record(data) {
        app.put_record(record);
    }
    changes
}
