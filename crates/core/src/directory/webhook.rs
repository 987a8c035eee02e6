//! Where events are posted as they happen, for a system of the business's own.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::check_name;
use super::inbox::check_endpoint;
use super::{Directory, Kind, Record};
use crate::event::EventData;
use crate::id::WebhookId;
use crate::validation::Errors;

/// Webhooks in use at once: each has work of its own.
pub const WEBHOOKS_MAX: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WebhookFields)]
pub struct Webhook {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[schema(max_length = 2000, example = "https://warehouse.example/rapport")]
    pub url: String,
    /// The types of event that are posted.
    #[schema(min_items = 1, example = json!(["message.created"]))]
    pub event_types: Vec<String>,
    /// While it is off, nothing is noted for it.
    #[serde(default = "on")]
    pub enabled: bool,
    /// Why the server switched it off; none once somebody has switched it on again.
    #[serde(default)]
    #[schema(read_only)]
    pub switched_off_because: Option<String>,
}

const fn on() -> bool {
    true
}

impl Record for Webhook {
    type Id = WebhookId;
    const KIND: Kind = Kind::Webhook;
    const SCHEMA: &'static str = "Webhook";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<WebhookId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        check_endpoint(&self.url, "url", errors);
        errors.check(!self.event_types.is_empty(), "event_types", "must name at least one");
        for (place, name) in self.event_types.iter().enumerate() {
            if !EventData::TYPES.contains(&name.as_str()) {
                let detail = format!("there is no event of the type {name}; see the list");
                errors.push(format!("event_types[{place}]"), detail);
            } else if self.event_types[..place].contains(name) {
                errors.push(format!("event_types[{place}]"), "is named before");
            }
        }
        let others = directory.webhooks.values().filter(|it| !it.archived && Some(it.id) != id);
        errors.check(others.count() < WEBHOOKS_MAX, "name", "there are 50 webhooks; archive one");
    }

    fn keep(&mut self, was: Option<&Self>) {
        let before = was.and_then(|was| was.switched_off_because.clone());
        self.switched_off_because = before.filter(|_| !self.enabled);
    }
}
