//! The flags that every command with settings has.

use std::path::PathBuf;

use crate::config::{Config, ConfigError, Flag, Loaded, Sources, load};

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Settings")]
pub(super) struct SettingsArgs {
    /// Folder for the store and uploaded files
    #[arg(long, value_name = "DIR")]
    data: Option<String>,
    /// Where to accept connections; port 0 picks a free one and prints it
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
    /// `sqlite`, or a postgres:// URL
    #[arg(long, value_name = "DATABASE")]
    database: Option<String>,
    /// Where browsers reach this server, when a proxy stands before it
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// What to log, as `info` or `warn,rapport_server=debug`
    #[arg(long, value_name = "LEVEL")]
    log_level: Option<String>,
    /// `text` or `json`
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
    /// Any other setting (`rapport config` lists them); may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_and_value)]
    set: Vec<(String, String)>,
    /// File with settings; without it, rapport.toml in the working directory if it is there
    #[arg(long, value_name = "FILE", env = "RAPPORT_CONFIG")]
    config: Option<PathBuf>,
}

impl SettingsArgs {
    /// The settings from these flags, the environment of the process, the file and `defaults`.
    pub fn load(self, defaults: Config) -> Result<Loaded, ConfigError> {
        let environment = std::env::vars_os();
        let text = |os: std::ffi::OsString| os.to_string_lossy().into_owned();
        load(Sources {
            defaults,
            file: self.config.clone(),
            environment: environment.map(|(name, value)| (text(name), text(value))).collect(),
            flags: self.flags(),
        })
    }

    fn flags(self) -> Vec<Flag> {
        let named = [
            ("--data", "data_dir", self.data),
            ("--listen", "listen", self.listen),
            ("--database", "database", self.database),
            ("--public-url", "public_url", self.public_url),
            ("--log-level", "log.level", self.log_level),
            ("--log-format", "log.format", self.log_format),
        ];
        let named =
            named.into_iter().filter_map(|(flag, key, value)| Some((flag, key.to_owned(), value?)));
        let set = self.set.into_iter().map(|(key, value)| ("--set", key, value));
        set.chain(named).map(|(flag, key, value)| Flag { flag, key, value }).collect()
    }
}

fn key_and_value(text: &str) -> Result<(String, String), String> {
    let (key, value) =
        text.split_once('=').ok_or("write KEY=VALUE, as limits.body_bytes=2097152")?;
    Ok((key.trim().to_owned(), value.to_owned()))
}
