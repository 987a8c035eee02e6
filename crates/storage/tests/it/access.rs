use std::time::Duration;

use rapport_core::access::LinkPurpose;
use rapport_core::id::AgentId;
use rapport_storage::access::{self, AccessLink};
use rapport_storage::credential;

use crate::world::World;

const HOUR: Duration = Duration::from_secs(60 * 60);

async fn invite(world: &World, agent_id: AgentId, secret: &[u8]) -> AccessLink {
    let at = world.now();
    let purpose = LinkPurpose::Invitation;
    let maker_id = Some(agent_id);
    let link = AccessLink { agent_id, purpose, created_at: at, expires_at: at + HOUR, maker_id };
    change!(world, tx => access::put(tx, &link, secret)).unwrap();
    link
}

on_both_engines! {
    async fn a_link_is_used_once(world: World) {
        let ada = world.agents[0];
        let link = invite(&world, ada, b"first").await;
        assert_eq!(read!(world, session => access::find(session, b"first")), Some(link));
        assert_eq!(read!(world, session => access::find(session, b"other")), None);
        let now = world.now();
        let spent = change!(world, tx => access::spend(tx, b"first", now)).unwrap();
        assert_eq!(spent, Some(link));
        assert_eq!(change!(world, tx => access::spend(tx, b"first", now)).unwrap(), None);
        assert_eq!(read!(world, session => access::all(session)), []);
    }

    async fn of_two_tabs_one_gets_it(world: World) {
        invite(&world, world.agents[0], b"secret").await;
        let now = world.now();
        let tab = async || change!(world, tx => access::spend(tx, b"secret", now)).unwrap();
        let (one, other) = tokio::join!(tab(), tab());
        assert_eq!(usize::from(one.is_some()) + usize::from(other.is_some()), 1);
    }

    async fn a_new_link_takes_the_place_of_the_old_one(world: World) {
        let ada = world.agents[0];
        invite(&world, ada, b"first").await;
        let second = invite(&world, ada, b"second").await;
        assert_eq!(read!(world, session => access::find(session, b"first")), None);
        assert_eq!(read!(world, session => access::all(session)), [second]);
        assert_eq!(change!(world, tx => access::revoke(tx, ada)).unwrap(), Some(second));
        assert_eq!(change!(world, tx => access::revoke(tx, ada)).unwrap(), None);
    }

    async fn an_old_one_is_of_no_use(world: World) {
        invite(&world, world.agents[0], b"secret").await;
        world.pass(HOUR);
        let now = world.now();
        assert_eq!(change!(world, tx => access::spend(tx, b"secret", now)).unwrap(), None);
    }

    async fn a_password_set_otherwise_makes_it_void(world: World) {
        let ada = world.agents[0];
        invite(&world, ada, b"secret").await;
        assert!(!read!(world, session => access::has_password(session, ada)));
        change!(world, tx => credential::put_password(
            tx, ada, "ada@duffel.example", "a hash")).unwrap();
        assert!(read!(world, session => access::has_password(session, ada)));
        let all = read!(world, session => access::with_password(session));
        assert_eq!(all.into_iter().collect::<Vec<_>>(), [ada]);
        assert_eq!(read!(world, session => access::find(session, b"secret")), None);
    }
}
