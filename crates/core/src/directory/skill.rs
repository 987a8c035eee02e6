//! Something an agent can do. A language is a skill.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::{check_name, is_language_tag};
use super::{Directory, Kind, Record, Stored};
use crate::id::SkillId;
use crate::validation::Errors;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SkillFields)]
pub struct Skill {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// BCP 47, when the skill is a language. A queue can hold a contact for agents who speak their
    /// language, or require it of every agent like any other skill.
    #[serde(default)]
    pub language: Option<String>,
}

/// The skill of speaking a language: the one whose tag has the most subtags in common with it, from
/// the first on, and at least that one. Of two, a tag that is a beginning of the language's, as in
/// the lookup of RFC 4647 (section 3.4), goes before one that names another region or script.
pub fn speaking(directory: &Directory, language: &str) -> Option<SkillId> {
    let spoken = |stored: &Arc<Stored<Skill>>| {
        let tag = stored.record.language.as_deref().filter(|_| !stored.archived)?;
        Some((stored.id, closeness(language, tag)?))
    };
    // Of two as close, the older.
    let all = directory.skills.values().filter_map(spoken);
    all.max_by_key(|(id, closeness)| (*closeness, std::cmp::Reverse(*id))).map(|(id, _)| id)
}

/// How well a skill's tag serves a language; none when it does not.
fn closeness(language: &str, tag: &str) -> Option<usize> {
    let pairs = language.split('-').zip(tag.split('-'));
    let same = pairs.take_while(|(one, other)| one.eq_ignore_ascii_case(other)).count();
    // A tag that says no more than the language's is closer than one that goes elsewhere.
    let goes_elsewhere = tag.split('-').count() > same;
    (same > 0).then(|| 2 * same - usize::from(goes_elsewhere))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    fn speaks(language: &str, tags: &[&str]) -> Option<String> {
        let mut directory = Directory::default();
        for (place, tag) in (1..).zip(tags) {
            let id = SkillId::new(Timestamp::default(), [place; 10]);
            let record = Skill { name: (*tag).to_owned(), language: Some((*tag).to_owned()) };
            let at = Timestamp::default();
            let (version, archived) = (1, false);
            let stored = Stored { id, version, archived, created_at: at, updated_at: at, record };
            directory.put(stored.into());
        }
        let id = speaking(&directory, language)?;
        Some(directory.skills[&id].record.name.clone())
    }

    #[test]
    fn a_language_is_served_by_the_closest_skill() {
        let check = |language: &str, tags: &[&str], found: Option<&str>| {
            assert_eq!(speaks(language, tags).as_deref(), found, "{language} of {tags:?}");
        };
        check("de", &["en", "de"], Some("de"));
        check("de-AT", &["en", "de"], Some("de"));
        check("en-US", &["en-GB", "en", "en-us"], Some("en-us"));
        check("en-AU", &["en-GB", "en"], Some("en"));
        check("zh-CN", &["en", "zh-Hans"], Some("zh-Hans"));
        check("zh-Hant-TW", &["zh", "zh-Hant-HK"], Some("zh-Hant-HK"));
        check("fr", &["en", "de"], None);
        check("fr", &[], None);
    }
}
