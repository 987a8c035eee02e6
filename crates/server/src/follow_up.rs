//! Sends by mail what agents wrote into a chat that its contact had left before they saw it.

use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::channel::Channel;
use rapport_core::directory::{Directory, Inbox};
use rapport_core::id::InboxId;
use rapport_core::mail::MailHead;
use rapport_core::reach::{Reach, ReachReason, ReachState};
use rapport_storage::follow_up::{self, Unseen};
use rapport_storage::{StoreError, contact, conversation};

use crate::app::{App, STORE_RETRY, stamp};
use crate::live::Topic;
use crate::{clock, reach};

const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Conversations read in one go.
const UNSEEN_MAX: i64 = 1_000;

pub async fn run(app: App) {
    loop {
        let pause = match look(&app).await {
            Ok(()) => LOOK_EVERY,
            Err(error) => {
                tracing::warn!(%error, "nothing could follow who left the chat; will try again");
                STORE_RETRY
            }
        };
        tokio::select! {
            () = app.shutdown.begun() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Looks at all that is unseen; little is, since what nobody can be sent is given up.
async fn look(app: &App) -> Result<(), StoreError> {
    let directory = app.directory();
    let mut after = None;
    loop {
        let mut reader = app.store.read().await?;
        let unseen = follow_up::unseen(&mut reader.session(), after, UNSEEN_MAX).await?;
        drop(reader);
        let Some(last) = unseen.last() else { return Ok(()) };
        after = Some(last.conversation_id);
        for unseen in unseen {
            // One that cannot follow keeps no other from it.
            if let Err(error) = follow(app, &directory, unseen).await {
                tracing::warn!(%error, conversation = %unseen.conversation_id, "nothing could follow; will try again");
            }
        }
    }
}

async fn follow(app: &App, directory: &Directory, unseen: Unseen) -> Result<(), StoreError> {
    let id = unseen.conversation_id;
    let due_at = due_at(directory, unseen);
    if due_at.is_some_and(|at| at > clock::now()) {
        return Ok(());
    }
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let conversation = conversation::whole(session, id).await?;
    if app.hub.is_heard(Topic::Visitor(id)) || app.hub.is_heard(Topic::Visitor(conversation.id)) {
        return Ok(());
    }
    let contact = contact::get(session, conversation.contact.id).await?;
    let way = match due_at {
        Some(_) if contact.blocked.is_none() => {
            reach::of(app, session, &conversation, None).await?.into_iter().find_map(by_mail)
        }
        _ => None,
    };
    drop(reader);
    let mut tx = app.store.begin().await?;
    match way {
        Some((inbox_id, head)) => {
            follow_up::write(&mut tx, stamp(), id, conversation.id, inbox_id, head).await?;
        }
        None => follow_up::leave(&mut tx, id).await?,
    }
    tx.commit().await
}

/// When it may follow: once for so long nothing was written after it, so that all goes in one mail.
/// Never where its inbox keeps it in the chat.
fn due_at(directory: &Directory, unseen: Unseen) -> Option<Timestamp> {
    let after_ms = directory.get::<Inbox>(unseen.inbox_id)?.record.webchat.follow_up_after_ms;
    (after_ms > 0).then(|| unseen.at + Duration::from_millis(after_ms))
}

/// Where it goes by mail, if it is likely to arrive, and they have not refused it.
fn by_mail(reach: Reach) -> Option<(InboxId, MailHead)> {
    let is_doubtful = matches!(reach.reason, ReachReason::LastFailed | ReachReason::Refused);
    let arrives = reach.state == ReachState::Reachable && !is_doubtful;
    let mail = reach.mail.filter(|_| arrives && reach.channel == Channel::Email)?;
    let head = MailHead { signature: mail.signature, ..MailHead::outgoing(mail.subject, mail.to) };
    Some((reach.inbox_id, head))
}

#[cfg(test)]
mod tests {
    use rapport_core::id::TypedId;
    use rapport_core::reach::ReachMail;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn nothing_follows_to_where_it_does_not_arrive_or_is_not_wanted() {
        let reach = |state, reason| Reach {
            inbox_id: InboxId::from_uuid(Uuid::nil()),
            channel: Channel::Email,
            state,
            reason,
            suggestion: None,
            consent: None,
            mail: Some(ReachMail {
                to: Vec::new(),
                subject: "Shop".into(),
                signature: String::new(),
            }),
        };
        let follows = |state, reason| by_mail(reach(state, reason)).is_some();
        assert!(follows(ReachState::Reachable, ReachReason::Confirmed));
        assert!(!follows(ReachState::Reachable, ReachReason::LastFailed));
        assert!(!follows(ReachState::Reachable, ReachReason::Refused));
        assert!(!follows(ReachState::Unreachable, ReachReason::NoAddress));
    }
}
