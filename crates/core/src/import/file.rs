//! Contacts as a file: what an export writes, which an import reads again.

use crate::contact::{Contact, IdentityKind};
use crate::directory::contact_field::FieldValue;
use crate::directory::{ContactField, Directory, Stored, Tag};

/// Parts several values of one cell.
const BETWEEN: &str = "; ";
/// Told to spreadsheets, which otherwise take UTF-8 for something older.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Custom fields in use, in the order of their columns.
fn fields(directory: &Directory) -> impl Iterator<Item = &Stored<ContactField>> {
    directory.contact_fields.values().map(AsRef::as_ref).filter(|field| !field.archived)
}

/// The names of the columns.
pub fn headings(directory: &Directory) -> Vec<String> {
    let first = ["Contact", "Name", "E-mail", "Phone", "Own ID", "Company", "Language", "Tags"];
    let last = ["Blocked", "Known since", "Last seen"];
    let owned = |text: &str| text.to_owned();
    first
        .into_iter()
        .map(owned)
        .chain(fields(directory).map(|field| field.record.name.clone()))
        .chain(last.into_iter().map(owned))
        .collect()
}

/// A contact under these names.
pub fn cells(contact: &Contact, directory: &Directory) -> Vec<String> {
    let identities = |kind| {
        let of_kind = contact.identities.iter().filter(|it| it.kind == kind);
        of_kind.map(|it| it.value.as_str()).collect::<Vec<_>>().join(BETWEEN)
    };
    let tags: Vec<&str> = contact
        .tag_ids
        .iter()
        .filter_map(|id| directory.get::<Tag>(*id))
        .map(|tag| tag.record.name.as_str())
        .collect();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut cells = vec![
        contact.id.to_string(),
        text(&contact.name),
        identities(IdentityKind::Email),
        identities(IdentityKind::Phone),
        identities(IdentityKind::External),
        contact.company.as_ref().map(|company| company.name.clone()).unwrap_or_default(),
        text(&contact.language),
        tags.join(BETWEEN),
    ];
    cells.extend(fields(directory).map(|field| match contact.fields.get(&field.id) {
        Some(FieldValue::YesNo(true)) => "yes".to_owned(),
        Some(FieldValue::YesNo(false)) => "no".to_owned(),
        Some(FieldValue::Number(number)) => number.to_string(),
        Some(FieldValue::Text(text)) => text.clone(),
        None => String::new(),
    }));
    cells.push(contact.blocked.as_ref().map_or_else(String::new, |_| "yes".to_owned()));
    cells.push(contact.created_at.to_string());
    cells.push(contact.last_seen_at.map(|at| at.to_string()).unwrap_or_default());
    cells
}

/// A line of CSV (RFC 4180), with its end. What a spreadsheet would take for a formula begins with
/// an apostrophe, which an import takes off again (OWASP, CSV injection); numbers stay as they are.
pub fn line(cells: &[String]) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let guarded =
        cells.iter().map(|cell| if is_formula(cell) { format!("'{cell}") } else { cell.clone() });
    // Memory takes whatever is written to it.
    let _ = writer.write_record(guarded);
    writer.into_inner().unwrap_or_default()
}

fn is_formula(cell: &str) -> bool {
    let is_number = |rest: &str| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '))
    };
    match cell.chars().next() {
        Some('+' | '-') => {
            !cell[1..].split(BETWEEN).all(|part| is_number(part.trim_start_matches('+')))
        }
        Some('=' | '@' | '\t' | '\r') => true,
        _ => false,
    }
}
