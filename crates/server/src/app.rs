//! The running application: what every handler and background task shares.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use rapport_channels::Registry;
use rapport_channels::email::Trust;
use rapport_channels::posting::{Client, Reach};
use rapport_channels::webchat::visitor::Signer;
use rapport_core::directory::{AnyRecord, Directory};
use rapport_core::event::EventData;
use rapport_storage::{Files, Location, Stamp, Store, StoreError, record, setting};

use crate::attachments::{self, Thumbnails, Uploads};
use crate::auth::{Devices, Throttle};
use crate::clock;
use crate::config::{Config, Database, PublicUrl};
use crate::following::follow;
use crate::http::Shutdown;
use crate::live::{ConnectedAgents, Hub, Viewers};
use crate::mail::Statuses;
use crate::organisation::Organisation;
use crate::reports::ReportCursor;
use crate::routing::RoutingHandle;

/// The store's file in the data directory.
pub const STORE_FILE: &str = "rapport.db";

const VISITOR_SECRET: &str = "visitor_secret";
const DEVICE_SECRET: &str = "device_secret";

/// The application; cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Shared>);

#[derive(Debug)]
pub struct Shared {
    pub store: Store,
    /// The bytes of attachments.
    pub files: Files,
    pub thumbnails: Thumbnails,
    pub uploads: Uploads,
    pub hub: Hub,
    pub agents: ConnectedAgents,
    pub viewers: Viewers,
    pub routing: RoutingHandle,
    pub channels: Registry,
    /// The connections to mailboxes.
    pub mail: Statuses,
    /// Whose certificates mail servers may have.
    pub trust: Trust,
    /// Posts to the business's own systems.
    pub poster: Client,
    pub visitor_keys: Signer,
    pub devices: Devices,
    pub throttle: Throttle,
    pub shutdown: Shutdown,
    pub reported: ReportCursor,
    /// Browsers reach this server over HTTPS, so cookies may say `Secure`.
    pub https: bool,
    /// At which browsers reach this server, if the settings say; without a slash at its end.
    pub public_origin: Option<String>,
    directory: RwLock<Arc<Directory>>,
    /// Held while a record is checked and written, so that two changes cannot both pass.
    pub directory_change: tokio::sync::Mutex<()>,
    setup_key: Mutex<Option<String>>,
}

impl Deref for App {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// Where the configured store is.
pub fn location(config: &Config) -> Location {
    match &config.database {
        Database::Sqlite => Location::Sqlite(config.data_dir.join(STORE_FILE)),
        Database::Postgres(url) => Location::Postgres(url.clone()),
    }
}

/// Now, and random ids.
pub fn stamp() -> Stamp {
    Stamp { at: clock::now(), random: clock::random10 }
}

impl App {
    /// Reads what is kept in memory, and starts the background work.
    pub async fn start(
        store: Store,
        config: &Config,
        shutdown: Shutdown,
    ) -> Result<Self, StoreError> {
        // Whatever changes after this point is followed from here.
        let cursor = store.feed().head();
        let directory = record::all(&mut store.read().await?.session()).await?;
        let visitor_keys = Signer::new(secret(&store, VISITOR_SECRET).await?);
        let devices = Devices::new(secret(&store, DEVICE_SECRET).await?);
        let files = Files::open(&config.data_dir).await?;
        let thumbnails = Thumbnails::open(&config.data_dir).await?;
        let poster = Client::new(Reach::new(config.webhooks.allow.clone()));
        let trust = Trust::with(config.mail.authorities.clone());
        let (routing, routing_task) = crate::routing::prepare();
        let app = Self(Arc::new(Shared {
            store,
            files,
            thumbnails,
            uploads: Uploads::new(&config.attachments),
            hub: Hub::default(),
            agents: ConnectedAgents::default(),
            viewers: Viewers::default(),
            routing,
            channels: Registry::new(poster.clone(), trust.clone()),
            mail: Statuses::default(),
            trust,
            poster,
            visitor_keys,
            devices,
            throttle: Throttle::new(&config.limits),
            shutdown,
            reported: ReportCursor::default(),
            https: config.public_url.as_ref().is_some_and(PublicUrl::is_https),
            public_origin: config.public_url.as_ref().map(|url| url.origin().to_owned()),
            directory: RwLock::new(Arc::new(directory)),
            directory_change: tokio::sync::Mutex::new(()),
            setup_key: Mutex::new(None),
        }));
        app.spawn(crate::live::dispatch(app.clone(), cursor));
        app.spawn(routing_task.run(app.clone()));
        app.spawn(crate::outbox::run(app.clone(), cursor));
        app.spawn(crate::mail::run(app.clone(), cursor));
        app.spawn(follow(app.clone(), cursor, crate::webhooks::WebhookReader::default()));
        app.spawn(crate::contact_imports::run(app.clone(), cursor));
        app.spawn(follow(app.clone(), cursor, crate::facts::FactReader::default()));
        app.spawn(follow(app.clone(), cursor, crate::reports::ReportReader::default()));
        app.spawn(follow(app.clone(), cursor, crate::segments::SegmentReader::default()));
        app.spawn(crate::snooze::run(app.clone()));
        app.spawn(crate::follow_up::run(app.clone()));
        app.spawn(crate::live::watch_agents(app.clone()));
        app.spawn(attachments::sweep(app.clone()));
        Ok(app)
    }

    /// Background work that a stop waits for: each task ends by itself when the stop begins.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(self.shutdown.track(task));
    }

    /// The directory as of now.
    pub fn directory(&self) -> Arc<Directory> {
        self.directory.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes a changed record into the directory in memory.
    pub fn put_record(&self, record: AnyRecord) {
        let mut slot = self.directory.write().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut slot).put(record);
    }

    pub async fn organisation(&self) -> Result<Option<Organisation>, StoreError> {
        Organisation::get(&mut self.store.read().await?.session()).await
    }

    /// The key that the set-up link must carry; none once set up.
    pub fn setup_key(&self) -> Option<String> {
        self.setup_key.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes the key of the one-time set-up link when nobody can sign in yet.
    pub async fn offer_setup(&self) -> Result<Option<String>, StoreError> {
        if self.organisation().await?.is_some() {
            return Ok(None);
        }
        let key = crate::auth::new_secret();
        *self.setup_key.lock().unwrap_or_else(PoisonError::into_inner) = Some(key.clone());
        Ok(Some(key))
    }

    pub fn end_setup(&self) {
        *self.setup_key.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// The record that an event tells of, when it is about one.
pub fn changed_record(data: &EventData) -> Option<AnyRecord> {
    match data {
        EventData::RecordCreated(change)
        | EventData::RecordUpdated(change)
        | EventData::RecordArchived(change) => {
            AnyRecord::from_json(change.kind, &change.record.to_string()).ok()
        }
        _ => None,
    }
}

/// A secret of this installation's own, made when it is first needed.
async fn secret(store: &Store, name: &str) -> Result<[u8; 32], StoreError> {
    let known = setting::get(&mut store.read().await?.session(), name).await?;
    if let Some(secret) = known {
        return Ok(secret);
    }
    let mut tx = store.begin().await?;
    // Another process may have made it meanwhile.
    if let Some(secret) = setting::get(&mut tx.session(), name).await? {
        tx.rollback().await?;
        return Ok(secret);
    }
    let secret: [u8; 32] = rand::random();
    setting::put(&mut tx, name, &secret).await?;
    tx.commit().await?;
    Ok(secret)
}

/// How long a background task waits before it tries again what the store refused.
pub const STORE_RETRY: Duration = Duration::from_millis(500);
