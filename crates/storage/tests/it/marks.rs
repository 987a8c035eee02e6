use rapport_core::conversation::Conversation;
use rapport_core::entry::{DeliveryState, EntryBody};
use rapport_core::id::ConversationId;
use rapport_storage::conversation::{self, Mark};

use crate::world::{World, of_contact};

async fn mark(world: &World, id: ConversationId, mark: Mark, upto: i64) -> Option<Conversation> {
    let actor = world.agent(0);
    let at = world.now();
    change!(world, tx => conversation::mark(tx, id, mark, upto, actor, at)).unwrap()
}

fn delivery(body: &EntryBody) -> Option<DeliveryState> {
    match body {
        EntryBody::Message { delivery, .. } => delivery.as_ref().map(|delivery| delivery.state),
        EntryBody::Note { .. } | EntryBody::Event { .. } => None,
    }
}

on_both_engines! {
    async fn reading_counts_what_is_still_unread(world: World) {
        let on = world.conversation("v-1").await;
        let mut seqs = Vec::new();
        for n in 0..4 {
            let message = world.message(&on, &of_contact(&on), &format!("m-{n}"), "text");
            seqs.push(world.store.write_message(message).await.unwrap().into_entry().seq);
            world.reply(&on, &format!("r-{n}"), "text").await;
        }
        assert_eq!(world.get(on.id).await.unread, 5);
        let now = mark(&world, on.id, Mark::AgentRead, seqs[1]).await.unwrap();
        assert_eq!((now.unread, now.agent_read_seq), (2, seqs[1]));
        assert!(mark(&world, on.id, Mark::AgentRead, seqs[0]).await.is_none(), "never back");
        assert!(mark(&world, on.id, Mark::AgentRead, seqs[1]).await.is_none(), "nor again");
        let newest = world.timeline(on.id).await.last().unwrap().seq;
        let now = mark(&world, on.id, Mark::AgentRead, i64::MAX).await.unwrap();
        assert_eq!((now.unread, now.agent_read_seq), (0, newest), "cut to the newest entry");
        let message = world.message(&on, &of_contact(&on), "after", "text");
        world.store.write_message(message).await.unwrap();
        assert_eq!(world.get(on.id).await.unread, 1);
        assert_eq!(world.get(on.id).await.last_seq, world.head().await);
        assert!(mark(&world, world.stamp().id(), Mark::AgentRead, 9).await.is_none());
        assert!(mark(&world, on.id, Mark::AgentRead, -5).await.is_none());
        world.assert_whole().await;
    }

    async fn the_contact_s_marks_confirm_the_outbox(world: World) {
        let on = world.conversation("v-1").await;
        let first = world.reply(&on, "r-1", "one").await;
        let second = world.reply(&on, "r-2", "two").await;
        let third = world.reply(&on, "r-3", "three").await;
        let states = async || -> Vec<_> {
            world.timeline(on.id).await.iter().filter_map(|entry| delivery(&entry.body)).collect()
        };
        let now = mark(&world, on.id, Mark::ContactDelivered, first.seq).await.unwrap();
        assert_eq!((now.contact_delivered_seq, now.contact_read_seq), (first.seq, 0));
        use DeliveryState::{Delivered, Queued};
        assert_eq!(states().await, [Delivered, Queued, Queued]);
        let now = mark(&world, on.id, Mark::ContactRead, second.seq).await.unwrap();
        assert_eq!(
            (now.contact_delivered_seq, now.contact_read_seq),
            (second.seq, second.seq),
            "who has read has received"
        );
        assert_eq!(states().await, [Delivered, Delivered, Queued]);
        assert!(mark(&world, on.id, Mark::ContactDelivered, first.seq).await.is_none());
        let now = mark(&world, on.id, Mark::ContactRead, i64::MAX).await.unwrap();
        assert_eq!(now.contact_read_seq, third.seq);
        assert_eq!(states().await, [Delivered; 3]);
        assert_eq!(now.unread, 1, "the contact's marks are not the agents'");
        let due = read!(world, session => rapport_storage::outbox::due(session, world.inbox_id, world.now(), 10));
        assert!(due.is_empty());
        world.assert_whole().await;
    }
}
