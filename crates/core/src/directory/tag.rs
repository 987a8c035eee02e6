//! A word that agents put on conversations, to find and to count them by.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::{check_colour, check_name};
use super::{Directory, Kind, Record};
use crate::id::TagId;
use crate::validation::Errors;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TagFields)]
pub struct Tag {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// `#rrggbb`.
    #[schema(pattern = "^#[0-9a-fA-F]{6}$", example = "#b45309")]
    pub colour: String,
}

impl Record for Tag {
    type Id = TagId;
    const KIND: Kind = Kind::Tag;
    const SCHEMA: &'static str = "Tag";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<TagId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        check_colour(&self.colour, errors);
    }
}
