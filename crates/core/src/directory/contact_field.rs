//! A custom field: what a business wants to know of its contacts beyond what Rapport asks of each.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::brand::check_name;
use super::{Directory, Kind, NAME_CHARS_MAX, Record};
use crate::id::ContactFieldId;
use crate::validation::Errors;

const CHOICES_MAX: usize = 100;
/// Longest text of a field, in characters: the store finds contacts by it.
pub const FIELD_CHARS_MAX: usize = 300;

/// What a custom field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A line.
    Text,
    Number,
    /// A day of the calendar, `2026-02-28`.
    Date,
    YesNo,
    /// One of the field's `choices`.
    Choice,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ContactFieldFields)]
pub struct ContactField {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// It stays what it was made as: what contacts have would mean something else.
    pub kind: FieldKind,
    /// What can be chosen, in the order in which it is shown; only for `choice`.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub choices: Vec<String>,
}

impl Record for ContactField {
    type Id = ContactFieldId;
    const KIND: Kind = Kind::ContactField;
    const SCHEMA: &'static str = "ContactField";

    fn name(&self) -> &str {
        &self.name
    }

    /// Only a choice has choices.
    fn keep(&mut self, _was: Option<&Self>) {
        if self.kind != FieldKind::Choice {
            self.choices.clear();
        }
    }

    fn validate(&self, id: Option<ContactFieldId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        let was = id.and_then(|id| directory.get::<Self>(id));
        if was.is_some_and(|was| was.record.kind != self.kind) {
            errors.push("kind", "cannot be changed; archive this field and make another");
        }
        if self.kind != FieldKind::Choice {
            return;
        }
        errors.check(!self.choices.is_empty(), "choices", "must hold at least one choice");
        errors.check(self.choices.len() <= CHOICES_MAX, "choices", "must be at most 100");
        for (place, choice) in self.choices.iter().enumerate().take(CHOICES_MAX) {
            errors.check_line(choice, &format!("choices[{place}]"), NAME_CHARS_MAX);
            if self.choices[..place].contains(choice) {
                errors.push(format!("choices[{place}]"), "is in the list twice");
            }
        }
    }
}

/// What a contact has in a custom field: a text (also for a date and a choice), a number, or
/// whether.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FieldValue {
    YesNo(bool),
    Number(serde_json::Number),
    Text(String),
}

impl utoipa::__dev::ComposeSchema for FieldValue {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(FIELD_CHARS_MAX));
        OneOfBuilder::new()
            .description(Some("A text (also for a date and a choice), a number, or whether."))
            .item(text)
            .item(f64::schema())
            .item(bool::schema())
            .into()
    }
}

impl ToSchema for FieldValue {}

impl FieldValue {
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// None when it is no finite number. What is whole is kept without a point.
    pub fn number(number: f64) -> Option<Self> {
        /// Beyond it not every whole number is one of its own (IEEE 754, binary64).
        const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;
        if number.fract() == 0.0 && number.abs() <= WHOLE_MAX {
            #[expect(clippy::cast_possible_truncation, reason = "whole, and within bounds")]
            return Some(Self::Number((number as i64).into()));
        }
        serde_json::Number::from_f64(number).map(Self::Number)
    }

    /// What it means in a field, in the one form in which it is kept; or what to write instead.
    pub fn fit(self, field: &ContactField) -> Result<Self, String> {
        match (field.kind, self) {
            (FieldKind::Text, Self::Text(text)) => {
                let mut errors = Errors::default();
                errors.check_line(&text, "", FIELD_CHARS_MAX);
                let wrong = errors.into_result().err().and_then(|mut errors| errors.pop());
                wrong.map_or(Ok(Self::text(text.trim())), |wrong| Err(wrong.detail))
            }
            (FieldKind::Number, Self::Number(number)) => number
                .as_f64()
                .and_then(Self::number)
                .ok_or_else(|| "must be a number that is not larger than 1e308".to_owned()),
            (FieldKind::Date, Self::Text(text)) => match text.trim().parse::<Date>() {
                Ok(date) if text.trim() == date.to_string() => Ok(Self::Text(date.to_string())),
                _ => Err("must be a date of the calendar, such as 2026-02-28".to_owned()),
            },
            (FieldKind::YesNo, value @ Self::YesNo(_)) => Ok(value),
            (FieldKind::Choice, Self::Text(text)) if field.choices.contains(&text) => {
                Ok(Self::Text(text))
            }
            (FieldKind::Text, _) => Err("must be a text".to_owned()),
            (FieldKind::Number, _) => Err("must be a number".to_owned()),
            (FieldKind::Date, _) => Err("must be a date, such as 2026-02-28".to_owned()),
            (FieldKind::YesNo, _) => Err("must be true or false".to_owned()),
            (FieldKind::Choice, _) => Err(format!("must be one of: {}", field.choices.join(", "))),
        }
    }

    /// By which it is found: alike for what counts as the same.
    pub fn key(&self) -> String {
        match self {
            Self::YesNo(true) => "yes".to_owned(),
            Self::YesNo(false) => "no".to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.trim().to_lowercase(),
        }
    }

    /// What it is compared by, where one can be more than another: the number, or the days since
    /// 1970-01-01 of a date.
    pub fn rank(&self) -> Option<f64> {
        match self {
            Self::YesNo(_) => None,
            Self::Number(number) => number.as_f64(),
            Self::Text(text) => days(text),
        }
    }
}

/// Days from 1970-01-01 to a date as text; none when it is no date.
fn days(text: &str) -> Option<f64> {
    let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text)?;
    let span = date.since((jiff::Unit::Day, Date::new(1970, 1, 1).ok()?)).ok()?;
    Some(f64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn field(kind: FieldKind) -> ContactField {
        let choices = ["Gold", "Silver"].map(ToOwned::to_owned);
        let choices = if kind == FieldKind::Choice { choices.to_vec() } else { Vec::new() };
        ContactField { name: "Plan".into(), kind, choices }
    }

    #[test]
    fn each_kind_takes_what_it_is_for_and_says_what_that_is() {
        let yes = FieldValue::YesNo(true);
        let seven = FieldValue::number(7.0).unwrap();
        let day = FieldValue::text("2026-02-28");
        for (kind, takes, refuses) in [
            (FieldKind::Text, FieldValue::text("a"), vec![&yes, &seven]),
            (FieldKind::Number, seven.clone(), vec![&yes, &day]),
            (FieldKind::Date, day.clone(), vec![&yes, &seven]),
            (FieldKind::YesNo, yes.clone(), vec![&day, &seven]),
            (FieldKind::Choice, FieldValue::text("Gold"), vec![&yes, &seven, &day]),
        ] {
            assert_eq!(takes.clone().fit(&field(kind)), Ok(takes));
            for value in refuses {
                assert!(value.clone().fit(&field(kind)).is_err(), "{kind:?} {value:?}");
            }
        }
        let date = field(FieldKind::Date);
        for text in ["2026-02-29", "28.2.2026", "2026-2-3", "2026-02-28T10:00", ""] {
            assert!(FieldValue::text(text).fit(&date).is_err(), "{text}");
        }
        let long = "x".repeat(FIELD_CHARS_MAX + 1);
        for text in ["", "  ", "a\nb", &long] {
            assert!(FieldValue::text(text).fit(&field(FieldKind::Text)).is_err(), "{text}");
        }
        let refused = FieldValue::text("Bronze").fit(&field(FieldKind::Choice));
        assert_eq!(refused, Err("must be one of: Gold, Silver".to_owned()));
    }

    #[test]
    fn what_counts_as_the_same_is_found_by_the_same() {
        assert_eq!(FieldValue::text(" ÉCLAIR ").key(), FieldValue::text("éclair").key());
        let seven: FieldValue = serde_json::from_str("7.0").unwrap();
        let fit = seven.fit(&field(FieldKind::Number)).unwrap();
        assert_eq!((fit.key().as_str(), fit.rank()), ("7", Some(7.0)));
        assert_eq!(FieldValue::text("1970-01-02").rank(), Some(1.0));
        assert_eq!(FieldValue::text("1969-12-31").rank(), Some(-1.0));
        assert_eq!(FieldValue::text("tomorrow").rank(), None);
    }

    proptest! {
        #[test]
        fn what_fits_fits_again_and_comes_back_from_json(number: f64, text in "\\PC{0,40}") {
            for kind in [FieldKind::Text, FieldKind::Number, FieldKind::Date, FieldKind::Choice] {
                for value in [FieldValue::number(number), Some(FieldValue::text(&text))] {
                    let Some(Ok(fit)) = value.map(|value| value.fit(&field(kind))) else { continue };
                    prop_assert_eq!(fit.clone().fit(&field(kind)), Ok(fit.clone()));
                    let json = serde_json::to_string(&fit).unwrap();
                    let back: FieldValue = serde_json::from_str(&json).unwrap();
                    prop_assert_eq!(back.key(), fit.key());
                }
            }
        }
    }
}
