//! Something an agent can do. A language is a skill.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::{check_name, is_language_tag};
use super::{Directory, Kind, Record};
use crate::id::SkillId;
use crate::validation::Errors;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SkillFields)]
pub struct Skill {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// BCP 47, when the skill is a language. A queue that needs it requires it like any other skill.
    #[serde(default)]
    pub language: Option<String>,
}

impl Record for Skill {
    type Id = SkillId;
    const KIND: Kind = Kind::Skill;
    const SCHEMA: &'static str = "Skill";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<SkillId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        if let Some(tag) = &self.language {
            errors.check(
                is_language_tag(tag),
                "language",
                "must be a BCP 47 tag, such as en or zh-Hans",
            );
        }
    }
}
