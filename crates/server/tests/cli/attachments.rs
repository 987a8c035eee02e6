//! Attachments of a server that is killed, or whose disk is full.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

use crate::rapport::{PROGRAM, alone, command, rapport};

const BOUNDARY: &str = "a-boundary";
/// Of the small disk: enough for a store, and too little for the largest attachment.
const DISK_KIB: u32 = 20 * 1024;

/// A server that runs by itself; killed when this is dropped.
struct Server {
    child: Child,
    url: String,
    /// Of the set-up link, for a store in which nothing is set up.
    key: Option<String>,
}

impl Server {
    fn start(mut command: Command, is_new: bool) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("rapport can be run");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut next = || lines.next().expect("it says where it listens").unwrap();
        let url = next().strip_prefix("Rapport listens on ").unwrap().to_owned();
        let key = is_new.then(|| {
            next();
            next().rsplit_once("key=").unwrap().1.to_owned()
        });
        Self { child, url, key }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(folder: &Path) -> Command {
    let mut command = command(folder);
    command.args(["serve", "--listen", "127.0.0.1:0"]);
    command
}

/// An administrator with a token-like cookie of their own.
struct Administrator {
    http: Client,
    url: String,
    cookie: String,
}

impl Administrator {
    async fn set_up(server: &Server) -> Self {
        let http = Client::new();
        let setup = json!({
            "key": server.key,
            "organisation": {"name": "Test"},
            "brand": {"name": "Test", "colour": "#336699"},
            "administrator": {"name": "First", "email": "first@example.com",
                "password": "a long password"},
            "inbox": {"name": "Site"},
        });
        let path = format!("{}/api/v1/setup", server.url);
        let made = http.post(path).json(&setup).send().await.unwrap();
        assert_eq!(made.status(), StatusCode::CREATED);
        let cookie = made.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Self { http, url: server.url.clone(), cookie }
    }

    fn at(self, server: &Server) -> Self {
        Self { url: server.url.clone(), ..self }
    }

    fn with_cookie(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("cookie", &self.cookie)
    }

    async fn upload(&self, name: &str, content: &[u8]) -> Response {
        let mut form = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        )
        .into_bytes();
        form.extend(content);
        form.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = self.http.post(format!("{}/api/v1/attachments", self.url));
        self.with_cookie(request).header("content-type", kind).body(form).send().await.unwrap()
    }

    async fn content(&self, attachment: &Value) -> Response {
        let id = attachment["id"].as_str().unwrap();
        let request = self.http.get(format!("{}/api/v1/attachments/{id}/content", self.url));
        self.with_cookie(request).send().await.unwrap()
    }
}

#[tokio::test]
async fn an_upload_that_was_acknowledged_survives_a_kill() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let server = Server::start(serve(folder), true);
    let administrator = Administrator::set_up(&server).await;
    let content = b"0123456789".repeat(100_000);
    let mut all = Vec::new();
    for n in 0..3 {
        let made = administrator.upload(&format!("{n}.txt"), &content).await;
        assert_eq!(made.status(), StatusCode::CREATED);
        all.push(made.json::<Value>().await.unwrap());
    }
    server.kill();

    let server = Server::start(serve(folder), false);
    let administrator = administrator.at(&server);
    for attachment in &all {
        let kept = administrator.content(attachment).await;
        assert_eq!(kept.status(), StatusCode::OK);
        assert!(kept.bytes().await.unwrap() == content);
    }
    server.kill();
    rapport(folder, &["check"]).done();
}

#[tokio::test]
async fn a_full_disk_refuses_an_upload_and_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    std::fs::create_dir(folder.join("data")).unwrap();
    let mount = format!("mount -t tmpfs -o size={DISK_KIB}k tmpfs data && exec \"$0\" \"$@\"");
    let by: Option<&[&str]> =
        [&["--mount", "sh", "-c"] as &[&str], &["--mount", "--map-root-user", "sh", "-c"]]
            .into_iter()
            .find(|by| {
                let mut unshare = Command::new("unshare");
                let try_it = unshare.args(*by).args([&mount, "true"]).current_dir(folder).output();
                try_it.is_ok_and(|output| output.status.success())
            });
    // Where nothing can be mounted, a limit on the size of files does as well; in KiB.
    let limit = format!("trap '' XFSZ; ulimit -S -f {DISK_KIB}; exec \"$0\" \"$@\"");
    let mut small = match by {
        Some(by) => {
            let mut unshare = Command::new("unshare");
            unshare.args(by).arg(&mount);
            unshare
        }
        None => {
            let mut sh = Command::new("sh");
            sh.arg("-c").arg(&limit);
            sh
        }
    };
    small.args([PROGRAM, "serve", "--listen", "127.0.0.1:0"]);
    let path = std::env::var_os("PATH").unwrap();
    let mut small = alone(small, folder);
    small.env("PATH", path);
    let server = Server::start(small, true);
    let administrator = Administrator::set_up(&server).await;
    let before = administrator.upload("before.txt", b"before").await;
    let before: Value = before.json().await.unwrap();
    let refused = administrator.upload("large.bin", &vec![7; 24 * 1024 * 1024]).await;
    assert_eq!(refused.status(), StatusCode::INSUFFICIENT_STORAGE);
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["code"], "storage_full");
    // What was half written is gone, so there is room again.
    let after = administrator.upload("after.txt", b"after").await;
    assert_eq!(after.status(), StatusCode::CREATED);
    let kept = administrator.content(&before).await;
    assert_eq!(kept.text().await.unwrap(), "before");
}
