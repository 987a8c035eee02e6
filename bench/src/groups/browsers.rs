//! What is measured in a browser. The walks are Playwright's, in `web/e2e/bench`; they tell figures,
//! and the targets are here.

use rapport_sim::Figure;
use serde::Deserialize;
use tempfile::NamedTempFile;
use tokio::process::Command;

use crate::bench::Bench;
use crate::error::{BenchError, Result};
use crate::report::{at_most, figure};

/// Units and targets by what a figure's name ends with.
const KINDS: [(&str, &str, Option<f64>); 8] = [
    ("slowest interaction", "ms", Some(200.0)),
    ("interaction, p98", "ms", None),
    ("longest task", "ms", None),
    ("interactions", "", None),
    ("script memory after the hour", "MiB", None),
    ("growth of script memory in two thirds of the hour", "%", Some(10.0)),
    ("p50", "ms", None),
    ("p95", "ms", None),
];

#[derive(Deserialize)]
struct Told {
    name: String,
    value: f64,
}

impl Told {
    fn figure(self) -> Result<Figure> {
        let Self { name, value } = self;
        let kind = KINDS.into_iter().find(|(end, ..)| name.ends_with(end));
        match kind {
            Some((_, unit, Some(target))) => Ok(at_most(name, value, unit, target)),
            Some((_, unit, None)) => Ok(figure(name, value, unit)),
            None => Err(BenchError::broken(format!("nobody knows the figure {name}"))),
        }
    }
}

fn read(text: &str) -> Result<Vec<Figure>> {
    let told = text.lines().map(|line| {
        serde_json::from_str::<Told>(line)
            .map_err(|error| BenchError::broken(format!("a browser's figure: {error}: {line}")))
    });
    told.map(|told| told.and_then(Told::figure)).collect()
}

pub async fn figures(bench: &Bench) -> Result<Vec<Figure>> {
    let file = NamedTempFile::new().map_err(|source| BenchError::io("make a file", source))?;
    let rapport = bench
        .rapport
        .canonicalize()
        .map_err(|source| BenchError::io("find the program", source))?;
    let status = Command::new("npm")
        .args(["run", "bench", "--workspace", "e2e"])
        .current_dir(&bench.web)
        .env("RAPPORT_BIN", rapport)
        .env("BENCH_FIGURES", file.path())
        .status()
        .await
        .map_err(|source| BenchError::io("start the browsers", source))?;
    if !status.success() {
        return Err(BenchError::broken("a walk in the browser failed; see above"));
    }
    let text = std::fs::read_to_string(file.path())
        .map_err(|source| BenchError::io("read the browser's figures", source))?;
    read(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_finds_its_unit_and_target() {
        let told = r#"{"name":"desk, 500 chats: slowest interaction","value":120}
{"name":"chat, desktop: script tag to launcher, p50","value":33.5}"#;
        let figures = read(told).unwrap();
        assert_eq!(figures[0].target, Some(200.0));
        assert_eq!((figures[1].target, figures[1].unit), (None, "ms"));
        assert!(read(r#"{"name":"the weather","value":1}"#).is_err());
        assert!(read("nothing").is_err());
    }
}
