//! What the shop knows of its customers beyond their addresses.

use rapport_core::company::CompanyDetails;
use rapport_core::contact::Details;
use rapport_core::directory::contact_field::{FieldKind, FieldValue};
use rapport_core::directory::{ContactField, Segment, Tag};
use rapport_core::id::{CompanyId, ContactFieldId, TagId};
use rapport_storage::StoreError;

use super::founder::Founder;

const CARDS: [&str; 3] = ["Pine", "Spruce", "Oak"];
const COMPANIES: [(&str, &str, &str); 4] = [
    ("Fjord Outfitters", "https://fjord.example", "Twelve shops. Orders in spring and autumn."),
    ("Kontor & Söhne", "https://kontor.example", "Wants its invoices by post."),
    ("Maison Lorient", "https://lorient.example", ""),
    ("Northlight Hotels", "https://northlight.example", "Blankets for every room; 40 at a time."),
];
/// Each with its condition.
const SEGMENTS: [(&str, &str); 3] = [
    ("Wholesale", r#""Wholesale" in contact.tags"#),
    ("Oak card", r#"contact.fields["Loyalty card"] == "Oak""#),
    ("German newsletter", r#"contact.fields.Newsletter == true && contact.language == "de""#),
];
/// One in so many buys for a company.
const WHOLESALE_EVERY: usize = 9;
const FIRST_YEAR: usize = 2019;

/// Ids of what contacts can have.
#[derive(Debug)]
pub struct Known {
    card: ContactFieldId,
    newsletter: ContactFieldId,
    since: ContactFieldId,
    wholesale: TagId,
    companies: Vec<CompanyId>,
}

pub(super) async fn write(founder: &mut Founder<'_>) -> Result<Known, StoreError> {
    let field = |name: &str, kind| ContactField { name: name.into(), kind, choices: Vec::new() };
    let card = ContactField {
        choices: CARDS.map(ToOwned::to_owned).to_vec(),
        ..field("Loyalty card", FieldKind::Choice)
    };
    let card = founder.keep(card).await?;
    let newsletter = founder.keep(field("Newsletter", FieldKind::YesNo)).await?;
    let since = founder.keep(field("Customer since", FieldKind::Date)).await?;
    let tag = Tag { name: "Wholesale".into(), colour: "#0e7490".into() };
    let wholesale = founder.keep(tag).await?;
    for (name, condition) in SEGMENTS {
        founder.keep(Segment { name: name.into(), condition: condition.into() }).await?;
    }
    let mut companies = Vec::new();
    for (name, website, description) in COMPANIES {
        let details = CompanyDetails {
            name: name.to_owned(),
            website: Some(website.to_owned()),
            description: Some(description.to_owned()),
        };
        companies.push(founder.company(details.tidied()).await?);
    }
    Ok(Known { card, newsletter, since, wholesale, companies })
}

impl Known {
    /// What is known of the customer with this number; of some nothing is.
    pub fn of(&self, number: usize) -> Details {
        let mut details = Details::default();
        if number % WHOLESALE_EVERY == 3 {
            details.tag_ids = vec![self.wholesale];
            details.company_id =
                self.companies.get(number / WHOLESALE_EVERY % self.companies.len()).copied();
        }
        if number.is_multiple_of(2) {
            let card = CARDS[number / 2 % CARDS.len()];
            details.fields.insert(self.card, FieldValue::text(card));
            let (year, month) = (FIRST_YEAR + number % 7, 1 + number % 12);
            let since = format!("{year}-{month:02}-{:02}", 1 + number % 28);
            details.fields.insert(self.since, FieldValue::Text(since));
        }
        if !number.is_multiple_of(3) {
            details.fields.insert(self.newsletter, FieldValue::YesNo(number % 3 == 1));
        }
        details
    }
}
