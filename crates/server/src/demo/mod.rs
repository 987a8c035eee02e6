//! The demonstration: an organisation that sells bags, with its agents, customers and history.

use rapport_storage::{Store, StoreError};

/// Everybody's password in the demonstration.
pub const PASSWORD: &str = "demonstration";
pub const ADMINISTRATOR: &str = "admin@harbour-pine.example";
pub const AGENT: &str = "agent@harbour-pine.example";

/// Writes the demonstration's data into a store that has none yet.
pub async fn seed(_store: &Store) -> Result<(), StoreError> {
    Ok(())
}
