use rapport_core::directory::ProactiveRule;
use rapport_core::directory::proactive_rule::Condition;
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::id::ProactiveRuleId;
use rapport_storage::intake::{self, Invitation, Sender};
use rapport_storage::proactive::{self, Outcome, Results};
use rapport_storage::{check, handling};

use crate::world::{World, inbound};

impl World {
    async fn rule(&self) -> ProactiveRuleId {
        let rule = ProactiveRule {
            name: "Help".into(),
            enabled: true,
            inbox_id: self.inbox_id,
            conditions: vec![Condition::ExitIntent],
            text: "May I help?".into(),
            every_hours: 24,
            holdout_percent: 10,
            only_when_free: true,
        };
        let id = self.stamp().id();
        self.keep(id, rule).await;
        id
    }
}

on_both_engines! {
    async fn an_answer_to_the_chat_s_first_words_begins_with_them(world: World) {
        let rule_id = world.rule().await;
        let invitation = Some(Invitation { rule_id, text: "May I help?".into() });
        let sender = Sender { invitation, ..Sender::visitor("v-1", Some("en")) };
        let send = async |id: &str| {
            let inbound = inbound("v-1", id, "Yes, please");
            let (stamp, arrival) = (world.stamp(), world.arrival());
            intake::receive(&world.store, stamp, arrival, &sender, "Yes, please", inbound)
                .await
                .unwrap()
                .stored
                .into_entry()
        };
        let entry = send("m-1").await;
        let on = world.get(entry.conversation_id).await;
        assert_eq!(on.proactive_rule_id, Some(rule_id));
        let bodies: Vec<_> = world.timeline(on.id).await.into_iter().map(|it| it.body).collect();
        let invited = Happening::Invited { rule_id, text: "May I help?".into() };
        assert_eq!(bodies[0], EntryBody::Event { event: Happening::Started });
        assert_eq!(bodies[1], EntryBody::Event { event: invited });
        assert_eq!(bodies[2].text(), Some("Yes, please"));
        let second = send("m-2").await;
        assert_eq!(second.conversation_id, on.id);
        let found = world.timeline(on.id).await;
        let invitations = found.iter().filter(|it| matches!(
            it.body, EntryBody::Event { event: Happening::Invited { .. } }));
        assert_eq!(invitations.count(), 1, "the first message only");
        change!(world, tx => handling::resolve(tx, world.stamp(), on.id, world.agent(0))).unwrap();
        let results = read!(world, session => proactive::results(session, rule_id));
        assert_eq!((results.accepted, results.resolved), (1, 1));
        world.assert_whole().await;
    }

    async fn what_came_of_a_rule_is_counted_over_days(world: World) {
        let (rule_id, other) = (world.rule().await, world.stamp().id());
        assert_eq!(read!(world, session => proactive::results(session, rule_id)), Results::default());
        for (outcome, times) in [
            (Outcome::Shown, 3),
            (Outcome::HeldOut, 2),
            (Outcome::Dismissed, 1),
            (Outcome::StartedWithout, 1),
        ] {
            for _ in 0..times {
                world.pass(std::time::Duration::from_secs(13 * 60 * 60));
                let now = world.now();
                change!(world, tx => proactive::count(tx, rule_id, outcome, now)).unwrap();
            }
        }
        let results = read!(world, session => proactive::results(session, rule_id));
        let expected = Results {
            shown: 3, held_out: 2, dismissed: 1, started_without: 1, accepted: 0, resolved: 0,
        };
        assert_eq!(results, expected);
        assert_eq!(read!(world, session => proactive::results(session, other)), Results::default());
        assert_eq!(read!(world, session => check::check(session)), []);
    }
}
