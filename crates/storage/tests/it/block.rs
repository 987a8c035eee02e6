use rapport_core::contact::{Identification, IdentityKind};
use rapport_core::conversation::ConversationStatus;
use rapport_core::event::EventData;
use rapport_storage::contact_list::{self, ContactFilter};
use rapport_storage::identify::{Identified, identify};
use rapport_storage::{StoreError, block, interaction};

use crate::world::{World, of_contact};

fn of_blocked() -> ContactFilter {
    ContactFilter { blocked: true, ..ContactFilter::default() }
}

on_both_engines! {
    async fn nothing_more_is_taken_from_who_is_blocked(world: World) {
        let on = world.conversation("v-1").await;
        let reason = Some("Insults".to_owned());
        let blocked = change!(world, tx => block::block(
            tx, world.stamp(), on.contact.id, reason.clone(), world.agent(0)))
        .unwrap();
        assert_eq!(blocked.blocked.as_ref().map(|it| it.reason.clone()), Some(reason));
        assert_eq!(world.get(on.id).await.status, ConversationStatus::Resolved);
        assert_eq!(read!(world, session => interaction::live(session)), []);

        let head = world.head().await;
        let again = world.try_receive("v-1", "m-2", "I am back").await;
        assert!(matches!(again, Err(StoreError::Blocked)), "{again:?}");
        let message = world.message(&on, &of_contact(&on), "m-3", "and here");
        let fast = world.store.write_message(message).await;
        assert!(matches!(fast, Err(StoreError::NotOpen)), "{fast:?}");
        assert_eq!(world.head().await, head, "neither left a trace");
        let twice = change!(world, tx => block::block(
            tx, world.stamp(), on.contact.id, None, world.agent(1)))
        .unwrap();
        assert_eq!(twice, blocked);
        let listed = read!(world, session => contact_list::list(session, &of_blocked(), None, 10));
        assert_eq!(listed, [blocked]);

        let free = change!(world, tx => block::unblock(
            tx, world.stamp(), on.contact.id, world.agent(0)))
        .unwrap();
        assert_eq!(free.blocked, None);
        assert_eq!(read!(world, session => contact_list::list(session, &of_blocked(), None, 10)), []);
        world.receive("v-1", "m-2", "I am back").await;
        let told: Vec<_> = world.log().await.iter().filter_map(|event| match &event.data {
            EventData::ContactBlocked(_) => Some("blocked"),
            EventData::ContactUnblocked(_) => Some("unblocked"),
            _ => None,
        }).collect();
        assert_eq!(told, ["blocked", "unblocked"]);
        world.assert_whole().await;
    }

    async fn signing_in_does_not_free_who_is_blocked(world: World) {
        let who = Identification {
            external_id: "c-1".into(), name: None, email: None, phone: None,
        };
        let customer = world.conversation("v-1").await;
        change!(world, tx => identify(tx, world.stamp(), "v-1", &who)).unwrap();
        let nobody = world.conversation("v-2").await;
        change!(world, tx => block::block(
            tx, world.stamp(), nobody.contact.id, None, world.agent(0))).unwrap();
        let joined = change!(world, tx => identify(tx, world.stamp(), "v-2", &who)).unwrap();
        let Identified::Known(contact) = joined else { panic!("{joined:?}") };
        assert_eq!(contact.id, customer.contact.id);
        assert!(contact.blocked.is_some());
        assert!(contact.identities.iter().any(|it| it.kind == IdentityKind::Visitor && it.value == "v-2"));
        for visitor in ["v-1", "v-2"] {
            let refused = world.try_receive(visitor, "m-9", "hello").await;
            assert!(matches!(refused, Err(StoreError::Blocked)), "{refused:?}");
        }
        world.assert_whole().await;
    }
}
