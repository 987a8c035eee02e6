//! What is wrong with a record, field by field, all at once.

use serde::Serialize;
use utoipa::ToSchema;

/// One bad field: its path in the JSON (`week[0].intervals[1].from`) and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    #[schema(example = "week[0].intervals")]
    pub field: String,
    pub detail: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { field: field.into(), detail: detail.into() }
    }
}

/// Collects [`FieldError`]s, so that a person sees every mistake at once.
#[derive(Debug, Default)]
pub struct Errors(Vec<FieldError>);

impl Errors {
    pub fn push(&mut self, field: impl Into<String>, detail: impl Into<String>) {
        self.0.push(FieldError::new(field, detail));
    }

    /// Adds the error unless `holds`.
    pub fn check(&mut self, holds: bool, field: &str, detail: &str) {
        if !holds {
            self.push(field, detail);
        }
    }

    /// A single-line text of 1 to `chars_max` characters, without control characters, not blank.
    pub fn check_line(&mut self, text: &str, field: &str, chars_max: usize) {
        if text.trim().is_empty() {
            self.push(field, "must not be empty");
        } else if text.chars().count() > chars_max {
            self.push(field, format!("must be at most {chars_max} characters long"));
        } else if text.chars().any(char::is_control) {
            self.push(field, "must not contain control characters or line breaks");
        }
    }

    /// A text of 1 to `chars_max` characters that may have line breaks.
    pub fn check_text(&mut self, text: &str, field: &str, chars_max: usize) {
        if text.trim().is_empty() {
            self.push(field, "must not be empty");
        } else if text.chars().count() > chars_max {
            self.push(field, format!("must be at most {chars_max} characters long"));
        } else if text.contains('\0') {
            self.push(field, "must not contain the character U+0000");
        }
    }

    pub fn into_result(self) -> Result<(), Vec<FieldError>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}
