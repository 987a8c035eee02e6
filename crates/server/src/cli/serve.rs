//! `rapport serve`

use super::failure::Failure;
use super::settings::SettingsArgs;
use super::start::start;
use crate::Mode;
use crate::config::Config;

/// Start the server
///
/// Prints the address that it listens on, then serves until SIGTERM or Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport serve\n  \
    rapport serve --data /var/lib/rapport --listen 127.0.0.1:8080\n  \
    rapport serve --listen 127.0.0.1:0          a free port, printed\n  \
    RAPPORT_DATABASE=postgres://rapport:password@localhost/rapport rapport serve\n  \
    rapport serve --set limits.body_bytes=2097152")]
pub(super) struct Args {
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let config = args.settings.load(Config::default())?.config;
    start(config, Mode::Serve, |url, setup_key| {
        let mut lines = vec![format!("Rapport listens on {url}")];
        if let Some(key) = setup_key {
            lines.push(
                "Nothing is set up yet. Open this link, which works once, in a browser:".to_owned(),
            );
            lines.push(format!("  {url}/setup?key={key}"));
        }
        lines
    })
}
