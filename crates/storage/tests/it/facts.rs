use rapport_core::context::{FACTS_MAX, Fact, FactSource, FactSourceKind};
use rapport_core::event::EventData;
use rapport_core::id::ConversationId;
use rapport_storage::{Result, StoreError, fact};

use crate::world::World;

async fn put(world: &World, id: ConversationId, key: &str, value: &str) -> Result<Vec<Fact>> {
    let fact = Fact {
        key: key.to_owned(),
        value: value.to_owned(),
        source: FactSource { kind: FactSourceKind::Agent, detail: Some("Ada".to_owned()) },
        at: world.now(),
    };
    change!(world, tx => fact::put(tx, id, &fact, world.agent(0)))
}

fn pairs(facts: &[Fact]) -> Vec<(&str, &str)> {
    facts.iter().map(|fact| (fact.key.as_str(), fact.value.as_str())).collect()
}

on_both_engines! {
    async fn facts_are_written_over_and_removed(world: World) {
        let on = world.conversation("v-1").await;
        put(&world, on.id, "order", "1042").await.unwrap();
        put(&world, on.id, "size", "L").await.unwrap();
        let facts = put(&world, on.id, "order", "1043").await.unwrap();
        assert_eq!(pairs(&facts), [("size", "L"), ("order", "1043")], "as they became known");
        assert_eq!(read!(world, session => fact::of_conversation(session, on.id)), facts);
        let event = world.log().await.pop().unwrap();
        assert_eq!(event.version, None);
        assert!(matches!(event.data, EventData::ContextChanged(change) if change.items == facts));
        let at = world.now();
        let left = change!(world, tx => fact::remove(tx, on.id, "size", world.agent(0), at)).unwrap();
        assert_eq!(pairs(&left), [("order", "1043")]);
        let gone = change!(world, tx => fact::remove(tx, on.id, "size", world.agent(0), at));
        assert!(matches!(gone, Err(StoreError::NotFound("fact"))), "{gone:?}");
        world.assert_whole().await;
    }

    async fn facts_of_one_moment_are_in_the_order_of_their_keys(world: World) {
        let on = world.conversation("v-1").await;
        let at = world.now();
        for key in ["b", "A", "a", "é", "B", "_"] {
            let source = FactSource { kind: FactSourceKind::Page, detail: None };
            let fact = Fact { key: key.into(), value: "1".into(), source, at };
            change!(world, tx => fact::put(tx, on.id, &fact, world.agent(0))).unwrap();
        }
        let facts = read!(world, session => fact::of_conversation(session, on.id));
        let keys: Vec<_> = facts.iter().map(|fact| fact.key.as_str()).collect();
        assert_eq!(keys, ["A", "B", "_", "a", "b", "é"]);
    }

    async fn a_conversation_holds_a_hundred_facts(world: World) {
        let on = world.conversation("v-1").await;
        for n in 0..FACTS_MAX {
            put(&world, on.id, &format!("key {n}"), "1").await.unwrap();
        }
        let refused = put(&world, on.id, "one more", "1").await;
        assert!(matches!(refused, Err(StoreError::Taken(_))), "{refused:?}");
        let facts = put(&world, on.id, "key 7", "2").await.unwrap();
        assert_eq!(facts.len(), FACTS_MAX, "one that is there can still change");
    }
}
