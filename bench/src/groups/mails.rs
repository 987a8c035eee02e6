//! Mails from a mailbox to the desk: dovecot on the same machine, 10,000 mails that lie there when the
//! inbox is connected, each by somebody else. The mail server takes its part of the two cores.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rapport_sim::Figure;
use serde_json::json;

use super::of_each_engine;
use crate::bench::{Bench, Engine};
use crate::error::{BenchError, Result};
use crate::report::at_least;
use crate::server::{Client, Place, Server};

const MAILS: u32 = 10_000;
const ADDRESS: &str = "help@shop.example";
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Nothing takes so long unless it never ends.
const PATIENCE: Duration = Duration::from_secs(300);

pub async fn figures(bench: &Bench) -> Result<Vec<Figure>> {
    of_each_engine(bench, of_engine).await
}

async fn of_engine(bench: &Bench, engine: Engine, place: Place) -> Result<Vec<Figure>> {
    let servers = MailServers::start(&place.folder)?;
    servers.fill()?;
    let place = Place { mail_authorities: Some(servers.folder.join("authority.pem")), ..place };
    let (server, client) = Server::start_empty(bench, &place).await?;
    let inbox = servers.connect(&client).await?;
    let begun = Instant::now();
    client.put(&format!("{inbox}/mail_password"), &json!({"password": "secret"})).await?;
    while waiting(&client).await? < u64::from(MAILS) {
        if begun.elapsed() > PATIENCE {
            return Err(BenchError::broken("the mails never came"));
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    let per_second = f64::from(MAILS) / begun.elapsed().as_secs_f64();
    server.stop().await?;
    let name = format!("{}: mails, from IMAP to the desk", engine.name());
    Ok(vec![at_least(name, per_second, "1/s", 500.0)])
}

/// Conversations at the desk.
async fn waiting(client: &Client) -> Result<u64> {
    let counts = client.get("/api/v1/conversations/counts").await?;
    counts["all"].as_u64().ok_or_else(|| BenchError::broken("there is no count"))
}

/// Postfix and dovecot, stopped when this is dropped.
struct MailServers {
    folder: PathBuf,
}

impl MailServers {
    fn start(folder: &Path) -> Result<Self> {
        // Their own users must get to it.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(folder, open)
            .map_err(|source| BenchError::io("open the folder", source))?;
        let servers = Self { folder: folder.join("servers") };
        run(Command::new("scripts/mail-server").arg("start").arg(&servers.folder))?;
        Ok(servers)
    }

    /// Puts the mails where dovecot keeps them (Maildir).
    fn fill(&self) -> Result<()> {
        let mailbox = self.folder.join("mail").join(ADDRESS);
        let failed = |source| BenchError::io("write a mail", source);
        for part in ["new", "cur", "tmp"] {
            std::fs::create_dir_all(mailbox.join(part)).map_err(failed)?;
        }
        for number in 0..MAILS {
            let file = mailbox.join("new").join(format!("{number:06}.bench"));
            std::fs::write(file, mail(number)).map_err(failed)?;
        }
        run(Command::new("chown").args(["-R", "dovecot:dovecot"]).arg(&mailbox))
    }

    async fn connect(&self, client: &Client) -> Result<String> {
        let ports = std::fs::read_to_string(self.folder.join("ports"))
            .map_err(|source| BenchError::io("read the ports", source))?;
        let port = |name: &str| -> Option<u16> {
            let line = ports.lines().find_map(|line| line.strip_prefix(&format!("{name} ")[..]))?;
            line.parse().ok()
        };
        let site = client.get("/api/v1/inboxes").await?["items"][0].take();
        let made = client
            .post(
                "/api/v1/inboxes",
                &json!({"name": "Mail", "channel": "email", "brand_id": site["brand_id"],
                "queue_id": site["queue_id"], "email": {
                    "address": ADDRESS,
                    "incoming": {"host": "localhost", "port": port("imaps"), "security": "tls",
                        "user": ADDRESS, "history_days": 30},
                    "outgoing": {"host": "localhost", "port": port("submissions"),
                        "security": "tls", "user": ADDRESS},
                }}),
            )
            .await?;
        let id = made["id"].as_str().ok_or_else(|| BenchError::broken("no inbox was made"))?;
        Ok(format!("/api/v1/inboxes/{id}"))
    }
}

impl Drop for MailServers {
    fn drop(&mut self) {
        let _ = run(Command::new("scripts/mail-server").arg("stop").arg(&self.folder));
    }
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|source| BenchError::io("run a command", source))?;
    if status.success() { Ok(()) } else { Err(BenchError::broken(format!("{command:?} failed"))) }
}

/// As people write: some words, what they answer, a signature; two kilobytes.
fn mail(number: u32) -> String {
    let quoted = "> The order is on its way and will be with you on Monday.\r\n".repeat(20);
    format!(
        "From: Customer {number} <c{number}@customers.example>\r\nTo: Shop <{ADDRESS}>\r\n\
         Subject: Order {number}\r\nMessage-ID: <{number}@customers.example>\r\n\
         Date: Mon, 12 Jan 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nWhere is my order {number}? It was to be here \
         on Monday, and nobody has come.\r\n\r\nOn Mon, Jan 12, 2026 at 9:00 AM Shop <{ADDRESS}> \
         wrote:\r\n{quoted}\r\n-- \r\nCustomer {number}\r\n"
    )
}
