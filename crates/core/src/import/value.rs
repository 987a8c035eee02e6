//! What a cell says in a custom field, as people and spreadsheets write it.

use crate::directory::ContactField;
use crate::directory::contact_field::{FieldKind, FieldValue};

const YES: [&str; 10] = ["yes", "true", "1", "y", "x", "on", "ja", "wahr", "да", "是"];
const NO: [&str; 9] = ["no", "false", "0", "n", "off", "nein", "falsch", "нет", "否"];

/// The value, or what to write instead.
pub(super) fn value(text: &str, field: &ContactField) -> Result<FieldValue, String> {
    let value = match field.kind {
        FieldKind::Text => FieldValue::text(text),
        FieldKind::Number => number(text)?,
        FieldKind::Date => FieldValue::Text(date(text)?),
        FieldKind::YesNo => {
            let word = text.to_lowercase();
            match (YES.contains(&word.as_str()), NO.contains(&word.as_str())) {
                (true, _) => FieldValue::YesNo(true),
                (_, true) => FieldValue::YesNo(false),
                _ => return Err("must be yes or no".to_owned()),
            }
        }
        FieldKind::Choice => {
            let word = text.to_lowercase();
            let choice = field.choices.iter().find(|choice| choice.to_lowercase() == word);
            FieldValue::Text(choice.cloned().unwrap_or_else(|| text.to_owned()))
        }
    };
    value.fit(field)
}

/// A number with a point or a comma before its fraction, and blanks or the other one between
/// thousands. What could be read in two ways is refused.
fn number(text: &str) -> Result<FieldValue, String> {
    let wrong = || "must be a number, such as 1234.5".to_owned();
    let digits: String =
        text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')).collect();
    let (points, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let plain = match (points, commas) {
        (_, 0) if points < 2 => digits,
        (0, 1) => {
            let (whole, fraction) = digits.split_once(',').unwrap_or((&digits, ""));
            let whole = whole.trim_start_matches(['-', '+']);
            // Nobody groups 0, or more than three digits.
            if fraction.len() == 3 && whole != "0" && (1..=3).contains(&whole.len()) {
                return Err("could be a thousand or a fraction; write it with a point".to_owned());
            }
            digits.replace(',', ".")
        }
        _ => {
            let is_point_last = digits.rfind('.') > digits.rfind(',');
            let (group, fraction) = if is_point_last { (',', '.') } else { ('.', ',') };
            let is_grouped = points.min(commas) == 0;
            let plain = if is_grouped {
                // Only one of them, and often: these are thousands.
                digits.replace([',', '.'], "")
            } else {
                digits.replace(group, "").replace(fraction, ".")
            };
            if !has_thousands(&digits, if is_grouped { None } else { Some(fraction) }) {
                return Err(wrong());
            }
            plain
        }
    };
    let is_number = |text: &str| {
        text.trim_start_matches(['-', '+']).chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    if !is_number(&plain) {
        return Err(wrong());
    }
    plain.parse().ok().and_then(FieldValue::number).ok_or_else(wrong)
}

/// Whether all groups but the first have three digits.
fn has_thousands(digits: &str, fraction: Option<char>) -> bool {
    let whole = match fraction {
        Some(point) => digits.rsplit_once(point).map_or(digits, |(whole, _)| whole),
        None => digits,
    };
    let mut groups = whole.trim_start_matches(['-', '+']).split(['.', ',']);
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
        && groups.all(|group| group.len() == 3)
}

/// A date as `2026-02-28`: written so, with slashes or points, the year first or last. With points
/// the day comes before the month; with slashes one must be larger than 12, or both the same.
fn date(text: &str) -> Result<String, String> {
    let wrong = || "must be a date, such as 2026-02-28".to_owned();
    // A time of day is not what a date is asked for.
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [a, b, c] = parts.as_slice() else { return Err(wrong()) };
    let number = |part: &str| {
        Some(part)
            .filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?
            .parse::<u16>()
            .ok()
    };
    let (Some(first), Some(second), Some(third)) = (number(a), number(b), number(c)) else {
        return Err(wrong());
    };
    let (year, month, day) = match (a.len(), c.len()) {
        (4, _) => (first, second, third),
        (_, 4) if day.contains('/') && first <= 12 && second <= 12 && first != second => {
            return Err("could be two dates; write it as 2026-02-28".to_owned());
        }
        (_, 4) if day.contains('/') && second > 12 => (third, first, second),
        (_, 4) => (third, second, first),
        _ => return Err(wrong()),
    };
    Ok(format!("{year:04}-{month:02}-{day:02}"))
}
