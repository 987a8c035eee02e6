//! Reads a settings file into values with their places.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::refusal::{Place, Refusal};
use super::value::Value;

/// A key with its value, as a file has them.
#[derive(Debug)]
pub(super) struct Line {
    /// The key with its tables, joined by dots.
    pub key: String,
    pub value: Value,
    pub line: usize,
}

/// Every key of a TOML text. Where the text is no TOML, that is the one refusal.
pub(super) fn read(path: &Path, text: &str) -> Result<Vec<Line>, Refusal> {
    let table = DeTable::parse(text).map_err(|error| {
        let line = line_of(text, error.span().map_or(0, |span| span.start));
        let message = error.message().trim_end().replace('\n', "; ");
        Refusal { place: Place::file(path, line), message: format!("this is not TOML: {message}") }
    })?;
    let mut lines = Vec::new();
    add(&mut lines, text, "", table.get_ref());
    lines.sort_by_key(|line| line.line);
    Ok(lines)
}

fn add(lines: &mut Vec<Line>, text: &str, prefix: &str, table: &DeTable<'_>) {
    for (name, value) in table {
        let key = format!("{prefix}{}", name.get_ref());
        if let DeValue::Table(inner) = value.get_ref() {
            add(lines, text, &format!("{key}."), inner);
        } else {
            lines.push(Line {
                key,
                value: typed(text, value),
                line: line_of(text, name.span().start),
            });
        }
    }
}

fn typed(text: &str, value: &Spanned<DeValue<'_>>) -> Value {
    let other = || Value::Other(text.get(value.span()).unwrap_or_default().to_owned());
    match value.get_ref() {
        DeValue::String(string) => Value::Text(string.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| other(), Value::Integer),
        DeValue::Array(items) => {
            let texts: Option<Vec<String>> =
                items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect();
            texts.map_or_else(other, Value::List)
        }
        _ => other(),
    }
}

/// The line, from 1, on which the byte at `offset` stands.
fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
