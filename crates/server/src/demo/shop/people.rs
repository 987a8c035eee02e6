//! Who works there. Everybody has the same password.

use rapport_core::actor::Actor;
use rapport_core::directory::Agent;
use rapport_core::directory::agent::SkillLevel;
use rapport_core::permission::BuiltInRole;
use rapport_storage::StoreError;

use super::founder::Founder;
use super::places::Sites;
use super::{Queues, Skills, Staff};
use crate::demo::talk::About::{self, Advice, Orders, Returns};
use crate::demo::talk::Language::{self, De, En, Es, Fr, Ru, Zh};
use crate::demo::{ADMINISTRATOR, AGENT, COLLEAGUE, SUPERVISOR};

pub(super) const ADMINISTRATOR_NAME: &str = "Ingrid Halvorsen";
const HOST: &str = "harbour-pine.example";
/// Four chats at once (33 units each): two that waited at the start, and two of the visitor's own.
const CAPACITY_UNITS: u16 = 133;

struct Person {
    name: &'static str,
    /// None: the given name at the shop's domain.
    email: Option<&'static str>,
    role: BuiltInRole,
    in_porto: bool,
    /// Proficiency in products and in returns; 0: none.
    products: u8,
    returns: u8,
    languages: &'static [(Language, u8)],
    queues: &'static [About],
}

impl Person {
    /// Of those without their own address, the one of their given name.
    fn email(&self) -> String {
        let given = self.name.split(' ').next().unwrap_or(self.name);
        self.email.map_or_else(|| format!("{}@{HOST}", given.to_lowercase()), ToOwned::to_owned)
    }
}

const ALL: &[About] = &[Orders, Returns, Advice];

#[rustfmt::skip]
const PEOPLE: [Person; 10] = [
    Person { name: ADMINISTRATOR_NAME, email: Some(ADMINISTRATOR), role: BuiltInRole::Administrator, in_porto: false,
        products: 3, returns: 3, languages: &[(En, 5), (De, 4)], queues: &[] },
    Person { name: "Marek Dvorak", email: Some(SUPERVISOR), role: BuiltInRole::Supervisor, in_porto: false,
        products: 4, returns: 4, languages: &[(En, 5), (De, 5), (Ru, 3)], queues: &[Orders] },
    Person { name: "Ada Brandt", email: Some(AGENT), role: BuiltInRole::Agent, in_porto: false,
        products: 4, returns: 4, languages: &[(En, 5), (De, 5)], queues: ALL },
    Person { name: "Wei Chen", email: Some(COLLEAGUE), role: BuiltInRole::Agent, in_porto: false,
        products: 4, returns: 3, languages: &[(En, 5), (Zh, 5)], queues: ALL },
    Person { name: "Tom Okafor", email: None, role: BuiltInRole::Agent, in_porto: false,
        products: 2, returns: 5, languages: &[(En, 5), (Fr, 3)], queues: &[Orders, Returns] },
    Person { name: "Olga Smirnova", email: None, role: BuiltInRole::Agent, in_porto: false,
        products: 3, returns: 4, languages: &[(Ru, 5), (En, 4), (De, 3)], queues: ALL },
    Person { name: "Jonas Petersen", email: None, role: BuiltInRole::Agent, in_porto: false,
        products: 5, returns: 3, languages: &[(De, 5), (En, 4)], queues: ALL },
    Person { name: "Camille Roux", email: None, role: BuiltInRole::Agent, in_porto: true,
        products: 3, returns: 4, languages: &[(Fr, 5), (En, 4), (Es, 3)], queues: ALL },
    Person { name: "Inês Ferreira", email: Some("ines@harbour-pine.example"), role: BuiltInRole::Agent, in_porto: true,
        products: 5, returns: 1, languages: &[(Es, 5), (En, 5)], queues: &[Orders, Advice] },
    Person { name: "Mei Lin", email: None, role: BuiltInRole::Agent, in_porto: true,
        products: 4, returns: 4, languages: &[(Zh, 5), (En, 4)], queues: &[Returns, Advice] },
];

pub(super) struct Everyone {
    pub staff: Vec<Staff>,
    pub supervisor: Actor,
}

pub(super) async fn write(
    founder: &mut Founder<'_>,
    sites: Sites,
    skills: &Skills,
    queues: &Queues,
    password_hash: &str,
) -> Result<Everyone, StoreError> {
    let mut everyone = Everyone { staff: Vec::new(), supervisor: Actor::SYSTEM };
    for person in &PEOPLE {
        let record = Agent {
            name: person.name.to_owned(),
            email: person.email(),
            role: person.role.into(),
            site_id: Some(if person.in_porto { sites.porto } else { sites.bremerhaven }),
            skills: levels(person, skills),
            queue_ids: person.queues.iter().map(|about| queues.get(*about).id).collect(),
            capacity_units: CAPACITY_UNITS,
            signature: String::new(),
        };
        let email = person.email();
        let id = match person.role {
            BuiltInRole::Administrator => founder.keep_as(founder.administrator_id, record).await?,
            BuiltInRole::Supervisor | BuiltInRole::Agent => founder.keep(record).await?,
        };
        founder.password(id, &email, password_hash).await?;
        match person.role {
            BuiltInRole::Administrator => {}
            BuiltInRole::Supervisor => everyone.supervisor = Actor::agent(id, person.name),
            BuiltInRole::Agent => everyone.staff.push(Staff {
                id,
                name: person.name,
                email,
                languages: person.languages.iter().map(|(language, _)| *language).collect(),
                queues: person.queues,
            }),
        }
    }
    Ok(everyone)
}

fn levels(person: &Person, skills: &Skills) -> Vec<SkillLevel> {
    let known = [(skills.products, person.products), (skills.returns, person.returns)];
    let spoken = person.languages.iter().filter_map(|(language, proficiency)| {
        let (_, id) = skills.languages.iter().find(|(known, _)| known == language)?;
        Some((*id, *proficiency))
    });
    known
        .into_iter()
        .chain(spoken)
        .filter(|(_, proficiency)| *proficiency > 0)
        .map(|(skill_id, proficiency)| SkillLevel { skill_id, proficiency })
        .collect()
}
