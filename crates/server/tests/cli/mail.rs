//! E-mail in a process of its own, which is killed and measured.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::mail_servers::{MailServers, PASSWORD};
use crate::rapport::rapport;
use crate::server::{Administrator, Server, serve};

const VERA: &str = "vera@customers.example";
const HELP: &str = "help@shop.example";
const PATIENCE: Duration = Duration::from_secs(60);
/// What a mail of 34 MB may take at most while it is fetched and read. Held once it would take all
/// of that.
const GROWTH_KIB_MAX: u64 = 24 * 1024;

fn mail(id: &str, text: &str) -> String {
    format!(
        "From: {VERA}\nTo: {HELP}\nSubject: My bag\nMessage-ID: <{id}@customers.example>\n\n{text}\n"
    )
}

impl Administrator {
    async fn ask(&self, method: reqwest::Method, path: &str, body: Value) -> Value {
        let request = self.http.request(method, format!("{}{path}", self.url)).json(&body);
        let answer = self.with_cookie(request).send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    async fn connect(&self, mut settings: Value, outgoing: Option<u16>) {
        if let Some(port) = outgoing {
            settings["outgoing"] = json!({"host": "127.0.0.1", "port": port, "security": "none"});
        }
        let site = self.get("/api/v1/inboxes").await["items"][0].take();
        let inbox = json!({"name": "Mail", "channel": "email", "brand_id": site["brand_id"],
            "queue_id": site["queue_id"], "email": settings});
        let made = self.ask(reqwest::Method::POST, "/api/v1/inboxes", inbox).await;
        let inbox = format!("/api/v1/inboxes/{}", made["id"].as_str().unwrap());
        let password = json!({"password": PASSWORD});
        self.ask(reqwest::Method::PUT, &format!("{inbox}/mail_password"), password).await;
        let path = format!("{inbox}/mail_connection");
        until(async || (self.get(&path).await["state"] == "connected").then_some(())).await;
    }

    /// The messages of the only conversation, the newest first, once there are so many.
    async fn messages(&self, count: usize) -> Vec<Value> {
        until(async || {
            let list = self.get("/api/v1/conversations?status=open").await;
            let id = list["items"][0]["id"].as_str()?.to_owned();
            let entries = self.get(&format!("/api/v1/conversations/{id}/entries")).await;
            let all = entries["items"].as_array()?.iter().filter(|it| it["kind"] == "message");
            let all: Vec<Value> = all.cloned().collect();
            (all.len() >= count).then_some(all)
        })
        .await
    }

    async fn answer(&self, text: &str) {
        let last = self.messages(1).await.remove(0);
        let path =
            format!("/api/v1/conversations/{}/messages", last["conversation_id"].as_str().unwrap());
        self.ask(reqwest::Method::POST, &path, json!({"text": text})).await;
    }
}

/// Asks until there is an answer.
async fn until<T>(ask: impl AsyncFn() -> Option<T>) -> T {
    let asked = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, asked).await.expect("it never became so")
}

/// A wire to the mail server that can lose what it says after it has asked for a message's text.
struct Wire {
    port: u16,
    loses_answers: Arc<AtomicBool>,
}

impl Wire {
    async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let wire = Self {
            port: listener.local_addr().unwrap().port(),
            loses_answers: Arc::new(AtomicBool::new(true)),
        };
        let loses = wire.loses_answers.clone();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let far = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                tokio::spawn(relay(near, far, loses.clone()));
            }
        });
        wire
    }
}

async fn relay(near: TcpStream, far: TcpStream, loses: Arc<AtomicBool>) {
    let (mut from_near, mut to_near) = near.into_split();
    let (mut from_far, mut to_far) = far.into_split();
    let there = async { tokio::io::copy(&mut from_near, &mut to_far).await.map(drop) };
    let back = async {
        let mut answer = [0; 4096];
        let mut is_lost = false;
        loop {
            let read = from_far.read(&mut answer).await?;
            if read == 0 {
                return Ok::<(), std::io::Error>(());
            }
            if !is_lost {
                to_near.write_all(&answer[..read]).await?;
            }
            is_lost |= answer[..read].starts_with(b"354") && loses.load(Ordering::SeqCst);
        }
    };
    let _ = tokio::join!(there, back);
}

#[tokio::test]
async fn a_mail_goes_out_once_though_the_process_dies_while_it_is_taken() {
    let mail_servers = MailServers::start();
    let wire = Wire::to(mail_servers.port("smtp")).await;
    let folder = tempfile::tempdir().unwrap();
    let command = || {
        let mut command = serve(folder.path());
        command.env("RAPPORT_MAIL_AUTHORITIES", mail_servers.authority());
        command
    };
    let server = Server::start(command(), true);
    let admin = Administrator::set_up(&server).await;
    admin.connect(mail_servers.settings(HELP), Some(wire.port)).await;
    mail_servers.send(VERA, &[HELP], &mail("1", "Hello")).await;
    admin.answer("Only once").await;
    // The mail server has it; the answer that it has never comes.
    mail_servers.received(VERA, 1).await;
    server.kill();

    wire.loses_answers.store(false, Ordering::SeqCst);
    let server = Server::start(command(), false);
    let admin = admin.at(&server);
    let settled = until(async || {
        let last = admin.messages(2).await.remove(0);
        (last["delivery"]["state"] != "queued").then_some(last)
    });
    let settled = settled.await;
    assert_eq!(settled["delivery"]["state"], "failed");
    let reason = settled["delivery"]["reason"].as_str().unwrap();
    assert!(reason.contains("Look whether it arrived"), "{reason}");
    admin.answer("The next").await;
    let received = mail_servers.received(VERA, 2).await;
    let texts: Vec<&str> = received.iter().map(|mail| mail.visible_text.as_str()).collect();
    assert_eq!(texts, ["Only once", "The next"]);
}

#[test]
fn what_is_made_of_a_mail_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.eml"), mail("1", "Thank you!\n\nShop wrote:\n> Hello"))
        .unwrap();
    let printed = rapport(folder.path(), &["mail", "parse", "a.eml"]).done();
    let parsed: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(parsed["subject"], "My bag");
    assert_eq!(parsed["from"], json!({"name": null, "address": VERA}));
    assert_eq!(parsed["visible_text"], "Thank you!");
    assert_eq!(parsed["quoted_text"], "Shop wrote:\n> Hello");
    for field in ["to", "text", "signature", "html", "attachments", "auto_reply", "bounce"] {
        assert!(parsed.get(field).is_some(), "{field}");
    }
    let missing = rapport(folder.path(), &["mail", "parse", "b.eml"]);
    missing.failed(1, &["cannot read b.eml"]);
}

/// The most memory that a process ever had, in KiB.
fn peak_kib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[tokio::test]
async fn a_mail_of_34_megabytes_takes_little_memory() {
    let mail_servers = MailServers::start();
    let folder = tempfile::tempdir().unwrap();
    let mut command = serve(folder.path());
    command.env("RAPPORT_MAIL_AUTHORITIES", mail_servers.authority());
    let server = Server::start(command, true);
    let admin = Administrator::set_up(&server).await;
    admin.connect(mail_servers.settings(HELP), None).await;
    mail_servers.send(VERA, &[HELP], &mail("1", "Hello")).await;
    admin.messages(1).await;
    let before = peak_kib(server.pid());
    let line = format!("{}\r\n", "QUJD".repeat(19));
    let mut message = format!(
        "From: {VERA}\nTo: {HELP}\nSubject: My bag\nMessage-ID: <2@customers.example>\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the film.\n--b\n\
         Content-Type: video/mp4; name=film.mp4\nContent-Transfer-Encoding: base64\n\n"
    )
    .replace('\n', "\r\n");
    message.push_str(&line.repeat(34_000_000 / line.len()));
    message.push_str("--b--\r\n");
    mail_servers.send_bytes(VERA, &[HELP], message.as_bytes()).await;
    let entry = admin.messages(2).await.remove(0);
    assert_eq!(entry["text"], "See the film.");
    assert!(entry["attachments"][0]["size_bytes"].as_u64().unwrap() > 24_000_000);
    // The kernel counts in batches: of two readings the later can be the lower.
    let growth = peak_kib(server.pid()).saturating_sub(before);
    assert!(growth < GROWTH_KIB_MAX, "it grew by {growth} KiB");
}
