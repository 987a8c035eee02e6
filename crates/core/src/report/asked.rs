//! Whether somebody is asked for what is known already. Only what can be told for sure counts: the
//! figure is rather too small than unfair.

/// Something that is known: the key of a fact, or an identity's kind, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownFact<'a> {
    pub key: &'a str,
    pub value: &'a str,
}

/// Shortest value of which it is sure that it was meant, in characters, if it has a digit; and if it
/// has none.
const VALUE_CHARS_MIN: usize = 4;
const WORDS_CHARS_MIN: usize = 8;

/// How people ask for what every business knows of somebody, where it is known.
const ASKED_AS: [(&str, &[&str]); 2] = [
    (
        "email",
        &[
            "your e-mail address",
            "your email address",
            "your e-mail",
            "your email",
            "ihre e-mail-adresse",
            "ihre e-mail",
            "ihre mailadresse",
            "deine e-mail-adresse",
            "deine e-mail",
            "votre adresse e-mail",
            "votre e-mail",
            "votre adresse mail",
            "su correo electrónico",
            "tu correo electrónico",
            "su correo",
            "ваш адрес электронной почты",
            "ваша электронная почта",
            "ваш e-mail",
            "您的邮箱",
            "您的电子邮件",
            "你的邮箱",
        ],
    ),
    (
        "phone",
        &[
            "your phone number",
            "your telephone number",
            "your number",
            "ihre telefonnummer",
            "ihre handynummer",
            "deine telefonnummer",
            "deine handynummer",
            "votre numéro de téléphone",
            "su número de teléfono",
            "tu número de teléfono",
            "ваш номер телефона",
            "您的电话",
            "您的手机号",
            "你的电话",
        ],
    ),
];

/// The keys for which an agent's words ask, of what is known: a question names it and does not say
/// what it is.
pub fn seeks_again(words: &str, known: &[KnownFact<'_>]) -> Vec<String> {
    let words = words.to_lowercase();
    let questions: Vec<&str> = questions(&words).collect();
    let mut keys: Vec<String> = Vec::new();
    for fact in known {
        let value = fact.value.to_lowercase();
        let is_named = |question: &&&str| names(question, fact.key) && !question.contains(&value);
        // Whoever says what they know, and asks whether that is right, asks for nothing.
        let is_asked = !words.contains(&value) && questions.iter().any(|it| is_named(&it));
        if is_asked && !keys.iter().any(|key| key == fact.key) {
            keys.push(fact.key.to_owned());
        }
    }
    keys
}

/// The keys of which a customer's answer says again what is known, where the agent had not said it.
pub fn says_again(answer: &str, agent_said: &str, known: &[KnownFact<'_>]) -> Vec<String> {
    let (answer, agent_said) = (answer.to_lowercase(), agent_said.to_lowercase());
    let mut keys: Vec<String> = Vec::new();
    for fact in known {
        let value = fact.value.trim().to_lowercase();
        let is_said = is_telling(&value)
            && stands_in(&answer, &value)
            && !stands_in(&agent_said, &value)
            && !keys.iter().any(|key| key == fact.key);
        if is_said {
            keys.push(fact.key.to_owned());
        }
    }
    keys
}

/// Whether a value is such that nobody says it by chance.
fn is_telling(value: &str) -> bool {
    let chars = value.chars().count();
    let has_digit = value.chars().any(|c| c.is_ascii_digit());
    chars >= if has_digit { VALUE_CHARS_MIN } else { WORDS_CHARS_MIN }
}

/// The sentences of a text that end with a question mark.
fn questions(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['?', '？', '؟', '.', '!', '。', '！', '\n'])
        .filter(|sentence| sentence.trim_end().ends_with(['?', '？', '؟']))
}

/// Whether a sentence in lower case names what a key stands for.
fn names(sentence: &str, key: &str) -> bool {
    if let Some((_, phrases)) = ASKED_AS.iter().find(|(kind, _)| *kind == key) {
        return phrases.iter().any(|phrase| stands_in(sentence, phrase));
    }
    let mut words = words_of(key).peekable();
    words.peek().is_some() && words.all(|word| stands_in(sentence, &word))
}

/// The words of a key, in lower case: of `orderNumber` as of `order_number`.
fn words_of(key: &str) -> impl Iterator<Item = String> {
    let mut words: Vec<String> = Vec::new();
    let (mut begins, mut was_lower) = (true, false);
    for c in key.chars() {
        if !c.is_alphanumeric() {
            begins = true;
            continue;
        }
        if begins || (was_lower && c.is_uppercase()) {
            words.push(String::new());
        }
        begins = false;
        was_lower = c.is_lowercase();
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words.into_iter()
}

/// Whether words stand in a text, not as a part of longer ones. Scripts without blanks between words
/// have no longer ones.
fn stands_in(text: &str, words: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    let (Some(first), Some(last)) = (words.chars().next(), words.chars().last()) else {
        return false;
    };
    text.match_indices(words).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        let goes_on_before = joins(first) && before.is_some_and(joins);
        let goes_on_after = joins(last) && after.is_some_and(joins);
        !goes_on_before && !goes_on_after
    })
}

/// Han, kana and Thai: written without blanks.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [KnownFact<'_>; 5] = [
        KnownFact { key: "order_number", value: "1042-7" },
        KnownFact { key: "Product", value: "Blue bag" },
        KnownFact { key: "订单号", value: "99881" },
        KnownFact { key: "email", value: "vera@example.com" },
        KnownFact { key: "size", value: "L" },
    ];

    fn sought(words: &str) -> Vec<String> {
        seeks_again(words, &KNOWN)
    }

    #[test]
    fn a_question_that_names_what_is_known_asks_for_it() {
        assert_eq!(sought("Hello! What is your order number?"), ["order_number"]);
        assert_eq!(
            sought("Which product, and which Order Number is it?"),
            ["order_number", "Product"]
        );
        assert_eq!(sought("请问您的订单号是多少？"), ["订单号"]);
        assert_eq!(sought("Könnten Sie mir Ihre E-Mail-Adresse nennen?"), ["email"]);
        assert_eq!(sought("What size do you wear?"), ["size"]);
    }

    #[test]
    fn nothing_else_does() {
        for words in [
            "Your order number is in the mail.",
            "Is 1042-7 your order number?",
            "Your order 1042-7 is on its way. Is there a second order number?",
            "I ordered a number of them. Do you want one?",
            "Did the production start?",
            "Did our email arrive?",
            "Is vera@example.com still your email address?",
            "",
            "?",
        ] {
            assert_eq!(sought(words), [""; 0], "{words}");
        }
    }

    #[test]
    fn an_answer_that_says_it_again_was_asked_for_it() {
        let said = |answer: &str, before: &str| says_again(answer, before, &KNOWN);
        assert_eq!(said("It is 1042-7.", "Tell me which order."), ["order_number"]);
        assert_eq!(said("the BLUE bag", "Which one, please"), ["Product"]);
        assert_eq!(said("订单99881", "请告诉我"), ["订单号"]);
        assert_eq!(said("Yes, 1042-7", "Is it 1042-7?"), [""; 0], "the agent had said it");
        assert_eq!(said("L", "Which size"), [""; 0], "too short to be sure");
        assert_eq!(said("No, 11042-71", "Which order"), [""; 0], "another number");
    }

    #[test]
    fn keys_are_read_as_words() {
        let words = |key: &str| words_of(key).collect::<Vec<_>>();
        assert_eq!(words("orderNumber"), ["order", "number"]);
        assert_eq!(words("order_number"), ["order", "number"]);
        assert_eq!(words("What I already tried"), ["what", "i", "already", "tried"]);
        assert_eq!(words("--"), [""; 0]);
    }
}
