//! Fetches mails: a task for each inbox keeps a connection to its mailbox, and stores what is new
//! there, as it came, before it is looked at. How far a folder was read is stored with it: after an
//! outage, however long, it goes on from there.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use rapport_channels::email::imap::{Listed, Mailbox, PIECE_BYTES};
use rapport_channels::email::{Fault, Password};
use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::attachment::Attachment;
use rapport_core::channel::Channel;
use rapport_core::directory::{Inbox, Stored};
use rapport_core::event::EventData;
use rapport_core::id::{AttachmentId, InboxId};
use rapport_storage::attachment::{self, NewAttachment, Uploader};
use rapport_storage::mail::{self, Cursor, INLINE_BYTES_MAX, NewMail, Raw};
use rapport_storage::{Logged, StoreError};
use tokio::sync::Notify;

use super::status::Connection;
use super::{password, take};
use crate::app::{App, STORE_RETRY, stamp};
use crate::clock;
use crate::lanes::Lanes;

/// Messages whose sizes are asked at once, and that are fetched at once when they are small.
const LIST_MAX: usize = 200;
/// Bytes of small messages that are fetched at once.
const BATCH_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// How long a connection waits for news before it looks by itself: servers drop those that are
/// silent for longer, and some forget to tell.
const WAIT_ONE_FOLDER: Duration = Duration::from_secs(4 * 60);
/// News come of one folder only; the others are looked at so often.
const WAIT_FOLDERS: Duration = Duration::from_secs(30);
/// Pauses after a connection failed, doubled from the first to the last.
const PAUSE_FIRST: Duration = Duration::from_secs(2);
const PAUSE_LAST: Duration = Duration::from_secs(5 * 60);

#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error(transparent)]
    Mailbox(#[from] Fault),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a file for a mail: {0}")]
    Disk(#[from] std::io::Error),
}

/// Keeps a task for each e-mail inbox, and tells it of changes.
pub async fn run(app: App, cursor: i64) {
    let mut follower = app.store.follow(cursor);
    let mut tasks: HashMap<InboxId, Arc<Notify>> = HashMap::new();
    let wake = |tasks: &mut HashMap<InboxId, Arc<Notify>>, id: InboxId| {
        let changed = tasks.entry(id).or_insert_with(|| {
            let changed = Arc::new(Notify::new());
            app.spawn(tend(app.clone(), id, changed.clone()));
            changed
        });
        changed.notify_one();
    };
    let is_mailbox = |id: &InboxId| {
        app.directory().get::<Inbox>(*id).is_some_and(|it| it.record.channel == Channel::Email)
    };
    for id in app.directory().inboxes.keys().filter(|id| is_mailbox(id)) {
        wake(&mut tasks, *id);
    }
    loop {
        let news = tokio::select! {
            () = app.shutdown.begun() => return,
            news = follower.next() => news,
        };
        match news {
            Ok(events) => {
                for id in events.iter().filter_map(|it| changes(it)).filter(is_mailbox) {
                    wake(&mut tasks, id);
                }
            }
            Err(_) => tokio::time::sleep(STORE_RETRY).await,
        }
    }
}

/// The inbox whose connection may have to change.
fn changes(logged: &Logged) -> Option<InboxId> {
    match &logged.event.data {
        EventData::MailPasswordChanged(change) => Some(change.inbox_id),
        EventData::RecordCreated(change)
        | EventData::RecordUpdated(change)
        | EventData::RecordArchived(change) => change.id.parse().ok(),
        _ => None,
    }
}

/// What a connection is made of.
type Access = (Arc<Stored<Inbox>>, Password);

/// None for an inbox that is off, or without a password.
async fn access(app: &App, id: InboxId) -> Result<Option<Access>, StoreError> {
    let directory = app.directory();
    let Some(inbox) = directory.in_use::<Inbox>(id).filter(|it| it.record.enabled) else {
        return Ok(None);
    };
    let password = password::of(&mut app.store.read().await?.session(), id).await?;
    Ok(password.map(|password| (inbox.clone(), password)))
}

/// Keeps the inbox connected until the program stops.
async fn tend(app: App, id: InboxId, changed: Arc<Notify>) {
    let mut taking = Lanes::default();
    // What was stored before the program ended.
    taking.wake(&app, id, take::work);
    let mut pause = PAUSE_FIRST;
    loop {
        let read = async {
            let Some(access) = access(&app, id).await? else {
                app.mail.set(id, None);
                return Ok(());
            };
            read(&app, &access, &mut taking, &mut pause).await
        };
        let ended = tokio::select! {
            () = app.shutdown.begun() => return,
            () = changed.notified() => {
                pause = PAUSE_FIRST;
                continue;
            }
            ended = read => ended,
        };
        let rest = match ended {
            // It is off.
            Ok(()) => None,
            Err(error) => {
                tracing::warn!(%error, inbox = %id, "a mailbox cannot be read; will try again");
                let fault = match error {
                    FetchError::Mailbox(fault) => fault,
                    error => Fault::local(&error.to_string()),
                };
                app.mail.set(id, Some(Connection::Failed { fault, at: clock::now() }));
                let rest = pause;
                pause = (pause * 2).min(PAUSE_LAST);
                Some(rest)
            }
        };
        let rested = async {
            match rest {
                Some(rest) => tokio::time::sleep(rest).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = app.shutdown.begun() => return,
            () = changed.notified() => pause = PAUSE_FIRST,
            () = rested => {}
        }
    }
}

/// Reads a mailbox, and what comes to it, until something is wrong.
async fn read(
    app: &App,
    (inbox, password): &Access,
    taking: &mut Lanes<InboxId>,
    pause: &mut Duration,
) -> Result<(), FetchError> {
    let id = inbox.id;
    let server = &inbox.record.email.incoming;
    if app.mail.of(id).is_none() {
        app.mail.set(id, Some(Connection::Connecting));
    }
    let mut mailbox = Mailbox::open(server, password, &app.trust).await?;
    let wait = if server.folders.len() > 1 { WAIT_FOLDERS } else { WAIT_ONE_FOLDER };
    loop {
        // The first one last: it is the one that is listened to.
        for folder in server.folders.iter().rev() {
            read_folder(app, inbox, &mut mailbox, folder, taking).await?;
        }
        app.mail.set(id, Some(Connection::Connected { read_at: clock::now() }));
        *pause = PAUSE_FIRST;
        mailbox = mailbox.wait(wait).await?;
    }
}

/// Stores what is new in a folder.
async fn read_folder(
    app: &App,
    inbox: &Stored<Inbox>,
    mailbox: &mut Mailbox,
    name: &str,
    taking: &mut Lanes<InboxId>,
) -> Result<(), FetchError> {
    let folder = mailbox.select(name).await?;
    let uid_validity = i64::from(folder.uid_validity);
    let mut reader = app.store.read().await?;
    let known = mail::cursor(&mut reader.session(), inbox.id, name).await?;
    drop(reader);
    let cursor = match known {
        Some(cursor) if cursor.uid_validity == uid_validity => cursor,
        // The server has numbered the folder anew (RFC 3501, section 2.3.1.1), or it is new here:
        // what is stored already is known by what it says.
        known => {
            let since = known.map_or_else(|| first_day(inbox), |cursor| cursor.since);
            Cursor { uid_validity, uid: 0, since }
        }
    };
    let after = u32::try_from(cursor.uid).unwrap_or(u32::MAX);
    // What came before is none of ours; later than the first reading the number alone decides.
    let since = (cursor.uid == 0).then(|| imap_date(cursor.since));
    let uids = mailbox.after(after, since.as_deref()).await?;
    if known.is_none() && inbox.record.email.incoming.history_days == 0 {
        // `SINCE` counts whole days, and only what comes from now on is wanted.
        let last = match folder.uid_next {
            Some(next) => i64::from(next) - 1,
            None => uids.last().map_or(0, |uid| i64::from(*uid)),
        };
        return set_cursor(app, inbox.id, name, Cursor { uid: last, ..cursor }).await;
    }
    if uids.is_empty() && known.is_none() {
        return set_cursor(app, inbox.id, name, cursor).await;
    }
    for uids in uids.chunks(LIST_MAX) {
        let mut listed = mailbox.sizes(uids).await?;
        while !listed.is_empty() {
            let batch = take_batch(&mut listed);
            store(app, inbox.id, mailbox, name, cursor, &batch).await?;
            taking.wake(app, inbox.id, take::work);
        }
    }
    Ok(())
}

/// From which day on mails of a new inbox are wanted.
fn first_day(inbox: &Stored<Inbox>) -> Timestamp {
    let days = u64::from(inbox.record.email.incoming.history_days);
    clock::now() - Duration::from_secs(days * 24 * 60 * 60)
}

/// RFC 3501, section 9: `date-text`.
fn imap_date(at: Timestamp) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = at.to_string();
    let mut parts = text.split(['-', 'T']);
    let year = parts.next().unwrap_or_default();
    let month: usize = parts.next().and_then(|it| it.parse().ok()).unwrap_or(1);
    let day = parts.next().unwrap_or_default();
    format!("{day}-{}-{year}", MONTHS[month.clamp(1, 12) - 1])
}

async fn set_cursor(
    app: &App,
    inbox_id: InboxId,
    folder: &str,
    cursor: Cursor,
) -> Result<(), FetchError> {
    let mut tx = app.store.begin().await?;
    mail::set_cursor(&mut tx, inbox_id, folder, cursor).await?;
    tx.commit().await?;
    Ok(())
}

/// The next messages that are fetched together: small ones, or a large one alone.
fn take_batch(listed: &mut Vec<Listed>) -> Vec<Listed> {
    let mut bytes = 0;
    let count = listed
        .iter()
        .take_while(|it| {
            bytes += u64::from(it.size_bytes);
            is_small(it) && bytes <= BATCH_BYTES_MAX
        })
        .count();
    listed.drain(..count.max(1)).collect()
}

fn is_small(listed: &Listed) -> bool {
    usize::try_from(listed.size_bytes).is_ok_and(|bytes| bytes <= INLINE_BYTES_MAX)
}

/// Stores messages with how far the folder is read then, and marks them as seen after that.
async fn store(
    app: &App,
    inbox_id: InboxId,
    mailbox: &mut Mailbox,
    folder: &str,
    cursor: Cursor,
    batch: &[Listed],
) -> Result<(), FetchError> {
    let uids: Vec<u32> = batch.iter().map(|it| it.uid).collect();
    let Some(last) = uids.last() else { return Ok(()) };
    let mut files = Vec::new();
    let mails = match batch {
        [large] if !is_small(large) => {
            let (mail, file) = fetch_large(app, inbox_id, mailbox, *large).await?;
            files.extend(file);
            mail.into_iter().collect()
        }
        _ => mailbox
            .messages(&uids)
            .await?
            .into_iter()
            .map(|(uid, raw)| NewMail {
                id: stamp().id(),
                uid: i64::from(uid),
                size_bytes: i64::try_from(raw.len()).unwrap_or(i64::MAX),
                raw: Raw::Here(raw),
            })
            .collect::<Vec<_>>(),
    };
    let now = clock::now();
    let mut tx = app.store.begin().await?;
    for file in &files {
        attachment::add(&mut tx, file, Actor::SYSTEM, now).await?;
    }
    mail::keep(&mut tx, inbox_id, folder, cursor.uid_validity, &mails, now).await?;
    let read = Cursor { uid: i64::from(*last), ..cursor };
    mail::set_cursor(&mut tx, inbox_id, folder, read).await?;
    tx.commit().await?;
    mailbox.mark_seen(&uids).await?;
    Ok(())
}

/// A message that is too large to be held: piece by piece into a file. None when it has gone.
async fn fetch_large(
    app: &App,
    inbox_id: InboxId,
    mailbox: &mut Mailbox,
    listed: Listed,
) -> Result<(Option<NewMail>, Option<NewAttachment>), FetchError> {
    let id: AttachmentId = stamp().id();
    let mut staged = app.files.stage(id).await?;
    let mut offset = 0_u32;
    loop {
        let piece = mailbox.piece(listed.uid, offset).await?;
        staged.write(&piece).await?;
        let Ok(bytes) = u32::try_from(piece.len()) else { break };
        if bytes < PIECE_BYTES {
            break;
        }
        offset = offset.saturating_add(bytes);
    }
    if staged.size_bytes() == 0 {
        return Ok((None, None));
    }
    let content = staged.content();
    let attachment = Attachment {
        id,
        name: "message.eml".to_owned(),
        content_type: "application/octet-stream".to_owned(),
        size_bytes: content.size_bytes,
        width: None,
        height: None,
    };
    staged.keep().await?;
    let mail = NewMail {
        id: stamp().id(),
        uid: i64::from(listed.uid),
        size_bytes: content.size_bytes,
        raw: Raw::File(id),
    };
    let file =
        NewAttachment { attachment, content, uploader: Uploader::Inbox(inbox_id), key: None };
    Ok((Some(mail), Some(file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_imap_writes_them() {
        let at = Timestamp::from_micros(1_768_208_400_000_000);
        assert_eq!(imap_date(at), "12-Jan-2026");
    }

    #[test]
    fn large_messages_go_alone() {
        let of = |uid, size_bytes| Listed { uid, size_bytes };
        let large = u32::try_from(INLINE_BYTES_MAX).unwrap() + 1;
        let mut listed = vec![of(1, 10), of(2, 20), of(3, large), of(4, large), of(5, 1)];
        let mut batches = Vec::new();
        while !listed.is_empty() {
            batches.push(take_batch(&mut listed).iter().map(|it| it.uid).collect::<Vec<_>>());
        }
        assert_eq!(batches, [vec![1, 2], vec![3], vec![4], vec![5]]);
    }
}
