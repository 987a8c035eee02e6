//! `rapport check`

use rapport_storage::Files;
use rapport_storage::check::{Finding, check, check_files, summary};

use super::failure::Failure;
use super::offline::with_store;
use super::print::print;
use super::settings::SettingsArgs;
use crate::config::Config;

/// Verify that the store holds together
///
/// Compares the rows with the log of events, follows every reference, reads the database file and
/// every attachment.
/// Changes nothing, and may run beside a server. Ends with 1 when it finds something.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport check\n  \
    rapport check --data /var/lib/rapport\n  \
    rapport check --database postgres://rapport:password@localhost/rapport")]
pub(super) struct Args {
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let config = args.settings.load(Config::default())?.config;
    let (findings, held) = with_store(&config, async |store| {
        let mut reader = store.read().await?;
        let session = &mut reader.session();
        let mut findings = check(session).await?;
        findings.extend(check_files(session, &Files::of(&config.data_dir)).await?);
        Ok((findings, summary(session).await?))
    })?;
    if findings.is_empty() {
        return print(&format!(
            "The store holds together: {} conversations, {} messages, {} events.\n",
            held.conversations, held.messages, held.events
        ));
    }
    print(&findings.iter().map(shown).collect::<String>())?;
    Err(Failure::failed(
        "the store does not hold together: see above. Keep a copy of the data as it is now, then \
         restore the last good backup (`rapport restore --help`), and please report what was found.",
    ))
}

fn shown(finding: &Finding) -> String {
    let rows: String = finding.rows.iter().map(|row| format!("    {row}\n")).collect();
    format!("It does not hold that {}:\n{rows}", finding.rule)
}
