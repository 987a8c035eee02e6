//! The inbound path: a message from someone, stored with who they are, which conversation it
//! belongs to and the work it makes, in one commit.

use std::time::Duration;

use rapport_core::actor::Actor;
use rapport_core::attachment::Attachment;
use rapport_core::channel::Channel;
use rapport_core::contact::{Contact, Details, Identification, IdentityKind, PageVisit};
use rapport_core::context::Told;
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::directory::pre_chat::Answered;
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::id::{
    AgentId, BrandId, ContactId, ConversationId, InboxId, ProactiveRuleId, QueueId,
};
use rapport_core::interaction::{Interaction, InteractionState};
use rapport_core::mail::MailHead;

use crate::Store;
use crate::contact::{self, NewContact};
use crate::conversation::{self, Happens, NewConversation};
use crate::error::{Result, StoreError};
use crate::fact;
use crate::identify::{Identified, identify, recognise, verified};
use crate::interaction;
use crate::introduce::{introduce, unverified};
use crate::log::Tx;
use crate::message::{self, Inbound, NewMessage, Prepared, Stored};
use crate::page_visit;
use crate::stamp::Stamp;

/// A contact who writes again so soon after the matter was resolved continues it.
pub const REOPEN_WITHIN: Duration = Duration::from_secs(72 * 60 * 60);

/// Where it came in.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    pub inbox_id: InboxId,
    pub channel: Channel,
    pub brand_id: BrandId,
    pub queue_id: QueueId,
    pub priority: u8,
}

/// Who sent it: a verified identity, and what else is known of them if they are new.
#[derive(Debug, Clone)]
pub struct Sender {
    pub kind: IdentityKind,
    pub value: String,
    pub language: Option<String>,
    /// The pages that they were on, the oldest first: the last one is where they are.
    pub visits: Vec<PageVisit>,
    /// What the page says is known already; it goes with the conversation.
    pub context: Told,
    /// What the chat had said first, if they answer that.
    pub invitation: Option<Invitation>,
    /// Who they are, by the business's own word.
    pub known: Option<Identification>,
    /// What they answered before the first message.
    pub answered: Answered,
}

impl Sender {
    /// A visitor of whose page nothing is known.
    pub fn visitor(value: impl Into<String>, language: Option<&str>) -> Self {
        Self {
            kind: IdentityKind::Visitor,
            value: value.into(),
            language: language.map(ToOwned::to_owned),
            visits: Vec::new(),
            context: Told::new(),
            invitation: None,
            known: None,
            answered: Answered::default(),
        }
    }
}

/// What the chat says first, by a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub rule_id: ProactiveRuleId,
    pub text: String,
}

/// What a message says: words, attachments, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    pub text: String,
    pub attachments: Vec<Attachment>,
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), attachments: Vec::new() }
    }
}

/// What was made of it.
#[derive(Debug, Clone)]
pub struct Received {
    pub stored: Stored,
    pub contact: Contact,
}

/// Stores the message on the sender's open conversation, on their last one if it was resolved
/// lately, or on a new one, and has it wait for an agent where nobody has it in hand.
pub async fn receive(
    store: &Store,
    stamp: Stamp,
    arrival: Arrival,
    sender: &Sender,
    content: impl Into<Content>,
    inbound: Inbound,
) -> Result<Received> {
    let mut tx = store.begin().await?;
    let received = receive_in(&mut tx, stamp, arrival, sender, content, inbound).await?;
    match received.stored {
        Stored::New(_) => tx.commit().await?,
        Stored::Before(_) => tx.rollback().await?,
    }
    Ok(received)
}

/// [`receive`] as a part of the caller's change. After an error, and after [`Stored::Before`], the
/// change must be rolled back: it may hold a conversation begun for nothing.
pub async fn receive_in(
    tx: &mut Tx,
    stamp: Stamp,
    arrival: Arrival,
    sender: &Sender,
    content: impl Into<Content>,
    inbound: Inbound,
) -> Result<Received> {
    let Content { text, attachments } = content.into();
    let contact = contact_of(tx, stamp, sender).await?;
    if contact.blocked.is_some() {
        return Err(StoreError::Blocked);
    }
    let contact = introduce(tx, stamp, contact, &sender.answered).await?;
    let actor = Actor::contact(contact.id, contact.name.as_deref());
    let newest = conversation::newest_of(&mut tx.session(), contact.id).await?;
    let goes_on = |it: &Conversation| {
        it.status != ConversationStatus::Resolved || stamp.at.since(it.updated_at) < REOPEN_WITHIN
    };
    let place = match newest.filter(goes_on) {
        Some(conversation) => Place::On(Box::new(conversation)),
        None => Place::New { subject: None, invitation: sender.invitation.clone() },
    };
    let found = open(tx, stamp, arrival, contact.id, &actor, place).await?;
    let said = Said { author: actor.clone(), text, attachments, inbound, mail: None };
    let stored = write(tx, stamp, arrival, found.conversation_id, said).await?;
    if matches!(stored, Stored::Before(_)) {
        return Ok(Received { stored, contact });
    }
    let id = found.conversation_id;
    let page = sender.visits.last().map(|page| page.url.as_str());
    fact::tell_by_page(tx, id, &sender.context, page, actor.clone(), stamp.at).await?;
    fact::tell_by_form(tx, id, &sender.answered.facts, actor, stamp.at).await?;
    call_agent(tx, stamp, arrival, &found, contact.language.clone()).await?;
    Ok(Received { stored, contact })
}

/// On which conversation somebody's words go.
pub(crate) enum Place {
    /// One that there is; it is opened again if it was put aside or resolved.
    On(Box<Conversation>),
    New {
        subject: Option<String>,
        invitation: Option<Invitation>,
    },
}

/// The conversation, which is open now.
pub(crate) struct Opened {
    pub(crate) conversation_id: ConversationId,
    /// Who knows the matter.
    last_agent: Option<AgentId>,
}

/// Opens or begins the conversation that somebody's words go on.
pub(crate) async fn open(
    tx: &mut Tx,
    stamp: Stamp,
    arrival: Arrival,
    contact_id: ContactId,
    actor: &Actor,
    place: Place,
) -> Result<Opened> {
    let (subject, invitation) = match place {
        Place::On(found) => {
            let (id, last_agent) = (found.id, last_agent(&found));
            match found.status {
                ConversationStatus::Open => {}
                ConversationStatus::Snoozed => {
                    conversation::set_status(tx, id, ConversationStatus::Open).await?;
                    happen(tx, stamp, id, actor, Happening::Unsnoozed).await?;
                }
                ConversationStatus::Resolved => {
                    conversation::set_status(tx, id, ConversationStatus::Open).await?;
                    conversation::set_assignee(tx, id, None).await?;
                    happen(tx, stamp, id, actor, Happening::Reopened).await?;
                }
            }
            return Ok(Opened { conversation_id: id, last_agent });
        }
        Place::New { subject, invitation } => (subject, invitation),
    };
    let new = NewConversation {
        id: stamp.id(),
        contact_id,
        brand_id: arrival.brand_id,
        inbox_id: arrival.inbox_id,
        channel: arrival.channel,
        queue_id: arrival.queue_id,
        proactive_rule_id: invitation.as_ref().map(|it| it.rule_id),
        subject,
    };
    conversation::insert(tx, &new, stamp.at).await?;
    happen(tx, stamp, new.id, actor, Happening::Started).await?;
    if let Some(Invitation { rule_id, text }) = invitation {
        let invited = Happening::Invited { rule_id, text };
        happen(tx, stamp, new.id, &Actor::SYSTEM, invited).await?;
    }
    Ok(Opened { conversation_id: new.id, last_agent: None })
}

/// What somebody says.
pub(crate) struct Said {
    pub(crate) author: Actor,
    pub(crate) text: String,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) inbound: Inbound,
    pub(crate) mail: Option<Box<MailHead>>,
}

/// Writes it on a conversation.
pub(crate) async fn write(
    tx: &mut Tx,
    stamp: Stamp,
    arrival: Arrival,
    conversation_id: ConversationId,
    said: Said,
) -> Result<Stored> {
    let new = NewMessage {
        conversation_id,
        entry_id: stamp.id(),
        author: said.author,
        text: said.text,
        spans: Vec::new(),
        attachments: said.attachments,
        inbox_id: arrival.inbox_id,
        channel: arrival.channel,
        at: stamp.at,
        inbound: said.inbound,
        mail: said.mail,
    };
    let new = Prepared::of(tx.session().dialect(), new)?;
    let written = message::write_batch(tx, &[&new]).await?.pop();
    written.unwrap_or(Err(StoreError::NotFound("message")))
}

/// Has the conversation wait for an agent where nobody has it in hand.
pub(crate) async fn call_agent(
    tx: &mut Tx,
    stamp: Stamp,
    arrival: Arrival,
    opened: &Opened,
    language: Option<String>,
) -> Result<()> {
    let conversation_id = opened.conversation_id;
    let now = conversation::get(&mut tx.session(), conversation_id).await?;
    if !needs_agent(&now) {
        return Ok(());
    }
    if let Some(left) = now.interaction.as_ref().filter(|work| work.state.agent().is_some()) {
        // Its agent was wrapping up; the contact has gone on.
        let happening = Happening::Ended { agent_id: left.state.agent(), disposition_id: None };
        let change = interaction::Change {
            id: left.id,
            entry_id: stamp.id(),
            actor: Actor::SYSTEM,
            at: stamp.at,
            happening,
        };
        interaction::transition(tx, change, |work| work.end(stamp.at, None, None)).await?;
    }
    let interaction = Interaction {
        id: stamp.id(),
        conversation_id,
        queue_id: arrival.queue_id,
        channel: arrival.channel,
        priority: arrival.priority,
        preferred_agent_id: opened.last_agent,
        language,
        enqueued_at: stamp.at,
        version: 1,
        state: InteractionState::Waiting,
    };
    interaction::enqueue(tx, &interaction, stamp.id(), Actor::SYSTEM, stamp.at).await?;
    Ok(())
}

/// Writes messages on open conversations as a part of the caller's change, and answers for each;
/// after an error the change must be rolled back.
pub async fn write_in(tx: &mut Tx, messages: Vec<NewMessage>) -> Result<Vec<Stored>> {
    let dialect = tx.session().dialect();
    let prepared: Vec<Prepared> = messages
        .into_iter()
        .map(|message| Prepared::of(dialect, message))
        .collect::<Result<_>>()?;
    let batch: Vec<&Prepared> = prepared.iter().collect();
    message::write_batch(tx, &batch).await?.into_iter().collect()
}

/// Whether nobody talks on it or is called for: its last interaction has ended or is being wrapped
/// up, or it never had one.
fn needs_agent(conversation: &Conversation) -> bool {
    conversation.interaction.as_ref().is_none_or(|interaction| {
        matches!(
            interaction.state,
            InteractionState::Ended { .. } | InteractionState::WrapUp { .. }
        )
    })
}

fn last_agent(conversation: &Conversation) -> Option<AgentId> {
    conversation.assignee_id.or_else(|| match &conversation.interaction.as_ref()?.state {
        InteractionState::Ended { agent_id, .. } => *agent_id,
        InteractionState::WrapUp { agent_id, .. } => Some(*agent_id),
        InteractionState::Waiting
        | InteractionState::Offered { .. }
        | InteractionState::Active { .. } => None,
    })
}

async fn happen(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: &Actor,
    happening: Happening,
) -> Result<()> {
    let event = happening.event();
    let happens = Happens {
        actor: actor.clone(),
        at: stamp.at,
        entry: Some((stamp.id(), EntryBody::Event { event: happening })),
        bump: true,
    };
    conversation::happen(tx, id, happens, event).await?;
    Ok(())
}

async fn contact_of(tx: &mut Tx, stamp: Stamp, sender: &Sender) -> Result<Contact> {
    if let Some(who) = sender.known.as_ref().filter(|_| sender.kind == IdentityKind::External)
        && let Some(contact) = recognise(tx, stamp, who).await?
    {
        return Ok(contact);
    }
    let known =
        contact::by_verified_identity(&mut tx.session(), sender.kind, &sender.value).await?;
    if let Some(contact) = known {
        return Ok(contact);
    }
    // Somebody may have made the customer's contact since the page was welcomed.
    if let Some(who) = sender.known.as_ref().filter(|_| sender.kind == IdentityKind::Visitor)
        && let Identified::Known(contact) = identify(tx, stamp, &sender.value, who).await?
    {
        page_visit::add(tx, contact.id, &sender.visits).await?;
        return Ok(*contact);
    }
    let mut identities = vec![verified(stamp, sender.kind, &sender.value)];
    for (kind, value) in sender.known.iter().flat_map(Identification::identities) {
        // An address that is another contact's stays theirs.
        if (kind, value) == (sender.kind, sender.value.as_str()) {
            continue;
        }
        if contact::by_verified_identity(&mut tx.session(), kind, value).await?.is_none() {
            identities.push(verified(stamp, kind, value));
        }
    }
    let by_business = sender.known.as_ref().and_then(|who| who.name.clone());
    for (kind, value) in sender.answered.addresses() {
        if identities.iter().all(|it| (it.kind, it.value.as_str()) != (kind, value)) {
            identities.push(unverified(stamp, kind, value));
        }
    }
    let new = NewContact {
        id: stamp.id(),
        details: Details {
            name: by_business.or_else(|| sender.answered.name.clone()),
            language: sender.language.clone(),
            ..Details::default()
        },
        visits: sender.visits.clone(),
        identities,
    };
    contact::insert(tx, &new, stamp.at).await?;
    contact::get(&mut tx.session(), new.id).await
}
