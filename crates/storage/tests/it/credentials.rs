use std::time::Duration;

use rapport_core::permission::Permission;
use rapport_storage::StoreError;
use rapport_storage::credential::{self, ApiToken};

use crate::world::World;

const WEEK: Duration = Duration::from_secs(7 * 24 * 3_600);

on_both_engines! {
    async fn one_address_signs_one_agent_in(world: World) {
        let [ada, boris, _] = world.agents;
        let by = async |email: &'static str| {
            read!(world, session => credential::password_by_email(session, email))
        };
        change!(world, tx => credential::put_password(tx, ada, "ada@duffel.example", "h1")).unwrap();
        change!(world, tx => credential::put_password(tx, ada, "ada@duffel.example", "h2")).unwrap();
        assert_eq!(by("ada@duffel.example").await, Some((ada, "h2".to_owned())));
        change!(world, tx => credential::put_password(tx, boris, "b@duffel.example", "h3")).unwrap();
        let taken = change!(world, tx => credential::set_email(tx, boris, "ada@duffel.example"));
        assert!(matches!(taken, Err(StoreError::Taken(_))), "{taken:?}");
        change!(world, tx => credential::set_email(tx, ada, "new@duffel.example")).unwrap();
        assert_eq!(by("ada@duffel.example").await, None);
        assert_eq!(by("new@duffel.example").await, Some((ada, "h2".to_owned())));
    }

    async fn a_session_s_token_changes(world: World) {
        let ada = world.agents[0];
        let id = world.stamp().id();
        let (now, until) = (world.now(), world.now() + WEEK);
        change!(world, tx => credential::start_session(tx, id, b"t1", ada, now, until)).unwrap();
        let by = async |token: &'static [u8]| {
            read!(world, session => credential::session_by_token(session, token))
        };
        let found = by(b"t1").await.unwrap();
        assert_eq!((found.id, found.agent_id, found.expires_at), (id, ada, until));
        let later = world.now();
        let rotate = async |from: &'static [u8], to: &'static [u8]| {
            change!(world, tx => credential::rotate_session(tx, from, to, later, later + WEEK))
                .unwrap()
        };
        assert!(rotate(b"t1", b"t2").await);
        assert!(!rotate(b"t1", b"t3").await, "another request was first");
        assert!(by(b"t1").await.is_none());
        assert_eq!(by(b"t2").await.unwrap().rotated_at, later);
        let previous =
            read!(world, session => credential::session_by_previous_token(session, b"t1"));
        assert_eq!(previous.unwrap().id, id);
        assert!(rotate(b"t2", b"t3").await);
        let previous =
            read!(world, session => credential::session_by_previous_token(session, b"t1"));
        assert!(previous.is_none(), "only the last one");
        change!(world, tx => credential::end_session(tx, id)).unwrap();
        assert!(by(b"t3").await.is_none());
    }

    async fn sessions_end_together_or_by_time(world: World) {
        let [ada, boris, _] = world.agents;
        let start = async |token: &'static [u8], agent, life: Duration| {
            let (id, now) = (world.stamp().id(), world.now());
            change!(world, tx => credential::start_session(tx, id, token, agent, now, now + life))
                .unwrap();
        };
        start(b"short", boris, Duration::from_secs(60)).await;
        start(b"a1", ada, WEEK).await;
        world.pass(Duration::from_secs(61));
        start(b"a2", ada, WEEK).await;
        let by = async |token: &'static [u8]| {
            read!(world, session => credential::session_by_token(session, token)).is_some()
        };
        assert!(!by(b"short").await, "swept when the next one began");
        assert_eq!(change!(world, tx => credential::end_sessions_of(tx, ada)).unwrap(), 2);
        assert!(!by(b"a1").await && !by(b"a2").await);
    }

    async fn tokens_are_listed_found_and_revoked(world: World) {
        let mut tokens = Vec::new();
        for n in 0_u8..3 {
            let stamp = world.stamp();
            let token = ApiToken {
                id: stamp.id(),
                agent_id: world.agents[0],
                name: format!("Token {n}"),
                scopes: vec![Permission::ContactsRead, Permission::AuditRead],
                created_at: stamp.at,
                expires_at: (n == 1).then_some(stamp.at + WEEK),
                revoked_at: None,
            };
            change!(world, tx => credential::create_token(tx, &token, &[n; 32])).unwrap();
            tokens.insert(0, token);
        }
        assert_eq!(read!(world, session => credential::list_tokens(session, None, 10)), tokens);
        let before = Some(tokens[0].id);
        assert_eq!(
            read!(world, session => credential::list_tokens(session, before, 1)),
            tokens[1..2]
        );
        let found = read!(world, session => credential::token_by_hash(session, &[1; 32]));
        assert_eq!(found.as_ref(), Some(&tokens[1]));
        assert_eq!(read!(world, session => credential::token_by_hash(session, &[9; 32])), None);
        let at = world.now();
        let id = tokens[1].id;
        let revoked = change!(world, tx => credential::revoke_token(tx, id, at)).unwrap();
        assert_eq!(revoked.as_deref(), Some("Token 1"));
        assert_eq!(change!(world, tx => credential::revoke_token(tx, id, at)).unwrap(), None);
        let found = read!(world, session => credential::token_by_id(session, id)).unwrap();
        assert_eq!(found.revoked_at, Some(at));
        assert!(tokens[1].is_good(at) && !found.is_good(at));
        assert!(!tokens[1].is_good(tokens[1].created_at + WEEK));
    }
}
