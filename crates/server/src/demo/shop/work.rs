//! Skills, queues, inboxes, dispositions and tags.

use rapport_core::channel::Channel;
use rapport_core::directory::EmailSettings;
use rapport_core::directory::inbox::{CustomSettings, WebchatSettings};
use rapport_core::directory::proactive_rule::{Condition, TextMatch};
use rapport_core::directory::queue::{
    Overflow, QueueStrategy, Ring, ServiceLevel, SkillRequirement,
};
use rapport_core::directory::{Disposition, FactPattern, Inbox, ProactiveRule, Queue, Skill, Tag};
use rapport_core::id::{BrandId, DispositionId, SkillId, TagId};
use rapport_storage::StoreError;

use super::founder::Founder;
use super::places::{AllHours, Brands};
use super::{Counter, Counters, Line, Queues, Skills};
use crate::DEMO_INBOX_KEY;
use crate::demo::talk::{About, Language, Outcome, TAGS};

/// As the shop numbers its orders, in the languages of its customers.
const ORDER_PATTERN: &str =
    r"(?:order|bestellung|commande|pedido|заказ\w*|订单号?)[^\d\n]{0,12}(\d{4})\b";
const SECOND_MS: u64 = 1_000;
const MINUTE_MS: u64 = 60 * SECOND_MS;

pub(super) async fn skills(founder: &mut Founder<'_>) -> Result<Skills, StoreError> {
    let skill = |name: &str, language: Option<Language>| Skill {
        name: name.to_owned(),
        language: language.map(|language| language.tag().to_owned()),
    };
    let products = founder.keep(skill("Products", None)).await?;
    let returns = founder.keep(skill("Returns and repairs", None)).await?;
    let mut languages = Vec::new();
    for (name, language) in [
        ("English", Language::En),
        ("German", Language::De),
        ("Chinese", Language::Zh),
        ("Russian", Language::Ru),
        ("Spanish", Language::Es),
        ("French", Language::Fr),
    ] {
        languages.push((language, founder.keep(skill(name, Some(language))).await?));
    }
    Ok(Skills { products, returns, languages })
}

fn at_least(skill_id: SkillId, min_proficiency: u8) -> Vec<SkillRequirement> {
    vec![SkillRequirement { skill_id, min_proficiency }]
}

fn ring(after_ms: u64, required_skills: Vec<SkillRequirement>) -> Ring {
    Ring { after_ms, required_skills }
}

/// Orders takes everybody at any hour, so that a chat from the demo's shop page is always answered;
/// the other two pass on to it what waits too long or comes outside hours.
pub(super) async fn queues(
    founder: &mut Founder<'_>,
    hours: AllHours,
    skills: &Skills,
) -> Result<Queues, StoreError> {
    let orders = Queue {
        strategy: QueueStrategy::LongestIdle,
        priority: 6,
        service_level: ServiceLevel { answer_within_ms: 30 * SECOND_MS, percent: 80 },
        wrap_up_ms: MINUTE_MS,
        preferred_agent_hold_ms: 30 * SECOND_MS,
        // Short: on the first tour one agent is there, and is to be asked soon.
        language_hold_ms: 10 * SECOND_MS,
        hours_id: Some(hours.always),
        ..Queue::named("Orders & delivery")
    };
    let orders = keep(founder, orders).await?;
    let returns = Queue {
        strategy: QueueStrategy::MostSkilled,
        required_skills: at_least(skills.returns, 3),
        rings: vec![
            ring(45 * SECOND_MS, at_least(skills.returns, 1)),
            ring(2 * MINUTE_MS, Vec::new()),
        ],
        service_level: ServiceLevel { answer_within_ms: MINUTE_MS, percent: 80 },
        offer_timeout_ms: 25 * SECOND_MS,
        wrap_up_ms: 2 * MINUTE_MS,
        preferred_agent_hold_ms: MINUTE_MS,
        language_hold_ms: MINUTE_MS,
        hours_id: Some(hours.day),
        overflow: Some(Overflow {
            queue_id: orders.id,
            after_ms: 5 * MINUTE_MS,
            when_closed: true,
        }),
        ..Queue::named("Returns")
    };
    let advice = Queue {
        strategy: QueueStrategy::LeastCost,
        priority: 4,
        required_skills: at_least(skills.products, 3),
        rings: vec![ring(MINUTE_MS, at_least(skills.products, 1))],
        service_level: ServiceLevel { answer_within_ms: 90 * SECOND_MS, percent: 70 },
        wrap_up_ms: 90 * SECOND_MS,
        preferred_agent_hold_ms: 45 * SECOND_MS,
        language_hold_ms: 90 * SECOND_MS,
        hours_id: Some(hours.day),
        overflow: Some(Overflow {
            queue_id: orders.id,
            after_ms: 4 * MINUTE_MS,
            when_closed: true,
        }),
        ..Queue::named("Advice")
    };
    Ok(Queues {
        orders,
        returns: keep(founder, returns).await?,
        advice: keep(founder, advice).await?,
    })
}

async fn keep(founder: &mut Founder<'_>, queue: Queue) -> Result<Line, StoreError> {
    let wrap_up_ms = queue.wrap_up_ms;
    Ok(Line { id: founder.keep(queue).await?, wrap_up_ms })
}

pub(super) async fn inboxes(
    founder: &mut Founder<'_>,
    brands: Brands,
    queues: &Queues,
) -> Result<Counters, StoreError> {
    let new_key = crate::auth::new_secret;
    let mut inbox = async |name: &str, brand_id: BrandId, about, key, greeting: &str| {
        let record = Inbox {
            name: name.to_owned(),
            channel: Channel::Webchat,
            brand_id,
            queue_id: queues.get(about).id,
            enabled: true,
            fact_patterns: vec![FactPattern {
                key: "order".to_owned(),
                pattern: ORDER_PATTERN.to_owned(),
            }],
            sent_message_cost_micros: 0,
            received_message_cost_micros: 0,
            custom: CustomSettings::default(),
            email: EmailSettings::default(),
            webchat: WebchatSettings {
                key,
                greeting: greeting.to_owned(),
                ..WebchatSettings::default()
            },
        };
        let inbox_id = founder.keep(record).await?;
        Ok::<_, StoreError>(Counter { inbox_id, brand_id, about })
    };
    let shop = "Ahoy! Ask about a bag, an order or a delivery: we read along.";
    let returns = "Something broke, or not the right bag? Tell us, and we send you a label.";
    let fell = "Warm greetings. Which blanket may we help you with?";
    let key = DEMO_INBOX_KEY.to_owned();
    Ok(Counters {
        shop: inbox("Harbour & Pine shop", brands.pine, About::Orders, key, shop).await?,
        returns_page: inbox(
            "Harbour & Pine returns page",
            brands.pine,
            About::Returns,
            new_key(),
            returns,
        )
        .await?,
        fell: inbox("Fell & Ferry shop", brands.fell, About::Advice, new_key(), fell).await?,
    })
}

/// In the order of [`Outcome::ALL`].
pub(super) async fn dispositions(
    founder: &mut Founder<'_>,
) -> Result<Vec<DispositionId>, StoreError> {
    let mut ids = Vec::with_capacity(Outcome::ALL.len());
    for outcome in Outcome::ALL {
        ids.push(founder.keep(Disposition { name: outcome.name().to_owned() }).await?);
    }
    Ok(ids)
}

/// Each with the outcome of the matters that bear it.
pub(super) async fn tags(founder: &mut Founder<'_>) -> Result<Vec<(Outcome, TagId)>, StoreError> {
    let mut tags = Vec::with_capacity(TAGS.len());
    for (name, colour, outcome) in TAGS {
        let tag = Tag { name: name.to_owned(), colour: colour.to_owned() };
        tags.push((outcome, founder.keep(tag).await?));
    }
    Ok(tags)
}

/// The shop speaks first to whoever stays on the page for returns.
pub(super) async fn proactive_rules(
    founder: &mut Founder<'_>,
    counters: &Counters,
) -> Result<(), StoreError> {
    let returns = ProactiveRule {
        name: "Help with a return".to_owned(),
        enabled: true,
        inbox_id: counters.shop.inbox_id,
        conditions: vec![
            Condition::Url { op: TextMatch::Contains, value: "/returns".to_owned() },
            Condition::TimeOnPage { seconds: 15 },
        ],
        text: "Is something wrong with your bag? Mending it is often quicker than sending it back."
            .to_owned(),
        every_hours: 24,
        holdout_percent: 10,
        only_when_free: true,
    };
    founder.keep(returns).await?;
    Ok(())
}
