//! A setting's value before its meaning is known, and how meanings are read from it.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// What somebody wrote. Shown, it is TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Integer(i64),
    List(Vec<String>),
    /// From the environment or a flag, which have no types. A list there is separated by commas.
    Untyped(String),
    /// A TOML value of a kind that no setting has, as it stands in the file.
    Other(String),
}

impl Value {
    pub fn text(&self) -> Result<&str, String> {
        match self {
            Self::Text(text) | Self::Untyped(text) if text.is_empty() => {
                Err("it is empty".to_owned())
            }
            Self::Text(text) | Self::Untyped(text) => Ok(text),
            _ => Err("it is not a text in quotes".to_owned()),
        }
    }

    /// A text that `T` understands; its error completes "because …".
    pub fn parsed<T: FromStr<Err: fmt::Display>>(&self) -> Result<T, String> {
        self.text()?.parse().map_err(|error: T::Err| error.to_string())
    }

    /// A whole number in a range.
    pub fn whole<N: TryFrom<i64>>(&self, range: RangeInclusive<i64>) -> Result<N, String> {
        let number = match self {
            Self::Integer(number) => *number,
            Self::Untyped(text) => {
                text.trim().parse().map_err(|_| "it is not a whole number".to_owned())?
            }
            Self::Text(_) => return Err("it is a text: leave out the quotes".to_owned()),
            Self::List(_) | Self::Other(_) => return Err("it is not a whole number".to_owned()),
        };
        let (min, max) = (*range.start(), *range.end());
        let outside = || format!("it is not between {min} and {max}");
        if range.contains(&number) {
            N::try_from(number).map_err(|_| outside())
        } else {
            Err(outside())
        }
    }

    /// A list of what `T` understands. It may be empty.
    pub fn list<T: FromStr<Err: fmt::Display>>(&self) -> Result<Vec<T>, String> {
        let items: Vec<&str> = match self {
            Self::List(items) => items.iter().map(String::as_str).collect(),
            Self::Untyped(text) => {
                text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect()
            }
            _ => return Err("it is not a list of texts".to_owned()),
        };
        let parse = |item: &str| item.parse().map_err(|error| format!("of {item:?}: {error}"));
        items.into_iter().map(parse).collect()
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Untyped(text) => write_quoted(f, text),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Other(source) => f.write_str(source),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    write_quoted(f, item)?;
                }
                f.write_str("]")
            }
        }
    }
}

/// A TOML basic string.
fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            c if c.is_control() => write!(f, "\\u{:04X}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    f.write_str("\"")
}
