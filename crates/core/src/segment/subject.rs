//! A contact as conditions speak of them.

use std::collections::HashMap;
use std::sync::Arc;

use cel::{Context, Value};
use chrono::{DateTime, NaiveDate};

use crate::Timestamp;
use crate::channel::Channel;
use crate::consent::{ConsentState, is_asked_of};
use crate::contact::{Contact, Identity};
use crate::directory::contact_field::{FieldKind, FieldValue};
use crate::directory::{ContactField, Directory, Stored, Tag};

pub const CONTACT: &str = "contact";
pub const NOW: &str = "now";

/// What is known of a contact, by the names that conditions have for it.
pub const PARTS: [&str; 12] = [
    "blocked",
    "company",
    "consents",
    "created_at",
    "fields",
    "id",
    "identities",
    "language",
    "last_seen_at",
    "name",
    "preferred_channel",
    "tags",
];

/// What conditions know: `contact`, and `now`.
///
/// What is not known of somebody is `null`. Tags and custom fields go by their names, also those that
/// are no longer in use. A number is a double; a date is the beginning of its day in UTC.
pub fn subject(contact: &Contact, directory: &Directory, now: Timestamp) -> Context<'static> {
    let tags = contact.tag_ids.iter().filter_map(|id| directory.get::<Tag>(*id));
    let parts: [(&str, Value); PARTS.len()] = [
        ("blocked", contact.blocked.is_some().into()),
        ("company", line(contact.company.as_ref().map(|company| company.name.as_str()))),
        ("consents", consents(contact)),
        ("created_at", time(Some(contact.created_at))),
        ("fields", fields(contact, directory)),
        ("id", line(Some(&contact.id.to_string()))),
        ("identities", list(contact.identities.iter().map(identity))),
        ("language", line(contact.language.as_deref())),
        ("last_seen_at", time(contact.last_seen_at)),
        ("name", line(contact.name.as_deref())),
        ("preferred_channel", line(contact.preferred_channel.map(Channel::name))),
        ("tags", list(tags.map(|tag| line(Some(&tag.record.name))))),
    ];
    let mut context = Context::default();
    context.add_variable_from_value(CONTACT, map(parts));
    context.add_variable_from_value(NOW, time(Some(now)));
    context
}

fn line(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| Value::String(Arc::new(text.to_owned())))
}

fn time(at: Option<Timestamp>) -> Value {
    at.and_then(|at| DateTime::from_timestamp_micros(at.micros()))
        .map_or(Value::Null, |at| Value::Timestamp(at.fixed_offset()))
}

fn list(items: impl Iterator<Item = Value>) -> Value {
    Value::List(Arc::new(items.collect()))
}

fn map<'a>(parts: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let parts: HashMap<String, Value> =
        parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Value::Map(parts.into())
}

fn identity(it: &Identity) -> Value {
    map([
        ("kind", line(Some(it.kind.name()))),
        ("value", line(Some(&it.value))),
        ("verified", it.verified.into()),
    ])
}

/// Of each channel by which somebody can be written to, what they have said.
fn consents(contact: &Contact) -> Value {
    let said = |channel: &Channel| match contact.consents.get(channel).map(|it| it.state) {
        Some(ConsentState::Given) => Some("given"),
        Some(ConsentState::Refused) => Some("refused"),
        None => None,
    };
    let asked = Channel::ALL.into_iter().filter(|channel| is_asked_of(*channel));
    map(asked.map(|channel| (channel.name(), line(said(&channel)))))
}

/// Of two fields with the same name, the one in use counts.
fn fields(contact: &Contact, directory: &Directory) -> Value {
    let mut fields: Vec<&Arc<Stored<ContactField>>> = directory.contact_fields.values().collect();
    fields.sort_by_key(|field| !field.archived);
    map(fields.into_iter().map(|field| {
        let value = contact.fields.get(&field.id);
        (field.record.name.as_str(), value.map_or(Value::Null, |it| field_value(field, it)))
    }))
}

fn field_value(field: &Stored<ContactField>, value: &FieldValue) -> Value {
    match value {
        FieldValue::YesNo(is) => (*is).into(),
        FieldValue::Number(number) => number.as_f64().map_or(Value::Null, Value::Float),
        FieldValue::Text(text) if field.record.kind == FieldKind::Date => {
            let midnight = text.parse::<NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0));
            midnight.map_or(Value::Null, |at| Value::Timestamp(at.and_utc().fixed_offset()))
        }
        FieldValue::Text(text) => line(Some(text)),
    }
}
