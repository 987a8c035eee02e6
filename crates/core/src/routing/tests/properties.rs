//! What holds after every step, whatever facts come in, checked the slow and simple way.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::agent::Agent;
use super::super::class::AimedBy;
use super::super::load::{CHANNELS, index};
use super::super::slots::{AgentAt, WorkAt};
use super::super::work::{Stage, Work};
use super::super::{
    AgentConfig, CapacityUnits, Destination, Engine, Input, InteractionRequest, KnownState, Output,
    Overflow, Policy, Proficiency, QueueConfig, Requirement, Ring, Strategy as Order, class, load,
};
use crate::Timestamp;
use crate::channel::Channel;
use crate::id::{AgentId, InteractionId, QueueId, SkillId};
use crate::presence::PresenceState;

fn known(engine: &Engine) -> BTreeMap<InteractionId, WorkAt> {
    engine.work_by_id.iter().map(|(id, at)| (*id, *at)).collect()
}

/// Whether this agent may be offered this waiting interaction, from first principles.
fn may_take(engine: &Engine, agent: AgentAt, work: &Work, aim: Option<(AgentAt, AimedBy)>) -> bool {
    let row: &Agent = &engine.agents[agent];
    let Some(config) = &row.config else { return false };
    let queue = &engine.queues[work.queue];
    let own = index(work.channel);
    let max = config.channel_max.get(&work.channel).copied().unwrap_or(u16::MAX);
    let free = row.presence == PresenceState::Online
        && row.held[own] < max
        && engine.weights.fits(&row.held, own, u32::from(config.capacity.0));
    let rings = if work.rings.is_empty() { &queue.rings } else { &work.rings };
    let passed = |after_ms| load::after(work.in_queue_since, after_ms) <= engine.now;
    let ring = rings.iter().rfind(|step| passed(step.after_ms));
    let needs = ring.map(|step| step.needs);
    let speaks = work.language.is_none_or(|language| {
        passed(queue.config.language_hold_ms) || config.skills.contains_key(&language)
    });
    let able = config.queues.contains(&queue.id)
        && speaks
        && engine.needs.get(needs.unwrap_or(work.needs)).iter().all(|need| {
            config.skills.get(&need.skill).is_some_and(|level| *level >= need.min_proficiency)
        });
    let wanted = match aim {
        None => able,
        Some((only, AimedBy::Transfer)) => only == agent,
        Some((only, AimedBy::Preference)) => only == agent && able,
    };
    let declined = work.declined.iter().any(|no| no.agent == agent && no.until > engine.now);
    queue.open && free && wanted && !declined
}

/// Panics unless the engine is at rest and consistent.
pub fn assert_sound(engine: &Engine) {
    let known = known(engine);
    assert!(engine.dirty_agents.is_empty() && engine.dirty_work.is_empty());
    assert!(engine.next_deadline().is_none_or(|due| due > engine.now), "a deadline was missed");
    let mut in_hand: BTreeMap<AgentAt, BTreeSet<WorkAt>> = BTreeMap::new();
    let mut waiting = 0;
    for at in known.values() {
        let work = &engine.work[*at];
        assert!(work.stage.agents().len() <= 1 || matches!(work.stage, Stage::Offered { .. }));
        for agent in work.stage.agents() {
            assert!(in_hand.entry(*agent).or_default().insert(*at), "offered twice to one agent");
        }
        match work.stage {
            Stage::Unplaced => panic!("{} has no place", work.id),
            Stage::Waiting { class } => {
                waiting += 1;
                let line: Vec<_> = engine.classes[class].line.iter().map(|e| e.work).collect();
                assert!(line.contains(at), "{} is not in its line", work.id);
                assert!(engine.queues[work.queue].classes.contains(&class));
                assert_nobody_is_free_for(engine, *at, engine.classes[class].key.aim);
            }
            Stage::Offered { until, .. } | Stage::WrapUp { until, .. } => {
                assert_eq!(work.timer, Some(until));
            }
            Stage::Active { .. } => assert_eq!(work.timer, None),
        }
    }
    let in_lines: usize = engine.queues.places().map(|queue| engine.waiting_in(queue).len()).sum();
    assert_eq!(in_lines, waiting, "a line holds something that does not wait");
    for at in engine.agents.places() {
        let agent = &engine.agents[at];
        let held = in_hand.remove(&at).unwrap_or_default();
        assert_eq!(agent.work.iter().copied().collect::<BTreeSet<_>>(), held);
        let mut counts = [0; CHANNELS];
        for work in &held {
            counts[index(engine.work[*work].channel)] += 1;
        }
        assert_eq!(agent.held, counts);
    }
}

fn assert_nobody_is_free_for(engine: &Engine, at: WorkAt, aim: Option<class::Aim>) {
    let work = &engine.work[at];
    let aim = aim.map(|aim| (aim.agent, aim.by));
    for agent in engine.agents.places() {
        assert!(
            !may_take(engine, agent, work, aim),
            "{} waits while {} is free",
            work.id,
            engine.agents[agent].id
        );
    }
}

const AGENTS: u8 = 6;
const QUEUES: u8 = 3;
const SKILLS: u8 = 3;
const INTERACTIONS: u8 = 14;

fn agent(n: u8) -> AgentId {
    AgentId::new(Timestamp::default(), [n; 10])
}
fn queue(n: u8) -> QueueId {
    QueueId::new(Timestamp::default(), [n; 10])
}
fn interaction(n: u8) -> InteractionId {
    InteractionId::new(Timestamp::default(), [n; 10])
}

fn any_agent() -> impl Strategy<Value = AgentId> {
    (0..AGENTS).prop_map(agent)
}
fn any_queue() -> impl Strategy<Value = QueueId> {
    (0..QUEUES).prop_map(queue)
}
fn any_interaction() -> impl Strategy<Value = InteractionId> {
    (0..INTERACTIONS).prop_map(interaction)
}
fn any_channel() -> impl Strategy<Value = Channel> {
    prop::sample::select(Channel::ALL[..4].to_vec())
}

fn any_needs() -> impl Strategy<Value = Vec<Requirement>> {
    let need = (0..SKILLS, 1..=5u8).prop_map(|(skill, level)| Requirement {
        skill: SkillId::new(Timestamp::default(), [skill; 10]),
        min_proficiency: Proficiency::new(level).unwrap(),
    });
    prop::collection::vec(need, 0..3)
}

fn any_rings() -> impl Strategy<Value = Vec<Ring>> {
    let ring = (0..40_000u64, any_needs())
        .prop_map(|(after_ms, requirements)| Ring { after_ms, requirements });
    prop::collection::vec(ring, 0..3)
}

fn any_order() -> impl Strategy<Value = Order> {
    prop::sample::select(vec![
        Order::LongestIdle,
        Order::RoundRobin,
        Order::LeastLoaded,
        Order::MostSkilled,
        Order::LeastCost,
        Order::RingAll,
    ])
}

fn any_queue_config() -> impl Strategy<Value = QueueConfig> {
    let short = || 0..30_000u64;
    let spans = (0..60_000u64, short(), short(), short(), short(), short());
    (
        any_queue(),
        any_order(),
        spans,
        any_rings(),
        prop::option::of((any_queue(), 0..60_000u64)),
        prop::option::of(any_queue()),
        prop::option::of(0..4u32),
    )
        .prop_map(|(id, strategy, spans, rings, overflow, closed, hours)| QueueConfig {
            strategy,
            service_level_ms: spans.0,
            offer_timeout_ms: spans.1,
            preferred_hold_ms: spans.2,
            transfer_hold_ms: spans.2,
            decline_cooldown_ms: spans.3,
            wrap_up_max_ms: spans.4,
            language_hold_ms: spans.5,
            rings,
            overflow: overflow.map(|(to, after_ms)| Overflow { to, after_ms }),
            overflow_when_closed: closed,
            hours: hours.map(|minute| {
                let hours = format!(
                    r#"{{"time_zone":"UTC","week":[{{"day":"thursday","intervals":
                    [{{"from":"00:0{minute}","to":"00:0{}"}}]}}]}}"#,
                    minute + 2
                );
                serde_json::from_str(&hours).unwrap()
            }),
            ..QueueConfig::new(id)
        })
}

fn any_agent_config() -> impl Strategy<Value = AgentConfig> {
    (
        any_agent(),
        prop::collection::btree_set(any_queue(), 1..3),
        any_needs(),
        20..250u16,
        prop::collection::btree_map(any_channel(), 0..3u16, 0..2),
        0..50_000_000u64,
    )
        .prop_map(|(id, queues, skills, capacity, channel_max, cost)| AgentConfig {
            queues,
            skills: skills.iter().map(|need| (need.skill, need.min_proficiency)).collect(),
            capacity: CapacityUnits(capacity),
            channel_max,
            cost_per_hour_micros: cost,
            ..AgentConfig::new(id, queue(0))
        })
}

fn any_request() -> impl Strategy<Value = InteractionRequest> {
    (
        any_interaction(),
        any_queue(),
        any_channel(),
        0..12u8,
        any_needs(),
        any_rings(),
        prop::option::of((0..SKILLS).prop_map(|n| SkillId::new(Timestamp::default(), [n; 10]))),
        prop::option::of(any_agent()),
        0..200_000i64,
    )
        .prop_map(
            |(id, queue, channel, priority, requirements, rings, language, preferred_agent, at)| {
                InteractionRequest {
                    id,
                    queue,
                    channel,
                    priority,
                    requirements,
                    rings,
                    language,
                    preferred_agent,
                    enqueued_at: Timestamp::from_millis(at),
                    in_queue_since: None,
                }
            },
        )
}

fn any_state() -> impl Strategy<Value = KnownState> {
    let until = (0..300_000i64).prop_map(Timestamp::from_millis);
    prop_oneof![
        Just(KnownState::Waiting),
        (prop::collection::vec(any_agent(), 0..3), until.clone())
            .prop_map(|(agents, until)| KnownState::Offered { agents, until }),
        any_agent().prop_map(|agent| KnownState::Active { agent }),
        (any_agent(), until).prop_map(|(agent, until)| KnownState::WrapUp { agent, until }),
        Just(KnownState::Ended),
    ]
}

fn any_presence() -> impl Strategy<Value = PresenceState> {
    use PresenceState::{Away, Offline, Online};
    prop::sample::select(vec![Online, Online, Online, Away, Offline])
}

fn any_policy() -> impl Strategy<Value = Policy> {
    (0..300_000u64, any_channel(), any_channel(), 5..60u16).prop_map(|(step, a, b, cost)| {
        let mut policy = Policy { priority_step_ms: step, ..Policy::default() };
        if let Some(channel) = policy.channels.get_mut(&a) {
            channel.interrupts.insert(b);
            channel.cost = CapacityUnits(cost);
        }
        policy
    })
}

/// Any fact at all, likely or not.
fn any_input() -> impl Strategy<Value = Input> {
    let pair = || (any_interaction(), any_agent());
    prop_oneof![
        4 => any_request().prop_map(Input::Enqueue),
        2 => Just(Input::Tick),
        1 => any_policy().prop_map(Input::PolicyConfigured),
        1 => any_queue_config().prop_map(Input::QueueConfigured),
        1 => any_queue().prop_map(Input::QueueRemoved),
        1 => any_agent_config().prop_map(Input::AgentConfigured),
        1 => any_agent().prop_map(Input::AgentRemoved),
        3 => (any_agent(), any_presence())
            .prop_map(|(agent, presence)| Input::AgentPresence { agent, presence }),
        1 => any_agent().prop_map(Input::AgentVanished),
        1 => (any_request(), any_state())
            .prop_map(|(request, state)| Input::Restore { request, state }),
        1 => (any_interaction(), any_state())
            .prop_map(|(interaction, state)| Input::Sync { interaction, state }),
        2 => pair().prop_map(|(interaction, agent)| Input::Accepted { interaction, agent }),
        1 => pair().prop_map(|(interaction, agent)| Input::Assigned { interaction, agent }),
        2 => pair().prop_map(|(interaction, agent)| Input::Declined { interaction, agent }),
        1 => pair().prop_map(|(interaction, agent)| Input::WrapUpStarted { interaction, agent }),
        2 => any_interaction().prop_map(|interaction| Input::Ended { interaction }),
        1 => (any_interaction(), any_queue()).prop_map(|(interaction, queue)| Input::Transfer {
            interaction,
            to: Destination::Queue(queue),
        }),
        1 => pair().prop_map(|(interaction, agent)| Input::Transfer {
            interaction,
            to: Destination::Agent(agent),
        }),
        1 => (pair(), any_queue()).prop_map(|((interaction, agent), queue)| Input::Transfer {
            interaction,
            to: Destination::AgentOf { queue, agent },
        }),
        1 => (any_interaction(), 0..12u8)
            .prop_map(|(interaction, priority)| Input::PriorityChanged { interaction, priority }),
    ]
}

/// What comes of the last offer: the most frequent thing in life, and rare by pure chance.
#[derive(Debug, Clone, Copy)]
enum Answer {
    None,
    Accept,
    Decline,
    Refuse,
}

fn any_step() -> impl Strategy<Value = (u64, Input, Answer)> {
    let answer = prop_oneof![
        3 => Just(Answer::None),
        4 => Just(Answer::Accept),
        2 => Just(Answer::Decline),
        1 => Just(Answer::Refuse),
    ];
    (prop_oneof![Just(0u64), 0..15_000u64], any_input(), answer)
}

fn begin() -> Engine {
    let mut engine = Engine::new();
    for n in 0..QUEUES {
        engine.handle(Timestamp::default(), Input::QueueConfigured(QueueConfig::new(queue(n))));
    }
    for n in 0..AGENTS {
        let mut config = AgentConfig::new(agent(n), queue(n % QUEUES));
        config.queues.insert(queue((n + 1) % QUEUES));
        let skill = SkillId::new(Timestamp::default(), [n % SKILLS; 10]);
        config.skills.insert(skill, Proficiency::new(n % 5 + 1).unwrap());
        engine.handle(Timestamp::default(), Input::AgentConfigured(config));
        let online = Input::AgentPresence { agent: agent(n), presence: PresenceState::Online };
        engine.handle(Timestamp::default(), online);
    }
    engine
}

fn reply(answer: Answer, offer: Output) -> Option<Input> {
    let Output::Offer { interaction, ref agents, .. } = offer else { return None };
    let agent = agents[0];
    match answer {
        Answer::None => None,
        Answer::Accept => Some(Input::Accepted { interaction, agent }),
        Answer::Decline => Some(Input::Declined { interaction, agent }),
        Answer::Refuse => Some(Input::OutputRefused(offer)),
    }
}

fn drain(engine: &mut Engine, log: &mut Vec<Output>) -> Option<Output> {
    let mut last = None;
    while let Some(output) = engine.poll_output() {
        if matches!(output, Output::Offer { .. }) {
            last = Some(output.clone());
        }
        log.push(output);
    }
    last
}

fn run(steps: &[(u64, Input, Answer)]) -> Vec<Output> {
    let mut engine = begin();
    let (mut now, mut log) = (0, Vec::new());
    for (pause, input, answer) in steps {
        now += pause;
        let at = Timestamp::from_millis(i64::try_from(now).unwrap());
        engine.handle(at, input.clone());
        assert_sound(&engine);
        let offer = drain(&mut engine, &mut log);
        if let Some(fact) = offer.and_then(|offer| reply(*answer, offer)) {
            engine.handle(at, fact);
            assert_sound(&engine);
            drain(&mut engine, &mut log);
        }
    }
    log
}

/// Requirements that never come again do not pile up.
#[test]
fn classes_and_requirements_that_nobody_uses_are_dropped() {
    let mut engine = begin();
    let levels = [1, 2, 3, 4, 5].map(|level| Proficiency::new(level).unwrap());
    for n in 0..40_000u32 {
        let at = Timestamp::from_millis(i64::from(n));
        let bytes = n.to_be_bytes();
        let mut key = [7; 10];
        key[4..8].copy_from_slice(&bytes);
        let skill = SkillId::new(Timestamp::default(), key);
        let id = InteractionId::new(Timestamp::default(), key);
        let requirements =
            vec![Requirement { skill, min_proficiency: levels[n as usize % levels.len()] }];
        let request = InteractionRequest {
            id,
            queue: queue(0),
            channel: Channel::Webchat,
            priority: 5,
            requirements,
            rings: Vec::new(),
            language: Some(SkillId::new(Timestamp::default(), [8; 10])),
            preferred_agent: None,
            enqueued_at: at,
            in_queue_since: None,
        };
        engine.handle(at, Input::Enqueue(request));
        // A few stay.
        if n % 1_000 != 0 {
            engine.handle(at, Input::Ended { interaction: id });
        }
    }
    assert!(engine.classes.len() <= super::super::place::CLASSES_BEFORE_TIDYING);
    assert!(engine.needs.len() <= super::super::place::CLASSES_BEFORE_TIDYING);
    assert_eq!(engine.queue_board(queue(0)).unwrap().waiting, 40);
    assert_sound(&engine);
}

proptest! {
        /// No order of facts breaks the engine: nothing is lost or in two places, counts are right,
    /// and nothing waits while somebody who may take it is free.
    #[test]
    fn sound_after_any_facts(steps in prop::collection::vec(any_step(), 1..120)) {
        run(&steps);
    }

    #[test]
    fn the_same_facts_give_the_same_answers(steps in prop::collection::vec(any_step(), 1..60)) {
        prop_assert_eq!(run(&steps), run(&steps));
    }

    /// The newest fact about an interaction, told once more, changes nothing.
    #[test]
    fn a_fact_repeated_at_once_says_nothing_new(
        steps in prop::collection::vec(any_step(), 1..40),
        last in any_input(),
    ) {
        let mut engine = begin();
        let (mut now, mut log) = (0, Vec::new());
        for (pause, input, _) in &steps {
            now += pause;
            engine.handle(Timestamp::from_millis(i64::try_from(now).unwrap()), input.clone());
        }
        let at = Timestamp::from_millis(i64::try_from(now).unwrap());
        // Where the store says how it is, the engine may answer with a proposal, which is news.
        prop_assume!(!matches!(last, Input::Restore { .. } | Input::Sync { .. }));
        engine.handle(at, last.clone());
        drain(&mut engine, &mut log);
        let before: Vec<_> = known(&engine).into_keys().collect();
        let unknown = |output: &Output| matches!(output, Output::Unknown { .. });
        engine.handle(at, last);
        assert_sound(&engine);
        log.clear();
        drain(&mut engine, &mut log);
        prop_assert!(log.iter().all(unknown), "{log:?}");
        prop_assert_eq!(before, known(&engine).into_keys().collect::<Vec<_>>());
    }
}
