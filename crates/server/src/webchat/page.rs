//! One page of a visitor: what it knows, and what is done with its frames.

use std::collections::BTreeSet;
use std::time::Duration;

use rapport_channels::webchat::frame::{
    Availability, ClientFrame, MessageError, Place, ServerFrame, accept_message,
    conversation_for_visitor, for_visitor,
};
use rapport_channels::webchat::visitor::Visitor;
use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::contact::{Contact, Identification, IdentityKind, PageVisit};
use rapport_core::context::Told;
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::directory::pre_chat::{Answered, Answers};
use rapport_core::directory::{Directory, Inbox, Queue, is_language_tag};
use rapport_core::event::{Event, EventData};
use rapport_core::id::{AttachmentId, ConversationId, InboxId, ProactiveRuleId};
use rapport_core::interaction::{InteractionState, PRIORITY_NORMAL};
use rapport_storage::attachment::{self, Uploader};
use rapport_storage::conversation::{self, Mark};
use rapport_storage::intake::{self, Arrival, Content, Invitation, REOPEN_WITHIN, Sender};
use rapport_storage::message::{Inbound, NewMessage};
use rapport_storage::proactive::{self, Outcome};
use rapport_storage::{StoreError, contact, entry};
use uuid::Uuid;

use super::availability;
use super::context::refuse;
use super::identity::{self, new_visitor};
use super::proactive::rule_in_use;
use super::socket::{Connection, Ended};
use super::typing::Pace;
use crate::api::online_frame;
use crate::app::{App, stamp};
use crate::auth::Throttled;
use crate::clock;
use crate::live::{Frame, Listener, Topic};

/// Entries that a page is given at once; it sees that there are older ones.
const ENTRIES_MAX: usize = 200;
/// Frames that may wait for one page; one that is further behind reads again.
const WAITING_FRAMES_MAX: usize = 256;
/// A visitor's next page is written down at the soonest after this.
const PAGE_EVERY: Duration = Duration::from_secs(2);

/// What is known of the page and its visitor.
pub struct Page {
    pub(super) app: App,
    pub(super) inbox_id: InboxId,
    pub(super) visitor: Visitor,
    pub listener: Listener,
    language: Option<String>,
    pub(super) visit: Option<PageVisit>,
    /// What the page says is known; it goes with the conversation once there is one.
    pub(super) context: Told,
    /// Who the visitor is, by the business's own word.
    pub(super) known: Option<Identification>,
    pub(super) contact: Option<Contact>,
    pub(super) conversation: Option<Conversation>,
    speaks_first: SpeaksFirst,
    place: Place,
    /// Of the queue, while the visitor waits.
    availability: Option<Availability>,
    /// Entries up to here were sent.
    seq: i64,
    /// What this page wrote and was acknowledged with its entry: the log tells of it again.
    acknowledged: BTreeSet<i64>,
    pub(super) pace: Pace,
}

/// What came, on this page, of the rules by which the chat speaks first. It counts for the message
/// that begins a conversation.
#[derive(Default)]
struct SpeaksFirst {
    /// The rule whose words the visitor answers.
    rule_id: Option<ProactiveRuleId>,
    held_out_rule_ids: Vec<ProactiveRuleId>,
}

/// A message as the page sent it.
struct Written {
    client_id: String,
    text: String,
    attachment_ids: Vec<AttachmentId>,
    answers: Answers,
}

/// The store did not answer: the page comes again.
impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Self {
        tracing::warn!(%error, "a visitor's page could not be served; it will come again");
        Self
    }
}

impl Page {
    /// Answers the hello: who they are, where their conversation is, and what they have missed.
    pub async fn welcome(
        app: App,
        inbox_id: InboxId,
        hello: ClientFrame,
        connection: &mut Connection,
    ) -> Result<Self, Ended> {
        let ClientFrame::Hello { token, conversation_id, after, language, page, context, identity } =
            hello
        else {
            return Err(Ended);
        };
        let kept = token.as_deref().and_then(|token| app.visitor_keys.verify(token));
        let visitor = kept.unwrap_or_else(new_visitor);
        let told = identity::told(&app, inbox_id, visitor, identity.as_deref()).await?;
        let visitor = told.visitor;
        let mut listener = app.hub.join(WAITING_FRAMES_MAX);
        listener.subscribe(Topic::VisitorPages(visitor));
        let visit = page.map(|page| {
            let page = page.cleaned();
            PageVisit { url: page.url, title: page.title, at: clock::now() }
        });
        let mut this = Self {
            app,
            inbox_id,
            visitor,
            listener,
            language: language.filter(|tag| is_language_tag(tag)),
            visit,
            context: Told::new(),
            known: told.known,
            contact: None,
            conversation: None,
            speaks_first: SpeaksFirst::default(),
            place: Place::default(),
            availability: None,
            seq: 0,
            acknowledged: BTreeSet::new(),
            pace: Pace::default(),
        };
        if kept.is_some() || this.known.is_some() {
            this.load().await?;
        }
        this.listen();
        this.find_place().await;
        // Read after listening has begun, so that what comes meanwhile is in one or the other.
        let after = after.filter(|_| {
            conversation_id.is_some() && conversation_id == this.conversation.as_ref().map(|c| c.id)
        });
        let (entries, truncated) = this.entries_after(after.unwrap_or(0)).await?;
        let welcome = ServerFrame::Welcome {
            token: this.app.visitor_keys.sign(visitor),
            visitor: this.known_visitor(),
            conversation: this.conversation.as_ref().map(|c| this.shown(c)),
            entries,
            truncated,
            seq: this.seq,
        };
        connection.send(&welcome).await?;
        if let Some(detail) = told.refusal {
            refuse(connection, "identity_invalid", detail, None).await?;
        }
        this.take_context(context, connection).await?;
        Ok(this)
    }

    /// Finds the visitor's contact and their conversation: the open one, or the one that was
    /// resolved lately.
    async fn load(&mut self) -> Result<(), StoreError> {
        let mut reader = self.app.store.read().await?;
        let session = &mut reader.session();
        let identity = self.visitor.identity();
        self.contact =
            contact::by_verified_identity(session, IdentityKind::Visitor, &identity).await?;
        let Some(contact) = &self.contact else { return Ok(()) };
        self.conversation = conversation::newest_of(session, contact.id).await?.filter(|newest| {
            newest.status != ConversationStatus::Resolved
                || clock::now().since(newest.updated_at) < REOPEN_WITHIN
        });
        Ok(())
    }

    /// The pages of this visitor, on every device that is known to be theirs.
    fn pages_of_contact(&self) -> Vec<Topic> {
        let identities = self.contact.iter().flat_map(|contact| &contact.identities);
        identities
            .filter(|it| it.kind == IdentityKind::Visitor)
            .filter_map(|it| Uuid::try_parse(&it.value).ok())
            .map(|id| Topic::VisitorPages(Visitor::new(id)))
            .collect()
    }

    pub(super) fn conversation_id(&self) -> Option<ConversationId> {
        self.conversation.as_ref().map(|conversation| conversation.id)
    }

    /// Listens to the conversation, and tells the desk that the visitor is there.
    fn listen(&mut self) {
        if let Some(id) = self.conversation_id() {
            self.listen_to(id);
        }
    }

    fn listen_to(&mut self, id: ConversationId) {
        if !self.listener.listens_to(&Topic::Visitor(id)) {
            self.listener.subscribe(Topic::Visitor(id));
            self.app.hub.send(&[Topic::Conversation(id)], &online_frame(id, true));
        }
    }

    /// What the visitor may see after a `seq`, oldest first; moves `self.seq` to the newest.
    async fn entries_after(
        &mut self,
        after: i64,
    ) -> Result<(Vec<rapport_channels::webchat::frame::VisitorEntry>, bool), StoreError> {
        let Some(id) = self.conversation_id() else { return Ok((Vec::new(), false)) };
        let mut reader = self.app.store.read().await?;
        let limit = i64::try_from(ENTRIES_MAX).unwrap_or(i64::MAX);
        let mut newest =
            entry::of_conversation(&mut reader.session(), id, i64::MAX, limit + 1).await?;
        newest.retain(|entry| entry.seq > after);
        let truncated = newest.len() > ENTRIES_MAX;
        newest.truncate(ENTRIES_MAX);
        self.seq = newest.first().map_or(after, |entry| entry.seq).max(after);
        let directory = self.app.directory();
        newest.reverse();
        let mut entries: Vec<_> =
            newest.iter().filter_map(|entry| for_visitor(entry, &directory)).collect();
        for entry in &mut entries {
            // The page knows nothing of merging: it is one conversation, in the order of the log.
            entry.conversation_id = id;
        }
        Ok((entries, truncated))
    }

    fn shown(
        &self,
        conversation: &Conversation,
    ) -> rapport_channels::webchat::frame::VisitorConversation {
        let directory = self.app.directory();
        conversation_for_visitor(conversation, self.place, self.availability, &directory)
    }

    pub fn is_waiting(&self) -> bool {
        self.conversation.as_ref().is_some_and(|conversation| {
            conversation.status == ConversationStatus::Open
                && conversation.interaction.as_ref().is_some_and(|work| {
                    matches!(
                        work.state,
                        InteractionState::Waiting | InteractionState::Offered { .. }
                    )
                })
        })
    }

    async fn find_place(&mut self) {
        let work = self.conversation.as_ref().and_then(|c| c.interaction.as_ref());
        let work = work.map(|work| (work.id, work.queue_id)).filter(|_| self.is_waiting());
        let Some((id, queue_id)) = work else {
            self.place = Place::default();
            self.availability = None;
            return;
        };
        self.availability = Some(availability::of_queue(&self.app, queue_id).await);
        let standing = self.app.routing.standing(id).await;
        let position = standing.position.and_then(|n| u64::try_from(n).ok());
        let wait = standing.estimated_wait.and_then(|wait| u64::try_from(wait.as_millis()).ok());
        self.place = Place {
            // One who is being offered is no longer in the line, and next.
            position: position.or(Some(1)),
            estimated_wait_ms: wait,
        };
    }

    /// Tells a waiting visitor their place, and whether somebody is there, when that has changed.
    pub async fn tell_place(&mut self, connection: &mut Connection) -> Result<(), Ended> {
        let before = (self.place, self.availability);
        self.find_place().await;
        if (self.place, self.availability) == before {
            Ok(())
        } else {
            self.tell_state(connection).await
        }
    }

    async fn tell_state(&self, connection: &mut Connection) -> Result<(), Ended> {
        match &self.conversation {
            Some(conversation) => {
                connection
                    .send(&ServerFrame::State { conversation: self.shown(conversation) })
                    .await
            }
            None => Ok(()),
        }
    }

    /// Something happened on the conversation.
    pub async fn hear(&mut self, event: &Event, connection: &mut Connection) -> Result<(), Ended> {
        let Some(change) = event.data.change() else { return Ok(()) };
        if Some(change.conversation.id) != self.conversation_id() {
            return Ok(());
        }
        if let EventData::ConversationMerged(_) | EventData::ConversationAbsorbed(_) = &event.data {
            // It goes on in another one, or has become longer: the page reads it anew.
            return connection.resync().await;
        }
        let newer = self
            .conversation
            .as_ref()
            .is_none_or(|known| change.conversation.version >= known.version);
        if newer {
            self.conversation = Some(change.conversation.clone());
        }
        let tells_entry = !matches!(event.data, EventData::MessageDeliveryChanged(_));
        if let Some(entry) = change.entry.as_ref().filter(|_| tells_entry)
            && entry.seq > self.seq
        {
            self.seq = entry.seq;
            let is_known = self.acknowledged.contains(&entry.seq);
            self.acknowledged = self.acknowledged.split_off(&(entry.seq + 1));
            if let Some(entry) = for_visitor(entry, &self.app.directory()).filter(|_| !is_known) {
                connection.send(&ServerFrame::Entry { entry }).await?;
            }
        }
        let changes_state = !matches!(
            event.data,
            EventData::MessageCreated(_)
                | EventData::NoteCreated(_)
                | EventData::MessageDeliveryChanged(_)
                | EventData::ConversationDelivered(_)
        );
        if newer && changes_state {
            self.find_place().await;
            self.tell_state(connection).await?;
        }
        Ok(())
    }

    /// Another page of this visitor has begun a conversation.
    pub async fn look_again(&mut self, connection: &mut Connection) -> Result<(), Ended> {
        let before = self.conversation_id();
        self.load().await?;
        if self.conversation_id() == before {
            return Ok(());
        }
        self.listen();
        let (entries, _) = self.entries_after(0).await?;
        self.find_place().await;
        self.tell_state(connection).await?;
        for entry in entries {
            connection.send(&ServerFrame::Entry { entry }).await?;
        }
        Ok(())
    }

    pub async fn handle(
        &mut self,
        frame: ClientFrame,
        connection: &mut Connection,
    ) -> Result<(), Ended> {
        match frame {
            ClientFrame::Hello { .. } => Err(Ended),
            ClientFrame::Message {
                client_id,
                text,
                attachment_ids,
                proactive_rule_id,
                held_out_rule_ids,
                answers,
            } => {
                self.speaks_first = SpeaksFirst { rule_id: proactive_rule_id, held_out_rule_ids };
                let written = Written { client_id, text, attachment_ids, answers };
                self.message(written, connection).await
            }
            ClientFrame::Typing { text } => {
                self.typing(text.as_deref());
                Ok(())
            }
            ClientFrame::Delivered { up_to_seq } => {
                self.mark(Mark::ContactDelivered, up_to_seq).await
            }
            ClientFrame::Read { up_to_seq } => self.mark(Mark::ContactRead, up_to_seq).await,
            ClientFrame::Page(page) => {
                let page = page.cleaned();
                let visit = PageVisit { url: page.url, title: page.title, at: clock::now() };
                let moved = self.visit.as_ref().is_none_or(|was| was.url != visit.url);
                // A page that changes its address in a loop is not worth a write each time.
                let rested =
                    self.visit.as_ref().is_none_or(|was| visit.at.since(was.at) >= PAGE_EVERY);
                self.visit = Some(visit.clone());
                if let Some(contact) = self.contact.as_ref().filter(|_| moved && rested) {
                    let actor = Actor::contact(contact.id, contact.name.as_deref());
                    let mut tx = self.app.store.begin().await?;
                    contact::seen(&mut tx, contact.id, &visit, actor, clock::now()).await?;
                    tx.commit().await?;
                }
                Ok(())
            }
            ClientFrame::Address { address } => self.take_address(&address, connection).await,
            ClientFrame::Rate { score, comment } => self.rate(score, comment, connection).await,
            ClientFrame::Context { context } => self.take_context(context, connection).await,
            ClientFrame::Ping => connection.send(&ServerFrame::Pong).await,
        }
    }

    async fn mark(&mut self, mark: Mark, up_to_seq: i64) -> Result<(), Ended> {
        let (Some(known), Some(contact)) = (&self.conversation, &self.contact) else {
            return Ok(());
        };
        let reached = match mark {
            Mark::ContactRead => known.contact_read_seq,
            Mark::ContactDelivered | Mark::AgentRead => known.contact_delivered_seq,
        };
        if up_to_seq <= reached {
            return Ok(());
        }
        let actor = Actor::contact(contact.id, contact.name.as_deref());
        let mut tx = self.app.store.begin().await?;
        let now =
            conversation::mark(&mut tx, known.id, mark, up_to_seq, actor, clock::now()).await?;
        tx.commit().await?;
        if let Some(now) = now {
            self.conversation = Some(now);
        }
        Ok(())
    }

    async fn message(
        &mut self,
        written: Written,
        connection: &mut Connection,
    ) -> Result<(), Ended> {
        let Written { client_id, text: raw, attachment_ids, answers } = written;
        let refused = |code, detail: String, retry_after_ms| ServerFrame::Refused {
            client_id: Some(client_id.clone()),
            code,
            detail,
            retry_after_ms,
        };
        let text = match accept_message(&client_id, &raw, &attachment_ids) {
            Ok(text) => text,
            Err(error) => {
                let own = if error == MessageError::ClientId { None } else { Some(client_id) };
                let frame = ServerFrame::Refused {
                    client_id: own,
                    code: error.code(),
                    detail: error.to_string(),
                    retry_after_ms: None,
                };
                return connection.send(&frame).await;
            }
        };
        if let Err(Throttled(wait)) = self.app.throttle.message(self.visitor) {
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            let detail = "too many messages at once; wait a moment".to_owned();
            return connection.send(&refused("rate_limited", detail, Some(wait_ms))).await;
        }
        let answered = match self.read_answers(&answers) {
            Ok(answered) => answered,
            Err(detail) => {
                return connection.send(&refused("answers_invalid", detail, None)).await;
            }
        };
        match self.store(&client_id, &raw, text, &attachment_ids, answered).await {
            Ok(entry) => {
                let directory = self.app.directory();
                let Some(entry) = for_visitor(&entry, &directory) else { return Ok(()) };
                if entry.seq > self.seq {
                    self.acknowledged.insert(entry.seq);
                }
                connection.send(&ServerFrame::Ack { client_id, entry }).await
            }
            Err(StoreError::NotFound("inbox")) => {
                let detail = "this chat is switched off".to_owned();
                connection.send(&refused("inbox_closed", detail, None)).await
            }
            Err(StoreError::Blocked) => {
                let detail = StoreError::Blocked.to_string();
                connection.send(&refused("blocked", detail, None)).await
            }
            Err(StoreError::AttachmentGone | StoreError::NotFound("attachment")) => {
                let detail = StoreError::AttachmentGone.to_string();
                connection.send(&refused("attachment_gone", detail, None)).await
            }
            Err(error @ StoreError::KeyReused) => {
                connection.send(&refused("client_id_reused", error.to_string(), None)).await
            }
            Err(error) => {
                tracing::warn!(%error, "a visitor's message could not be stored");
                let detail = "the message could not be stored; it will be sent again".to_owned();
                connection.send(&refused("store_unavailable", detail, Some(1_000))).await
            }
        }
    }

    /// Stores a message: on the open conversation together with other visitors' messages, or by
    /// the intake, which finds or begins one.
    async fn store(
        &mut self,
        client_id: &str,
        raw: &str,
        text: String,
        attachment_ids: &[AttachmentId],
        answered: Answered,
    ) -> Result<rapport_core::entry::Entry, StoreError> {
        let stamp = stamp();
        let attachments = if attachment_ids.is_empty() {
            Vec::new()
        } else {
            let uploader = Uploader::Visitor(self.visitor.identity());
            let mut reader = self.app.store.read().await?;
            attachment::of_uploader(&mut reader.session(), &uploader, attachment_ids).await?
        };
        let inbound = Inbound {
            sender: self.visitor.identity(),
            external_id: client_id.to_owned(),
            raw: raw.to_owned(),
        };
        if let (Some(conversation), Some(contact)) = (&self.conversation, &self.contact)
            && conversation.status == ConversationStatus::Open
            && has_agent_or_waits(conversation)
            && answered.is_empty()
        {
            let message = NewMessage {
                conversation_id: conversation.id,
                entry_id: stamp.id(),
                author: Actor::contact(contact.id, contact.name.as_deref()),
                text: text.clone(),
                spans: Vec::new(),
                attachments: attachments.clone(),
                inbox_id: self.inbox_id,
                channel: Channel::Webchat,
                at: stamp.at,
                inbound: inbound.clone(),
            };
            match self.app.store.write_message(message).await {
                Err(StoreError::NotOpen) => {}
                stored => return stored.map(rapport_storage::message::Stored::into_entry),
            }
        }
        let directory = self.app.directory();
        let inbox = directory
            .in_use::<Inbox>(self.inbox_id)
            .filter(|inbox| inbox.record.enabled)
            .ok_or(StoreError::NotFound("inbox"))?;
        // A matter goes on where it was last, with those who know it.
        let queue_id = self
            .conversation
            .as_ref()
            .and_then(|conversation| conversation.queue_id)
            .or(answered.queue_id)
            .filter(|id| directory.in_use::<Queue>(*id).is_some())
            .unwrap_or(inbox.record.queue_id);
        let queue = directory.get::<Queue>(queue_id);
        let arrival = Arrival {
            inbox_id: inbox.id,
            channel: Channel::Webchat,
            brand_id: inbox.record.brand_id,
            queue_id,
            priority: queue.map_or(PRIORITY_NORMAL, |queue| queue.record.priority),
        };
        let sender = Sender {
            kind: IdentityKind::Visitor,
            value: self.visitor.identity(),
            language: self.language.clone(),
            page: self.visit.clone(),
            context: self.context.clone(),
            invitation: self.invitation(&directory),
            known: self.known.clone(),
            answered,
        };
        let content = Content { text, attachments };
        let received =
            intake::receive(&self.app.store, stamp, arrival, &sender, content, inbound).await?;
        let began = self.conversation_id().is_none();
        let entry = received.stored.into_entry();
        // Listening begins before reading, so that nothing falls between.
        self.listen_to(entry.conversation_id);
        self.load().await?;
        if began {
            self.count_started_without().await?;
            self.app.hub.send(&self.pages_of_contact(), &Frame::LookAgain);
        }
        Ok(entry)
    }
}

impl Page {
    /// What the chat had said first, if the visitor answers that.
    fn invitation(&self, directory: &Directory) -> Option<Invitation> {
        let rule_id = self.speaks_first.rule_id?;
        let rule = rule_in_use(directory, self.inbox_id, rule_id)?;
        Some(Invitation { rule_id, text: rule.text.clone() })
    }

    /// A conversation has begun although rules were held out: how the visitor would have done
    /// without them is what they are compared with.
    async fn count_started_without(&mut self) -> Result<(), StoreError> {
        let directory = self.app.directory();
        let mut ids = std::mem::take(&mut self.speaks_first.held_out_rule_ids);
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| rule_in_use(&directory, self.inbox_id, *id).is_some());
        if ids.is_empty() {
            return Ok(());
        }
        let mut tx = self.app.store.begin().await?;
        for id in ids {
            proactive::count(&mut tx, id, Outcome::StartedWithout, clock::now()).await?;
        }
        tx.commit().await
    }
}

/// Whether somebody works on it or will: otherwise the intake has to call for an agent.
fn has_agent_or_waits(conversation: &Conversation) -> bool {
    conversation.interaction.as_ref().is_some_and(|work| {
        !matches!(work.state, InteractionState::Ended { .. } | InteractionState::WrapUp { .. })
    })
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(id) = self.conversation_id() {
            let topic = Topic::Visitor(id);
            self.listener.unsubscribe(topic);
            if !self.app.hub.is_heard(topic) {
                self.app.hub.send(&[Topic::Conversation(id)], &online_frame(id, false));
            }
        }
    }
}
