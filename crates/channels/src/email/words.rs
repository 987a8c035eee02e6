//! The few words that a mail says by itself, in its reader's language.

/// Before the link by which they come back into the chat.
pub fn back_to_chat(language: Option<&str>) -> &'static str {
    let language = language.unwrap_or_default().to_ascii_lowercase();
    match language.split('-').next() {
        Some("zh") => "在聊天中继续",
        Some("ru") => "Продолжить в чате",
        _ => "Continue in the chat",
    }
}
