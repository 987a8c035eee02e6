//! Where a visitor is, and was.

use std::time::Duration;

use rapport_core::actor::Actor;
use rapport_core::contact::PageVisit;
use rapport_storage::{StoreError, contact};

use super::page::Page;
use crate::clock;

/// As many pages are known of a visitor who is nobody yet.
const WALK_MAX: usize = 20;
/// A page that changes its address in a loop is not worth a write each time: after so many moves
/// within so long nothing is written until it rests.
const MOVES_MAX: usize = 10;
const MOVES_WITHIN: Duration = Duration::from_secs(20);
/// A browser tells again, a little earlier or later by its clock, what it told on the page before.
const TOLD_AGAIN_WITHIN: Duration = Duration::from_secs(5);

impl Page {
    /// They are on another page. What is told of pages before it is known, unless it is all that is.
    pub(super) fn walk(&mut self, told: Vec<PageVisit>) {
        if self.visits.is_empty() {
            self.visits = told;
            return;
        }
        let before = self.visits.last();
        let next = told.into_iter().next_back();
        self.visits.extend(next.filter(|next| before.is_none_or(|was| was.url != next.url)));
        let excess = self.visits.len().saturating_sub(WALK_MAX);
        self.visits.drain(..excess);
    }

    /// Writes down, of a contact, where they are and were since they were last seen.
    pub(super) async fn tell_visits(&mut self) -> Result<(), StoreError> {
        let (Some(contact), Some(page)) = (&mut self.contact, self.visits.last()) else {
            return Ok(());
        };
        let loops = self
            .visits
            .iter()
            .nth_back(MOVES_MAX)
            .is_some_and(|earlier| page.at.since(earlier.at) < MOVES_WITHIN);
        let last = contact.page.as_ref();
        if loops || last.is_some_and(|last| last.url == page.url) {
            return Ok(());
        }
        let is_news = |it: &PageVisit| {
            last.is_none_or(|last| {
                let again = it.url == last.url && it.at.since(last.at) < TOLD_AGAIN_WITHIN;
                it.at > last.at && !again
            })
        };
        let news: Vec<_> = self.visits.iter().filter(|it| is_news(it)).cloned().collect();
        if news.is_empty() {
            return Ok(());
        }
        let actor = Actor::contact(contact.id, contact.name.as_deref());
        let mut tx = self.app.store.begin().await?;
        contact::seen(&mut tx, contact.id, &news, actor, clock::now()).await?;
        tx.commit().await?;
        contact.page = news.into_iter().next_back();
        Ok(())
    }
}
