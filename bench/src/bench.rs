//! What is measured, on what, and where things are.

use std::path::{Path, PathBuf};

use clap::Parser;

use crate::error::{BenchError, Result};
use crate::groups::Group;

/// An engine of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Measure the release program and write bench/report.md and bench/report.json
#[derive(Debug, Parser)]
pub struct Options {
    /// Only these groups of figures; they are printed, and no report is written
    #[arg(long, value_enum)]
    only: Vec<Group>,
    /// Only this engine, for what is measured on both
    #[arg(long, value_enum)]
    engine: Option<Engine>,
    /// Visitors who write at once
    #[arg(long, default_value_t = 1_000)]
    visitors: usize,
    /// The program; by default the `rapport` beside this one
    #[arg(long)]
    rapport: Option<PathBuf>,
    /// URL of an empty PostgreSQL database
    #[arg(long, env = "RAPPORT_TEST_POSTGRES", hide_env_values = true)]
    postgres: Option<String>,
    /// Where the report goes
    #[arg(long, default_value = "bench")]
    pub report: PathBuf,
    /// The folder with the built web apps
    #[arg(long, default_value = "web")]
    web: PathBuf,
}

/// Where everything is.
#[derive(Debug)]
pub struct Bench {
    pub rapport: PathBuf,
    /// Filled stores are kept here from run to run.
    pub stores: PathBuf,
    pub web: PathBuf,
    pub engines: Vec<Engine>,
    pub visitors: usize,
    pub postgres: Option<String>,
}

impl Options {
    pub fn groups(&self) -> Vec<Group> {
        if self.only.is_empty() { Group::ALL.to_vec() } else { self.only.clone() }
    }

    pub fn is_complete(&self) -> bool {
        self.only.is_empty() && self.engine.is_none()
    }

    pub fn prepare(&self) -> Result<Bench> {
        let own = std::env::current_exe()
            .map_err(|source| BenchError::io("find this program's own folder", source))?;
        let release = own.parent().unwrap_or(Path::new("."));
        let rapport = self.rapport.clone().unwrap_or_else(|| release.join("rapport"));
        if !rapport.is_file() {
            return Err(BenchError::broken(format!(
                "there is no {}: build it with cargo build --release -p rapport-server",
                rapport.display()
            )));
        }
        let engines = match self.engine {
            Some(engine) => vec![engine],
            None => vec![Engine::Sqlite, Engine::Postgres],
        };
        if engines.contains(&Engine::Postgres) && self.postgres.is_none() {
            return Err(BenchError::broken(
                "no PostgreSQL: run this by scripts/bench, or with --engine sqlite",
            ));
        }
        Ok(Bench {
            stores: release.parent().unwrap_or(release).join("bench-stores"),
            rapport,
            web: self.web.clone(),
            engines,
            visitors: self.visitors,
            postgres: self.postgres.clone(),
        })
    }
}
