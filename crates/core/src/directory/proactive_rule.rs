//! When the chat speaks first: to whom on which page, in what words, how often.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::check_name;
use super::snapshot::missing;
use super::{Directory, Inbox, Kind, Record};
use crate::id::{InboxId, ProactiveRuleId};
use crate::validation::Errors;

const CONDITIONS_MAX: usize = 10;
const TEXT_CHARS_MAX: usize = 300;
const VALUE_CHARS_MAX: usize = 500;
const KEY_CHARS_MAX: usize = 60;
/// A day; whoever has looked at a page for longer has left it open.
const SECONDS_MAX: u32 = 24 * 60 * 60;
const HOLDOUT_PERCENT_MAX: u8 = 50;
/// A year.
const EVERY_HOURS_MAX: u32 = 365 * 24;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextMatch {
    Contains,
    StartsWith,
    Is,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactMatch {
    Is,
    Contains,
    /// As numbers.
    AtLeast,
}

/// What must hold on the visitor's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Condition {
    /// The page's address, without regard to letter case.
    Url {
        #[schema(inline)]
        op: TextMatch,
        #[schema(min_length = 1, max_length = 500)]
        value: String,
    },
    /// On this page for so long.
    TimeOnPage {
        #[schema(minimum = 1, maximum = 86_400)]
        seconds: u32,
    },
    /// So much of the page was scrolled by.
    Scroll {
        #[schema(minimum = 1, maximum = 100)]
        percent: u8,
    },
    /// The pointer leaves the page by its upper edge.
    ExitIntent,
    /// Was here in an earlier visit, at least half an hour before.
    ReturningVisitor,
    /// What the page tells by `rapport.setContext`, such as the value of the cart.
    Fact {
        #[schema(min_length = 1, max_length = 60)]
        key: String,
        #[schema(inline)]
        op: FactMatch,
        #[schema(min_length = 1, max_length = 500)]
        value: String,
    },
    /// The page has called `rapport.track` with this name.
    Event {
        #[schema(min_length = 1, max_length = 60)]
        name: String,
    },
}

impl Condition {
    fn validate(&self, at: &str, errors: &mut Errors) {
        let field = |name: &str| format!("{at}.{name}");
        match self {
            Self::Url { value, .. } => errors.check_line(value, &field("value"), VALUE_CHARS_MAX),
            Self::TimeOnPage { seconds } => {
                let is_fit = (1..=SECONDS_MAX).contains(seconds);
                errors.check(is_fit, &field("seconds"), "must be from 1 to 86400");
            }
            Self::Scroll { percent } => {
                errors.check(
                    (1..=100).contains(percent),
                    &field("percent"),
                    "must be from 1 to 100",
                );
            }
            Self::Fact { key, op, value } => {
                errors.check_line(key, &field("key"), KEY_CHARS_MAX);
                errors.check_line(value, &field("value"), VALUE_CHARS_MAX);
                let is_number = value.trim().parse::<f64>().is_ok_and(f64::is_finite);
                let is_fit = *op != FactMatch::AtLeast || is_number;
                errors.check(is_fit, &field("value"), "must be a number to be compared with");
            }
            Self::Event { name } => errors.check_line(name, &field("name"), KEY_CHARS_MAX),
            Self::ExitIntent | Self::ReturningVisitor => {}
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ProactiveRuleFields)]
pub struct ProactiveRule {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    pub enabled: bool,
    /// On whose pages.
    pub inbox_id: InboxId,
    /// All must hold.
    #[schema(min_items = 1, max_items = 10)]
    pub conditions: Vec<Condition>,
    /// What the visitor reads.
    #[schema(min_length = 1, max_length = 300)]
    pub text: String,
    /// A visitor sees it at most once in so many hours, and never again after they answered or
    /// closed it.
    #[schema(minimum = 1, maximum = 8_760)]
    pub every_hours: u32,
    /// So many of a hundred visitors do not see it, to compare with.
    #[schema(minimum = 0, maximum = 50)]
    pub holdout_percent: u8,
    /// Only while an agent of the inbox's queue is free.
    pub only_when_free: bool,
}

impl Record for ProactiveRule {
    type Id = ProactiveRuleId;
    const KIND: Kind = Kind::ProactiveRule;
    const SCHEMA: &'static str = "ProactiveRule";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<ProactiveRuleId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        if directory.in_use::<Inbox>(self.inbox_id).is_none() {
            errors.push("inbox_id", missing("inbox", self.inbox_id));
        }
        let count = self.conditions.len();
        let is_fit = (1..=CONDITIONS_MAX).contains(&count);
        errors.check(is_fit, "conditions", "needs 1 to 10 conditions; all of them must hold");
        for (place, condition) in self.conditions.iter().enumerate() {
            condition.validate(&format!("conditions[{place}]"), errors);
        }
        errors.check_text(&self.text, "text", TEXT_CHARS_MAX);
        let is_fit = (1..=EVERY_HOURS_MAX).contains(&self.every_hours);
        errors.check(is_fit, "every_hours", "must be from 1 to 8760, a year");
        let is_fit = self.holdout_percent <= HOLDOUT_PERCENT_MAX;
        errors.check(is_fit, "holdout_percent", "must be from 0 to 50");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_condition_is_named() {
        let rule = ProactiveRule {
            name: "Help with the cart".to_owned(),
            enabled: true,
            inbox_id: InboxId::new(crate::Timestamp::default(), [1; 10]),
            conditions: vec![
                Condition::Url { op: TextMatch::Contains, value: "/cart".to_owned() },
                Condition::TimeOnPage { seconds: 0 },
                Condition::Scroll { percent: 101 },
                Condition::Fact {
                    key: "cart_value".to_owned(),
                    op: FactMatch::AtLeast,
                    value: "much".to_owned(),
                },
                Condition::Event { name: " ".to_owned() },
                Condition::ExitIntent,
            ],
            text: "May I help?".to_owned(),
            every_hours: 0,
            holdout_percent: 51,
            only_when_free: true,
        };
        let mut errors = Errors::default();
        rule.validate(None, &Directory::default(), &mut errors);
        let errors = errors.into_result().unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "inbox_id",
                "conditions[1].seconds",
                "conditions[2].percent",
                "conditions[3].value",
                "conditions[4].name",
                "every_hours",
                "holdout_percent",
            ]
        );
    }
}
