//! `rapport token`: API tokens, for programs.

mod create;
mod list;
mod revoke;

use clap::Subcommand;

use super::failure::Failure;

/// Create, list and revoke API tokens
///
/// A token acts in the name of an agent, within its scopes. It is shown once, when it is created.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport token create --email ada@example.com --name 'CRM sync' --scope contacts:read --scope conversations:read\n  \
    rapport token list\n  \
    rapport token revoke token_01h455vb4pex5vsknk084sn02q")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Create(create::Args),
    List(list::Args),
    Revoke(revoke::Args),
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Create(args) => create::run(args),
        Command::List(args) => list::run(args),
        Command::Revoke(args) => revoke::run(args),
    }
}
