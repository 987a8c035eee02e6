//! The directory: everything that an administrator configures. Each kind is a [`Record`]; all are
//! few, so every node holds the whole [`Directory`] in memory and follows the log for changes.

pub mod agent;
pub mod brand;
pub mod canned_reply;
pub mod contact_field;
pub mod disposition;
pub mod email;
pub mod fact_pattern;
pub mod hours;
pub mod inbox;
pub mod pre_chat;
pub mod proactive_rule;
pub mod queue;
pub mod role;
pub mod segment;
pub mod signature;
pub mod site;
pub mod skill;
pub mod tag;
pub mod team;
pub mod webhook;

mod snapshot;
mod stored;

pub use agent::Agent;
pub use brand::{Brand, is_language_tag};
pub use canned_reply::CannedReply;
pub use contact_field::ContactField;
pub use disposition::Disposition;
pub use email::EmailSettings;
pub use fact_pattern::FactPattern;
pub use hours::OpeningHours;
pub use inbox::Inbox;
pub use proactive_rule::ProactiveRule;
pub use queue::Queue;
pub use role::{AgentRole, Role};
pub use segment::Segment;
pub use site::Site;
pub use skill::Skill;
pub use snapshot::{AnyRecord, Directory, InDirectory};
pub use stored::{Kind, PatchOf, Record, Stored};
pub use tag::Tag;
pub use team::Team;
pub use webhook::Webhook;

/// Longest name of a record, in characters.
pub const NAME_CHARS_MAX: usize = 100;
