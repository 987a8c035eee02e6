//! What a customer sees: name, colour, languages.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::signature::check_signature;
use super::snapshot::InDirectory;
use super::{Directory, Kind, NAME_CHARS_MAX, Record};
use crate::id::BrandId;
use crate::joining::{JoinPolicy, Joining, REOPEN_WITHIN_DEFAULT_MS, REOPEN_WITHIN_MAX_MS};
use crate::validation::Errors;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BrandFields)]
pub struct Brand {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// `#rrggbb`.
    #[schema(pattern = "^#[0-9a-fA-F]{6}$", example = "#4f46e5")]
    pub colour: String,
    /// BCP 47, the preferred one first.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Stands below its e-mails, with `{{agent.name}}`, `agent.first_name`, `agent.signature` and
    /// `brand.name` filled in; where one is not known, the words behind a bar: `{{agent.name|Your
    /// team}}`. Empty: that of the agent.
    #[serde(default)]
    #[schema(max_length = 2_000)]
    pub signature: String,
    /// Whether what a contact says goes on with a conversation of theirs that it does not answer.
    #[serde(default)]
    pub join_policy: JoinPolicy,
    /// So long after it was resolved a conversation goes on when its contact writes again; 0: never.
    #[serde(default = "reopen_within_default")]
    #[schema(maximum = 31_622_400_000_i64, default = reopen_within_default)]
    pub reopen_within_ms: u64,
}

const fn reopen_within_default() -> u64 {
    REOPEN_WITHIN_DEFAULT_MS
}

impl Brand {
    pub const fn joining(&self) -> Joining {
        Joining {
            policy: self.join_policy,
            reopen_within: Duration::from_millis(self.reopen_within_ms),
        }
    }
}

/// A well-formed BCP 47 tag in outline: subtags of 1 to 8 letters or digits, the first of letters.
pub fn is_language_tag(tag: &str) -> bool {
    tag.len() <= 35
        && tag.split('-').enumerate().all(|(place, part)| {
            (1..=8).contains(&part.len())
                && part.chars().all(|c| c.is_ascii_alphanumeric())
                && (place > 0 || (part.len() >= 2 && part.chars().all(|c| c.is_ascii_alphabetic())))
        })
}

impl Record for Brand {
    type Id = BrandId;
    const KIND: Kind = Kind::Brand;
    const SCHEMA: &'static str = "Brand";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<BrandId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        check_colour(&self.colour, errors);
        check_signature(&self.signature, errors);
        errors.check(
            self.reopen_within_ms <= REOPEN_WITHIN_MAX_MS,
            "reopen_within_ms",
            "must be at most a year",
        );
        for (place, tag) in self.languages.iter().enumerate() {
            if !is_language_tag(tag) {
                errors.push(
                    format!("languages[{place}]"),
                    "must be a BCP 47 tag, such as en or zh-Hans",
                );
            }
        }
    }
}

/// The rule for every colour.
pub(super) fn check_colour(colour: &str, errors: &mut Errors) {
    let hex = colour.strip_prefix('#').unwrap_or("");
    errors.check(
        hex.len() == 6 && hex.chars().all(|c| c.is_ascii_hexdigit()),
        "colour",
        "must be `#` and six hexadecimal digits, such as #4f46e5",
    );
}

/// The rule for every name: a line, and no two alike in use.
pub(super) fn check_name<R: InDirectory>(
    name: &str,
    id: Option<R::Id>,
    directory: &Directory,
    errors: &mut Errors,
) {
    errors.check_line(name, "name", NAME_CHARS_MAX);
    if directory.name_taken::<R>(name, id) {
        errors.push("name", format!("`{}` is taken; choose another name", name.trim()));
    }
}
