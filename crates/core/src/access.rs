//! How agents come to have a password.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How long a link can be used.
pub const LINK_LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    /// The agent has no password yet.
    Invitation,
    /// The agent has one, and cannot use it.
    PasswordReset,
}

impl LinkPurpose {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Invitation, Self::PasswordReset].into_iter().find(|it| it.name() == name)
    }
}
