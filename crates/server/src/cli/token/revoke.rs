//! `rapport token revoke`

use rapport_core::event::{EventData, TokenChange};
use rapport_core::id::ApiTokenId;
use rapport_storage::credential;

use crate::app::stamp;
use crate::cli::failure::Failure;
use crate::cli::offline::{actor, with_store};
use crate::cli::print::print;
use crate::cli::settings::SettingsArgs;
use crate::config::Config;

/// Revoke an API token: it opens nothing any more
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  rapport token revoke token_01h455vb4pex5vsknk084sn02q")]
pub(super) struct Args {
    /// As `rapport token list` shows it
    #[arg(value_name = "ID")]
    id: ApiTokenId,
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let config = args.settings.load(Config::default())?.config;
    with_store(&config, async |store| {
        let at = stamp().at;
        let mut tx = store.begin().await?;
        let name = credential::revoke_token(&mut tx, args.id, at).await?.ok_or_else(|| {
            Failure::failed(format!(
                "there is no token {} that holds; `rapport token list` shows all",
                args.id
            ))
        })?;
        let change = TokenChange { token_id: args.id.to_string(), name };
        tx.record(at, actor(), EventData::TokenRevoked(change));
        Ok(tx.commit().await?)
    })?;
    print(&format!("{} is revoked.\n", args.id))
}
