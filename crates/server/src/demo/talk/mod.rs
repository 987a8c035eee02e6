//! What customers and agents of the demonstration say to each other: scripts by language, a file
//! each, in phrases (see [`super::phrase`]).

mod de;
mod en;
mod es;
mod fr;
mod ru;
mod zh;

/// The languages of the demonstration's customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    En,
    De,
    Zh,
    Ru,
    Es,
    Fr,
}

impl Language {
    #[cfg(test)]
    pub const ALL: [Self; 6] = [Self::En, Self::De, Self::Zh, Self::Ru, Self::Es, Self::Fr];

    /// BCP 47.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Zh => "zh",
            Self::Ru => "ru",
            Self::Es => "es",
            Self::Fr => "fr",
        }
    }

    pub const fn talks(self) -> &'static [Talk] {
        match self {
            Self::En => en::TALKS,
            Self::De => de::TALKS,
            Self::Zh => zh::TALKS,
            Self::Ru => ru::TALKS,
            Self::Es => es::TALKS,
            Self::Fr => fr::TALKS,
        }
    }
}

/// Which brand's customer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum House {
    /// Harbour & Pine, bags.
    Pine,
    /// Fell & Ferry, blankets.
    Fell,
}

/// Whose work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Orders,
    Returns,
    Advice,
}

/// What came of it: the disposition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Answered,
    OrderChanged,
    Delivery,
    Return,
    Refund,
    Repair,
    Sale,
    FollowUp,
}

impl Outcome {
    pub const ALL: [Self; 8] = [
        Self::Answered,
        Self::OrderChanged,
        Self::Delivery,
        Self::Return,
        Self::Refund,
        Self::Repair,
        Self::Sale,
        Self::FollowUp,
    ];

    /// The disposition's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answered => "Question answered",
            Self::OrderChanged => "Order changed",
            Self::Delivery => "Delivery traced",
            Self::Return => "Return arranged",
            Self::Refund => "Refund made",
            Self::Repair => "Repair arranged",
            Self::Sale => "Advice before buying",
            Self::FollowUp => "Follow-up needed",
        }
    }
}

/// The tags: name, colour, and the outcome of the matters that bear them.
pub const TAGS: [(&str, &str, Outcome); 5] = [
    ("Delivery", "#0b6bcb", Outcome::Delivery),
    ("Refund", "#b4471f", Outcome::Refund),
    ("Repair", "#8a6d00", Outcome::Repair),
    ("Return", "#a0306f", Outcome::Return),
    ("Sales", "#1f6f5c", Outcome::Sale),
];

/// One thing said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Customer(&'static str),
    Agent(&'static str),
    /// An agent's note for colleagues.
    Note(&'static str),
}

impl Line {
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Customer(phrase) | Self::Agent(phrase) | Self::Note(phrase) => phrase,
        }
    }
}

/// A script; the customer begins.
#[derive(Debug)]
pub struct Talk {
    pub house: House,
    pub about: About,
    pub outcome: Outcome,
    pub lines: &'static [Line],
}

impl Talk {
    pub fn customer_lines(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line, Line::Customer(_))).count()
    }

    /// Whether somebody says what goes in a slot, such as `{order}`.
    pub fn mentions(&self, slot: &str) -> bool {
        self.lines.iter().any(|line| line.phrase().contains(slot))
    }
}
