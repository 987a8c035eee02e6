//! Whether a program wrote a mail, by what it says of itself: such a mail is never answered by
//! another program, or the two would go on for ever (RFC 3834).

use mail_parser::Message;
use rapport_core::mail::AutoReply;

use super::parse::header_of;

/// RFC 3834, section 5 (`Auto-Submitted`), RFC 2919 and RFC 2369 (lists), and what programs say that
/// do not know them.
pub fn of(message: &Message<'_>, subject: &str) -> Option<AutoReply> {
    let says = |name: &'static str| {
        header_of(message, name)
            .map(|value| value.trim().to_lowercase())
            .filter(|it| !it.is_empty())
    };
    let has = |name| says(name).is_some();
    let submitted = says("Auto-Submitted").unwrap_or_default();
    let precedence = says("Precedence").unwrap_or_default();
    let suppresses = says("X-Auto-Response-Suppress").unwrap_or_default();
    // The value may have parameters.
    let submitted = submitted.split([';', ' ']).next().unwrap_or_default();
    if matches!(submitted, "auto-replied" | "auto-notified")
        || precedence == "auto_reply"
        || ["X-Autoreply", "X-Autorespond", "X-Autoresponder"].iter().any(|it| has(it))
        || says("X-Mailer").is_some_and(|it| it.contains("autoresponder"))
        || is_out_of_office(subject, &suppresses)
    {
        return Some(AutoReply::Replied);
    }
    if ["List-Id", "List-Post", "List-Unsubscribe", "Feedback-Id"].iter().any(|it| has(it))
        || matches!(precedence.as_str(), "bulk" | "list" | "junk")
    {
        return Some(AutoReply::Bulk);
    }
    let is_generated = !matches!(submitted, "" | "no") || suppresses.contains("all");
    is_generated.then_some(AutoReply::Generated)
}

/// Exchange marks its out-of-office answers by the subject and by what it wants no answers of.
fn is_out_of_office(subject: &str, suppresses: &str) -> bool {
    let lower = subject.to_lowercase();
    !suppresses.is_empty()
        && [
            "automatic reply:",
            "automatische antwort:",
            "réponse automatique",
            "respuesta automática:",
            "risposta automatica:",
            "автоматический ответ:",
            "自动答复:",
            "自動回覆:",
        ]
        .iter()
        .any(|words| lower.starts_with(words))
}
