//! Waits under the engine next to the closed forms of Erlang C.
//!
//! Calls come in a Poisson stream, agents take one call at a time for an exponential time, and the
//! engine decides who gets what. Every call's own wait is measured, from its arrival to the offer.
//!
//! At high occupancy waits hang together over thousands of calls, so a plain mean needs a hundred
//! million calls to be within 2%. Therefore beside the plain mean there is one with control
//! variates: quantities that are measured on the same run and whose mean is known to be zero. For
//! a function h of the number of calls in the house, n, that moves by ±1 with rates λ and μ × busy,
//! h(end) − h(start) − ∫ (λ (h(n+1) − h(n)) + μ busy (h(n−1) − h(n))) dt has mean zero (Dynkin's
//! formula), whatever the engine does, since `busy` is counted and not assumed. Which multiple of
//! each to subtract is found by regression over batches. Sources: S. G. Henderson and P. W. Glynn,
//! "Approximating martingales for variance reduction in Markov process simulation", Mathematics of
//! Operations Research 27 (2002); S. Asmussen and P. W. Glynn, Stochastic Simulation (2007), V.2.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::fmt;

use rapport_core::Timestamp;
use rapport_core::channel::Channel;
use rapport_core::id::InteractionId;
use rapport_core::interaction::PRIORITY_NORMAL;
use rapport_core::presence::PresenceState;
use rapport_core::routing::erlang::{Unstable, erlang_c, mean_wait};
use rapport_core::routing::{AgentConfig, Engine, Input, InteractionRequest, Output, QueueConfig};

use crate::chance::Chance;
use crate::ids;

/// Five minutes, in microseconds.
const HANDLING_MICROS: f64 = 300e6;
const BATCHES: usize = 100;
/// Batches before the first that counts: the house starts empty.
const WARM_UP_BATCHES: usize = 3;
/// Functions of the number of calls in the house, each a control by Dynkin's formula.
const FUNCTIONS: usize = 4;
/// And one more: how long those who wait have waited already, at the end less at the start of a
/// batch, which is zero in the mean because the house is in its steady state.
const CONTROLS: usize = FUNCTIONS + 1;

/// The loads that are compared: agents, and occupancy in per cent.
pub const LOADS: [(u32, u32); 16] = [
    (1, 50),
    (1, 80),
    (1, 95),
    (2, 50),
    (2, 70),
    (3, 90),
    (5, 60),
    (5, 80),
    (8, 95),
    (10, 70),
    (10, 90),
    (20, 80),
    (30, 90),
    (50, 90),
    (70, 95),
    (100, 95),
];

/// A mean and its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub mean: f64,
    pub standard_error: f64,
}

/// One quantity: by closed form, as a plain mean, and with control variates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    pub expected: f64,
    pub plain: Estimate,
    pub controlled: Estimate,
}

impl Compared {
    /// How far the controlled estimate is from the closed form, as a share of it.
    pub fn deviation(&self) -> f64 {
        self.controlled.mean / self.expected - 1.0
    }

    /// How many of its standard errors the plain mean is from the closed form.
    pub fn plain_in_standard_errors(&self) -> f64 {
        (self.plain.mean - self.expected) / self.plain.standard_error
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    pub agents: u32,
    pub occupancy: f64,
    pub calls: usize,
    pub waits: Compared,
    /// Mean wait over all calls, in units of the handling time.
    pub mean_wait: Compared,
}

/// What one batch of calls showed, per call.
#[derive(Debug, Clone, Copy, Default)]
struct Batch {
    waited: f64,
    wait: f64,
    controls: [f64; CONTROLS],
}

struct House {
    engine: Engine,
    chance: Chance,
    agents: f64,
    /// Rates in microseconds.
    arrivals: f64,
    now: i64,
    next_arrival: i64,
    /// When calls end; the number is the call's.
    ends: BinaryHeap<Reverse<(i64, usize)>>,
    /// When the calls arrived that are waiting; the first is the call `first_waiting`.
    waiting: VecDeque<i64>,
    first_waiting: usize,
    answered: usize,
    batch: Batch,
}

/// The functions h of calls above the number of agents, and their steps up and down.
fn functions(above: f64) -> [f64; FUNCTIONS] {
    let queue = above.max(0.0);
    [above, above * above, queue, queue * queue]
}

impl House {
    /// `absent` of the agents do not come to work.
    fn open(agents: u32, absent: u32, occupancy: f64, seed: u64) -> Self {
        let mut engine = Engine::new();
        let start = Timestamp::default();
        engine.handle(start, Input::QueueConfigured(QueueConfig::new(ids::queue(0))));
        for n in 0..agents as usize {
            let config = AgentConfig::new(ids::agent(n), ids::queue(0));
            engine.handle(start, Input::AgentConfigured(config));
            if n >= absent as usize {
                let presence = PresenceState::Online;
                engine.handle(start, Input::AgentPresence { agent: ids::agent(n), presence });
            }
        }
        let mut chance = Chance::new(seed);
        let arrivals = f64::from(agents) * occupancy / HANDLING_MICROS;
        let next_arrival = chance.exponential_micros(1.0 / arrivals);
        Self {
            engine,
            chance,
            agents: f64::from(agents),
            arrivals,
            now: 0,
            next_arrival,
            ends: BinaryHeap::new(),
            waiting: VecDeque::new(),
            first_waiting: 0,
            answered: 0,
            batch: Batch::default(),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    fn above(&self) -> f64 {
        (self.ends.len() + self.waiting.len()) as f64 - self.agents
    }

    /// What those who wait have waited up to now, in handling times.
    #[expect(clippy::cast_precision_loss, reason = "spans are far below 2^52 microseconds")]
    fn waited_already(&self) -> f64 {
        self.waiting.iter().map(|arrived| (self.now - arrived) as f64 / HANDLING_MICROS).sum()
    }

    /// Lets time pass up to the next event and takes the integrals of the controls.
    #[expect(clippy::cast_precision_loss, reason = "spans are far below 2^52 microseconds")]
    fn pass(&mut self, to: i64) {
        let span = (to - self.now) as f64;
        self.now = to;
        let ends = self.ends.len() as f64 / HANDLING_MICROS;
        let above = self.above();
        let (here, up, down) = (functions(above), functions(above + 1.0), functions(above - 1.0));
        for n in 0..FUNCTIONS {
            let drift = self.arrivals * (up[n] - here[n]) + ends * (down[n] - here[n]);
            self.batch.controls[n] -= drift * span;
        }
    }

    fn step(&mut self) {
        let end = self.ends.peek().map_or(i64::MAX, |Reverse((at, _))| *at);
        if self.next_arrival <= end {
            self.pass(self.next_arrival);
            self.next_arrival += self.chance.exponential_micros(1.0 / self.arrivals);
            let call = self.first_waiting + self.waiting.len();
            self.waiting.push_back(self.now);
            self.handle(Input::Enqueue(call_request(call, self.now)));
        } else {
            self.pass(end);
            if let Some(Reverse((_, call))) = self.ends.pop() {
                self.handle(Input::Ended { interaction: ids::interaction(call) });
            }
        }
    }

    fn handle(&mut self, input: Input) {
        let now = Timestamp::from_micros(self.now);
        self.engine.handle(now, input);
        while let Some(output) = self.engine.poll_output() {
            if let Output::Offer { interaction, agents, .. } = output {
                self.engine.handle(now, Input::Accepted { interaction, agent: agents[0] });
                self.answer(interaction);
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "spans are far below 2^52 microseconds")]
    fn answer(&mut self, interaction: InteractionId) {
        // One queue and one priority: calls are answered in the order in which they came.
        assert_eq!(ids::number(interaction), self.first_waiting, "not the first in line");
        self.first_waiting += 1;
        let arrived = self.waiting.pop_front().unwrap_or(self.now);
        let wait = (self.now - arrived) as f64;
        self.batch.wait += wait / HANDLING_MICROS;
        self.batch.waited += f64::from(u8::from(wait > 0.0));
        self.answered += 1;
        let until = self.now + self.chance.exponential_micros(HANDLING_MICROS);
        self.ends.push(Reverse((until, ids::number(interaction))));
    }

    fn batch(&mut self, calls: usize) -> Batch {
        let (begin, begun) = (functions(self.above()), self.waited_already());
        let until = self.answered + calls;
        self.batch = Batch::default();
        while self.answered < until {
            self.step();
        }
        let end = functions(self.above());
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let per_call = 1.0 / calls as f64;
        let mut batch = self.batch;
        for n in 0..FUNCTIONS {
            batch.controls[n] = (batch.controls[n] + end[n] - begin[n]) * per_call;
        }
        batch.controls[FUNCTIONS] = (self.waited_already() - begun) * per_call;
        batch.waited *= per_call;
        batch.wait *= per_call;
        batch
    }
}

fn call_request(call: usize, now: i64) -> InteractionRequest {
    InteractionRequest {
        id: ids::interaction(call),
        queue: ids::queue(0),
        channel: Channel::Voice,
        priority: PRIORITY_NORMAL,
        requirements: Vec::new(),
        rings: Vec::new(),
        language: None,
        preferred_agent: None,
        enqueued_at: Timestamp::from_micros(now),
        in_queue_since: None,
    }
}

/// Plays so many calls through the engine, and compares.
pub fn compare(agents: u32, occupancy: f64, calls: usize, seed: u64) -> Result<Row, Unstable> {
    compare_with_absent(agents, 0, occupancy, calls, seed)
}

/// As [`compare`], while some agents are absent of whom the closed form does not know. It must
/// then disagree, however the controls are built; that is what this is for.
pub fn compare_with_absent(
    agents: u32,
    absent: u32,
    occupancy: f64,
    calls: usize,
    seed: u64,
) -> Result<Row, Unstable> {
    let load = f64::from(agents) * occupancy;
    let (share, wait) = (erlang_c(agents, load)?, mean_wait(agents, load, 1.0)?);
    let mut house = House::open(agents, absent, occupancy, seed);
    let per_batch = (calls / BATCHES).max(1);
    for _ in 0..WARM_UP_BATCHES {
        house.batch(per_batch);
    }
    let batches: Vec<_> = (0..BATCHES).map(|_| house.batch(per_batch)).collect();
    Ok(Row {
        agents,
        occupancy,
        calls: per_batch * BATCHES,
        waits: summarize(share, &batches, |batch| batch.waited),
        mean_wait: summarize(wait, &batches, |batch| batch.wait),
    })
}

fn mean(of: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = of.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

/// The mean and its standard error, from values that are nearly independent; `fitted` parameters
/// were found from the same values.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn estimate(values: &[f64], fitted: usize) -> Estimate {
    let middle = mean(values.iter().copied());
    let squares: f64 = values.iter().map(|value| (value - middle).powi(2)).sum();
    let freedom = (values.len() - 1 - fitted) as f64;
    let standard_error = (squares / freedom / values.len() as f64).sqrt();
    Estimate { mean: middle, standard_error }
}

fn summarize(expected: f64, batches: &[Batch], of: impl Fn(&Batch) -> f64) -> Compared {
    let values: Vec<_> = batches.iter().map(of).collect();
    let slopes = regress(&values, batches);
    let without = |(value, batch): (&f64, &Batch)| {
        value - slopes.iter().zip(batch.controls).map(|(slope, c)| slope * c).sum::<f64>()
    };
    let controlled: Vec<_> = values.iter().zip(batches).map(without).collect();
    Compared { expected, plain: estimate(&values, 0), controlled: estimate(&controlled, CONTROLS) }
}

/// The slopes of the least-squares fit of the values by the controls.
fn regress(values: &[f64], batches: &[Batch]) -> [f64; CONTROLS] {
    let middle = mean(values.iter().copied());
    let means: [f64; CONTROLS] =
        std::array::from_fn(|n| mean(batches.iter().map(|batch| batch.controls[n])));
    let mut matrix = [[0.0; CONTROLS + 1]; CONTROLS];
    for (value, batch) in values.iter().zip(batches) {
        for row in 0..CONTROLS {
            let own = batch.controls[row] - means[row];
            for column in 0..CONTROLS {
                matrix[row][column] += own * (batch.controls[column] - means[column]);
            }
            matrix[row][CONTROLS] += own * (value - middle);
        }
    }
    solve(matrix)
}

/// Gauss's elimination with row pivots; an unknown that the equations leave open is 0.
fn solve(mut m: [[f64; CONTROLS + 1]; CONTROLS]) -> [f64; CONTROLS] {
    // What is left of a column that depends on others is rounding, compared to what it was.
    const NOTHING_LEFT: f64 = 1e-9;
    let scale: [f64; CONTROLS] = std::array::from_fn(|n| m[n][n]);
    let mut pivots = [None; CONTROLS];
    let mut used = 0;
    for column in 0..CONTROLS {
        let best =
            (used..CONTROLS).max_by(|a, b| m[*a][column].abs().total_cmp(&m[*b][column].abs()));
        let Some(best) = best.filter(|row| m[*row][column].abs() > NOTHING_LEFT * scale[column])
        else {
            continue;
        };
        m.swap(used, best);
        for row in 0..CONTROLS {
            if row != used {
                let factor = m[row][column] / m[used][column];
                let source = m[used];
                for (cell, from) in m[row].iter_mut().zip(source) {
                    *cell -= factor * from;
                }
            }
        }
        pivots[column] = Some(used);
        used += 1;
    }
    std::array::from_fn(|n| pivots[n].map_or(0.0, |row| m[row][CONTROLS] / m[row][n]))
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "| {:>6} | {:>4.0}% | {:>10}", self.agents, self.occupancy * 100.0, self.calls)?;
        for compared in [&self.waits, &self.mean_wait] {
            let Compared { expected, plain, controlled } = compared;
            write!(
                f,
                " | {expected:>8.5} | {:>8.5} ± {:.5} | {:>8.5} ± {:.5} | {:>+6.2}%",
                plain.mean,
                plain.standard_error,
                controlled.mean,
                controlled.standard_error,
                compared.deviation() * 100.0
            )?;
        }
        f.write_str(" |")
    }
}

/// The heading of the table whose lines are [`Row`]s.
pub const HEADING: &str = "\
| agents | load  |      calls | C closed | C simulated: plain  | with controls       | differs | \
W closed | W simulated: plain  | with controls       | differs |
| -----: | ----: | ---------: | -------: | ------------------: | ------------------: | ------: | \
-------: | ------------------: | ------------------: | ------: |";

/// Every load, printed line by line as it is done.
pub fn report(calls: usize, seed: u64, mut print: impl FnMut(&str)) -> Result<Vec<Row>, Unstable> {
    print(HEADING);
    let mut rows = Vec::new();
    for (agents, percent) in LOADS {
        let row = compare(agents, f64::from(percent) / 100.0, calls, seed)?;
        print(&row.to_string());
        rows.push(row);
    }
    Ok(rows)
}
