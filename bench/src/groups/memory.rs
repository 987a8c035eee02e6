//! An idle server, with the demonstration's data.

use rapport_sim::Figure;

use crate::bench::Bench;
use crate::error::Result;
use crate::report::at_most;
use crate::server::{Place, Server};

use super::{folder, settled_rss_kib};

pub async fn figures(bench: &Bench) -> Result<Vec<Figure>> {
    let folder = folder()?;
    let place = Place::sqlite(folder.path());
    let mut figures = Vec::new();
    for what in ["after its first start, which wrote the demo's data", "started on the demo's data"]
    {
        let server = Server::start(bench, "demo", &place).await?;
        let mib = settled_rss_kib(&server).await / 1_024.0;
        server.stop().await?;
        figures.push(at_most(format!("memory of an idle server, {what}"), mib, "MiB", 60.0));
    }
    Ok(figures)
}
