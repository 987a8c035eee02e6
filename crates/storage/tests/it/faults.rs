//! What the log of the program tells whoever runs it.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use rapport_core::actor::Actor;
use rapport_core::attachment::Attachment;
use rapport_storage::StoreError;
use rapport_storage::attachment::{self, NewAttachment, Uploader};
use rapport_storage::files::Content;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::world::{World, of_contact};

/// Keeps the errors that are logged, of whichever thread: the writer has its own.
#[derive(Clone, Default)]
struct Faults(Arc<Mutex<Vec<String>>>);

impl Faults {
    fn tell_of(&self, text: &str) -> bool {
        self.0.lock().unwrap().iter().any(|fault| fault.contains(text))
    }
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push_str(&format!("{field}: {value:?}\n"));
    }
}

impl Subscriber for Faults {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::ERROR
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        self.0.lock().unwrap().push(text.0);
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}
    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}
    fn enter(&self, _span: &Id) {}
    fn exit(&self, _span: &Id) {}
}

async fn uploaded(world: &World) -> Attachment {
    let attachment = Attachment {
        id: world.stamp().id(),
        name: "invoice.pdf".into(),
        content_type: "application/pdf".into(),
        size_bytes: 3,
        width: None,
        height: None,
    };
    let new = NewAttachment {
        attachment: attachment.clone(),
        content: Content { size_bytes: 3, sha256: vec![0; 32] },
        uploader: Uploader::Visitor("v-1".into()),
        key: None,
    };
    change!(world, tx => attachment::add(tx, &new, Actor::SYSTEM, world.now())).unwrap();
    attachment
}

#[tokio::test]
async fn a_callers_mistake_is_no_fault_of_the_store() {
    let faults = Faults::default();
    tracing::subscriber::set_global_default(faults.clone()).unwrap();
    let world = World::on_sqlite(rand::random).await;
    let on = world.conversation("v-1").await;
    let photo = uploaded(&world).await;
    let with_photo = |id: &str| {
        let mut message = world.message(&on, &of_contact(&on), id, "look");
        message.attachments = vec![photo.clone()];
        world.store.write_message(message)
    };
    with_photo("m-1").await.unwrap();

    let alone = with_photo("m-2").await;
    assert!(matches!(alone, Err(StoreError::AttachmentGone)), "{alone:?}");
    let (one, other) = tokio::join!(with_photo("m-3"), with_photo("m-4"));
    for answer in [one, other] {
        assert!(matches!(answer, Err(StoreError::AttachmentGone)), "{answer:?}");
    }
    assert!(!faults.tell_of(&StoreError::AttachmentGone.to_string()));

    world.store.close().await;
    let message = world.message(&on, &of_contact(&on), "m-5", "look");
    let closed = world.store.write_message(message).await;
    assert!(matches!(closed, Err(StoreError::Unavailable(_))), "{closed:?}");
    assert!(faults.tell_of("messages could not be stored"));
}
