//! Stores full of messages, made once and kept under `target/` from run to run.

mod fill;
mod words;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use crate::bench::Bench;
use crate::error::{BenchError, Result};
use crate::server::{Place, Server};

pub use words::queries;

/// The migration under which stores are filled; later ones run when a kept store is opened.
const SCHEMA: &str = include_str!("../../../migrations/0001_foundation.sql");
/// Raise it when what is written changes.
const CONTENT: u32 = 2;

/// How much a store holds.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub name: &'static str,
    pub conversations: usize,
    pub messages: usize,
}

pub const SMALL: Size =
    Size { name: "10k messages, 1k conversations", conversations: 1_000, messages: 10_000 };
pub const LARGE: Size =
    Size { name: "1M messages, 100k conversations", conversations: 100_000, messages: 1_000_000 };

/// The store of that size, filled first where it is not kept yet. It is set up, and
/// [`Server::sign_in`] works on it.
pub async fn store(bench: &Bench, size: Size) -> Result<Place> {
    let mut of_content = DefaultHasher::new();
    (SCHEMA, CONTENT).hash(&mut of_content);
    let name = format!("{}-{:016x}", size.messages, of_content.finish());
    let folder = bench.stores.join(&name);
    if !folder.is_dir() {
        let unfinished = bench.stores.join(format!("{name}.part"));
        let failed = |what: &str, path: &Path| {
            let what = format!("{what} {}", path.display());
            move |source| BenchError::io(what, source)
        };
        if unfinished.is_dir() {
            std::fs::remove_dir_all(&unfinished).map_err(failed("empty", &unfinished))?;
        }
        std::fs::create_dir_all(&unfinished).map_err(failed("make", &unfinished))?;
        eprintln!("bench: filling a store with {}", size.name);
        let (server, _) = Server::start_empty(bench, &Place::sqlite(&unfinished)).await?;
        server.stop().await?;
        fill::fill(&unfinished, size).await?;
        std::fs::rename(&unfinished, &folder).map_err(failed("rename", &unfinished))?;
    }
    Ok(Place::sqlite(&folder))
}
