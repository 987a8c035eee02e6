//! A store on one engine, with a small organisation in it, and short words for what happens there.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::directory::{Agent, Brand, Inbox, Queue, Record, Stored as Kept};
use rapport_core::entry::Entry;
use rapport_core::event::Event;
use rapport_core::id::{AgentId, BrandId, ConversationId, InboxId, QueueId};
use rapport_core::interaction::{Interaction, PRIORITY_NORMAL};
use rapport_core::joining::{JoinPolicy, Joining, REOPEN_WITHIN_DEFAULT_MS};
use rapport_core::permission::BuiltInRole;
use rapport_storage::intake::{self, Arrival, Received, Sender};
use rapport_storage::message::{Inbound, NewMessage};
use rapport_storage::tagging::Narrow;
use rapport_storage::{
    Location, Stamp, Store, StoreError, check, conversation, entry, log, record,
};

use crate::postgres::Database;

/// Nothing in these tests may take longer than this.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// 2026-01-01T00:00:00Z.
const START: Timestamp = Timestamp::from_millis(1_767_225_600_000);

/// Runs the test on both engines, each in a world of its own.
macro_rules! on_both_engines {
    ($($(#[doc = $doc:literal])* async fn $name:ident($world:ident: World) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports, reason = "not every test needs every import")]
            use super::*;

            $(#[doc = $doc])*
            async fn run($world: World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                crate::world::on_sqlite(run).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                crate::world::on_postgres(run).await;
            }
        }
    )*};
}

/// One transaction: committed when `$body` is `Ok`, else rolled back. Answers what `$body` does.
macro_rules! change {
    ($world:expr, $tx:ident => $body:expr) => {{
        let mut tx = $world.store.begin().await.unwrap();
        let done = {
            let $tx = &mut tx;
            $body.await
        };
        match &done {
            Ok(_) => tx.commit().await.unwrap(),
            Err(_) => tx.rollback().await.unwrap(),
        }
        done
    }};
}

/// Reads with a connection of its own.
macro_rules! read {
    ($world:expr, $session:ident => $body:expr) => {{
        let mut reader = $world.store.read().await.unwrap();
        let $session = &mut reader.session();
        $body.await.unwrap()
    }};
}

/// Where the store lives, for as long as this does.
enum Home {
    Folder { _folder: tempfile::TempDir },
    Server(Box<Database>),
}

/// As the brand here has it.
pub const REOPEN_WITHIN: Duration = Duration::from_millis(REOPEN_WITHIN_DEFAULT_MS);

#[derive(Clone)]
pub struct World {
    pub store: Store,
    pub location: Location,
    pub brand_id: BrandId,
    pub inbox_id: InboxId,
    pub queues: [QueueId; 2],
    pub agents: [AgentId; 3],
    clock: Arc<AtomicI64>,
    random: fn() -> [u8; 10],
    home: Arc<Home>,
}

/// A store without a world around it.
struct StoreOnly<'s> {
    store: &'s Store,
}

pub async fn on_sqlite<F: Future<Output = ()> + Send + 'static>(test: fn(World) -> F) {
    run(World::on_sqlite(rand::random).await, test).await;
}

pub async fn on_postgres<F: Future<Output = ()> + Send + 'static>(test: fn(World) -> F) {
    if let Some(world) = World::on_postgres(rand::random).await {
        run(world, test).await;
    }
}

/// Runs the test, and cleans up also when it panics.
async fn run<F: Future<Output = ()> + Send + 'static>(world: World, test: fn(World) -> F) {
    let done = tokio::spawn(test(world.clone())).await;
    world.end().await;
    if let Err(error) = done {
        std::panic::resume_unwind(error.into_panic());
    }
}

impl World {
    pub async fn on_sqlite(random: fn() -> [u8; 10]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(folder.path().join("rapport.db"));
        Self::begin(location, Home::Folder { _folder: folder }, random).await
    }

    /// None when no server is named, which only a developer's own machine may do.
    pub async fn on_postgres(random: fn() -> [u8; 10]) -> Option<Self> {
        let database = Database::create().await?;
        let location = Location::Postgres(database.url.clone());
        Some(Self::begin(location, Home::Server(Box::new(database)), random).await)
    }

    async fn begin(location: Location, home: Home, random: fn() -> [u8; 10]) -> Self {
        let store = Store::open(&location).await.unwrap();
        Self::furnish(store, location, Arc::new(home), random).await
    }

    /// In a new store, or one without a world in it, that lives elsewhere.
    pub async fn at(location: Location) -> Self {
        let store = Store::open(&location).await.unwrap();
        let home = Arc::new(Home::Folder { _folder: tempfile::tempdir().unwrap() });
        Self::furnish(store, location, home, rand::random).await
    }

    /// A store that a world lives in already, as another process sees it.
    pub async fn reopen(location: Location) -> Self {
        let store = Store::open(&location).await.unwrap();
        let directory = read!(StoreOnly { store: &store }, session => record::all(session));
        let id = |name: &str| {
            let queue = directory.queues.values().find(|queue| queue.record.name == name);
            queue.unwrap().id
        };
        let agents: Vec<AgentId> = directory.agents.keys().copied().collect();
        Self {
            brand_id: *directory.brands.keys().next().unwrap(),
            inbox_id: *directory.inboxes.keys().next().unwrap(),
            queues: [id("Support"), id("Returns")],
            agents: agents.try_into().unwrap(),
            clock: Arc::new(AtomicI64::new(START.millis() + 86_400_000)),
            random: rand::random,
            home: Arc::new(Home::Folder { _folder: tempfile::tempdir().unwrap() }),
            store,
            location,
        }
    }

    async fn furnish(
        store: Store,
        location: Location,
        home: Arc<Home>,
        random: fn() -> [u8; 10],
    ) -> Self {
        let clock = Arc::new(AtomicI64::new(START.millis()));
        let stamp = Stamp { at: START, random };
        let mut world = Self {
            store,
            location,
            brand_id: stamp.id(),
            inbox_id: stamp.id(),
            queues: [stamp.id(), stamp.id()],
            agents: [stamp.id(), stamp.id(), stamp.id()],
            clock,
            random,
            home,
        };
        world.agents.sort_unstable();
        world.write_directory().await;
        world
    }

    async fn write_directory(&self) {
        let brand = Brand {
            name: "Duffel".into(),
            colour: "#4f46e5".into(),
            languages: vec!["en".into()],
            signature: String::new(),
            join_policy: JoinPolicy::default(),
            reopen_within_ms: REOPEN_WITHIN_DEFAULT_MS,
        };
        let inbox = Inbox {
            name: "Shop".into(),
            channel: Channel::Webchat,
            brand_id: self.brand_id,
            queue_id: self.queues[0],
            enabled: true,
            fact_patterns: Vec::new(),
            sent_message_cost_micros: 0,
            received_message_cost_micros: 0,
            custom: Default::default(),
            email: Default::default(),
            webchat: Default::default(),
        };
        self.keep(self.brand_id, brand).await;
        for (id, name) in self.queues.into_iter().zip(["Support", "Returns"]) {
            self.keep(id, Queue::named(name)).await;
        }
        self.keep(self.inbox_id, inbox).await;
        for (id, name) in self.agents.into_iter().zip(["Ada", "Boris", "Chen"]) {
            let agent = Agent {
                name: name.into(),
                email: format!("{}@duffel.example", name.to_lowercase()),
                role: BuiltInRole::Agent.into(),
                site_id: None,
                skills: Vec::new(),
                queue_ids: self.queues.to_vec(),
                capacity_units: 100,
                signature: String::new(),
            };
            self.keep(id, agent).await;
        }
    }

    /// A new record of the directory.
    pub async fn keep<R: Record>(&self, id: R::Id, record: R) -> Kept<R> {
        let at = self.now();
        let kept = Kept { id, version: 1, archived: false, created_at: at, updated_at: at, record };
        change!(self, tx => record::create(tx, &kept, Actor::SYSTEM, at)).unwrap();
        kept
    }

    async fn end(self) {
        self.store.close().await;
        if let Home::Server(database) = &*self.home {
            database.destroy().await;
        }
    }

    /// For worlds that no macro made.
    pub async fn destroy(self) {
        self.end().await;
    }

    /// A second process on the same store.
    pub async fn another_store(&self) -> Store {
        Store::open(&self.location).await.unwrap()
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self.location, Location::Sqlite(_))
    }

    /// A moment later than any before.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.clock.fetch_add(1, Ordering::SeqCst))
    }

    pub fn pass(&self, time: Duration) {
        let ms = i64::try_from(time.as_millis()).unwrap();
        self.clock.fetch_add(ms, Ordering::SeqCst);
    }

    pub fn stamp(&self) -> Stamp {
        Stamp { at: self.now(), random: self.random }
    }

    pub fn agent(&self, place: usize) -> Actor {
        Actor::agent(self.agents[place], ["Ada", "Boris", "Chen"][place])
    }

    pub fn arrival(&self) -> Arrival {
        Arrival {
            inbox_id: self.inbox_id,
            channel: Channel::Webchat,
            brand_id: self.brand_id,
            queue_id: self.queues[0],
            priority: PRIORITY_NORMAL,
            joining: Joining::default(),
        }
    }

    pub async fn try_receive(
        &self,
        visitor: &str,
        external_id: &str,
        text: &str,
    ) -> Result<Received, StoreError> {
        let sender = Sender::visitor(visitor, Some("en"));
        let inbound = inbound(visitor, external_id, text);
        intake::receive(&self.store, self.stamp(), self.arrival(), &sender, text, inbound).await
    }

    pub async fn receive(&self, visitor: &str, external_id: &str, text: &str) -> Received {
        self.try_receive(visitor, external_id, text).await.unwrap()
    }

    /// A conversation of a visitor who has written one message.
    pub async fn conversation(&self, visitor: &str) -> Conversation {
        let received = self.receive(visitor, "first", "hello").await;
        self.get(received.stored.into_entry().conversation_id).await
    }

    pub async fn get(&self, id: ConversationId) -> Conversation {
        read!(self, session => conversation::get(session, id))
    }

    /// Oldest first.
    pub async fn timeline(&self, id: ConversationId) -> Vec<Entry> {
        read!(self, session => entry::after(session, id, 0, 1_000_000))
    }

    pub async fn log(&self) -> Vec<Event> {
        read!(self, session => log::after(session, 0, i64::MAX, 10_000_000))
    }

    pub async fn head(&self) -> i64 {
        read!(self, session => log::head(session))
    }

    /// A message on the conversation, from its contact or an agent.
    pub fn message(
        &self,
        conversation: &Conversation,
        author: &Actor,
        external_id: &str,
        text: &str,
    ) -> NewMessage {
        let stamp = self.stamp();
        NewMessage {
            conversation_id: conversation.id,
            entry_id: stamp.id(),
            author: author.clone(),
            text: text.to_owned(),
            spans: Vec::new(),
            attachments: Vec::new(),
            inbox_id: self.inbox_id,
            channel: Channel::Webchat,
            at: stamp.at,
            inbound: inbound(author.id.as_deref().unwrap_or("system"), external_id, text),
            mail: None,
        }
    }

    /// An agent writes to the contact.
    pub async fn reply(&self, conversation: &Conversation, external_id: &str, text: &str) -> Entry {
        let message = self.message(conversation, &self.agent(0), external_id, text);
        self.store.write_message(message).await.unwrap().into_entry()
    }

    /// Every conversation, by status, newest activity first.
    pub async fn conversations(&self) -> Vec<Conversation> {
        let mut all = Vec::new();
        for status in ConversationStatus::ALL {
            let view = conversation::View::All(status);
            all.extend(
                read!(self, session => conversation::list(session, view, Narrow::default(), i64::MAX, 100_000)),
            );
        }
        all
    }

    pub async fn assert_whole(&self) {
        assert_eq!(read!(self, session => check::check(session)), []);
        let mut versions: BTreeMap<ConversationId, i64> = BTreeMap::new();
        let mut last = 0;
        for event in self.log().await {
            assert!(event.seq > last, "the log is in the order of seq");
            last = event.seq;
            if let Some(version) = event.version {
                let before = versions.entry(event.data.conversation().unwrap().id).or_default();
                assert_eq!(version, *before + 1, "versions have no holes");
                *before = version;
            }
        }
    }
}

pub fn inbound(sender: &str, external_id: &str, text: &str) -> Inbound {
    Inbound {
        sender: sender.to_owned(),
        external_id: external_id.to_owned(),
        raw: serde_json::json!({ "id": external_id, "text": text }).to_string(),
    }
}

pub fn of_contact(conversation: &Conversation) -> Actor {
    Actor::contact(conversation.contact.id, conversation.contact.name.as_deref())
}

/// The conversation's work.
pub fn work(conversation: &Conversation) -> &Interaction {
    conversation.interaction.as_ref().expect("the conversation has work")
}

/// Waits for it, but not for ever.
pub async fn within<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(PATIENCE, future).await.expect("this should not take so long")
}
