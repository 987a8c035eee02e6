//! What visitors are asked before their first message, and what is known of them already.

use std::collections::BTreeSet;

use rapport_channels::webchat::frame::KnownVisitor;
use rapport_core::contact::IdentityKind;
use rapport_core::directory::Inbox;
use rapport_core::directory::pre_chat::{Answered, Answers, Ask, PreChat, Words};
use serde::Serialize;

use super::page::Page;

#[derive(Debug, Serialize)]
struct ChoiceView {
    value: String,
    label: Words,
}

/// A field as the page asks it.
#[derive(Debug, Serialize)]
pub struct FieldView {
    key: String,
    kind: &'static str,
    required: bool,
    label: Words,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoiceView>,
}

/// What the page has to know to ask.
pub fn asked(form: &PreChat) -> Vec<FieldView> {
    form.asked()
        .iter()
        .map(|field| {
            let (kind, choices) = match &field.ask {
                Ask::Name => ("name", None),
                Ask::Email => ("email", None),
                Ask::Phone => ("phone", None),
                Ask::Topic { choices, .. } => ("topic", Some(choices)),
                Ask::Question { .. } => ("question", None),
            };
            let choices = choices.into_iter().flatten();
            FieldView {
                key: field.ask.key().to_owned(),
                kind,
                required: field.required,
                label: field.label.clone(),
                choices: choices
                    .map(|choice| ChoiceView {
                        value: choice.value.clone(),
                        label: choice.label.clone(),
                    })
                    .collect(),
            }
        })
        .collect()
}

impl Page {
    /// What the visitor need not be asked for.
    pub(super) fn known_visitor(&self) -> KnownVisitor {
        let contact = self.contact.as_ref();
        let by_business = self.known.as_ref();
        let name = contact.and_then(|it| it.name.clone());
        let kinds: BTreeSet<IdentityKind> = contact
            .iter()
            .flat_map(|contact| contact.identities.iter().map(|identity| identity.kind))
            .chain(by_business.iter().flat_map(|who| who.identities().map(|(kind, _)| kind)))
            .collect();
        KnownVisitor {
            name: name.or_else(|| by_business.and_then(|who| who.name.clone())),
            has_email: kinds.contains(&IdentityKind::Email),
            has_phone: kinds.contains(&IdentityKind::Phone),
        }
    }

    /// Reads the answers that came with a message. Only one that begins a conversation needs them.
    ///
    /// # Errors
    ///
    /// What is wrong with which answer, in words.
    pub(super) fn read_answers(&self, answers: &Answers) -> Result<Answered, String> {
        let directory = self.app.directory();
        let Some(inbox) = directory.in_use::<Inbox>(self.inbox_id) else {
            return Ok(Answered::default());
        };
        let known = self.known_visitor();
        let goes_on = self.conversation.is_some();
        let may_lack = |key: &str| {
            goes_on
                || match key {
                    "name" => known.name.is_some(),
                    "email" => known.has_email,
                    "phone" => known.has_phone,
                    _ => self.context.get(key).is_some_and(Option::is_some),
                }
        };
        inbox.record.webchat.pre_chat.read(answers, may_lack).map_err(|errors| {
            let said: Vec<_> =
                errors.iter().map(|error| format!("{} {}", error.field, error.detail)).collect();
            said.join("; ")
        })
    }
}
