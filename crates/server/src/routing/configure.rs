//! From the directory's records to the engine's settings.

use std::collections::BTreeSet;

use rapport_core::directory::queue::{QueueStrategy, SkillRequirement};
use rapport_core::directory::skill::speaking;
use rapport_core::directory::{
    Agent, AgentRole, AnyRecord, Directory, OpeningHours, Queue, Site, Stored,
};
use rapport_core::hours::Schedule;
use rapport_core::id::QueueId;
use rapport_core::interaction::Interaction;
use rapport_core::permission::Permission;
use rapport_core::routing::{
    AgentConfig, CapacityUnits, Input, InteractionRequest, Overflow, Proficiency, QueueConfig,
    Requirement, Ring, Strategy,
};

fn requirements(skills: &[SkillRequirement]) -> Vec<Requirement> {
    skills
        .iter()
        .filter_map(|required| {
            let min_proficiency = Proficiency::new(required.min_proficiency).ok()?;
            Some(Requirement { skill: required.skill_id, min_proficiency })
        })
        .collect()
}

fn strategy(strategy: QueueStrategy) -> Strategy {
    match strategy {
        QueueStrategy::LongestIdle => Strategy::LongestIdle,
        QueueStrategy::RoundRobin => Strategy::RoundRobin,
        QueueStrategy::LeastLoaded => Strategy::LeastLoaded,
        QueueStrategy::MostSkilled => Strategy::MostSkilled,
        QueueStrategy::LeastCost => Strategy::LeastCost,
        QueueStrategy::RingAll => Strategy::RingAll,
    }
}

fn queue(stored: &Stored<Queue>, directory: &Directory) -> Input {
    if stored.archived {
        return Input::QueueRemoved(stored.id);
    }
    let record = &stored.record;
    let hours = record
        .hours_id
        .and_then(|id| directory.in_use::<OpeningHours>(id))
        .and_then(|hours| Schedule::try_from(hours.record.hours.clone()).ok());
    // The queue's own requirements are its first ring: they hold for whatever waits in it, also
    // for what was transferred here, and a change reaches those who wait already.
    let first = Ring { after_ms: 0, requirements: requirements(&record.required_skills) };
    let later = record.rings.iter().map(|ring| Ring {
        after_ms: ring.after_ms,
        requirements: requirements(&ring.required_skills),
    });
    let rings = std::iter::once(first).chain(later).collect();
    let overflow = record.overflow.as_ref();
    Input::QueueConfigured(QueueConfig {
        strategy: strategy(record.strategy),
        service_level_ms: record.service_level.answer_within_ms,
        offer_timeout_ms: record.offer_timeout_ms,
        preferred_hold_ms: record.preferred_agent_hold_ms,
        language_hold_ms: record.language_hold_ms,
        wrap_up_max_ms: record.wrap_up_ms,
        rings,
        overflow: overflow.map(|to| Overflow { to: to.queue_id, after_ms: to.after_ms }),
        overflow_when_closed: overflow.filter(|to| to.when_closed).map(|to| to.queue_id),
        hours,
        ..QueueConfig::new(stored.id)
    })
}

fn agent(stored: &Stored<Agent>, directory: &Directory) -> Input {
    if stored.archived {
        return Input::AgentRemoved(stored.id);
    }
    let record = &stored.record;
    let cost = record
        .site_id
        .and_then(|id| directory.get::<Site>(id))
        .map_or(0, |site| site.record.cost_per_hour.amount_micros);
    let skills = record
        .skills
        .iter()
        .filter_map(|level| Some((level.skill_id, Proficiency::new(level.proficiency).ok()?)));
    // Whoever may not answer is asked for nothing.
    let answers = directory.role_may(record.role, Permission::ConversationsWrite);
    let queues = record.queue_ids.iter().copied().filter(|_| answers);
    Input::AgentConfigured(AgentConfig {
        id: stored.id,
        queues: queues.collect::<BTreeSet<QueueId>>(),
        skills: skills.collect(),
        capacity: CapacityUnits(record.capacity_units),
        channel_max: std::collections::BTreeMap::new(),
        site: record.site_id,
        cost_per_hour_micros: u64::try_from(cost).unwrap_or(0),
        handling: Vec::new(),
    })
}

/// Everything in the directory that routing goes by.
pub(super) fn all(directory: &Directory) -> Vec<Input> {
    let queues = directory.queues.values().map(|stored| queue(stored, directory));
    let agents = directory.agents.values().map(|stored| agent(stored, directory));
    queues.chain(agents).collect()
}

/// What a changed record changes for routing; the directory holds it already.
pub(super) fn after(record: &AnyRecord, directory: &Directory) -> Vec<Input> {
    match record {
        AnyRecord::Queue(stored) => vec![queue(stored, directory)],
        AnyRecord::Agent(stored) => vec![agent(stored, directory)],
        AnyRecord::OpeningHours(hours) => directory
            .queues
            .values()
            .filter(|stored| stored.record.hours_id == Some(hours.id))
            .map(|stored| queue(stored, directory))
            .collect(),
        AnyRecord::Site(site) => directory
            .agents
            .values()
            .filter(|stored| stored.record.site_id == Some(site.id))
            .map(|stored| agent(stored, directory))
            .collect(),
        AnyRecord::Role(role) => directory
            .agents
            .values()
            .filter(|stored| stored.record.role == AgentRole::Custom(role.id))
            .map(|stored| agent(stored, directory))
            .collect(),
        AnyRecord::Brand(_)
        | AnyRecord::CannedReply(_)
        | AnyRecord::ContactField(_)
        | AnyRecord::Disposition(_)
        | AnyRecord::Inbox(_)
        | AnyRecord::ProactiveRule(_)
        | AnyRecord::Skill(_)
        | AnyRecord::Segment(_)
        | AnyRecord::Tag(_)
        | AnyRecord::Team(_)
        | AnyRecord::Webhook(_) => Vec::new(),
    }
}

/// An interaction as the engine sees it. What it requires, its queue says; but for its contact's
/// language, if that is a skill here.
pub(super) fn request(interaction: &Interaction, directory: &Directory) -> InteractionRequest {
    let language = interaction.language.as_deref();
    InteractionRequest {
        id: interaction.id,
        queue: interaction.queue_id,
        channel: interaction.channel,
        priority: interaction.priority,
        requirements: Vec::new(),
        rings: Vec::new(),
        language: language.and_then(|tag| speaking(directory, tag)),
        preferred_agent: interaction.preferred_agent_id,
        enqueued_at: interaction.enqueued_at,
        in_queue_since: None,
    }
}
