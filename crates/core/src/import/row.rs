//! What a row says of a contact.

use super::value::value;
use super::{ImportSettings, RowError, Target};
use crate::contact::{
    Details, IDENTITIES_MAX, IdentityKind, LINE_CHARS_MAX, NOTE_CHARS_MAX, TAGS_MAX,
};
use crate::directory::{ContactField, Directory, is_language_tag};
use crate::validation::Errors;

/// A contact as a row describes them; what it leaves empty is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Without the company, which goes by its name here.
    pub details: Details,
    pub company: Option<String>,
    /// In the form in which they are kept, none twice.
    pub identities: Vec<(IdentityKind, String)>,
    pub note: Option<String>,
}

/// The person, or everything that is wrong with the row.
pub fn read(
    cells: &[String],
    settings: &ImportSettings,
    directory: &Directory,
) -> Result<Person, Vec<RowError>> {
    let mut person = Person::default();
    person.details.tag_ids.clone_from(&settings.tag_ids);
    let mut errors = Vec::new();
    for (place, (cell, column)) in cells.iter().zip(&settings.columns).enumerate() {
        let text = cell.trim();
        if text.is_empty() {
            continue;
        }
        if let Err(detail) = take(text, column.target, &mut person, directory) {
            errors.push(RowError { column: Some(place), detail });
        }
    }
    if errors.is_empty() && person.details.name.is_none() && person.identities.is_empty() {
        let detail = "has neither a name nor an address nor an own id".to_owned();
        errors.push(RowError { column: None, detail });
    }
    if errors.is_empty() { Ok(person) } else { Err(errors) }
}

fn take(
    text: &str,
    target: Target,
    person: &mut Person,
    directory: &Directory,
) -> Result<(), String> {
    match target {
        Target::Ignore => {}
        Target::Name => person.details.name = Some(line(text)?),
        Target::Company => person.company = Some(line(text)?),
        Target::Language => {
            if !is_language_tag(text) {
                return Err("must be a BCP 47 tag, such as en or zh-Hans".to_owned());
            }
            person.details.language = Some(text.to_owned());
        }
        Target::Email => addresses(IdentityKind::Email, text, person)?,
        Target::Phone => addresses(IdentityKind::Phone, text, person)?,
        Target::External => address(IdentityKind::External, text, person)?,
        Target::Tags => tags(text, person, directory)?,
        Target::Note => note(text, person)?,
        Target::Field { field_id } => {
            let field = directory.in_use::<ContactField>(field_id);
            let field = field.ok_or_else(|| "the custom field is no longer in use".to_owned())?;
            person.details.fields.insert(field_id, value(text, &field.record)?);
        }
    }
    Ok(())
}

fn line(text: &str) -> Result<String, String> {
    let mut errors = Errors::default();
    errors.check_line(text, "", LINE_CHARS_MAX);
    match errors.into_result() {
        Ok(()) => Ok(text.to_owned()),
        Err(mut errors) => Err(errors.pop().map_or_else(String::new, |error| error.detail)),
    }
}

fn addresses(kind: IdentityKind, text: &str, person: &mut Person) -> Result<(), String> {
    let mut parts = text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.try_for_each(|part| address(kind, part, person))
}

fn address(kind: IdentityKind, text: &str, person: &mut Person) -> Result<(), String> {
    let value = kind.fit(text)?;
    if person.identities.iter().any(|(known, it)| *known == kind && *it == value) {
        return Ok(());
    }
    if person.identities.len() == IDENTITIES_MAX {
        return Err("a contact has at most 50 addresses".to_owned());
    }
    person.identities.push((kind, value));
    Ok(())
}

fn tags(text: &str, person: &mut Person, directory: &Directory) -> Result<(), String> {
    let names = text.split([';', ',', '|', '\n']).map(str::trim).filter(|name| !name.is_empty());
    for name in names {
        let folded = name.to_lowercase();
        let tag = directory
            .tags
            .values()
            .find(|tag| !tag.archived && tag.record.name.to_lowercase() == folded)
            .ok_or_else(|| format!("there is no tag “{name}”; make it in the settings first"))?;
        if !person.details.tag_ids.contains(&tag.id) {
            person.details.tag_ids.push(tag.id);
        }
    }
    if person.details.tag_ids.len() > TAGS_MAX {
        return Err("a contact has at most 20 tags".to_owned());
    }
    Ok(())
}

/// Several columns may be notes: they are paragraphs of one.
fn note(text: &str, person: &mut Person) -> Result<(), String> {
    let whole = match person.note.take() {
        Some(note) => format!("{note}\n\n{text}"),
        None => text.to_owned(),
    };
    let fits = whole.chars().count() <= NOTE_CHARS_MAX;
    person.note = Some(whole);
    if fits { Ok(()) } else { Err("a note has at most 5,000 characters".to_owned()) }
}
