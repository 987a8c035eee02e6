//! Opening hours under a name, for queues to share.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::check_name;
use super::{Directory, Kind, Record};
use crate::hours::Hours;
use crate::id::HoursId;
use crate::validation::Errors;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = HoursFields)]
pub struct OpeningHours {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[serde(flatten)]
    pub hours: Hours,
}

impl Record for OpeningHours {
    type Id = HoursId;
    const KIND: Kind = Kind::Hours;
    const SCHEMA: &'static str = "OpeningHours";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<HoursId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        self.hours.validate(errors);
    }
}
