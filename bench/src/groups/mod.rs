//! Groups of figures, one file each. A new figure goes into its group, a new group into this list.

mod browsers;
mod bundles;
mod contacts;
mod lists;
mod mails;
mod memory;
mod messages;
mod routing;
mod sockets;
mod start;

use std::time::Duration;

use rapport_sim::Figure;
use tempfile::TempDir;

use crate::bench::{Bench, Engine};
use crate::error::{BenchError, Result};
use crate::server::{Place, Server};

/// Until the allocator has given back what the start took.
const REST: Duration = Duration::from_secs(15);

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Group {
    /// Messages a second, and how long one takes
    Messages,
    /// Mails a second, from a mailbox to the desk
    Mails,
    /// Merging two contacts with long histories
    Contacts,
    /// Memory of idle visitors' sockets
    Sockets,
    /// Memory of an idle server
    Memory,
    /// Time from start to ready
    Start,
    /// A queue's first page, and search
    Lists,
    /// Sizes of what browsers download
    Bundles,
    /// What people wait for in a browser
    Browsers,
    /// The routing engine
    Routing,
}

impl Group {
    pub const ALL: [Self; 10] = [
        Self::Messages,
        Self::Mails,
        Self::Contacts,
        Self::Sockets,
        Self::Memory,
        Self::Start,
        Self::Lists,
        Self::Bundles,
        Self::Browsers,
        Self::Routing,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Mails => "mails",
            Self::Contacts => "contacts",
            Self::Sockets => "sockets",
            Self::Memory => "memory",
            Self::Start => "start",
            Self::Lists => "lists",
            Self::Bundles => "bundles",
            Self::Browsers => "browsers",
            Self::Routing => "routing",
        }
    }

    pub async fn measure(self, bench: &Bench) -> Result<Vec<Figure>> {
        match self {
            Self::Messages => messages::figures(bench).await,
            Self::Mails => mails::figures(bench).await,
            Self::Contacts => contacts::figures(bench).await,
            Self::Sockets => sockets::figures(bench).await,
            Self::Memory => memory::figures(bench).await,
            Self::Start => start::figures(bench).await,
            Self::Lists => lists::figures(bench).await,
            Self::Bundles => bundles::figures(bench).await,
            Self::Browsers => browsers::figures(bench).await,
            Self::Routing => routing::figures(),
        }
    }
}

/// A data folder of its own, removed with the value.
fn folder() -> Result<TempDir> {
    tempfile::tempdir().map_err(|source| BenchError::io("make a folder", source))
}

/// Measures with each engine, each time in a place that holds nothing yet.
async fn of_each_engine(
    bench: &Bench,
    of_engine: impl AsyncFn(&Bench, Engine, Place) -> Result<Vec<Figure>>,
) -> Result<Vec<Figure>> {
    let mut all = Vec::new();
    for engine in &bench.engines {
        let folder = folder()?;
        let postgres = bench.postgres.clone().filter(|_| *engine == Engine::Postgres);
        let place = Place { postgres, ..Place::sqlite(folder.path()) };
        all.extend(of_engine(bench, *engine, place).await?);
    }
    Ok(all)
}

/// Memory after a while of rest, in KiB.
async fn settled_rss_kib(server: &Server) -> f64 {
    tokio::time::sleep(REST).await;
    f64::from(u32::try_from(server.rss_kib()).unwrap_or(u32::MAX))
}
