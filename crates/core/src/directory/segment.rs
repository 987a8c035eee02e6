//! A segment: the contacts of whom a condition says that they belong to it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::check_name;
use super::{ContactField, Directory, InDirectory, Kind, Record};
use crate::id::SegmentId;
use crate::segment::Condition;
use crate::validation::Errors;

/// Most segments in use: each is asked of every contact who changes.
pub const SEGMENTS_MAX: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SegmentFields)]
pub struct Segment {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Who belongs to it, in CEL (<https://cel.dev>): of `contact` there are `id`, `name`, `language`,
    /// `company` (its name), `tags` (their names), `fields` (by their names), `identities` (each with
    /// `kind`, `value` and `verified`), `created_at`, `last_seen_at`, `blocked`, `preferred_channel` and
    /// `consents` (by channel, `given` or `refused`); what is not known is `null`. `now` is the time.
    /// Whoever it cannot be told of does not belong to it.
    #[schema(
        min_length = 1,
        max_length = 2_000,
        example = "contact.language == \"de\" && \"VIP\" in contact.tags"
    )]
    pub condition: String,
}

impl Record for Segment {
    type Id = SegmentId;
    const KIND: Kind = Kind::Segment;
    const SCHEMA: &'static str = "Segment";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<SegmentId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        if let Err(detail) = condition(&self.condition, directory) {
            errors.push("condition", detail);
        }
        let others = Self::records(directory).values().filter(|other| !other.archived);
        if others.filter(|other| Some(other.id) != id).count() >= SEGMENTS_MAX {
            errors.push("name", "there are 100 segments; archive one that is not needed");
        }
    }
}

/// The condition, if it speaks of nothing that is not there.
pub fn condition(text: &str, directory: &Directory) -> Result<Condition, String> {
    let condition = Condition::parse(text)?;
    for name in &condition.fields {
        if !ContactField::records(directory).values().any(|field| field.record.name == *name) {
            return Err(format!("there is no custom field \"{name}\"; choose one from the list"));
        }
    }
    Ok(condition)
}
