//! `rapport user reset-password` and `rapport user archive`

use rapport_core::directory::Stored;
use rapport_core::event::{EventData, SignIn};
use rapport_storage::{credential, record};

use super::agent;
use super::password::Password;
use crate::app::stamp;
use crate::cli::failure::Failure;
use crate::cli::offline::{actor, directory, with_store};
use crate::cli::print::print;
use crate::cli::settings::SettingsArgs;
use crate::config::Config;

/// Give an agent a new password, and sign them out everywhere
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport user reset-password ada@example.com\n  \
    rapport user reset-password ada@example.com --password-stdin < password.txt")]
pub(super) struct ResetPassword {
    email: String,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn reset_password(args: ResetPassword) -> Result<(), Failure> {
    let config = args.settings.load(Config::default())?.config;
    let password = Password::new(args.password_stdin)?;
    let email = with_store(&config, async |store| {
        let hash = password.hash().await?;
        let mut tx = store.begin().await?;
        let directory = directory(&mut tx).await?;
        let agent = agent(&directory, &args.email)?;
        let email = agent.record.email.clone();
        credential::put_password(&mut tx, agent.id, &email, &hash).await?;
        credential::end_sessions_of(&mut tx, agent.id).await?;
        let changed = SignIn { agent_id: Some(agent.id), email: email.clone(), client_ip: None };
        tx.record(stamp().at, actor(), EventData::PasswordChanged(changed));
        tx.commit().await?;
        Ok(email)
    })?;
    print(&format!(
        "{email} has a new password, and is signed out everywhere.\n{}",
        password.shown()
    ))
}

/// Take an agent out of use: they cannot sign in any more, and history keeps their name
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  rapport user archive tom@example.com")]
pub(super) struct Archive {
    email: String,
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn archive(args: Archive) -> Result<(), Failure> {
    let config = args.settings.load(Config::default())?.config;
    let email = with_store(&config, async |store| {
        let mut tx = store.begin().await?;
        let directory = directory(&mut tx).await?;
        let was = agent(&directory, &args.email)?;
        let at = stamp().at;
        let archived =
            Stored { version: was.version + 1, archived: true, updated_at: at, ..was.clone() };
        if directory.loses_its_last_administrator(&archived) {
            return Err(Failure::failed(
                "this is the last administrator. Add another one first: \
                 rapport user add --role administrator ...",
            ));
        }
        record::update(&mut tx, &archived, actor(), at).await?;
        credential::end_sessions_of(&mut tx, archived.id).await?;
        tx.commit().await?;
        Ok(archived.record.email)
    })?;
    print(&format!("{email} is archived.\n"))
}
