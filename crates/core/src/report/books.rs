//! The books: what each event adds to what is counted.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::asked::{KnownFact, says_again, seeks_again};
use super::{RepeatedBy, quarter_of};
use crate::Timestamp;
use crate::actor::ActorKind;
use crate::channel::Channel;
use crate::contact::IdentityKind;
use crate::conversation::Conversation;
use crate::entry::{Entry, EntryBody, Happening};
use crate::event::{Event, EventData};
use crate::id::{AgentId, ContactId, ConversationId, InboxId, QueueId};

/// An agent who has done nothing for longer did something else meanwhile: so much of it counts.
pub const ACT_MAX: Duration = Duration::from_secs(5 * 60);
/// So much of an agent's words is remembered until the contact answers, in characters.
const WORDS_CHARS_MAX: usize = 2_000;

/// What must be remembered of a conversation from one of its events to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// By which channel the contact wrote last.
    channel: Option<Channel>,
    /// Since when, and by which channel, the contact has waited for an answer.
    waits: Option<(Timestamp, Channel)>,
    /// Whether an agent has answered before.
    answered: bool,
    /// What is known: keys and values.
    facts: Vec<(String, String)>,
    /// The agent's message, if that was the last that was said.
    agent_said: Option<AgentSaid>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct AgentSaid {
    seq: i64,
    at: Timestamp,
    channel: Channel,
    words: String,
    /// What they asked for though it was known.
    asked: Vec<String>,
}

/// Where something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub conversation_id: ConversationId,
    pub queue_id: Option<QueueId>,
    pub inbox_id: InboxId,
    pub channel: Channel,
    /// Who did it; none of what contacts and programs did.
    pub agent_id: Option<AgentId>,
    /// [`quarter_of`] when it was.
    pub quarter: i64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Activity {
    /// Messages of the contact.
    pub received: i64,
    /// Messages to the contact.
    pub sent: i64,
    /// The agent's time: for each thing that they did, since the thing before, on whichever
    /// conversation, but at most [`ACT_MAX`]. An hour of an agent is never counted twice.
    pub work_ms: i64,
}

/// The contact has begun to write, or has changed the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub seq: i64,
    pub at: Timestamp,
    pub conversation_id: ConversationId,
    pub queue_id: Option<QueueId>,
    pub channel: Channel,
}

/// An agent has answered what the contact had written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Of the answer.
    pub seq: i64,
    pub conversation_id: ConversationId,
    pub queue_id: Option<QueueId>,
    pub agent_id: AgentId,
    /// By which the contact had written.
    pub channel: Channel,
    /// When the contact had written the first that was not answered.
    pub asked_at: Timestamp,
    pub wait_ms: i64,
    /// Whether nobody had answered on the conversation before.
    pub is_first: bool,
}

/// The customer was asked for something that was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// Of the agent's message.
    pub seq: i64,
    pub at: Timestamp,
    pub conversation_id: ConversationId,
    pub queue_id: Option<QueueId>,
    pub channel: Channel,
    pub key: String,
    pub by: RepeatedBy,
}

/// What events have added.
#[derive(Debug, Default)]
pub struct Counted {
    pub activity: BTreeMap<Place, Activity>,
    pub steps: Vec<Step>,
    pub replies: Vec<Reply>,
    pub repeated: Vec<Repeated>,
}

/// What must be remembered between events.
#[derive(Debug, Default)]
pub struct Books {
    pub conversations: BTreeMap<ConversationId, Memory>,
    /// When each agent last did something.
    pub agents: BTreeMap<AgentId, Timestamp>,
    /// By what contacts are known, and since when.
    pub identities: BTreeMap<ContactId, Vec<(IdentityKind, String, Timestamp)>>,
}

impl Books {
    /// Adds what an event means. All that it is about must have been read from where it is kept.
    pub fn enter(&mut self, event: &Event, counted: &mut Counted) {
        if let EventData::ContextChanged(change) = &event.data {
            let facts = change.items.iter().map(|it| (it.key.clone(), it.value.clone()));
            self.memory(change.conversation_id).facts = facts.collect();
            return;
        }
        let Some(change) = event.data.change() else { return };
        let conversation = &change.conversation;
        match &event.data {
            EventData::MessageCreated(_) => {
                let Some(entry) = &change.entry else { return };
                self.message(entry, conversation, counted);
            }
            EventData::ConversationResolved(_) => self.memory(conversation.id).waits = None,
            EventData::ConversationAbsorbed(_) => {
                self.absorb(conversation.id, change.entry.as_ref());
            }
            _ => {}
        }
        if let Some(agent_id) = event.actor.agent_id() {
            let by = way_of(change.entry.as_ref())
                .unwrap_or((conversation.inbox_id, conversation.channel));
            let place = place(conversation, by, Some(agent_id), event.at);
            let spent = self.spent(agent_id, event.at);
            counted.activity.entry(place).or_default().work_ms += spent;
        }
    }

    fn memory(&mut self, id: ConversationId) -> &mut Memory {
        self.conversations.entry(id).or_default()
    }

    /// How long an agent has been at what they did now.
    fn spent(&mut self, agent_id: AgentId, at: Timestamp) -> i64 {
        let before = self.agents.insert(agent_id, at);
        let spent = before.map_or(Duration::ZERO, |before| at.since(before)).min(ACT_MAX);
        i64::try_from(spent.as_millis()).unwrap_or(0)
    }

    fn message(&mut self, entry: &Entry, conversation: &Conversation, counted: &mut Counted) {
        let EntryBody::Message { text, inbox_id, channel, mail, .. } = &entry.body else { return };
        let is_of_contact = entry.author.kind == ActorKind::Contact;
        let agent_id = entry.author.agent_id();
        let place = place(conversation, (*inbox_id, *channel), agent_id, entry.at);
        let activity = counted.activity.entry(place).or_default();
        activity.received += i64::from(is_of_contact);
        activity.sent += i64::from(!is_of_contact);
        let is_automatic = mail.as_ref().is_some_and(|mail| mail.auto_reply.is_some());
        let is_follow_up = !entry.body.follows_up().is_empty();
        if is_of_contact && !is_automatic {
            self.heard(text, *channel, entry, conversation, counted);
        } else if let Some(agent_id) = agent_id.filter(|_| !is_follow_up) {
            self.answered(text, *channel, agent_id, entry, conversation, counted);
        }
    }

    /// The contact has written.
    fn heard(
        &mut self,
        text: &str,
        channel: Channel,
        entry: &Entry,
        conversation: &Conversation,
        counted: &mut Counted,
    ) {
        let (conversation_id, queue_id) = (conversation.id, conversation.queue_id);
        let (seq, at) = (entry.seq, entry.at);
        let memory = self.memory(conversation_id);
        if memory.channel != Some(channel) {
            memory.channel = Some(channel);
            counted.steps.push(Step { seq, at, conversation_id, queue_id, channel });
        }
        memory.waits.get_or_insert((at, channel));
        let Some(before) = memory.agent_said.take() else { return };
        for key in says_again(text, &before.words, &known(&memory.facts)) {
            // The agent's question counted already.
            if !before.asked.contains(&key) {
                let AgentSaid { seq, at, channel, .. } = before;
                let by = RepeatedBy::SaidAgain;
                let repeated = Repeated { seq, at, conversation_id, queue_id, channel, key, by };
                counted.repeated.push(repeated);
            }
        }
    }

    /// An agent has written.
    fn answered(
        &mut self,
        text: &str,
        channel: Channel,
        agent_id: AgentId,
        entry: &Entry,
        conversation: &Conversation,
        counted: &mut Counted,
    ) {
        let (conversation_id, queue_id) = (conversation.id, conversation.queue_id);
        let (seq, at) = (entry.seq, entry.at);
        let identities = self.identities.get(&conversation.contact.id).cloned().unwrap_or_default();
        let memory = self.memory(conversation_id);
        let is_first = !std::mem::replace(&mut memory.answered, true);
        if let Some((asked_at, asked_by)) = memory.waits.take() {
            let wait_ms = i64::try_from(at.since(asked_at).as_millis()).unwrap_or(i64::MAX);
            let reply = Reply {
                seq,
                conversation_id,
                queue_id,
                agent_id,
                channel: asked_by,
                asked_at,
                wait_ms,
                is_first,
            };
            counted.replies.push(reply);
        }
        let mut facts = known(&memory.facts);
        let since = identities.iter().filter(|(_, _, since)| *since < at);
        facts.extend(since.filter_map(|(kind, value, _)| {
            let key = match kind {
                IdentityKind::Email => "email",
                IdentityKind::Phone => "phone",
                _ => return None,
            };
            Some(KnownFact { key, value })
        }));
        let asked = seeks_again(text, &facts);
        for key in &asked {
            let (key, by) = (key.clone(), RepeatedBy::Asked);
            let repeated = Repeated { seq, at, conversation_id, queue_id, channel, key, by };
            counted.repeated.push(repeated);
        }
        let words = text.chars().take(WORDS_CHARS_MAX).collect();
        let said = AgentSaid { seq, at, channel, words, asked };
        // Where nothing is known nothing can be said again.
        memory.agent_said = Some(said).filter(|_| !memory.facts.is_empty());
    }

    /// Whoever waited on a conversation that became a part of another waits there.
    fn absorb(&mut self, id: ConversationId, entry: Option<&Entry>) {
        let Some(EntryBody::Event { event: Happening::Absorbed { conversation_id } }) =
            entry.map(|entry| &entry.body)
        else {
            return;
        };
        let from = self.memory(*conversation_id).clone();
        let into = self.memory(id);
        into.answered |= from.answered;
        into.waits = into.waits.into_iter().chain(from.waits).min();
    }
}

fn known(facts: &[(String, String)]) -> Vec<KnownFact<'_>> {
    facts.iter().map(|(key, value)| KnownFact { key, value }).collect()
}

fn way_of(entry: Option<&Entry>) -> Option<(InboxId, Channel)> {
    match entry.map(|entry| &entry.body) {
        Some(EntryBody::Message { inbox_id, channel, .. }) => Some((*inbox_id, *channel)),
        _ => None,
    }
}

fn place(
    conversation: &Conversation,
    (inbox_id, channel): (InboxId, Channel),
    agent_id: Option<AgentId>,
    at: Timestamp,
) -> Place {
    Place {
        conversation_id: conversation.id,
        queue_id: conversation.queue_id,
        inbox_id,
        channel,
        agent_id,
        quarter: quarter_of(at),
    }
}

#[cfg(test)]
mod tests;
