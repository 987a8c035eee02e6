//! `rapport token list`

use rapport_core::Timestamp;
use rapport_core::directory::Directory;
use rapport_storage::credential::{self, ApiToken};
use rapport_storage::record;

use crate::cli::failure::Failure;
use crate::cli::offline::with_store;
use crate::cli::print::{columns, print};
use crate::cli::settings::SettingsArgs;
use crate::clock;
use crate::config::Config;

/// Tokens read at once.
const PAGE_ROWS: i64 = 200;

/// List all API tokens, newest first: id, agent, name, scopes, and until when they hold
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  rapport token list\n  rapport token list --data /var/lib/rapport"
)]
pub(super) struct Args {
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let config = args.settings.load(Config::default())?.config;
    let (directory, tokens) = with_store(&config, async |store| {
        let mut reader = store.read().await?;
        let session = &mut reader.session();
        let directory = record::all(session).await?;
        let mut tokens: Vec<ApiToken> = Vec::new();
        loop {
            let last = tokens.last().map(|token| token.id);
            let page = credential::list_tokens(session, last, PAGE_ROWS).await?;
            if page.is_empty() {
                return Ok((directory, tokens));
            }
            tokens.extend(page);
        }
    })?;
    let now = clock::now();
    let rows: Vec<Vec<String>> =
        tokens.into_iter().map(|token| row(token, &directory, now)).collect();
    print(&columns(&rows))
}

fn row(token: ApiToken, directory: &Directory, now: Timestamp) -> Vec<String> {
    let agent = directory.agents.get(&token.agent_id);
    let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.name()).collect();
    let holds = match (token.revoked_at, token.expires_at) {
        (Some(at), _) => format!("revoked {}", day(at)),
        (None, Some(at)) if at <= now => format!("expired {}", day(at)),
        (None, Some(at)) => format!("until {}", day(at)),
        (None, None) => "until revoked".to_owned(),
    };
    vec![
        token.id.to_string(),
        agent.map_or_else(|| token.agent_id.to_string(), |agent| agent.record.email.clone()),
        token.name,
        scopes.join(","),
        holds,
    ]
}

/// The date, UTC.
fn day(at: Timestamp) -> String {
    at.to_string().chars().take_while(|c| *c != 'T').collect()
}
