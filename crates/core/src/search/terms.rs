use unicode_normalization::UnicodeNormalization;

use super::TERM_CHARS_MAX;

/// A stretch of text of one nature.
pub(super) enum Run {
    Word(String),
    /// Characters of a script that does not separate words.
    Dense(Vec<char>),
}

const COMBINING_DIACRITICS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36f}';

/// Compatibility forms unified, case folded, Latin, Greek and Cyrillic accents dropped; the vowel
/// signs of Thai and its neighbours stay.
fn normalise(text: &str) -> String {
    // What is no letter, digit or mark separates, before compatibility forms are taken apart: the
    // numero sign is not "no".
    let separated = text.chars().map(|c| if c.is_alphanumeric() || is_mark(c) { c } else { ' ' });
    separated
        .nfkd()
        .filter(|c| !COMBINING_DIACRITICS.contains(c))
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{0e01}'..='\u{0e4e}'       // Thai
        | '\u{0e81}'..='\u{0ecd}'     // Lao
        | '\u{1000}'..='\u{109f}'     // Myanmar
        | '\u{1780}'..='\u{17d3}'     // Khmer
        | '\u{3005}'..='\u{3007}'     // Han iteration mark, closing mark, zero
        | '\u{3041}'..='\u{30ff}'     // Hiragana, Katakana
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}'   // Han
    )
}

/// Vowel signs and other marks belong to the word that they stand in.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut word = String::new();
    let mut dense = Vec::new();
    for c in normalise(text).chars() {
        let is_dense = is_dense(c);
        let is_word = !is_dense && (c.is_alphanumeric() || (is_mark(c) && !word.is_empty()));
        if !is_word && !word.is_empty() {
            runs.push(Run::Word(std::mem::take(&mut word)));
        }
        if !is_dense && !dense.is_empty() {
            runs.push(Run::Dense(std::mem::take(&mut dense)));
        }
        if is_dense {
            dense.push(c);
        } else if is_word {
            word.push(c);
        }
    }
    if !word.is_empty() {
        runs.push(Run::Word(word));
    }
    if !dense.is_empty() {
        runs.push(Run::Dense(dense));
    }
    runs
}

pub(super) fn cut(word: &str) -> String {
    word.chars().take(TERM_CHARS_MAX).collect()
}

pub(super) fn pairs(run: &[char]) -> impl Iterator<Item = String> {
    run.windows(2).map(|pair| pair.iter().collect())
}

/// The terms of a text in their order. They hold letters, digits and marks only, so no engine's
/// query syntax can occur in them.
pub fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for run in runs(text) {
        match run {
            Run::Word(word) => terms.push(cut(&word)),
            Run::Dense(run) => {
                terms.extend(pairs(&run));
                terms.extend(run.last().map(char::to_string));
            }
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(terms(text), expected);
    }

    #[test]
    fn words_are_folded() {
        check("Der Gurt riß, Größe 42!", &["der", "gurt", "riß", "große", "42"]);
        check("Ёлка в Café", &["елка", "в", "cafe"]);
        check("ｆｕｌｌ　ｗｉｄｔｈ", &["full", "width"]);
        check("№1042", &["1042"]);
        check("mail me: a.b@example.com", &["mail", "me", "a", "b", "example", "com"]);
    }

    #[test]
    fn scripts_without_spaces_give_pairs() {
        check("订单号1042", &["订单", "单号", "号", "1042"]);
        check("カバンの紐", &["カバ", "バン", "ンの", "の紐", "紐"]);
        check("ดี", &["ดี", "ี"]);
    }

    #[test]
    fn nothing_gives_nothing() {
        check("", &[]);
        check("… — 👍", &[]);
    }
}
