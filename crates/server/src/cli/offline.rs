//! The store as commands use it that do not serve: beside a server that may be running.

use rapport_core::actor::{Actor, ActorKind};
use rapport_core::directory::Directory;
use rapport_core::validation::FieldError;
use rapport_storage::{Location, Store, StoreError, Tx, record};

use super::failure::Failure;
use crate::app::location;
use crate::config::Config;

/// Runs the work on the configured store, which must be there.
pub(super) fn with_store<T>(
    config: &Config,
    work: impl AsyncFnOnce(&Store) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let location = location(config);
    if let Location::Sqlite(file) = &location
        && !file.is_file()
    {
        return Err(Failure::failed(format!(
            "there is no store at {}. Name its folder with --data DIR; `rapport serve` makes a new one.",
            file.display()
        )));
    }
    with_store_at(&location, work)
}

/// Runs the work on the store there, which is made if it is not there.
pub(super) fn with_store_at<T>(
    location: &Location,
    work: impl AsyncFnOnce(&Store) -> Result<T, Failure>,
) -> Result<T, Failure> {
    run(async {
        let store = Store::open(location).await.map_err(|error| {
            Failure::failed(format!("cannot open the store ({}): {error}", location.describe()))
        })?;
        let done = work(&store).await;
        store.close().await;
        done
    })
}

pub(super) fn run<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Runtime::new()
        .map_err(|error| Failure::failed(format!("cannot start threads: {error}")))?;
    runtime.block_on(work)
}

/// Who the log says it was.
pub(super) fn actor() -> Actor {
    Actor { kind: ActorKind::System, id: None, name: Some("command line".to_owned()) }
}

/// The directory under the change's lock: what is checked against it still holds at the commit.
pub(super) async fn directory(tx: &mut Tx) -> Result<Directory, Failure> {
    record::all(&mut tx.session()).await.map_err(Failure::from)
}

/// The mistakes, a line each.
pub(super) fn told(errors: Vec<FieldError>) -> Failure {
    let lines: Vec<String> =
        errors.into_iter().map(|error| format!("{} {}", error.field, error.detail)).collect();
    Failure::failed(lines.join("\n  "))
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::failed(error.to_string())
    }
}
