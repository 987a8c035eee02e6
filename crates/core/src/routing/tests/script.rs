//! Scenarios as people would tell them.
//!
//! Each line is a time and something that happens; settings come without a time. What the engine
//! says is a line each, and so is the answer to a question (`where`, `position`, `wait`, `board`,
//! `load`). Between two lines every deadline of the engine is met on time.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::*;
use crate::channel::Channel;
use crate::hours::{DayHours, Hours, OpenInterval, Schedule, Weekday};
use crate::id::{AgentId, InteractionId, QueueId, SkillId};
use crate::presence::PresenceState;

/// Runs a script and compares what the engine said, line by line.
#[track_caller]
pub fn check(script: &str, expected: &str) {
    let mut told = Script::default();
    for line in lines(script) {
        told.line(line);
    }
    let expected = lines(expected).collect::<Vec<_>>().join("\n");
    assert_eq!(told.said.trim_end(), expected, "\nthe engine said:\n{}", told.said);
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

#[derive(Default)]
struct Script {
    engine: Engine,
    now: Timestamp,
    names: BTreeMap<[u8; 10], String>,
    said: String,
    offers: Vec<Output>,
}

fn key(kind: u8, name: &str) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[0] = kind;
    for (slot, byte) in bytes[1..].iter_mut().zip(name.bytes()) {
        *slot = byte;
    }
    bytes
}

/// Milliseconds of `90s`, `5m`, `250ms` or `2h`.
fn millis(text: &str) -> u64 {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        other => panic!("no unit of time: {other:?} in {text:?}"),
    };
    digits.parse::<u64>().unwrap() * unit
}

fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(',').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once(':').unwrap())
}

fn channel(name: &str) -> Channel {
    Channel::from_name(name).unwrap_or_else(|| panic!("no channel: {name}"))
}

impl Script {
    fn bytes(&mut self, kind: u8, name: &str) -> [u8; 10] {
        let key = key(kind, name);
        self.names.insert(key, name.to_owned());
        key
    }

    fn agent(&mut self, name: &str) -> AgentId {
        AgentId::new(Timestamp::default(), self.bytes(1, name))
    }

    fn queue(&mut self, name: &str) -> QueueId {
        QueueId::new(Timestamp::default(), self.bytes(2, name))
    }

    fn skill(&mut self, name: &str) -> SkillId {
        SkillId::new(Timestamp::default(), self.bytes(3, name))
    }

    fn interaction(&mut self, name: &str) -> InteractionId {
        InteractionId::new(Timestamp::default(), self.bytes(4, name))
    }

    fn needs(&mut self, text: &str) -> Vec<Requirement> {
        let needs = pairs(text).map(|(skill, level)| Requirement {
            skill: self.skill(skill),
            min_proficiency: Proficiency::new(level.parse().unwrap()).unwrap(),
        });
        needs.collect()
    }

    /// `30s=german:2|60s=`
    fn rings(&mut self, text: &str) -> Vec<Ring> {
        let mut rings = Vec::new();
        for ring in text.split('|') {
            let (after, needs) = ring.split_once('=').unwrap();
            rings.push(Ring { after_ms: millis(after), requirements: self.needs(needs) });
        }
        rings
    }

    fn line(&mut self, line: &str) {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        if words[0].starts_with(|c: char| c.is_ascii_digit()) {
            self.advance(Timestamp::from_millis(i64::try_from(millis(words.remove(0))).unwrap()));
        }
        match words.as_slice() {
            ["queue", name, settings @ ..] => self.set_queue(name, settings),
            ["agent", name, settings @ ..] => self.set_agent(name, settings),
            ["policy", settings @ ..] => self.set_policy(settings),
            ["enqueue" | "restore", ..] => self.enqueue(&words),
            ["refuse"] => {
                let offer = self.offers.pop().unwrap();
                self.handle(Input::OutputRefused(offer));
            }
            ["where" | "position" | "wait" | "board" | "load", name] => self.answer(words[0], name),
            _ => {
                let fact = self.fact(&words);
                self.handle(fact);
            }
        }
    }

    fn fact(&mut self, words: &[&str]) -> Input {
        match *words {
            ["tick"] => Input::Tick,
            ["accept", what, who] => {
                Input::Accepted { interaction: self.interaction(what), agent: self.agent(who) }
            }
            ["assign", what, who] => {
                Input::Assigned { interaction: self.interaction(what), agent: self.agent(who) }
            }
            ["decline", what, who] => {
                Input::Declined { interaction: self.interaction(what), agent: self.agent(who) }
            }
            ["wrap", what, who] => {
                Input::WrapUpStarted { interaction: self.interaction(what), agent: self.agent(who) }
            }
            ["end", what] => Input::Ended { interaction: self.interaction(what) },
            ["transfer", what, "queue", to] => Input::Transfer {
                interaction: self.interaction(what),
                to: Destination::Queue(self.queue(to)),
            },
            ["transfer", what, "agent", to] => Input::Transfer {
                interaction: self.interaction(what),
                to: Destination::Agent(self.agent(to)),
            },
            ["transfer", what, "queue", queue, "agent", agent] => Input::Transfer {
                interaction: self.interaction(what),
                to: Destination::AgentOf { queue: self.queue(queue), agent: self.agent(agent) },
            },
            ["priority", what, priority] => Input::PriorityChanged {
                interaction: self.interaction(what),
                priority: priority.parse().unwrap(),
            },
            ["online" | "away" | "offline", who] => Input::AgentPresence {
                agent: self.agent(who),
                presence: PresenceState::from_name(words[0]).unwrap(),
            },
            ["vanish", who] => Input::AgentVanished(self.agent(who)),
            ["remove-agent", who] => Input::AgentRemoved(self.agent(who)),
            ["remove-queue", name] => Input::QueueRemoved(self.queue(name)),
            ["sync", what, ..] => {
                let interaction = self.interaction(what);
                Input::Sync { interaction, state: self.state(&words[2..]) }
            }
            _ => panic!("not understood: {words:?}"),
        }
    }

    fn state(&mut self, words: &[&str]) -> KnownState {
        let time = |text| Timestamp::from_millis(i64::try_from(millis(text)).unwrap());
        match *words {
            ["waiting"] => KnownState::Waiting,
            ["offered", who, until] => {
                let agents = who.split('+').map(|name| self.agent(name)).collect();
                KnownState::Offered { agents, until: time(until) }
            }
            ["active", who] => KnownState::Active { agent: self.agent(who) },
            ["wrap_up", who, until] => {
                KnownState::WrapUp { agent: self.agent(who), until: time(until) }
            }
            ["ended"] => KnownState::Ended,
            _ => panic!("no state: {words:?}"),
        }
    }

    fn set_queue(&mut self, name: &str, settings: &[&str]) {
        let mut config = QueueConfig::new(self.queue(name));
        for (what, value) in settings.iter().map(|word| word.split_once('=').unwrap()) {
            match what {
                "strategy" => {
                    config.strategy = serde_json::from_value(value.into()).unwrap();
                }
                "target" => config.service_level_ms = millis(value),
                "ring-for" => config.offer_timeout_ms = millis(value),
                "language-hold" => config.language_hold_ms = millis(value),
                "hold" => config.preferred_hold_ms = millis(value),
                "transfer-hold" => config.transfer_hold_ms = millis(value),
                "cooldown" => config.decline_cooldown_ms = millis(value),
                "wrap-up" => config.wrap_up_max_ms = millis(value),
                "handling" => config.handling_ms = millis(value),
                "rings" => config.rings = self.rings(value),
                "overflow" => {
                    let (to, after) = value.split_once(':').unwrap();
                    let to = self.queue(to);
                    config.overflow = Some(Overflow { to, after_ms: millis(after) });
                }
                "when-closed" => config.overflow_when_closed = Some(self.queue(value)),
                // 1970-01-01 was a Thursday.
                "thursday" => config.hours = Some(thursday(value)),
                other => panic!("no setting of a queue: {other}"),
            }
        }
        self.handle(Input::QueueConfigured(config));
    }

    fn set_agent(&mut self, name: &str, settings: &[&str]) {
        let id = self.agent(name);
        let none = self.queue("help");
        let mut config = AgentConfig::new(id, none);
        for (what, value) in settings.iter().map(|word| word.split_once('=').unwrap()) {
            match what {
                "queues" => config.queues = value.split(',').map(|name| self.queue(name)).collect(),
                "skills" => {
                    let needs = self.needs(value);
                    config.skills =
                        needs.iter().map(|need| (need.skill, need.min_proficiency)).collect();
                }
                "capacity" => config.capacity = CapacityUnits(value.parse().unwrap()),
                "max" => {
                    let pairs = pairs(value);
                    config.channel_max =
                        pairs.map(|(name, max)| (channel(name), max.parse().unwrap())).collect();
                }
                "cost" => config.cost_per_hour_micros = value.parse().unwrap(),
                "handling" => {
                    let time = |(name, time)| HandlingTime {
                        queue: None,
                        channel: channel(name),
                        expected_ms: millis(time),
                    };
                    config.handling = pairs(value).map(time).collect();
                }
                other => panic!("no setting of an agent: {other}"),
            }
        }
        self.handle(Input::AgentConfigured(config));
        self.handle(Input::AgentPresence { agent: id, presence: PresenceState::Online });
    }

    fn set_policy(&mut self, settings: &[&str]) {
        let mut policy = Policy::default();
        for (what, value) in settings.iter().map(|word| word.split_once('=').unwrap()) {
            match what {
                "step" => policy.priority_step_ms = millis(value),
                // `voice:none`: a call counts everything that an agent has.
                "interrupts" => {
                    let (name, held) = value.split_once(':').unwrap();
                    let interrupts = held.split('+').filter_map(Channel::from_name).collect();
                    policy.channels.get_mut(&channel(name)).unwrap().interrupts = interrupts;
                }
                other => panic!("no setting of the policy: {other}"),
            }
        }
        self.handle(Input::PolicyConfigured(policy));
    }

    fn enqueue(&mut self, words: &[&str]) {
        let mut request = InteractionRequest {
            id: self.interaction(words[1]),
            queue: self.queue("help"),
            channel: Channel::Webchat,
            priority: crate::interaction::PRIORITY_NORMAL,
            requirements: Vec::new(),
            rings: Vec::new(),
            language: None,
            preferred_agent: None,
            enqueued_at: self.now,
            in_queue_since: None,
        };
        let split = words.iter().position(|word| *word == "as").unwrap_or(words.len());
        for (what, value) in words[2..split].iter().map(|word| word.split_once('=').unwrap()) {
            match what {
                "queue" => request.queue = self.queue(value),
                "channel" => request.channel = channel(value),
                "priority" => request.priority = value.parse().unwrap(),
                "needs" => request.requirements = self.needs(value),
                "rings" => request.rings = self.rings(value),
                "speaks" => request.language = Some(self.skill(value)),
                "prefers" => request.preferred_agent = Some(self.agent(value)),
                "since" => {
                    let since = i64::try_from(millis(value)).unwrap();
                    request.enqueued_at = Timestamp::from_millis(since);
                }
                other => panic!("no word for an interaction: {other}"),
            }
        }
        if words[0] == "enqueue" {
            self.handle(Input::Enqueue(request));
        } else {
            let state = self.state(&words[split + 1..]);
            self.handle(Input::Restore { request, state });
        }
    }

    fn advance(&mut self, to: Timestamp) {
        while let Some(due) = self.engine.next_deadline().filter(|due| *due <= to) {
            self.now = self.now.max(due);
            self.handle(Input::Tick);
        }
        self.now = to;
    }

    fn handle(&mut self, input: Input) {
        self.engine.handle(self.now, input);
        super::properties::assert_sound(&self.engine);
        while let Some(output) = self.engine.poll_output() {
            let line = self.tell(&output);
            self.say(&line);
            if matches!(output, Output::Offer { .. }) {
                self.offers.push(output);
            }
        }
    }

    fn say(&mut self, line: &str) {
        let time = clock(self.now);
        writeln!(self.said, "{time} {line}").unwrap();
    }

    fn name(&self, id: impl crate::id::TypedId) -> String {
        let bytes = id.uuid().into_bytes();
        // The random bits of a UUIDv7: all but four of byte 6 and two of byte 8 come back.
        let found = self
            .names
            .iter()
            .find(|(key, _)| crate::id::uuid_v7(Timestamp::default(), **key).into_bytes() == bytes);
        found.map(|(_, name)| name.clone()).unwrap_or_else(|| id.to_string())
    }

    fn names(&self, ids: &[AgentId]) -> String {
        ids.iter().map(|id| self.name(*id)).collect::<Vec<_>>().join("+")
    }

    fn tell(&self, output: &Output) -> String {
        match output {
            Output::Offer { interaction, agents, until, .. } => format!(
                "offer {} to {} until {}",
                self.name(*interaction),
                self.names(agents),
                clock(*until)
            ),
            Output::Rescind { interaction, agent, reason } => {
                format!(
                    "rescind {} from {}: {reason:?}",
                    self.name(*interaction),
                    self.name(*agent)
                )
            }
            Output::Requeued { interaction, reason, .. } => {
                format!("requeue {}: {reason:?}", self.name(*interaction))
            }
            Output::AgentAway { agent, unanswered } => {
                format!("away {}: {}", self.name(*agent), self.name(*unanswered))
            }
            Output::Overflowed { interaction, from, to, reason } => format!(
                "overflow {} from {} to {}: {reason:?}",
                self.name(*interaction),
                self.name(*from),
                self.name(*to)
            ),
            Output::WrapUpOver { interaction, agent } => {
                format!("wrap-up over {} with {}", self.name(*interaction), self.name(*agent))
            }
            Output::Unknown { interaction } => format!("unknown {}", self.name(*interaction)),
        }
    }

    fn answer(&mut self, question: &str, name: &str) {
        let interaction = self.interaction(name);
        let text = match question {
            "where" => match self.engine.view(interaction) {
                None => "nowhere".to_owned(),
                Some(View::Waiting { queue, .. }) => format!("waiting in {}", self.name(queue)),
                Some(View::Offered { agents, .. }) => format!("offered to {}", self.names(&agents)),
                Some(View::Active { agent, .. }) => format!("active with {}", self.name(agent)),
                Some(View::WrapUp { agent, .. }) => format!("wrap-up with {}", self.name(agent)),
            },
            "position" => format!("{:?}", self.engine.position(interaction)),
            "wait" => format!("{:?}", self.engine.estimated_wait(interaction)),
            "board" => {
                let queue = self.queue(name);
                let board = self.engine.queue_board(queue).unwrap();
                format!(
                    "open={} waiting={} longest={} online={} free={}",
                    board.open,
                    board.waiting,
                    board.longest_waiting_since.map_or("-".to_owned(), clock),
                    board.agents_online,
                    board.agents_free
                )
            }
            _ => {
                let agent = self.agent(name);
                let board = self.engine.agent_board(agent).unwrap();
                format!(
                    "{} {}/{} units, {} in hand",
                    board.presence.name(),
                    board.units_used,
                    board.units_total,
                    board.interactions.len()
                )
            }
        };
        self.say(&format!("{name}: {text}"));
    }
}

fn clock(at: Timestamp) -> String {
    if at.millis() % 1_000 == 0 {
        format!("{}s", at.millis() / 1_000)
    } else {
        format!("{}ms", at.millis())
    }
}

/// `09:00-12:00,13:00-17:00` on Thursdays, UTC.
fn thursday(text: &str) -> Schedule {
    let interval = |part: &str| {
        let (from, to) = part.split_once('-').unwrap();
        OpenInterval { from: from.to_owned(), to: to.to_owned() }
    };
    let day =
        DayHours { day: Weekday::Thursday, intervals: text.split(',').map(interval).collect() };
    Schedule::try_from(Hours { time_zone: "UTC".to_owned(), week: vec![day], holidays: Vec::new() })
        .unwrap()
}
