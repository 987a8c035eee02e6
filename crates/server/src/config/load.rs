//! Puts the sources together: flags over the environment over the file over the defaults.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::refusal::{ConfigError, Place, Refusal};
use super::settings::{SETTINGS, Setting, find};
use super::value::Value;
use super::{Config, file};

/// The file that is read when none is named and it exists in the working directory.
pub const DEFAULT_FILE: &str = "rapport.toml";

const PREFIX: &str = "RAPPORT_";

/// Variables with the prefix that are no settings: the file's own name, the tests' database, and
/// what Kubernetes sets in every container beside a service called `rapport`.
const NOT_SETTINGS: [&str; 4] =
    ["RAPPORT_CONFIG", "RAPPORT_TEST_", "RAPPORT_SERVICE_", "RAPPORT_PORT"];

/// A setting given on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The flag, as `--listen`.
    pub flag: &'static str,
    pub key: String,
    pub value: String,
}

/// Where settings come from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// What holds where nothing else is said.
    pub defaults: Config,
    /// A file that must exist; without one, [`DEFAULT_FILE`] is read if it does.
    pub file: Option<PathBuf>,
    /// The environment, whole.
    pub environment: Vec<(String, String)>,
    pub flags: Vec<Flag>,
}

/// Where a setting's value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Default,
    File { path: PathBuf, line: usize },
    Environment { variable: String },
    Flag { flag: &'static str },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Environment { variable } => write!(f, "environment {variable}"),
            Self::Flag { flag } => write!(f, "flag {flag}"),
        }
    }
}

/// Valid settings, each with its origin.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub config: Config,
    pub(super) origins: BTreeMap<&'static str, Origin>,
}

impl Loaded {
    /// Where the value of the setting `key` comes from.
    pub fn origin(&self, key: &str) -> &Origin {
        self.origins.get(key).unwrap_or(&Origin::Default)
    }
}

/// Reads all sources. Everything that is wrong anywhere is reported at once.
pub fn load(sources: Sources) -> Result<Loaded, ConfigError> {
    let mut loading = Loading {
        loaded: Loaded { config: sources.defaults, origins: BTreeMap::new() },
        refusals: Vec::new(),
    };
    if let Some((path, text)) = read_file(sources.file)? {
        loading.file(&path, &text);
    }
    loading.environment(&sources.environment);
    loading.flags(sources.flags);
    if loading.refusals.is_empty() {
        Ok(loading.loaded)
    } else {
        Err(ConfigError::Refused(loading.refusals))
    }
}

fn read_file(named: Option<PathBuf>) -> Result<Option<(PathBuf, String)>, ConfigError> {
    let must_exist = named.is_some();
    let path = named.unwrap_or_else(|| DEFAULT_FILE.into());
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some((path, text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_exist => Ok(None),
        Err(error) => Err(ConfigError::Unreadable {
            path: path.display().to_string(),
            reason: error.to_string(),
        }),
    }
}

struct Loading {
    loaded: Loaded,
    refusals: Vec<Refusal>,
}

impl Loading {
    fn file(&mut self, path: &Path, text: &str) {
        let lines = match file::read(path, text) {
            Ok(lines) => lines,
            Err(refusal) => return self.refusals.push(refusal),
        };
        for file::Line { key, value, line } in lines {
            let place = Place::file(path, line);
            match find(&key) {
                Some(setting) => {
                    self.set(setting, &value, place, Origin::File { path: path.to_owned(), line });
                }
                None => self.refusals.push(Refusal::unknown(place, &key)),
            }
        }
    }

    fn environment(&mut self, environment: &[(String, String)]) {
        let is_ours = |name: &str| {
            name.starts_with(PREFIX) && !NOT_SETTINGS.iter().any(|other| name.starts_with(other))
        };
        for (name, text) in environment.iter().filter(|(name, _)| is_ours(name)) {
            match SETTINGS.iter().find(|setting| setting.variable() == *name) {
                Some(setting) => {
                    let origin = Origin::Environment { variable: name.clone() };
                    self.set(setting, &Value::Untyped(text.clone()), Place::Environment, origin);
                }
                None => self.refusals.push(Refusal::unknown_variable(name)),
            }
        }
    }

    fn flags(&mut self, flags: Vec<Flag>) {
        for Flag { flag, key, value } in flags {
            let place = Place::Flag { flag: flag.to_owned() };
            match find(&key) {
                Some(setting) => {
                    self.set(setting, &Value::Untyped(value), place, Origin::Flag { flag });
                }
                None => self.refusals.push(Refusal::unknown(place, &key)),
            }
        }
    }

    fn set(&mut self, setting: &'static Setting, value: &Value, place: Place, origin: Origin) {
        match (setting.set)(&mut self.loaded.config, value) {
            Ok(()) => {
                self.loaded.origins.insert(setting.key, origin);
            }
            Err(why) => self.refusals.push(Refusal::value(place, setting, value, &why)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Given<'a> {
        file: &'a str,
        environment: &'a [(&'a str, &'a str)],
        flags: &'a [(&'static str, &'a str, &'a str)],
    }

    const NOTHING: Given<'static> = Given { file: "", environment: &[], flags: &[] };

    fn given(given: &Given<'_>) -> Result<Loaded, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("rapport.toml");
        std::fs::write(&path, given.file).unwrap();
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let flag = |(flag, key, value): &(&'static str, &str, &str)| Flag {
            flag,
            key: (*key).to_owned(),
            value: (*value).to_owned(),
        };
        let sources = Sources {
            file: Some(path),
            environment: given.environment.iter().map(owned).collect(),
            flags: given.flags.iter().map(flag).collect(),
            ..Sources::default()
        };
        load(sources).map_err(|e| e.to_string().replace(&format!("{}/", dir.path().display()), ""))
    }

    #[track_caller]
    fn refused(input: &Given<'_>, expected: &str) {
        assert_eq!(given(input).unwrap_err(), expected);
    }

    #[test]
    fn flags_win_over_the_environment_over_the_file_over_the_defaults() {
        let all = Given {
            file: "listen = \"127.0.0.1:1\"\n[log]\nlevel = \"warn\"\nformat = \"json\"\n",
            environment: &[
                ("RAPPORT_LISTEN", "127.0.0.1:2"),
                ("RAPPORT_LOG_LEVEL", "debug"),
                ("HOME", "/"),
            ],
            flags: &[("--listen", "listen", "127.0.0.1:3")],
        };
        let loaded = given(&all).unwrap();
        assert_eq!(loaded.config.listen.port(), 3);
        assert_eq!(loaded.config.log.level, "debug");
        assert_eq!(loaded.config.log.format, super::super::LogFormat::Json);
        assert_eq!(loaded.config.data_dir, Path::new("data"));
        for (key, origin) in [
            ("listen", "flag --listen"),
            ("log.level", "environment RAPPORT_LOG_LEVEL"),
            ("data_dir", "default"),
        ] {
            assert_eq!(loaded.origin(key).to_string(), origin);
        }
        assert!(loaded.origin("log.format").to_string().ends_with("rapport.toml:4"));
    }

    #[test]
    fn lists_and_numbers_from_each_source() {
        let file = "trusted_proxies = [\"10.0.0.0/8\"]\nlimits.body_bytes = 0x20000\n";
        let loaded = given(&Given { file, ..NOTHING }).unwrap();
        assert_eq!(loaded.config.trusted_proxies.len(), 1);
        assert_eq!(loaded.config.limits.body_bytes, 131_072);
        let environment = &[
            ("RAPPORT_TRUSTED_PROXIES", "10.0.0.0/8, ::1/128"),
            ("RAPPORT_LIMITS_BODY_BYTES", "65536"),
        ];
        let loaded = given(&Given { environment, ..NOTHING }).unwrap();
        assert_eq!(loaded.config.trusted_proxies.len(), 2);
        assert_eq!(loaded.config.limits.body_bytes, 65_536);
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_one_that_was_meant() {
        for (file, expected) in [
            (
                "\nlisten_on = \"x\"",
                "rapport.toml:2: there is no setting `listen_on`. Did you mean `listen`?",
            ),
            (
                "[limits]\nbody_byte = 5",
                "rapport.toml:2: there is no setting `limits.body_byte`. Did you mean `limits.body_bytes`?",
            ),
            (
                "body_bytes = 5",
                "rapport.toml:1: there is no setting `body_bytes`. Did you mean `limits.body_bytes`?",
            ),
            (
                "[server]\nworkers = 5",
                "rapport.toml:2: there is no setting `server.workers`. `rapport config` lists the settings.",
            ),
        ] {
            refused(&Given { file, ..NOTHING }, expected);
        }
        refused(
            &Given { environment: &[("RAPPORT_DATABSE", "sqlite")], ..NOTHING },
            "environment: there is no setting `RAPPORT_DATABSE`. Did you mean `RAPPORT_DATABASE`?",
        );
        refused(
            &Given { flags: &[("--set", "lgo.level", "info")], ..NOTHING },
            "command line: there is no setting `lgo.level`. Did you mean `log.level`?",
        );
    }

    #[test]
    fn variables_of_others_are_left_alone() {
        let environment = &[
            ("RAPPORT_CONFIG", "x.toml"),
            ("RAPPORT_TEST_POSTGRES", "postgres://x"),
            ("RAPPORT_PORT_80_TCP", "tcp://10.0.0.1:80"),
            ("RAPPORT_SERVICE_HOST", "10.0.0.1"),
        ];
        assert!(given(&Given { environment, ..NOTHING }).is_ok());
    }

    #[test]
    fn each_wrong_value_is_refused_with_what_to_write() {
        for (file, expected) in [
            (
                "data_dir = 5",
                "`data_dir` cannot be 5, because it is not a text in quotes. \
                 Write for example `data_dir = \"/var/lib/rapport\"`.",
            ),
            (
                "data_dir = \"\"",
                "`data_dir` cannot be \"\", because it is empty. \
                 Write for example `data_dir = \"/var/lib/rapport\"`.",
            ),
            (
                "listen = \"8080\"",
                "`listen` cannot be \"8080\", because it is not an IP address and a port. \
                 Write for example `listen = \"127.0.0.1:8080\"`.",
            ),
            (
                "public_url = \"help.example.com\"",
                "`public_url` cannot be \"help.example.com\", because it does not begin with https:// or \
                 http://. Write for example `public_url = \"https://help.example.com\"`.",
            ),
            (
                "database = \"mysql://root:s3cret@db\"",
                "`database` cannot be this, because it is neither \"sqlite\" nor a postgres:// URL. \
                 Write for example `database = \"postgres://rapport:password@localhost/rapport\"`.",
            ),
            (
                "log.level = \"inof\"",
                "`log.level` cannot be \"inof\", because `inof` is no level: they are `error`, `warn`, \
                 `info`, `debug`, `trace` and `off`. Write for example `log.level = \"info\"`.",
            ),
            (
                "log.format = \"xml\"",
                "`log.format` cannot be \"xml\", because it is neither \"text\" nor \"json\". \
                 Write for example `log.format = \"text\"`.",
            ),
            (
                "trusted_proxies = \"10.0.0.0/8\"",
                "`trusted_proxies` cannot be \"10.0.0.0/8\", because it is not a list of texts. \
                 Write for example `trusted_proxies = [\"10.0.0.0/8\", \"::1/128\"]`.",
            ),
            (
                "metrics.allow = [\"10.0.0.0\"]",
                "`metrics.allow` cannot be [\"10.0.0.0\"], because of \"10.0.0.0\": invalid IP address \
                 syntax. Write for example `metrics.allow = [\"127.0.0.0/8\", \"10.0.0.0/8\"]`.",
            ),
            (
                "limits.visitor_messages_per_minute = 0",
                "`limits.visitor_messages_per_minute` cannot be 0, because it is not between 1 and 10000. \
                 Write for example `limits.visitor_messages_per_minute = 20`.",
            ),
            (
                "limits.body_bytes = \"1 MB\"",
                "`limits.body_bytes` cannot be \"1 MB\", because it is a text: leave out the quotes. \
                 Write for example `limits.body_bytes = 1048576`.",
            ),
            (
                "shutdown_grace_ms = 1.5",
                "`shutdown_grace_ms` cannot be 1.5, because it is not a whole number. \
                 Write for example `shutdown_grace_ms = 10000`.",
            ),
            (
                "assets_dir = \"/no/such\"",
                "`assets_dir` cannot be \"/no/such\", because there is no such folder. \
                 Write for example `assets_dir = \"web\"`.",
            ),
        ] {
            refused(&Given { file, ..NOTHING }, &format!("rapport.toml:1: {expected}"));
        }
    }

    #[test]
    fn a_wrong_value_is_refused_in_the_words_of_its_source() {
        refused(
            &Given { environment: &[("RAPPORT_LISTEN", "here")], ..NOTHING },
            "environment: `RAPPORT_LISTEN` cannot be \"here\", because it is not an IP address and a port. \
             Write for example `RAPPORT_LISTEN=127.0.0.1:8080`.",
        );
        refused(
            &Given { flags: &[("--listen", "listen", "here")], ..NOTHING },
            "command line: `--listen` cannot be \"here\", because it is not an IP address and a port. \
             Write for example `--listen 127.0.0.1:8080`.",
        );
        refused(
            &Given { flags: &[("--set", "limits.body_bytes", "1")], ..NOTHING },
            "command line: `--set limits.body_bytes` cannot be \"1\", because it is not between 65536 and \
             67108864. Write for example `--set limits.body_bytes=1048576`.",
        );
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let error = given(&Given {
            file: "listen = 5\nfoo = 1\n",
            environment: &[("RAPPORT_LOG_FORMAT", "xml")],
            flags: &[("--data", "data_dir", "")],
        });
        assert_eq!(error.unwrap_err().lines().count(), 4);
    }

    #[test]
    fn what_is_no_toml_is_refused_with_its_line() {
        let error =
            given(&Given { file: "listen = \"127.0.0.1:1\"\nlog level\n", ..NOTHING }).unwrap_err();
        assert!(error.starts_with("rapport.toml:2: this is not TOML: "), "{error}");
        let error =
            given(&Given { file: "listen = \"a\"\nlisten = \"b\"\n", ..NOTHING }).unwrap_err();
        assert!(error.starts_with("rapport.toml:2: this is not TOML: duplicate key"), "{error}");
    }

    #[test]
    fn a_named_file_must_exist() {
        let sources = Sources { file: Some("/no/such/rapport.toml".into()), ..Sources::default() };
        let error = load(sources).unwrap_err().to_string();
        assert!(
            error.starts_with("cannot read the settings file /no/such/rapport.toml: "),
            "{error}"
        );
    }
}
