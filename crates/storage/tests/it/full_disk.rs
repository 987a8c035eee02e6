//! The disk of an SQLite store fills up, and has room again. The test runs in a process of its own
//! on a small file system, or, where none can be mounted, under a limit on the size of files.

use std::path::{Path, PathBuf};
use std::process::Command;

use rapport_core::entry::EntryBody;
use rapport_storage::{Location, StoreError};

use crate::child;
use crate::world::{World, of_contact, within};

const DISK_KIB: u32 = 12 * 1024;
const BALLAST_BYTES: usize = 8 * 1024 * 1024;
const FILE_KIB_MAX: u32 = 3 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_nothing_and_is_got_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let mount = format!("mount -t tmpfs -o size={DISK_KIB}k tmpfs {path} && exec \"$0\" \"$@\"");
    let on_small_disk: Option<&[&str]> = [
        &["unshare", "--mount", "sh", "-c"] as &[&str],
        &["unshare", "--mount", "--map-root-user", "sh", "-c"],
    ]
    .into_iter()
    .find(|by| {
        let try_it = Command::new(by[0]).args(&by[1..]).args([&mount, "true"]).output();
        try_it.is_ok_and(|output| output.status.success())
    });
    // dash counts in blocks of 512 bytes.
    let limit = format!("trap '' XFSZ; ulimit -S -f {}; exec \"$0\" \"$@\"", FILE_KIB_MAX * 2);
    let (by, script): (&[&str], &str) = match on_small_disk {
        Some(by) => (by, &mount),
        None => (&["sh", "-c"], &limit),
    };
    let by: Vec<&str> = by.iter().copied().chain([script]).collect();
    let what = if on_small_disk.is_some() { "disk" } else { "limit" };
    let test = "full_disk::fills_its_disk";
    let mut child = child::wrapped(&by, test, &format!("{what} {path}"));
    let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

/// What takes the room.
enum Room {
    Ballast(PathBuf),
    Limit,
}

impl Room {
    fn take(what: &str, folder: &Path) -> Self {
        if what == "limit" {
            return Self::Limit;
        }
        let ballast = folder.join("ballast");
        std::fs::write(&ballast, vec![7; BALLAST_BYTES]).unwrap();
        Self::Ballast(ballast)
    }

    fn give_back(self) {
        match self {
            Self::Ballast(path) => std::fs::remove_file(path).unwrap(),
            Self::Limit => {
                let this = std::process::id().to_string();
                let freed =
                    Command::new("prlimit").args(["--fsize=unlimited:", "--pid", &this]).status();
                assert!(freed.unwrap().success());
            }
        }
    }
}

/// The process on the small disk.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fills_its_disk() {
    let Some(told) = child::told() else { return };
    let (what, folder) = told.split_once(' ').unwrap();
    let folder = Path::new(folder);
    let world = World::at(Location::Sqlite(folder.join("rapport.db"))).await;
    let on = world.conversation("v-1").await;
    let room = Room::take(what, folder);
    let text: String = "abcdefghi ".repeat(500);
    let write = async |n: usize| {
        let message = world.message(&on, &of_contact(&on), &format!("m-{n}"), &text);
        world.store.write_message(message).await
    };
    let mut acknowledged = 0;
    let error = loop {
        match within(write(acknowledged)).await {
            Ok(_) => acknowledged += 1,
            Err(error) => break error,
        }
        assert!(acknowledged < 100_000, "the disk never fills");
    };
    assert!(acknowledged > 10);
    let is_clear = |error: &StoreError| {
        let text = error.to_string();
        matches!(error, StoreError::Unavailable(_))
            && (text.contains("full") || text.contains("disk I/O error"))
    };
    assert!(is_clear(&error), "{error}");
    let was = world.get(on.id).await;
    for n in 0..20 {
        // Many callers at once are each told the same, and changes of other kinds too.
        let both = tokio::join!(write(acknowledged), write(acknowledged + 1));
        for error in [both.0, both.1].into_iter().filter_map(Result::err) {
            assert!(is_clear(&error), "{error}");
        }
        let received = world.try_receive("v-2", &format!("m-{n}"), &text).await;
        if let Err(error) = received {
            assert!(is_clear(&error), "{error}");
        }
    }
    assert!(world.get(on.id).await.version - was.version <= 2);

    room.give_back();
    for n in acknowledged..acknowledged + 50 {
        within(write(n)).await.unwrap();
    }
    world.receive("v-3", "m", "hello").await;
    let messages = world
        .timeline(on.id)
        .await
        .into_iter()
        .filter(|entry| matches!(entry.body, EntryBody::Message { .. }))
        .count();
    assert_eq!(messages, 1 + acknowledged + 50, "each once");
    world.assert_whole().await;
    world.store.close().await;
    let again = World::reopen(world.location).await;
    again.assert_whole().await;
    again.destroy().await;
}
