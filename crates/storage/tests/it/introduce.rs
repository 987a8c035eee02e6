use rapport_core::context::FactSourceKind;
use rapport_core::directory::pre_chat::Answered;
use rapport_core::event::EventData;
use rapport_storage::contact_list::{self, ContactFilter};
use rapport_storage::fact;
use rapport_storage::intake::{self, Received, Sender};

use crate::world::{World, inbound};

fn answered() -> Answered {
    Answered {
        name: Some("Vera Violet".into()),
        email: Some("vera@example.com".into()),
        phone: None,
        facts: vec![("topic".into(), "Returns".into())],
        queue_id: None,
    }
}

impl World {
    async fn answers(&self, visitor: &str, id: &str, answered: Answered) -> Received {
        let sender = Sender { answered, ..Sender::visitor(visitor, Some("en")) };
        let inbound = inbound(visitor, id, "hello");
        let (stamp, arrival) = (self.stamp(), self.arrival());
        intake::receive(&self.store, stamp, arrival, &sender, "hello", inbound).await.unwrap()
    }
}

on_both_engines! {
    async fn what_was_answered_before_the_first_message_comes_with_it(world: World) {
        let received = world.answers("v-1", "m-1", answered()).await;
        let contact = received.contact;
        assert_eq!(contact.name.as_deref(), Some("Vera Violet"));
        let email = contact.identities.iter().find(|it| it.value == "vera@example.com").unwrap();
        assert!(!email.verified, "their own word joins nobody");
        let entry = received.stored.into_entry();
        assert_eq!(entry.author.name.as_deref(), Some("Vera Violet"));
        let facts = read!(world, session => fact::of_conversation(session, entry.conversation_id));
        assert_eq!((facts[0].key.as_str(), facts[0].value.as_str()), ("topic", "Returns"));
        assert_eq!(facts[0].source.kind, FactSourceKind::Form);
        let found = read!(world, session =>
            contact_list::list(session, &ContactFilter::query("VERA@example"), None, 10));
        assert_eq!(found.len(), 1, "lists find them by it");
        world.assert_whole().await;
    }

    async fn what_is_known_of_a_contact_stands_and_the_rest_is_added_once(world: World) {
        let known = world.receive("v-1", "m-1", "hello").await.contact;
        let first = world.answers("v-1", "m-2", answered()).await;
        assert_eq!(first.contact.id, known.id);
        let before = world.log().await.len();
        let other = Answered { name: Some("Somebody Else".into()), ..answered() };
        let again = world.answers("v-1", "m-3", other).await.contact;
        assert_eq!(again.name.as_deref(), Some("Vera Violet"));
        assert_eq!(again.identities.len(), 2, "the browser and one address");
        let log = world.log().await;
        let told = log[before..].iter().any(|it| matches!(it.data, EventData::ContactUpdated(_)));
        assert!(!told, "nothing was new");
        world.assert_whole().await;
    }

    async fn the_same_address_of_another_contact_joins_nobody(world: World) {
        let one = world.answers("v-1", "m-1", answered()).await.contact;
        let other = world.answers("v-2", "m-1", answered()).await.contact;
        assert_ne!(one.id, other.id);
        world.assert_whole().await;
    }

    async fn a_message_that_is_sent_again_answers_nothing_twice(world: World) {
        world.answers("v-1", "m-1", answered()).await;
        let before = world.log().await.len();
        world.answers("v-1", "m-1", answered()).await;
        assert_eq!(world.log().await.len(), before);
        world.assert_whole().await;
    }
}
