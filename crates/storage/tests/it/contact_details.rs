use rapport_core::channel::Channel;
use rapport_core::consent::{Consent, ConsentState};
use rapport_core::contact::{
    Contact, Details, Identification, Identity, IdentityKind, PageVisit, TAGS_MAX,
};
use rapport_core::directory::ContactField;
use rapport_core::directory::contact_field::{FieldKind, FieldValue};
use rapport_core::event::EventData;
use rapport_core::id::{ContactFieldId, ContactId};
use rapport_storage::contact::{self, NewContact};
use rapport_storage::identify::{Identified, identify};
use rapport_storage::{StoreError, contact_identity, contact_note};

use crate::world::World;

impl World {
    pub async fn field(&self, name: &str, kind: FieldKind) -> ContactFieldId {
        let id = self.stamp().id();
        let choices = ["Gold", "Silver"].map(ToOwned::to_owned);
        let choices = if kind == FieldKind::Choice { choices.to_vec() } else { Vec::new() };
        self.keep(id, ContactField { name: name.into(), kind, choices }).await;
        id
    }

    pub async fn contact(&self, details: Details, identities: Vec<Identity>) -> Contact {
        let stamp = self.stamp();
        let new = NewContact { id: stamp.id(), details, visits: Vec::new(), identities };
        change!(self, tx => contact::create(tx, &new, self.agent(0), stamp.at)).unwrap()
    }

    pub fn identity(&self, kind: IdentityKind, value: &str, verified: bool) -> Identity {
        Identity { id: self.stamp().id(), kind, value: value.to_owned(), verified }
    }

    async fn now_of(&self, id: ContactId) -> Contact {
        read!(self, session => contact::get(session, id))
    }
}

fn named(name: &str) -> Details {
    Details { name: Some(name.to_owned()), ..Details::default() }
}

fn refusal(world: &World) -> Consent {
    let note = Some("by telephone".to_owned());
    Consent { state: ConsentState::Refused, at: world.now(), by: world.agent(0), note }
}

on_both_engines! {
    async fn details_are_written_changed_and_taken_away(world: World) {
        let (vip, late) = (world.tag("VIP").await, world.tag("Late").await);
        let plan = world.field("Plan", FieldKind::Choice).await;
        let seats = world.field("Seats", FieldKind::Number).await;
        let fields = [
            (plan, FieldValue::text("Gold")),
            (seats, FieldValue::number(12.5).unwrap()),
        ];
        let details = Details {
            tag_ids: vec![vip, late],
            fields: fields.clone().into(),
            preferred_channel: Some(Channel::Voice),
            consents: [(Channel::Email, refusal(&world))].into(),
            ..named("Vera")
        };
        let made = world.contact(details.clone(), Vec::new()).await;
        assert_eq!(Details::from(&made), details);
        let event = world.log().await.pop().unwrap();
        assert!(matches!(event.data, EventData::ContactCreated(it) if it.contact == made));
        world.assert_whole().await;

        let next = Details {
            tag_ids: vec![late],
            fields: [(plan, FieldValue::text("Silver"))].into(),
            preferred_channel: None,
            ..details
        };
        let (actor, at) = (world.agent(0), world.now());
        let now = change!(world, tx => contact::update(tx, made.id, 1, &next, actor.clone(), at))
            .unwrap();
        assert_eq!((Details::from(&now), now.version), (next.clone(), 2));
        let stale = change!(world, tx =>
            contact::update(tx, made.id, 1, &Details::default(), actor.clone(), at));
        assert!(matches!(stale, Err(StoreError::VersionConflict { current: 2 })), "{stale:?}");
        assert_eq!(world.now_of(made.id).await, now);
        world.assert_whole().await;

        let bare = change!(world, tx =>
            contact::update(tx, made.id, 2, &Details::default(), actor, at)).unwrap();
        assert_eq!(Details::from(&bare), Details::default());
        world.assert_whole().await;
    }

    async fn a_company_that_is_not_there_is_refused(world: World) {
        let details = Details { company_id: Some(world.stamp().id()), ..named("Vera") };
        let stamp = world.stamp();
        let new = NewContact { id: stamp.id(), details, visits: Vec::new(), identities: Vec::new() };
        let head = world.head().await;
        let refused =
            change!(world, tx => contact::create(tx, &new, world.agent(0), stamp.at));
        assert!(matches!(refused, Err(StoreError::NotFound("company"))), "{refused:?}");
        assert_eq!(world.head().await, head);
    }

    async fn addresses_are_given_and_taken(world: World) {
        let (actor, at) = (world.agent(0), world.now());
        let post = |verified| world.identity(IdentityKind::Email, "vera@example.com", verified);
        let vera = world.contact(named("Vera"), vec![post(false)]).await;
        let twin = world.contact(named("Twin"), vec![post(false)]).await;
        let give = async |id, identity: Identity| {
            change!(world, tx => contact_identity::give(tx, id, &identity, actor.clone(), at))
        };
        let same = give(vera.id, post(false)).await.unwrap();
        assert_eq!(same, vera, "what they have already changes nothing");
        let sure = give(vera.id, post(true)).await.unwrap();
        assert_eq!((sure.identities.len(), sure.identities[0].verified, sure.version), (1, true, 2));
        let taken = give(twin.id, post(true)).await;
        assert!(matches!(taken, Err(StoreError::IdentityTaken { holder }) if holder == vera.id));
        let stamp = world.stamp();
        let third = NewContact {
            id: stamp.id(), details: named("Third"), visits: Vec::new(), identities: vec![post(true)],
        };
        let taken = change!(world, tx => contact::create(tx, &third, actor.clone(), at));
        assert!(matches!(taken, Err(StoreError::IdentityTaken { holder }) if holder == vera.id));

        let take = async |id, identity_id| {
            change!(world, tx =>
                contact_identity::remove(tx, id, identity_id, actor.clone(), at))
        };
        let bare = take(vera.id, sure.identities[0].id).await.unwrap();
        assert_eq!((bare.identities.len(), bare.version), (0, 3));
        assert!(give(twin.id, post(true)).await.is_ok(), "it is free now");
        let gone = take(vera.id, sure.identities[0].id).await;
        assert!(matches!(gone, Err(StoreError::NotFound("identity"))), "{gone:?}");
        let on = world.conversation("v-1").await;
        let browser = world.now_of(on.contact.id).await.identities[0].id;
        let kept = take(on.contact.id, browser).await;
        assert!(matches!(kept, Err(StoreError::Taken(_))), "{kept:?}");
    }

    async fn who_becomes_another_brings_what_the_other_has_not(world: World) {
        let mut tags = Vec::new();
        for n in 0..=TAGS_MAX {
            tags.push(world.tag(&format!("Tag {n}")).await);
        }
        let plan = world.field("Plan", FieldKind::Choice).await;
        let since = world.field("Since", FieldKind::Date).await;
        let on = world.conversation("v-1").await;
        let (actor, at) = (world.agent(0), world.now());
        let browser = world.now_of(on.contact.id).await;
        let of_browser = Details {
            tag_ids: vec![tags[0], tags[TAGS_MAX - 1], tags[TAGS_MAX]],
            fields: [
                (plan, FieldValue::text("Silver")),
                (since, FieldValue::text("2026-01-31")),
            ].into(),
            ..Details::from(&browser)
        };
        let browser = change!(world, tx =>
            contact::update(tx, browser.id, browser.version, &of_browser, actor.clone(), at))
            .unwrap();
        change!(world, tx => contact_note::add(
            tx, world.stamp(), browser.id, "Prefers mornings".into(), actor.clone()))
            .unwrap();
        let of_vera = Details {
            tag_ids: tags[..TAGS_MAX - 1].to_vec(),
            fields: [(plan, FieldValue::text("Gold"))].into(),
            ..named("Vera")
        };
        let external = world.identity(IdentityKind::External, "vera", true);
        let vera = world.contact(of_vera, vec![external]).await;
        let who = Identification {
            external_id: "vera".into(), name: None, email: None, phone: None,
        };
        let joined = change!(world, tx => identify(tx, world.stamp(), "v-1", &who)).unwrap();
        let Identified::Known(now) = joined else { panic!("{joined:?}") };
        assert_eq!(now.id, vera.id);
        assert_eq!(now.tag_ids, tags[..TAGS_MAX], "as many as one may have");
        assert_eq!(now.fields, [
            (plan, FieldValue::text("Gold")),
            (since, FieldValue::text("2026-01-31")),
        ].into());
        let notes = read!(world, session => contact_note::list(session, vera.id, None, 9));
        assert_eq!(notes.len(), 1);
        assert_eq!((notes[0].text.as_str(), notes[0].contact_id), ("Prefers mornings", vera.id));
        world.assert_whole().await;
    }

    async fn notes_are_written_listed_and_removed(world: World) {
        let vera = world.contact(named("Vera"), Vec::new()).await;
        let add = async |text: &str| {
            change!(world, tx => contact_note::add(
                tx, world.stamp(), vera.id, text.to_owned(), world.agent(0)))
            .unwrap()
        };
        let (first, second) = (add("first").await, add("second").await);
        let list = async |before| {
            read!(world, session => contact_note::list(session, vera.id, before, 9))
        };
        assert_eq!(list(None).await, [second.clone(), first.clone()]);
        assert_eq!(list(Some(second.id)).await, std::slice::from_ref(&first));
        let remove = async |id| {
            change!(world, tx =>
                contact_note::remove(tx, vera.id, id, world.agent(1), world.now()))
        };
        remove(second.id).await.unwrap();
        assert!(matches!(remove(second.id).await, Err(StoreError::NotFound("note"))));
        assert_eq!(list(None).await, [first]);
        let event = world.log().await.pop().unwrap();
        assert!(matches!(event.data, EventData::ContactNoteRemoved(it) if it.note == second));
        let unknown = world.stamp().id();
        let refused = change!(world, tx => contact_note::add(
            tx, world.stamp(), unknown, "x".into(), world.agent(0)));
        assert!(matches!(refused, Err(StoreError::NotFound("contact"))), "{refused:?}");
    }

    async fn a_page_seen_leaves_details_alone(world: World) {
        let plan = world.field("Plan", FieldKind::Text).await;
        let fields = [(plan, FieldValue::text("Gold"))];
        let vera = world.contact(Details { fields: fields.into(), ..named("Vera") }, vec![]).await;
        let page = PageVisit { url: "https://a.example".into(), title: "A".into(), at: world.now() };
        change!(world, tx => contact::seen(tx, vera.id, &[page], world.agent(0), world.now()))
            .unwrap();
        assert_eq!(world.now_of(vera.id).await.fields, vera.fields);
        world.assert_whole().await;
    }
}
