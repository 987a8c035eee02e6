//! The same random history on both engines leaves the same, to the last id.

use std::cell::Cell;
use std::time::Duration;

use proptest::prelude::*;
use rapport_core::actor::Actor;
use rapport_core::contact::Details;
use rapport_core::context::{Fact, FactSource, FactSourceKind};
use rapport_core::conversation::Conversation;
use rapport_core::entry::Happening;
use rapport_core::presence::{Presence, PresenceState};
use rapport_storage::contact_list::{self, ContactFilter};
use rapport_storage::conversation::{self, Mark};
use rapport_storage::interaction::Change;
use rapport_storage::outbox::{self, Outcome};
use rapport_storage::search::{self, Scope};
use rapport_storage::{Result, contact, fact, handling, interaction, presence};
use serde_json::{Value, json};

use crate::world::{World, of_contact};

const TEXTS: [&str; 6] = [
    "The strap broke, order 1042",
    "订单号1042在哪里",
    "Où est ma commande ?",
    "",
    "'; drop table entry; -- \"x\" * & | ! %_\\",
    "เมื่อไหร่จะมา",
];
const QUERIES: [&str; 7] = ["strap", "1042", "订单号", "ou est", "drop ta", "ไหร่", "x"];

#[derive(Debug, Clone)]
enum Operation {
    Receive { visitor: usize, key: usize, text: usize },
    Write { on: usize, agent: Option<usize>, key: usize, text: usize },
    Note { on: usize, agent: usize, text: usize },
    Resolve { on: usize, agent: usize },
    Reopen { on: usize, agent: usize },
    Assign { on: usize, agent: Option<usize> },
    Transfer { on: usize, queue: usize, agent: Option<usize> },
    Offer { on: usize, agents: Vec<usize> },
    Accept { on: usize, agent: usize },
    Decline { on: usize, agent: usize },
    GiveBack { on: usize, agent: usize },
    WrapUp { on: usize, agent: usize },
    End { on: usize },
    Mark { on: usize, mark: usize, back: i64 },
    Settle { fails: bool },
    Postpone,
    PutFact { on: usize, key: usize, text: usize },
    RemoveFact { on: usize, key: usize },
    Presence { agent: usize, state: usize },
    Rename { on: usize, text: usize, version: i64 },
    Pass { hours: u64 },
}

fn operation() -> impl Strategy<Value = Operation> {
    use Operation as O;
    let (on, agent, key, text) = (0_usize..5, 0_usize..3, 0_usize..6, 0..TEXTS.len());
    let maybe = proptest::option::of(0_usize..3);
    prop_oneof![
        6 => (0_usize..4, key.clone(), text.clone())
            .prop_map(|(visitor, key, text)| O::Receive { visitor, key, text }),
        6 => (on.clone(), maybe.clone(), key.clone(), text.clone())
            .prop_map(|(on, agent, key, text)| O::Write { on, agent, key, text }),
        1 => (on.clone(), agent.clone(), text.clone())
            .prop_map(|(on, agent, text)| O::Note { on, agent, text }),
        2 => (on.clone(), agent.clone()).prop_map(|(on, agent)| O::Resolve { on, agent }),
        1 => (on.clone(), agent.clone()).prop_map(|(on, agent)| O::Reopen { on, agent }),
        2 => (on.clone(), maybe.clone()).prop_map(|(on, agent)| O::Assign { on, agent }),
        2 => (on.clone(), 0_usize..2, maybe)
            .prop_map(|(on, queue, agent)| O::Transfer { on, queue, agent }),
        4 => (on.clone(), proptest::collection::vec(0_usize..3, 1..3))
            .prop_map(|(on, agents)| O::Offer { on, agents }),
        4 => (on.clone(), agent.clone()).prop_map(|(on, agent)| O::Accept { on, agent }),
        1 => (on.clone(), agent.clone()).prop_map(|(on, agent)| O::Decline { on, agent }),
        1 => (on.clone(), agent.clone()).prop_map(|(on, agent)| O::GiveBack { on, agent }),
        2 => (on.clone(), agent.clone()).prop_map(|(on, agent)| O::WrapUp { on, agent }),
        1 => on.clone().prop_map(|on| O::End { on }),
        3 => (on.clone(), 0_usize..3, -2_i64..6)
            .prop_map(|(on, mark, back)| O::Mark { on, mark, back }),
        2 => any::<bool>().prop_map(|fails| O::Settle { fails }),
        1 => Just(O::Postpone),
        1 => (on.clone(), key.clone(), text.clone())
            .prop_map(|(on, key, text)| O::PutFact { on, key, text }),
        1 => (on.clone(), key).prop_map(|(on, key)| O::RemoveFact { on, key }),
        1 => (agent, 0_usize..3).prop_map(|(agent, state)| O::Presence { agent, state }),
        1 => (on, text, 1_i64..3).prop_map(|(on, text, version)| O::Rename { on, text, version }),
        1 => (0_u64..100).prop_map(|hours| O::Pass { hours }),
    ]
}

async fn transition(
    world: &World,
    on: &Conversation,
    happening: Happening,
) -> Result<Conversation> {
    let Some(work) = &on.interaction else { return Ok(on.clone()) };
    let stamp = world.stamp();
    let told = happening.clone();
    let change =
        Change { id: work.id, entry_id: stamp.id(), actor: Actor::SYSTEM, at: stamp.at, happening };
    change!(world, tx => interaction::transition(tx, change, |work| match told {
        Happening::Offered { agent_ids } => work.offer(agent_ids, stamp.at),
        Happening::Accepted { agent_id } => work.accept(agent_id, stamp.at),
        Happening::Declined { agent_id } => work.withdraw(agent_id),
        Happening::Requeued { agent_id } => work.give_back(agent_id.unwrap()),
        Happening::WrapUpStarted { agent_id } => work.start_wrap_up(agent_id, stamp.at),
        _ => work.end(stamp.at, None, None),
    }))
}

/// Does it; answers what the caller was told.
async fn run(world: &World, operation: &Operation) -> String {
    use Operation as O;
    let mut all = world.conversations().await;
    all.sort_by_key(|conversation| conversation.id);
    let conversation = |on: &usize| all.get(on % all.len().max(1)).cloned();
    let said = |answer: Result<String>| answer.unwrap_or_else(|error| format!("error: {error}"));
    let ids = |agent: &Option<usize>| agent.map(|agent| world.agents[agent]);
    match operation {
        O::Receive { visitor, key, text } => {
            let (visitor, key) = (format!("v-{visitor}"), format!("k-{key}"));
            let answer = world.try_receive(&visitor, &key, TEXTS[*text]).await;
            return said(answer.map(|received| format!("{received:?}")));
        }
        O::Settle { fails } => {
            let now = world.now();
            let due = read!(world, session => outbox::due(session, world.inbox_id, now, 1));
            let Some(due) = due.first() else { return String::new() };
            let outcome =
                if *fails { Outcome::Failed { reason: "gone".into() } } else { Outcome::Sent };
            let answer = change!(world, tx => outbox::settle(tx, due, &outcome, now));
            return said(answer.map(|now| format!("{now:?}")));
        }
        O::Postpone => {
            let now = world.now();
            let due = read!(world, session => outbox::due(session, world.inbox_id, now, 1));
            let Some(due) = due.first() else { return String::new() };
            let until = now + Duration::from_secs(7_200);
            let answer = change!(world, tx => outbox::postpone(tx, due, until, "busy"));
            return said(answer.map(|()| "postponed".into()));
        }
        O::Presence { agent, state } => {
            use PresenceState as S;
            let new = Presence {
                agent_id: world.agents[*agent],
                state: [S::Online, S::Away, S::Offline][*state],
                reason: None,
                since: world.now(),
            };
            let answer = change!(world, tx => presence::put(tx, new, world.agent(*agent)));
            return said(answer.map(|now| format!("{now:?}")));
        }
        O::Pass { hours } => {
            world.pass(Duration::from_secs(hours * 3_600));
            return String::new();
        }
        _ => {}
    }
    let (O::Write { on, .. }
    | O::Note { on, .. }
    | O::Resolve { on, .. }
    | O::Reopen { on, .. }
    | O::Assign { on, .. }
    | O::Transfer { on, .. }
    | O::Offer { on, .. }
    | O::Accept { on, .. }
    | O::Decline { on, .. }
    | O::GiveBack { on, .. }
    | O::WrapUp { on, .. }
    | O::End { on }
    | O::Mark { on, .. }
    | O::PutFact { on, .. }
    | O::RemoveFact { on, .. }
    | O::Rename { on, .. }) = operation
    else {
        return String::new();
    };
    let Some(on) = conversation(on) else { return String::new() };
    let stamp = world.stamp();
    let agent_of = |agent: &usize| world.agents[*agent];
    let answer = match operation {
        O::Write { agent, key, text, .. } => {
            let author = agent.map_or_else(|| of_contact(&on), |agent| world.agent(agent));
            let message = world.message(&on, &author, &format!("k-{key}"), TEXTS[*text]);
            world.store.write_message(message).await.map(|stored| format!("{stored:?}"))
        }
        O::Note { agent, text, .. } => change!(world, tx => handling::note(
                tx, stamp, on.id, world.agent(*agent), TEXTS[*text].into()))
        .map(|entry| format!("{entry:?}")),
        O::Resolve { agent, .. } => change!(world, tx => handling::resolve(
                tx, stamp, on.id, world.agent(*agent)))
        .map(|now| format!("{now:?}")),
        O::Reopen { agent, .. } => change!(world, tx => handling::reopen(
                tx, stamp, on.id, world.agent(*agent)))
        .map(|now| format!("{now:?}")),
        O::Assign { agent, .. } => change!(world, tx => handling::assign(
                tx, stamp, on.id, ids(agent), world.agent(0)))
        .map(|now| format!("{now:?}")),
        O::Transfer { queue, agent, .. } => change!(world, tx => handling::transfer(
                tx, stamp, on.id, world.queues[*queue], ids(agent), None, world.agent(0)))
        .map(|now| format!("{now:?}")),
        O::Offer { agents, .. } => {
            let agent_ids = agents.iter().map(agent_of).collect();
            transition(world, &on, Happening::Offered { agent_ids })
                .await
                .map(|now| format!("{now:?}"))
        }
        O::Accept { agent, .. } => {
            transition(world, &on, Happening::Accepted { agent_id: agent_of(agent) })
                .await
                .map(|now| format!("{now:?}"))
        }
        O::Decline { agent, .. } => {
            transition(world, &on, Happening::Declined { agent_id: agent_of(agent) })
                .await
                .map(|now| format!("{now:?}"))
        }
        O::GiveBack { agent, .. } => {
            let agent_id = Some(agent_of(agent));
            transition(world, &on, Happening::Requeued { agent_id })
                .await
                .map(|now| format!("{now:?}"))
        }
        O::WrapUp { agent, .. } => {
            transition(world, &on, Happening::WrapUpStarted { agent_id: agent_of(agent) })
                .await
                .map(|now| format!("{now:?}"))
        }
        O::End { .. } => {
            let ended = Happening::Ended { agent_id: None, disposition_id: None };
            transition(world, &on, ended).await.map(|now| format!("{now:?}"))
        }
        O::Mark { mark, back, .. } => {
            let mark = [Mark::AgentRead, Mark::ContactDelivered, Mark::ContactRead][*mark];
            let upto = on.last_seq - back;
            change!(world, tx => conversation::mark(
                    tx, on.id, mark, upto, world.agent(0), stamp.at))
            .map(|now| format!("{now:?}"))
        }
        O::PutFact { key, text, .. } => {
            let fact = Fact {
                key: format!("k-{key}"),
                value: TEXTS[*text].into(),
                source: FactSource { kind: FactSourceKind::Form, detail: None },
                at: stamp.at,
            };
            change!(world, tx => fact::put(tx, on.id, &fact, world.agent(0)))
                .map(|facts| format!("{facts:?}"))
        }
        O::RemoveFact { key, .. } => {
            let key = format!("k-{key}");
            change!(world, tx => fact::remove(tx, on.id, &key, world.agent(0), stamp.at))
                .map(|facts| format!("{facts:?}"))
        }
        O::Rename { text, version, .. } => {
            let name = Some(TEXTS[*text]).filter(|name| !name.is_empty());
            let details = Details { name: name.map(ToOwned::to_owned), ..Details::default() };
            change!(world, tx => contact::update(
                    tx, on.contact.id, *version, &details, world.agent(0), stamp.at))
            .map(|now| format!("{now:?}"))
        }
        O::Receive { .. }
        | O::Settle { .. }
        | O::Postpone
        | O::Presence { .. }
        | O::Pass { .. } => Ok(String::new()),
    };
    said(answer)
}

/// All that anybody can read.
async fn visible(world: &World) -> Value {
    let conversations = world.conversations().await;
    let mut timelines = Vec::new();
    let mut facts = Vec::new();
    for conversation in &conversations {
        timelines.push(world.timeline(conversation.id).await);
        facts.push(read!(world, session => fact::of_conversation(session, conversation.id)));
    }
    let mut found = Vec::new();
    for query in QUERIES {
        let hits = read!(world, session => search::search(
            session, query, Scope::default(), i64::MAX, 100));
        found.push(hits.into_iter().map(|hit| hit.entry.seq).collect::<Vec<_>>());
    }
    let counts = read!(world, session => conversation::counts(session, world.agents[0]));
    let mut queues: Vec<_> = counts.queues.iter().map(|(id, n)| format!("{id} {n}")).collect();
    queues.sort();
    let mut work = Vec::new();
    for agent in world.agents {
        work.push(read!(world, session => interaction::of_agent(session, agent)));
    }
    let end = world.now() + Duration::from_secs(1_000_000);
    let due = read!(world, session => outbox::due(session, world.inbox_id, end, 1_000));
    json!({
        "conversations": conversations,
        "timelines": timelines,
        "facts": facts,
        "log": world.log().await,
        "found": found,
        "counts": [counts.mine, counts.unassigned, counts.all],
        "queues": queues,
        "live": read!(world, session => interaction::live(session)),
        "work": work,
        "due": due.iter().map(|due| (due.entry.seq, due.attempts)).collect::<Vec<_>>(),
        "presence": read!(world, session => presence::all(session)),
        "contacts": read!(world, session => contact_list::list(session, &ContactFilter::default(), None, 100)),
        "named": read!(world, session => contact_list::list(session, &ContactFilter::query("où"), None, 100)),
    })
}

thread_local! {
    static DRAWN: Cell<u64> = const { Cell::new(0) };
}

/// The same numbers in the same order for each engine.
fn drawn() -> [u8; 10] {
    let n = DRAWN.get();
    DRAWN.set(n + 1);
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&n.to_be_bytes());
    bytes
}

async fn history(world: World, operations: &[Operation]) -> (Vec<String>, Value) {
    world.conversation("v-0").await;
    world.conversation("v-1").await;
    let mut answers = Vec::new();
    for operation in operations {
        answers.push(run(&world, operation).await);
    }
    let visible = visible(&world).await;
    world.assert_whole().await;
    world.destroy().await;
    (answers, visible)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn both_engines_tell_the_same_story(
        operations in proptest::collection::vec(operation(), 1..60),
    ) {
        // One thread, so that ids are drawn in one order.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            DRAWN.set(0);
            let (said_here, here) = history(World::on_sqlite(drawn).await, &operations).await;
            DRAWN.set(0);
            if let Some(world) = World::on_postgres(drawn).await {
                let (said_there, there) = history(world, &operations).await;
                for (place, (here, there)) in said_here.iter().zip(&said_there).enumerate() {
                    prop_assert_eq!(here, there, "{:?}", operations[place]);
                }
                for (what, here) in here.as_object().unwrap() {
                    prop_assert_eq!(here, &there[what], "{}", what);
                }
            }
            Ok(())
        })?;
    }
}
