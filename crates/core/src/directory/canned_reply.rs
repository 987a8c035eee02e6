//! A prepared answer that an agent calls up by `/` and its shortcut.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::is_language_tag;
use super::{Directory, Kind, NAME_CHARS_MAX, Record};
use crate::conversation::TEXT_CHARS_MAX;
use crate::id::CannedReplyId;
use crate::validation::Errors;

const SHORTCUT_CHARS_MAX: usize = 40;
/// What a text may have filled in, as `{{contact.first_name}}`; and any fact, as `{{fact.order}}`.
pub const VARIABLES: [&str; 7] = [
    "contact.name",
    "contact.first_name",
    "agent.name",
    "agent.first_name",
    "brand.name",
    "queue.name",
    "organisation.name",
];
const FACT: &str = "fact.";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CannedReplyFields)]
pub struct CannedReply {
    /// Letters, digits, `-` and `_`; what is typed after `/`.
    #[schema(min_length = 1, max_length = 40)]
    pub shortcut: String,
    #[schema(min_length = 1, max_length = 100)]
    pub title: String,
    /// The desk fills in `{{contact.name}}`, `contact.first_name`, `agent.name`, `agent.first_name`,
    /// `brand.name`, `queue.name`, `organisation.name` and `fact.KEY`; where it is not known, the words
    /// behind a bar: `{{contact.first_name|there}}`.
    #[schema(min_length = 1, max_length = 10_000)]
    pub text: String,
    /// BCP 47.
    #[serde(default)]
    pub language: Option<String>,
}

impl Record for CannedReply {
    type Id = CannedReplyId;
    const KIND: Kind = Kind::CannedReply;
    const SCHEMA: &'static str = "CannedReply";

    fn name(&self) -> &str {
        &self.shortcut
    }

    fn validate(&self, id: Option<CannedReplyId>, directory: &Directory, errors: &mut Errors) {
        errors.check_line(&self.shortcut, "shortcut", SHORTCUT_CHARS_MAX);
        errors.check(
            self.shortcut.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_'),
            "shortcut",
            "may hold only letters, digits, - and _",
        );
        if directory.name_taken::<Self>(&self.shortcut, id) {
            errors.push("shortcut", format!("`{}` is taken; choose another", self.shortcut));
        }
        errors.check_line(&self.title, "title", NAME_CHARS_MAX);
        errors.check_text(&self.text, "text", TEXT_CHARS_MAX);
        for name in variables(&self.text).filter(|name| !is_known(name)) {
            let known = VARIABLES.join(", ");
            let detail = format!("there is no variable `{name}`; use {known} or fact.KEY");
            errors.push("text", detail);
        }
        if let Some(tag) = &self.language {
            errors.check(
                is_language_tag(tag),
                "language",
                "must be a BCP 47 tag, such as en or zh-Hans",
            );
        }
    }
}

/// The names of the variables in a text. What is between braces and no name is text.
pub(super) fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{").skip(1).filter_map(|rest| {
        let inner = rest.split_once("}}")?.0;
        let name = inner.split('|').next()?.trim();
        let is_name = name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.contains('{');
        is_name.then_some(name)
    })
}

fn is_known(name: &str) -> bool {
    VARIABLES.contains(&name) || name.strip_prefix(FACT).is_some_and(|key| !key.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_nobody_knows_is_refused() {
        let wrong = |text: &str| {
            let reply = CannedReply {
                shortcut: "hello".into(),
                title: "Hello".into(),
                text: text.into(),
                language: None,
            };
            let mut errors = Errors::default();
            reply.validate(None, &Directory::default(), &mut errors);
            errors.into_result().err().map_or(0, |errors| errors.len())
        };
        assert_eq!(wrong("Hello {{ contact.first_name | there }}, order {{fact.order no}}"), 0);
        assert_eq!(wrong("Hello {{contact.nickname}} and {{fact.}}"), 2);
        assert_eq!(wrong("{ {{}} {{1}} }} {{contact.name"), 0);
    }
}
