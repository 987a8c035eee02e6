//! A mail from here: a text part, an HTML part of the same words, and attachments.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use lettre::address::Envelope;
use lettre::message::header::ContentType;
use lettre::message::{Attachment as MimeAttachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::{Address, message};
use rapport_core::Timestamp;
use rapport_core::directory::{Inbox, Stored};
use rapport_core::entry::Entry;
use rapport_core::mail::{MailAddress, MailHead};
use rapport_core::span::{Mark, Span};

use crate::MailGoods;

/// Longest text that an answer repeats, in characters.
const REPEATED_CHARS_MAX: usize = 10_000;

/// A mail that can be handed in.
#[derive(Debug)]
pub struct Composed {
    pub envelope: Envelope,
    pub message: Vec<u8>,
}

/// Why none can be made.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    #[error("{0} is no address that a mail can go to")]
    Address(String),
    #[error("the mail cannot be put together: {0}")]
    Message(String),
}

/// What was said before, by mail or otherwise, and is repeated below a mail.
#[derive(Debug, Clone)]
pub struct Repeated {
    pub by: String,
    /// Of a mail.
    pub address: Option<String>,
    pub at: Timestamp,
    pub text: String,
}

/// Something that a mail leads to.
#[derive(Debug, Clone)]
pub struct Link {
    pub words: &'static str,
    pub address: String,
}

/// Puts a mail together. The same entry always has the same `Message-ID`, so that a receiver knows
/// it when it comes twice.
pub fn compose(
    inbox: &Stored<Inbox>,
    entry: &Entry,
    head: &MailHead,
    goods: &MailGoods<'_>,
) -> Result<Composed, ComposeError> {
    let own = &inbox.record.email.address;
    let name = Some(goods.sender_name.to_owned()).filter(|name| !name.is_empty());
    let from = mailbox(&MailAddress { name, address: own.clone() })?;
    let mut builder = Message::builder()
        .from(from.clone())
        .subject(head.subject.as_str())
        .message_id(Some(format!("<{}>", goods.message_id)))
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(entry.at.millis().unsigned_abs()));
    let mut to = Vec::new();
    for address in &head.to {
        let mailbox = mailbox(address)?;
        to.push(mailbox.email.clone());
        builder = builder.to(mailbox);
    }
    for address in &head.cc {
        let mailbox = mailbox(address)?;
        to.push(mailbox.email.clone());
        builder = builder.cc(mailbox);
    }
    for address in &head.bcc {
        to.push(mailbox(address)?.email);
    }
    if let Some(last) = goods.follows.last() {
        builder = builder.in_reply_to(format!("<{last}>"));
        let references: Vec<String> = goods.follows.iter().map(|id| format!("<{id}>")).collect();
        builder = builder.references(references.join(" "));
    }
    let envelope = Envelope::new(Some(from.email), to)
        .map_err(|error| ComposeError::Message(error.to_string()))?;
    let words = words(entry, head, goods);
    let message = if goods.attachments.is_empty() {
        builder.multipart(words)
    } else {
        let mut mixed = MultiPart::mixed().multipart(words);
        for (attachment, content) in goods.attachments {
            mixed = mixed.singlepart(attached(attachment, content));
        }
        builder.multipart(mixed)
    };
    let message = message.map_err(|error| ComposeError::Message(error.to_string()))?;
    Ok(Composed { envelope, message: message.formatted() })
}

fn mailbox(address: &MailAddress) -> Result<Mailbox, ComposeError> {
    let email: Address =
        address.address.parse().map_err(|_| ComposeError::Address(address.address.clone()))?;
    Ok(message::Mailbox::new(address.name.clone(), email))
}

fn attached(attachment: &rapport_core::attachment::Attachment, content: &[u8]) -> SinglePart {
    let kind = ContentType::parse(&attachment.content_type)
        .or_else(|_| ContentType::parse("application/octet-stream"))
        .unwrap_or(ContentType::TEXT_PLAIN);
    MimeAttachment::new(attachment.name.clone()).body(content.to_vec(), kind)
}

fn words(entry: &Entry, head: &MailHead, goods: &MailGoods<'_>) -> MultiPart {
    let text = entry.body.text().unwrap_or_default();
    let mut plain = text.to_owned();
    let mut html = String::from("<div dir=\"auto\">");
    html.push_str(&html_of(text, entry.body.spans()));
    html.push_str("</div>");
    if let Some(Link { words, address }) = goods.return_link {
        let _ = write!(plain, "\n\n{words}:\n{address}\n");
        let address = escaped(address);
        let _ = write!(html, "<br><div dir=\"auto\"><a href=\"{address}\">{words}</a></div>");
    }
    if !head.signature.is_empty() {
        // What follows the two hyphens and the blank readers fold (RFC 3676, section 4.3).
        let _ = write!(plain, "\n\n-- \n{}\n", head.signature);
        let signature = escaped(&head.signature).replace('\n', "<br>\n");
        let _ = write!(html, "<br><div dir=\"auto\">-- <br>\n{signature}</div>");
    }
    let mut left = REPEATED_CHARS_MAX;
    for said in goods.repeats {
        let repeated: String = said.text.chars().take(left).collect();
        left -= repeated.chars().count();
        let introduction = introduction(said);
        let _ = write!(plain, "\n\n{introduction}\n\n");
        for line in repeated.lines() {
            let _ = writeln!(plain, "{}{line}", if line.starts_with('>') { ">" } else { "> " });
        }
        let _ = write!(
            html,
            "<br><div dir=\"auto\">{}</div><blockquote type=\"cite\" style=\"margin:0 0 0 .8ex;\
             border-left:1px solid #ccc;padding-left:1ex\">{}</blockquote>",
            escaped(&introduction),
            escaped(&repeated).replace('\n', "<br>\n"),
        );
    }
    MultiPart::alternative_plain_html(plain, html)
}

/// In no language: a time and an address, as some mail programs have it.
fn introduction(said: &Repeated) -> String {
    let at = said.at.to_string();
    let (date, time) = at.split_once('T').unwrap_or((&at, ""));
    let time: String = time.chars().take(5).collect();
    let by = &said.by;
    match &said.address {
        Some(address) if by.is_empty() => format!("{date} {time} UTC, <{address}>:"),
        Some(address) => format!("{date} {time} UTC, {by} <{address}>:"),
        None => format!("{date} {time} UTC, {by}:"),
    }
}

/// The text with its marks; line ends are kept.
fn html_of(text: &str, spans: &[Span]) -> String {
    if spans.is_empty() {
        return escaped(text).replace('\n', "<br>\n");
    }
    let mut html = String::new();
    for span in spans {
        let mut piece = escaped(&span.text).replace('\n', "<br>\n");
        for mark in &span.marks {
            let tag = match mark {
                Mark::Bold => "b",
                Mark::Italic => "i",
                Mark::Strikethrough => "s",
                Mark::Code => "code",
            };
            piece = format!("<{tag}>{piece}</{tag}>");
        }
        if let Some(href) = &span.href {
            piece = format!("<a href=\"{}\">{piece}</a>", escaped(href));
        }
        html.push_str(&piece);
    }
    html
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
