//! Companies: what contacts belong to.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::contact::LINE_CHARS_MAX;
use crate::id::CompanyId;
use crate::validation::Errors;

pub const DESCRIPTION_CHARS_MAX: usize = 2_000;

/// A business or another body that contacts belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Company {
    pub id: CompanyId,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    #[serde(flatten)]
    pub details: CompanyDetails,
}

/// What is known of a company.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CompanyDetails {
    /// No two companies have the same; letter case does not count.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Where its own pages are.
    #[serde(default)]
    #[schema(max_length = 200, example = "https://company.example")]
    pub website: Option<String>,
    /// What colleagues should know of it.
    #[serde(default)]
    #[schema(max_length = 2_000)]
    pub description: Option<String>,
}

/// As much of a company as its contacts show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CompanySummary {
    pub id: CompanyId,
    pub name: String,
}

impl CompanyDetails {
    /// Without blank ends, and nothing where something is blank.
    #[must_use]
    pub fn tidied(self) -> Self {
        let filled = |text: Option<String>| {
            text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        Self {
            name: self.name.trim().to_owned(),
            website: filled(self.website),
            description: filled(self.description),
        }
    }

    pub fn validate(&self, errors: &mut Errors) {
        errors.check_line(&self.name, "name", LINE_CHARS_MAX);
        if let Some(website) = &self.website {
            errors.check_line(website, "website", LINE_CHARS_MAX);
            let is_web = ["https://", "http://"]
                .iter()
                .any(|scheme| website.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
            let detail = "must be an address of the web, such as https://company.example";
            errors.check(is_web && !website.contains(char::is_whitespace), "website", detail);
        }
        if let Some(description) = &self.description {
            errors.check_text(description, "description", DESCRIPTION_CHARS_MAX);
        }
    }
}

/// What two names have in common that mean the same company.
pub fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}
