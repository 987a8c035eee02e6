use rapport_core::event::EventData;
use rapport_core::presence::{Presence, PresenceState};
use rapport_storage::presence;

use crate::world::World;

on_both_engines! {
    async fn presence_changes_only_when_it_differs(world: World) {
        let [ada, boris, _] = world.agents;
        let put = async |agent_id, state, reason: Option<&str>| {
            let new = Presence {
                agent_id, state, reason: reason.map(ToOwned::to_owned), since: world.now(),
            };
            change!(world, tx => presence::put(tx, new, world.agent(0))).unwrap()
        };
        assert_eq!(read!(world, session => presence::get(session, ada)), None);
        let online = put(ada, PresenceState::Online, None).await;
        let head = world.head().await;
        let again = put(ada, PresenceState::Online, None).await;
        assert_eq!(again, online, "since it first was");
        assert_eq!(world.head().await, head);
        let lunch = put(ada, PresenceState::Away, Some("lunch")).await;
        let call = put(ada, PresenceState::Away, Some("no_answer")).await;
        assert_ne!(lunch, call, "another reason is another presence");
        let offline = put(boris, PresenceState::Offline, None).await;
        assert_eq!(read!(world, session => presence::all(session)), [call.clone(), offline]);
        assert_eq!(read!(world, session => presence::get(session, ada)), Some(call));
        let events = world.log().await.into_iter().filter(|event| event.seq > head);
        assert_eq!(events.filter(|event| matches!(event.data, EventData::PresenceChanged(_))).count(), 3);
    }
}
