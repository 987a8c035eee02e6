use rapport_core::conversation::ConversationStatus;
use rapport_core::entry::EntryBody;
use rapport_core::id::ConversationId;
use rapport_core::mail::{MailAddress, MailHead};
use rapport_storage::conversation::{self, Mark};
use rapport_storage::{follow_up, handling};

use crate::world::World;

fn head() -> MailHead {
    let to = MailAddress { name: None, address: "vera@customers.example".into() };
    MailHead::outgoing("My bag".into(), vec![to])
}

async fn unseen(world: &World) -> Vec<ConversationId> {
    let found = read!(world, session => follow_up::unseen(session, None, 10));
    found.iter().map(|it| it.conversation_id).collect()
}

on_both_engines! {
    async fn what_is_unseen_follows_once_in_one_mail_also_when_resolved(world: World) {
        let on = world.conversation("v-1").await;
        let seen = world.reply(&on, "r-1", "Hello.").await;
        let (by, at) = (world.agent(0), world.now());
        change!(world, tx => conversation::mark(tx, on.id, Mark::ContactDelivered, seen.seq, by.clone(), at)).unwrap();
        let first = world.reply(&on, "r-2", "We send a new one.").await;
        let second = world.reply(&on, "r-3", "It comes tomorrow.").await;
        let found = read!(world, session => follow_up::unseen(session, None, 10));
        assert_eq!((found.len(), found[0].conversation_id, found[0].at), (1, on.id, second.at));
        assert!(read!(world, session => follow_up::unseen(session, Some(on.id), 10)).is_empty());
        change!(world, tx => handling::resolve(tx, world.stamp(), on.id, world.agent(0))).unwrap();

        // The first is seen after it was looked for.
        change!(world, tx => conversation::mark(tx, on.id, Mark::ContactDelivered, first.seq, by, at)).unwrap();
        let write = async || {
            change!(world, tx => follow_up::write(
                tx, world.stamp(), on.id, on.id, world.inbox_id, head())).unwrap()
        };
        let mail = write().await.unwrap();
        let EntryBody::Message { text, mail: Some(told), .. } = &mail.body else { panic!("{mail:?}") };
        assert_eq!((text.as_str(), told.follows_up.as_slice()), ("It comes tomorrow.", &[second.id][..]));
        assert_eq!(world.get(on.id).await.status, ConversationStatus::Resolved);
        assert!(write().await.is_none(), "once");
        assert!(unseen(&world).await.is_empty());
        world.assert_whole().await;
    }

    async fn what_is_left_in_the_chat_stays_there(world: World) {
        let on = world.conversation("v-1").await;
        world.reply(&on, "r-1", "Hello.").await;
        assert_eq!(unseen(&world).await, [on.id]);
        change!(world, tx => follow_up::leave(tx, on.id)).unwrap();
        assert!(unseen(&world).await.is_empty());
        world.reply(&on, "r-2", "Are you there?").await;
        assert_eq!(unseen(&world).await, [on.id]);
    }
}
