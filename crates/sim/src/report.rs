//! Figures for the project's report.

use rapport_core::routing::erlang::Unstable;

use crate::bench::{AGENTS, HOUSE, Load, Measured, WAITING, measure};
use crate::erlang;

/// Rounds of each measurement.
const ROUNDS: usize = 41;
const DECISIONS_PER_SECOND_MIN: f64 = 200_000.0;
/// For a hundred times the agents, or the waiting, the cost of a decision may grow by this; in
/// proportion it would grow by a hundred.
const GROWTH_MAX: f64 = 20.0;
/// The difference from the closed forms that is allowed.
pub const DEVIATION_PERCENT_MAX: f64 = 2.0;
/// Calls per load for the report's comparison.
pub const ERLANG_CALLS: usize = 1_000_000;
pub const ERLANG_SEED: u64 = 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    Higher,
    Lower,
}

/// One measured value, and what it should be.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub name: String,
    pub value: f64,
    pub unit: &'static str,
    /// None: a point of a curve, for information.
    pub target: Option<f64>,
    pub better: Better,
}

impl Figure {
    pub fn is_met(&self) -> bool {
        self.target.is_none_or(|target| match self.better {
            Better::Higher => self.value >= target,
            Better::Lower => self.value <= target,
        })
    }
}

fn cost(measured: &Measured) -> Figure {
    let Load { agents, waiting } = measured.load;
    let waits =
        if waiting > 0 { format!("{waiting} waiting") } else { "agents half free".to_owned() };
    Figure {
        name: format!("routing: cost of a decision, {agents} agents, {waits}"),
        value: measured.nanos,
        unit: "ns",
        target: None,
        better: Better::Lower,
    }
}

fn growth(name: &str, small: &Measured, large: &Measured) -> Figure {
    Figure {
        name: format!("routing: growth of that cost, {name}"),
        value: large.nanos / small.nanos,
        unit: "times",
        target: Some(GROWTH_MAX),
        better: Better::Lower,
    }
}

fn per_second(name: &str, measured: &Measured, target: Option<f64>) -> Figure {
    Figure {
        name: format!("routing: decisions on one core, 1,000 agents, 50 skills, {name}"),
        value: measured.per_second(),
        unit: "1/s",
        target,
        better: Better::Higher,
    }
}

/// Decisions a second, the curves of their cost, and the agreement with Erlang C. Takes about half
/// a minute; meant for a release build on a quiet machine.
pub fn routing_figures() -> Result<Vec<Figure>, Unstable> {
    let at = |agents, waiting| measure(Load { agents, waiting }, 1, ROUNDS);
    let house = at(HOUSE.agents, HOUSE.waiting);
    let by_agents = AGENTS.map(|agents| at(agents, HOUSE.waiting));
    let by_waiting = WAITING.map(|waiting| at(HOUSE.agents, waiting));
    let half_free = AGENTS.map(|agents| at(agents, 0));
    let mut figures = vec![
        per_second("10,000 waiting", &house, Some(DECISIONS_PER_SECOND_MIN)),
        per_second("agents half free", &half_free[2], None),
        growth("10,000 waiting, 100 to 10,000 agents", &by_agents[1], &by_agents[3]),
        growth("half free, 100 to 10,000 agents", &half_free[1], &half_free[3]),
        growth("1,000 agents, 1,000 to 100,000 waiting", &by_waiting[1], &by_waiting[3]),
    ];
    figures.extend(by_agents.iter().chain(&by_waiting).chain(&half_free).map(cost));
    let rows = erlang::report(ERLANG_CALLS, ERLANG_SEED, |_| {})?;
    let worst = rows
        .iter()
        .flat_map(|row| [row.waits.deviation(), row.mean_wait.deviation()])
        .fold(0.0_f64, |worst, deviation| worst.max(deviation.abs()));
    figures.push(Figure {
        name: format!("routing: largest difference from Erlang C, {} loads", rows.len()),
        value: worst * 100.0,
        unit: "%",
        target: Some(DEVIATION_PERCENT_MAX),
        better: Better::Lower,
    });
    Ok(figures)
}
