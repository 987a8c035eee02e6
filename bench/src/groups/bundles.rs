//! What browsers download. Each web app's own budget script has the rule and measures; this reads
//! what it says.

use rapport_sim::Figure;
use tokio::process::Command;

use crate::bench::Bench;
use crate::error::{BenchError, Result};
use crate::report::at_most;

/// What the script of the app prints.
async fn budget(bench: &Bench, app: &str) -> Result<String> {
    let script = bench.web.join(app).join("scripts/budget.mjs");
    let what = format!("run {}", script.display());
    // It ends with an error when a budget is exceeded: then the figure tells.
    let output = Command::new("node")
        .arg(&script)
        .output()
        .await
        .map_err(|source| BenchError::io(what.clone(), source))?;
    if output.stdout.is_empty() {
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(BenchError::broken(format!("cannot {what}; is the web built? {errors}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn unreadable(text: &str) -> BenchError {
    BenchError::broken(format!("a budget script does not say what was expected: {text}"))
}

/// The first number after `before` in the line that holds `name`.
fn number(text: &str, name: &str, before: &str) -> Result<f64> {
    text.lines()
        .find(|line| line.contains(name))
        .and_then(|line| line.split_once(before).map(|(_, rest)| rest))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .ok_or_else(|| unreadable(text))
}

pub async fn figures(bench: &Bench) -> Result<Vec<Figure>> {
    let widget = budget(bench, "widget").await?;
    let desk = budget(bench, "desk").await?;
    let kib = |name| number(&widget, name, ":").map(|bytes| bytes / 1_024.0);
    Ok(vec![
        at_most("widget loader, gzip", kib("widget loader:")?, "KiB", 6.0),
        at_most("widget frame, gzip", kib("widget frame (JS and CSS):")?, "KiB", 60.0),
        at_most("desk first load, gzip", number(&desk, "first load", "")?, "KiB", 300.0),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scripts_lines_are_read() {
        let widget = "widget loader: 4630 of 6144 bytes gzip, ok\nother: 1";
        assert_eq!(number(widget, "widget loader:", ":").unwrap(), 4_630.0);
        let desk = "   12.0 KB  assets/x.js\n  261.3 KB  first load, gzip (at most 300 KB)\n";
        assert_eq!(number(desk, "first load", "").unwrap(), 261.3);
        assert!(number(desk, "frame", ":").is_err());
    }
}
