//! Attachments of a server that is killed, or whose disk is full.

use std::process::Command;

use reqwest::{Response, StatusCode};
use serde_json::Value;

use crate::rapport::{PROGRAM, alone, rapport};
use crate::server::{Administrator, Server, serve};

const BOUNDARY: &str = "a-boundary";
/// Of the small disk: enough for a store, and too little for the largest attachment.
const DISK_KIB: u32 = 20 * 1024;

impl Administrator {
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
