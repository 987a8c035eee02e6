//! `rapport config`

use super::failure::Failure;
use super::print::print;
use super::settings::SettingsArgs;
use crate::config::{Config, effective, markdown};

/// Check the settings and print those that hold
///
/// Prints every setting with its value and where it comes from, as TOML that can be saved as
/// rapport.toml; passwords are hidden. Settings that are wrong are reported, all at once.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport config                     the settings that hold here\n  \
    rapport config --config new.toml   check a file before using it\n  \
    rapport config --docs | less       every setting explained")]
pub(super) struct Args {
    /// Print the documentation of every setting, as Markdown
    #[arg(long)]
    docs: bool,
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let text =
        if args.docs { markdown() } else { effective(&args.settings.load(Config::default())?) };
    print(&text)
}
