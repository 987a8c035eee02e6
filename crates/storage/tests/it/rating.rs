use rapport_core::entry::{EntryBody, Happening};
use rapport_storage::{StoreError, block, handling, rating};

use crate::world::{World, of_contact};

on_both_engines! {
    async fn a_resolved_conversation_is_rated_and_the_words_may_follow(world: World) {
        let on = world.conversation("v-1").await;
        let contact = of_contact(&on);
        let early = change!(world, tx => rating::rate(
            tx, world.stamp(), on.id, 5, None, contact.clone()));
        assert!(matches!(early, Err(StoreError::NotResolved)), "{early:?}");
        change!(world, tx => handling::resolve(tx, world.stamp(), on.id, world.agent(0))).unwrap();
        let rated = change!(world, tx => rating::rate(
            tx, world.stamp(), on.id, 2, None, contact.clone()))
        .unwrap();
        assert_eq!(rated.rating.as_ref().map(|it| it.score), Some(2));
        let again = change!(world, tx => rating::rate(
            tx, world.stamp(), on.id, 2, None, contact.clone()))
        .unwrap();
        assert_eq!(again, rated, "the same again changes nothing");
        let words = Some("It took a week".to_owned());
        let said = change!(world, tx => rating::rate(
            tx, world.stamp(), on.id, 2, words.clone(), contact.clone()))
        .unwrap();
        assert_eq!(said.rating.unwrap().comment, words);
        let told = world.timeline(on.id).await.last().unwrap().clone();
        let event = Happening::Rated { score: 2, comment: words };
        assert_eq!((told.author, told.body), (contact, EntryBody::Event { event }));
        change!(world, tx => block::block(
            tx, world.stamp(), on.contact.id, None, world.agent(0))).unwrap();
        let more = change!(world, tx => rating::rate(
            tx, world.stamp(), on.id, 1, Some("fools".into()), of_contact(&on)));
        assert!(matches!(more, Err(StoreError::Blocked)), "{more:?}");
        let reopened = change!(world, tx => handling::reopen(
            tx, world.stamp(), on.id, world.agent(0)))
        .unwrap();
        assert!(reopened.rating.is_some(), "what they said stands");
        world.assert_whole().await;
    }
}
