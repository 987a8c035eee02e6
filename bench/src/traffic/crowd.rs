//! A crowd of visitors who write, in a closed loop (each writes again when its message is
//! acknowledged) or at a rate of their own (open loop).

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::task::JoinSet;

use super::desk;
use super::ledger::{Ledger, client_id, of_frame};
use super::socket::{Reader, Socket, Writer};
use crate::error::{BenchError, Result};
use crate::machine::{now, processor_ms};
use crate::server::{Client, Server};
use crate::spread::Spread;

/// How long the last messages of a run may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The open loop sends what is due so often.
const TICK: Duration = Duration::from_millis(1);
const ACK: &[u8] = br#"{"type":"ack""#;
const REFUSED: &[u8] = br#"{"type":"refused""#;

/// What a run gave.
#[derive(Debug)]
pub struct Outcome {
    /// Messages a second that the desk has shown.
    pub per_second: f64,
    pub took: Spread,
    /// Processor time of the server for one message, in milliseconds.
    pub processor_ms: f64,
}

/// Visitors, each with a conversation that waits, and the desk that watches them all.
pub struct Crowd {
    visitors: Vec<Socket>,
    ledger: Ledger,
    server: u32,
    /// The desk, and later the visitors. None may fail.
    tasks: JoinSet<Result<()>>,
}

fn message(visitor: usize, number: u64) -> String {
    json!({
        "type": "message",
        "client_id": client_id(visitor, number, now()),
        "text": format!("The strap of my bag broke after {number} days, order 10{visitor}. What now?"),
    })
    .to_string()
}

/// Waits for the next acknowledgement, and notes it.
async fn next_ack(reader: &mut Reader, visitor: usize, ledger: &Ledger) -> Result<()> {
    loop {
        let frame = reader.next().await?;
        if frame.starts_with(ACK) {
            return match of_frame(&frame) {
                Some((of, number)) if of == visitor => ledger.acknowledge(visitor, number),
                _ => Err(BenchError::broken("another's message was acknowledged")),
            };
        }
        if frame.starts_with(REFUSED) {
            let frame = String::from_utf8_lossy(&frame).into_owned();
            return Err(BenchError::broken(format!("a message was refused: {frame}")));
        }
    }
}

/// Writes again as soon as the message before is acknowledged.
async fn write_on(
    visitor: usize,
    mut socket: Socket,
    ledger: Ledger,
    stop: Rc<Cell<bool>>,
) -> Result<()> {
    while !stop.get() {
        let number = ledger.send(visitor, Instant::now());
        socket.send(&message(visitor, number)).await?;
        next_ack(&mut socket.reader, visitor, &ledger).await?;
    }
    Ok(())
}

/// Sends `per_second` messages, whatever becomes of those before, by one visitor after the other.
async fn send_at_rate(
    writers: &mut [Writer],
    ledger: &Ledger,
    per_second: u32,
    span: Duration,
) -> Result<()> {
    let started = Instant::now();
    let gap = Duration::from_secs(1) / per_second;
    let mut due = started;
    let mut turn = (0..writers.len()).cycle();
    let mut tick = tokio::time::interval(TICK);
    while due < started + span {
        tick.tick().await;
        while due <= Instant::now() {
            let Some(visitor) = turn.next() else { return Ok(()) };
            let number = ledger.send(visitor, due);
            writers[visitor].send(&message(visitor, number)).await?;
            due += gap;
        }
    }
    Ok(())
}

/// Counts what the desk shows in `measured`, after `warm_up`.
async fn measure(ledger: &Ledger, server: u32, warm_up: Duration, measured: Duration) -> Outcome {
    tokio::time::sleep(warm_up).await;
    ledger.forget_times();
    let (from, started, used_ms) = (ledger.shown(), Instant::now(), processor_ms(server));
    tokio::time::sleep(measured).await;
    let shown = u32::try_from(ledger.shown() - from).unwrap_or(u32::MAX);
    let used_ms = processor_ms(server) - used_ms;
    Outcome {
        per_second: f64::from(shown) / started.elapsed().as_secs_f64(),
        took: ledger.forget_times(),
        processor_ms: used_ms / f64::from(shown.max(1)),
    }
}

impl Crowd {
    /// Connects them; the first message of each begins its conversation.
    pub async fn gather(server: &Server, client: &Client, visitors: usize) -> Result<Self> {
        let path = format!("/webchat/v1/socket?inbox={}", client.inbox_key().await?);
        let ledger = Ledger::of(visitors);
        let mut tasks = JoinSet::new();
        let desk = desk::open(&server.address, client).await?;
        tasks.spawn_local(desk::watch(desk, ledger.clone()));
        let mut sockets = Vec::with_capacity(visitors);
        for visitor in 0..visitors {
            let mut socket = Socket::open(&server.address, &path, "").await?;
            socket.send(r#"{"type":"hello"}"#).await?;
            socket.wait_for(r#""type":"welcome""#).await?;
            let number = ledger.send(visitor, Instant::now());
            socket.send(&message(visitor, number)).await?;
            next_ack(&mut socket.reader, visitor, &ledger).await?;
            sockets.push(socket);
        }
        Ok(Self { visitors: sockets, ledger, server: server.pid(), tasks })
    }

    /// Every visitor has one message under way, all the time.
    pub async fn write_closed(mut self, warm_up: Duration, measured: Duration) -> Result<Outcome> {
        let stop = Rc::new(Cell::new(false));
        for (visitor, socket) in self.visitors.drain(..).enumerate() {
            self.tasks.spawn_local(write_on(visitor, socket, self.ledger.clone(), stop.clone()));
        }
        let (ledger, server) = (self.ledger.clone(), self.server);
        self.end_with(async {
            let outcome = measure(&ledger, server, warm_up, measured).await;
            stop.set(true);
            ledger.settled(PATIENCE).await?;
            Ok(outcome)
        })
        .await
    }

    /// `per_second` messages are sent. A message's time counts from when it was due, so that a
    /// generator that falls behind does not flatter.
    pub async fn write_open(
        mut self,
        per_second: u32,
        warm_up: Duration,
        measured: Duration,
    ) -> Result<Outcome> {
        let mut writers = Vec::with_capacity(self.visitors.len());
        for (visitor, socket) in self.visitors.drain(..).enumerate() {
            let Socket { mut reader, writer } = socket;
            writers.push(writer);
            let ledger = self.ledger.clone();
            self.tasks.spawn_local(async move {
                loop {
                    next_ack(&mut reader, visitor, &ledger).await?;
                }
            });
        }
        let (ledger, server) = (self.ledger.clone(), self.server);
        self.end_with(async {
            let (outcome, sent) = tokio::join!(
                measure(&ledger, server, warm_up, measured),
                send_at_rate(&mut writers, &ledger, per_second, warm_up + measured),
            );
            sent?;
            ledger.settled(PATIENCE).await?;
            Ok(outcome)
        })
        .await
    }

    /// Runs it to its end, unless a task fails before.
    async fn end_with(mut self, run: impl Future<Output = Result<Outcome>>) -> Result<Outcome> {
        let mut run = std::pin::pin!(run);
        loop {
            tokio::select! {
                outcome = &mut run => return outcome,
                Some(ended) = self.tasks.join_next() => match ended {
                    Ok(result) => result?,
                    Err(error) => return Err(BenchError::broken(error.to_string())),
                },
            }
        }
    }
}
