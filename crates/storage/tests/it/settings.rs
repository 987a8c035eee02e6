use rapport_storage::{StoreError, setting};

use crate::world::World;

on_both_engines! {
    async fn a_setting_is_any_value(world: World) {
        let none: Option<String> = read!(world, session => setting::get(session, "name"));
        assert_eq!(none, None);
        change!(world, tx => setting::put(tx, "name", &"Duffel")).unwrap();
        change!(world, tx => setting::put(tx, "name", &"Duffel & Söhne")).unwrap();
        let name: Option<String> = read!(world, session => setting::get(session, "name"));
        assert_eq!(name.as_deref(), Some("Duffel & Söhne"));
        change!(world, tx => setting::put(tx, "key", &vec![1_u8, 2, 255])).unwrap();
        let key: Option<Vec<u8>> = read!(world, session => setting::get(session, "key"));
        assert_eq!(key, Some(vec![1, 2, 255]));
        let mut reader = world.store.read().await.unwrap();
        let wrong: Result<Option<u8>, _> = setting::get(&mut reader.session(), "name").await;
        assert!(matches!(wrong, Err(StoreError::Corrupt { .. })), "{wrong:?}");
    }
}
