//! One configured account of a channel.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::check_name;
use super::snapshot::missing;
use super::{Brand, Directory, Kind, Queue, Record};
use crate::channel::Channel;
use crate::id::{BrandId, InboxId, QueueId};
use crate::validation::Errors;

const GREETING_CHARS_MAX: usize = 200;
const ORIGINS_MAX: usize = 50;

/// What a web-chat inbox has besides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WebchatSettings {
    /// Names the inbox on pages; made by the server, not secret.
    #[serde(default)]
    #[schema(read_only)]
    pub key: String,
    /// Origins whose pages may carry the chat, such as `https://shop.example`; none: any page.
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// The first words that a visitor sees.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub greeting: String,
    /// Whether visitors are asked how it was, once their conversation is resolved.
    #[serde(default = "on")]
    pub ask_rating: bool,
}

impl Default for WebchatSettings {
    fn default() -> Self {
        let (key, greeting) = (String::new(), String::new());
        Self { key, allowed_origins: Vec::new(), greeting, ask_rating: on() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = InboxFields)]
pub struct Inbox {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    pub channel: Channel,
    pub brand_id: BrandId,
    /// Where its conversations wait for an agent.
    pub queue_id: QueueId,
    /// Whether it takes new conversations.
    #[serde(default = "on")]
    pub enabled: bool,
    #[serde(default)]
    pub webchat: WebchatSettings,
}

const fn on() -> bool {
    true
}

/// A web origin (RFC 6454): scheme, host and maybe a port, without a path.
fn is_origin(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (rest, None),
    };
    matches!(scheme, "http" | "https")
        && !host.is_empty()
        && host.len() <= 253
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}

impl Record for Inbox {
    type Id = InboxId;
    const KIND: Kind = Kind::Inbox;
    const SCHEMA: &'static str = "Inbox";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<InboxId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        errors.check(
            self.channel == Channel::Webchat,
            "channel",
            "this release has inboxes of the channel webchat only",
        );
        if directory.in_use::<Brand>(self.brand_id).is_none() {
            errors.push("brand_id", missing("brand", self.brand_id));
        }
        if directory.in_use::<Queue>(self.queue_id).is_none() {
            errors.push("queue_id", missing("queue", self.queue_id));
        }
        if self.webchat.greeting.chars().count() > GREETING_CHARS_MAX {
            errors.push("webchat.greeting", "must be at most 200 characters long");
        }
        if self.webchat.allowed_origins.len() > ORIGINS_MAX {
            errors.push("webchat.allowed_origins", "must be at most 50");
        }
        for (place, origin) in self.webchat.allowed_origins.iter().enumerate() {
            if !is_origin(origin) {
                errors.push(
                    format!("webchat.allowed_origins[{place}]"),
                    "must be an origin without a path, such as https://shop.example",
                );
            }
        }
    }

    fn keep(&mut self, was: Option<&Self>) {
        self.webchat.key = was.map(|was| was.webchat.key.clone()).unwrap_or_default();
    }
}
