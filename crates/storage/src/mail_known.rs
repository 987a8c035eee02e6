//! What the store knows of mails that are about to be taken in, read for all of them at once; and
//! which of them must come after which.

use std::collections::{BTreeMap, BTreeSet};

use rapport_core::contact::{Contact, IdentityKind};
use rapport_core::id::{ContactId, ConversationId, EntryId, MailId, TypedId};
use rapport_core::mail::MailAddress;
use uuid::Uuid;

use crate::contact_identity;
use crate::db::Session;
use crate::error::Result;
use crate::mail;
use crate::mail_intake::Coming;
use crate::mail_thread::{self, InThread};

pub(crate) struct Known {
    waiting: BTreeSet<MailId>,
    copies: BTreeMap<Vec<u8>, EntryId>,
    threads: BTreeMap<String, InThread>,
    writers: BTreeMap<String, Contact>,
}

impl Known {
    pub(crate) async fn read<'m>(
        session: &mut Session<'_>,
        coming: impl Iterator<Item = &'m Coming> + Clone,
    ) -> Result<Self> {
        let ids: Vec<Uuid> = coming.clone().map(|it| it.id.uuid()).collect();
        let fingerprints: Vec<&[u8]> = coming.clone().map(|it| it.fingerprint.as_slice()).collect();
        let message_ids: BTreeSet<&str> = coming.clone().flat_map(named).collect();
        let message_ids: Vec<&str> = message_ids.into_iter().collect();
        let addresses: BTreeSet<String> =
            coming.filter_map(|it| address_of(it.head.from.as_ref())).collect();
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        Ok(Self {
            waiting: mail::waiting(session, &ids).await?,
            copies: mail::by_fingerprints(session, &fingerprints).await?,
            threads: mail_thread::find(session, &message_ids).await?,
            writers: contact_identity::mail_writers(session, &addresses).await?,
        })
    }

    /// Whether nothing has been made of it yet.
    pub(crate) fn is_waiting(&self, coming: &Coming) -> bool {
        self.waiting.contains(&coming.id)
    }

    /// The entry that was made of a copy of this mail.
    pub(crate) fn copy(&self, coming: &Coming) -> Option<EntryId> {
        self.copies.get(&coming.fingerprint).copied()
    }

    /// The mail of this id.
    pub(crate) fn in_thread(&self, message_id: &str) -> Option<InThread> {
        self.threads.get(message_id).copied()
    }

    /// The contact whose mails come from an address.
    pub(crate) fn writer(&self, address: &str) -> Option<&Contact> {
        self.writers.get(address)
    }
}

/// Message ids that a mail speaks of.
fn named(coming: &Coming) -> impl Iterator<Item = &str> {
    let report = coming.report.as_ref().and_then(|report| report.message_id.as_deref());
    let own = coming.message_id.as_deref();
    coming.answers.iter().map(String::as_str).chain(own).chain(report)
}

/// An address in the form in which identities are kept. What is none by our own measure names
/// nobody.
pub(crate) fn address_of(from: Option<&MailAddress>) -> Option<String> {
    from.and_then(|from| IdentityKind::Email.fit(&from.address).ok())
}

/// Something that two mails may both be about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    Words(Vec<u8>),
    Mail(String),
    Address(String),
    Contact(ContactId),
    Conversation(ConversationId),
}

/// What a mail says itself that it is about.
pub(crate) fn topics_of(coming: &Coming) -> impl Iterator<Item = Topic> {
    let words = Topic::Words(coming.fingerprint.clone());
    let mails = named(coming).map(|id| Topic::Mail(id.to_owned()));
    let address = address_of(coming.head.from.as_ref()).map(Topic::Address);
    mails.chain([words]).chain(address)
}

/// What the mails before one are about. One that is about the same must find what they left.
#[derive(Default)]
pub(crate) struct Before(BTreeSet<Topic>);

impl Before {
    /// Notes what a mail is about; false if one before is about some of that.
    pub(crate) fn add(&mut self, topics: impl Iterator<Item = Topic>) -> bool {
        // A mail may name the same thing twice.
        let topics: BTreeSet<Topic> = topics.collect();
        let is_first = self.0.is_disjoint(&topics);
        self.0.extend(topics);
        is_first
    }
}
