//! Spans: how stretches of a text look. A text says everything without them, so that each channel,
//! search and list has its words whole; spans only add the look where it can be shown.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::conversation::clean_characters;
use crate::validation::Errors;

/// Most spans of one text.
const SPANS_MAX: usize = 500;
/// Longest address of a link, in characters.
const HREF_CHARS_MAX: usize = 2_000;
/// What a link may open: a page, a letter, a call. Nothing that runs.
const SCHEMES: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// How a stretch of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Bold,
    Italic,
    Strikethrough,
    Code,
}

/// A stretch of a text that looks the same from end to end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Span {
    pub text: String,
    /// Left out when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 4)]
    pub marks: Vec<Mark>,
    /// What it leads to, by `https:`, `http:`, `mailto:` or `tel:`; left out when it is no link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2_000)]
    pub href: Option<String>,
}

impl Span {
    fn is_plain(&self) -> bool {
        self.marks.is_empty() && self.href.is_none()
    }
}

/// The spans, cleaned as [`clean_text`](crate::conversation::clean_text) cleans the text that they
/// are together; none where all of it looks as usual. `errors` says what is wrong with them.
pub fn check_spans(spans: &[Span], text: &str, errors: &mut Errors) -> Vec<Span> {
    if spans.is_empty() {
        return Vec::new();
    }
    errors.check(
        spans.len() <= SPANS_MAX,
        "spans",
        "must be at most 500; join those that look alike",
    );
    let together: String = spans.iter().map(|span| span.text.as_str()).collect();
    errors.check(together == text, "spans", "their texts, put together, must be `text`");
    for (place, span) in spans.iter().enumerate() {
        let of = |field: &str| format!("spans[{place}].{field}");
        errors.check(!span.text.is_empty(), &of("text"), "must not be empty");
        let once = span.marks.iter().enumerate().all(|(at, it)| !span.marks[..at].contains(it));
        errors.check(once, &of("marks"), "must name each mark once");
        if let Some(href) = &span.href {
            errors.check(
                is_safe(href),
                &of("href"),
                "must be a link such as https://example.com/help",
            );
        }
    }
    cleaned(spans)
}

fn is_safe(href: &str) -> bool {
    let strange = |c: char| c.is_whitespace() || c.is_control();
    let begins = |scheme: &&str| {
        href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && href.len() > scheme.len()
    };
    SCHEMES.iter().any(begins) && href.chars().count() <= HREF_CHARS_MAX && !href.contains(strange)
}

fn cleaned(spans: &[Span]) -> Vec<Span> {
    let mut clean: Vec<Span> = spans
        .iter()
        .map(|span| Span { text: clean_characters(&span.text), ..span.clone() })
        .collect();
    while let Some(first) = clean.first_mut() {
        first.text = first.text.trim_start().to_owned();
        if !first.text.is_empty() {
            break;
        }
        clean.remove(0);
    }
    while let Some(last) = clean.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        clean.pop();
    }
    clean.retain(|span| !span.text.is_empty());
    if clean.iter().all(Span::is_plain) { Vec::new() } else { clean }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::conversation::clean_text;

    fn span(text: &str, marks: &[Mark], href: Option<&str>) -> Span {
        Span { text: text.into(), marks: marks.to_vec(), href: href.map(Into::into) }
    }

    fn check(spans: &[Span], text: &str) -> Result<Vec<Span>, Vec<String>> {
        let mut errors = Errors::default();
        let clean = check_spans(spans, text, &mut errors);
        match errors.into_result() {
            Ok(()) => Ok(clean),
            Err(errors) => Err(errors.into_iter().map(|error| error.field).collect()),
        }
    }

    #[test]
    fn spans_that_look_as_usual_are_none() {
        let plain = [span("Hello ", &[], None), span("you", &[], None)];
        assert_eq!(check(&plain, "Hello you"), Ok(Vec::new()));
        assert_eq!(check(&[], "Hello"), Ok(Vec::new()));
    }

    #[test]
    fn their_ends_are_cut_like_the_texts() {
        let spans = [span(" \n", &[Mark::Bold], None), span(" now\u{202e}", &[Mark::Bold], None)];
        assert_eq!(check(&spans, " \n now\u{202e}"), Ok(vec![span("now", &[Mark::Bold], None)]));
    }

    #[test]
    fn links_run_nothing() {
        for href in
            ["javascript:alert(1)", "data:text/html,x", "https://", "https://a b", "//x.org"]
        {
            let field = vec!["spans[0].href".to_owned()];
            assert_eq!(check(&[span("x", &[], Some(href))], "x"), Err(field), "{href}");
        }
        for href in ["https://example.com/a?b=(c)", "MAILTO:vera@example.com", "tel:+49421123456"] {
            assert!(check(&[span("x", &[], Some(href))], "x").is_ok(), "{href}");
        }
    }

    #[test]
    fn other_words_than_the_text_are_refused() {
        let spans = [span("Pay 10", &[Mark::Bold], None)];
        assert_eq!(check(&spans, "Pay 100"), Err(vec!["spans".to_owned()]));
        let twice = [span("x", &[Mark::Code, Mark::Code], None), span("", &[], None)];
        let fields = ["spans[0].marks", "spans[1].text"].map(str::to_owned).to_vec();
        assert_eq!(check(&twice, "x"), Err(fields));
        let many = vec![span("x", &[Mark::Bold], None); 501];
        assert_eq!(check(&many, &"x".repeat(501)), Err(vec!["spans".to_owned()]));
    }

    proptest! {
        /// What is stored as the text is what its spans are together.
        #[test]
        fn cleaning_keeps_them_the_text(texts in prop::collection::vec("[a \\n\u{202e}\u{7}\u{a0}é]{1,5}", 1..6)) {
            let spans: Vec<Span> = texts.iter().map(|text| span(text, &[Mark::Bold], None)).collect();
            let text = texts.concat();
            let clean = check(&spans, &text).unwrap();
            let together: String = clean.iter().map(|span| span.text.as_str()).collect();
            prop_assert_eq!(together, clean_text(&text));
        }
    }
}
