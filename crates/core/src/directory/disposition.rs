//! The outcome that an agent notes in wrap-up.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::check_name;
use super::{Directory, Kind, Record};
use crate::id::DispositionId;
use crate::validation::Errors;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DispositionFields)]
pub struct Disposition {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
}

impl Record for Disposition {
    type Id = DispositionId;
    const KIND: Kind = Kind::Disposition;
    const SCHEMA: &'static str = "Disposition";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<DispositionId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
    }
}
