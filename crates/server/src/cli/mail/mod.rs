//! `rapport mail`: for whoever asks why a mail looks as it does.

mod parse;

use clap::Subcommand;

use super::failure::Failure;

/// Look into mails
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport mail parse message.eml\n  \
    rapport mail parse - < message.eml")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Parse(parse::Args),
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Parse(args) => parse::run(&args),
    }
}
