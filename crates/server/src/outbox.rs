//! The outbox worker: hands what is due to its channel, and tells how it went. Each inbox has a task
//! of its own, woken by new messages; of a conversation one message goes out after the other.

use std::io;

use futures_util::{StreamExt, stream};
use rapport_channels::{Address, Goods, Needs, Outgoing, SendError};
use rapport_core::actor::ActorKind;
use rapport_core::directory::{Inbox, Kind};
use rapport_core::entry::{DeliveryState, EntryBody};
use rapport_core::event::EventData;
use rapport_core::id::InboxId;
use rapport_storage::outbox::{self, Due, Outcome};
use rapport_storage::{Logged, StoreError, contact, conversation};

use tokio::sync::oneshot;

use crate::app::{App, STORE_RETRY};
use crate::lanes::Lanes;
use crate::mail::goods;
use crate::{clock, signing};

/// Messages taken from the store at once.
const DUE_MAX: i64 = 256;
/// Messages of one inbox that are handed over at the same time.
const AT_ONCE: usize = 8;
/// A message that could not go out for so many tries has failed, whatever its channel says.
const ATTEMPTS_MAX: i64 = 40;

pub async fn run(app: App, cursor: i64) {
    let mut follower = app.store.follow(cursor);
    let mut lanes = Lanes::default();
    for id in app.directory().inboxes.keys() {
        lanes.wake(&app, *id, work);
    }
    loop {
        let news = tokio::select! {
            () = app.shutdown.begun() => return,
            news = follower.next() => news,
        };
        match news {
            Ok(events) => {
                let mut inboxes: Vec<_> = events.iter().filter_map(|it| goes_out_by(it)).collect();
                inboxes.sort_unstable();
                inboxes.dedup();
                for id in inboxes {
                    lanes.wake(&app, id, work);
                }
            }
            Err(_) => tokio::time::sleep(STORE_RETRY).await,
        }
    }
}

/// The inbox by which there is something to send now.
fn goes_out_by(logged: &Logged) -> Option<InboxId> {
    let event = &logged.event;
    match &event.data {
        EventData::MessageCreated(change) if event.actor.kind != ActorKind::Contact => {
            match &change.entry.as_ref()?.body {
                EntryBody::Message { inbox_id, .. } => Some(*inbox_id),
                EntryBody::Note { .. } | EntryBody::Event { .. } => None,
            }
        }
        // Sent again by hand.
        EventData::MessageDeliveryChanged(change) => match &change.entry.as_ref()?.body {
            EntryBody::Message { inbox_id, delivery: Some(delivery), .. }
                if delivery.state == DeliveryState::Queued =>
            {
                Some(*inbox_id)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Works off what is due by one inbox.
async fn work(app: App, inbox_id: InboxId) -> Result<(), StoreError> {
    settle_unclear(&app, inbox_id).await?;
    loop {
        let mut reader = app.store.read().await?;
        let due = outbox::due(&mut reader.session(), inbox_id, clock::now(), DUE_MAX).await?;
        drop(reader);
        if due.is_empty() {
            return Ok(());
        }
        // All of them, also where one fails: what is under way must not be taken up a second time.
        let ended: Vec<Result<(), StoreError>> = stream::iter(due)
            .map(|message| whole(app.clone(), message))
            .buffer_unordered(AT_ONCE)
            .collect()
            .await;
        ended.into_iter().collect::<Result<(), _>>()?;
    }
}

/// What was being handed over when the program ended may have gone out: an agent has to look. Only
/// one task hands an inbox's messages over, so nothing of it is under way here.
async fn settle_unclear(app: &App, inbox_id: InboxId) -> Result<(), StoreError> {
    let mut reader = app.store.read().await?;
    let unclear = outbox::unclear(&mut reader.session(), inbox_id, DUE_MAX).await?;
    drop(reader);
    for due in unclear {
        let reason = "the program ended while the mail server was taking it. Look whether it \
                      arrived before you send it again";
        let outcome = Outcome::Failed { reason: reason.to_owned() };
        let mut tx = app.store.begin().await?;
        outbox::settle(&mut tx, &due, &outcome, clock::now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn send(app: &App, due: &Due) -> Result<Result<(), SendError>, StoreError> {
    let never = |reason: String| Ok(Err(SendError::Never { reason }));
    let directory = app.directory();
    let Some(inbox) = directory.get::<Inbox>(due.inbox_id) else {
        return never("its inbox is gone".to_owned());
    };
    let Some(channel) = app.channels.get(inbox.record.channel) else {
        return never(format!("this release has no {} channel", inbox.record.channel.name()));
    };
    let (entry, attempts, now) = (&due.entry, due.attempts, clock::now());
    let mut outgoing = Outgoing { inbox, entry, attempts, now, goods: Goods::Nothing };
    match channel.needs() {
        Needs::Nothing => Ok(channel.send(outgoing).await),
        Needs::Contact => {
            let mut reader = app.store.read().await?;
            let session = &mut reader.session();
            let whose = conversation::get(session, due.conversation_id).await?.contact.id;
            let contact = contact::get(session, whose).await?;
            let secrets = signing::of(session, Kind::Inbox, inbox.id).await?;
            drop(reader);
            if let Some(secrets) = &secrets {
                outgoing.goods = Goods::Contact(Address { contact: &contact, secrets });
            }
            Ok(channel.send(outgoing).await)
        }
        Needs::Mail => match goods::collect(app, &directory, inbox, due).await? {
            Ok(collected) => {
                outgoing.goods = Goods::Mail(collected.goods());
                Ok(channel.send(outgoing).await)
            }
            Err(missing) => never(missing.reason()),
        },
    }
}

/// Hands a message over to the end, even if the program is asked to stop meanwhile: what is broken
/// off may have gone out.
async fn whole(app: App, due: Due) -> Result<(), StoreError> {
    let (tell, told) = oneshot::channel();
    app.spawn({
        let app = app.clone();
        async move {
            // Nobody listens any more when the program stops.
            let _ = tell.send(hand_over(app, due).await);
        }
    });
    let broke_off = |_| Err(StoreError::disk(io::Error::other("handing a message over broke off")));
    told.await.unwrap_or_else(broke_off)
}

async fn hand_over(app: App, due: Due) -> Result<(), StoreError> {
    let outcome = match send(&app, &due).await? {
        Ok(()) => Outcome::Sent,
        Err(SendError::Later { after, reason }) if due.attempts < ATTEMPTS_MAX => {
            let mut tx = app.store.begin().await?;
            outbox::postpone(&mut tx, &due, clock::now() + after, &reason).await?;
            return tx.commit().await;
        }
        Err(SendError::Later { reason, .. } | SendError::Never { reason }) => {
            Outcome::Failed { reason }
        }
    };
    let mut tx = app.store.begin().await?;
    outbox::settle(&mut tx, &due, &outcome, clock::now()).await?;
    tx.commit().await
}
