//! `rapport user list`

use rapport_core::directory::Directory;
use rapport_storage::record;

use crate::cli::failure::Failure;
use crate::cli::offline::with_store;
use crate::cli::print::{columns, print};
use crate::cli::settings::SettingsArgs;
use crate::config::Config;

/// List all agents: address, role, name, and whether they are archived
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  rapport user list\n  rapport user list --data /var/lib/rapport"
)]
pub(super) struct Args {
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let config = args.settings.load(Config::default())?.config;
    let directory = with_store(&config, async |store| {
        Ok(record::all(&mut store.read().await?.session()).await?)
    })?;
    print(&table(&directory))
}

fn table(directory: &Directory) -> String {
    let rows: Vec<Vec<String>> = directory
        .agents
        .values()
        .map(|agent| {
            let state = if agent.archived { "archived" } else { "" };
            let record = &agent.record;
            vec![
                record.email.clone(),
                directory.role_name(record.role),
                record.name.clone(),
                state.to_owned(),
            ]
        })
        .collect();
    columns(&rows)
}
