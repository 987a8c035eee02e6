//! One visit, step by step.

use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::contact::PageVisit;
use rapport_core::context::{Fact, FactSource, FactSourceKind};
use rapport_core::entry::Happening;
use rapport_core::id::{AgentId, ConversationId, InteractionId};
use rapport_core::interaction::{Interaction, PRIORITY_NORMAL, TransitionError};
use rapport_core::joining::Joining;
use rapport_storage::conversation::Mark;
use rapport_storage::intake::{self, Arrival, Sender};
use rapport_storage::interaction::Change;
use rapport_storage::message::{Inbound, NewMessage};
use rapport_storage::{
    Stamp, StoreError, Tx, contact, conversation, fact, handling, interaction, tagging,
};

use crate::clock;
use crate::demo::chance::Chance;
use crate::demo::customer::Customer;
use crate::demo::phrase::{Slots, say};
use crate::demo::plan::{Ending, Holder, Visit};
use crate::demo::shop::{Counter, Shop, Staff};
use crate::demo::talk::{About, House, Line, Outcome};
use crate::demo::{AGENT, COLLEAGUE};

/// Names and prices in euros.
const BAGS: [(&str, &str); 4] =
    [("Duffel", "189"), ("Rolltop", "159"), ("Market Tote", "79"), ("Sling", "69")];
const BLANKETS: [(&str, &str); 4] =
    [("Fell Blanket", "119"), ("Ferry Throw", "89"), ("Deck Wrap", "139"), ("Picnic Rug", "99")];
/// How long an offer rings, as queues have it by default.
const OFFER_S: u64 = 20;

/// A conversation under way.
pub struct Scene<'a> {
    tx: &'a mut Tx,
    shop: &'a Shop,
    chance: Chance,
    customer: &'a Customer,
    counter: Counter,
    /// Whose work it is by now.
    about: About,
    order: String,
    product: &'static str,
    price: &'static str,
    at: Timestamp,
    id: ConversationId,
    work: InteractionId,
    speaker: Actor,
}

impl<'a> Scene<'a> {
    /// The customer says the first line.
    pub async fn begin(
        tx: &'a mut Tx,
        shop: &'a Shop,
        customer: &'a Customer,
        visit: &Visit,
    ) -> Result<Self, StoreError> {
        let talk = visit.talk;
        let mut chance = Chance::new(visit.seed);
        let counter = shop.counter(talk.house, talk.about);
        let (product, price) =
            *chance.one(if talk.house == House::Pine { &BAGS } else { &BLANKETS });
        let order = chance.between(1_100, 4_890).to_string();
        let slots = Slots { name: customer.given, agent: "", order: &order, product, price };
        let first = talk.lines.first().map_or("", |line| line.phrase());
        let text = say(first, &slots, &mut chance);
        let walk = walk(talk.house, talk.about, product, visit.at);
        let stamp = Stamp { at: visit.at, random: clock::random10 };
        let arrival = Arrival {
            inbox_id: counter.inbox_id,
            channel: Channel::Webchat,
            brand_id: counter.brand_id,
            queue_id: shop.queues.get(counter.about).id,
            priority: PRIORITY_NORMAL,
            joining: Joining::default(),
        };
        let sender = Sender::visitor(&customer.visitor, Some(customer.language.tag()));
        let inbound = inbound(&customer.visitor, stamp, &text);
        let received =
            intake::receive_in(tx, stamp, arrival, &sender, text.as_str(), inbound).await?;
        let id = received.stored.into_entry().conversation_id;
        let speaker = Actor::contact(received.contact.id, received.contact.name.as_deref());
        contact::seen(tx, received.contact.id, &walk, speaker.clone(), stamp.at).await?;
        let now = conversation::get(&mut tx.session(), id).await?;
        let work = now.interaction.ok_or(StoreError::NotFound("interaction"))?.id;
        let mut scene = Self {
            tx,
            shop,
            chance,
            customer,
            counter,
            about: counter.about,
            order,
            product,
            price,
            at: visit.at,
            id,
            work,
            speaker,
        };
        scene.note_facts(visit, walk.last()).await?;
        Ok(scene)
    }

    pub async fn play(mut self, visit: &Visit) -> Result<(), StoreError> {
        let lines = visit.talk.lines;
        match visit.ending {
            Ending::Waiting => Ok(()),
            Ending::Resolved => {
                let agent = self.handle(lines, None).await?;
                self.tag(visit.talk.outcome, agent).await?;
                self.mark(Mark::AgentRead, agent.actor()).await?;
                let read = if self.chance.percent(85) {
                    Mark::ContactRead
                } else {
                    Mark::ContactDelivered
                };
                self.mark(read, self.speaker.clone()).await?;
                self.finish(agent, visit.talk.outcome).await?;
                self.later(1, 3);
                let stamp = self.stamp();
                handling::resolve(self.tx, stamp, self.id, agent.actor()).await.map(drop)
            }
            Ending::Open { lines: until, holder, read } => {
                let agent = self.handle(&lines[..until.min(lines.len())], Some(holder)).await?;
                self.tag(visit.talk.outcome, agent).await?;
                if read {
                    self.mark(Mark::AgentRead, agent.actor()).await?;
                }
                self.mark(Mark::ContactDelivered, self.speaker.clone()).await?;
                self.finish(agent, Outcome::FollowUp).await?;
                if holder == Holder::Nobody {
                    self.later(5, 60);
                    let (stamp, actor) = (self.stamp(), self.shop.supervisor.clone());
                    handling::assign(self.tx, stamp, self.id, None, actor).await?;
                }
                Ok(())
            }
        }
    }

    /// From the queue to the last of `lines`, the first of which is said; answers who had it last.
    async fn handle(
        &mut self,
        lines: &[Line],
        holder: Option<Holder>,
    ) -> Result<&'a Staff, StoreError> {
        let mut rest = &lines[1.min(lines.len())..];
        let impatient = rest.iter().take_while(|line| matches!(line, Line::Customer(_))).count();
        let mut agent = self.choose(holder);
        self.speak(&rest[..impatient], agent).await?;
        rest = &rest[impatient..];
        if self.chance.percent(9) {
            let other = self.choose(None);
            self.offer(other.id).await?;
            self.later(OFFER_S, OFFER_S);
            let happening = Happening::TimedOut { agent_id: other.id };
            self.step(Actor::SYSTEM, happening, |work| work.withdraw(other.id)).await?;
        }
        self.accept(agent).await?;
        if holder.is_none() && self.about != About::Advice && self.chance.percent(8) {
            agent = self.pass_on(agent).await?;
        }
        // What the customer says last is unread until the agent looks again.
        let trailing =
            rest.iter().rev().take_while(|line| matches!(line, Line::Customer(_))).count();
        let (answered, last) = rest.split_at(rest.len() - trailing);
        self.speak(answered, agent).await?;
        self.mark(Mark::AgentRead, agent.actor()).await?;
        self.speak(last, agent).await?;
        Ok(agent)
    }

    /// Someone of the queue who speaks the language.
    fn choose(&mut self, holder: Option<Holder>) -> &'a Staff {
        let shop = self.shop;
        let language = self.customer.language;
        let wanted = match holder {
            Some(Holder::Agent) => Some(AGENT),
            Some(Holder::Colleague) => Some(COLLEAGUE),
            Some(Holder::Anybody | Holder::Nobody) | None => None,
        };
        let named = shop
            .staff
            .iter()
            .find(|staff| Some(staff.email.as_str()) == wanted && staff.speaks(language));
        named.unwrap_or_else(|| *self.chance.one(&shop.able(self.about, language)))
    }

    async fn accept(&mut self, agent: &Staff) -> Result<(), StoreError> {
        self.later(1, 40);
        self.offer(agent.id).await?;
        self.later(3, 15);
        let (agent_id, now) = (agent.id, self.at);
        let happening = Happening::Accepted { agent_id };
        self.step(agent.actor(), happening, |work| work.accept(agent_id, now)).await
    }

    async fn offer(&mut self, agent_id: AgentId) -> Result<(), StoreError> {
        let until = self.at + Duration::from_secs(OFFER_S);
        let happening = Happening::Offered { agent_ids: vec![agent_id] };
        self.step(Actor::SYSTEM, happening, |work| work.offer(vec![agent_id], until)).await
    }

    /// To those who know more of it.
    async fn pass_on(&mut self, agent: &Staff) -> Result<&'a Staff, StoreError> {
        self.later(10, 50);
        self.about = About::Advice;
        let note = "Needs someone who knows the material.".to_owned();
        let (stamp, queue_id) = (self.stamp(), self.shop.queues.get(About::Advice).id);
        handling::transfer(self.tx, stamp, self.id, queue_id, None, Some(note), agent.actor())
            .await?;
        let next = self.choose(None);
        self.accept(next).await?;
        Ok(next)
    }

    /// Says the lines, those in a row in one go.
    async fn speak(&mut self, lines: &[Line], agent: &Staff) -> Result<(), StoreError> {
        let mut messages = Vec::with_capacity(lines.len());
        for line in lines {
            let text = self.say(line.phrase(), agent);
            match line {
                Line::Customer(_) => {
                    self.later(15, 120);
                    let (speaker, sender) = (self.speaker.clone(), self.customer.visitor.clone());
                    messages.push(self.message(speaker, &sender, text));
                }
                Line::Agent(_) => {
                    self.later(12, 80);
                    messages.push(self.message(agent.actor(), &agent.id.to_string(), text));
                }
                Line::Note(_) => {
                    intake::write_in(self.tx, std::mem::take(&mut messages)).await?;
                    self.later(10, 40);
                    let stamp = self.stamp();
                    handling::note(self.tx, stamp, self.id, agent.actor(), text.into()).await?;
                }
            }
        }
        intake::write_in(self.tx, messages).await.map(drop)
    }

    fn say(&mut self, phrase: &str, agent: &Staff) -> String {
        let slots = Slots {
            name: self.customer.given,
            agent: agent.given(),
            order: &self.order,
            product: self.product,
            price: self.price,
        };
        say(phrase, &slots, &mut self.chance)
    }

    fn message(&self, author: Actor, sender: &str, text: String) -> NewMessage {
        let stamp = self.stamp();
        NewMessage {
            conversation_id: self.id,
            entry_id: stamp.id(),
            author,
            inbound: inbound(sender, stamp, &text),
            text,
            spans: Vec::new(),
            attachments: Vec::new(),
            inbox_id: self.counter.inbox_id,
            channel: Channel::Webchat,
            at: stamp.at,
            mail: None,
        }
    }

    /// By what the matter is about, where there is a tag for it.
    async fn tag(&mut self, outcome: Outcome, agent: &Staff) -> Result<(), StoreError> {
        let Some(tag_id) = self.shop.tag(outcome) else { return Ok(()) };
        self.later(1, 4);
        let stamp = self.stamp();
        tagging::tag(self.tx, stamp, self.id, &[tag_id], &[], agent.actor()).await.map(drop)
    }

    /// Ends the work: mostly through wrap-up, sometimes at once.
    async fn finish(&mut self, agent: &Staff, outcome: Outcome) -> Result<(), StoreError> {
        self.later(5, 60);
        let agent_id = agent.id;
        let wrap_up = Duration::from_millis(self.shop.queues.get(self.about).wrap_up_ms);
        if self.chance.percent(75) {
            let until = self.at + wrap_up;
            let happening = Happening::WrapUpStarted { agent_id };
            self.step(agent.actor(), happening, |work| work.start_wrap_up(agent_id, until)).await?;
            self.later(8, wrap_up.as_secs().max(9));
        }
        let disposition_id = self.shop.disposition(outcome);
        let happening = Happening::Ended { agent_id: Some(agent_id), disposition_id };
        let now = self.at;
        self.step(agent.actor(), happening, |work| work.end(now, disposition_id, None)).await
    }

    async fn mark(&mut self, mark: Mark, actor: Actor) -> Result<(), StoreError> {
        conversation::mark(self.tx, self.id, mark, i64::MAX, actor, self.at).await.map(drop)
    }

    async fn step(
        &mut self,
        actor: Actor,
        happening: Happening,
        transition: impl FnOnce(Interaction) -> Result<Interaction, TransitionError>,
    ) -> Result<(), StoreError> {
        let stamp = self.stamp();
        let change = Change { id: self.work, entry_id: stamp.id(), actor, at: stamp.at, happening };
        interaction::transition(self.tx, change, transition).await.map(drop)
    }

    /// What is known from the first line on: the product by the page, the order as it was given.
    async fn note_facts(
        &mut self,
        visit: &Visit,
        page: Option<&PageVisit>,
    ) -> Result<(), StoreError> {
        let mut facts = Vec::new();
        if visit.talk.mentions("{product}") {
            facts.push((
                "product",
                self.product,
                FactSourceKind::Page,
                page.map(|page| page.url.clone()),
            ));
        }
        if visit.talk.mentions("{order}") {
            let order: &str = &self.order;
            facts.push(if self.chance.percent(40) {
                ("order", order, FactSourceKind::Form, Some("Order number".to_owned()))
            } else {
                ("order", order, FactSourceKind::Contact, None)
            });
        }
        for (key, value, kind, detail) in facts {
            let fact = Fact {
                key: key.to_owned(),
                value: value.to_owned(),
                source: FactSource { kind, detail },
                at: self.at,
            };
            fact::put(self.tx, self.id, &fact, self.speaker.clone()).await?;
        }
        Ok(())
    }

    /// Time passes.
    fn later(&mut self, low_s: u64, high_s: u64) {
        self.at =
            self.at + Duration::from_millis(self.chance.between(low_s * 1_000, high_s * 1_000));
    }

    fn stamp(&self) -> Stamp {
        Stamp { at: self.at, random: clock::random10 }
    }
}

/// As it came in, with an id of the sender's own.
fn inbound(sender: &str, stamp: Stamp, text: &str) -> Inbound {
    let id: rapport_core::id::InboundId = stamp.id();
    Inbound { sender: sender.to_owned(), external_id: id.to_string(), raw: text.to_owned() }
}

/// The pages that the customer went by, to the one that they wrote from.
fn walk(house: House, about: About, product: &str, at: Timestamp) -> [PageVisit; 3] {
    let (site, brand) = match house {
        House::Pine => ("https://harbour-pine.example", "Harbour & Pine"),
        House::Fell => ("https://fell-ferry.example", "Fell & Ferry"),
    };
    let product_path = product.to_lowercase().replace(' ', "-");
    let (path, title) = match about {
        About::Returns => ("returns", "Returns and repairs"),
        About::Orders => ("orders", "Your orders"),
        About::Advice => (product_path.as_str(), product),
    };
    let before =
        if about == About::Advice { ("new", "New in") } else { ("account", "Your account") };
    [("", "Home", 240), (before.0, before.1, 130), (path, title, 0)].map(|(path, title, ago_s)| {
        let at = at - Duration::from_secs(ago_s);
        PageVisit { url: format!("{site}/{path}"), title: format!("{title} · {brand}"), at }
    })
}
