//! Which contacts a list or an export is of, as parameters.

use rapport_core::Timestamp;
use rapport_core::contact::IdentityKind;
use rapport_core::directory::contact_field::{FieldKind, FieldValue};
use rapport_core::directory::{ContactField, Directory, is_language_tag};
use rapport_core::id::{CompanyId, ContactFieldId, SegmentId, TagId};
use rapport_core::validation::Errors;
use rapport_storage::contact_list::{Between, ContactFilter, FIELD_TESTS_MAX, FieldTest, Holds};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::page::check_query;
use crate::http::{FieldError, Problem};

const QUERY_CHARS_MAX: usize = 200;

/// All that is given must apply.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Narrowing {
    /// Part of a name or of an identity.
    #[param(max_length = 200)]
    query: Option<String>,
    /// Only those who are blocked.
    #[serde(default)]
    blocked: bool,
    /// With this tag.
    tag_id: Option<TagId>,
    /// Of this company.
    company_id: Option<CompanyId>,
    /// Of this segment.
    segment_id: Option<SegmentId>,
    /// Speaking this language (BCP 47); `de` is also `de-AT`.
    language: Option<String>,
    /// Known by an identity of this kind.
    reachable_by: Option<IdentityKind>,
    /// Seen then or later.
    seen_from: Option<Timestamp>,
    /// Seen last before then.
    seen_until: Option<Timestamp>,
    /// Known since then or later.
    created_from: Option<Timestamp>,
    /// Known since before then.
    created_until: Option<Timestamp>,
    /// What custom fields hold, as JSON: a list of at most 3 of `{"id", "is"}` (a value),
    /// `{"id", "from", "until"}` (a number or a date; both ends count, either may be left out) and
    /// `{"id", "known"}` (whether it holds anything).
    #[param(example = r#"[{"id": "field_01h455vb4pex5vsknk084sn02q", "from": 3}]"#)]
    fields: Option<String>,
}

/// One condition on a custom field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Condition {
    id: ContactFieldId,
    is: Option<FieldValue>,
    from: Option<FieldValue>,
    until: Option<FieldValue>,
    known: Option<bool>,
}

impl Narrowing {
    pub fn filter(self, directory: &Directory) -> Result<ContactFilter, Problem> {
        check_query(self.query.as_deref().unwrap_or_default(), QUERY_CHARS_MAX)?;
        let mut errors = Errors::default();
        if let Some(language) = &self.language {
            let detail = "must be a BCP 47 tag, such as de or zh-Hans";
            errors.check(is_language_tag(language), "language", detail);
        }
        let fields = match self.fields.as_deref().filter(|json| !json.is_empty()) {
            Some(json) => conditions(json)?
                .into_iter()
                .enumerate()
                .filter_map(|(place, condition)| {
                    condition
                        .test(directory)
                        .map_err(|detail| errors.push(format!("fields[{place}]"), detail))
                        .ok()
                })
                .collect(),
            None => Vec::new(),
        };
        errors.into_result().map_err(Problem::invalid)?;
        Ok(ContactFilter {
            query: self.query,
            blocked: self.blocked,
            tag_id: self.tag_id,
            company_id: self.company_id,
            segment_id: self.segment_id,
            language: self.language,
            reachable_by: self.reachable_by,
            seen: Between { from: self.seen_from, until: self.seen_until },
            created: Between { from: self.created_from, until: self.created_until },
            fields,
        })
    }
}

fn conditions(json: &str) -> Result<Vec<Condition>, Problem> {
    let invalid = |detail: String| Problem::invalid(vec![FieldError::new("fields", detail)]);
    let conditions: Vec<Condition> = serde_json::from_str(json)
        .map_err(|error| invalid(format!("must be a JSON list of conditions: {error}")))?;
    if conditions.len() > FIELD_TESTS_MAX {
        return Err(invalid(format!("must be at most {FIELD_TESTS_MAX} conditions")));
    }
    Ok(conditions)
}

impl Condition {
    fn test(self, directory: &Directory) -> Result<FieldTest, String> {
        let stored = directory.get::<ContactField>(self.id);
        let field = &stored.ok_or_else(|| format!("there is no custom field {}", self.id))?.record;
        let holds = match (self.is, self.from, self.until, self.known) {
            (Some(value), None, None, None) => match (field.kind, value) {
                // Contacts may still have what can be chosen no longer.
                (FieldKind::Choice, value @ FieldValue::Text(_)) => Holds::Key(value.key()),
                (_, value) => Holds::Key(value.fit(field)?.key()),
            },
            (None, None, None, Some(true)) => Holds::Something,
            (None, None, None, Some(false)) => Holds::Nothing,
            (None, from, until, None) if from.is_some() || until.is_some() => {
                let rank = |end: Option<FieldValue>| {
                    end.map(|value| value.fit(field).map(|value| value.rank())).transpose()
                };
                let (from, until) = (rank(from)?.flatten(), rank(until)?.flatten());
                if !matches!(field.kind, FieldKind::Number | FieldKind::Date) {
                    return Err("only a number or a date lies between two".to_owned());
                }
                Holds::Rank { from, until }
            }
            _ => return Err("must have either `is`, or `from` and `until`, or `known`".to_owned()),
        };
        Ok(FieldTest { field_id: self.id, holds })
    }
}
