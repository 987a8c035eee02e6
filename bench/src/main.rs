//! `make bench`: measures the release program from outside, as its users meet it, and writes
//! `bench/report.md` and `bench/report.json`.
//!
//! The program runs as a child process with a data folder of its own; all load goes over loopback,
//! bounded in count and time. One file of [`groups`] measures one thing; a new figure goes there.

mod bench;
mod error;
mod filled;
mod groups;
mod machine;
mod report;
mod server;
mod spread;
mod traffic;

use std::process::ExitCode;

use clap::Parser;

use crate::bench::Options;
use crate::error::Result;

/// One thread: the generator shares the machine with what it measures, and should need little.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let tasks = tokio::task::LocalSet::new();
    match tasks.run_until(run(Options::parse())).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<()> {
    rlimit::increase_nofile_limit(u64::MAX)
        .map_err(|source| error::BenchError::io("raise the limit of open files", source))?;
    let bench = options.prepare()?;
    let mut figures = Vec::new();
    for group in options.groups() {
        eprintln!("=== {}", group.name());
        for figure in group.measure(&bench).await? {
            eprintln!("{}", report::line(&figure));
            figures.push(figure);
        }
    }
    // A report of some groups would hide that the others were not measured.
    if options.is_complete() {
        report::write(&options.report, &figures)?;
        eprintln!("bench: wrote {}/report.md and report.json", options.report.display());
    }
    Ok(())
}
