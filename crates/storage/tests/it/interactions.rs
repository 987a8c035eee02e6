use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::conversation::Conversation;
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::id::InteractionId;
use rapport_core::interaction::{Interaction, InteractionState, TransitionError};
use rapport_storage::interaction::{self, Change};
use rapport_storage::{Result, StoreError};

use crate::world::{World, work};

type Step = Box<dyn FnOnce(Interaction, Timestamp) -> Result<Interaction, TransitionError> + Send>;

async fn transition(
    world: &World,
    id: InteractionId,
    happening: Happening,
    step: Step,
) -> Result<Conversation> {
    let stamp = world.stamp();
    let change = Change { id, entry_id: stamp.id(), actor: Actor::SYSTEM, at: stamp.at, happening };
    change!(world, tx => interaction::transition(tx, change, |work| step(work, stamp.at)))
}

on_both_engines! {
    async fn a_whole_life(world: World) {
        let [ada, boris, _] = world.agents;
        let on = world.conversation("v-1").await;
        let id = work(&on).id;
        let until = world.now() + Duration::from_secs(20);

        let to = vec![ada, boris];
        let now = transition(&world, id, Happening::Offered { agent_ids: to.clone() }, {
            let to = to.clone();
            Box::new(move |work, _| work.offer(to, until))
        })
        .await
        .unwrap();
        assert_eq!(work(&now).state, InteractionState::Offered { to, until });
        assert_eq!(now.assignee_id, None);
        for agent in [ada, boris] {
            assert_eq!(read!(world, session => interaction::of_agent(session, agent)).len(), 1);
        }

        let now = transition(&world, id, Happening::Declined { agent_id: ada },
            Box::new(move |work, _| work.withdraw(ada))).await.unwrap();
        assert_eq!(work(&now).state, InteractionState::Offered { to: vec![boris], until });
        assert_eq!(read!(world, session => interaction::of_agent(session, ada)), []);

        let now = transition(&world, id, Happening::TimedOut { agent_id: boris },
            Box::new(move |work, _| work.withdraw(boris))).await.unwrap();
        assert_eq!(work(&now).state, InteractionState::Waiting);
        assert_eq!(work(&now).enqueued_at, work(&on).enqueued_at, "its old place");

        let second = world.queues[1];
        let now = transition(
            &world,
            id,
            Happening::Overflowed { from_queue_id: world.queues[0], queue_id: second },
            Box::new(move |work, _| work.overflow(second)),
        )
        .await
        .unwrap();
        assert_eq!((now.queue_id, work(&now).queue_id), (Some(second), second));

        transition(&world, id, Happening::Offered { agent_ids: vec![boris] },
            Box::new(move |work, _| work.offer(vec![boris], until))).await.unwrap();
        let now = transition(&world, id, Happening::Accepted { agent_id: boris },
            Box::new(move |work, at| work.accept(boris, at))).await.unwrap();
        assert_eq!(now.assignee_id, Some(boris));
        assert_eq!(work(&now).state.agent(), Some(boris));
        assert_eq!(read!(world, session => interaction::of_agent(session, boris)).len(), 1);

        let now = transition(&world, id, Happening::Requeued { agent_id: Some(boris) },
            Box::new(move |work, _| work.give_back(boris))).await.unwrap();
        assert_eq!((now.assignee_id, &work(&now).state), (None, &InteractionState::Waiting));

        transition(&world, id, Happening::Offered { agent_ids: vec![ada] },
            Box::new(move |work, _| work.offer(vec![ada], until))).await.unwrap();
        transition(&world, id, Happening::Accepted { agent_id: ada },
            Box::new(move |work, at| work.accept(ada, at))).await.unwrap();
        let now = transition(&world, id, Happening::WrapUpStarted { agent_id: ada },
            Box::new(move |work, _| work.start_wrap_up(ada, until))).await.unwrap();
        assert_eq!(now.assignee_id, Some(ada), "still theirs while they note the outcome");
        assert_eq!(read!(world, session => interaction::live(session)).len(), 1);

        let ended = Happening::Ended { agent_id: Some(ada), disposition_id: None };
        let now = transition(&world, id, ended,
            Box::new(|work, at| work.end(at, None, Some("Sent a new strap".into())))).await.unwrap();
        let InteractionState::Ended { agent_id, note, .. } = &work(&now).state else { panic!() };
        assert_eq!((*agent_id, note.as_deref()), (Some(ada), Some("Sent a new strap")));
        assert_eq!(work(&now).version, 12);
        assert_eq!(now.version, 14);
        assert_eq!(read!(world, session => interaction::live(session)), []);
        assert_eq!(read!(world, session => interaction::get(session, id)), *work(&now));
        assert_eq!(world.get(on.id).await, now);
        let told = world.timeline(on.id).await;
        let events = told.iter().filter(|entry| matches!(entry.body, EntryBody::Event { .. }));
        assert_eq!(events.count(), 13);
        world.assert_whole().await;
    }

    async fn what_is_refused_changes_nothing(world: World) {
        let [ada, boris, _] = world.agents;
        let on = world.conversation("v-1").await;
        let id = work(&on).id;
        let queue = world.queues[1];
        let was = (world.get(on.id).await, world.timeline(on.id).await, world.log().await);
        let at = world.now();
        let steps: Vec<(Happening, Step)> = vec![
            (Happening::Accepted { agent_id: ada }, Box::new(move |work, at| work.accept(ada, at))),
            (Happening::Declined { agent_id: ada }, Box::new(move |work, _| work.withdraw(ada))),
            (Happening::Requeued { agent_id: None }, Box::new(|work, _| work.withdraw_all())),
            (Happening::Requeued { agent_id: None }, Box::new(move |work, _| work.give_back(ada))),
            (
                Happening::WrapUpStarted { agent_id: ada },
                Box::new(move |work, _| work.start_wrap_up(ada, at)),
            ),
        ];
        for (happening, step) in steps {
            let refused = transition(&world, id, happening, step).await;
            assert!(matches!(refused, Err(StoreError::Transition(_))), "{refused:?}");
        }
        let now = (world.get(on.id).await, world.timeline(on.id).await, world.log().await);
        assert_eq!(now, was);

        let nobody = transition(&world, world.stamp().id(), Happening::Started,
            Box::new(|work, _| Ok(work))).await;
        assert!(matches!(nobody, Err(StoreError::NotFound("interaction"))), "{nobody:?}");

        // Two agents who take one offer: the second is told that it is gone.
        transition(&world, id, Happening::Offered { agent_ids: vec![ada, boris] },
            Box::new(move |work, at| work.offer(vec![ada, boris], at))).await.unwrap();
        let both = tokio::join!(
            transition(&world, id, Happening::Accepted { agent_id: ada },
                Box::new(move |work, at| work.accept(ada, at))),
            transition(&world, id, Happening::Accepted { agent_id: boris },
                Box::new(move |work, at| work.accept(boris, at))),
        );
        let taken = [&both.0, &both.1].iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(taken, 1, "{both:?}");
        let end = Happening::Ended { agent_id: None, disposition_id: None };
        transition(&world, id, end.clone(), Box::new(|work, at| work.end(at, None, None)))
            .await
            .unwrap();
        let head = world.head().await;
        for step in [
            Box::new(|work: Interaction, at| work.end(at, None, None)) as Step,
            Box::new(move |work, _| work.transfer(queue, None)),
            Box::new(move |work, at| work.assign(ada, at)),
        ] {
            let refused = transition(&world, id, end.clone(), step).await;
            assert!(matches!(refused, Err(StoreError::Transition(TransitionError::Ended))));
        }
        assert_eq!(world.head().await, head);
        world.assert_whole().await;
    }

    async fn live_work_is_in_the_order_in_which_it_came(world: World) {
        let mut ids = Vec::new();
        for n in 0..5 {
            ids.push(work(&world.conversation(&format!("v-{n}")).await).id);
        }
        let end = Happening::Ended { agent_id: None, disposition_id: None };
        transition(&world, ids.remove(2), end, Box::new(|work, at| work.end(at, None, None)))
            .await
            .unwrap();
        let live = read!(world, session => interaction::live(session));
        assert_eq!(live.iter().map(|work| work.id).collect::<Vec<_>>(), ids);
    }
}
