use std::time::Duration;

use rapport_core::directory::Webhook;
use rapport_core::id::{ConversationId, DeliveryId, TypedId, WebhookId};
use rapport_storage::delivery::{self, Delivery, New, State, Tried};
use uuid::Uuid;

use crate::world::World;

async fn webhook(world: &World) -> WebhookId {
    let id = world.stamp().id();
    let record = Webhook {
        name: "Warehouse".into(),
        url: "https://warehouse.example/".into(),
        event_types: vec!["message.created".into()],
        enabled: true,
        switched_off_because: None,
    };
    world.keep(id, record).await;
    id
}

async fn note(world: &World, webhook_id: WebhookId, event_seq: i64, on: Option<ConversationId>) {
    let (id, at) = (world.stamp().id(), world.now());
    let new = [New { id, webhook_id, event_seq, conversation_id: on, at }];
    change!(world, tx => delivery::queue(tx, &new)).unwrap();
}

async fn due(world: &World, id: WebhookId) -> Vec<Delivery> {
    let now = world.now();
    read!(world, session => delivery::due(session, id, now, 10))
}

fn seqs(found: &[Delivery]) -> Vec<i64> {
    found.iter().map(|it| it.event_seq).collect()
}

fn tried(world: &World, status: u16) -> Tried {
    Tried { at: world.now(), status: Some(status), reason: Some("busy".into()) }
}

on_both_engines! {
    async fn events_reach_a_webhook_in_the_order_of_their_conversation(world: World) {
        let id = webhook(&world).await;
        let one = world.conversation("v-1").await;
        let other = world.conversation("v-2").await;
        world.reply(&one, "r-1", "one").await;
        let log = world.log().await;
        let of = |on: ConversationId| {
            let on = move |it: &&rapport_core::event::Event| {
                it.data.conversation().is_some_and(|it| it.id == on)
            };
            log.iter().filter(on).map(|it| it.seq).collect::<Vec<_>>()
        };
        let (first, second) = (of(one.id), of(other.id));
        for seq in &first[..2] {
            note(&world, id, *seq, Some(one.id)).await;
        }
        note(&world, id, second[0], Some(other.id)).await;
        // Noted twice, sent once.
        note(&world, id, second[0], Some(other.id)).await;
        note(&world, id, log[0].seq, None).await;
        let mut found = due(&world, id).await;
        found.sort_by_key(|it| it.event_seq);
        let mut wanted = vec![log[0].seq, first[0], second[0]];
        wanted.sort_unstable();
        wanted.dedup();
        assert_eq!(seqs(&found), wanted);
        assert_eq!(read!(world, session => delivery::waiting(session, id)), 4);

        let head = found.iter().find(|it| it.event_seq == first[0]).unwrap();
        let event = read!(world, session => delivery::event(session, head));
        assert_eq!(event.seq, first[0]);
        let later = world.now() + Duration::from_secs(60);
        let busy = tried(&world, 503);
        change!(world, tx => delivery::postpone(tx, head.id, later, &busy)).unwrap();
        assert!(!seqs(&due(&world, id).await).contains(&first[1]), "it waits for the one before");
        world.pass(Duration::from_secs(61));
        let again = due(&world, id).await;
        let head = again.iter().find(|it| it.event_seq == first[0]).unwrap();
        assert_eq!((head.attempts, head.status), (1, Some(503)));
        assert_eq!(head.reason.as_deref(), Some("busy"));
        let taken = Tried { at: world.now(), status: Some(204), reason: None };
        change!(world, tx => delivery::settle(tx, head.id, State::Sent, &taken)).unwrap();
        assert!(seqs(&due(&world, id).await).contains(&first[1]));
    }

    async fn what_was_settled_is_listed_sent_again_and_forgotten(world: World) {
        let id = webhook(&world).await;
        let on = world.conversation("v-1").await;
        let seqs: Vec<i64> = world.log().await.iter().rev().take(3).map(|it| it.seq).collect();
        for seq in seqs.iter().rev() {
            note(&world, id, *seq, Some(on.id)).await;
        }
        let first = due(&world, id).await.remove(0);
        let gone = tried(&world, 500);
        change!(world, tx => delivery::settle(tx, first.id, State::Failed, &gone)).unwrap();
        let taken = read!(world, session => delivery::taken_since(session, id, first.id));
        assert!(!taken);
        let second = due(&world, id).await.remove(0);
        let fine = Tried { at: world.now(), status: Some(200), reason: None };
        change!(world, tx => delivery::settle(tx, second.id, State::Sent, &fine)).unwrap();
        let taken = read!(world, session => delivery::taken_since(session, id, first.id));
        assert!(taken);

        let last = DeliveryId::from_uuid(Uuid::max());
        let all = read!(world, session => delivery::list(session, id, None, last, 10));
        assert_eq!(all.len(), 3);
        assert!(all.is_sorted_by(|newer, older| newer.id > older.id));
        let failed = Some(State::Failed);
        let failed = read!(world, session => delivery::list(session, id, failed, last, 10));
        assert_eq!(failed.iter().map(|it| it.id).collect::<Vec<_>>(), [first.id]);

        let now = world.now();
        let again = change!(world, tx => delivery::resend(tx, id, first.id, now)).unwrap();
        assert_eq!((again.id, again.state, again.attempts), (first.id, State::Queued, 0));
        change!(world, tx => delivery::give_up(tx, id, "switched off")).unwrap();
        assert_eq!(read!(world, session => delivery::waiting(session, id)), 0);
        let before = world.now() + Duration::from_secs(1);
        assert_eq!(change!(world, tx => delivery::forget(tx, before, 2)).unwrap(), 2);
        assert_eq!(change!(world, tx => delivery::forget(tx, before, 2)).unwrap(), 1);
    }
}
