//! Writes the first records, each a moment after the one before, so that lists by id keep the
//! order in which they are written here.

use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::company::CompanyDetails;
use rapport_core::directory::{Record, Stored};
use rapport_core::id::{AgentId, CompanyId};
use rapport_storage::{Stamp, StoreError, Tx, company, credential, record};

use crate::clock;
use crate::organisation::Organisation;

pub struct Founder<'a> {
    tx: &'a mut Tx,
    at: Timestamp,
    pub administrator_id: AgentId,
    actor: Actor,
}

impl<'a> Founder<'a> {
    pub fn begin(tx: &'a mut Tx, at: Timestamp, name: &str) -> Self {
        let administrator_id = Stamp { at, random: clock::random10 }.id();
        Self { tx, at, administrator_id, actor: Actor::agent(administrator_id, name) }
    }

    pub async fn organisation(&mut self, name: &str) -> Result<(), StoreError> {
        Organisation::new(name).put(self.tx, self.actor.clone(), self.at).await
    }

    pub async fn keep<R: Record>(&mut self, record: R) -> Result<R::Id, StoreError> {
        let at = self.at + Duration::from_millis(1);
        self.keep_as(Stamp { at, random: clock::random10 }.id(), record).await
    }

    pub async fn keep_as<R: Record>(&mut self, id: R::Id, record: R) -> Result<R::Id, StoreError> {
        self.at = self.at + Duration::from_millis(1);
        let at = self.at;
        let stored =
            Stored { id, version: 1, archived: false, created_at: at, updated_at: at, record };
        record::create(self.tx, &stored, self.actor.clone(), at).await?;
        Ok(id)
    }

    pub async fn company(&mut self, details: CompanyDetails) -> Result<CompanyId, StoreError> {
        self.at = self.at + Duration::from_millis(1);
        let stamp = Stamp { at: self.at, random: clock::random10 };
        Ok(company::add(self.tx, stamp, details, self.actor.clone()).await?.id)
    }

    pub async fn password(
        &mut self,
        id: AgentId,
        email: &str,
        hash: &str,
    ) -> Result<(), StoreError> {
        credential::put_password(self.tx, id, email, hash).await
    }

    /// The year in which the demonstration begins.
    pub fn year(&self) -> i16 {
        self.at.to_string().get(..4).and_then(|year| year.parse().ok()).unwrap_or(2026)
    }
}
