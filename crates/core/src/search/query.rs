use super::CLAUSES_MAX;
use super::terms::{Run, cut, pairs, runs};

/// One thing that a found text must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clause {
    /// The terms, next to each other, in this order.
    Phrase(Vec<String>),
    /// A term that begins so.
    Prefix(String),
}

/// Reads what a person typed: every word must occur, `"..."` is a phrase, and the last word may be
/// unfinished. An empty answer means that there is nothing to look for.
pub fn parse(text: &str) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for (place, part) in text.split('"').enumerate() {
        let quoted = place % 2 == 1;
        let unfinished = !quoted && !part.ends_with(char::is_whitespace);
        let found = runs(part);
        if quoted {
            let last = found.len().saturating_sub(1);
            let phrase: Vec<String> = found
                .iter()
                .enumerate()
                .flat_map(|(at, run)| if at == last { whole(run) } else { followed(run) })
                .collect();
            if !phrase.is_empty() {
                clauses.push(Clause::Phrase(phrase));
            }
            continue;
        }
        let last = found.len().saturating_sub(1);
        for (at, run) in found.iter().enumerate() {
            clauses.push(match run {
                Run::Word(word)
                    if unfinished && at == last && place == text.matches('"').count() =>
                {
                    Clause::Prefix(cut(word))
                }
                Run::Dense(run) if run.len() == 1 => Clause::Prefix(run[0].to_string()),
                run => Clause::Phrase(whole(run)),
            });
        }
    }
    clauses.truncate(CLAUSES_MAX);
    clauses
}

/// A run that another follows in a phrase: between them stand its last character's own term.
fn followed(run: &Run) -> Vec<String> {
    match run {
        Run::Word(_) => whole(run),
        Run::Dense(run) => pairs(run).chain(run.last().map(char::to_string)).collect(),
    }
}

fn whole(run: &Run) -> Vec<String> {
    match run {
        Run::Word(word) => vec![cut(word)],
        Run::Dense(run) if run.len() == 1 => vec![run[0].to_string()],
        Run::Dense(run) => pairs(run).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrase(terms: &[&str]) -> Clause {
        Clause::Phrase(terms.iter().map(|term| (*term).to_owned()).collect())
    }

    #[test]
    fn the_last_word_may_be_unfinished() {
        assert_eq!(parse("order 10"), [phrase(&["order"]), Clause::Prefix("10".into())]);
        assert_eq!(parse("order 10 "), [phrase(&["order"]), phrase(&["10"])]);
    }

    #[test]
    fn quotes_make_a_phrase() {
        assert_eq!(
            parse("\"the strap\" broke"),
            [phrase(&["the", "strap"]), Clause::Prefix("broke".into())]
        );
        assert_eq!(parse("\"the strap\""), [phrase(&["the", "strap"])]);
    }

    #[test]
    fn a_run_without_spaces_is_a_phrase_of_pairs() {
        assert_eq!(parse("订单号"), [phrase(&["订单", "单号"])]);
        assert_eq!(parse("单"), [Clause::Prefix("单".into())]);
    }

    #[test]
    fn a_phrase_may_mix_scripts() {
        assert_eq!(parse("\"订单号1042\""), [phrase(&["订单", "单号", "号", "1042"])]);
    }

    #[test]
    fn nothing_to_look_for() {
        assert_eq!(parse(" \" ?! "), []);
    }
}
