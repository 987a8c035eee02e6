//! `rapport user`: who may sign in.

mod add;
mod change;
mod list;
mod password;

use clap::Subcommand;
use rapport_core::directory::{Agent, Directory, Stored};

use super::failure::Failure;

/// Add, list, archive agents, and reset their passwords
///
/// For the first administrator of a store that is set up without a browser, and for when nobody
/// can sign in any more. A running server takes the changes in within a second.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport user add --email ada@example.com --name 'Ada Brandt' --role administrator --organisation 'Example Ltd'\n  \
    rapport user add --email tom@example.com --name 'Tom Okafor' --role agent\n  \
    rapport user list\n  \
    rapport user reset-password ada@example.com\n  \
    rapport user archive tom@example.com")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Args),
    List(list::Args),
    ResetPassword(change::ResetPassword),
    Archive(change::Archive),
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Add(args) => add::run(args),
        Command::List(args) => list::run(args),
        Command::ResetPassword(args) => change::reset_password(args),
        Command::Archive(args) => change::archive(args),
    }
}

/// The agent in use with this address.
pub(super) fn agent<'d>(
    directory: &'d Directory,
    email: &str,
) -> Result<&'d Stored<Agent>, Failure> {
    match directory.agent_by_email(email) {
        Some(agent) if !agent.archived => Ok(agent),
        Some(_) => Err(Failure::failed(format!("{email} is archived and cannot sign in any more"))),
        None => Err(Failure::failed(format!(
            "there is no agent {email}; `rapport user list` shows all"
        ))),
    }
}
