//! A seeded life for the engine: customers, agents and a store, none of which behaves well.
//!
//! The store holds the truth. It executes each output of the engine if it still applies, refuses
//! it otherwise, and tells the engine of everything with a delay, in order, as an event log does.
//! Every call of the engine goes to the [`Model`] as well, which says whether it was right.

mod people;
mod settings;
mod store;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::id::{AgentId, InteractionId};
use rapport_core::presence::PresenceState;
use rapport_core::routing::{Engine, Input, InteractionRequest, KnownState, Output};

use crate::chance::Chance;
use crate::model::{Broken, Model};

/// How long the house goes on after the last customer came: everything must have ended by then.
const CLOSING_TIME: Duration = Duration::from_secs(4 * 3_600);

/// What a run is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    pub seed: u64,
    pub agents: usize,
    pub queues: usize,
    pub customers: usize,
    /// Mean time between customers, in milliseconds.
    pub between_ms: u64,
    /// Of a hundred offers: how many are declined, and how many ring out.
    pub declined_percent: u64,
    pub ignored_percent: u64,
    /// The longest delay of a fact on its way to the engine, in milliseconds.
    pub lag_ms_max: u64,
    /// Mean time between troubles of each kind (an agent vanishes, a setting changes, a supervisor
    /// intervenes), in milliseconds; 0: none.
    pub trouble_ms: u64,
}

impl Plan {
    /// A plan that a seed decides whole: sizes, rates and faults.
    pub fn of_seed(seed: u64) -> Self {
        let mut chance = Chance::new(seed ^ 0x5eed);
        let agents = 1 + chance.below(9);
        Self {
            seed,
            agents,
            queues: 1 + chance.below(4),
            customers: 150,
            between_ms: chance.between(20, 60) * 1_000 / agents as u64,
            declined_percent: chance.between(0, 25),
            ignored_percent: chance.between(0, 25),
            lag_ms_max: [0, 200, 3_000][chance.below(3)],
            trouble_ms: [0, 30_000, 120_000][chance.below(3)],
        }
    }
}

/// What came of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    pub steps: u64,
    pub offers: u64,
    pub refused: u64,
    pub handled: u64,
    pub abandoned: u64,
    /// Of everything that the engine said, in order.
    pub log_hash: u64,
}

/// A run that went wrong, with all that it takes to see it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub plan: Plan,
    pub at: Timestamp,
    pub what: String,
    pub last: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {} at {}: {}", self.plan.seed, self.at, self.what)?;
        writeln!(f, "the last step: {}", self.last)?;
        write!(f, "again: rapport-sim play {} ({:?})", self.plan.seed, self.plan)
    }
}

impl std::error::Error for Failure {}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Arrive,
    /// The engine hears the facts that are on their way up to now.
    Deliver,
    /// A deadline of the engine.
    Wake,
    Answer {
        interaction: InteractionId,
        agent: AgentId,
        accepts: bool,
    },
    Finish {
        interaction: InteractionId,
    },
    FinishWrapUp {
        interaction: InteractionId,
    },
    Abandon {
        interaction: InteractionId,
    },
    Presence {
        agent: AgentId,
        to_online: bool,
    },
    Vanish,
    Intervene,
    Reconfigure,
}

/// A fact on its way to the engine.
#[derive(Debug, Clone)]
enum Fact {
    Says(Box<Input>),
    /// How an interaction truly stands when this arrives.
    TruthOf(InteractionId),
    PresenceOf(AgentId),
}

#[derive(Debug, Clone)]
struct Stored {
    request: InteractionRequest,
    state: KnownState,
}

/// One run; see [`play`].
struct World {
    plan: Plan,
    chance: Chance,
    engine: Engine,
    model: Model,
    now: Timestamp,
    agenda: BinaryHeap<Reverse<(Timestamp, u64, Event)>>,
    events: u64,
    /// The one wake-up that is planned; others on the agenda are out of date.
    wake_at: Option<Timestamp>,
    feed: std::collections::VecDeque<(Timestamp, Fact)>,
    store: BTreeMap<InteractionId, Stored>,
    presence: BTreeMap<AgentId, PresenceState>,
    settings: settings::Settings,
    customers: usize,
    closing: bool,
    log: DefaultHasher,
    outcome: Outcome,
}

/// Plays a run to its end: every customer served or gone, every step approved by the model.
pub fn play(plan: Plan) -> Result<Outcome, Box<Failure>> {
    let mut world = World::open(plan);
    world.run()?;
    world.outcome.log_hash = world.log.finish();
    Ok(world.outcome)
}

impl World {
    fn open(plan: Plan) -> Self {
        let mut chance = Chance::new(plan.seed);
        let settings = settings::Settings::draw(&plan, &mut chance);
        Self {
            plan,
            chance,
            engine: Engine::new(),
            model: Model::new(),
            now: Timestamp::default(),
            agenda: BinaryHeap::new(),
            events: 0,
            wake_at: None,
            feed: std::collections::VecDeque::new(),
            store: BTreeMap::new(),
            presence: BTreeMap::new(),
            settings,
            customers: 0,
            closing: false,
            log: DefaultHasher::new(),
            outcome: Outcome::default(),
        }
    }

    fn run(&mut self) -> Result<(), Box<Failure>> {
        self.begin()?;
        while let Some(Reverse((at, _, event))) = self.agenda.pop() {
            self.now = self.now.max(at);
            self.happen(event)?;
            if self.closing && self.store.is_empty() && self.feed.is_empty() {
                break;
            }
        }
        let left: Vec<_> = self.store.keys().collect();
        if !left.is_empty() {
            return Err(self.failure(format!("never ended: {left:?}")));
        }
        if self.engine.interactions() > 0 {
            return Err(self.failure("the engine still knows what has ended"));
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<(), Box<Failure>> {
        for input in self.settings.all() {
            self.tell(&input)?;
        }
        for agent in self.settings.agents() {
            self.presence.insert(agent, PresenceState::Online);
            self.tell(&Input::AgentPresence { agent, presence: PresenceState::Online })?;
        }
        self.plan(Duration::ZERO, Event::Arrive);
        if self.plan.trouble_ms > 0 {
            for trouble in [Event::Vanish, Event::Intervene, Event::Reconfigure] {
                self.plan_trouble(trouble);
            }
        }
        Ok(())
    }

    fn plan_trouble(&mut self, event: Event) {
        let span = self.span_ms(self.plan.trouble_ms);
        self.plan(span, event);
    }

    fn happen(&mut self, event: Event) -> Result<(), Box<Failure>> {
        match event {
            Event::Arrive => self.arrive(),
            Event::Deliver => return self.deliver(),
            Event::Wake if self.wake_at == Some(self.now) => {
                self.wake_at = None;
                return self.tell(&Input::Tick);
            }
            Event::Wake => {}
            Event::Answer { interaction, agent, accepts } => {
                self.answer(interaction, agent, accepts);
            }
            Event::Finish { interaction } => self.finish(interaction),
            Event::FinishWrapUp { interaction } => self.finish_wrap_up(interaction),
            Event::Abandon { interaction } => self.abandon(interaction),
            Event::Presence { agent, to_online } => self.change_presence(agent, to_online),
            Event::Vanish => self.vanish(),
            Event::Intervene => self.intervene(),
            Event::Reconfigure => self.reconfigure(),
        }
        Ok(())
    }

    /// Closes the doors: everybody is able, online and diligent from now on.
    fn close(&mut self) {
        self.closing = true;
        for input in self.settings.for_closing() {
            self.say_that(input);
        }
        for agent in self.settings.agents() {
            self.presence.insert(agent, PresenceState::Online);
            self.say(Fact::PresenceOf(agent));
        }
    }

    fn plan(&mut self, after: Duration, event: Event) {
        self.events += 1;
        self.agenda.push(Reverse((self.now + after, self.events, event)));
    }

    /// An exponential span with this mean.
    fn span_ms(&mut self, mean_ms: u64) -> Duration {
        #[expect(clippy::cast_precision_loss, reason = "spans are far below 2^52")]
        let micros = self.chance.exponential_micros(mean_ms as f64 * 1_000.0);
        Duration::from_micros(u64::try_from(micros).unwrap_or(0))
    }

    fn say_that(&mut self, input: Input) {
        self.say(Fact::Says(Box::new(input)));
    }

    /// Sends a fact on its way; it does not overtake the ones before.
    fn say(&mut self, fact: Fact) {
        let lag = Duration::from_millis(self.chance.between(0, self.plan.lag_ms_max));
        let last = self.feed.back().map_or(self.now, |(at, _)| *at);
        let at = last.max(self.now + lag);
        self.feed.push_back((at, fact));
        self.plan(at.since(self.now), Event::Deliver);
    }

    fn deliver(&mut self) -> Result<(), Box<Failure>> {
        while self.feed.front().is_some_and(|(at, _)| *at <= self.now)
            && let Some((_, fact)) = self.feed.pop_front()
        {
            let input = match fact {
                Fact::Says(input) => *input,
                Fact::PresenceOf(agent) => {
                    let presence =
                        self.presence.get(&agent).copied().unwrap_or(PresenceState::Offline);
                    Input::AgentPresence { agent, presence }
                }
                Fact::TruthOf(interaction) => match self.store.get(&interaction).cloned() {
                    Some(Stored { request, state }) => Input::Restore { request, state },
                    None => Input::Ended { interaction },
                },
            };
            self.tell(&input)?;
        }
        Ok(())
    }

    /// Tells the engine, has the model judge the answer, and has the store execute it.
    fn tell(&mut self, input: &Input) -> Result<(), Box<Failure>> {
        self.engine.handle(self.now, input.clone());
        let outputs: Vec<Output> = std::iter::from_fn(|| self.engine.poll_output()).collect();
        self.outcome.steps += 1;
        for output in &outputs {
            output.hash(&mut self.log);
            self.outcome.offers += u64::from(matches!(output, Output::Offer { .. }));
        }
        let verdict =
            self.model.step(self.now, input, outputs.iter()).and_then(|()| self.compare());
        if let Err(Broken(what)) = verdict {
            let last = format!("{input:?} gave {outputs:#?}");
            return Err(Box::new(Failure { plan: self.plan, at: self.now, what, last }));
        }
        for output in outputs {
            self.execute(output);
        }
        self.plan_wake();
        Ok(())
    }

    /// The clock of the server is a little late sometimes.
    fn plan_wake(&mut self) {
        let Some(due) = self.engine.next_deadline() else { return };
        let late = Duration::from_millis(self.chance.between(0, self.plan.lag_ms_max / 4));
        let at = due.max(self.now) + late;
        if self.wake_at.is_none_or(|planned| at < planned || planned < self.now) {
            self.wake_at = Some(at);
            self.plan(at.since(self.now), Event::Wake);
        }
    }

    fn compare(&self) -> Result<(), Broken> {
        let known: BTreeSet<_> = self.model.interactions().collect();
        for interaction in &known {
            self.model.agrees(*interaction, self.engine.view(*interaction).as_ref())?;
        }
        if self.engine.interactions() == known.len() {
            Ok(())
        } else {
            Err(Broken(format!(
                "the engine knows {}, the model {}",
                self.engine.interactions(),
                known.len()
            )))
        }
    }

    fn failure(&self, what: impl Into<String>) -> Box<Failure> {
        let last = "the end of the run".to_owned();
        Box::new(Failure { plan: self.plan, at: self.now, what: what.into(), last })
    }
}
