//! Context: what is already known on a conversation, so that nobody asks again.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::validation::Errors;

pub const KEY_CHARS_MAX: usize = 60;
pub const VALUE_CHARS_MAX: usize = 1_000;
/// Facts on one conversation; more would no longer be read by anybody.
pub const FACTS_MAX: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactSourceKind {
    /// The page the customer was on.
    Page,
    /// A form the customer filled in.
    Form,
    /// An agent wrote it down.
    Agent,
    /// The customer said it.
    Contact,
    /// The channel itself knows it (a caller's number, a browser's language).
    Channel,
}

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FactSource {
    pub kind: FactSourceKind,
    /// The agent's name, the page's address, the form's field.
    pub detail: Option<String>,
}

/// One known thing, such as an order number, with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fact {
    pub key: String,
    pub value: String,
    pub source: FactSource,
    pub at: Timestamp,
}

/// Checks a key and a value as somebody wrote them.
pub fn validate(key: &str, value: &str, errors: &mut Errors) {
    errors.check_line(key, "key", KEY_CHARS_MAX);
    errors.check_text(value, "value", VALUE_CHARS_MAX);
}
