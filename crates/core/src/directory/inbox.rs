//! One configured account of a channel.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::check_name;
use super::fact_pattern::{FactPattern, check_patterns};
use super::pre_chat::PreChat;
use super::queue::{DAY_MS, MINUTE_MS, check_span};
use super::site::AMOUNT_MICROS_MAX;
use super::snapshot::missing;
use super::{Brand, Directory, EmailSettings, Kind, Queue, Record};
use crate::channel::Channel;
use crate::id::{BrandId, InboxId, QueueId};
use crate::validation::Errors;

/// Longest address of an endpoint.
const URL_CHARS_MAX: usize = 2_000;
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
    /// Whether agents who have the conversation open see what the visitor is typing before it is
    /// sent. Off unless wanted: people do not expect to be read before they send. Where it is on,
    /// the chat says so.
    #[serde(default)]
    pub typing_preview: bool,
    /// What is asked before the first message.
    #[serde(default)]
    pub pre_chat: PreChat,
    /// What agents write to a visitor who has left and gave an address follows them by mail after so
    /// long, in milliseconds: 5 s to 1 day; 0: never.
    #[serde(default = "follow_up_default")]
    #[schema(maximum = 86_400_000)]
    pub follow_up_after_ms: u64,
    /// For so long a link in a mail brings its reader back into the chat, signed in, once; in
    /// milliseconds: 10 min to 30 days; 0: mails carry none.
    #[serde(default = "return_link_default")]
    #[schema(maximum = 2_592_000_000_u64)]
    pub return_link_valid_ms: u64,
}

/// Time enough to come back from another page of the same site.
const fn follow_up_default() -> u64 {
    2 * MINUTE_MS
}

/// Time enough to read one's mail.
const fn return_link_default() -> u64 {
    3 * DAY_MS
}

impl Default for WebchatSettings {
    fn default() -> Self {
        Self {
            key: String::new(),
            allowed_origins: Vec::new(),
            greeting: String::new(),
            ask_rating: on(),
            typing_preview: false,
            pre_chat: PreChat::default(),
            follow_up_after_ms: follow_up_default(),
            return_link_valid_ms: return_link_default(),
        }
    }
}

/// What a custom inbox has besides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CustomSettings {
    /// Where messages to contacts are posted, as Standard Webhooks.
    #[serde(default)]
    #[schema(max_length = 2000, example = "https://bridge.example/rapport")]
    pub url: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = InboxFields)]
pub struct Inbox {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Stays as it was when the inbox was made.
    pub channel: Channel,
    pub brand_id: BrandId,
    /// Where its conversations wait for an agent.
    pub queue_id: QueueId,
    /// Whether it takes new conversations.
    #[serde(default = "on")]
    pub enabled: bool,
    /// By which facts are found in what contacts write by it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub fact_patterns: Vec<FactPattern>,
    /// What a message to a contact costs, in millionths of the currency in which sites count.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000i64)]
    pub sent_message_cost_micros: i64,
    /// What a message of a contact costs, in the same.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000i64)]
    pub received_message_cost_micros: i64,
    #[serde(default)]
    pub webchat: WebchatSettings,
    #[serde(default)]
    pub custom: CustomSettings,
    #[serde(default)]
    pub email: EmailSettings,
}

const fn on() -> bool {
    true
}

/// Where this program posts to: an absolute address over HTTP, without a name and a password in it.
pub(super) fn check_endpoint(url: &str, field: &str, errors: &mut Errors) {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let authority = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let is_whole = !host.is_empty()
        && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
        && !url.contains(|c: char| c.is_whitespace() || c.is_control());
    errors.check(
        is_whole && !authority.contains('@'),
        field,
        "must be an address such as https://bridge.example/rapport, without a name and a password",
    );
    errors.check(url.chars().count() <= URL_CHARS_MAX, field, "must be at most 2,000 characters");
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
        check_patterns(&self.fact_patterns, errors);
        errors.check(
            matches!(self.channel, Channel::Webchat | Channel::Email | Channel::Custom),
            "channel",
            "must be webchat, email or custom; this release has no other channels",
        );
        if self.channel == Channel::Custom {
            check_endpoint(&self.custom.url, "custom.url", errors);
        }
        if self.channel == Channel::Email {
            self.email.check("email", errors);
            self.email.check_free(id, directory, errors);
        }
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
        for (field, micros) in [
            ("sent_message_cost_micros", self.sent_message_cost_micros),
            ("received_message_cost_micros", self.received_message_cost_micros),
        ] {
            let is_amount = (0..=AMOUNT_MICROS_MAX).contains(&micros);
            errors.check(is_amount, field, "must lie between 0 and 1,000,000,000,000");
        }
        self.webchat.pre_chat.validate("webchat.pre_chat", directory, errors);
        if self.webchat.follow_up_after_ms > 0 {
            let field = "webchat.follow_up_after_ms";
            check_span(self.webchat.follow_up_after_ms, 5_000, DAY_MS, field, errors);
        }
        if self.webchat.return_link_valid_ms > 0 {
            let field = "webchat.return_link_valid_ms";
            let valid_ms = self.webchat.return_link_valid_ms;
            check_span(valid_ms, 10 * MINUTE_MS, 30 * DAY_MS, field, errors);
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
        // Whose messages are of one medium cannot become another's.
        if let Some(was) = was {
            self.channel = was.channel;
        }
        // What only another channel has is not kept, so nobody need look whether it is in order.
        if self.channel != Channel::Custom {
            self.custom = CustomSettings::default();
        }
        if self.channel != Channel::Email {
            self.email = EmailSettings::default();
        }
        self.webchat.key = was.map(|was| was.webchat.key.clone()).unwrap_or_default();
    }
}
