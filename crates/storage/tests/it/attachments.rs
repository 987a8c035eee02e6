use std::path::Path;
use std::time::{Duration, SystemTime};

use rapport_core::actor::Actor;
use rapport_core::attachment::Attachment;
use rapport_core::conversation::Conversation;
use rapport_core::entry::Entry;
use rapport_core::event::EventData;
use rapport_storage::attachment::{self, Added, NewAttachment, Uploader, WAITS_FOR};
use rapport_storage::backup::{BackupError, attachments_of, backup, restore};
use rapport_storage::files::{Files, Found};
use rapport_storage::intake::{self, Content};
use rapport_storage::message::Stored;
use rapport_storage::search::Scope;
use rapport_storage::{Location, Store, StoreError, check, entry, search};

use crate::world::{World, inbound, of_contact};

fn visitor() -> Uploader {
    Uploader::Visitor("v-1".to_owned())
}

async fn files() -> (tempfile::TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).await.unwrap();
    (folder, files)
}

/// A file on the disk, whose row is not written yet.
async fn staged(
    world: &World,
    files: &Files,
    uploader: Uploader,
    key: Option<&str>,
    content: &[u8],
) -> NewAttachment {
    let id = world.stamp().id();
    let mut staged = files.stage(id).await.unwrap();
    staged.write(content).await.unwrap();
    let content = staged.content();
    staged.keep().await.unwrap();
    NewAttachment {
        attachment: Attachment {
            id,
            name: "Rechnung 17.pdf".into(),
            content_type: "application/pdf".into(),
            size_bytes: content.size_bytes,
            width: None,
            height: None,
        },
        content,
        uploader,
        key: key.map(str::to_owned),
    }
}

async fn try_upload(world: &World, new: &NewAttachment) -> Result<Added, StoreError> {
    change!(world, tx => attachment::add(tx, new, Actor::SYSTEM, world.now()))
}

async fn upload(world: &World, files: &Files, content: &[u8]) -> Attachment {
    let new = staged(world, files, visitor(), None, content).await;
    match try_upload(world, &new).await.unwrap() {
        Added::New(attachment) => attachment,
        Added::Before(_) => panic!("it is new"),
    }
}

/// The visitor's message with the attachments.
async fn send(
    world: &World,
    on: &Conversation,
    id: &str,
    attachments: &[Attachment],
) -> Result<Stored, StoreError> {
    let mut message = world.message(on, &of_contact(on), id, "see the invoice");
    message.attachments = attachments.to_vec();
    world.store.write_message(message).await
}

async fn sent(world: &World, on: &Conversation, id: &str, attachments: &[Attachment]) -> Entry {
    send(world, on, id, attachments).await.unwrap().into_entry()
}

on_both_engines! {
    async fn a_message_takes_its_uploads_with_it_once(world: World) {
        let (_folder, files) = files().await;
        let on = world.conversation("v-1").await;
        let one = upload(&world, &files, b"one").await;
        let two = upload(&world, &files, b"two").await;
        let both = [one.clone(), two.clone()];
        let entry = sent(&world, &on, "m-1", &both).await;
        assert_eq!(entry.body.attachments(), both);
        let timeline = world.timeline(on.id).await;
        assert_eq!(timeline.last().unwrap(), &entry, "as it was acknowledged");
        let held = read!(world, session => attachment::get(session, one.id));
        assert_eq!(held.sent, Some((on.id, entry.id)));
        assert_eq!(world.get(on.id).await.preview.unwrap().text, "📎 see the invoice");

        // The same message again is the same; with other attachments it is not.
        let again = send(&world, &on, "m-1", &both).await.unwrap();
        assert!(matches!(again, Stored::Before(before) if before == entry));
        let other = send(&world, &on, "m-1", &[]).await;
        assert!(matches!(other, Err(StoreError::KeyReused)), "{other:?}");
        // What went with a message goes with no other, and the others of its batch are written.
        let three = upload(&world, &files, b"three").await;
        let (taken, fresh, plain) = tokio::join!(
            send(&world, &on, "m-2", std::slice::from_ref(&two)),
            send(&world, &on, "m-3", std::slice::from_ref(&three)),
            send(&world, &on, "m-4", &[]),
        );
        assert!(matches!(taken, Err(StoreError::AttachmentGone)), "{taken:?}");
        assert!(fresh.is_ok() && plain.is_ok(), "{fresh:?} {plain:?}");
        world.assert_whole().await;
    }

    async fn a_first_message_may_be_an_attachment_alone(world: World) {
        let (_folder, files) = files().await;
        let photo = upload(&world, &files, b"one").await;
        let content = Content { text: String::new(), attachments: vec![photo.clone()] };
        let sender = intake::Sender::visitor("v-1", None);
        let inbound = inbound("v-1", "m-1", "");
        let received = intake::receive(
            &world.store, world.stamp(), world.arrival(), &sender, content, inbound,
        ).await.unwrap();
        let entry = received.stored.into_entry();
        assert_eq!(entry.body.attachments(), std::slice::from_ref(&photo));
        let now = world.get(entry.conversation_id).await;
        assert_eq!(now.preview.unwrap().text, "📎 Rechnung 17.pdf");
        let contact = received.contact.id;
        read!(world, session => attachment::get_of_contact(session, photo.id, contact));
        let stranger = world.conversation("v-2").await.contact.id;
        let mut reader = world.store.read().await.unwrap();
        let hidden =
            attachment::get_of_contact(&mut reader.session(), photo.id, stranger).await;
        assert!(matches!(hidden, Err(StoreError::NotFound("attachment"))));
        drop(reader);
        world.assert_whole().await;
    }

    async fn an_upload_sent_twice_is_one(world: World) {
        let (_folder, files) = files().await;
        let first = staged(&world, &files, visitor(), Some("k"), b"one").await;
        let again = staged(&world, &files, visitor(), Some("k"), b"one").await;
        let other = staged(&world, &files, visitor(), Some("k"), b"other").await;
        let another = staged(&world, &files, Uploader::Visitor("v-2".into()), Some("k"), b"other").await;
        assert!(matches!(try_upload(&world, &first).await, Ok(Added::New(_))));
        let before = try_upload(&world, &again).await.unwrap();
        assert_eq!(before, Added::Before(first.attachment.clone()));
        assert!(matches!(try_upload(&world, &other).await, Err(StoreError::KeyReused)));
        assert!(matches!(try_upload(&world, &another).await, Ok(Added::New(_))));
        world.assert_whole().await;
    }

    async fn only_its_uploader_can_send_it(world: World) {
        let (_folder, files) = files().await;
        let one = upload(&world, &files, b"one").await;
        let own = read!(world, session => attachment::of_uploader(session, &visitor(), &[one.id]));
        assert_eq!(own, std::slice::from_ref(&one));
        let mut reader = world.store.read().await.unwrap();
        for other in [Uploader::Visitor("v-2".into()), Uploader::Agent(world.agents[0])] {
            let refused = attachment::of_uploader(&mut reader.session(), &other, &[one.id]).await;
            assert!(matches!(refused, Err(StoreError::NotFound("attachment"))), "{other:?}");
        }
        let waits = attachment::waiting_of(&mut reader.session(), &visitor()).await.unwrap();
        assert_eq!((waits.files, waits.bytes), (1, 3));
        let all = attachment::waiting_of_visitors(&mut reader.session()).await.unwrap();
        assert_eq!(all, waits);
    }

    async fn what_no_message_takes_expires(world: World) {
        let (_folder, files) = files().await;
        let on = world.conversation("v-1").await;
        let kept = upload(&world, &files, b"kept").await;
        sent(&world, &on, "m-1", std::slice::from_ref(&kept)).await;
        let late = upload(&world, &files, b"late").await;
        world.pass(WAITS_FOR - Duration::from_secs(1));
        assert_eq!(change!(world, tx => attachment::expire(tx, world.now(), 10)).unwrap(), []);
        world.pass(Duration::from_secs(2));
        let gone = change!(world, tx => attachment::expire(tx, world.now(), 10)).unwrap();
        assert_eq!(gone, [late.id]);
        let told = world.log().await.pop().unwrap().data;
        assert!(matches!(told, EventData::AttachmentExpired(change) if change.attachment == late));
        let refused = send(&world, &on, "m-2", &[late]).await;
        assert!(matches!(refused, Err(StoreError::AttachmentGone)), "{refused:?}");
        assert!(read!(world, session => attachment::is_known(session, kept.id)));
        world.assert_whole().await;
    }

    async fn a_search_finds_a_message_by_its_attachment_s_name(world: World) {
        let (_folder, files) = files().await;
        let on = world.conversation("v-1").await;
        let one = upload(&world, &files, b"one").await;
        let entry = sent(&world, &on, "m-1", &[one]).await;
        for query in ["rechnung", "invoice", "rechnung 17"] {
            let hits = read!(world, session => search::search(session, query, Scope::default(), i64::MAX, 10));
            assert_eq!(hits.len(), 1, "{query}");
            assert_eq!(hits[0].entry, entry, "{query}");
        }
    }

    async fn check_finds_files_that_are_lost_or_changed(world: World) {
        let (_folder, files) = files().await;
        let on = world.conversation("v-1").await;
        let mut all = Vec::new();
        for content in [b"same", b"lost", b"long", b"flip"] {
            all.push(upload(&world, &files, content).await);
        }
        let waits = upload(&world, &files, b"waits").await;
        sent(&world, &on, "m-1", &all).await;
        assert_eq!(read!(world, session => check::check_files(session, &files)), []);
        files.remove(waits.id).await.unwrap();
        files.remove(all[1].id).await.unwrap();
        write_over(&files, &all[2], b"longer").await;
        write_over(&files, &all[3], b"FLIP").await;
        let findings = read!(world, session => check::check_files(session, &files));
        let mut expected: Vec<String> = all[1..].iter().map(|it| it.id.to_string()).collect();
        expected.sort();
        assert_eq!(findings[0].rows, expected);
        world.assert_whole().await;
    }
}

async fn write_over(files: &Files, attachment: &Attachment, content: &[u8]) {
    files.remove(attachment.id).await.unwrap();
    let mut staged = files.stage(attachment.id).await.unwrap();
    staged.write(content).await.unwrap();
    staged.keep().await.unwrap();
}

#[tokio::test]
async fn a_file_that_never_became_whole_is_no_file() {
    let (folder, files) = files().await;
    let world = World::on_sqlite(rand::random).await;
    let id = world.stamp().id();
    let mut under_way = files.stage(id).await.unwrap();
    under_way.write(b"half").await.unwrap();
    assert!(files.read(id).await.is_err());
    under_way.flush().await.unwrap();
    // A crash leaves it as it is.
    std::mem::forget(under_way);
    let kept = staged(&world, &files, visitor(), None, b"whole").await.attachment.id;
    std::fs::write(folder.path().join("attachments/notes.txt"), "not ours").unwrap();

    let beginning = SystemTime::UNIX_EPOCH;
    let mut found = files.changed_within(beginning..=beginning).await.unwrap();
    assert_eq!(found, [], "all of it is newer");
    let modified = |name: &str| {
        let path = folder.path().join("attachments").join(name);
        path.metadata().unwrap().modified().unwrap()
    };
    let newest = std::fs::read_dir(files.folder())
        .unwrap()
        .map(|file| modified(file.unwrap().file_name().to_str().unwrap()))
        .max()
        .unwrap();
    found = files.changed_within(beginning..=newest).await.unwrap();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.contains(&Found::File(kept)));
    assert!(found.iter().any(|it| matches!(it, Found::Part(path) if path.is_file())));
    world.destroy().await;
}

/// A backup with two attachments, one of which waits for its message.
async fn backed_up(folder: &Path) -> (std::path::PathBuf, Entry) {
    let (_data, files) = files().await;
    let world = World::on_sqlite(rand::random).await;
    let on = world.conversation("v-1").await;
    let one = upload(&world, &files, b"one").await;
    upload(&world, &files, b"waits").await;
    let entry = sent(&world, &on, "m-1", &[one]).await;
    let to = folder.join("monday.backup");
    backup(&world.store, &files, &to).await.unwrap();
    let again = backup(&world.store, &files, &to).await;
    assert!(matches!(again, Err(BackupError::Exists(_))), "{again:?}");
    world.destroy().await;
    (to, entry)
}

#[tokio::test]
async fn a_backup_holds_the_attachments_too() {
    let folder = tempfile::tempdir().unwrap();
    let (backup, entry) = backed_up(folder.path()).await;
    let restored = folder.path().join("restored");
    std::fs::create_dir(&restored).unwrap();
    restore(&backup, &restored.join("rapport.db")).await.unwrap();
    let store = Store::open(&Location::Sqlite(restored.join("rapport.db"))).await.unwrap();
    let files = Files::of(&restored);
    let mut reader = store.read().await.unwrap();
    let there = entry::get(&mut reader.session(), entry.id).await.unwrap();
    assert_eq!(there, entry);
    assert_eq!(check::check_files(&mut reader.session(), &files).await.unwrap(), []);
    let id = entry.body.attachments()[0].id;
    let mut content = String::new();
    let mut file = files.read(id).await.unwrap();
    tokio::io::AsyncReadExt::read_to_string(&mut file, &mut content).await.unwrap();
    assert_eq!(content, "one");
    drop(reader);
    store.close().await;
}

#[tokio::test]
async fn a_backup_without_one_of_its_attachments_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let (backup, entry) = backed_up(folder.path()).await;
    let files = Files::at(&attachments_of(&backup));
    files.remove(entry.body.attachments()[0].id).await.unwrap();
    let restored = folder.path().join("restored");
    std::fs::create_dir(&restored).unwrap();
    let refused = restore(&backup, &restored.join("rapport.db")).await;
    assert!(matches!(refused, Err(BackupError::NotABackup { .. })), "{refused:?}");
    assert_eq!(std::fs::read_dir(&restored).unwrap().count(), 0, "nothing is left behind");
}

#[tokio::test]
async fn a_restore_overwrites_no_attachments() {
    let folder = tempfile::tempdir().unwrap();
    let (backup, _) = backed_up(folder.path()).await;
    let restored = folder.path().join("restored");
    std::fs::create_dir_all(restored.join("attachments")).unwrap();
    std::fs::write(restored.join("attachments/here"), "already").unwrap();
    let refused = restore(&backup, &restored.join("rapport.db")).await;
    assert!(matches!(refused, Err(BackupError::Exists(_))), "{refused:?}");
}
