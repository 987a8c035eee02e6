use rapport_core::company::CompanyDetails;
use rapport_core::contact::Details;
use rapport_core::event::EventData;
use rapport_storage::{StoreError, company, contact};

use crate::world::World;

fn company(name: &str) -> CompanyDetails {
    CompanyDetails { name: name.to_owned(), ..CompanyDetails::default() }
}

on_both_engines! {
    async fn companies_are_listed_by_name_and_found_by_a_part_of_it(world: World) {
        for name in ["Ёлка", "beta 50%", "Alpha", "gamma"] {
            change!(world, tx => company::add(tx, world.stamp(), company(name), world.agent(0)))
                .unwrap();
        }
        let list = async |query: Option<&str>, after: Option<&str>, limit| {
            let found = read!(world, session => company::list(session, query, after, limit));
            found.into_iter().map(|(company, _)| company.details.name).collect::<Vec<_>>()
        };
        let all = list(None, None, 9).await;
        assert_eq!(all[..3], ["Alpha", "beta 50%", "gamma"]);
        assert_eq!(list(None, Some("alpha"), 2).await, all[1..3]);
        assert_eq!(list(Some("ЁЛ"), None, 9).await, ["Ёлка"]);
        assert_eq!(list(Some("0%"), None, 9).await, ["beta 50%"]);
        assert_eq!(list(Some("a%"), None, 9).await, [""; 0]);
        let by_name = read!(world, session => company::by_name(session, " GAMMA "));
        assert!(by_name.is_some());
    }

    async fn two_companies_never_have_the_same_name(world: World) {
        let actor = world.agent(0);
        let add = async |name: &str| {
            change!(world, tx => company::add(tx, world.stamp(), company(name), actor.clone()))
        };
        let alpha = add("Alpha").await.unwrap();
        let beta = add("Beta").await.unwrap();
        assert!(matches!(add("ALPHA").await, Err(StoreError::Taken(_))));
        let rename = async |version, name: &str| {
            change!(world, tx => company::update(
                tx, beta.id, version, &company(name), actor.clone(), world.now()))
        };
        assert!(matches!(rename(1, "alpha").await, Err(StoreError::Taken(_))));
        let (now, contacts) = rename(1, "BETA").await.unwrap();
        assert_eq!((now.details.name.as_str(), now.version, contacts), ("BETA", 2, 0));
        let stale = rename(1, "Gamma").await;
        assert!(matches!(stale, Err(StoreError::VersionConflict { current: 2 })), "{stale:?}");
        let told: Vec<_> = world.log().await.into_iter().filter_map(|event| match event.data {
            EventData::CompanyCreated(it) | EventData::CompanyUpdated(it) => Some(it.company),
            _ => None,
        }).collect();
        assert_eq!(told, [alpha, beta, now]);
    }

    async fn contacts_follow_a_renamed_company_and_outlast_a_removed_one(world: World) {
        let actor = world.agent(0);
        let alpha = change!(world, tx =>
            company::add(tx, world.stamp(), company("Alpha"), actor.clone())).unwrap();
        let details = Details {
            name: Some("Vera".into()), company_id: Some(alpha.id), ..Details::default()
        };
        let vera = world.contact(details, Vec::new()).await;
        assert_eq!(vera.company.as_ref().map(|it| it.name.as_str()), Some("Alpha"));
        let (_, contacts) = read!(world, session => company::get(session, alpha.id));
        assert_eq!(contacts, 1);
        change!(world, tx => company::update(
            tx, alpha.id, 1, &company("Omega"), actor.clone(), world.now())).unwrap();
        let now = read!(world, session => contact::get(session, vera.id));
        assert_eq!(now.company.map(|it| it.name).as_deref(), Some("Omega"));

        change!(world, tx => company::remove(tx, alpha.id, actor.clone(), world.now())).unwrap();
        let now = read!(world, session => contact::get(session, vera.id));
        assert_eq!((&now.company, now.version), (&None, vera.version + 1));
        let log = world.log().await;
        let [.., left, removed] = log.as_slice() else { panic!("{log:?}") };
        assert!(matches!(&left.data, EventData::ContactUpdated(it) if it.contact == now));
        assert!(matches!(&removed.data, EventData::CompanyRemoved(it) if it.company.id == alpha.id));
        let again = change!(world, tx =>
            company::remove(tx, alpha.id, actor.clone(), world.now()));
        assert!(matches!(again, Err(StoreError::NotFound("company"))), "{again:?}");
        world.assert_whole().await;
    }
}
