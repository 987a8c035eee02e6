//! What stands below the mails of a brand: its signature, with its agents' own in it.

use super::canned_reply::variables;
use super::{Agent, Brand};
use crate::validation::Errors;

/// Longest signature, in characters.
pub const SIGNATURE_CHARS_MAX: usize = 2_000;
/// What a brand's signature may have filled in, as `{{agent.name}}`.
pub const SIGNATURE_VARIABLES: [&str; 4] =
    ["agent.name", "agent.first_name", "agent.signature", "brand.name"];

/// The signature below what an agent writes for a brand; nobody's name where nobody wrote it. Lines of
/// which nothing is left once they are filled in are left out. A brand without one leaves it to its
/// agents.
pub fn signature(brand: &Brand, agent: Option<&Agent>) -> String {
    let own = agent.map(|agent| agent.signature.trim()).unwrap_or_default();
    if brand.signature.trim().is_empty() {
        return own.to_owned();
    }
    let value = |name: &str| match name {
        "agent.name" => agent.map(|agent| agent.name.trim()).unwrap_or_default(),
        "agent.first_name" => {
            agent.and_then(|agent| agent.name.split_whitespace().next()).unwrap_or_default()
        }
        "agent.signature" => own,
        "brand.name" => brand.name.trim(),
        _ => "",
    };
    let lines: Vec<String> = brand
        .signature
        .lines()
        .filter_map(|line| {
            let filled = fill(line, value);
            let is_left_out = filled.trim().is_empty() && line.contains("{{");
            (!is_left_out).then(|| filled.trim_end().to_owned())
        })
        .collect();
    lines.join("\n").trim().to_owned()
}

/// Puts values in for variables; where there is none, the words behind the bar.
fn fill<'v>(line: &str, value: impl Fn(&str) -> &'v str) -> String {
    let mut pieces = line.split("{{");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let Some((inner, rest)) = piece.split_once("}}") else {
            out.push_str("{{");
            out.push_str(piece);
            continue;
        };
        let (name, instead) = inner.split_once('|').unwrap_or((inner, ""));
        match value(name.trim()) {
            "" => out.push_str(instead.trim()),
            value => out.push_str(value),
        }
        out.push_str(rest);
    }
    out
}

/// The rule for a brand's signature.
pub(super) fn check_signature(text: &str, errors: &mut Errors) {
    check_length(text, errors);
    for name in variables(text).filter(|name| !SIGNATURE_VARIABLES.contains(name)) {
        let known = SIGNATURE_VARIABLES.join(", ");
        errors.push("signature", format!("there is no variable `{name}`; use {known}"));
    }
}

/// The rule for every signature.
pub(super) fn check_length(text: &str, errors: &mut Errors) {
    errors.check(
        text.chars().count() <= SIGNATURE_CHARS_MAX,
        "signature",
        "must be at most 2,000 characters",
    );
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn brand(signature: &str) -> Brand {
        serde_json::from_value(
            json!({"name": "Duffel", "colour": "#336699", "signature": signature}),
        )
        .unwrap()
    }

    fn ada(signature: &str) -> Agent {
        serde_json::from_value(json!({
            "name": "Ada Young", "email": "ada@duffel.example", "role": "agent",
            "signature": signature,
        }))
        .unwrap()
    }

    #[test]
    fn a_brand_says_what_stands_where() {
        let duffel = brand("{{agent.name}}, {{brand.name}}\n{{agent.signature}}\n\nduffel.example");
        assert_eq!(
            signature(&duffel, Some(&ada("Repairs\n+49 421 1"))),
            "Ada Young, Duffel\nRepairs\n+49 421 1\n\nduffel.example"
        );
        assert_eq!(
            signature(&duffel, Some(&ada(""))),
            "Ada Young, Duffel\n\nduffel.example",
            "no line stays empty because there is nothing to say"
        );
        assert_eq!(signature(&brand("{{agent.first_name|Your team}}"), Some(&ada(""))), "Ada");
        assert_eq!(signature(&brand("{{agent.first_name|Your team}}"), None), "Your team");
    }

    #[test]
    fn a_brand_without_one_leaves_it_to_its_agents() {
        assert_eq!(signature(&brand(" \n"), Some(&ada("Ada, repairs"))), "Ada, repairs");
        assert_eq!(signature(&brand(""), None), "");
        assert_eq!(signature(&brand("Duffel"), Some(&ada("Ada, repairs"))), "Duffel");
    }

    #[test]
    fn what_nobody_knows_is_refused() {
        let wrong = |text: &str| {
            let mut errors = Errors::default();
            check_signature(text, &mut errors);
            errors.into_result().map_or_else(|errors| errors.len(), |()| 0)
        };
        assert_eq!(wrong("{{agent.name}} {{ brand.name }} {{ agent.signature | }}"), 0);
        assert_eq!(wrong("{{agent.phone}} and {{contact.name}}"), 2);
        assert_eq!(wrong(&"é".repeat(2_000)), 0);
        assert_eq!(wrong(&"é".repeat(2_001)), 1);
    }

    proptest! {
        #[test]
        fn what_an_agent_writes_is_not_filled_in(own in "\\PC{0,40}", text in "\\PC{0,40}") {
            let own = own.trim();
            let signed = signature(&brand("{{agent.signature}}"), Some(&ada(own)));
            prop_assert_eq!(signed, own);
            let _ = signature(&brand(&text), None);
        }
    }
}
