//! Who belongs to a segment: a condition in CEL (<https://cel.dev>, the language definition of
//! google/cel-spec), asked of one contact at a time.

mod check;
mod subject;

#[cfg(test)]
mod tests;

use cel::parser::PrattParser;
use cel::{Context, ExecutionError, IdedExpr, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::id::SegmentId;

pub use subject::subject;

/// Longest condition, in characters.
pub const CONDITION_CHARS_MAX: usize = 2_000;
/// How deep a condition may be nested.
const NESTING_MAX: u16 = 32;

/// A condition, ready to be asked.
#[derive(Debug, Clone)]
pub struct Condition {
    expression: IdedExpr,
    /// The names of the custom fields that it speaks of.
    pub fields: Vec<String>,
    /// Whether it speaks of `now`: what it says of somebody then changes by itself.
    pub names_now: bool,
}

/// What a condition says of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    In,
    Out,
    /// It cannot be told; the reason is for whoever wrote the condition.
    Unknown(String),
}

/// How many contacts belong to a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SegmentCount {
    pub segment_id: SegmentId,
    /// The version of the segment whose condition was asked of everybody; while it has a newer one, that
    /// is being asked.
    pub segment_version: i64,
    pub members: i64,
    /// Of how many it could not be told when everybody was asked last; they do not belong to it.
    pub unknown: i64,
    /// Why, of one of them.
    pub unknown_reason: Option<String>,
    pub counted_at: Timestamp,
}

impl Condition {
    /// Reads a condition, and refuses whatever could not be answered of anybody; the error says what
    /// to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("must say who belongs to it, such as contact.language == \"de\"".to_owned());
        }
        if text.chars().nth(CONDITION_CHARS_MAX).is_some() {
            return Err(format!("must be at most {CONDITION_CHARS_MAX} characters"));
        }
        if text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err("must hold no control characters".to_owned());
        }
        let parser = PrattParser::new().max_recursion_depth(NESTING_MAX);
        let expression = parser.parse(text).map_err(|errors| match errors.errors.first() {
            Some(error) => {
                let (line, column) = error.pos;
                let what = error.msg.trim_start_matches("Syntax error: ");
                format!("cannot be read at line {line}, column {column}: {what}")
            }
            None => "cannot be read".to_owned(),
        })?;
        let spoken = check::check(&expression)?;
        Ok(Self { expression, fields: spoken.fields, names_now: spoken.names_now })
    }

    /// Asks it of somebody, as [`subject`] tells of them.
    pub fn ask(&self, subject: &Context<'_>) -> Verdict {
        match Value::resolve(&self.expression, subject) {
            Ok(Value::Bool(true)) => Verdict::In,
            Ok(Value::Bool(false)) => Verdict::Out,
            Ok(other) => Verdict::Unknown(format!(
                "it must come out as true or false, but comes out as {}",
                other.type_of()
            )),
            Err(error) => Verdict::Unknown(plain(&error)),
        }
    }
}

/// An error in words, without what is known of the contact: values can be long, and are not for
/// everybody.
fn plain(error: &ExecutionError) -> String {
    match error {
        ExecutionError::NoSuchKey(key) => format!("there is no {key}"),
        ExecutionError::NoSuchOverload
        | ExecutionError::ValuesNotComparable(..)
        | ExecutionError::UnsupportedBinaryOperator(..)
        | ExecutionError::UnexpectedType { .. }
        | ExecutionError::UnsupportedTargetType { .. }
        | ExecutionError::NotSupportedAsMethod { .. } => {
            "it compares or combines what does not go together, often because something is not \
             known (null)"
                .to_owned()
        }
        ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => {
            "it divides by zero".to_owned()
        }
        ExecutionError::Overflow(..) => "it comes to a number that is too large".to_owned(),
        ExecutionError::FunctionError { function, .. } => {
            format!("the function {function} cannot do it with what is known")
        }
        ExecutionError::UndeclaredReference(name) => format!("there is no {name}"),
        _ => "it cannot be worked out".to_owned(),
    }
}
