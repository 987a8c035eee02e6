//! `rapport restore`

use std::path::PathBuf;

use rapport_storage::Location;
use rapport_storage::backup::{BackupError, restore};

use super::failure::Failure;
use super::offline::run as block_on;
use super::print::print;
use super::settings::SettingsArgs;
use crate::app::location;
use crate::config::Config;

/// Make a store from a backup
///
/// The folder of attachments beside the backup belongs to it.
/// The data folder must have no store and no attachments yet: nothing is ever overwritten. The backup is checked as
/// `rapport check` does, and taken only when it holds together.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport restore rapport-backup.db --data /var/lib/rapport-restored\n  \
    rapport serve --data /var/lib/rapport-restored                  and go on from there\n  \
    pg_restore --dbname=postgres://localhost/rapport rapport.dump   on PostgreSQL")]
pub(super) struct Args {
    /// The file that `rapport backup` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let config = args.settings.load(Config::default())?.config;
    let Location::Sqlite(store) = location(&config) else {
        return Err(Failure::failed(
            "cannot restore: a PostgreSQL store is restored with PostgreSQL's own tool, pg_restore",
        ));
    };
    std::fs::create_dir_all(&config.data_dir).map_err(|error| {
        Failure::failed(format!(
            "cannot make the data directory {}: {error}. Choose another with --data DIR.",
            config.data_dir.display()
        ))
    })?;
    block_on(async {
        restore(&args.file, &store).await.map_err(|error| match error {
            BackupError::Exists(path) => Failure::failed(format!(
                "cannot restore: {} is there already, and a restore overwrites nothing. Choose an \
                 empty folder with --data DIR, or move what is there away.",
                path.display()
            )),
            other => Failure::failed(format!("cannot restore: {other}")),
        })
    })?;
    print(&format!(
        "Restored {} to {}. Start it with: rapport serve --data {}\n",
        args.file.display(),
        store.display(),
        config.data_dir.display()
    ))
}
