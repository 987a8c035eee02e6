//! `rapport backup`

use std::path::PathBuf;

use rapport_storage::Files;
use rapport_storage::backup::{BackupError, attachments_of, backup};

use super::failure::Failure;
use super::offline::with_store;
use super::print::print;
use super::settings::SettingsArgs;
use crate::config::Config;

/// Write a copy of the store to a file
///
/// The copy is as of one moment, also while a server runs on the store. Attachments are copied to the
/// folder FILE.attachments beside it. `rapport restore` makes a store of both. A PostgreSQL store is backed up with PostgreSQL's own tools.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport backup rapport-backup.db\n  \
    rapport backup --data /var/lib/rapport /backups/rapport-$(date +%F).db\n  \
    pg_dump --format=custom --file=rapport.dump postgres://localhost/rapport    on PostgreSQL")]
pub(super) struct Args {
    /// The file to write; it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let config = args.settings.load(Config::default())?.config;
    let file = args.file;
    let files = Files::of(&config.data_dir);
    with_store(&config, async |store| {
        backup(store, &files, &file).await.map_err(|error| match error {
            BackupError::Store(error) => Failure::failed(format!(
                "cannot write the backup to {}: {error}. Is its folder there, and is there room?",
                file.display()
            )),
            other => Failure::failed(format!("cannot back up: {other}")),
        })
    })?;
    let bytes = std::fs::metadata(&file).map_or(0, |metadata| metadata.len());
    let mut told = format!("Wrote {}: {}.\n", file.display(), size(bytes));
    let folder = attachments_of(&file);
    if folder.is_dir() {
        told.push_str(&format!(
            "Wrote the attachments to {}; keep both together.\n",
            folder.display()
        ));
    }
    print(&told)
}

/// In the unit that gives one to three digits before the point.
fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let unit = UNITS.into_iter().find(|(unit, _)| bytes >= *unit);
    unit.map_or_else(
        || format!("{bytes} bytes"),
        |(unit, name)| format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(1_536), "1.5 KiB");
        assert_eq!(size(5 * 1024 * 1024), "5.0 MiB");
        assert_eq!(size(3 << 30), "3.0 GiB");
    }
}
