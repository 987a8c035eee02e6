//! What an e-mail is besides its words: who it is from and to, and what is folded of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::contact::{Contact, is_email};
use crate::id::{AttachmentId, EntryId, MailId};
use crate::validation::Errors;

/// Most addresses that a mail from here goes to, in each field.
pub const RECIPIENTS_MAX: usize = 50;
/// Longest subject of a mail from here, in characters: one line of a header (RFC 5322, section
/// 2.1.1), with room for what encodes it.
pub const SUBJECT_CHARS_MAX: usize = 400;

/// Who a mail is from or to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct MailAddress {
    #[serde(default)]
    pub name: Option<String>,
    /// As it was written, its domain in lower case.
    #[schema(example = "vera@example.com")]
    pub address: String,
}

impl MailAddress {
    /// In the form in which identities are kept: the same mailbox, however its case is written.
    pub fn key(&self) -> String {
        self.address.to_lowercase()
    }
}

/// What kind of program wrote a mail (RFC 3834). Nothing answers such a mail by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AutoReply {
    /// It answers a mail: out of office, received with thanks.
    Replied,
    /// It tells of something: an order, an alarm.
    Generated,
    /// It goes to many: a newsletter, a mailing list.
    Bulk,
}

/// Something that could not be understood as it should be. The rest of the mail was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailProblem {
    /// It has no header: it is no mail.
    NotAMail,
    /// Nobody is named in `From`.
    NoSender,
    /// Some part is not encoded as it says.
    Encoding,
    /// Some letters could not be read: their charset is unknown or is not what it says.
    Charset,
    /// It says more than Rapport reads of one mail: addresses, references, attachments or text.
    TooMuch,
    /// Files that can run were left out; they are in the message as it came.
    LeftOut,
}

/// An attachment that the HTML of a mail names (RFC 2392).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InlinePart {
    /// Without brackets.
    pub content_id: String,
    pub attachment_id: AttachmentId,
}

/// The part of a message that only e-mail has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MailHead {
    /// The message as it came; none for one that was written here.
    #[serde(default)]
    pub mail_id: Option<MailId>,
    /// May be empty.
    pub subject: String,
    /// None while a mail that was written here waits to go out.
    #[serde(default)]
    pub from: Option<MailAddress>,
    /// Where answers are to go, if not to `from`.
    #[serde(default)]
    pub reply_to: Vec<MailAddress>,
    /// At most 50 of them; `more_recipients` counts the others.
    pub to: Vec<MailAddress>,
    #[serde(default)]
    pub cc: Vec<MailAddress>,
    /// Only of a mail that was written here.
    #[serde(default)]
    pub bcc: Vec<MailAddress>,
    #[serde(default)]
    pub more_recipients: usize,
    /// Words of others that the mail repeats; empty when there are none.
    #[serde(default)]
    pub quoted_text: String,
    /// How its sender signs; empty when they do not.
    #[serde(default)]
    pub signature: String,
    /// Whether it can be shown as its sender laid it out.
    #[serde(default)]
    pub has_html: bool,
    /// Attachments that its HTML shows in their places.
    #[serde(default)]
    pub inline: Vec<InlinePart>,
    #[serde(default)]
    pub auto_reply: Option<AutoReply>,
    #[serde(default)]
    pub problems: Vec<MailProblem>,
    /// Messages of the web chat that it carries, since their reader had left before they saw them; left out
    /// where it carries none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follows_up: Vec<EntryId>,
}

impl MailHead {
    /// Of a mail from here, whose sender is known when it goes out.
    pub fn outgoing(subject: String, to: Vec<MailAddress>) -> Self {
        Self {
            mail_id: None,
            subject,
            from: None,
            reply_to: Vec::new(),
            to,
            cc: Vec::new(),
            bcc: Vec::new(),
            more_recipients: 0,
            quoted_text: String::new(),
            signature: String::new(),
            has_html: false,
            inline: Vec::new(),
            auto_reply: None,
            problems: Vec::new(),
            follows_up: Vec::new(),
        }
    }

    /// To whom an answer goes.
    pub fn answer_to(&self) -> Vec<MailAddress> {
        if self.reply_to.is_empty() {
            self.from.iter().cloned().collect()
        } else {
            self.reply_to.clone()
        }
    }

    /// Whether it goes to addresses of which it was shown that a contact reads them, and to no other.
    pub fn is_only_for(&self, contact: &Contact) -> bool {
        let mut all = self.to.iter().chain(&self.cc).chain(&self.bcc).peekable();
        self.more_recipients == 0
            && all.peek().is_some()
            && all.all(|address| contact.reads_mail_of(address))
    }
}

/// To whom an agent sends a mail, and under which subject.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MailRoute {
    /// Left out: an answer, under the subject of the conversation.
    #[serde(default)]
    #[schema(max_length = 400)]
    pub subject: Option<String>,
    /// Addresses; left out or empty: who wrote last.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub to: Vec<String>,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub cc: Vec<String>,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub bcc: Vec<String>,
}

impl MailRoute {
    /// Checks the addresses, and drops those that are named twice.
    pub fn validate(&mut self, errors: &mut Errors) {
        let mut seen = std::collections::BTreeSet::new();
        for (field, list) in
            [("mail.to", &mut self.to), ("mail.cc", &mut self.cc), ("mail.bcc", &mut self.bcc)]
        {
            errors.check(list.len() <= RECIPIENTS_MAX, field, "must be at most 50 addresses");
            for (place, address) in list.iter_mut().enumerate() {
                address.truncate(address.trim_end().len());
                let at = format!("{field}[{place}]");
                errors.check(
                    is_email(address),
                    &at,
                    "must be an address, such as vera@example.com",
                );
            }
            list.retain(|address| seen.insert(address.to_lowercase()));
        }
        if let Some(subject) = &self.subject {
            let holds = subject.chars().count() <= SUBJECT_CHARS_MAX
                && !subject.chars().any(char::is_control);
            errors.check(holds, "mail.subject", "must be a line of at most 400 characters");
        }
    }
}

/// The subject of an answer.
pub fn answer_subject(subject: &str) -> String {
    let base: String = base_subject(subject).chars().take(SUBJECT_CHARS_MAX - 4).collect();
    format!("Re: {}", base.trim_end())
}

/// Words before the colon of an answer's subject, in lower case.
const REPLIES: [&str; 12] =
    ["re", "aw", "sv", "antw", "odp", "ref", "rif", "res", "回复", "答复", "回覆", "на"];
/// Words before the colon of a forwarded mail's subject, in lower case.
const FORWARDS: [&str; 10] = ["fw", "fwd", "wg", "tr", "rv", "enc", "i", "转发", "轉寄", "пересл"];

/// The word before a subject's colon and what stands behind it, if mail programs put it there;
/// `Re[2]:` counts as `Re:`.
fn prefix(subject: &str) -> Option<(String, &str)> {
    let (prefix, behind) = subject.trim().split_once([':', '：'])?;
    let word = prefix.split('[').next().unwrap_or_default().trim().to_lowercase();
    let is_known = REPLIES.contains(&word.as_str()) || FORWARDS.contains(&word.as_str());
    is_known.then(|| (word, behind.trim_start()))
}

/// Whether forwarding was the last thing that was done with a mail.
pub fn is_forward(subject: &str) -> bool {
    prefix(subject).is_some_and(|(word, _)| FORWARDS.contains(&word.as_str()))
}

/// A subject without what answering and forwarding put before it (RFC 5256, section 2.1, with the
/// words of other languages).
pub fn base_subject(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((_, behind)) = prefix(rest) {
        rest = behind;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_without_what_mail_programs_add() {
        for (subject, base) in [
            ("My bag", "My bag"),
            ("Re: My bag", "My bag"),
            ("AW: WG: Re[2]: My bag", "My bag"),
            ("回复：我的包", "我的包"),
            ("Order: my bag", "Order: my bag"),
            ("Re:", ""),
            ("", ""),
        ] {
            assert_eq!(base_subject(subject), base, "{subject:?}");
        }
    }

    #[test]
    fn what_was_forwarded_last() {
        assert!(is_forward("Fwd: Re: My bag") && is_forward("转发：我的包"));
        assert!(!is_forward("Re: Fwd: My bag") && !is_forward("My bag"));
    }

    #[test]
    fn a_route_names_each_address_once_and_refuses_what_is_none() {
        let mut route = MailRoute {
            to: vec!["a@b.example ".into(), "A@b.example".into()],
            cc: vec!["a@b.example".into(), "x".into()],
            subject: Some("one\ntwo".into()),
            ..MailRoute::default()
        };
        let mut errors = Errors::default();
        route.validate(&mut errors);
        let fields: Vec<String> =
            errors.into_result().err().unwrap().into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["mail.cc[1]", "mail.subject"]);
        assert_eq!((route.to, route.cc), (vec!["a@b.example".to_owned()], vec!["x".to_owned()]));
    }
}
