//! `rapport-sim`: plays routing under a seed, compares it with Erlang C, measures it.

use std::process::ExitCode;

use rapport_sim::report::{ERLANG_CALLS, ERLANG_SEED, Figure, routing_figures};
use rapport_sim::world::{Plan, play};

const HELP: &str = "\
rapport-sim play FIRST [LAST]   plays the days of these seeds against the reference model
rapport-sim erlang [CALLS]      compares waits with Erlang C, so many calls for each load
rapport-sim bench               decisions a second, and how their cost grows
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["play", seeds @ ..] if seeds.len() <= 2 => play_seeds(seeds),
        ["erlang", calls @ ..] if calls.len() <= 1 => compare(calls.first().copied()),
        ["bench"] => bench(),
        _ => Err(HELP.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("`{text}` is not a number\n\n{HELP}"))
}

fn play_seeds(seeds: &[&str]) -> Result<(), String> {
    let first = seeds.first().map_or(Ok(0), |text| number(text))?;
    let last = seeds.get(1).map_or(Ok(first), |text| number(text))?;
    let (mut steps, mut offers) = (0, 0);
    for seed in first..=last {
        let outcome = play(Plan::of_seed(seed)).map_err(|failure| failure.to_string())?;
        steps += outcome.steps;
        offers += outcome.offers;
        if first == last {
            println!("{outcome:?}");
        }
    }
    println!("seeds {first} to {last}: {steps} steps, {offers} offers, the model agrees with all");
    Ok(())
}

fn compare(calls: Option<&str>) -> Result<(), String> {
    let calls = calls.map_or(Ok(ERLANG_CALLS), |text| {
        number(text).map(|calls| usize::try_from(calls).unwrap_or(usize::MAX))
    })?;
    println!("C: share of calls that wait. W: mean wait, in handling times. ± one standard error.");
    let print = |line: &str| println!("{line}");
    rapport_sim::erlang::report(calls, ERLANG_SEED, print).map_err(|why| why.to_string())?;
    Ok(())
}

fn bench() -> Result<(), String> {
    for figure in routing_figures().map_err(|why| why.to_string())? {
        println!("{}", line(&figure));
    }
    Ok(())
}

fn line(figure: &Figure) -> String {
    let Figure { name, value, unit, target, .. } = figure;
    let met = if figure.is_met() { "" } else { "  MISSED" };
    let target = target.map_or(String::new(), |target| format!("  (target {target} {unit}){met}"));
    format!("{name:<75} {value:>12.2} {unit}{target}")
}
