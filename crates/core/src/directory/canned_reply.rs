//! A prepared answer that an agent calls up by `/` and its shortcut.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::is_language_tag;
use super::{Directory, Kind, NAME_CHARS_MAX, Record};
use crate::conversation::TEXT_CHARS_MAX;
use crate::id::CannedReplyId;
use crate::validation::Errors;

const SHORTCUT_CHARS_MAX: usize = 40;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CannedReplyFields)]
pub struct CannedReply {
    /// Letters, digits, `-` and `_`; what is typed after `/`.
    #[schema(min_length = 1, max_length = 40)]
    pub shortcut: String,
    #[schema(min_length = 1, max_length = 100)]
    pub title: String,
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
        if let Some(tag) = &self.language {
            errors.check(
                is_language_tag(tag),
                "language",
                "must be a BCP 47 tag, such as en or zh-Hans",
            );
        }
    }
}
