//! By what a fact is found in the words of a contact: an order number in a mail.

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::context::{KEY_CHARS_MAX, VALUE_CHARS_MAX};
use crate::validation::Errors;

/// Most patterns of an inbox.
pub const PATTERNS_MAX: usize = 20;
const PATTERN_CHARS_MAX: usize = 500;
/// Of one pattern, compiled.
const COMPILED_BYTES_MAX: usize = 256 * 1024;

/// A fact, and what it looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FactPattern {
    /// The name of the fact.
    #[schema(min_length = 1, max_length = 60)]
    pub key: String,
    /// A regular expression, as the Rust crate `regex` has them: without look-around and
    /// back-references, so that it takes no longer than the text is long. The fact is its first group,
    /// or all that it matches. Letters match in either case, `^` and `$` at the ends of lines.
    #[schema(min_length = 1, max_length = 500, example = "order (?:no\\.? ?)?#?([0-9]{4,8})")]
    pub pattern: String,
}

impl FactPattern {
    fn compile(&self) -> Result<Regex, regex::Error> {
        let mut builder = RegexBuilder::new(&self.pattern);
        builder.case_insensitive(true).multi_line(true).size_limit(COMPILED_BYTES_MAX).build()
    }
}

/// The rule for the patterns of an inbox.
pub(super) fn check_patterns(patterns: &[FactPattern], errors: &mut Errors) {
    errors.check(patterns.len() <= PATTERNS_MAX, "fact_patterns", "must be at most 20");
    for (place, pattern) in patterns.iter().enumerate().take(PATTERNS_MAX) {
        errors.check_line(&pattern.key, &format!("fact_patterns[{place}].key"), KEY_CHARS_MAX);
        let field = format!("fact_patterns[{place}].pattern");
        if pattern.pattern.chars().count() > PATTERN_CHARS_MAX {
            errors.push(field, "must be at most 500 characters");
            continue;
        }
        match pattern.compile() {
            Ok(compiled) if compiled.is_match("") => {
                errors.push(field, "matches nothing at all; say what must stand there");
            }
            Ok(_) => {}
            Err(error) => errors.push(field, wrong(&error)),
        }
    }
}

fn wrong(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "stands for too much; repeat less often".to_owned(),
        error => {
            let told = error.to_string();
            let last = told.lines().last().unwrap_or_default();
            format!("is no regular expression: {}", last.trim_start_matches("error: "))
        }
    }
}

/// The patterns of an inbox, ready to look with.
#[derive(Debug, Clone, Default)]
pub struct FactFinder(Vec<(String, Regex)>);

impl FactFinder {
    /// What is no pattern finds nothing.
    pub fn of(patterns: &[FactPattern]) -> Self {
        let compiled = patterns
            .iter()
            .filter_map(|it| it.compile().ok().map(|compiled| (it.key.clone(), compiled)));
        Self(compiled.collect())
    }

    /// What is found in a text, by key: of each the first that there is, by the first pattern that
    /// finds one.
    pub fn find(&self, text: &str) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for (key, pattern) in &self.0 {
            if found.iter().any(|(known, _)| known == key) {
                continue;
            }
            let Some(captures) = pattern.captures(text) else { continue };
            let part = captures.iter().skip(1).flatten().next().or_else(|| captures.get(0));
            let value = part.map(|part| part.as_str().trim()).unwrap_or_default();
            if !value.is_empty() && value.chars().count() <= VALUE_CHARS_MAX {
                found.push((key.clone(), value.to_owned()));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pattern(key: &str, pattern: &str) -> FactPattern {
        FactPattern { key: key.to_owned(), pattern: pattern.to_owned() }
    }

    fn finds(patterns: &[FactPattern], text: &str) -> Vec<(String, String)> {
        FactFinder::of(patterns).find(text)
    }

    #[test]
    fn the_first_group_is_the_fact_or_else_all_of_it() {
        let patterns = [
            pattern("order", "order (?:no\\.? ?)?#?([0-9]{4,8})"),
            pattern("order", "#([0-9]{4})"),
            pattern("serial", "SN-[A-Z0-9]+"),
            pattern("either", "a(x)|b(y)"),
        ];
        let found = finds(&patterns, "My ORDER no. 10423 and #9999, it is sn-4f.\nby");
        let expected = [("order", "10423"), ("serial", "sn-4f"), ("either", "y")];
        assert_eq!(found, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
        let found = finds(&patterns, "about #1234");
        assert_eq!(found, [("order".to_owned(), "1234".to_owned())], "by the second pattern");
        assert_eq!(finds(&patterns, "nothing"), []);
    }

    #[test]
    fn what_cannot_be_looked_for_is_refused() {
        let wrong = |patterns: &[FactPattern]| {
            let mut errors = Errors::default();
            check_patterns(patterns, &mut errors);
            errors.into_result().err().map(|errors| errors[0].clone())
        };
        assert_eq!(wrong(&[pattern("order", "#([0-9]+)")]), None);
        let refused = wrong(&[pattern("order", "#([0-9]+")]).unwrap();
        assert_eq!(refused.field, "fact_patterns[0].pattern");
        assert_eq!(refused.detail, "is no regular expression: unclosed group");
        for bad in ["", "[0-9]*", "(?=x)", "(a{1000}){1000}", &"x".repeat(501)] {
            let refused = wrong(&[pattern("order", bad)]).unwrap();
            assert_eq!(refused.field, "fact_patterns[0].pattern", "{bad}");
        }
        assert_eq!(wrong(&[pattern(" ", "x")]).unwrap().field, "fact_patterns[0].key");
        let many = vec![pattern("order", "x"); PATTERNS_MAX + 1];
        assert_eq!(wrong(&many).unwrap().field, "fact_patterns");
    }

    proptest! {
        #[test]
        fn no_pattern_and_no_text_break_it(expression in "\\PC{0,30}", text in "\\PC{0,200}") {
            for (_, value) in finds(&[pattern("any", &expression)], &text) {
                prop_assert!(text.contains(&value));
            }
        }
    }
}
