//! Two contacts with 10,000 entries each become one, and two again: each has talked in 100
//! conversations, first as somebody else in each.

use std::time::Instant;

use rapport_sim::Figure;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::of_each_engine;
use crate::bench::{Bench, Engine};
use crate::error::{BenchError, Result};
use crate::report::at_most;
use crate::server::{Client, Place, Server};
use crate::spread::Spread;

const CONVERSATIONS: usize = 100;
const MESSAGES_EACH: usize = 100;
const ROUNDS: usize = 10;
const TARGET_MS: f64 = 1_000.0;

pub async fn figures(bench: &Bench) -> Result<Vec<Figure>> {
    of_each_engine(bench, of_engine).await
}

async fn of_engine(bench: &Bench, engine: Engine, place: Place) -> Result<Vec<Figure>> {
    let (server, client) = Server::start_empty(bench, &place).await?;
    let inbox = custom_inbox(&client).await?;
    let (one, other) = (talkative(&client, &inbox).await?, talkative(&client, &inbox).await?);
    let (mut merged, mut undone) = (Spread::default(), Spread::default());
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let merge_id = merge(&client, &one, &other).await?;
        merged.add(started.elapsed());
        let started = Instant::now();
        client.post(&format!("/api/v1/contact_merges/{merge_id}/undo"), &json!({})).await?;
        undone.add(started.elapsed());
    }
    server.stop().await?;
    let of = |what: &str, took: &Spread| {
        let name = format!("{}: {what}, 10,000 entries each, slowest of {ROUNDS}", engine.name());
        at_most(name, took.percentile_ms(100), "ms", TARGET_MS)
    };
    Ok(vec![of("merge two contacts", &merged), of("undo it", &undone)])
}

fn text(value: &Value) -> Result<String> {
    let text = value.as_str().ok_or_else(|| BenchError::broken(format!("no text: {value}")))?;
    Ok(text.to_owned())
}

async fn custom_inbox(client: &Client) -> Result<String> {
    let known = client.get("/api/v1/inboxes").await?;
    let known = &known["items"][0];
    // Nobody answers, so nothing is ever posted there.
    let inbox = json!({"name": "Bench", "channel": "custom",
        "custom": {"url": "http://127.0.0.1:9/"},
        "brand_id": known["brand_id"], "queue_id": known["queue_id"]});
    text(&client.post("/api/v1/inboxes", &inbox).await?["id"])
}

async fn merge(client: &Client, id: &str, into_id: &str) -> Result<String> {
    let path = format!("/api/v1/contacts/{id}/merge");
    text(&client.post(&path, &json!({"into_id": into_id})).await?["merge_id"])
}

/// Somebody who was taken for many.
async fn talkative(client: &Client, inbox: &str) -> Result<String> {
    let mut talks = JoinSet::new();
    for number in 0..CONVERSATIONS {
        talks.spawn(talk(client.clone(), inbox.to_owned(), number));
    }
    let mut first: Option<String> = None;
    while let Some(ended) = talks.join_next().await {
        let id = ended.map_err(|error| BenchError::broken(error.to_string()))??;
        match &first {
            Some(first) => drop(merge(client, &id, first).await?),
            None => first = Some(id),
        }
    }
    first.ok_or_else(|| BenchError::broken("nobody talked"))
}

async fn talk(client: Client, inbox: String, number: usize) -> Result<String> {
    let sender = json!({"external_id": format!("c-{number}-{:x}", rand::random::<u64>())});
    let path = format!("/api/v1/inboxes/{inbox}/messages");
    let mut contact_id = Value::Null;
    for message in 0..MESSAGES_EACH {
        let text = format!("message {message}: where is my parcel, which I ordered last week?");
        let body = json!({"external_id": format!("m-{message}"), "text": text, "sender": sender});
        contact_id = client.post(&path, &body).await?["contact_id"].clone();
    }
    text(&contact_id)
}
