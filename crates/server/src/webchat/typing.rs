//! A visitor types: who has the conversation open hears of it, and where the inbox is set so, sees
//! the words. They go past the log: nothing of them is stored.

use std::time::Duration;

use rapport_channels::webchat::frame::preview;
use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::directory::Inbox;

use super::page::Page;
use crate::api::typing_frame;
use crate::clock;
use crate::live::Topic;

/// Typing is passed on so often over time,
const TYPING_EVERY: Duration = Duration::from_millis(500);
/// and so much of it at once: a bad line delivers the words of seconds in one go, and the last ones
/// are those that count.
const TYPING_BURST: Duration = Duration::from_secs(5);

/// How fast a page has been telling of its typing.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// By then all that was passed on is worked off.
    until: Timestamp,
}

impl Pace {
    fn take(&mut self, now: Timestamp) -> bool {
        let from = self.until.max(now);
        let holds = from.since(now) < TYPING_BURST;
        if holds {
            self.until = from + TYPING_EVERY;
        }
        holds
    }
}

impl Page {
    pub(super) fn typing(&mut self, text: Option<&str>) {
        let (Some(id), Some(contact)) = (self.conversation_id(), &self.contact) else { return };
        if !self.pace.take(clock::now()) {
            return;
        }
        let by = Actor::contact(contact.id, contact.name.as_deref());
        let directory = self.app.directory();
        let shows = directory
            .in_use::<Inbox>(self.inbox_id)
            .is_some_and(|inbox| inbox.record.webchat.typing_preview);
        let text = text.filter(|_| shows).map(preview);
        self.app.hub.send(&[Topic::Conversation(id)], &typing_frame(id, &by, text.as_deref()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_a_flood_does_not() {
        let now = Timestamp::from_millis(1_770_000_000_000);
        let mut pace = Pace::default();
        let passed = (0..100).filter(|_| pace.take(now)).count();
        assert_eq!(passed, 10);
        assert!(pace.take(now + TYPING_EVERY));
        assert!(!pace.take(now + TYPING_EVERY));
    }
}
