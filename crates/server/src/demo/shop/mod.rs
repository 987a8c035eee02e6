//! The organisation: its records, and their ids for the history to refer to.

mod founder;
mod known;
mod people;
mod places;
mod replies;
mod work;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::id::{AgentId, BrandId, DispositionId, InboxId, QueueId, SkillId, TagId};
use rapport_storage::{StoreError, Tx};

use self::founder::Founder;
use self::known::Known;
use super::talk::{About, House, Language, Outcome};

pub const NAME: &str = "Harbour & Pine";

/// A queue, as far as the history needs to know it.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub id: QueueId,
    pub wrap_up_ms: u64,
}

/// An inbox, with its brand and queue.
#[derive(Debug, Clone, Copy)]
pub struct Counter {
    pub inbox_id: InboxId,
    pub brand_id: BrandId,
    pub about: About,
}

/// Someone who answers customers.
#[derive(Debug, Clone)]
pub struct Staff {
    pub id: AgentId,
    pub name: &'static str,
    pub email: String,
    pub languages: Vec<Language>,
    pub queues: &'static [About],
}

impl Staff {
    pub fn actor(&self) -> Actor {
        Actor::agent(self.id, self.name)
    }

    /// As customers address them.
    pub fn given(&self) -> &'static str {
        self.name.split(' ').next().unwrap_or(self.name)
    }

    pub fn speaks(&self, language: Language) -> bool {
        self.languages.contains(&language)
    }
}

/// The three queues.
#[derive(Debug, Clone, Copy)]
pub struct Queues {
    pub orders: Line,
    pub returns: Line,
    pub advice: Line,
}

impl Queues {
    pub const fn get(&self, about: About) -> Line {
        match about {
            About::Orders => self.orders,
            About::Returns => self.returns,
            About::Advice => self.advice,
        }
    }
}

/// The skills that queues ask for; languages besides.
#[derive(Debug, Clone)]
struct Skills {
    products: SkillId,
    returns: SkillId,
    languages: Vec<(Language, SkillId)>,
}

#[derive(Debug, Clone, Copy)]
struct Counters {
    shop: Counter,
    returns_page: Counter,
    fell: Counter,
}

#[derive(Debug)]
pub struct Shop {
    pub queues: Queues,
    /// Those with the role of an agent.
    pub staff: Vec<Staff>,
    pub supervisor: Actor,
    pub known: Known,
    counters: Counters,
    dispositions: Vec<DispositionId>,
    tags: Vec<(Outcome, TagId)>,
}

impl Shop {
    /// Writes all records, as of `at`.
    pub async fn found(
        tx: &mut Tx,
        at: Timestamp,
        password_hash: &str,
    ) -> Result<Self, StoreError> {
        let mut founder = Founder::begin(tx, at, people::ADMINISTRATOR_NAME);
        founder.organisation(NAME).await?;
        let skills = work::skills(&mut founder).await?;
        let sites = places::sites(&mut founder).await?;
        let hours = places::hours(&mut founder).await?;
        let queues = work::queues(&mut founder, hours, &skills).await?;
        let brands = places::brands(&mut founder).await?;
        let counters = work::inboxes(&mut founder, brands, &queues).await?;
        let dispositions = work::dispositions(&mut founder).await?;
        work::proactive_rules(&mut founder, &counters).await?;
        let tags = work::tags(&mut founder).await?;
        let known = known::write(&mut founder).await?;
        let everyone = people::write(&mut founder, sites, &skills, &queues, password_hash).await?;
        replies::write(&mut founder).await?;
        Ok(Self {
            queues,
            staff: everyone.staff,
            supervisor: everyone.supervisor,
            known,
            counters,
            dispositions,
            tags,
        })
    }

    /// Where a matter comes in.
    pub const fn counter(&self, house: House, about: About) -> Counter {
        match (house, about) {
            (House::Pine, About::Returns) => self.counters.returns_page,
            (House::Pine, About::Orders | About::Advice) => self.counters.shop,
            (House::Fell, _) => self.counters.fell,
        }
    }

    pub fn disposition(&self, outcome: Outcome) -> Option<DispositionId> {
        let place = Outcome::ALL.iter().position(|one| *one == outcome)?;
        self.dispositions.get(place).copied()
    }

    /// The tag of matters that end so, if there is one.
    pub fn tag(&self, outcome: Outcome) -> Option<TagId> {
        self.tags.iter().find(|(of, _)| *of == outcome).map(|(_, id)| *id)
    }

    /// Those of a queue who speak a language; of the queue at all, when nobody there does.
    pub fn able(&self, about: About, language: Language) -> Vec<&Staff> {
        let of_queue: Vec<&Staff> =
            self.staff.iter().filter(|staff| staff.queues.contains(&about)).collect();
        let speakers: Vec<&Staff> =
            of_queue.iter().copied().filter(|staff| staff.speaks(language)).collect();
        if speakers.is_empty() { of_queue } else { speakers }
    }
}
