//! The message path: visitor's socket, commit, agent's socket, the generator on the same machine.

use std::time::Duration;

use rapport_sim::Figure;

use crate::bench::{Bench, Engine};
use crate::error::Result;
use crate::report::{at_least, at_most, figure};
use crate::server::{Place, Server};
use crate::spread::median;
use crate::traffic::Crowd;

use super::of_each_engine;

/// Each round has new visitors; the middle one counts, since the machine is shared.
const ROUNDS: usize = 3;
const WARM_UP: Duration = Duration::from_secs(2);
const MEASURED: Duration = Duration::from_secs(8);
const RATE_PER_SECOND: u32 = 3_000;

pub async fn figures(bench: &Bench) -> Result<Vec<Figure>> {
    of_each_engine(bench, of_engine).await
}

async fn of_engine(bench: &Bench, engine: Engine, place: Place) -> Result<Vec<Figure>> {
    let (server, client) = Server::start_empty(bench, &place).await?;
    let (mut per_second, mut processor) = (vec![], vec![]);
    let (mut p50, mut p99, mut worst) = (vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        let crowd = Crowd::gather(&server, &client, bench.visitors).await?;
        let outcome = crowd.write_closed(WARM_UP, MEASURED).await?;
        per_second.push(outcome.per_second);
        processor.push(outcome.processor_ms);
    }
    for _ in 0..ROUNDS {
        let crowd = Crowd::gather(&server, &client, bench.visitors).await?;
        let took = crowd.write_open(RATE_PER_SECOND, WARM_UP, MEASURED).await?.took;
        p50.push(took.percentile_ms(50));
        p99.push(took.percentile_ms(99));
        worst.push(took.percentile_ms(100));
    }
    server.stop().await?;
    let name = engine.name();
    Ok(vec![
        at_least(
            format!("{name}: visitor messages, socket to commit to agent's socket"),
            median(per_second),
            "1/s",
            10_000.0,
        ),
        figure(
            format!("{name}: processor time of the server for a message"),
            median(processor),
            "ms",
        ),
        at_most(
            format!("{name}: message to agent's socket at 3,000/s, p99"),
            median(p99),
            "ms",
            50.0,
        ),
        figure(format!("{name}: message to agent's socket at 3,000/s, p50"), median(p50), "ms"),
        figure(format!("{name}: message to agent's socket at 3,000/s, worst"), median(worst), "ms"),
    ])
}
