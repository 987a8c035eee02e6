//! What is wrong with the settings, and what to write instead.

use std::fmt;
use std::path::{Path, PathBuf};

use super::settings::{SETTINGS, Setting, find};
use super::value::Value;

/// Where a value was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    File { path: PathBuf, line: usize },
    Environment,
    Flag { flag: String },
}

impl Place {
    pub fn file(path: &Path, line: usize) -> Self {
        Self::File { path: path.to_owned(), line }
    }
}

/// Starts a message.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Environment => f.write_str("environment"),
            Self::Flag { .. } => f.write_str("command line"),
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub(super) place: Place,
    pub(super) message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl Refusal {
    /// The setting exists, but not with this value.
    pub(super) fn value(place: Place, setting: &Setting, value: &Value, why: &str) -> Self {
        let (name, instead) = match &place {
            Place::File { .. } => {
                (setting.key.to_owned(), format!("{} = {}", setting.key, setting.example))
            }
            Place::Environment => {
                (setting.variable(), format!("{}={}", setting.variable(), setting.plain_example()))
            }
            Place::Flag { flag } if flag == "--set" => (
                format!("--set {}", setting.key),
                format!("--set {}={}", setting.key, setting.plain_example()),
            ),
            Place::Flag { flag } => (flag.clone(), format!("{flag} {}", setting.plain_example())),
        };
        let shown = if setting.secret { "this".to_owned() } else { value.to_string() };
        let message =
            format!("`{name}` cannot be {shown}, because {why}. Write for example `{instead}`.");
        Self { place, message }
    }

    /// There is no such setting.
    pub(super) fn unknown(place: Place, key: &str) -> Self {
        let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
        let meant = match closest(key, &known) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => "`rapport config` lists the settings.".to_owned(),
        };
        Self { place, message: format!("there is no setting `{key}`. {meant}") }
    }

    /// There is no setting with this name in the environment.
    pub(super) fn unknown_variable(name: &str) -> Self {
        let known: Vec<String> = SETTINGS.iter().map(Setting::variable).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let meant = match closest(name, &known) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => "Remove it; `rapport config` lists the settings.".to_owned(),
        };
        Self {
            place: Place::Environment,
            message: format!("there is no setting `{name}`. {meant}"),
        }
    }
}

/// The one of `known` that was probably meant: the same name in another table, or one with at most
/// a third of its letters wrong.
fn closest<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    let elsewhere = |key: &&&str| {
        let own = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
        find(key).is_some() && own(key) == own(wrong)
    };
    if let Some(key) = known.iter().find(elsewhere) {
        return Some(key);
    }
    let by_distance = known.iter().map(|key| (strsim::damerau_levenshtein(wrong, key), *key));
    let (distance, key) = by_distance.min()?;
    (distance <= wrong.len() / 3).then_some(key)
}

/// All that is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read the settings file {path}: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("{}", lines(.0))]
    Refused(Vec<Refusal>),
}

fn lines(refusals: &[Refusal]) -> String {
    refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
