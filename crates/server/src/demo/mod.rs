//! The demonstration: an organisation that sells bags and blankets, with its agents, customers and
//! history.
//!
//! The content comes from a fixed seed and is the same each time; ids and dates are not, since the
//! history ends now.

mod chance;
mod customer;
mod history;
mod phrase;
mod plan;
mod shop;
mod talk;
#[cfg(test)]
mod tests;

use std::time::Duration;

use rapport_core::Timestamp;
use rapport_storage::{Store, StoreError};

use self::chance::Chance;
use self::shop::Shop;
use crate::organisation::Organisation;
use crate::{auth, clock};

/// Everybody's password in the demonstration.
pub const PASSWORD: &str = "demonstration";
pub const ADMINISTRATOR: &str = "admin@harbour-pine.example";
pub const SUPERVISOR: &str = "supervisor@harbour-pine.example";
/// An agent who speaks English and German and is in every queue.
pub const AGENT: &str = "agent@harbour-pine.example";
/// An agent who speaks English and Chinese and is in every queue.
pub const COLLEAGUE: &str = "colleague@harbour-pine.example";

const SEED: u64 = 20_260_101;
/// The organisation is a little older than its oldest conversation.
const FOUNDED_BEFORE: Duration = Duration::from_secs(62 * 24 * 60 * 60);

#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the demonstration's password could not be hashed: too little memory is free")]
    Password,
}

/// Writes the demonstration's data, in one change, into a store that has no organisation yet; does
/// nothing to one that has.
pub async fn seed(store: &Store) -> Result<(), SeedError> {
    if Organisation::get(&mut store.read().await?.session()).await?.is_some() {
        return Ok(());
    }
    let hash = auth::hash_password(PASSWORD).await.ok_or(SeedError::Password)?;
    write(store, clock::now(), &hash).await?;
    Ok(())
}

async fn write(store: &Store, now: Timestamp, password_hash: &str) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    // Another process may have been first.
    if Organisation::get(&mut tx.session()).await?.is_some() {
        return tx.rollback().await;
    }
    let mut chance = Chance::new(SEED);
    let shop = Shop::found(&mut tx, now - FOUNDED_BEFORE, password_hash).await?;
    let customers = customer::all(&mut chance);
    let visits = plan::visits(&customers, now, &mut chance);
    history::play(&mut tx, &shop, &customers, &visits).await?;
    tx.commit().await
}
