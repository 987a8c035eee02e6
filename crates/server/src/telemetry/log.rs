//! Structured logs to standard error, as text for people or JSON for machines.

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::time::SystemTime;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};
use tracing_subscriber::{Layer, fmt};

use crate::config::LogFormat;

/// Why logging did not start.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    #[error("`{0}` is no level: they are `error`, `warn`, `info`, `debug`, `trace` and `off`")]
    Level(String),
    #[error("a logger is installed already")]
    Installed(#[source] TryInitError),
}

/// Parses a level (`info`) or a list of levels and targets with levels
/// (`warn,rapport_server=debug`).
pub fn parse_level(levels: &str) -> Result<Targets, LogError> {
    let mut targets = Targets::new();
    for item in levels.split(',').map(str::trim) {
        let (target, name) =
            item.split_once('=').map_or((None, item), |(target, name)| (Some(target), name));
        let level = name.parse().ok().filter(|_: &LevelFilter| !name.is_empty());
        let level = level.ok_or_else(|| LogError::Level(name.to_owned()))?;
        targets = match target {
            Some(target) => targets.with_target(target, level),
            None => targets.with_default(level),
        };
    }
    Ok(targets)
}

/// Starts logging for the process, and logs panics too.
pub fn init(level: &str, format: LogFormat) -> Result<(), LogError> {
    let filter = parse_level(level)?;
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let to_stderr = fmt::layer().with_writer(std::io::stderr).with_timer(SystemTime);
    let layer = match format {
        LogFormat::Text => to_stderr.with_ansi(colours).boxed(),
        LogFormat::Json => to_stderr.json().flatten_event(true).with_span_list(false).boxed(),
    };
    tracing_subscriber::registry()
        .with(layer.with_filter(filter))
        .try_init()
        .map_err(LogError::Installed)?;
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(ToString::to_string);
        let message = panic.payload_as_str().unwrap_or("no message");
        let backtrace = std::backtrace::Backtrace::capture();
        tracing::error!(at, message, %backtrace, "panic");
    }));
    Ok(())
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn levels() {
        let targets = parse_level("warn, rapport_server=debug").unwrap();
        assert!(targets.would_enable("rapport_server::http", &Level::DEBUG));
        assert!(!targets.would_enable("hyper", &Level::INFO));
        assert!(!parse_level("off").unwrap().would_enable("x", &Level::ERROR));
        for wrong in ["", "inof", "x=", "info,x=loud"] {
            assert!(parse_level(wrong).is_err(), "{wrong}");
        }
    }
}
