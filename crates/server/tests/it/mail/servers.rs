//! Real mail servers for a test: postfix and dovecot on loopback, by `scripts/mail-server`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use rapport_channels::email::imap::Mailbox;
use rapport_channels::email::read::{Mail, parse_whole};
use rapport_channels::email::{Password, Trust};
use rapport_core::directory::email::{IncomingMail, Security};
use serde_json::{Value, json};

/// Nothing in these tests takes so long unless it never comes.
const PATIENCE: Duration = Duration::from_secs(40);

pub const PASSWORD: &str = "secret";

pub struct MailServers {
    folder: PathBuf,
    _dir: tempfile::TempDir,
}

impl MailServers {
    pub fn start() -> Self {
        let dir = tempfile::Builder::new().prefix("rapport-mail").tempdir_in("/tmp").unwrap();
        let servers = Self { folder: dir.path().join("servers"), _dir: dir };
        // Their own users must get to it.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(servers._dir.path(), open).unwrap();
        servers.run("start");
        servers
    }

    /// `start`, `stop`, `stop-imap` or `start-imap`.
    pub fn run(&self, verb: &str) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/mail-server");
        let done = Command::new(script).arg(verb).arg(&self.folder).status().unwrap();
        assert!(done.success(), "scripts/mail-server {verb}");
    }

    pub fn port(&self, name: &str) -> u16 {
        let ports = std::fs::read_to_string(self.folder.join("ports")).unwrap();
        let line = ports.lines().find_map(|line| line.strip_prefix(&format!("{name} ")));
        line.unwrap().parse().unwrap()
    }

    pub fn authority(&self) -> PathBuf {
        self.folder.join("authority.pem")
    }

    /// The settings of an e-mail inbox of this address.
    pub fn settings(&self, address: &str) -> Value {
        json!({
            "address": address,
            "incoming": {"host": "localhost", "port": self.port("imaps"), "security": "tls",
                "user": address, "folders": ["INBOX"]},
            "outgoing": {"host": "localhost", "port": self.port("submissions"), "security": "tls",
                "user": address},
        })
    }

    /// A customer's program hands a mail in.
    pub async fn send(&self, from: &str, to: &[&str], message: &str) {
        self.send_bytes(from, to, message.replace('\n', "\r\n").as_bytes()).await;
    }

    pub async fn send_bytes(&self, from: &str, to: &[&str], message: &[u8]) {
        let transport: AsyncSmtpTransport<Tokio1Executor> =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
                .port(self.port("smtp"))
                .build();
        let to = to.iter().map(|to| to.parse().unwrap()).collect();
        let from = (!from.is_empty()).then(|| from.parse().unwrap());
        let envelope = Envelope::new(from, to).unwrap();
        transport.send_raw(&envelope, message).await.unwrap();
    }

    async fn mailbox(&self, user: &str) -> Mailbox {
        let server = IncomingMail {
            host: "localhost".into(),
            port: self.port("imaps"),
            security: Security::Tls,
            user: user.into(),
            ..IncomingMail::default()
        };
        let trust = Trust::with(Some(self.authority()));
        let password = Password::new(PASSWORD.into());
        let mut mailbox = Mailbox::open(&server, &password, &trust).await.unwrap();
        mailbox.select("INBOX").await.unwrap();
        mailbox
    }

    /// What a customer has in their mailbox, once there are so many.
    pub async fn received(&self, user: &str, count: usize) -> Vec<Mail> {
        let all = async {
            let mut mailbox = self.mailbox(user).await;
            loop {
                let uids = mailbox.after(0, None).await.unwrap();
                if uids.len() >= count {
                    return mailbox.messages(&uids).await.unwrap();
                }
                mailbox = mailbox.wait(Duration::from_millis(500)).await.unwrap();
            }
        };
        let all = tokio::time::timeout(PATIENCE, all).await.expect("the mails never came");
        assert_eq!(all.len(), count);
        all.into_iter().map(|(_, raw)| parse_whole(raw)).collect()
    }
}

impl Drop for MailServers {
    fn drop(&mut self) {
        self.run("stop");
    }
}
