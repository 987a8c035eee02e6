//! A raw message taken apart.

use std::collections::BTreeSet;
use std::ops::Range;
use std::panic::catch_unwind;

use mail_parser::{
    Addr, Address as Addresses, HeaderName, HeaderValue, Message, MessageParser, MessagePart,
    MimeHeaders, PartType,
};
use rapport_core::Timestamp;
use rapport_core::attachment::clean_name;
use rapport_core::conversation::{clean_characters, clean_text};
use rapport_core::mail::{MailAddress, MailProblem, is_forward};

use super::{
    Encoding, Mail, MailAttachment, Place, Skeleton, auto_reply, bounce, flowed, fold, html,
};

/// Most addresses of one field that are read.
pub const ADDRESSES_MAX: usize = 1_000;
/// Most references that are read: the newest.
pub const REFERENCES_MAX: usize = 100;
/// Most attachments that are read.
pub const ATTACHMENTS_MAX: usize = 200;
/// As much of a mail's text is read.
pub const TEXT_BYTES_MAX: usize = 1024 * 1024;
/// Longest subject, name, address and message id, in characters.
const LINE_CHARS_MAX: usize = 998;

/// Reads a message that is in memory.
pub fn parse_whole(raw: Vec<u8>) -> Mail {
    parse(&Skeleton::whole(raw))
}

/// Reads a message. Nothing is so wrong that nothing comes of it: what breaks the reader itself is no
/// mail, and holds up none that came after it.
pub fn parse(skeleton: &Skeleton) -> Mail {
    catch_unwind(|| read(skeleton)).unwrap_or_else(|_| Mail::nothing(MailProblem::NotAMail))
}

fn read(skeleton: &Skeleton) -> Mail {
    let mut problems = BTreeSet::new();
    let Some(message) = MessageParser::default().parse(skeleton.bytes()) else {
        return Mail::nothing(MailProblem::NotAMail);
    };
    // A header that is none: text whose first line happens to have a colon.
    let is_mail = [HeaderName::From, HeaderName::Date, HeaderName::MessageId, HeaderName::Subject]
        .into_iter()
        .any(|name| message.header(name).is_some());
    if !is_mail {
        problems.insert(MailProblem::NotAMail);
    }
    if message.parts.iter().any(|part| part.is_encoding_problem) {
        problems.insert(MailProblem::Encoding);
    }
    let subject = message.subject().map(clean_line).unwrap_or_default();
    let from = addresses(message.from(), &mut problems).into_iter().next();
    if from.is_none() {
        problems.insert(MailProblem::NoSender);
    }
    let is_cut = |part: &MessagePart<'_>| !skeleton.is_whole(&range_of(part));
    if message.text_bodies().chain(message.html_bodies()).any(is_cut) {
        problems.insert(MailProblem::TooMuch);
    }
    let html = html_of(&message);
    let mut text = text_of(&message, html.as_deref());
    if text.len() > TEXT_BYTES_MAX {
        text.truncate(text.floor_char_boundary(TEXT_BYTES_MAX));
        problems.insert(MailProblem::TooMuch);
    }
    if text.contains('\u{fffd}') || subject.contains('\u{fffd}') {
        problems.insert(MailProblem::Charset);
    }
    let folded = fold::fold(&text, is_forward(&subject));
    let mut references = ids(message.references());
    if references.len() > REFERENCES_MAX {
        references.drain(..references.len() - REFERENCES_MAX);
        problems.insert(MailProblem::TooMuch);
    }
    let mut in_reply_to = ids(message.in_reply_to());
    in_reply_to.truncate(REFERENCES_MAX);
    Mail {
        message_id: message.message_id().and_then(clean_id),
        in_reply_to,
        references,
        date: message.date().and_then(|date| {
            date.to_timestamp().checked_mul(1_000_000).map(Timestamp::from_micros)
        }),
        auto_reply: auto_reply::of(&message, &subject),
        bounce: bounce::of(&message),
        subject,
        from,
        reply_to: addresses(message.reply_to(), &mut problems),
        to: addresses(message.to(), &mut problems),
        cc: addresses(message.cc(), &mut problems),
        text,
        visible_text: folded.visible,
        quoted_text: folded.quoted,
        signature: folded.signature,
        html,
        attachments: attachments(&message, skeleton, &mut problems),
        problems: problems.into_iter().collect(),
    }
}

impl Mail {
    fn nothing(problem: MailProblem) -> Self {
        Self {
            message_id: None,
            in_reply_to: Vec::new(),
            references: Vec::new(),
            date: None,
            subject: String::new(),
            from: None,
            reply_to: Vec::new(),
            to: Vec::new(),
            cc: Vec::new(),
            text: String::new(),
            visible_text: String::new(),
            quoted_text: String::new(),
            signature: String::new(),
            html: None,
            attachments: Vec::new(),
            auto_reply: None,
            bounce: None,
            problems: vec![problem, MailProblem::NoSender],
        }
    }
}

/// A field's value, without what encodes it.
pub(super) fn header_of(message: &Message<'_>, name: &'static str) -> Option<String> {
    message.header_raw(HeaderName::from(name)).map(clean_line)
}

/// On one line, without control characters, bounded.
pub(super) fn clean_line(text: &str) -> String {
    let clean = clean_characters(text);
    let words: Vec<&str> = clean.split_whitespace().collect();
    words.join(" ").chars().take(LINE_CHARS_MAX).collect()
}

/// A message id as it is compared and written into answers: without brackets, and without the blanks
/// that some programs fold it by.
pub(super) fn clean_id(id: &str) -> Option<String> {
    let id: String =
        clean_line(id).chars().filter(|c| !c.is_whitespace() && !matches!(c, '<' | '>')).collect();
    (!id.is_empty()).then_some(id)
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(id) => clean_id(id).into_iter().collect(),
        HeaderValue::TextList(ids) => ids.iter().filter_map(|id| clean_id(id)).collect(),
        _ => Vec::new(),
    }
}

fn addresses(
    field: Option<&Addresses<'_>>,
    problems: &mut BTreeSet<MailProblem>,
) -> Vec<MailAddress> {
    let Some(field) = field else { return Vec::new() };
    let mut all: Vec<MailAddress> =
        field.iter().take(ADDRESSES_MAX + 1).filter_map(address).collect();
    if all.len() > ADDRESSES_MAX {
        all.truncate(ADDRESSES_MAX);
        problems.insert(MailProblem::TooMuch);
    }
    all
}

fn address(found: &Addr<'_>) -> Option<MailAddress> {
    let address = clean_line(found.address.as_deref()?);
    let (before, behind) = address.rsplit_once('@')?;
    // Words around an address that has no brackets are none of it.
    let local = before.split(' ').next_back().filter(|it| !it.is_empty())?;
    let domain = behind.split(' ').next().filter(|it| !it.is_empty())?;
    let name = found.name.as_deref().map(clean_line);
    Some(MailAddress {
        name: name
            .map(|name| name.trim_matches(['\'', '"', ' ']).to_owned())
            .filter(|it| !it.is_empty()),
        address: format!("{local}@{}", domain.to_lowercase()),
    })
}

fn html_of(message: &Message<'_>) -> Option<String> {
    let pages: Vec<&str> = message
        .html_bodies()
        .filter_map(|part| match &part.body {
            PartType::Html(html) => Some(html.as_ref()),
            _ => None,
        })
        .collect();
    (!pages.is_empty()).then(|| pages.join("\n"))
}

/// The words of the text parts. Some senders leave the text part empty beside their HTML.
fn text_of(message: &Message<'_>, html: Option<&str>) -> String {
    let parts: Vec<String> = message.text_bodies().filter_map(words_of).collect();
    let text = clean_body(&parts.join("\n"));
    match html {
        Some(html) if text.trim().is_empty() => clean_body(&html::to_text(html)),
        _ => text,
    }
}

fn clean_body(text: &str) -> String {
    clean_text(text).replace('\u{a0}', " ")
}

fn words_of(part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Text(text) => {
            let kind = part.content_type();
            let says = |name, value: &str| {
                kind.and_then(|kind| kind.attribute(name))
                    .is_some_and(|it| it.eq_ignore_ascii_case(value))
            };
            if says("format", "flowed") {
                Some(flowed::unwrap(text, says("delsp", "yes")))
            } else {
                Some(text.to_string())
            }
        }
        PartType::Html(html) => Some(html::to_text(html)),
        _ => None,
    }
}

fn attachments(
    message: &Message<'_>,
    skeleton: &Skeleton,
    problems: &mut BTreeSet<MailProblem>,
) -> Vec<MailAttachment> {
    if message.attachments.len() > ATTACHMENTS_MAX {
        problems.insert(MailProblem::TooMuch);
    }
    message
        .attachments
        .iter()
        .take(ATTACHMENTS_MAX)
        .filter_map(|&place| {
            let place = usize::try_from(place).ok()?;
            let part = message.parts.get(place)?;
            Some(attachment(part, message, skeleton))
        })
        .collect()
}

/// Where a part's body is in what was parsed.
fn range_of(part: &MessagePart<'_>) -> Range<usize> {
    let place = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    let start = place(part.offset_body);
    start..place(part.offset_end).max(start)
}

fn attachment(
    part: &MessagePart<'_>,
    message: &Message<'_>,
    skeleton: &Skeleton,
) -> MailAttachment {
    let content_type = part.content_type().map_or_else(
        || "application/octet-stream".to_owned(),
        |kind| {
            clean_line(&format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("octet-stream")))
        },
    );
    let name = part.attachment_name().map(str::to_owned).or_else(|| match &part.body {
        PartType::Message(inner) => Some(format!("{}.eml", inner.subject().unwrap_or("message"))),
        _ if part.is_content_type("text", "calendar") => Some("invite.ics".to_owned()),
        _ => None,
    });
    let content_id = part.content_id().and_then(clean_id);
    let is_shown = |id: &String| {
        message.html_bodies().any(|page| match &page.body {
            PartType::Html(html) => html.contains(&format!("cid:{id}")),
            _ => false,
        })
    };
    let inline = content_id.as_ref().is_some_and(is_shown);
    let place = Place {
        range: skeleton.in_message(&range_of(part)),
        encoding: match part.encoding {
            mail_parser::Encoding::None => Encoding::None,
            mail_parser::Encoding::Base64 => Encoding::Base64,
            mail_parser::Encoding::QuotedPrintable => Encoding::QuotedPrintable,
        },
    };
    let encoded = place.range.end - place.range.start;
    let size_bytes = match (&part.body, skeleton.is_whole(&range_of(part))) {
        (PartType::Message(_), _) => encoded,
        (_, true) => part.contents().len() as u64,
        // Of base64 in lines of 76 characters and their ends.
        (_, false) if place.encoding == Encoding::Base64 => encoded / 78 * 57,
        (_, false) => encoded,
    };
    MailAttachment {
        name: clean_name(&name.unwrap_or_default()),
        content_type: content_type.to_lowercase(),
        size_bytes,
        content_id,
        inline,
        place,
    }
}

#[cfg(test)]
mod tests;
