//! `kill -9` of the process that writes: what it acknowledged is there, once, and what it did not
//! can be sent again.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rapport_core::conversation::Conversation;
use rapport_core::entry::EntryBody;
use rapport_storage::{Location, Store};
use tokio::sync::mpsc;

use crate::child;
use crate::world::{World, of_contact, within};

const WRITERS: usize = 64;
/// These come in by the door for messages of anybody; the others write on a known conversation.
const RECEIVERS: usize = 8;
const ROUNDS: u64 = 8;
const ACKNOWLEDGED: &str = "ACK ";

/// The messages of one writer in one round are numbered.
fn external_id(round: u64, writer: usize, n: usize) -> String {
    format!("{round}-{writer}-{n}")
}

async fn write(world: &World, on: &Conversation, writer: usize, id: &str) {
    if writer < RECEIVERS {
        world.receive(&format!("v-{writer}"), id, id).await;
    } else {
        let message = world.message(on, &of_contact(on), id, id);
        world.store.write_message(message).await.unwrap();
    }
}

/// The conversation of each writer, in their order.
async fn conversations(world: &World) -> Vec<Conversation> {
    let mut all = world.conversations().await;
    all.sort_by_key(|conversation| conversation.created_at);
    assert_eq!(all.len(), WRITERS);
    all
}

/// The process that is killed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_until_killed() {
    let Some(told) = child::told() else { return };
    let (round, place) = told.split_once(' ').unwrap();
    let round: u64 = round.parse().unwrap();
    let location = match place.strip_prefix("sqlite:") {
        Some(path) => Location::Sqlite(path.into()),
        None => Location::Postgres(place.to_owned()),
    };
    let world = World::reopen(location).await;
    let mut writers = tokio::task::JoinSet::new();
    for (writer, on) in conversations(&world).await.into_iter().enumerate() {
        let world = world.clone();
        writers.spawn(async move {
            for n in 0.. {
                let id = external_id(round, writer, n);
                write(&world, &on, writer, &id).await;
                let line = format!("{ACKNOWLEDGED}{id}\n");
                std::io::stdout().write_all(line.as_bytes()).unwrap();
            }
        });
    }
    writers.join_all().await;
}

/// Runs the writing process until it has acknowledged so many, and answers all it acknowledged.
async fn acknowledged_until_killed(told: &str, acknowledgements: usize) -> Vec<String> {
    let mut process = child::command("kill::writes_until_killed", told).spawn().unwrap();
    let output = process.stdout.take().unwrap();
    let (sender, mut lines) = mpsc::unbounded_channel();
    let reading = tokio::task::spawn_blocking(move || {
        for line in BufReader::new(output).lines() {
            let _ = sender.send(line.unwrap());
        }
    });
    let mut acknowledged = Vec::new();
    let mut is_killed = false;
    while let Some(line) = within(lines.recv()).await {
        // The test runner may have begun the line.
        if let Some((_, id)) = line.split_once(ACKNOWLEDGED) {
            acknowledged.push(id.to_owned());
        }
        if acknowledged.len() >= acknowledgements && !is_killed {
            process.kill().unwrap();
            is_killed = true;
        }
    }
    assert!(is_killed, "it ended by itself, having said {acknowledged:?}");
    reading.await.unwrap();
    process.wait().unwrap();
    acknowledged
}

/// How often each message is on a timeline.
async fn stored(world: &World) -> BTreeMap<String, usize> {
    let mut stored = BTreeMap::new();
    for conversation in conversations(world).await {
        for entry in world.timeline(conversation.id).await {
            if let EntryBody::Message { client_id, .. } = entry.body {
                *stored.entry(client_id.unwrap()).or_default() += 1;
            }
        }
    }
    // Everybody's first message has the same name.
    stored.remove("first");
    stored
}

fn rounds() -> u64 {
    std::env::var("RAPPORT_KILL_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().unwrap())
}

fn seed() -> u64 {
    std::env::var("RAPPORT_KILL_SEED").map_or_else(|_| rand::random(), |seed| seed.parse().unwrap())
}

on_both_engines! {
    async fn nothing_acknowledged_is_lost_and_nothing_is_stored_twice(world: World) {
        let seed = seed();
        eprintln!("RAPPORT_KILL_SEED={seed}");
        let mut random = StdRng::seed_from_u64(seed);
        for writer in 0..WRITERS {
            world.conversation(&format!("v-{writer}")).await;
        }
        let mut world = world;
        for round in 0..rounds() {
            world.store.close().await;
            let place = match &world.location {
                Location::Sqlite(path) => format!("sqlite:{}", path.display()),
                Location::Postgres(url) => url.clone(),
            };
            let acknowledgements = random.random_range(1..800);
            let told = format!("{round} {place}");
            let acknowledged = acknowledged_until_killed(&told, acknowledgements).await;
            world.store = Store::open(&world.location).await.unwrap();
            world.assert_whole().await;
            let found = stored(&world).await;
            for id in &acknowledged {
                assert_eq!(found.get(id), Some(&1), "{id} was acknowledged");
            }
            // What was under way is sent again, by those who never heard of it.
            for (writer, on) in conversations(&world).await.iter().enumerate() {
                let prefix = format!("{round}-{writer}-");
                let sent = acknowledged.iter().filter(|id| id.starts_with(&prefix)).count();
                for n in [sent, sent + 1, sent] {
                    write(&world, on, writer, &external_id(round, writer, n)).await;
                }
            }
            let found = stored(&world).await;
            assert!(found.values().all(|times| *times == 1), "nothing is there twice");
            assert!(found.len() >= acknowledged.len() + 2 * WRITERS);
            world.assert_whole().await;
        }
        world.store.close().await;
    }
}
