//! Why there is no figure.

use rapport_storage::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    #[error("cannot {what}: {source}")]
    Io { what: String, source: std::io::Error },
    #[error("an API call failed: {0}")]
    Http(#[from] reqwest::Error),
    #[error("the API answered {status} to {path}: {body}")]
    Api { status: u16, path: String, body: String },
    #[error("the store of the bench cannot be written: {0}")]
    Store(#[from] StoreError),
    /// The program did not do what it promises.
    #[error("{0}")]
    Broken(String),
}

impl BenchError {
    pub fn io(what: impl Into<String>, source: std::io::Error) -> Self {
        Self::Io { what: what.into(), source }
    }

    pub fn broken(what: impl Into<String>) -> Self {
        Self::Broken(what.into())
    }
}

pub type Result<T, E = BenchError> = std::result::Result<T, E>;
