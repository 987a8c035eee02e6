//! The one task that owns the engine.

use std::collections::HashMap;
use std::time::Duration;

use rapport_core::directory::Directory;
use rapport_core::id::InteractionId;
use rapport_core::interaction::Interaction;
use rapport_core::presence::PresenceState;
use rapport_core::routing::{Engine, Input, Output};
use rapport_storage::{Logged, Store, StoreError, interaction, presence, record};
use tokio::sync::mpsc;

use super::ask::{Ask, RoutingHandle, Standing};
use super::proposals::{self, Decision};
use super::{configure, facts};
use crate::app::{App, STORE_RETRY, changed_record};
use crate::clock;

/// Questions that may wait for the task.
const ASKS_MAX: usize = 1_024;
/// Deadlines may lie on a clock that jumps; look again at least so often.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The task before it runs.
#[derive(Debug)]
pub struct RoutingTask {
    asks: mpsc::Receiver<Ask>,
}

/// Makes the task and the handle by which others ask it.
pub fn prepare() -> (RoutingHandle, RoutingTask) {
    let (sender, asks) = mpsc::channel(ASKS_MAX);
    (RoutingHandle(sender), RoutingTask { asks })
}

impl RoutingTask {
    /// Routes until the server stops.
    pub async fn run(mut self, app: App) {
        let mut state = loop {
            match State::load(&app.store).await {
                Ok(state) => break state,
                Err(error) => {
                    tracing::warn!(%error, "routing could not read the store; will try again");
                    tokio::select! {
                        () = app.shutdown.begun() => return,
                        () = tokio::time::sleep(STORE_RETRY) => {}
                    }
                }
            }
        };
        let mut follower = app.store.follow(state.cursor);
        loop {
            if state.settle(&app).await.is_stopping() {
                return;
            }
            let wait = state
                .engine
                .next_deadline()
                .map_or(LOOK_EVERY, |at| at.since(clock::now()).min(LOOK_EVERY));
            tokio::select! {
                () = app.shutdown.begun() => return,
                Some(ask) = self.asks.recv() => state.answer(ask),
                () = tokio::time::sleep(wait) => state.tell(Input::Tick),
                events = follower.next() => match events {
                    Ok(events) => events.iter().for_each(|logged| state.take_in(logged)),
                    Err(error) => {
                        tracing::warn!(%error, "routing could not read the log; will try again");
                        tokio::time::sleep(STORE_RETRY).await;
                    }
                },
            }
        }
    }
}

struct State {
    engine: Engine,
    /// As of the events taken in, which may be earlier than the application's.
    directory: Directory,
    cursor: i64,
    /// Versions of rows that routing knows from the store, until the log has told of them.
    written: HashMap<InteractionId, i64>,
}

enum Settled {
    All,
    Stopping,
}

impl Settled {
    fn is_stopping(&self) -> bool {
        matches!(self, Self::Stopping)
    }
}

impl State {
    /// The engine as the store says it must be.
    async fn load(store: &Store) -> Result<Self, StoreError> {
        // Events between here and the reads below come twice; the engine knows them again.
        let cursor = store.feed().head();
        let mut reader = store.read().await?;
        let session = &mut reader.session();
        let directory = record::all(session).await?;
        let mut state = Self { engine: Engine::new(), directory, cursor, written: HashMap::new() };
        for input in configure::all(&state.directory) {
            state.tell(input);
        }
        // Those who are online are told last, so that nothing is offered before all is known.
        let everyone = presence::all(session).await?;
        for interaction in interaction::live(session).await? {
            let request = configure::request(&interaction, &state.directory);
            let known = facts::known_state(&interaction.state);
            state.tell(Input::Restore { request, state: known });
        }
        // The server may have stopped before their work was given to others.
        for presence in everyone.iter().filter(|presence| facts::vanished(presence)) {
            state.tell(Input::AgentVanished(presence.agent_id));
        }
        for presence in everyone {
            if presence.state != PresenceState::Offline {
                state.tell(Input::AgentPresence {
                    agent: presence.agent_id,
                    presence: presence.state,
                });
            }
        }
        Ok(state)
    }

    fn tell(&mut self, input: Input) {
        self.engine.handle(clock::now(), input);
    }

    fn take_in(&mut self, logged: &Logged) {
        if self.is_overtaken(logged) {
            // What routing wrote moved it; it did not change how urgent it is.
            if let Some(input) = facts::priority(&logged.event) {
                self.tell(input);
            }
            return;
        }
        if let Some(record) = changed_record(&logged.event.data) {
            self.directory.put(record.clone());
            for input in configure::after(&record, &self.directory) {
                self.tell(input);
            }
        }
        for input in facts::of(&logged.event, &self.directory) {
            self.tell(input);
        }
    }

    /// Whether the event tells of an interaction as it was before the row that routing has since
    /// written or read: taken in now, the old fact would stand as the newest.
    fn is_overtaken(&mut self, logged: &Logged) -> bool {
        let work = logged.event.data.conversation().and_then(|it| it.interaction.as_ref());
        let Some(work) = work else { return false };
        match self.written.get(&work.id) {
            Some(version) if work.version < *version => true,
            Some(_) => {
                self.written.remove(&work.id);
                false
            }
            None => false,
        }
    }

    /// Writes every proposal, and tells the engine what the store refused.
    async fn settle(&mut self, app: &App) -> Settled {
        while let Some(output) = self.engine.poll_output() {
            loop {
                match proposals::write(&app.store, &output).await {
                    Ok(Decision::Done) => break,
                    Ok(Decision::Written(id, version)) => {
                        self.written.insert(id, version);
                        break;
                    }
                    Ok(Decision::Refused(truth)) => {
                        for input in truth {
                            self.tell(input);
                        }
                        break;
                    }
                    Ok(Decision::Otherwise(output, row)) => {
                        self.correct(output, &row);
                        break;
                    }
                    Err(error) => {
                        tracing::warn!(%error, ?output, "routing could not write; will try again");
                        tokio::select! {
                            () = app.shutdown.begun() => return Settled::Stopping,
                            () = tokio::time::sleep(STORE_RETRY) => {}
                        }
                    }
                }
            }
        }
        Settled::All
    }

    /// The row is not what the engine believed: it is told the whole truth.
    fn correct(&mut self, output: Output, row: &Interaction) {
        self.written.insert(row.id, row.version);
        let state = facts::known_state(&row.state);
        if matches!(output, Output::Offer { .. }) {
            self.tell(Input::OutputRefused(output));
        }
        let request = configure::request(row, &self.directory);
        self.tell(Input::Restore { request, state });
    }

    fn answer(&self, ask: Ask) {
        // Whoever asked may have gone away meanwhile.
        match ask {
            Ask::Standing(id, answer) => {
                let standing = Standing {
                    position: self.engine.position(id),
                    estimated_wait: self.engine.estimated_wait(id),
                };
                let _ = answer.send(standing);
            }
            Ask::Queues(ids, answer) => {
                let boards = ids.iter().filter_map(|id| self.engine.queue_board(*id)).collect();
                let _ = answer.send(boards);
            }
            Ask::Agents(ids, answer) => {
                let boards = ids.iter().filter_map(|id| self.engine.agent_board(*id)).collect();
                let _ = answer.send(boards);
            }
        }
    }
}
