//! The program as a child process with a data folder of its own.

mod api;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::bench::Bench;
use crate::error::{BenchError, Result};
use crate::machine::rss_kib;

pub use api::Client;

const EMAIL: &str = "bench@example.com";
const PASSWORD: &str = "the password of the bench";
/// Nothing takes so long unless it never ends.
const PATIENCE: Duration = Duration::from_secs(60);
const READY_POLL: Duration = Duration::from_millis(1);

/// Load from one address that stands for thousands of visitors.
const LIMITS: [&str; 4] = [
    "--set",
    "limits.visitor_messages_per_minute=10000",
    "--set",
    "limits.visitor_connections_per_minute=1000000",
];

/// Where a server keeps its data.
#[derive(Debug, Clone)]
pub struct Place {
    pub folder: PathBuf,
    /// A PostgreSQL URL; SQLite in the folder otherwise.
    pub postgres: Option<String>,
    /// Whose certificates mail servers may have.
    pub mail_authorities: Option<PathBuf>,
}

impl Place {
    pub fn sqlite(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), postgres: None, mail_authorities: None }
    }
}

/// A running server. Dropping it kills the process.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Kept open: the server may print more.
    stdout: Lines<BufReader<ChildStdout>>,
    /// `127.0.0.1:PORT`.
    pub address: String,
    started: Instant,
}

impl Server {
    /// `command` is `serve` or `demo`.
    pub async fn start(bench: &Bench, command: &str, place: &Place) -> Result<Self> {
        let started = Instant::now();
        let mut process = Command::new(&bench.rapport);
        process
            .args([command, "--listen", "127.0.0.1:0", "--log-level", "warn", "--data"])
            .arg(&place.folder)
            .args(LIMITS)
            .current_dir(&place.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        if let Some(url) = &place.postgres {
            process.env("RAPPORT_DATABASE", url);
        }
        if let Some(file) = &place.mail_authorities {
            process.env("RAPPORT_MAIL_AUTHORITIES", file);
        }
        let what = || format!("start {}", bench.rapport.display());
        let mut child = process.spawn().map_err(|source| BenchError::io(what(), source))?;
        let stdout = child.stdout.take().ok_or_else(|| BenchError::broken("no output"))?;
        let mut lines = BufReader::new(stdout).lines();
        let address = tokio::time::timeout(PATIENCE, address(&mut lines))
            .await
            .map_err(|_| BenchError::broken("the server does not say where it listens"))??;
        let server = Self { child, stdout: lines, address, started };
        server.wait_until_ready().await?;
        Ok(server)
    }

    /// Starts it on an empty store, and sets it up.
    pub async fn start_empty(bench: &Bench, place: &Place) -> Result<(Self, Client)> {
        let mut server = Self::start(bench, "serve", place).await?;
        let key = server.find_setup_key().await?;
        let client = Client::by(
            &server.address,
            "/api/v1/setup",
            &json!({
                "key": key,
                "organisation": {"name": "Bench"},
                "brand": {"name": "Bench", "colour": "#336699"},
                "administrator": {"name": "Bench", "email": EMAIL, "password": PASSWORD},
                "inbox": {"name": "Site"},
            }),
        )
        .await?;
        Ok((server, client))
    }

    /// Signs in where [`Server::start_empty`] has set up.
    pub async fn sign_in(&self) -> Result<Client> {
        let body = json!({"email": EMAIL, "password": PASSWORD});
        Client::by(&self.address, "/api/v1/session", &body).await
    }

    pub fn pid(&self) -> u32 {
        self.child.id().unwrap_or(0)
    }

    pub fn rss_kib(&self) -> u64 {
        rss_kib(self.pid())
    }

    /// How long ago the process was started.
    pub fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// Asks the server to stop, and waits for its end.
    pub async fn stop(mut self) -> Result<()> {
        let ended = Command::new("kill")
            .args(["-TERM", &self.pid().to_string()])
            .status()
            .await
            .map_err(|source| BenchError::io("stop the server", source))?;
        if !ended.success() {
            return Err(BenchError::broken("the server has ended by itself"));
        }
        match tokio::time::timeout(PATIENCE, self.child.wait()).await {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => Err(BenchError::broken(format!("the server ended with {status}"))),
            Ok(Err(source)) => Err(BenchError::io("wait for the server's end", source)),
            Err(_elapsed) => Err(BenchError::broken("the server does not stop")),
        }
    }

    async fn wait_until_ready(&self) -> Result<()> {
        let ready = async {
            while !api::is_ready(&self.address).await {
                tokio::time::sleep(READY_POLL).await;
            }
        };
        tokio::time::timeout(PATIENCE, ready)
            .await
            .map_err(|_| BenchError::broken("the server does not get ready"))
    }

    async fn find_setup_key(&mut self) -> Result<String> {
        while let Ok(Ok(Some(line))) = tokio::time::timeout(PATIENCE, self.stdout.next_line()).await
        {
            if let Some((_, key)) = line.split_once("/setup?key=") {
                return Ok(key.trim().to_owned());
            }
        }
        Err(BenchError::broken("the store is not empty: there is no set-up link"))
    }
}

/// From the line `Rapport listens on http://127.0.0.1:PORT`.
async fn address(lines: &mut Lines<BufReader<ChildStdout>>) -> Result<String> {
    while let Some(line) =
        lines.next_line().await.map_err(|source| BenchError::io("read the output", source))?
    {
        if let Some((_, address)) = line.split_once("listens on http://") {
            return Ok(address.trim().to_owned());
        }
    }
    Err(BenchError::broken("the server ended before it listened; its errors are above"))
}
