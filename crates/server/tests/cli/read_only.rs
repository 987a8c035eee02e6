//! A data folder that cannot be written.

use std::process::Command;

use crate::rapport::{PROGRAM, alone};
use crate::server::{Administrator, Server, serve};

/// Mounts `data` once more where only this process sees it, and there read-only: permission bits
/// would not hold for root.
const READ_ONLY: &str = "mount --bind data data && mount -o remount,ro,bind data && exec \"$@\"";

#[tokio::test]
async fn is_refused_at_start_in_words_and_serves_again_when_it_can_be_written() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let server = Server::start(serve(folder), true);
    let administrator = Administrator::set_up(&server).await;
    server.kill();

    let mounts: [&[&str]; 2] = [&["--mount"], &["--mount", "--map-root-user"]];
    let can_mount = mounts.into_iter().find(|how| {
        let mut unshare = Command::new("unshare");
        let tried = unshare.args(*how).args(["sh", "-c", READ_ONLY, "sh", "true"]);
        tried.current_dir(folder).output().is_ok_and(|output| output.status.success())
    });
    let Some(how) = can_mount else {
        assert!(std::env::var_os("CI").is_none(), "nothing can be mounted here");
        eprintln!("nothing can be mounted here: not run");
        return;
    };
    let mut unshare = Command::new("unshare");
    unshare.args(how).args(["sh", "-c", READ_ONLY, "sh"]);
    unshare.args([PROGRAM, "serve", "--listen", "127.0.0.1:0"]);
    let mut unshare = alone(unshare, folder);
    unshare.env("PATH", std::env::var_os("PATH").unwrap());
    let refused = unshare.output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{said}");
    for word in ["data", "cannot be written"] {
        assert!(said.contains(word), "`{word}` is not in {said}");
    }

    let server = Server::start(serve(folder), false);
    let organisation = administrator.at(&server).get("/api/v1/organisation").await;
    assert_eq!(organisation["name"], "Test");
}
