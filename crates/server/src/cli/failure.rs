//! Why a command did not do what it was asked.

use std::process::ExitCode;

use crate::config::ConfigError;

/// A failed command, for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}")]
    Config(#[from] ConfigError),
    /// A whole message that says what to do.
    #[error("{0}")]
    Failed(String),
}

impl Failure {
    pub fn failed(message: impl Into<String>) -> Self {
        Self::Failed(message.into())
    }

    /// Tells it on standard error, and gives the exit code.
    pub(super) fn report(&self) -> ExitCode {
        eprintln!("rapport: {self}");
        match self {
            Self::Config(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::FAILURE,
        }
    }
}
