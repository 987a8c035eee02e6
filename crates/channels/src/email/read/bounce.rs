//! Reports on the delivery of a mail (RFC 3464), and the mail that they are about.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use serde::Serialize;

use super::parse::{clean_id, clean_line, header_of};

/// A report names at most so many recipients here.
const RECIPIENTS_MAX: usize = 100;
/// Longest diagnostic, in characters.
const DIAGNOSTIC_CHARS_MAX: usize = 500;

/// What became of a recipient (RFC 3464, section 2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryAction {
    /// It will not arrive.
    Failed,
    /// It has not arrived yet; the server goes on trying.
    Delayed,
    Delivered,
    /// Handed on to where no reports come from.
    Relayed,
    Expanded,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BouncedRecipient {
    pub address: String,
    pub action: DeliveryAction,
    /// RFC 3463: `5.1.1`.
    pub status: Option<String>,
    /// The server's own words.
    pub diagnostic: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bounce {
    /// Of the mail that it is about, without brackets.
    pub message_id: Option<String>,
    pub recipients: Vec<BouncedRecipient>,
}

/// None unless the mail is a report.
pub fn of(message: &Message<'_>) -> Option<Bounce> {
    let report = message.parts.iter().find(|part| {
        part.is_content_type("message", "delivery-status")
            || part.is_content_type("message", "global-delivery-status")
    })?;
    let text = String::from_utf8_lossy(report.contents()).replace("\r\n", "\n");
    let recipients = text.split("\n\n").filter_map(recipient).take(RECIPIENTS_MAX).collect();
    Some(Bounce { message_id: returned(message), recipients })
}

/// A group of fields that tells of one recipient.
fn recipient(group: &str) -> Option<BouncedRecipient> {
    // Fields are those of a mail.
    let fields = MessageParser::default()
        .parse_headers(format!("{}\n\n", group.trim()).as_bytes())?
        .into_owned();
    let typed = |name| header_of(&fields, name).map(|value| after_type(&value));
    let address = typed("Final-Recipient").or_else(|| typed("Original-Recipient"))?;
    let action = match header_of(&fields, "Action")?.trim().to_lowercase().as_str() {
        "failed" => DeliveryAction::Failed,
        "delayed" => DeliveryAction::Delayed,
        "delivered" => DeliveryAction::Delivered,
        "relayed" => DeliveryAction::Relayed,
        "expanded" => DeliveryAction::Expanded,
        _ => return None,
    };
    let status = header_of(&fields, "Status")
        .map(|it| clean_line(&it))
        .and_then(|it| it.split_whitespace().next().map(str::to_owned));
    let diagnostic = typed("Diagnostic-Code")
        .map(|it| it.chars().take(DIAGNOSTIC_CHARS_MAX).collect::<String>());
    Some(BouncedRecipient { address, action, status, diagnostic })
}

/// `rfc822; a@b.example` without its type.
fn after_type(value: &str) -> String {
    let value = value.split_once(';').map_or(value, |(_, rest)| rest);
    clean_line(value).trim_matches(['<', '>']).to_owned()
}

/// The id of the mail that came back, whole or as its header.
fn returned(message: &Message<'_>) -> Option<String> {
    message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(returned) => returned.message_id().and_then(clean_id),
        PartType::Text(_) | PartType::Binary(_) | PartType::InlineBinary(_)
            if part.is_content_type("text", "rfc822-headers")
                || part.is_content_type("message", "global-headers") =>
        {
            let mut header = part.contents().to_vec();
            header.extend_from_slice(b"\r\n\r\n");
            MessageParser::default().parse_headers(&header)?.message_id().and_then(clean_id)
        }
        _ => None,
    })
}
