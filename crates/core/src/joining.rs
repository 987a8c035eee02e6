//! Which conversation somebody's words go on with, where they answer none.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::channel::Channel;
use crate::conversation::{Conversation, ConversationStatus};
use crate::id::ConversationId;
use crate::mail::base_subject;

/// How long a matter goes on after it was resolved, unless a brand says otherwise: three days.
pub const REOPEN_WITHIN_DEFAULT_MS: u64 = 72 * 60 * 60 * 1000;
/// At most a year.
pub const REOPEN_WITHIN_MAX_MS: u64 = 366 * 24 * 60 * 60 * 1000;
/// So many of a contact's newest conversations are looked at.
pub const LOOKED_AT: i64 = 10;

/// What becomes of words that answer no conversation, of a contact who has one that is open or was
/// resolved lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JoinPolicy {
    /// They go on with the newest one, whatever it is about.
    Newest,
    /// They go on with the newest one, but for a mail with another subject than what came by mail
    /// before.
    #[default]
    SameTopic,
    /// What comes by another channel, and a mail with another subject, begins a new one, and agents
    /// are asked whether the two are one.
    AskAgent,
}

/// A brand's rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joining {
    pub policy: JoinPolicy,
    /// How long a matter goes on after it was resolved.
    pub reopen_within: Duration,
}

impl Default for Joining {
    fn default() -> Self {
        Self {
            policy: JoinPolicy::default(),
            reopen_within: Duration::from_millis(REOPEN_WITHIN_DEFAULT_MS),
        }
    }
}

/// What somebody is about to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words<'a> {
    pub channel: Channel,
    /// Of a mail.
    pub subject: Option<&'a str>,
    /// The conversation that they have before them: they answer that.
    pub sees: Option<ConversationId>,
    pub at: Timestamp,
}

/// Where their words go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joined {
    On(Box<Conversation>),
    /// On a new one. Agents are asked whether it is a part of the other.
    Anew {
        ask: Option<ConversationId>,
    },
}

/// Where words go, of a contact with these conversations, the newest first. `was_by` are those on which
/// something was said, by whomever, by the channel of the words.
pub fn join(
    joining: Joining,
    newest: Vec<Conversation>,
    was_by: &[ConversationId],
    words: &Words<'_>,
) -> Joined {
    let goes_on = |it: &Conversation| {
        it.status != ConversationStatus::Resolved
            || words.at.since(it.updated_at) < joining.reopen_within
    };
    let mut recent: Vec<Conversation> = newest.into_iter().filter(goes_on).collect();
    let is_same = |it: &Conversation| match words.subject {
        Some(subject) => {
            it.subject.as_deref().is_some_and(|its| base_subject(its) == base_subject(subject))
        }
        None => true,
    };
    let seen = recent.iter().position(|it| Some(it.id) == words.sees);
    let place = seen.or_else(|| match joining.policy {
        JoinPolicy::Newest => Some(0),
        JoinPolicy::SameTopic => recent.iter().position(is_same).or_else(|| {
            let is_elsewhere = |it: &Conversation| it.channel != Channel::Email;
            recent.first().is_some_and(is_elsewhere).then_some(0)
        }),
        JoinPolicy::AskAgent => recent.iter().position(|it| was_by.contains(&it.id) && is_same(it)),
    });
    match place.filter(|place| *place < recent.len()) {
        Some(place) => Joined::On(Box::new(recent.swap_remove(place))),
        None => Joined::Anew {
            ask: recent.first().filter(|_| joining.policy == JoinPolicy::AskAgent).map(|it| it.id),
        },
    }
}

#[cfg(test)]
mod tests;
