use rapport_storage::{StoreError, credential, setting};

use crate::world::World;

on_both_engines! {
    /// PostgreSQL answers such a commit with a rollback and without an error.
    async fn a_change_in_which_a_statement_failed_is_not_said_to_be_committed(world: World) {
        let (ada, boris) = (world.agents[0], world.agents[1]);
        change!(world, tx => credential::put_password(tx, ada, "ada@duffel.example", "1")).unwrap();
        let mut tx = world.store.begin().await.unwrap();
        setting::put(&mut tx, "colour", &"blue").await.unwrap();
        let refused = credential::put_password(&mut tx, boris, "ada@duffel.example", "2").await;
        assert!(matches!(refused, Err(StoreError::Taken(_))), "{refused:?}");
        let committed = tx.commit().await.is_ok();
        let colour: Option<String> = read!(world, session => setting::get(session, "colour"));
        assert_eq!(colour.is_some(), committed);
    }

    async fn a_change_that_is_dropped_leaves_nothing(world: World) {
        let mut tx = world.store.begin().await.unwrap();
        setting::put(&mut tx, "colour", &"blue").await.unwrap();
        drop(tx);
        change!(world, tx => setting::put(tx, "size", &42)).unwrap();
        let colour: Option<String> = read!(world, session => setting::get(session, "colour"));
        assert_eq!(colour, None);
    }
}
