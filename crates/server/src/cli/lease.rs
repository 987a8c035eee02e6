//! Takes the store for the process that serves it: there is one at a time.

use rapport_storage::Store;
use rapport_storage::serving::ServeError;

use super::failure::Failure;
use crate::app::location;
use crate::clock;
use crate::config::Config;

/// Waits as long as a lease lasts for another process to end.
pub(super) async fn take(store: &Store, config: &Config) -> Result<(), Failure> {
    let taken = store.serve(&this_process(), clock::now(), config.serving_lease).await;
    taken.map_err(|error| {
        let store = location(config).describe();
        match error {
            ServeError::Held(_) => Failure::failed(format!(
                "cannot serve the store ({store}): {error}. A store has one server: stop that one, \
                 or start this one on another store with --data DIR or --database URL. Commands \
                 such as `rapport user` and `rapport backup` work beside it."
            )),
            ServeError::Store(_) => {
                Failure::failed(format!("cannot take the store ({store}) to serve it: {error}"))
            }
        }
    })
}

/// This process, for people.
fn this_process() -> String {
    // Where there is no such file, as on macOS, the number has to do.
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    match host.trim() {
        "" => format!("process {}", std::process::id()),
        host => format!("process {} on {host}", std::process::id()),
    }
}
