//! Topics: what a connection can listen to.

use std::fmt;
use std::str::FromStr;

use rapport_channels::webchat::visitor::Visitor;
use rapport_core::event::EventData;
use rapport_core::id::{AgentId, ContactId, ConversationId, QueueId};
use rapport_core::interaction::InteractionState;

/// What a connection can listen to. As text: `desk`, `all`, `imports`, `agent:<id>`, `queue:<id>`,
/// `conversation:<id>`, `contact:<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Presence, the directory, and every change of who has which work.
    Desk,
    /// Every conversation.
    All,
    /// Files of contacts; only for who may read them.
    Imports,
    /// Offers to an agent, and the conversations that are assigned to them or whose notes name them.
    Agent(AgentId),
    Queue(QueueId),
    Conversation(ConversationId),
    Contact(ContactId),
    /// What is one agent's alone; only that agent's own connections listen here.
    AgentDesks(AgentId),
    /// A conversation as its visitor sees it; only visitors' connections listen here.
    Visitor(ConversationId),
    /// All pages of one visitor.
    VisitorPages(Visitor),
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Desk => f.write_str("desk"),
            Self::All => f.write_str("all"),
            Self::Imports => f.write_str("imports"),
            Self::Agent(id) => write!(f, "agent:{id}"),
            Self::Queue(id) => write!(f, "queue:{id}"),
            Self::Conversation(id) => write!(f, "conversation:{id}"),
            Self::Contact(id) => write!(f, "contact:{id}"),
            Self::AgentDesks(id) => write!(f, "agent_desks:{id}"),
            Self::Visitor(id) => write!(f, "visitor:{id}"),
            Self::VisitorPages(visitor) => write!(f, "visitor_pages:{}", visitor.identity()),
        }
    }
}

impl FromStr for Topic {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |error: rapport_core::id::IdError| error.to_string();
        match text.split_once(':') {
            None if text == "desk" => Ok(Self::Desk),
            None if text == "all" => Ok(Self::All),
            None if text == "imports" => Ok(Self::Imports),
            Some(("agent", id)) => id.parse().map(Self::Agent).map_err(wrong),
            Some(("queue", id)) => id.parse().map(Self::Queue).map_err(wrong),
            Some(("conversation", id)) => id.parse().map(Self::Conversation).map_err(wrong),
            Some(("contact", id)) => id.parse().map(Self::Contact).map_err(wrong),
            _ => {
                Err("a topic is desk, all, imports, agent:…, queue:…, conversation:… or contact:…"
                    .into())
            }
        }
    }
}

/// The topics under which an event is heard. Sign-ins and tokens are in the audit log only.
pub fn topics_of(data: &EventData) -> Vec<Topic> {
    if let Some(change) = data.change() {
        let conversation = &change.conversation;
        let mut topics = vec![
            Topic::Conversation(conversation.id),
            Topic::Visitor(conversation.id),
            Topic::Contact(conversation.contact.id),
            Topic::All,
        ];
        // Whoever looks at the one that it was merged into sees its entries there.
        if let Some(into_id) = conversation.merged_into_id {
            topics.push(Topic::Conversation(into_id));
        }
        topics.extend(conversation.queue_id.map(Topic::Queue));
        topics.extend(conversation.assignee_id.map(Topic::Agent));
        topics.extend(conversation.mentioned_agent_ids.iter().copied().map(Topic::Agent));
        if let Some(InteractionState::Offered { to, .. }) =
            conversation.interaction.as_ref().map(|interaction| &interaction.state)
        {
            topics.extend(to.iter().copied().map(Topic::Agent));
        }
        // Whoever had it must hear that they have it no longer; who that was, only the entry or
        // nobody tells, so changes of who has what go to the whole desk.
        let moves = !matches!(
            data,
            EventData::MessageCreated(_)
                | EventData::NoteCreated(_)
                | EventData::MessageDeliveryChanged(_)
                | EventData::ConversationRead(_)
                | EventData::ConversationDelivered(_)
                | EventData::ConversationReadByContact(_)
                | EventData::ConversationRated(_)
                | EventData::ConversationTagged(_)
                | EventData::ConversationAbsorbed(_)
                | EventData::ConversationKeptApart(_)
                | EventData::ConversationReleased(_)
                | EventData::ConversationContactChanged(_)
        );
        if moves {
            topics.push(Topic::Desk);
        }
        return topics;
    }
    if data.import().is_some() {
        return vec![Topic::Imports];
    }
    match data {
        EventData::PresenceChanged(_)
        | EventData::RecordCreated(_)
        | EventData::RecordUpdated(_)
        | EventData::RecordArchived(_)
        | EventData::CompanyCreated(_)
        | EventData::CompanyUpdated(_)
        | EventData::CompanyRemoved(_)
        | EventData::SegmentCounted(_)
        | EventData::OrganisationUpdated(_) => vec![Topic::Desk],
        EventData::ContactCreated(change)
        | EventData::ContactUpdated(change)
        | EventData::ContactRemoved(change)
        | EventData::ContactBlocked(change)
        | EventData::ContactUnblocked(change) => vec![Topic::Contact(change.contact.id)],
        EventData::ContactNoted(change) | EventData::ContactNoteRemoved(change) => {
            vec![Topic::Contact(change.note.contact_id)]
        }
        EventData::ContactMerged(change) => {
            vec![Topic::Contact(change.contact.id), Topic::Contact(change.merged_id)]
        }
        EventData::ContactSplit(change) => {
            vec![Topic::Contact(change.contact.id), Topic::Contact(change.split.id)]
        }
        EventData::ContactToldApart(told) => {
            vec![Topic::Contact(told.contact_id), Topic::Contact(told.other_id)]
        }
        EventData::ViewSaved(change) | EventData::ViewRemoved(change) => {
            vec![change.view.agent_id.map_or(Topic::Desk, Topic::AgentDesks)]
        }
        EventData::MentionSeen(seen) => vec![Topic::AgentDesks(seen.agent_id)],
        EventData::ContextChanged(change) => vec![Topic::Conversation(change.conversation_id)],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_come_back_from_text() {
        for text in ["desk", "all", "imports", "queue:queue_01h455vb4pex5vsknk084sn02q"] {
            assert_eq!(text.parse::<Topic>().unwrap().to_string(), text);
        }
        assert!("queue:agent_01h455vb4pex5vsknk084sn02q".parse::<Topic>().is_err());
        assert!("everything".parse::<Topic>().is_err());
    }
}
