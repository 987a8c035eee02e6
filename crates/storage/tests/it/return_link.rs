use rapport_core::contact::IdentityKind;
use rapport_core::id::{EntryId, TypedId};
use rapport_storage::contact;
use rapport_storage::contact_identity;
use rapport_storage::return_link::{self, Used};
use uuid::Uuid;

use crate::world::World;

const NONCE: &str = "0123456789abcdef";

fn mail(number: u128) -> EntryId {
    EntryId::from_uuid(Uuid::from_u128(number))
}

on_both_engines! {
    async fn a_link_back_lets_one_browser_in(world: World) {
        world.receive("vera", "1", "Hello").await;
        let vera = of_browser(&world, "vera").await.unwrap();
        let open = async |browser: &'static str| {
            let stamp = world.stamp();
            change!(world, tx => return_link::open(tx, stamp, mail(1), NONCE, &vera, browser, "anew"))
                .unwrap()
        };
        let (one, other) = tokio::join!(open("phone"), open("tablet"));
        let let_in = one.or(other).expect("one of both is let in");
        let used = read!(world, session => return_link::used(session, mail(1)));
        assert_eq!(used, Some(Used { nonce: NONCE.to_owned(), visitor: let_in.clone() }));
        let late = if let_in == "phone" { "tablet" } else { "phone" };
        assert_eq!(open(late).await, None);
        assert_eq!(of_browser(&world, &let_in).await.map(|it| it.id), Some(vera.id));
        assert_eq!(of_browser(&world, late).await, None);
        world.assert_whole().await;
    }

    async fn by_a_link_back_who_is_nobody_becomes_its_reader(world: World) {
        world.receive("vera", "1", "Hello").await;
        world.receive("phone", "2", "It is me").await;
        let vera = of_browser(&world, "vera").await.unwrap();
        let nobody = of_browser(&world, "phone").await.unwrap();
        let stamp = world.stamp();
        let opened = change!(world, tx => return_link::open(tx, stamp, mail(1), NONCE, &vera, "phone", "anew"));
        assert_eq!(opened.unwrap().as_deref(), Some("phone"));
        assert_eq!(of_browser(&world, "phone").await.map(|it| it.id), Some(vera.id));
        let survivor = read!(world, session => contact::get_survivor(session, nobody.id));
        assert_eq!(survivor.id, vera.id, "with what they said");
        world.assert_whole().await;
    }
}

async fn of_browser(world: &World, visitor: &str) -> Option<rapport_core::contact::Contact> {
    let kind = IdentityKind::Visitor;
    read!(world, session => contact_identity::by_verified(session, kind, visitor))
}
