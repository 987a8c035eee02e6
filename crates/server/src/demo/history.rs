//! Plays the planned visits through the store, by the same steps that customers, routing and agents
//! take.

mod scene;

use std::collections::BTreeSet;

use rapport_core::contact::{Details, Identity, IdentityKind};
use rapport_storage::contact::{self, NewContact};
use rapport_storage::{Stamp, StoreError, Tx};

use self::scene::Scene;
use super::customer::Customer;
use super::plan::Visit;
use super::shop::Shop;
use crate::clock;

/// Writes all visits, each whole before the next: the log is in the order in which they began.
pub async fn play(
    tx: &mut Tx,
    shop: &Shop,
    customers: &[Customer],
    visits: &[Visit],
) -> Result<(), StoreError> {
    let mut known = BTreeSet::new();
    for visit in visits {
        let Some(customer) = customers.get(visit.customer) else { continue };
        if known.insert(visit.customer) {
            introduce(
                tx,
                shop,
                visit.customer,
                customer,
                Stamp { at: visit.at, random: clock::random10 },
            )
            .await?;
        }
        Scene::begin(tx, shop, customer, visit).await?.play(visit).await?;
    }
    Ok(())
}

/// Writes the customer down, with their browser, as of their first visit.
async fn introduce(
    tx: &mut Tx,
    shop: &Shop,
    number: usize,
    customer: &Customer,
    stamp: Stamp,
) -> Result<(), StoreError> {
    let browser = (IdentityKind::Visitor, customer.visitor.clone(), true);
    let identities = std::iter::once(browser)
        .chain(customer.identities.iter().cloned())
        .map(|(kind, value, verified)| Identity { id: stamp.id(), kind, value, verified })
        .collect();
    let new = NewContact {
        id: stamp.id(),
        details: Details {
            name: customer.name.clone(),
            language: Some(customer.language.tag().to_owned()),
            ..shop.known.of(number)
        },
        visits: Vec::new(),
        identities,
    };
    contact::insert(tx, std::slice::from_ref(&new), stamp.at).await
}
