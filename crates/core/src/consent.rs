//! What contacts have said of being written to by a channel.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::actor::Actor;
use crate::channel::Channel;
use crate::validation::Errors;

/// Longest note on how something was said, in characters.
pub const NOTE_CHARS_MAX: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// They may be written to by it.
    Given,
    /// They do not want to be: nothing goes out by it by itself, and agents are told.
    Refused,
}

/// What a contact has said of being written to by a channel, with what shows it (GDPR, article 7(1)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Consent {
    pub state: ConsentState,
    /// When it was noted.
    pub at: Timestamp,
    /// Who noted it.
    pub by: Actor,
    /// How they said it.
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

/// What somebody notes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentWord {
    pub state: ConsentState,
    /// How they said it.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

/// By channel; nothing where nothing was said.
pub type Consents = BTreeMap<Channel, Consent>;

/// Whether they may be asked at all: nobody is written to by what is only seen by those who come.
pub fn is_asked_of(channel: Channel) -> bool {
    match channel {
        Channel::Webchat | Channel::Forum => false,
        Channel::Email
        | Channel::Voice
        | Channel::Sms
        | Channel::Xmpp
        | Channel::Social
        | Channel::Custom => true,
    }
}

/// What is known once this was noted: none takes back what was said. What is said again stays as it
/// was noted first.
pub fn note_words(
    consents: &mut Consents,
    words: BTreeMap<Channel, Option<ConsentWord>>,
    by: &Actor,
    at: Timestamp,
    errors: &mut Errors,
) {
    for (channel, word) in words {
        let field = format!("consents.{}", channel.name());
        let Some(ConsentWord { state, note }) = word else {
            consents.remove(&channel);
            continue;
        };
        let detail = "nobody is written to by it; choose another channel";
        errors.check(is_asked_of(channel), &field, detail);
        let note = note.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if let Some(text) = &note {
            errors.check_line(text, &format!("{field}.note"), NOTE_CHARS_MAX);
        }
        let is_known =
            consents.get(&channel).is_some_and(|known| known.state == state && known.note == note);
        if !is_known {
            consents.insert(channel, Consent { state, at, by: by.clone(), note });
        }
    }
}

/// What two contacts who have become one have said: the newer word on each channel.
pub fn combine(into: &Consents, from: &Consents) -> Consents {
    let mut all = into.clone();
    for (channel, word) in from {
        if all.get(channel).is_none_or(|known| known.at < word.at) {
            all.insert(*channel, word.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENT: Actor = Actor::SYSTEM;

    fn said(state: ConsentState, at: i64) -> Consent {
        Consent { state, at: Timestamp::from_millis(at), by: AGENT, note: None }
    }

    fn note(consents: &mut Consents, channel: Channel, state: ConsentState, at: i64) -> Errors {
        let word = ConsentWord { state, note: Some("  by telephone ".into()) };
        let mut errors = Errors::default();
        let at = Timestamp::from_millis(at);
        note_words(consents, [(channel, Some(word))].into(), &AGENT, at, &mut errors);
        errors
    }

    #[test]
    fn what_is_said_again_stays_as_it_was_noted_first() {
        let mut consents = Consents::new();
        note(&mut consents, Channel::Email, ConsentState::Refused, 1).into_result().unwrap();
        note(&mut consents, Channel::Email, ConsentState::Refused, 2).into_result().unwrap();
        assert_eq!(consents[&Channel::Email].at, Timestamp::from_millis(1));
        assert_eq!(consents[&Channel::Email].note.as_deref(), Some("by telephone"));
        note(&mut consents, Channel::Email, ConsentState::Given, 3).into_result().unwrap();
        assert_eq!(consents[&Channel::Email].at, Timestamp::from_millis(3));
        let taken_back = [(Channel::Email, None)].into();
        note_words(&mut consents, taken_back, &AGENT, Timestamp::default(), &mut Errors::default());
        assert_eq!(consents, Consents::new());
    }

    #[test]
    fn nobody_is_asked_of_a_chat() {
        let errors = note(&mut Consents::new(), Channel::Webchat, ConsentState::Refused, 1);
        assert!(errors.into_result().is_err());
    }

    #[test]
    fn of_two_the_newer_word_stands() {
        let one = [
            (Channel::Email, said(ConsentState::Given, 5)),
            (Channel::Sms, said(ConsentState::Refused, 5)),
        ];
        let other = [
            (Channel::Email, said(ConsentState::Refused, 6)),
            (Channel::Sms, said(ConsentState::Given, 4)),
            (Channel::Voice, said(ConsentState::Given, 1)),
        ];
        let (one, other) = (Consents::from(one), Consents::from(other));
        let both = combine(&one, &other);
        assert_eq!(both[&Channel::Email].state, ConsentState::Refused);
        assert_eq!(both[&Channel::Sms].state, ConsentState::Refused);
        assert_eq!(both.len(), 3);
        assert_eq!(combine(&other, &one), both, "whoever goes on");
    }
}
