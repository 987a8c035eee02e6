//! The command line: one file for each subcommand.

mod backup;
mod check;
mod config;
mod demo;
mod failure;
mod lease;
mod mail;
mod offline;
mod openapi;
mod print;
mod restore;
mod serve;
mod settings;
mod start;
mod token;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use failure::Failure;

/// One conversation with every customer, on any channel.
#[derive(Debug, Parser)]
#[command(
    name = "rapport",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "Try it:\n  \
        rapport demo                       a shop with its customers and agents, at http://localhost:8080\n\n\
        Use it:\n  \
        rapport serve --data /var/lib/rapport --listen 127.0.0.1:8080\n  \
        rapport config --docs | less       every setting explained\n  \
        rapport backup rapport-backup.db   a copy, also while it serves\n\n\
        Each command has its own examples: rapport serve --help"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Args),
    Demo(demo::Args),
    Config(config::Args),
    Backup(backup::Args),
    Restore(restore::Args),
    Check(check::Args),
    User(user::Args),
    Token(token::Args),
    Mail(mail::Args),
    Openapi(openapi::Args),
}

/// Runs the command that the process was started with. 0: done; 1: it failed; 2: it was asked for
/// something that cannot be (a wrong flag or setting).
pub fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(args) => serve::run(args),
        Command::Demo(args) => demo::run(args),
        Command::Config(args) => config::run(args),
        Command::Backup(args) => backup::run(args),
        Command::Restore(args) => restore::run(args),
        Command::Check(args) => check::run(args),
        Command::User(args) => user::run(args),
        Command::Token(args) => token::run(args),
        Command::Mail(args) => mail::run(args),
        Command::Openapi(args) => openapi::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_teaches_with_examples() {
        let mut cli = Cli::command();
        assert!(cli.render_help().to_string().contains("rapport demo"));
        for command in cli.get_subcommands_mut().filter(|command| command.get_name() != "help") {
            let help = command.render_long_help().to_string();
            let example = format!("rapport {}", command.get_name());
            assert!(help.contains("Examples:") && help.contains(&example), "{help}");
            let parts = command.get_subcommands_mut().filter(|part| part.get_name() != "help");
            for part in parts {
                let help = part.render_long_help().to_string();
                assert!(help.contains("Examples:") && help.contains(&example), "{help}");
            }
        }
    }
}
