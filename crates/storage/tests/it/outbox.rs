use std::time::Duration;

use rapport_core::entry::{DeliveryState, EntryBody};
use rapport_core::event::EventData;
use rapport_storage::conversation::{self, Mark};
use rapport_storage::entry;
use rapport_storage::outbox::{self, Due, Outcome};

use crate::world::World;

async fn due(world: &World) -> Vec<Due> {
    let now = world.now();
    read!(world, session => outbox::due(session, world.inbox_id, now, 10))
}

on_both_engines! {
    async fn what_is_due_is_sent_oldest_first_and_once(world: World) {
        let on = world.conversation("v-1").await;
        let first = world.reply(&on, "r-1", "one").await;
        let second = world.reply(&on, "r-2", "two").await;
        let other = world.conversation("v-2").await;
        let elsewhere = world.reply(&other, "r-3", "three").await;
        let found = due(&world).await;
        // Of a conversation the first one only: they arrive in their order.
        assert_eq!(
            found.iter().map(|due| due.entry.clone()).collect::<Vec<_>>(),
            [first.clone(), elsewhere]
        );
        assert_eq!((found[0].conversation_id, found[0].inbox_id), (on.id, world.inbox_id));
        let at = world.now();
        let sent = change!(world, tx => outbox::settle(tx, &found[0], &Outcome::Sent, at)).unwrap();
        assert_eq!(sent.unwrap().version, on.version + 3);
        let again = change!(world, tx => outbox::settle(tx, &found[0], &Outcome::Sent, at)).unwrap();
        assert!(again.is_none(), "settled once");
        assert_eq!(due(&world).await[0].entry, second);
        let last = world.log().await.pop().unwrap();
        let EventData::MessageDeliveryChanged(change) = last.data else { panic!("{last:?}") };
        let told = change.entry.unwrap();
        assert_eq!((told.id, told.seq), (first.id, first.seq));
        let EntryBody::Message { delivery, .. } = told.body else { panic!() };
        assert_eq!(delivery.unwrap().state, DeliveryState::Sent);
        world.assert_whole().await;
    }

    async fn what_did_not_go_is_tried_later_and_given_up_with_a_reason(world: World) {
        let on = world.conversation("v-1").await;
        let reply = world.reply(&on, "r-1", "one").await;
        let found = due(&world).await.remove(0);
        assert_eq!(found.attempts, 0);
        let later = world.now() + Duration::from_secs(60);
        change!(world, tx => outbox::postpone(tx, &found, later, "no route")).unwrap();
        assert!(due(&world).await.is_empty());
        world.pass(Duration::from_secs(61));
        let found = due(&world).await.remove(0);
        assert_eq!(found.attempts, 1);
        let outcome = Outcome::Failed { reason: "the address is gone".into() };
        let at = world.now();
        change!(world, tx => outbox::settle(tx, &found, &outcome, at)).unwrap().unwrap();
        let now = read!(world, session => entry::get(session, reply.id));
        let EntryBody::Message { delivery, .. } = now.body else { panic!() };
        let delivery = delivery.unwrap();
        assert_eq!(delivery.state, DeliveryState::Failed);
        assert_eq!(delivery.reason.as_deref(), Some("the address is gone"));
        world.pass(Duration::from_secs(3_600));
        assert!(due(&world).await.is_empty());
        let failed = read!(world, session =>
            outbox::failed(session, world.inbox_id, i64::MAX, 10));
        assert_eq!((failed.len(), failed[0].entry.id), (1, reply.id));

        let (by, at) = (world.agent(0), world.now());
        let again = change!(world, tx => outbox::resend(tx, on.id, reply.id, by.clone(), at));
        let EntryBody::Message { delivery, .. } = again.unwrap().body else { panic!() };
        assert_eq!(delivery.unwrap().state, DeliveryState::Queued);
        assert_eq!(due(&world).await[0].attempts, 0);
        let last = world.log().await.pop().unwrap();
        assert_eq!(last.actor, by);
        let version = last.version;
        // One that waits already is left as it is.
        change!(world, tx => outbox::resend(tx, on.id, reply.id, by, at)).unwrap();
        assert_eq!(world.log().await.pop().unwrap().version, version);
        world.assert_whole().await;
    }

    async fn one_that_waits_holds_back_what_comes_after_it_and_nobody_else(world: World) {
        let on = world.conversation("v-1").await;
        let other = world.conversation("v-2").await;
        world.reply(&on, "r-1", "one").await;
        let found = due(&world).await.remove(0);
        let later = world.now() + Duration::from_secs(60);
        change!(world, tx => outbox::postpone(tx, &found, later, "no route")).unwrap();
        world.reply(&on, "r-2", "two").await;
        let elsewhere = world.reply(&other, "r-3", "three").await;
        let found = due(&world).await;
        assert_eq!(found.iter().map(|it| it.entry.id).collect::<Vec<_>>(), [elsewhere.id]);
        let waiting = read!(world, session => outbox::waiting(session, world.inbox_id, 10));
        assert_eq!(waiting.len(), 3);
        world.pass(Duration::from_secs(61));
        let again = due(&world).await;
        assert!(again.iter().any(|it| it.attempts == 1), "its time has come");
        assert_eq!(again.len(), 2);
    }

    async fn what_the_device_has_is_not_sent_again(world: World) {
        let on = world.conversation("v-1").await;
        world.reply(&on, "r-1", "one").await;
        let found = due(&world).await.remove(0);
        let (actor, at) = (world.agent(0), world.now());
        change!(world, tx => conversation::mark(
            tx, on.id, Mark::ContactDelivered, i64::MAX, actor, at))
        .unwrap();
        let late = change!(world, tx => outbox::settle(tx, &found, &Outcome::Sent, at)).unwrap();
        assert!(late.is_none());
        change!(world, tx => outbox::postpone(tx, &found, at, "late")).unwrap();
        assert!(due(&world).await.is_empty());
    }
}
