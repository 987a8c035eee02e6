//! The server's settings: from flags, the environment, a file and defaults, in that order.
//!
//! [`settings::SETTINGS`] declares each one once: how it is read, shown and documented. What is
//! wrong is refused before anything starts, with the place and what to write instead.

mod docs;
mod effective;
mod file;
mod load;
mod refusal;
mod settings;
mod types;
mod value;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use rapport_core::attachment::Ending;

pub use docs::markdown;
pub use effective::effective;
pub use load::{DEFAULT_FILE, Flag, Loaded, Origin, Sources, load};
pub use refusal::{ConfigError, Refusal};
pub use types::{Database, LogFormat, PublicUrl};

/// Every setting, valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where the store and uploaded files are.
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    /// Where browsers reach this server, when not at `listen` itself.
    pub public_url: Option<PublicUrl>,
    pub database: Database,
    pub log: Log,
    pub trusted_proxies: Vec<IpNet>,
    pub metrics: Metrics,
    pub limits: Limits,
    pub attachments: Attachments,
    pub webhooks: Webhooks,
    pub mail: Mail,
    /// How long a server that shows no sign of life keeps the store.
    pub serving_lease: Duration,
    /// How long a stop waits for open work.
    pub shutdown_grace: Duration,
    /// Reads the web apps from a working tree's `web` folder instead of from the binary.
    pub assets_dir: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// A level, or targets with levels, as `telemetry::init_log` takes them.
    pub level: String,
    pub format: LogFormat,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metrics {
    /// The networks that may read `/metrics`.
    pub allow: Vec<IpNet>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    pub visitor_messages_per_minute: u32,
    pub visitor_connections_per_minute: u32,
    pub body_bytes: usize,
}

/// What may be uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachments {
    /// The largest file.
    pub bytes_max: i64,
    /// Endings of files that are not taken.
    pub refused: Vec<Ending>,
    pub visitor_uploads_per_minute: u32,
    pub client_uploads_per_minute: u32,
    /// All that visitors have uploaded and not sent.
    pub unsent_bytes_max: i64,
}

/// How mail servers are reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Certificates of authorities that are trusted beside the system's, as PEM.
    pub authorities: Option<PathBuf>,
}

/// What may be posted, by webhooks and custom inboxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhooks {
    /// Networks that may be posted to beside the public internet.
    pub allow: Vec<IpNet>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("data"),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: None,
            database: Database::Sqlite,
            log: Log { level: "info".to_owned(), format: LogFormat::Text },
            trusted_proxies: Vec::new(),
            metrics: Metrics { allow: types::loopback() },
            limits: Limits {
                visitor_messages_per_minute: 20,
                visitor_connections_per_minute: 600,
                body_bytes: 1024 * 1024,
            },
            attachments: Attachments {
                bytes_max: 25 * 1024 * 1024,
                refused: Ending::refused_by_default(),
                visitor_uploads_per_minute: 20,
                client_uploads_per_minute: 120,
                unsent_bytes_max: 4 * 1024 * 1024 * 1024,
            },
            webhooks: Webhooks { allow: Vec::new() },
            mail: Mail { authorities: None },
            serving_lease: Duration::from_secs(15),
            shutdown_grace: Duration::from_secs(10),
            assets_dir: None,
        }
    }
}
