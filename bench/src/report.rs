//! The report: for programs (JSON) and for people (Markdown).

use std::fmt::Write as _;
use std::path::Path;

use rapport_sim::{Better, Figure};
use serde_json::{Value, json};

use crate::error::{BenchError, Result};
use crate::machine::{Machine, now};

/// What people wrote about the figures: conditions, and why a target is missed.
const NOTES: &str = include_str!("../notes.md");

pub fn figure(name: impl Into<String>, value: f64, unit: &'static str) -> Figure {
    Figure { name: name.into(), value, unit, target: None, better: Better::Lower }
}

/// A figure that should be no more than `target`.
pub fn at_most(name: impl Into<String>, value: f64, unit: &'static str, target: f64) -> Figure {
    Figure { target: Some(target), ..figure(name, value, unit) }
}

/// A figure that should be no less than `target`.
pub fn at_least(name: impl Into<String>, value: f64, unit: &'static str, target: f64) -> Figure {
    Figure { better: Better::Higher, ..at_most(name, value, unit, target) }
}

/// With as many digits as mean something.
fn digits(value: f64) -> String {
    match value.abs() {
        large if large >= 1_000.0 => thousands(value),
        large if large >= 100.0 => format!("{value:.0}"),
        large if large >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

fn thousands(value: f64) -> String {
    let plain = format!("{value:.0}");
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let mut text = String::new();
    for (place, digit) in plain.chars().enumerate() {
        if place > 0 && (plain.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{sign}{text}")
}

/// Whether the target is met; by how much not.
fn verdict(figure: &Figure) -> String {
    match figure.target {
        None => String::new(),
        Some(_) if figure.is_met() => "met".to_owned(),
        Some(target) => {
            let off = (figure.value - target) / target * 100.0;
            format!("**missed by {:.0}%**", off.abs().ceil())
        }
    }
}

fn target(figure: &Figure) -> String {
    let sign = match figure.better {
        Better::Higher => "≥",
        Better::Lower => "≤",
    };
    figure.target.map(|target| format!("{sign} {}", digits(target))).unwrap_or_default()
}

/// One figure on a terminal.
pub fn line(figure: &Figure) -> String {
    let target = target(figure);
    let (value, verdict) = (digits(figure.value), verdict(figure));
    format!("{value:>10} {:<8} {:<70} {target:<10} {verdict}", figure.unit, figure.name)
}

fn json(figures: &[Figure], machine: &Machine, date: &str) -> Value {
    let list: Vec<Value> = figures
        .iter()
        .map(|figure| {
            let better = match figure.better {
                Better::Higher => "higher",
                Better::Lower => "lower",
            };
            json!({
                "name": figure.name,
                "value": (figure.value * 1_000.0).round() / 1_000.0,
                "unit": figure.unit,
                "target": figure.target,
                "better": better,
            })
        })
        .collect();
    json!({ "machine": machine, "date": date, "figures": list })
}

fn markdown(figures: &[Figure], machine: &Machine, date: &str) -> String {
    let Machine { cores, memory_mib, cpu, kernel } = machine;
    let mut text = format!(
        "<!-- Made by `make bench`. Do not edit; what people have to say is in bench/notes.md. -->\n\
         # Measured\n\n{date}, {cores} cores ({cpu}), {memory_mib} MiB, Linux {kernel}.\n\n\
         | figure | value | unit | target | |\n| --- | ---: | --- | ---: | --- |\n"
    );
    for figure in figures {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            figure.name,
            digits(figure.value),
            figure.unit,
            target(figure),
            verdict(figure)
        );
    }
    format!("{text}\n{NOTES}")
}

/// Writes both files into `folder`.
pub fn write(folder: &Path, figures: &[Figure]) -> Result<()> {
    let machine = Machine::this();
    let date = now().to_string();
    let date = date.split('.').next().unwrap_or_default().replace('T', " ") + " UTC";
    let json = format!("{:#}\n", json(figures, &machine, &date));
    for (name, text) in [("report.json", json), ("report.md", markdown(figures, &machine, &date))] {
        let path = folder.join(name);
        std::fs::write(&path, text)
            .map_err(|source| BenchError::io(format!("write {}", path.display()), source))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_target_says_by_how_much() {
        assert_eq!(verdict(&at_most("x", 25.0, "ms", 20.0)), "**missed by 25%**");
        assert_eq!(verdict(&at_least("x", 9_000.0, "1/s", 10_000.0)), "**missed by 10%**");
        assert_eq!(verdict(&at_most("x", 20.0, "ms", 20.0)), "met");
        assert_eq!(verdict(&figure("x", 20.0, "ms")), "");
    }

    #[test]
    fn digits_that_mean_something() {
        for (value, shown) in
            [(1_234_567.8, "1,234,568"), (999.4, "999"), (42.25, "42.2"), (0.123, "0.12")]
        {
            assert_eq!(digits(value), shown);
        }
    }
}
