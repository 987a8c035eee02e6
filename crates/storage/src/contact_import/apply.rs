//! What a row does: whom it means, what it adds to them, and that written.

use rapport_core::company::CompanyDetails;
use rapport_core::consent;
use rapport_core::contact::{
    Contact, ContactSummary, Details, IDENTITIES_MAX, Identity, IdentityKind, TAGS_MAX,
};
use rapport_core::directory::Directory;
use rapport_core::id::{CompanyId, ContactId};
use rapport_core::import::{
    ContactImport, KnownContacts, Person, RowError, RowOutcome, RowPreview, Trace, read,
};

use super::rows::RawRow;
use crate::company;
use crate::contact::{self, NewContact};
use crate::contact_identity;
use crate::contact_note;
use crate::db::Session;
use crate::error::Result;
use crate::log::Tx;
use crate::stamp::Stamp;

/// Contacts with one address that are looked at: with two it is clear that it does not tell whom.
const HOLDERS_MAX: i64 = 2;
/// Notes among which one that is there already is looked for.
const NOTES_LOOKED_AT: i64 = 50;

/// What became of a row.
pub(super) struct Done {
    pub outcome: RowOutcome,
    pub contact_id: Option<ContactId>,
    pub trace: Option<Trace>,
    pub errors: Vec<RowError>,
}

/// What is to become of a row.
pub(super) enum Plan {
    Create { details: Details, company: Company, person: Person },
    Change { contact: Box<Contact>, details: Details, company: Company, news: News },
    Same { contact: Box<Contact> },
    Refuse(Vec<RowError>),
}

/// Which company the contact is to have.
pub(super) enum Company {
    /// That of the details.
    AsIs,
    /// One that is not there yet.
    Make(String),
}

/// What a contact has not yet.
pub(super) struct News {
    identities: Vec<(IdentityKind, String)>,
    note: Option<String>,
}

impl Plan {
    pub(super) fn preview(self, row: RawRow) -> RowPreview {
        let of =
            |contact: &Contact| Some(ContactSummary { id: contact.id, name: contact.name.clone() });
        let (outcome, contact, errors) = match self {
            Self::Create { .. } => (RowOutcome::Created, None, Vec::new()),
            Self::Change { contact, .. } => (RowOutcome::Updated, of(&contact), Vec::new()),
            Self::Same { contact } => (RowOutcome::Unchanged, of(&contact), Vec::new()),
            Self::Refuse(errors) => (RowOutcome::Refused, None, errors),
        };
        RowPreview { place: row.place, cells: row.cells, outcome, contact, errors }
    }
}

fn refuse(detail: impl Into<String>) -> Plan {
    Plan::Refuse(vec![RowError { column: None, detail: detail.into() }])
}

/// Whom the addresses mean: nobody yet, somebody, or it cannot be told.
enum Holder {
    Nobody,
    Somebody(Box<Contact>),
    Unclear(String),
}

/// By an own id there is one at most. By other addresses, verified or not, it must be one; nobody
/// with another own id is meant.
async fn holder(session: &mut Session<'_>, person: &Person) -> Result<Holder> {
    let external = person.identities.iter().find(|(kind, _)| *kind == IdentityKind::External);
    if let Some((kind, value)) = external
        && let Some(found) = contact_identity::by_verified(session, *kind, value).await?
    {
        return Ok(Holder::Somebody(Box::new(found)));
    }
    let mut found: Option<Contact> = None;
    for (kind, value) in &person.identities {
        let holders = match contact_identity::by_verified(session, *kind, value).await? {
            Some(sure) => vec![sure.id],
            None => contact_identity::by_any(session, *kind, value, HOLDERS_MAX).await?,
        };
        for id in holders {
            let holder = contact::get(session, id).await?;
            let is_another = external.is_some()
                && holder.identities.iter().any(|it| it.kind == IdentityKind::External);
            if is_another || found.as_ref().is_some_and(|known| known.id == holder.id) {
                continue;
            }
            if found.is_some() {
                let detail = format!("{value} does not tell which of several contacts is meant");
                return Ok(Holder::Unclear(detail));
            }
            found = Some(holder);
        }
    }
    Ok(found.map_or(Holder::Nobody, |contact| Holder::Somebody(Box::new(contact))))
}

/// An address that is, verified, somebody else's.
async fn taken(
    session: &mut Session<'_>,
    person: &Person,
    by: Option<ContactId>,
) -> Result<Option<String>> {
    for (kind, value) in &person.identities {
        let holder = contact_identity::by_verified(session, *kind, value).await?;
        if let Some(holder) = holder.filter(|holder| Some(holder.id) != by) {
            let name = holder.name.unwrap_or_else(|| holder.id.to_string());
            return Ok(Some(format!("{value} is another contact's: {name}")));
        }
    }
    Ok(None)
}

/// What is to become of a row, as of now.
pub(super) async fn plan(
    session: &mut Session<'_>,
    import: &ContactImport,
    cells: &[String],
    directory: &Directory,
) -> Result<Plan> {
    let mut person = match read(cells, &import.settings, directory) {
        Ok(person) => person,
        Err(errors) => return Ok(Plan::Refuse(errors)),
    };
    let mut make = Company::AsIs;
    if let Some(name) = &person.company {
        match company::by_name(session, name).await? {
            Some(id) => person.details.company_id = Some(id),
            None => make = Company::Make(name.clone()),
        }
    }
    let known = match holder(session, &person).await? {
        Holder::Unclear(detail) => return Ok(refuse(detail)),
        Holder::Nobody => None,
        Holder::Somebody(contact) => Some(contact),
    };
    if let Some(detail) = taken(session, &person, known.as_ref().map(|it| it.id)).await? {
        return Ok(refuse(detail));
    }
    let Some(contact) = known else {
        let details = person.details.clone();
        return Ok(Plan::Create { details, company: make, person });
    };
    let was = Details::from(contact.as_ref());
    let details = match import.settings.known_contacts {
        KnownContacts::Skip => return Ok(Plan::Same { contact }),
        KnownContacts::Update => over(&was, &person.details),
        KnownContacts::Complete => {
            if was.company_id.is_some() {
                make = Company::AsIs;
            }
            over(&person.details, &was)
        }
    };
    let mut details = details;
    details.tag_ids = was.tag_ids.clone();
    let new_tags = person.details.tag_ids.iter().filter(|id| !was.tag_ids.contains(id));
    details.tag_ids.extend(new_tags);
    if details.tag_ids.len() > TAGS_MAX {
        return Ok(refuse("the contact would have more than 20 tags"));
    }
    let news = news(session, &contact, person, import.settings.verified).await?;
    if contact.identities.len() + news.identities.len() > IDENTITIES_MAX {
        return Ok(refuse("the contact would have more than 50 addresses"));
    }
    let is_same = details == was
        && matches!(make, Company::AsIs)
        && news.identities.is_empty()
        && news.note.is_none();
    Ok(if is_same {
        Plan::Same { contact }
    } else {
        Plan::Change { contact, details, company: make, news }
    })
}

/// What the second says, and where it says nothing the first.
fn over(first: &Details, second: &Details) -> Details {
    let mut fields = first.fields.clone();
    fields.extend(second.fields.iter().map(|(id, value)| (*id, value.clone())));
    Details {
        name: second.name.clone().or_else(|| first.name.clone()),
        language: second.language.clone().or_else(|| first.language.clone()),
        company_id: second.company_id.or(first.company_id),
        tag_ids: Vec::new(),
        fields,
        preferred_channel: second.preferred_channel.or(first.preferred_channel),
        consents: consent::combine(&first.consents, &second.consents),
    }
}

async fn news(
    session: &mut Session<'_>,
    contact: &Contact,
    person: Person,
    verified: bool,
) -> Result<News> {
    let is_new = |(kind, value): &(IdentityKind, String)| {
        let wants_more = |it: &Identity| !it.verified && verified;
        let known = contact.identities.iter().find(|it| it.kind == *kind && it.value == *value);
        known.is_none_or(wants_more)
    };
    let identities = person.identities.into_iter().filter(is_new).collect();
    let note = match person.note {
        Some(text) => {
            let known = contact_note::list(session, contact.id, None, NOTES_LOOKED_AT).await?;
            Some(text).filter(|text| known.iter().all(|note| note.text != *text))
        }
        None => None,
    };
    Ok(News { identities, note })
}

/// Carries the row out.
pub(super) async fn apply(
    tx: &mut Tx,
    stamp: Stamp,
    import: &ContactImport,
    cells: &[String],
    directory: &Directory,
) -> Result<Done> {
    let actor = &import.author;
    let identity = |(kind, value): (IdentityKind, String)| Identity {
        id: stamp.id(),
        kind,
        value,
        verified: import.settings.verified || kind == IdentityKind::External,
    };
    let (before, made, contact, identities, note) =
        match plan(&mut tx.session(), import, cells, directory).await? {
            Plan::Refuse(errors) => {
                let outcome = RowOutcome::Refused;
                return Ok(Done { outcome, contact_id: None, trace: None, errors });
            }
            Plan::Same { contact } => {
                return Ok(Done {
                    outcome: RowOutcome::Unchanged,
                    contact_id: Some(contact.id),
                    trace: None,
                    errors: Vec::new(),
                });
            }
            Plan::Create { mut details, company, person } => {
                let made = settle_company(tx, stamp, import, company, &mut details).await?;
                let identities: Vec<_> = person.identities.into_iter().map(identity).collect();
                let given = identities.iter().map(|it| it.id).collect();
                let new = NewContact { id: stamp.id(), details, visits: Vec::new(), identities };
                let contact = contact::create(tx, &new, actor.clone(), stamp.at).await?;
                (None, made, contact, given, person.note)
            }
            Plan::Change { contact, mut details, company, news } => {
                let made = settle_company(tx, stamp, import, company, &mut details).await?;
                let was = Details::from(contact.as_ref());
                let mut now = *contact;
                if details != was {
                    let (id, version) = (now.id, now.version);
                    now =
                        contact::update(tx, id, version, &details, actor.clone(), stamp.at).await?;
                }
                let mut given = Vec::new();
                for address in news.identities {
                    let new = identity(address);
                    let had = now.identities.iter().any(|it| it.value == new.value);
                    now = contact_identity::give(tx, now.id, &new, actor.clone(), stamp.at).await?;
                    if !had {
                        given.push(new.id);
                    }
                }
                (Some(was), made, now, given, news.note)
            }
        };
    let note_id = match note {
        Some(text) => Some(contact_note::add(tx, stamp, contact.id, text, actor.clone()).await?.id),
        None => None,
    };
    let outcome = if before.is_some() { RowOutcome::Updated } else { RowOutcome::Created };
    let trace = Trace {
        before,
        after: Details::from(&contact),
        identities,
        note_id,
        company_id: made,
        version: contact.version,
    };
    Ok(Done { outcome, contact_id: Some(contact.id), trace: Some(trace), errors: Vec::new() })
}

/// Makes the company that is wanted, if it is not there; answers one that was made.
async fn settle_company(
    tx: &mut Tx,
    stamp: Stamp,
    import: &ContactImport,
    company: Company,
    details: &mut Details,
) -> Result<Option<CompanyId>> {
    let Company::Make(name) = company else { return Ok(None) };
    let new = CompanyDetails { name, ..CompanyDetails::default() }.tidied();
    let made = company::add(tx, stamp, new, import.author.clone()).await?;
    details.company_id = Some(made.id);
    Ok(Some(made.id))
}
