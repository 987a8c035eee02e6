//! The one organisation that an installation serves, among the store's settings.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::event::{EventData, OrganisationChange};
use rapport_storage::{Session, StoreError, Tx, setting};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const KEY: &str = "organisation";

/// Whom this installation serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Organisation {
    pub name: String,
    /// Counts its changes; what a change names in `If-Match`.
    #[serde(default = "first_version")]
    pub version: i64,
}

const fn first_version() -> i64 {
    1
}

impl Organisation {
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), version: first_version() }
    }

    /// None before it is set up.
    pub async fn get(session: &mut Session<'_>) -> Result<Option<Self>, StoreError> {
        setting::get(session, KEY).await
    }

    /// Keeps it, and notes the event.
    pub async fn put(&self, tx: &mut Tx, actor: Actor, at: Timestamp) -> Result<(), StoreError> {
        setting::put(tx, KEY, self).await?;
        let change = OrganisationChange { name: self.name.clone(), version: self.version };
        tx.record(at, actor, EventData::OrganisationUpdated(change));
        Ok(())
    }
}
