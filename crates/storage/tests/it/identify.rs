use rapport_core::contact::{Contact, Details, Identification, IdentityKind};
use rapport_core::event::EventData;
use rapport_core::id::ConversationId;
use rapport_storage::contact_list::{self, ContactFilter};
use rapport_storage::identify::{Identified, identify, look};
use rapport_storage::intake::{self, Sender};
use rapport_storage::search::{self, Scope};
use rapport_storage::{contact, conversation};

use crate::world::{World, inbound};

fn customer(external_id: &str) -> Identification {
    Identification {
        external_id: external_id.to_owned(),
        name: Some(format!("Customer {external_id}")),
        email: Some(format!("{external_id}@example.com")),
        phone: None,
    }
}

async fn join(world: &World, visitor: &str, who: &Identification) -> Identified {
    let identified = change!(world, tx => identify(tx, world.stamp(), visitor, who)).unwrap();
    if identified != Identified::Another {
        let again = read!(world, session => look(session, visitor, who));
        assert_eq!(again.as_ref(), Some(&identified), "then there is nothing left to change");
    }
    identified
}

async fn known(world: &World, visitor: &str, who: &Identification) -> Contact {
    match join(world, visitor, who).await {
        Identified::Known(contact) => *contact,
        other => panic!("{other:?}"),
    }
}

/// As a page does whose visitor is named.
async fn write(world: &World, visitor: &str, who: &Identification, id: &str) -> ConversationId {
    let sender = Sender { known: Some(who.clone()), ..Sender::visitor(visitor, Some("en")) };
    let (stamp, arrival) = (world.stamp(), world.arrival());
    let received = intake::receive(
        &world.store,
        stamp,
        arrival,
        &sender,
        "hello",
        inbound(visitor, id, "hello"),
    )
    .await
    .unwrap();
    received.stored.into_entry().conversation_id
}

fn kinds(contact: &Contact) -> Vec<(IdentityKind, &str)> {
    contact.identities.iter().map(|it| (it.kind, it.value.as_str())).collect()
}

on_both_engines! {
    async fn nothing_is_stored_before_a_customer_says_something(world: World) {
        let vera = customer("vera");
        let head = world.head().await;
        assert_eq!(join(&world, "v-1", &vera).await, Identified::New);
        assert_eq!(world.head().await, head);
        let on = world.get(write(&world, "v-1", &vera, "m-1").await).await;
        let contact = read!(world, session => contact::get(session, on.contact.id));
        assert_eq!(contact.name.as_deref(), Some("Customer vera"));
        let mut known_by = kinds(&contact);
        known_by.sort_unstable();
        assert_eq!(known_by, [
            (IdentityKind::Visitor, "v-1"),
            (IdentityKind::Email, "vera@example.com"),
            (IdentityKind::External, "vera"),
        ]);
        assert_eq!(known(&world, "v-1", &vera).await, contact);
        world.assert_whole().await;
    }

    async fn another_device_goes_on_with_the_same_conversation(world: World) {
        let vera = customer("vera");
        let id = write(&world, "v-1", &vera, "m-1").await;
        let contact = known(&world, "v-2", &vera).await;
        assert!(kinds(&contact).contains(&(IdentityKind::Visitor, "v-2")));
        assert_eq!(world.receive("v-2", "m-2", "on my phone").await.stored.into_entry().conversation_id, id);
        let third = write(&world, "v-3", &vera, "m-3").await;
        assert_eq!(third, id, "also when the device was welcomed before the contact was there");
        world.assert_whole().await;
    }

    async fn somebody_who_talked_already_becomes_the_customer(world: World) {
        let vera = customer("vera");
        let before = world.conversation("v-2").await;
        let contact = known(&world, "v-2", &vera).await;
        assert_eq!(contact.id, before.contact.id, "nobody else is there");
        assert_eq!(contact.name.as_deref(), Some("Customer vera"));
        let told = world.log().await.into_iter().rev().find_map(|event| match event.data {
            EventData::ConversationContactChanged(change) => Some(change.conversation),
            _ => None,
        });
        let now = world.get(before.id).await;
        assert_eq!(now.version, before.version + 1);
        assert_eq!(told, Some(now), "whoever lists the conversation hears of the name");
        world.assert_whole().await;
    }

    async fn what_somebody_said_is_the_customer_s_once_they_are_named(world: World) {
        let vera = customer("vera");
        let first = write(&world, "v-1", &vera, "m-1").await;
        let contact = known(&world, "v-1", &vera).await;
        let anonymous = world.conversation("v-2").await;
        assert_ne!(anonymous.contact.id, contact.id);
        let now = known(&world, "v-2", &vera).await;
        assert_eq!(now.id, contact.id);
        assert!(kinds(&now).contains(&(IdentityKind::Visitor, "v-2")));

        let moved = world.get(anonymous.id).await;
        assert_eq!(moved.contact.id, contact.id);
        assert_eq!(moved.version, anonymous.version + 1);
        let all = read!(world, session => conversation::of_contact(session, contact.id, i64::MAX, 9));
        assert_eq!(all.iter().map(|it| it.id).collect::<Vec<_>>(), [anonymous.id, first]);
        let gone = anonymous.contact.id;
        let listed = read!(world, session => contact_list::list(session, &ContactFilter::default(), None, 9));
        assert_eq!(listed.iter().map(|it| it.id).collect::<Vec<_>>(), [contact.id]);
        let found = read!(world, session => contact_list::list(session, &ContactFilter::query("v-2"), None, 9));
        assert_eq!(found.len(), 1, "found by what was the other's");
        assert_eq!(read!(world, session => contact::get_survivor(session, gone)).id, contact.id);
        let scope = Scope { contact_id: Some(contact.id), ..Scope::default() };
        let hits = read!(world, session => search::search(session, "hello", scope, i64::MAX, 9));
        assert_eq!(hits.len(), 2, "a search in what they said finds both");
        let told = world.log().await.into_iter().find_map(|event| match event.data {
            EventData::ContactMerged(change) => Some((change.contact.id, change.merged_id)),
            _ => None,
        });
        assert_eq!(told, Some((contact.id, gone)));
        world.assert_whole().await;
    }

    async fn one_customer_never_becomes_another(world: World) {
        let (vera, kim) = (customer("vera"), customer("kim"));
        write(&world, "v-1", &vera, "m-1").await;
        assert_eq!(join(&world, "v-1", &kim).await, Identified::Another);
        write(&world, "v-2", &kim, "m-2").await;
        assert_eq!(join(&world, "v-1", &kim).await, Identified::Another);
        assert_eq!(join(&world, "v-2", &vera).await, Identified::Another);
        world.assert_whole().await;
    }

    async fn an_address_of_somebody_else_stays_theirs_and_a_corrected_name_stands(world: World) {
        let vera = customer("vera");
        write(&world, "v-1", &vera, "m-1").await;
        let twin = Identification { email: vera.email.clone(), ..customer("twin") };
        write(&world, "v-2", &twin, "m-2").await;
        let second = world.conversation("v-3").await;
        let third = Identification { email: vera.email.clone(), ..customer("third") };
        for (visitor, who) in [("v-2", &twin), ("v-3", &third)] {
            let contact = known(&world, visitor, who).await;
            assert!(contact.identities.iter().all(|it| it.kind != IdentityKind::Email));
        }
        let was = read!(world, session => contact::get(session, second.contact.id));
        let details = Details { name: Some("Third, really".into()), ..Details::from(&was) };
        change!(world, tx => contact::update(
            tx, was.id, was.version, &details, world.agent(0), world.now()))
        .unwrap();
        let now = known(&world, "v-3", &third).await;
        assert_eq!(now.name.as_deref(), Some("Third, really"));
        world.assert_whole().await;
    }
}
