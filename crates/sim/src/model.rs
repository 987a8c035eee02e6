//! A reference model of routing: what the documentation says, written down as simply as possible.
//!
//! It hears what the engine hears and what the engine says, keeps one record per interaction and
//! looks through all of them for every question. It knows nothing of classes, heaps or timers.

mod facts;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use rapport_core::Timestamp;
use rapport_core::id::{AgentId, InteractionId, QueueId};
use rapport_core::presence::PresenceState;
use rapport_core::routing::{
    AgentConfig, Input, InteractionRequest, Output, Policy, QueueConfig, View,
};

/// What is wrong, in words for whoever reads the seed's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken(pub String);

pub(crate) type Verdict = Result<(), Broken>;

pub(crate) fn broken(what: impl Into<String>) -> Verdict {
    Err(Broken(what.into()))
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    Waiting,
    Offered { to: BTreeSet<AgentId>, until: Timestamp },
    Active { agent: AgentId },
    WrapUp { agent: AgentId, until: Timestamp },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Preferred(AgentId),
    Transferred(AgentId),
}

impl Wanted {
    fn agent(self) -> AgentId {
        match self {
            Self::Preferred(agent) | Self::Transferred(agent) => agent,
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub request: InteractionRequest,
    pub in_queue_since: Timestamp,
    pub wanted: Option<Wanted>,
    pub declined: BTreeMap<AgentId, Timestamp>,
    pub state: State,
}

impl Record {
    fn has(&self, agent: AgentId) -> bool {
        match &self.state {
            State::Waiting => false,
            State::Offered { to, .. } => to.contains(&agent),
            State::Active { agent: holder } | State::WrapUp { agent: holder, .. } => {
                *holder == agent
            }
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub config: Option<AgentConfig>,
    pub online: bool,
    pub offline: bool,
    /// When the agent last had no work, or came online without any.
    pub idle_since: Timestamp,
    pub busy_since: Timestamp,
    pub last_offer: u64,
}

impl Default for Person {
    fn default() -> Self {
        Self {
            config: None,
            online: false,
            offline: true,
            idle_since: Timestamp::default(),
            busy_since: Timestamp::default(),
            last_offer: 0,
        }
    }
}

/// What the engine must believe, and what it may say.
#[derive(Debug, Default)]
pub struct Model {
    pub(crate) now: Timestamp,
    pub(crate) policy: Policy,
    pub(crate) queues: BTreeMap<QueueId, QueueConfig>,
    pub(crate) agents: BTreeMap<AgentId, Person>,
    pub(crate) work: BTreeMap<InteractionId, Record>,
    pub(crate) offers: u64,
    /// Who stopped taking work in this step.
    stopped: BTreeSet<AgentId>,
}

impl Model {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a fact and every output that the engine answered with, then looks at the whole.
    pub fn step<'a>(
        &mut self,
        now: Timestamp,
        input: &Input,
        outputs: impl Iterator<Item = &'a Output>,
    ) -> Result<(), Broken> {
        self.now = self.now.max(now);
        self.stopped.clear();
        self.input(input);
        for output in outputs {
            self.output(output)?;
        }
        for agent in &self.stopped {
            self.has_let_go(*agent, *input == Input::AgentVanished(*agent))?;
        }
        self.drop_holds_that_are_over();
        self.at_rest()
    }

    fn drop_holds_that_are_over(&mut self) {
        let over = |(id, record): (&InteractionId, &Record)| {
            let waits = record.state == State::Waiting;
            (waits && self.hold_is_over(record)).then_some(*id)
        };
        let over: Vec<_> = self.work.iter().filter_map(over).collect();
        for interaction in over {
            self.forget_wanted(interaction);
        }
    }

    pub(crate) fn forget_wanted(&mut self, interaction: InteractionId) {
        if let Some(record) = self.work.get_mut(&interaction) {
            record.wanted = None;
        }
    }

    /// Whether the engine believes the same about an interaction.
    pub fn agrees(&self, interaction: InteractionId, view: Option<&View>) -> Result<(), Broken> {
        let own = self.work.get(&interaction).map(|record| &record.state);
        let same = match (own, view) {
            (None, None) | (Some(State::Waiting), Some(View::Waiting { .. })) => true,
            (
                Some(State::Offered { to, until }),
                Some(View::Offered { agents, until: theirs, .. }),
            ) => agents.iter().copied().collect::<BTreeSet<_>>() == *to && until == theirs,
            (Some(State::Active { agent }), Some(View::Active { agent: theirs, .. }))
            | (Some(State::WrapUp { agent, .. }), Some(View::WrapUp { agent: theirs, .. })) => {
                agent == theirs
            }
            _ => false,
        };
        if same { Ok(()) } else { broken(format!("{interaction}: {own:?} is not {view:?}")) }
    }

    pub fn interactions(&self) -> impl Iterator<Item = InteractionId> + '_ {
        self.work.keys().copied()
    }

    pub(crate) fn holders(&self, agent: AgentId) -> impl Iterator<Item = &Record> + '_ {
        self.work.values().filter(move |record| record.has(agent))
    }

    pub(crate) fn set_presence(&mut self, agent: AgentId, presence: PresenceState) {
        let busy = self.holders(agent).next().is_some();
        let now = self.now;
        let person = self.agents.entry(agent).or_default();
        let online = presence == PresenceState::Online;
        if online && !person.online && !busy {
            person.idle_since = now;
        }
        if person.online && !online {
            self.stopped.insert(agent);
        }
        person.online = online;
        person.offline = presence == PresenceState::Offline;
    }
}
