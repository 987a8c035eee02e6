//! The kinds of medium a message can travel by.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A kind of medium. A configured account of one is an inbox.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Webchat,
    Email,
    Voice,
    Sms,
    Xmpp,
    Social,
    Forum,
    /// What the business connects itself, over the API.
    Custom,
}

impl Channel {
    pub const ALL: [Self; 8] = [
        Self::Webchat,
        Self::Email,
        Self::Voice,
        Self::Sms,
        Self::Xmpp,
        Self::Social,
        Self::Forum,
        Self::Custom,
    ];

    /// The word for it in the API, the store and the messages of the desk.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Webchat => "webchat",
            Self::Email => "email",
            Self::Voice => "voice",
            Self::Sms => "sms",
            Self::Xmpp => "xmpp",
            Self::Social => "social",
            Self::Forum => "forum",
            Self::Custom => "custom",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}
