//! The PostgreSQL server goes away and comes back. This test has a server of its own.

use std::collections::BTreeMap;
use std::time::Duration;

use rapport_core::entry::EntryBody;
use rapport_storage::serving::ServeError;
use rapport_storage::{Location, Store, StoreError};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::own_server::Server;
use crate::world::{World, of_contact, within};

const WRITERS: usize = 16;
const LEASE: Duration = Duration::from_millis(900);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_go_on_when_the_server_is_back() {
    let Some(server) = tokio::task::block_in_place(Server::create) else { return };
    let world = World::at(Location::Postgres(server.url())).await;
    within(world.store.serve("the server", world.now(), LEASE)).await.unwrap();
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
    // It serves still, though its guard went with its connection, twice; and has it again.
    within(async {
        while !world.store.is_guarded().await {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let second = Store::open(&world.location).await.unwrap();
    match within(second.serve("another", world.now(), LEASE)).await {
        Err(ServeError::Held(holder)) => assert_eq!(holder.name, "the server"),
        other => panic!("{other:?}"),
    }
    second.close().await;
    world.assert_whole().await;
    world.destroy().await;
    tokio::task::block_in_place(|| drop(server));
}
