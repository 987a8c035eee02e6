//! `rapport demo`

use std::path::Path;

use super::failure::Failure;
use super::settings::SettingsArgs;
use super::start::start;
use crate::config::{Config, Log};
use crate::{Mode, demo};

/// Start a demonstration, with a shop, customers and agents
///
/// What happens in it is kept in its own data folder (data/demo), so that it can be stopped and
/// started again; remove the folder to begin anew.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport demo\n  \
    rapport demo --listen 127.0.0.1:0           a free port, printed\n  \
    rapport demo --data /tmp/rapport-demo")]
pub(super) struct Args {
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let config = Config::default();
    // The links should stay in sight: no line for each request.
    let log = Log { level: "warn".to_owned(), ..config.log.clone() };
    let defaults = Config { data_dir: Path::new(&config.data_dir).join("demo"), log, ..config };
    let config = args.settings.load(defaults)?.config;
    start(config, Mode::Demo, |url, _| {
        vec![
            format!("Rapport listens on {url}"),
            format!("  a shop, with the chat on it   {url}/demo/"),
            format!("  the agents' desk              {url}/"),
            format!("  the administration            {url}/settings"),
            format!(
                "Sign in as {} (an agent) or {} (the administrator);",
                demo::AGENT,
                demo::ADMINISTRATOR
            ),
            format!("the password of everybody in the demonstration is {}", demo::PASSWORD),
        ]
    })
}
