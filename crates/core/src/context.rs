//! Context: what is already known on a conversation, so that nobody asks again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::validation::Errors;

pub const KEY_CHARS_MAX: usize = 60;
pub const VALUE_CHARS_MAX: usize = 1_000;
/// Facts on one conversation; more would no longer be read by anybody.
pub const FACTS_MAX: usize = 100;
/// Facts that one page tells.
pub const TOLD_MAX: usize = 30;

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
    /// A pattern of the inbox found it in what the customer wrote: it may be wrong.
    Pattern,
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

/// What a page tells, by key; none takes back what it told before.
pub type Told = BTreeMap<String, Option<String>>;

/// Checks all that a page tells.
pub fn validate_told(told: &Told, errors: &mut Errors) {
    errors.check(told.len() <= TOLD_MAX, "context", "must hold at most 30 facts");
    for (key, value) in told {
        validate(key, value.as_deref().unwrap_or("-"), errors);
    }
}

/// A change of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactChange {
    Put(Fact),
    Remove(String),
}

/// What a page's telling changes. A page repeats what it was made with on every visit, so it only
/// changes what a page has told: a fact that an agent, a form or the contact gave stands. Nothing
/// changes beyond [`FACTS_MAX`].
pub fn told_by_page(
    known: &[Fact],
    told: &Told,
    page: Option<&str>,
    at: Timestamp,
) -> Vec<FactChange> {
    let mut room = FACTS_MAX.saturating_sub(known.len());
    let mut changes = Vec::new();
    for (key, value) in told {
        let before = known.iter().find(|fact| fact.key == *key);
        if before.is_some_and(|fact| fact.source.kind != FactSourceKind::Page) {
            continue;
        }
        match (before, value) {
            (Some(before), Some(value)) if before.value == *value => {}
            (Some(_), None) => changes.push(FactChange::Remove(key.clone())),
            (None, None) => {}
            (before, Some(value)) => {
                if before.is_none() {
                    if room == 0 {
                        continue;
                    }
                    room -= 1;
                }
                let source =
                    FactSource { kind: FactSourceKind::Page, detail: page.map(ToOwned::to_owned) };
                let (key, value) = (key.clone(), value.clone());
                changes.push(FactChange::Put(Fact { key, value, source, at }));
            }
        }
    }
    changes
}

/// What a form that the contact filled in changes: it is their newest word, but what an agent wrote
/// down stands. Nothing changes beyond [`FACTS_MAX`].
pub fn told_by_form(known: &[Fact], answers: &[(String, String)], at: Timestamp) -> Vec<Fact> {
    let mut room = FACTS_MAX.saturating_sub(known.len());
    let mut told = Vec::new();
    for (key, value) in answers {
        let before = known.iter().find(|fact| fact.key == *key);
        if before.is_some_and(|fact| fact.source.kind == FactSourceKind::Agent) {
            continue;
        }
        if before.is_none() {
            if room == 0 {
                continue;
            }
            room -= 1;
        }
        let source = FactSource { kind: FactSourceKind::Form, detail: None };
        told.push(Fact { key: key.clone(), value: value.clone(), source, at });
    }
    told
}

/// What was found in the contact's own words changes what was found before, and nothing else: it is a
/// guess. Nothing changes beyond [`FACTS_MAX`].
pub fn told_by_pattern(known: &[Fact], found: &[(String, String)], at: Timestamp) -> Vec<Fact> {
    let mut room = FACTS_MAX.saturating_sub(known.len());
    let mut told = Vec::new();
    for (key, value) in found {
        match known.iter().find(|fact| fact.key == *key) {
            Some(before) if before.source.kind != FactSourceKind::Pattern => continue,
            Some(before) if before.value == *value => continue,
            Some(_) => {}
            None if room == 0 => continue,
            None => room -= 1,
        }
        let source = FactSource { kind: FactSourceKind::Pattern, detail: None };
        told.push(Fact { key: key.clone(), value: value.clone(), source, at });
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_millis(1_770_000_000_000);

    fn fact(key: &str, value: &str, kind: FactSourceKind) -> Fact {
        let source = FactSource { kind, detail: Some("https://shop.example/".to_owned()) };
        Fact { key: key.to_owned(), value: value.to_owned(), source, at: AT }
    }

    fn told(facts: &[(&str, Option<&str>)]) -> Told {
        let owned = |text: &str| text.to_owned();
        facts.iter().map(|(key, value)| (owned(key), value.map(owned))).collect()
    }

    #[test]
    fn a_page_changes_what_a_page_told_and_nothing_else() {
        let known = [
            fact("cart", "2", FactSourceKind::Page),
            fact("coupon", "SPRING", FactSourceKind::Page),
            fact("order", "1042", FactSourceKind::Agent),
            fact("product", "bag", FactSourceKind::Page),
        ];
        let told = told(&[
            ("cart", Some("3")),
            ("coupon", None),
            ("member", Some("yes")),
            ("never", None),
            ("order", Some("1")),
            ("product", Some("bag")),
        ]);
        assert_eq!(
            told_by_page(&known, &told, Some("https://shop.example/"), AT),
            [
                FactChange::Put(fact("cart", "3", FactSourceKind::Page)),
                FactChange::Remove("coupon".to_owned()),
                FactChange::Put(fact("member", "yes", FactSourceKind::Page)),
            ]
        );
    }

    #[test]
    fn a_guess_gives_way_to_whatever_somebody_said() {
        let guess = |key: &str, value: &str| Fact {
            source: FactSource { kind: FactSourceKind::Pattern, detail: None },
            ..fact(key, value, FactSourceKind::Pattern)
        };
        let known = [
            fact("order", "1042", FactSourceKind::Agent),
            fact("product", "bag", FactSourceKind::Page),
            guess("serial", "1"),
            guess("size", "L"),
        ];
        let found =
            [("order", "1"), ("product", "x"), ("serial", "2"), ("size", "L"), ("new", "n")];
        let found = found.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let told = told_by_pattern(&known, &found, AT);
        assert_eq!(told, [guess("serial", "2"), guess("new", "n")]);
        let full: Vec<Fact> = (0..FACTS_MAX).map(|n| guess(&format!("k{n}"), "v")).collect();
        assert_eq!(told_by_pattern(&full, &found, AT), []);
    }

    #[test]
    fn a_conversation_holds_no_more_than_it_may() {
        let known: Vec<Fact> =
            (0..FACTS_MAX).map(|n| fact(&format!("k{n}"), "v", FactSourceKind::Page)).collect();
        let told = told(&[("k0", Some("new")), ("more", Some("x"))]);
        let put = fact("k0", "new", FactSourceKind::Page);
        let page = Some("https://shop.example/");
        assert_eq!(told_by_page(&known, &told, page, AT), [FactChange::Put(put)]);
    }
}
