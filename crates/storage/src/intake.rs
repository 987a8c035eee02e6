//! The inbound path: a message from someone, stored with who they are, which conversation it
//! belongs to and the work it makes, in one commit.

use std::collections::BTreeMap;

use rapport_core::actor::Actor;
use rapport_core::attachment::Attachment;
use rapport_core::channel::Channel;
use rapport_core::contact::{Contact, Details, Identification, IdentityKind, PageVisit};
use rapport_core::context::Told;
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::directory::pre_chat::Answered;
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::id::{
    AgentId, BrandId, ContactId, ConversationId, InboxId, ProactiveRuleId, QueueId, TypedId,
};
use rapport_core::interaction::{Interaction, InteractionState};
use rapport_core::joining::{Joined, Joining, Words};
use rapport_core::mail::MailHead;
use uuid::Uuid;

use crate::Store;
use crate::contact::{self, NewContact};
use crate::contact_identity;
use crate::conversation::{self, Happens, NewConversation};
use crate::error::{Result, StoreError};
use crate::fact;
use crate::identify::{Identified, identify, recognise, verified};
use crate::interaction;
use crate::introduce::{introduce, unverified};
use crate::joining::joined;
use crate::log::Tx;
use crate::message::{self, Inbound, NewMessage, Prepared, Stored};
use crate::page_visit;
use crate::stamp::Stamp;

/// Where it came in.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    pub inbox_id: InboxId,
    pub channel: Channel,
    pub brand_id: BrandId,
    pub queue_id: QueueId,
    pub priority: u8,
    /// The brand's rule.
    pub joining: Joining,
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
    /// The conversation that they have before them.
    pub sees: Option<ConversationId>,
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
            sees: None,
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

/// Stores the message on the conversation that it goes on with, by the brand's rule, or on a new one,
/// and has it wait for an agent where nobody has it in hand.
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
    let words = Words { channel: arrival.channel, subject: None, sees: sender.sees, at: stamp.at };
    let Arrival { joining, brand_id, .. } = arrival;
    let place = joined(&mut tx.session(), joining, contact.id, brand_id, &words).await?;
    let (subject, invitation) = (None, sender.invitation.clone());
    let (contact_id, actor_of) = (contact.id, actor.clone());
    let opening = Opening { stamp, contact_id, actor: actor_of, place, subject, invitation };
    let opened = open(tx, arrival, vec![opening]).await?;
    let id = match opened.first() {
        Some(opened) => opened.conversation_id,
        None => return Err(StoreError::NotFound("conversation")),
    };
    let said = Said { author: actor.clone(), text, attachments, inbound, mail: None };
    let stored = write_in(tx, vec![said.on(id, stamp, arrival)]).await?.pop();
    let stored = stored.ok_or(StoreError::NotFound("message"))?;
    if matches!(stored, Stored::Before(_)) {
        return Ok(Received { stored, contact });
    }
    let page = sender.visits.last().map(|page| page.url.as_str());
    fact::tell_by_page(tx, id, &sender.context, page, actor.clone(), stamp.at).await?;
    fact::tell_by_form(tx, id, &sender.answered.facts, actor, stamp.at).await?;
    call_agents(tx, arrival, opened, |_| contact.language.clone()).await?;
    Ok(Received { stored, contact })
}

/// Somebody who is about to say something.
pub(crate) struct Opening {
    pub(crate) stamp: Stamp,
    pub(crate) contact_id: ContactId,
    pub(crate) actor: Actor,
    /// One that there is is opened again if it was put aside or resolved.
    pub(crate) place: Joined,
    /// Of a new one.
    pub(crate) subject: Option<String>,
    /// What a new one answers.
    pub(crate) invitation: Option<Invitation>,
}

/// A conversation, which is open now.
pub(crate) struct Opened {
    pub(crate) conversation_id: ConversationId,
    stamp: Stamp,
    contact_id: ContactId,
    /// Who knows the matter.
    last_agent: Option<AgentId>,
}

/// Opens or begins the conversations that somebody's words go on, each of them once.
pub(crate) async fn open(
    tx: &mut Tx,
    arrival: Arrival,
    openings: Vec<Opening>,
) -> Result<Vec<Opened>> {
    let mut opened = Vec::with_capacity(openings.len());
    let (mut new, mut started, mut invited) = (Vec::new(), Vec::new(), Vec::new());
    for Opening { stamp, contact_id, actor, place, subject, invitation } in openings {
        let merge_suggestion_id = match place {
            Joined::On(found) => {
                wake(tx, stamp, &actor, &found).await?;
                let (conversation_id, last_agent) = (found.id, last_agent(&found));
                opened.push(Opened { conversation_id, stamp, contact_id, last_agent });
                continue;
            }
            Joined::Anew { ask } => ask,
        };
        let id = stamp.id();
        opened.push(Opened { conversation_id: id, stamp, contact_id, last_agent: None });
        new.push(NewConversation {
            id,
            contact_id,
            brand_id: arrival.brand_id,
            inbox_id: arrival.inbox_id,
            channel: arrival.channel,
            queue_id: arrival.queue_id,
            proactive_rule_id: invitation.as_ref().map(|it| it.rule_id),
            subject,
            merge_suggestion_id,
            at: stamp.at,
        });
        started.push((id, happening(stamp, &actor, Happening::Started)));
        invited.extend(invitation.map(|it| (stamp, id, it)));
    }
    conversation::insert(tx, &new).await?;
    conversation::happen_all(tx, started, Happening::Started.event()).await?;
    for (stamp, id, Invitation { rule_id, text }) in invited {
        happen(tx, stamp, id, &Actor::SYSTEM, Happening::Invited { rule_id, text }).await?;
    }
    Ok(opened)
}

/// Opens a conversation that was put aside or resolved.
async fn wake(tx: &mut Tx, stamp: Stamp, actor: &Actor, found: &Conversation) -> Result<()> {
    let id = found.id;
    match found.status {
        ConversationStatus::Open => Ok(()),
        ConversationStatus::Snoozed => {
            conversation::set_status(tx, id, ConversationStatus::Open).await?;
            happen(tx, stamp, id, actor, Happening::Unsnoozed).await
        }
        ConversationStatus::Resolved => {
            conversation::set_status(tx, id, ConversationStatus::Open).await?;
            conversation::set_assignee(tx, id, None).await?;
            happen(tx, stamp, id, actor, Happening::Reopened).await
        }
    }
}

/// What somebody says.
pub(crate) struct Said {
    pub(crate) author: Actor,
    pub(crate) text: String,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) inbound: Inbound,
    pub(crate) mail: Option<Box<MailHead>>,
}

impl Said {
    /// The message that it is on a conversation.
    pub(crate) fn on(self, id: ConversationId, stamp: Stamp, arrival: Arrival) -> NewMessage {
        NewMessage {
            conversation_id: id,
            entry_id: stamp.id(),
            author: self.author,
            text: self.text,
            spans: Vec::new(),
            attachments: self.attachments,
            inbox_id: arrival.inbox_id,
            channel: arrival.channel,
            at: stamp.at,
            inbound: self.inbound,
            mail: self.mail,
        }
    }
}

/// Has conversations wait for an agent where nobody has them in hand; for one who speaks the
/// language of the contact.
pub(crate) async fn call_agents(
    tx: &mut Tx,
    arrival: Arrival,
    opened: Vec<Opened>,
    language_of: impl Fn(ContactId) -> Option<String>,
) -> Result<()> {
    let ids: Vec<Uuid> = opened.iter().map(|it| it.conversation_id.uuid()).collect();
    let now = conversation::get_many(&mut tx.session(), &ids).await?;
    let now: BTreeMap<_, _> = now.into_iter().map(|it| (it.id, it)).collect();
    let mut work = Vec::new();
    for Opened { conversation_id, stamp, contact_id, last_agent } in opened {
        let now = now.get(&conversation_id).ok_or(StoreError::NotFound("conversation"))?;
        if !needs_agent(now) {
            continue;
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
            preferred_agent_id: last_agent,
            language: language_of(contact_id),
            enqueued_at: stamp.at,
            version: 1,
            state: InteractionState::Waiting,
        };
        work.push((stamp, interaction));
    }
    interaction::enqueue_all(tx, &work, &Actor::SYSTEM).await?;
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

fn happening(stamp: Stamp, actor: &Actor, event: Happening) -> Happens {
    Happens {
        actor: actor.clone(),
        at: stamp.at,
        entry: Some((stamp.id(), EntryBody::Event { event })),
        bump: true,
    }
}

async fn happen(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: &Actor,
    what: Happening,
) -> Result<()> {
    let event = what.event();
    conversation::happen(tx, id, happening(stamp, actor, what), event).await?;
    Ok(())
}

async fn contact_of(tx: &mut Tx, stamp: Stamp, sender: &Sender) -> Result<Contact> {
    if let Some(who) = sender.known.as_ref().filter(|_| sender.kind == IdentityKind::External)
        && let Some(contact) = recognise(tx, stamp, who).await?
    {
        return Ok(contact);
    }
    let known =
        contact_identity::by_verified(&mut tx.session(), sender.kind, &sender.value).await?;
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
        if contact_identity::by_verified(&mut tx.session(), kind, value).await?.is_none() {
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
    contact::insert(tx, std::slice::from_ref(&new), stamp.at).await?;
    contact::get(&mut tx.session(), new.id).await
}
