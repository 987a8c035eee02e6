//! One page of a visitor: what it knows, and what is done with its frames.

use std::collections::BTreeSet;

use rapport_channels::webchat::frame::{
    Availability, ClientFrame, Place, ServerFrame, VisitorConversation, VisitorEntry,
    conversation_for_visitor, for_visitor,
};
use rapport_channels::webchat::visitor::Visitor;
use rapport_core::Timestamp;
use rapport_core::actor::{Actor, ActorKind};
use rapport_core::channel::Channel;
use rapport_core::contact::{Contact, Identification, IdentityKind, PageVisit};
use rapport_core::context::Told;
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::directory::{Inbox, is_language_tag};
use rapport_core::entry::{Entry, EntryBody};
use rapport_core::event::{Event, EventData};
use rapport_core::id::{ConversationId, InboxId};
use rapport_core::interaction::InteractionState;
use rapport_core::joining::{JoinPolicy, Joined, Words};
use rapport_storage::conversation::{self, Mark};
use rapport_storage::joining::joined;
use rapport_storage::{StoreError, contact_identity, entry, reach};
use uuid::Uuid;

use super::availability;
use super::context::refuse;
use super::identity::{self, new_visitor};
use super::message::{SpeaksFirst, Written};
use super::return_link;
use super::socket::{Connection, Ended};
use super::typing::Pace;
use crate::api::online_frame;
use crate::app::App;
use crate::arrival::arrival;
use crate::clock;
use crate::live::{Listener, Topic};

/// Entries that a page is given at once; it sees that there are older ones.
const ENTRIES_MAX: usize = 200;
/// Frames that may wait for one page; one that is further behind reads again.
const WAITING_FRAMES_MAX: usize = 256;

/// What is known of the page and its visitor.
pub struct Page {
    pub(super) app: App,
    pub(super) inbox_id: InboxId,
    pub(super) visitor: Visitor,
    pub listener: Listener,
    pub(super) language: Option<String>,
    /// The pages that they were on, the oldest first: the last one is where they are.
    pub(super) visits: Vec<PageVisit>,
    /// What the page says is known; it goes with the conversation once there is one.
    pub(super) context: Told,
    /// Who the visitor is, by the business's own word.
    pub(super) known: Option<Identification>,
    /// They came by a link in a mail: until then they see what goes to its mailbox.
    reads_mail_until: Option<Timestamp>,
    pub(super) contact: Option<Contact>,
    pub(super) conversation: Option<Conversation>,
    place: Place,
    /// Of the queue, while the visitor waits.
    availability: Option<Availability>,
    /// From here on the contact has also written elsewhere.
    elsewhere_from: Option<i64>,
    /// Entries up to here were sent.
    pub(super) seq: i64,
    /// What this page wrote and was acknowledged with its entry: the log tells of it again.
    pub(super) acknowledged: BTreeSet<i64>,
    pub(super) pace: Pace,
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
        let ClientFrame::Hello {
            token,
            conversation_id,
            after,
            language,
            page,
            context,
            identity,
            return_link,
        } = hello
        else {
            return Err(Ended);
        };
        let kept = token.as_deref().and_then(|token| app.visitor_keys.verify(token));
        let mut is_known = kept.is_some();
        let mut key = kept.unwrap_or_else(|| new_visitor().into());
        if let Some(link) = return_link {
            match return_link::open(&app, inbox_id, key, &link).await? {
                Ok(opened) => (key, is_known) = (opened, true),
                // Before the welcome: what it shows then is not what the link was for.
                Err(why) => refuse(connection, why.code(), why.to_string(), None).await?,
            }
        }
        let told = identity::told(&app, inbox_id, key.visitor, identity.as_deref()).await?;
        if told.visitor != key.visitor {
            key = told.visitor.into();
        }
        let visitor = key.visitor;
        let mut listener = app.hub.join(WAITING_FRAMES_MAX);
        listener.subscribe(Topic::VisitorPages(visitor));
        let visits = page.map_or_else(Vec::new, |page| page.visits(clock::now()));
        let mut this = Self {
            app,
            inbox_id,
            visitor,
            listener,
            language: language.filter(|tag| is_language_tag(tag)),
            visits,
            context: Told::new(),
            known: told.known,
            reads_mail_until: key.reads_mail_until,
            contact: None,
            conversation: None,
            place: Place::default(),
            availability: None,
            elsewhere_from: None,
            seq: 0,
            acknowledged: BTreeSet::new(),
            pace: Pace::default(),
        };
        if is_known || this.known.is_some() {
            this.load().await?;
        }
        this.tell_visits().await?;
        this.listen();
        this.find_place().await;
        // Read after listening has begun, so that what comes meanwhile is in one or the other.
        let after = after.filter(|_| {
            conversation_id.is_some() && conversation_id == this.conversation.as_ref().map(|c| c.id)
        });
        let (entries, truncated) = this.entries_after(after.unwrap_or(0)).await?;
        let welcome = ServerFrame::Welcome {
            token: this.app.visitor_keys.sign(key),
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

    /// Finds the visitor's contact and the conversation that what they write goes on with.
    pub(super) async fn load(&mut self) -> Result<(), StoreError> {
        let mut reader = self.app.store.read().await?;
        let session = &mut reader.session();
        let identity = self.visitor.identity();
        self.contact =
            contact_identity::by_verified(session, IdentityKind::Visitor, &identity).await?;
        let Some(contact) = &self.contact else { return Ok(()) };
        let directory = self.app.directory();
        let Some(inbox) = directory.get::<Inbox>(self.inbox_id) else { return Ok(()) };
        let arrival = arrival(&directory, inbox, inbox.record.queue_id);
        let mut joining = arrival.joining;
        if self.reads_mail() {
            // They have followed a link to it.
            joining.policy = JoinPolicy::Newest;
        }
        let words = Words {
            channel: arrival.channel,
            subject: None,
            sees: self.conversation_id(),
            at: clock::now(),
        };
        self.conversation =
            match joined(session, joining, contact.id, arrival.brand_id, &words).await? {
                Joined::On(conversation) => Some(*conversation),
                Joined::Anew { .. } => None,
            };
        Ok(())
    }

    /// The pages of this visitor, on every device that is known to be theirs.
    pub(super) fn pages_of_contact(&self) -> Vec<Topic> {
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

    pub(super) fn listen_to(&mut self, id: ConversationId) {
        if !self.listener.listens_to(&Topic::Visitor(id)) {
            self.listener.subscribe(Topic::Visitor(id));
            self.app.hub.send(&[Topic::Conversation(id)], &online_frame(id, true));
        }
    }

    /// What the visitor may see after a `seq`, oldest first; moves `self.seq` to the newest.
    async fn entries_after(&mut self, after: i64) -> Result<(Vec<VisitorEntry>, bool), StoreError> {
        let Some(id) = self.conversation_id() else { return Ok((Vec::new(), false)) };
        let mut reader = self.app.store.read().await?;
        let limit = i64::try_from(ENTRIES_MAX).unwrap_or(i64::MAX);
        let mut newest =
            entry::of_conversation(&mut reader.session(), id, i64::MAX, limit + 1).await?;
        self.elsewhere_from = reach::wrote_elsewhere_at(&mut reader.session(), id).await?;
        newest.retain(|entry| entry.seq > after);
        let truncated = newest.len() > ENTRIES_MAX;
        newest.truncate(ENTRIES_MAX);
        self.seq = newest.first().map_or(after, |entry| entry.seq).max(after);
        let directory = self.app.directory();
        newest.reverse();
        let mut entries: Vec<_> = newest
            .iter()
            .filter(|it| self.may_see(it))
            .filter_map(|entry| for_visitor(entry, &directory))
            .collect();
        for entry in &mut entries {
            // The page knows nothing of merging: it is one conversation, in the order of the log.
            entry.conversation_id = id;
        }
        Ok((entries, truncated))
    }

    /// A browser in which somebody has only said who they are may be a stranger's: what goes on in a
    /// mailbox is not shown there from when on its owner has written. Answers that went out before
    /// are, though they went by mail: they answer what was said here. Who came by a link in a mail has
    /// that mailbox.
    fn may_see(&self, entry: &Entry) -> bool {
        let is_elsewhere = matches!(
            entry.body, EntryBody::Message { channel, .. } if channel != Channel::Webchat
        );
        let is_private = self.elsewhere_from.is_some_and(|from| entry.seq >= from);
        self.known.is_some() || self.reads_mail() || !is_elsewhere || !is_private
    }

    fn reads_mail(&self) -> bool {
        self.reads_mail_until.is_some_and(|until| clock::now() < until)
    }

    fn notice_elsewhere(&mut self, entry: &Entry) {
        let is_elsewhere = entry.author.kind == ActorKind::Contact
            && matches!(entry.body, EntryBody::Message { channel, .. } if channel != Channel::Webchat);
        if is_elsewhere {
            self.elsewhere_from.get_or_insert(entry.seq);
        }
    }

    fn shown(&self, conversation: &Conversation) -> VisitorConversation {
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
        let is_another_s =
            self.contact.as_ref().is_some_and(|it| it.id != change.conversation.contact.id);
        let is_unlike = matches!(
            event.data,
            EventData::ConversationMerged(_)
                | EventData::ConversationAbsorbed(_)
                | EventData::ConversationReleased(_)
        );
        if is_another_s || is_unlike {
            // It goes on in another one, has become longer or shorter, or is another contact's: the
            // page reads it anew.
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
            self.notice_elsewhere(entry);
            let is_hidden = self.acknowledged.contains(&entry.seq) || !self.may_see(entry);
            self.acknowledged = self.acknowledged.split_off(&(entry.seq + 1));
            if let Some(entry) = for_visitor(entry, &self.app.directory()).filter(|_| !is_hidden) {
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
                let speaks_first = SpeaksFirst { rule_id: proactive_rule_id, held_out_rule_ids };
                let written = Written { client_id, text, attachment_ids, answers, speaks_first };
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
                self.walk(page.visits(clock::now()));
                Ok(self.tell_visits().await?)
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
