//! One process serves a store at a time.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command};
use std::time::Duration;

use rapport_core::actor::Actor;
use rapport_core::event::{EventData, OrganisationChange};
use rapport_storage::serving::ServeError;
use rapport_storage::{Location, Store, StoreError};

use crate::child;
use crate::world::{World, within};

/// No test waits for the end of this one.
const LONG: Duration = Duration::from_secs(3_600);
const SHORT: Duration = Duration::from_millis(600);
const SAYS: &str = "SAYS ";

async fn open(world: &World) -> Store {
    Store::open(&world.location).await.unwrap()
}

async fn write(store: &Store, world: &World) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let change = OrganisationChange { name: "Duffel".to_owned(), version: 1 };
    tx.record(world.now(), Actor::SYSTEM, EventData::OrganisationUpdated(change));
    tx.commit().await
}

async fn is_held_by(store: &Store, world: &World, name: &str, lease: Duration) {
    match within(store.serve("a late one", world.now(), lease)).await {
        Err(ServeError::Held(holder)) => assert_eq!(holder.name, name),
        other => panic!("{other:?}"),
    }
}

/// Another process that serves, and what it says.
struct Other {
    process: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Other {
    fn start(world: &World) -> Self {
        let place = match &world.location {
            Location::Sqlite(path) => format!("sqlite:{}", path.display()),
            Location::Postgres(url) => url.clone(),
        };
        let mut process =
            child::command("serving::serves_until_it_may_not", &place).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut other = Self { process, lines };
        assert_eq!(other.says(), "serving");
        other
    }

    fn says(&mut self) -> String {
        loop {
            let line = self.lines.next().expect("it ended").unwrap();
            // The test runner may have begun the line.
            if let Some((_, said)) = line.split_once(SAYS) {
                return said.to_owned();
            }
        }
    }

    fn signal(&self, name: &str) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn say(what: &str) {
    std::io::stdout().write_all(format!("{SAYS}{what}\n").as_bytes()).unwrap();
}

/// The other process: serves, and writes when somebody else has written.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serves_until_it_may_not() {
    let Some(place) = child::told() else { return };
    let location = match place.strip_prefix("sqlite:") {
        Some(path) => Location::Sqlite(path.into()),
        None => Location::Postgres(place),
    };
    let world = World::reopen(location).await;
    world.store.serve("the first", world.now(), LONG).await.unwrap();
    let mut follower = world.store.follow(world.store.feed().head());
    say("serving");
    follower.next().await.unwrap();
    match write(&world.store, &world).await {
        Err(StoreError::TakenOver) => say("refused"),
        other => say(&format!("{other:?}")),
    }
    let holder = world.store.taken_over().await;
    say(&holder.unwrap().name);
    world.store.close().await;
}

on_both_engines! {
    async fn a_second_is_refused_while_the_first_lives_and_comes_in_when_it_has_ended(
        world: World
    ) {
        let (first, second) = (open(&world).await, open(&world).await);
        within(first.serve("the first", world.now(), SHORT)).await.unwrap();
        is_held_by(&second, &world, "the first", SHORT).await;
        // A command beside the server.
        write(&world.store, &world).await.unwrap();
        write(&first, &world).await.unwrap();
        let waiting = tokio::spawn({
            let (second, now) = (second.clone(), world.now());
            async move { second.serve("the second", now, LONG).await }
        });
        first.close().await;
        within(waiting).await.unwrap().unwrap();
        write(&second, &world).await.unwrap();
        second.close().await;
    }

    async fn after_kill_9_the_next_begins_at_once(world: World) {
        let mut other = Other::start(&world);
        other.kill();
        let next = open(&world).await;
        within(next.serve("the next", world.now(), LONG)).await.unwrap();
        write(&next, &world).await.unwrap();
        next.close().await;
    }

    async fn a_stopped_one_is_given_up_and_can_write_no_more(world: World) {
        let mut other = Other::start(&world);
        other.signal("-STOP");
        let second = open(&world).await;
        within(second.serve("the second", world.now(), SHORT)).await.unwrap();
        write(&second, &world).await.unwrap();
        // The stopped one still has the guard, so the second has none; it is not robbed for that.
        let third = open(&world).await;
        is_held_by(&third, &world, "the second", SHORT).await;
        other.signal("-CONT");
        assert_eq!(other.says(), "refused");
        assert_eq!(other.says(), "the second");
        assert!(other.process.wait().unwrap().success());
        is_held_by(&third, &world, "the second", SHORT).await;
        second.close().await;
        within(third.serve("the third", world.now(), LONG)).await.unwrap();
        third.close().await;
        world.assert_whole().await;
    }
}
