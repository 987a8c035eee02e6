//! From the start of the process to a `/readyz` that answers 200.

use rapport_sim::Figure;

use crate::bench::Bench;
use crate::error::Result;
use crate::filled::{LARGE, SMALL, store};
use crate::report::{at_most, figure};
use crate::server::{Place, Server};
use crate::spread::Spread;

const STARTS: usize = 7;

async fn median_s(bench: &Bench, place: &Place) -> Result<f64> {
    let mut took = Spread::default();
    for _ in 0..STARTS {
        let server = Server::start(bench, "serve", place).await?;
        took.add(server.age());
        server.stop().await?;
    }
    Ok(took.percentile_ms(50) / 1_000.0)
}

pub async fn figures(bench: &Bench) -> Result<Vec<Figure>> {
    let small = median_s(bench, &store(bench, SMALL).await?).await?;
    let large = median_s(bench, &store(bench, LARGE).await?).await?;
    Ok(vec![
        at_most("start to ready, 1M messages stored", large, "s", 0.5),
        figure("start to ready, 10k messages stored", small, "s"),
    ])
}
