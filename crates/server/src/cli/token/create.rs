//! `rapport token create`

use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use rapport_core::directory::{Agent, Directory, NAME_CHARS_MAX, Stored};
use rapport_core::event::{EventData, TokenChange};
use rapport_core::permission::Permission;
use rapport_core::validation::Errors;
use rapport_storage::credential::{self, ApiToken};

use crate::app::stamp;
use crate::auth;
use crate::cli::failure::Failure;
use crate::cli::offline::{actor, directory, told, with_store};
use crate::cli::print::print;
use crate::cli::settings::SettingsArgs;
use crate::cli::user::agent;
use crate::config::Config;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Ten years: who wants longer wants a token that does not expire.
const DAYS_MAX: i64 = 3_650;

/// Create an API token, and print it, once
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport token create --email ada@example.com --name 'CRM sync' --scope contacts:read --scope contacts:write\n  \
    rapport token create --email ada@example.com --name report --scope board:read --expires-in-days 30")]
pub(super) struct Args {
    /// The agent in whose name it acts
    #[arg(long)]
    email: String,
    /// What it is for
    #[arg(long)]
    name: String,
    /// What it may do; may be repeated
    #[arg(long = "scope", value_name = "SCOPE", required = true, value_parser = scope_parser())]
    scopes: Vec<Permission>,
    /// Days until it expires; without it, it holds until it is revoked
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    expires_in_days: Option<u32>,
    #[command(flatten)]
    settings: SettingsArgs,
}

fn scope_parser() -> impl TypedValueParser<Value = Permission> {
    PossibleValuesParser::new(Permission::ALL.map(Permission::name))
        .try_map(|name| Permission::from_name(&name).ok_or("is no scope"))
}

pub(super) fn run(mut args: Args) -> Result<(), Failure> {
    let config = args.settings.load(Config::default())?.config;
    args.scopes.sort_unstable();
    args.scopes.dedup();
    let mut errors = Errors::default();
    errors.check_line(&args.name, "--name", NAME_CHARS_MAX);
    errors.into_result().map_err(told)?;
    let stamp = stamp();
    let secret = format!("{}{}", auth::TOKEN_PREFIX, auth::new_secret());
    let id = with_store(&config, async |store| {
        let mut tx = store.begin().await?;
        let directory = directory(&mut tx).await?;
        let agent = agent(&directory, &args.email)?;
        within(&directory, agent, &args.scopes)?;
        let token = ApiToken {
            id: stamp.id(),
            agent_id: agent.id,
            name: args.name,
            scopes: args.scopes,
            created_at: stamp.at,
            expires_at: args.expires_in_days.map(|days| stamp.at + DAY * days),
            revoked_at: None,
        };
        credential::create_token(&mut tx, &token, &auth::hash_secret(&secret)).await?;
        let change = TokenChange { token_id: token.id.to_string(), name: token.name };
        tx.record(stamp.at, actor(), EventData::TokenCreated(change));
        tx.commit().await?;
        Ok(token.id)
    })?;
    print(&format!("{id}\nToken, shown this once: {secret}\n"))
}

/// A token may do nothing that its agent may not.
fn within(
    directory: &Directory,
    agent: &Stored<Agent>,
    scopes: &[Permission],
) -> Result<(), Failure> {
    let role = agent.record.role;
    let beyond: Vec<&str> = scopes
        .iter()
        .filter(|scope| !directory.role_may(role, **scope))
        .map(|scope| scope.name())
        .collect();
    if beyond.is_empty() {
        return Ok(());
    }
    Err(Failure::failed(format!(
        "{} has the role {}, which may not: {}. Leave that out, or name another agent.",
        agent.record.email,
        directory.role_name(role),
        beyond.join(", ")
    )))
}
