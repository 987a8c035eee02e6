//! Notes that name agents, and files in notes.

use rapport_core::conversation::ConversationStatus;
use rapport_core::entry::{Entry, EntryBody};
use rapport_core::event::EventData;
use rapport_core::id::{AgentId, ConversationId};
use rapport_storage::conversation::{self, View};
use rapport_storage::handling::{self, Note};
use rapport_storage::tagging::Narrow;
use rapport_storage::{log, mention, merge};

use crate::world::World;

async fn note(world: &World, id: ConversationId, text: &str, mentioned: &[AgentId]) -> Entry {
    let note = Note { mentioned: mentioned.to_vec(), ..Note::from(text) };
    change!(world, tx => handling::note(tx, world.stamp(), id, world.agent(0), note)).unwrap()
}

async fn see(world: &World, agent_id: AgentId, id: ConversationId) {
    change!(world, tx => mention::see(tx, agent_id, id, world.agent(1), world.now())).unwrap();
}

async fn unseen(world: &World, agent_id: AgentId) -> Vec<Entry> {
    read!(world, session => mention::unseen(session, agent_id))
}

on_both_engines! {
    async fn whom_a_note_names_finds_it_until_they_have_seen_it(world: World) {
        let [ada, boris, _] = world.agents;
        let (first, second) = (world.conversation("v-1").await, world.conversation("v-2").await);
        let early = note(&world, first.id, "Look at this", &[boris, ada]).await;
        let late = note(&world, second.id, "And at this", &[boris]).await;
        note(&world, second.id, "Nobody in particular", &[]).await;
        assert!(matches!(&early.body, EntryBody::Note { mentioned_agent_ids, .. }
            if *mentioned_agent_ids == [boris, ada]));
        assert_eq!(unseen(&world, boris).await, [late.clone(), early.clone()]);
        assert_eq!(unseen(&world, ada).await, [], "whoever writes it knows of it");
        let listed = read!(world, session => conversation::list(
            session, View::Mentioned(boris, ConversationStatus::Open), Narrow::default(), i64::MAX, 10));
        assert_eq!(listed.iter().map(|it| it.id).collect::<Vec<_>>(), [second.id, first.id]);
        assert_eq!(listed[1].mentioned_agent_ids.len(), 2);

        see(&world, boris, second.id).await;
        let head = world.store.feed().head();
        see(&world, boris, second.id).await;
        assert_eq!(world.store.feed().head(), head, "seen is seen");
        assert_eq!(unseen(&world, boris).await, [early]);
        let again = note(&world, second.id, "Once more", &[boris]).await;
        assert_eq!(unseen(&world, boris).await[0], again);
        let told = read!(world, session => log::after(session, late.seq, head, 100));
        let seen = |data: &EventData| matches!(data, EventData::MentionSeen(seen)
            if seen.agent_id == boris && seen.conversation_id == second.id);
        assert_eq!(told.iter().filter(|event| seen(&event.data)).count(), 1);
        world.assert_whole().await;
    }

    async fn a_merged_conversation_takes_along_whom_it_names(world: World) {
        let [_, boris, cleo] = world.agents;
        let matters = world.matters("v-1", 2).await;
        let (old, new) = (&matters[0], &matters[1]);
        note(&world, old.id, "Seen before", &[boris]).await;
        see(&world, boris, old.id).await;
        let open = note(&world, new.id, "Not seen", &[boris, cleo]).await;
        let now = change!(world, tx => merge::merge(
            tx, world.stamp(), new.id, old.id, world.agent(0))).unwrap();
        let mut named = now.mentioned_agent_ids.clone();
        named.sort_unstable();
        let mut wanted = vec![boris, cleo];
        wanted.sort_unstable();
        assert_eq!(named, wanted);
        for agent_id in [boris, cleo] {
            assert_eq!(unseen(&world, agent_id).await, std::slice::from_ref(&open));
            see(&world, agent_id, old.id).await;
            assert_eq!(unseen(&world, agent_id).await, []);
        }
        assert_eq!(world.get(new.id).await.mentioned_agent_ids, []);
        world.assert_whole().await;
    }
}
