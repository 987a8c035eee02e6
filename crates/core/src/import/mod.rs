//! Contacts from a file: what its bytes say as a table, what each column stands for, and what a row
//! makes of a contact. What is written of it, and undone, is the store's.

pub mod file;
mod guess;
mod row;
mod table;
mod value;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::actor::Actor;
use crate::contact::{ContactSummary, Details, TAGS_MAX};
use crate::contact_merge::take_apart;
use crate::directory::{ContactField, Directory, Tag};
use crate::id::{CompanyId, ContactFieldId, ContactNoteId, IdentityId, ImportId, TagId};
use crate::validation::Errors;

pub use guess::guess;
pub use row::{Person, read};
pub use table::{COLUMNS_MAX, FILE_BYTES_MAX, ROWS_MAX, Table, Unreadable};

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Nothing has been written yet: what its columns mean can be changed.
    Draft,
    Running,
    /// Somebody stopped it; what it has written stays until it is undone.
    Stopped,
    Done,
    Undoing,
    Undone,
}

impl ImportState {
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Running, Self::Stopped, Self::Done, Self::Undoing, Self::Undone];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Done => "done",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether it goes on by itself.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Running | Self::Undoing)
    }
}

/// What a column of the file stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Target {
    /// Nothing: it is passed over.
    Ignore,
    Name,
    /// BCP 47.
    Language,
    /// Several are parted by semicolons, as in `phone` and `tags`.
    Email,
    /// E.164.
    Phone,
    /// The business's own id: the surest way to find a contact again.
    External,
    /// By its name; one that is not there yet is made.
    Company,
    /// By their names.
    Tags,
    /// A note on the contact.
    Note,
    Field {
        field_id: ContactFieldId,
    },
}

/// What becomes of a contact who is known already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KnownContacts {
    /// What the file says replaces what was there; an empty cell replaces nothing.
    #[default]
    Update,
    /// Only what was not known yet is added.
    Complete,
    /// They stay as they are.
    Skip,
}

/// A column: its heading in the file, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Column {
    pub heading: String,
    pub target: Target,
}

/// How a file is to be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportSettings {
    /// As many as the file has, in its order.
    #[schema(max_items = 100)]
    pub columns: Vec<Column>,
    #[serde(default)]
    pub known_contacts: KnownContacts,
    /// That the business has made sure of the addresses: whoever writes from one is that contact.
    #[serde(default)]
    pub verified: bool,
    /// Put on every contact that it makes or changes.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub tag_ids: Vec<TagId>,
}

impl ImportSettings {
    /// Checks what is to be meant; the headings are the file's own.
    pub fn validate(&self, directory: &Directory, errors: &mut Errors) {
        for (place, column) in self.columns.iter().enumerate() {
            let field = format!("columns[{place}].target");
            let earlier = self.columns[..place].iter().any(|it| it.target == column.target);
            match column.target {
                Target::Ignore | Target::Email | Target::Phone | Target::Note => continue,
                Target::Field { field_id }
                    if directory.in_use::<ContactField>(field_id).is_none() =>
                {
                    errors.push(field, format!("there is no custom field {field_id} in use"));
                }
                _ if earlier => errors.push(field, "another column stands for it already"),
                _ => {}
            }
        }
        let identifies = |column: &Column| {
            matches!(column.target, Target::Name | Target::Email | Target::Phone | Target::External)
        };
        let detail = "one must be a name, an e-mail address, a phone number or an own id";
        errors.check(self.columns.iter().any(identifies), "columns", detail);
        errors.check(self.tag_ids.len() <= TAGS_MAX, "tag_ids", "must be at most 20");
        for (place, id) in self.tag_ids.iter().enumerate().take(TAGS_MAX) {
            if directory.in_use::<Tag>(*id).is_none() {
                errors.push(format!("tag_ids[{place}]"), format!("there is no tag {id} in use"));
            }
        }
    }
}

/// A file of contacts, and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactImport {
    pub id: ImportId,
    pub version: i64,
    pub state: ImportState,
    pub file_name: String,
    pub settings: ImportSettings,
    pub author: Actor,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Until then it can be undone, and its refused rows can be had; none of a draft.
    pub kept_until: Option<Timestamp>,
    #[serde(flatten)]
    pub counts: ImportCounts,
}

/// Rows of the file, by what has become of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportCounts {
    /// All of the file, without its headings.
    pub rows: i64,
    pub created: i64,
    pub updated: i64,
    /// The contact was as the row says, or was to stay as they were.
    pub unchanged: i64,
    /// The row could not be understood, or does not say whom it means.
    pub refused: i64,
    /// Taken back by undoing.
    pub undone: i64,
    /// Not taken back, since somebody has changed or spoken with the contact meanwhile.
    pub kept: i64,
}

impl ImportCounts {
    /// Those that something has become of.
    pub const fn processed(&self) -> i64 {
        self.created + self.updated + self.unchanged + self.refused
    }
}

/// What has become of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    Created,
    Updated,
    Unchanged,
    Refused,
}

impl RowOutcome {
    pub const ALL: [Self; 4] = [Self::Created, Self::Updated, Self::Unchanged, Self::Refused];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// Why a row is refused: the place of the column, from 0, where it is one's; and what to write
/// instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowError {
    pub column: Option<usize>,
    pub detail: String,
}

/// What would become of a row now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowPreview {
    /// 1 for the first below the headings.
    pub place: i64,
    pub cells: Vec<String>,
    pub outcome: RowOutcome,
    /// Who is known already; none of somebody new, and of a row that is refused.
    pub contact: Option<ContactSummary>,
    pub errors: Vec<RowError>,
}

/// What a row has changed, so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// None of a contact whom the row has made.
    pub before: Option<Details>,
    pub after: Details,
    /// That the contact had not.
    pub identities: Vec<IdentityId>,
    /// That the row has written.
    pub note_id: Option<ContactNoteId>,
    /// That the row has made.
    pub company_id: Option<CompanyId>,
    /// The contact's, after the row.
    pub version: i64,
}

impl Trace {
    /// The details as they were, as far as nobody has changed them since.
    pub fn undo(&self, now: &Details) -> Details {
        match &self.before {
            Some(before) => take_apart(now, before, &self.after),
            None => now.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
