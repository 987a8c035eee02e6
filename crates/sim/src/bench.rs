//! How many decisions a second, and how their cost grows.
//!
//! A decision is an [`Output::Offer`]: an interaction given to an agent. The time counts all that
//! one decision brings with it: the calls that enqueue the interaction, that accept the offer and
//! that end an earlier one, and polling the outputs. Making up the interactions does not count.

use std::time::{Duration, Instant};

use rapport_core::Timestamp;
use rapport_core::channel::Channel;
use rapport_core::id::{AgentId, InteractionId};
use rapport_core::interaction::PRIORITY_NORMAL;
use rapport_core::presence::PresenceState;
use rapport_core::routing::{
    AgentConfig, Engine, Input, InteractionRequest, Output, Proficiency, QueueConfig, Requirement,
    Strategy,
};

use crate::chance::Chance;
use crate::ids;

const QUEUES: usize = 20;
const LANGUAGES: usize = 10;
/// Each queue is about four products, so with the languages there are 50 skills.
const PRODUCTS: usize = 40;
const PRODUCTS_PER_QUEUE: usize = PRODUCTS / QUEUES * 2;
const STRATEGIES: [Strategy; 5] = [
    Strategy::LongestIdle,
    Strategy::RoundRobin,
    Strategy::LeastLoaded,
    Strategy::MostSkilled,
    Strategy::LeastCost,
];
const CHANNELS: [Channel; 3] = [Channel::Webchat, Channel::Voice, Channel::Email];

/// A house of a size, and how full its queues are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    pub agents: usize,
    /// Interactions that are kept waiting. 0: instead, about half the agents are kept free.
    pub waiting: usize,
}

/// What was measured.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    pub load: Load,
    /// Nanoseconds per decision in the median round.
    pub nanos: f64,
    pub decisions: u64,
    /// Calls of the engine for them.
    pub calls: u64,
}

impl Measured {
    pub fn per_second(&self) -> f64 {
        1e9 / self.nanos
    }
}

/// A house at work: whatever is offered is accepted at once, and ends when it is chosen to.
struct House {
    engine: Engine,
    chance: Chance,
    agents: Vec<AgentConfig>,
    now: Timestamp,
    next: usize,
    waiting: usize,
    active: Vec<InteractionId>,
    decisions: u64,
    calls: u64,
}

fn level(of: u64) -> Proficiency {
    Proficiency::new(u8::try_from(of).unwrap_or(1)).unwrap_or(Proficiency::MIN)
}

/// An agent of two queues, with one to three languages and some of the products of the queues.
fn hire(n: usize, chance: &mut Chance) -> AgentConfig {
    let home = n % QUEUES;
    let other = chance.below(QUEUES);
    let mut config = AgentConfig::new(ids::agent(n), ids::queue(home));
    config.queues.insert(ids::queue(other));
    config.cost_per_hour_micros = 10_000_000 * chance.between(1, 5);
    for _ in 0..chance.between(1, 3) {
        config.skills.insert(ids::skill(chance.below(LANGUAGES)), level(chance.between(1, 5)));
    }
    for _ in 0..chance.between(2, 5) {
        let of = if chance.percent(70) { home } else { other };
        config.skills.insert(product(of, chance), level(chance.between(1, 5)));
    }
    config
}

fn product(queue: usize, chance: &mut Chance) -> rapport_core::id::SkillId {
    let nth = chance.below(PRODUCTS_PER_QUEUE);
    ids::skill(LANGUAGES + (queue * PRODUCTS_PER_QUEUE / 2 + nth) % PRODUCTS)
}

fn sells(queue: usize, skill: usize) -> bool {
    let first = queue * PRODUCTS_PER_QUEUE / 2;
    skill >= LANGUAGES && (skill - LANGUAGES + PRODUCTS - first) % PRODUCTS < PRODUCTS_PER_QUEUE
}

impl House {
    fn open(load: Load, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let mut engine = Engine::new();
        for n in 0..QUEUES {
            let mut config = QueueConfig::new(ids::queue(n));
            config.strategy = STRATEGIES[n % STRATEGIES.len()];
            config.service_level_ms = 10_000 * (1 + n as u64 % 6);
            engine.handle(Timestamp::default(), Input::QueueConfigured(config));
        }
        let agents: Vec<_> = (0..load.agents).map(|n| hire(n, &mut chance)).collect();
        for config in &agents {
            engine.handle(Timestamp::default(), Input::AgentConfigured(config.clone()));
            let online = PresenceState::Online;
            let presence = Input::AgentPresence { agent: config.id, presence: online };
            engine.handle(Timestamp::default(), presence);
        }
        Self {
            engine,
            chance,
            agents,
            now: Timestamp::default(),
            next: 0,
            waiting: 0,
            active: Vec::new(),
            decisions: 0,
            calls: 0,
        }
    }

    /// An interaction that at least one agent can take.
    fn request(&mut self) -> InteractionRequest {
        let chance = &mut self.chance;
        let agent = &self.agents[chance.below(self.agents.len())];
        let queues: Vec<_> = agent.queues.iter().copied().collect();
        let queue = chance.one(&queues).copied().unwrap_or(ids::queue(0));
        let skills: Vec<_> = agent.skills.iter().collect();
        let mut requirements = Vec::new();
        let sold = |skill: usize| sells(ids::number(queue), skill);
        let speaks = |skill: usize| skill < LANGUAGES;
        let kinds: [(&dyn Fn(usize) -> bool, u64); 2] = [(&speaks, 100), (&sold, 50)];
        for (of_kind, wanted) in kinds {
            let fits: Vec<_> =
                skills.iter().filter(|(skill, _)| of_kind(ids::number(**skill))).collect();
            if let Some((skill, has)) = chance.one(&fits)
                && chance.percent(wanted)
            {
                let min_proficiency =
                    if has.level() >= 3 && chance.percent(50) { level(3) } else { level(1) };
                requirements.push(Requirement { skill: **skill, min_proficiency });
            }
        }
        self.next += 1;
        InteractionRequest {
            id: ids::interaction(self.next),
            queue,
            channel: chance.one(&CHANNELS).copied().unwrap_or(Channel::Webchat),
            priority: if chance.percent(10) { 8 } else { PRIORITY_NORMAL },
            requirements,
            rings: Vec::new(),
            language: None,
            preferred_agent: None,
            enqueued_at: self.now,
            in_queue_since: None,
        }
    }

    fn handle(&mut self, input: Input) {
        self.calls += 1;
        self.engine.handle(self.now, input);
        while let Some(output) = self.engine.poll_output() {
            if let Output::Offer { interaction, agents, .. } = output {
                self.decisions += 1;
                self.waiting -= 1;
                self.active.push(interaction);
                self.accept(interaction, agents[0]);
            }
        }
    }

    fn accept(&mut self, interaction: InteractionId, agent: AgentId) {
        self.calls += 1;
        self.engine.handle(self.now, Input::Accepted { interaction, agent });
    }

    fn enqueue(&mut self, mut request: InteractionRequest) {
        request.enqueued_at = self.now;
        self.waiting += 1;
        self.handle(Input::Enqueue(request));
    }

    fn end(&mut self, choice: usize) {
        if !self.active.is_empty() {
            let at = choice % self.active.len();
            let interaction = self.active.swap_remove(at);
            self.handle(Input::Ended { interaction });
        }
    }

    /// Nanoseconds per decision over one round.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    fn round(&mut self, load: Load) -> f64 {
        let mut requests: Vec<_> = (0..3 * ROUND_CYCLES).map(|_| self.request()).collect();
        let choices: Vec<_> = (0..ROUND_CYCLES).map(|_| self.chance.below(1 << 30)).collect();
        let before = self.decisions;
        let watch = Watch::start();
        for choice in choices {
            self.cycle(load, choice, &mut requests);
        }
        watch.nanos() / (self.decisions - before).max(1) as f64
    }

    /// Ends one, and lets so many come that as many wait as should.
    fn cycle(&mut self, load: Load, choice: usize, requests: &mut Vec<InteractionRequest>) {
        self.now = self.now + Duration::from_millis(1);
        if load.waiting > 0 || self.active.len() > load.agents {
            self.end(choice);
        }
        let full = |house: &Self| {
            if load.waiting > 0 {
                house.waiting >= load.waiting
            } else {
                house.active.len() > load.agents
            }
        };
        while !full(self)
            && let Some(request) = requests.pop()
        {
            self.enqueue(request);
        }
    }
}

/// Time that this thread has had a core for, where the system says so; otherwise time.
struct Watch {
    on_core: Option<u64>,
    started: Instant,
}

impl Watch {
    fn start() -> Self {
        Self { on_core: Self::on_core_nanos(), started: Instant::now() }
    }

    /// Linux: the first number of `schedstat`, nanoseconds on a core (proc(5)).
    fn on_core_nanos() -> Option<u64> {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        text.split_whitespace().next()?.parse().ok()
    }

    #[expect(clippy::cast_precision_loss, reason = "spans are far below 2^52 nanoseconds")]
    fn nanos(&self) -> f64 {
        match (self.on_core, Self::on_core_nanos()) {
            (Some(start), Some(end)) => (end - start) as f64,
            _ => self.started.elapsed().as_secs_f64() * 1e9,
        }
    }
}

/// Decisions in one round: long enough for the clock, short enough that a neighbour on the same
/// core spoils a few rounds and not the median.
const ROUND_CYCLES: usize = 5_000;
/// Cycles before the first that counts: the classes that come often are formed by then, and every
/// agent has had work.
const WARM_UP_CYCLES: usize = 40_000;

/// Plays a house of this size for so many rounds and takes the median one.
pub fn measure(load: Load, seed: u64, rounds: usize) -> Measured {
    let mut house = House::open(load, seed);
    let fill = if load.waiting > 0 { load.waiting + 4 * load.agents } else { 2 * load.agents };
    let mut requests: Vec<_> = (0..fill).map(|_| house.request()).collect();
    house.cycle(load, 0, &mut requests);
    for _ in 0..(WARM_UP_CYCLES + 10 * load.agents) / ROUND_CYCLES {
        house.round(load);
    }
    (house.decisions, house.calls) = (0, 0);
    let mut nanos: Vec<f64> = (0..rounds.max(1)).map(|_| house.round(load)).collect();
    nanos.sort_unstable_by(f64::total_cmp);
    Measured { load, nanos: nanos[nanos.len() / 2], decisions: house.decisions, calls: house.calls }
}

/// The sizes of the curves: agents at 10,000 waiting, and waiting at 1,000 agents.
pub const AGENTS: [usize; 4] = [10, 100, 1_000, 10_000];
pub const WAITING: [usize; 4] = [100, 1_000, 10_000, 100_000];
/// The size at which decisions a second are compared with the target.
pub const HOUSE: Load = Load { agents: 1_000, waiting: 10_000 };
