//! A queue's first page and search, over HTTP, in a small store and in a large one.

use std::time::Instant;

use rapport_sim::Figure;

use crate::bench::Bench;
use crate::error::Result;
use crate::filled::{LARGE, SMALL, Size, queries, store};
use crate::report::{at_most, figure};
use crate::server::{Client, Server};
use crate::spread::Spread;

/// Asked before the first that counts.
const FIRST: usize = 20;
const ASKED: usize = 300;
const TARGET_MS: f64 = 20.0;

/// A question, in variants that are asked in turn.
struct Question {
    name: &'static str,
    paths: Vec<String>,
}

fn questions(queue_id: &str, size: Size) -> Vec<Question> {
    let list = format!("/api/v1/conversations?view=queue&queue_id={queue_id}");
    let searches = queries(size).into_iter().map(|(name, queries)| Question {
        name,
        paths: queries.iter().map(|query| search(query)).collect(),
    });
    std::iter::once(Question { name: "first page of a queue", paths: vec![list] })
        .chain(searches)
        .collect()
}

fn search(query: &str) -> String {
    let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
    format!("/api/v1/search?query={query}")
}

async fn ask(client: &Client, question: &Question) -> Result<Spread> {
    let mut took = Spread::default();
    for (nth, path) in question.paths.iter().cycle().take(FIRST + ASKED).enumerate() {
        let started = Instant::now();
        client.get_bytes(path).await?;
        if nth >= FIRST {
            took.add(started.elapsed());
        }
    }
    Ok(took)
}

async fn ask_all(bench: &Bench, size: Size) -> Result<Vec<(&'static str, Spread)>> {
    let server = Server::start(bench, "serve", &store(bench, size).await?).await?;
    let client = server.sign_in().await?;
    let queue_id = client.queue_id().await?;
    let mut answers = Vec::new();
    for question in questions(&queue_id, size) {
        answers.push((question.name, ask(&client, &question).await?));
    }
    server.stop().await?;
    Ok(answers)
}

pub async fn figures(bench: &Bench) -> Result<Vec<Figure>> {
    let small = ask_all(bench, SMALL).await?;
    let large = ask_all(bench, LARGE).await?;
    let mut figures = Vec::new();
    for ((name, of_small), (_, of_large)) in small.into_iter().zip(large) {
        let (small_p99, large_p99) = (of_small.percentile_ms(99), of_large.percentile_ms(99));
        let (small_p50, large_p50) = (of_small.percentile_ms(50), of_large.percentile_ms(50));
        figures.extend([
            at_most(format!("{name}, {}, p99", LARGE.name), large_p99, "ms", TARGET_MS),
            figure(format!("{name}, {}, p99", SMALL.name), small_p99, "ms"),
            figure(format!("{name}, p50, large store to small"), large_p50 / small_p50, "times"),
        ]);
    }
    Ok(figures)
}
