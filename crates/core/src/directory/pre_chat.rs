//! What visitors are asked before their first message.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brand::is_language_tag;
use super::snapshot::missing;
use super::{Directory, Queue};
use crate::contact::{IdentityKind, LINE_CHARS_MAX, is_e164, is_email};
use crate::context::KEY_CHARS_MAX;
use crate::id::QueueId;
use crate::validation::{Errors, FieldError};

/// A longer form drives people away before they have said anything.
pub const FIELDS_MAX: usize = 8;
const CHOICES_MAX: usize = 20;
const WORDS_CHARS_MAX: usize = 200;
const LANGUAGES_MAX: usize = 20;
/// Longest answer to a question, in characters.
pub const ANSWER_CHARS_MAX: usize = 500;

/// The same words by language (BCP 47).
pub type Words = BTreeMap<String, String>;

/// One topic that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Choice {
    /// What agents see.
    #[schema(min_length = 1, max_length = 200)]
    pub value: String,
    /// What visitors see, by language; `value` in a language that it lacks.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, String>)]
    pub label: Words,
    /// Where a conversation waits that begins with it; that of the inbox where there is none.
    #[serde(default)]
    pub queue_id: Option<QueueId>,
}

/// What a field asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Ask {
    /// Becomes the contact's.
    Name,
    /// Becomes an unverified identity of the contact.
    Email,
    /// Becomes an unverified identity of the contact.
    Phone,
    /// One of a list; a fact of the conversation.
    Topic {
        /// The name of the fact.
        #[schema(min_length = 1, max_length = 60)]
        key: String,
        #[schema(min_items = 2, max_items = 20)]
        choices: Vec<Choice>,
    },
    /// In the visitor's own words; a fact of the conversation.
    Question {
        /// The name of the fact.
        #[schema(min_length = 1, max_length = 60)]
        key: String,
    },
}

impl Ask {
    /// What its answer goes by.
    pub fn key(&self) -> &str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Topic { key, .. } | Self::Question { key } => key,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PreChatField {
    #[schema(inline)]
    pub ask: Ask,
    /// No conversation begins without it.
    #[serde(default)]
    pub required: bool,
    /// How it is asked, by language. In a language that it lacks the chat asks in its own words, and a
    /// topic or a question by its `key`.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, String>)]
    pub label: Words,
}

/// The form before a chat. It never asks for what is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PreChat {
    #[serde(default)]
    pub enabled: bool,
    /// In the order in which they are asked.
    #[serde(default)]
    #[schema(max_items = 8)]
    pub fields: Vec<PreChatField>,
}

/// What a visitor has answered, by the fields' keys.
pub type Answers = BTreeMap<String, String>;

/// What answers have come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answered {
    pub name: Option<String>,
    /// In lower case.
    pub email: Option<String>,
    /// E.164.
    pub phone: Option<String>,
    /// Facts of the conversation, by key.
    pub facts: Vec<(String, String)>,
    pub queue_id: Option<QueueId>,
}

impl Answered {
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }

    /// Where they can be reached, by their own word alone.
    pub fn addresses(&self) -> impl Iterator<Item = (IdentityKind, &str)> {
        let email = self.email.as_deref().map(|value| (IdentityKind::Email, value));
        email.into_iter().chain(self.phone.as_deref().map(|value| (IdentityKind::Phone, value)))
    }
}

fn check_words(words: &Words, field: &str, errors: &mut Errors) {
    errors.check(words.len() <= LANGUAGES_MAX, field, "must be in at most 20 languages");
    for (language, text) in words {
        let at = format!("{field}.{language}");
        if is_language_tag(language) {
            errors.check_line(text, &at, WORDS_CHARS_MAX);
        } else {
            errors.push(at, "must go by a BCP 47 tag, such as en or zh-Hans");
        }
    }
}

impl PreChat {
    pub(super) fn validate(&self, field: &str, directory: &Directory, errors: &mut Errors) {
        let fields = format!("{field}.fields");
        errors.check(self.fields.len() <= FIELDS_MAX, &fields, "must be at most 8");
        errors.check(!self.enabled || !self.fields.is_empty(), &fields, "add at least one field");
        let mut keys = BTreeSet::new();
        for (place, it) in self.fields.iter().enumerate() {
            let at = format!("{fields}[{place}]");
            check_words(&it.label, &format!("{at}.label"), errors);
            if let Ask::Topic { key, .. } | Ask::Question { key } = &it.ask {
                let key_at = format!("{at}.ask.key");
                errors.check_line(key, &key_at, KEY_CHARS_MAX);
                let is_person = matches!(key.trim(), "name" | "email" | "phone");
                errors.check(!is_person, &key_at, "is what a field of its own asks for");
            }
            if !keys.insert(it.ask.key()) {
                errors.push(format!("{at}.ask"), "is asked already; ask for each thing once");
            }
            if let Ask::Topic { choices, .. } = &it.ask {
                check_choices(choices, &format!("{at}.ask.choices"), directory, errors);
            }
        }
    }

    /// The fields that are asked, none while it is off.
    pub fn asked(&self) -> &[PreChatField] {
        if self.enabled { &self.fields } else { &[] }
    }

    /// Reads answers. Those to what is no longer asked are left out; `may_lack` says of a key that it
    /// need not be answered, such as one that is known.
    ///
    /// # Errors
    ///
    /// Every field that cannot be taken, by its key.
    pub fn read(
        &self,
        answers: &Answers,
        may_lack: impl Fn(&str) -> bool,
    ) -> Result<Answered, Vec<FieldError>> {
        let (mut errors, mut read) = (Errors::default(), Answered::default());
        for field in self.asked() {
            let key = field.ask.key();
            let answer = answers.get(key).map(|answer| answer.trim()).filter(|it| !it.is_empty());
            match answer {
                Some(answer) => read.take(&field.ask, answer, &mut errors),
                None if field.required && !may_lack(key) => errors.push(key, "must be answered"),
                None => {}
            }
        }
        errors.into_result().map(|()| read)
    }
}

fn check_choices(choices: &[Choice], at: &str, directory: &Directory, errors: &mut Errors) {
    let is_fit = (2..=CHOICES_MAX).contains(&choices.len());
    errors.check(is_fit, at, "needs 2 to 20 topics");
    let mut values = BTreeSet::new();
    for (place, choice) in choices.iter().enumerate() {
        let at = format!("{at}[{place}]");
        errors.check_line(&choice.value, &format!("{at}.value"), WORDS_CHARS_MAX);
        check_words(&choice.label, &format!("{at}.label"), errors);
        if !values.insert(choice.value.trim()) {
            errors.push(format!("{at}.value"), "is there already; each topic stands once");
        }
        if let Some(id) = choice.queue_id
            && directory.in_use::<Queue>(id).is_none()
        {
            errors.push(format!("{at}.queue_id"), missing("queue", id));
        }
    }
}

impl Answered {
    fn take(&mut self, ask: &Ask, answer: &str, errors: &mut Errors) {
        match ask {
            Ask::Name => {
                errors.check_line(answer, "name", LINE_CHARS_MAX);
                self.name = Some(answer.to_owned());
            }
            Ask::Email => self.email = read_email(answer, errors),
            Ask::Phone => self.phone = read_phone(answer, errors),
            Ask::Topic { key, choices } => match choices.iter().find(|it| it.value == answer) {
                Some(choice) => {
                    self.facts.push((key.clone(), choice.value.clone()));
                    self.queue_id = choice.queue_id;
                }
                None => errors.push(key, "must be one of the topics"),
            },
            Ask::Question { key } => {
                errors.check_text(answer, key, ANSWER_CHARS_MAX);
                self.facts.push((key.clone(), answer.to_owned()));
            }
        }
    }
}

/// An e-mail address as somebody writes it, in lower case.
pub fn read_email(answer: &str, errors: &mut Errors) -> Option<String> {
    let email = answer.trim().to_lowercase();
    let holds = is_email(&email);
    errors.check(holds, "email", "must be an address, such as vera@example.com");
    holds.then_some(email)
}

/// A telephone number as somebody writes it, in E.164.
pub fn read_phone(answer: &str, errors: &mut Errors) -> Option<String> {
    let is_between = |c: &char| !matches!(c, ' ' | '\u{a0}' | '-' | '(' | ')' | '.' | '/');
    let bare: String = answer.trim().chars().filter(is_between).collect();
    let phone = bare.strip_prefix("00").map_or(bare.clone(), |rest| format!("+{rest}"));
    let holds = is_e164(&phone);
    errors.check(holds, "phone", "must begin with + and the country, such as +49 421 123456");
    holds.then_some(phone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> PreChat {
        let field = |ask, required| PreChatField { ask, required, label: Words::new() };
        let choice = |value: &str, queue_id| Choice {
            value: value.to_owned(),
            label: Words::new(),
            queue_id,
        };
        let queue_id = QueueId::new(crate::Timestamp::default(), [7; 10]);
        let choices = vec![choice("Returns", Some(queue_id)), choice("Other", None)];
        PreChat {
            enabled: true,
            fields: vec![
                field(Ask::Name, true),
                field(Ask::Email, true),
                field(Ask::Phone, false),
                field(Ask::Topic { key: "topic".to_owned(), choices }, true),
                field(Ask::Question { key: "order".to_owned() }, false),
            ],
        }
    }

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn answers_become_who_they_are_and_what_is_known() {
        let given = answers(&[
            ("name", " Vera Violet "),
            ("email", "Vera@Example.com"),
            ("phone", "0049 (421) 123-456"),
            ("topic", "Returns"),
            ("order", "1042"),
            ("shoe size", "41"),
        ]);
        let read = form().read(&given, |_| false).unwrap();
        assert_eq!(read.name.as_deref(), Some("Vera Violet"));
        assert_eq!(read.email.as_deref(), Some("vera@example.com"));
        assert_eq!(read.phone.as_deref(), Some("+49421123456"));
        let fact = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(read.facts, [fact("topic", "Returns"), fact("order", "1042")]);
        assert!(read.queue_id.is_some());
    }

    #[test]
    fn every_field_that_cannot_be_taken_is_named() {
        let given = answers(&[
            ("name", "  "),
            ("email", "vera"),
            ("phone", "0421 123"),
            ("topic", "Weather"),
            ("order", &"x".repeat(ANSWER_CHARS_MAX + 1)),
        ]);
        let errors = form().read(&given, |_| false).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "email", "phone", "topic", "order"]);
    }

    #[test]
    fn what_is_known_need_not_be_answered_and_a_form_that_is_off_asks_nothing() {
        let known = |key: &str| matches!(key, "name" | "email" | "topic");
        assert!(form().read(&Answers::new(), known).unwrap().is_empty());
        let off = PreChat { enabled: false, ..form() };
        assert!(off.read(&answers(&[("name", "Vera")]), |_| false).unwrap().is_empty());
    }

    #[test]
    fn every_wrong_field_of_a_form_is_named() {
        let mut form = form();
        form.fields[1].ask = Ask::Name;
        form.fields[2].label.insert("_".to_owned(), "Phone".to_owned());
        form.fields[4].ask = Ask::Question { key: "email".to_owned() };
        if let Ask::Topic { choices, .. } = &mut form.fields[3].ask {
            choices[1].value = "Returns".to_owned();
        }
        let mut errors = Errors::default();
        form.validate("pre_chat", &Directory::default(), &mut errors);
        let errors = errors.into_result().unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "pre_chat.fields[1].ask",
                "pre_chat.fields[2].label._",
                "pre_chat.fields[3].ask.choices[0].queue_id",
                "pre_chat.fields[3].ask.choices[1].value",
                "pre_chat.fields[4].ask.key",
            ]
        );
    }
}
