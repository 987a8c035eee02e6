//! A mail as Rapport understands it.

use rapport_core::Timestamp;
use rapport_core::mail::{AutoReply, MailAddress, MailProblem};
use serde::Serialize;

use super::{Bounce, Place};

/// What comes with a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailAttachment {
    /// Made safe to show and to save under.
    pub name: String,
    /// What its sender says that it is; its bytes decide later.
    pub content_type: String,
    pub size_bytes: u64,
    /// By which the HTML of the mail shows it in its place (RFC 2392), without brackets.
    pub content_id: Option<String>,
    /// Whether it is meant to be seen within the text.
    pub inline: bool,
    /// Where it is in the message.
    #[serde(skip)]
    pub place: Place,
}

/// A mail. Texts are cleaned of control characters and of characters that reorder text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// Without brackets.
    pub message_id: Option<String>,
    /// Message ids that it answers, without brackets.
    pub in_reply_to: Vec<String>,
    /// Message ids of its thread, the oldest first.
    pub references: Vec<String>,
    pub date: Option<Timestamp>,
    pub subject: String,
    pub from: Option<MailAddress>,
    pub reply_to: Vec<MailAddress>,
    pub to: Vec<MailAddress>,
    pub cc: Vec<MailAddress>,
    /// All its words, of its text part or else of its HTML.
    pub text: String,
    /// What is shown at once: its sender's own words.
    pub visible_text: String,
    /// What is folded: words of others that the mail repeats.
    pub quoted_text: String,
    /// What is folded: how its sender signs.
    pub signature: String,
    /// As it came, not made safe.
    pub html: Option<String>,
    pub attachments: Vec<MailAttachment>,
    /// None for a mail that a person wrote.
    pub auto_reply: Option<AutoReply>,
    /// None unless it reports on the delivery of another mail.
    pub bounce: Option<Bounce>,
    /// In their order, each once.
    pub problems: Vec<MailProblem>,
}

impl Mail {
    /// The message ids by which its conversation is found, the likeliest first.
    pub fn answers(&self) -> impl Iterator<Item = &str> {
        self.in_reply_to.iter().chain(self.references.iter().rev()).map(String::as_str)
    }
}
