use rapport_core::draft::{DRAFTS_MAX, Draft, DraftMode, DraftText};
use rapport_core::id::{AgentId, ConversationId};
use rapport_storage::draft::{self, Kept};
use rapport_storage::{StoreError, handling, merge};

use crate::world::{REOPEN_WITHIN, World};

fn reply(text: &str) -> DraftText {
    DraftText { mode: DraftMode::Reply, reply: text.into(), note: String::new() }
}

impl World {
    async fn keep_draft(
        &self,
        agent_id: AgentId,
        id: ConversationId,
        text: DraftText,
        base_version: i64,
    ) -> Result<Kept, StoreError> {
        let at = self.now();
        change!(self, tx => draft::put(tx, agent_id, id, text, base_version, at))
    }

    async fn draft(&self, agent_id: AgentId, id: ConversationId) -> Option<Draft> {
        read!(self, session => draft::get(session, agent_id, id))
    }
}

on_both_engines! {
    async fn the_later_word_wins_and_the_earlier_is_answered(world: World) {
        let on = world.conversation("v-1").await;
        let [ada, boris, _] = world.agents;
        let head = world.head().await;
        let first = world.keep_draft(ada, on.id, reply("Dear"), 0).await.unwrap();
        let kept = first.draft.unwrap();
        assert_eq!((kept.version, &kept.text.reply[..], first.replaced), (1, "Dear", None));
        assert_eq!(world.draft(boris, on.id).await, None, "it is nobody else's");
        let next = world.keep_draft(ada, on.id, reply("Dear Kim"), 1).await.unwrap();
        assert_eq!(next.replaced, None);
        let blind = world.keep_draft(ada, on.id, reply("Hello"), 1).await.unwrap();
        assert_eq!(blind.replaced.unwrap().text, reply("Dear Kim"));
        let same = world.keep_draft(ada, on.id, reply("Hello"), 1).await.unwrap();
        assert_eq!(same.replaced, None, "nothing is lost by the same words");
        assert_eq!(read!(world, session => draft::of_agent(session, ada)), [same.draft.unwrap()]);

        let none = world.keep_draft(ada, on.id, DraftText::default(), 4).await.unwrap();
        assert_eq!(none, Kept { draft: None, replaced: None });
        assert_eq!(world.draft(ada, on.id).await, None);
        let late = world.keep_draft(ada, on.id, reply("Again"), 4).await.unwrap();
        assert_eq!(late.draft.unwrap().version, 5, "later than what any device knows");
        assert_eq!(world.head().await, head, "the log, which others read, does not tell of it");
        world.assert_whole().await;
    }

    async fn an_agent_has_so_many(world: World) {
        let ada = world.agents[0];
        let mut last = None;
        for n in 0..=DRAFTS_MAX {
            let on = world.conversation(&format!("v-{n}")).await;
            let kept = world.keep_draft(ada, on.id, reply("Dear"), 0).await;
            assert_eq!(kept.is_ok(), n < DRAFTS_MAX, "{n}");
            last = kept.err();
        }
        assert!(matches!(last, Some(StoreError::Taken(_))));
        assert_eq!(read!(world, session => draft::of_agent(session, ada)).len(), DRAFTS_MAX);
    }

    async fn it_follows_a_conversation_that_is_merged(world: World) {
        let old = world.conversation("v-1").await;
        change!(world, tx => handling::resolve(tx, world.stamp(), old.id, world.agent(0))).unwrap();
        world.pass(REOPEN_WITHIN);
        let received = world.receive("v-1", "second", "another matter").await;
        let new = received.stored.into_entry().conversation_id;
        let [ada, boris, _] = world.agents;
        let note = DraftText { mode: DraftMode::Note, reply: "two".into(), note: "n".into() };
        world.keep_draft(ada, old.id, reply("one"), 0).await.unwrap();
        world.keep_draft(ada, new, note.clone(), 0).await.unwrap();
        world.keep_draft(boris, new, note, 0).await.unwrap();
        change!(world, tx => merge::merge(tx, world.stamp(), new, old.id, world.agent(0))).unwrap();
        let joined = world.draft(ada, old.id).await.unwrap();
        assert_eq!((&joined.text.reply[..], &joined.text.note[..]), ("one\n\ntwo", "n"));
        assert_eq!(joined.version, 2);
        assert_eq!(world.draft(boris, old.id).await.unwrap().text.reply, "two");
        assert_eq!(world.draft(ada, new).await, None);
        let late = world.keep_draft(ada, new, reply("by the old link"), 2).await.unwrap();
        assert_eq!(late.draft.unwrap().conversation_id, old.id);
        world.assert_whole().await;
    }
}
