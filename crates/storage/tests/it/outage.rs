//! The PostgreSQL server goes away and comes back. This test has a server of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rapport_core::entry::EntryBody;
use rapport_storage::{Location, StoreError};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::world::{World, of_contact, within};

const WRITERS: usize = 16;

/// A server that only this test uses, on a socket in its own folder.
struct Server {
    programs: PathBuf,
    folder: tempfile::TempDir,
}

/// Where `initdb` is: Debian keeps it off the path.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let of_debian = versions.filter_map(|version| Some(version.ok()?.path().join("bin")));
    let on_path = std::env::var_os("PATH");
    let on_path = on_path.iter().flat_map(std::env::split_paths);
    on_path.chain(of_debian).find(|folder| folder.join("initdb").exists())
}

impl Server {
    fn create() -> Option<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new().prefix("rapport-pg").tempdir().unwrap();
        let server = Self { programs, folder };
        if is_root() {
            let mut chown = Command::new("chown");
            succeed(chown.arg("postgres").arg(server.folder.path()));
        }
        let data = server.data();
        let init = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D"];
        succeed(server.run("initdb").args(init).arg(&data));
        server.start();
        Some(server)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// PostgreSQL refuses to run as root.
    fn run(&self, program: &str) -> Command {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(self.folder.path());
        command
    }

    fn start(&self) {
        let options = format!(
            "-c fsync=off -c listen_addresses= -c unix_socket_directories={}",
            self.folder.path().display()
        );
        let log = self.folder.path().join("log");
        succeed(
            self.run("pg_ctl")
                .args(["-w", "start", "-o", &options, "-D"])
                .arg(self.data())
                .arg("-l")
                .arg(log),
        );
    }

    fn stop(&self, mode: &str) {
        succeed(self.run("pg_ctl").args(["-w", "stop", "-m", mode, "-D"]).arg(self.data()));
    }

    fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.folder.path().display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = self.run("pg_ctl");
        stop.args(["-w", "stop", "-m", "immediate", "-D"]).arg(self.data());
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    Path::new("/proc/self").metadata().is_ok_and(|of_this_process| of_this_process.uid() == 0)
}

fn succeed(command: &mut Command) {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?}: {status}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_go_on_when_the_server_is_back() {
    let Some(server) = tokio::task::block_in_place(Server::create) else {
        assert!(std::env::var_os("CI").is_none(), "initdb is not found: install postgresql");
        eprintln!("initdb is not found: not run");
        return;
    };
    let world = World::at(Location::Postgres(server.url())).await;
    let mut follower = world.store.follow(0);
    let (stop, stopped) = watch::channel(false);
    // Each writer tells of every answer: whether it was a success.
    let (answers, mut answered) = mpsc::unbounded_channel();
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let on = world.conversation(&format!("v-{writer}")).await;
        let (world, stopped, answers) = (world.clone(), stopped.clone(), answers.clone());
        writers.spawn(async move {
            let mut acknowledged = Vec::new();
            while !*stopped.borrow() {
                let id = format!("{writer}-{}", acknowledged.len());
                let message = world.message(&on, &of_contact(&on), &id, &id);
                let answer = world.store.write_message(message).await;
                if let Err(error) = &answer {
                    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
                }
                answers.send((writer, answer.is_ok())).unwrap();
                if answer.is_ok() {
                    acknowledged.push(id);
                }
            }
            acknowledged
        });
    }
    for mode in ["fast", "immediate"] {
        let mut wanted = async |is_ok: bool| {
            let mut left: Vec<usize> = (0..WRITERS).collect();
            while !left.is_empty() {
                let (writer, ok) = within(answered.recv()).await.unwrap();
                left.retain(|one| *one != writer || ok != is_ok);
            }
        };
        wanted(true).await;
        tokio::task::block_in_place(|| server.stop(mode));
        wanted(false).await;
        tokio::task::block_in_place(|| server.start());
        // Twice: the first may have been answered before the server went.
        wanted(true).await;
        wanted(true).await;
    }
    stop.send_replace(true);
    let acknowledged: Vec<String> =
        within(writers.join_all()).await.into_iter().flatten().collect();

    let mut stored: BTreeMap<String, usize> = BTreeMap::new();
    for conversation in world.conversations().await {
        for entry in world.timeline(conversation.id).await {
            if let EntryBody::Message { client_id, .. } = entry.body {
                *stored.entry(client_id.unwrap()).or_default() += 1;
            }
        }
    }
    for id in &acknowledged {
        assert_eq!(stored.get(id), Some(&1), "{id} was acknowledged");
    }
    stored.remove("first");
    assert!(stored.values().all(|times| *times == 1), "nothing is there twice");
    let head = world.head().await;
    let mut seen = Vec::new();
    while follower.cursor() < head {
        seen.extend(within(follower.next()).await.unwrap().iter().map(|logged| logged.event.seq));
    }
    let log: Vec<i64> = world.log().await.iter().map(|event| event.seq).collect();
    assert!(seen == log, "the feed went on where it was");
    world.assert_whole().await;
    world.destroy().await;
    tokio::task::block_in_place(|| drop(server));
}
