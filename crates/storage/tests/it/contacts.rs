use rapport_core::contact::{Contact, Details, Identity, IdentityKind, PageVisit};
use rapport_core::event::EventData;
use rapport_core::id::ContactId;
use rapport_storage::StoreError;
use rapport_storage::contact::{self, NewContact};
use rapport_storage::contact_identity;
use rapport_storage::contact_list::{self, ContactFilter};
use rapport_storage::page_visit;

use crate::world::World;

async fn add(world: &World, name: Option<&str>, email: Option<&str>, verified: bool) -> ContactId {
    let stamp = world.stamp();
    let identities = email
        .map(|value| Identity {
            id: stamp.id(),
            kind: IdentityKind::Email,
            value: value.to_owned(),
            verified,
        })
        .into_iter()
        .collect();
    let new = NewContact {
        id: stamp.id(),
        details: Details { name: name.map(ToOwned::to_owned), ..Details::default() },
        visits: Vec::new(),
        identities,
    };
    change!(world, tx => contact::insert(tx, std::slice::from_ref(&new), stamp.at)).unwrap();
    new.id
}

async fn find(world: &World, query: &str) -> Vec<Contact> {
    read!(world, session => contact_list::list(session, &ContactFilter::query(query), None, 100))
}

on_both_engines! {
    async fn the_list_pages_from_the_newest(world: World) {
        let mut ids = Vec::new();
        for n in 0..9 {
            ids.push(add(&world, Some(&format!("Contact {n}")), None, false).await);
        }
        ids.reverse();
        let (mut paged, mut before) = (Vec::new(), None);
        loop {
            let page = read!(world, session => contact_list::list(session, &ContactFilter::default(), before, 4));
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            paged.extend(page.into_iter().map(|contact| contact.id));
        }
        assert_eq!(paged, ids);
        let page = read!(world, session => contact_list::list(session, &ContactFilter::query("contact"), Some(ids[6]), 9));
        assert_eq!(page.len(), 2);
        assert_eq!(read!(world, session => contact_list::list(session, &ContactFilter::query("  "), None, 100)).len(), 9);
    }

    async fn names_and_addresses_are_found_by_any_part_in_any_case(world: World) {
        let marie = add(&world, Some("Marie Østergård"), Some("Marie@Post.example"), true).await;
        let elka = add(&world, Some("Ёлка Иванова"), None, false).await;
        let percent = add(&world, Some("100% _wool_ \\ Ltd"), None, false).await;
        let wang = add(&world, Some("王小明"), Some("wang@mail.example"), false).await;
        add(&world, None, None, false).await;
        for (query, expected) in [
            ("marie", vec![marie]),
            ("ØSTER", vec![marie]),
            ("post.EXAMPLE", vec![marie]),
            ("ёлка", vec![elka]),
            ("ИВАНОВА", vec![elka]),
            ("100%", vec![percent]),
            ("%", vec![percent]),
            ("_", vec![percent]),
            ("\\", vec![percent]),
            ("小", vec![wang]),
            ("@", vec![wang, marie]),
            ("mar%e", vec![]),
            ("m_rie", vec![]),
            ("nobody", vec![]),
        ] {
            let found: Vec<_> =
                find(&world, query).await.into_iter().map(|contact| contact.id).collect();
            assert_eq!(found, expected, "{query}");
        }
    }

    async fn a_hostile_query_finds_nothing_and_breaks_nothing(world: World) {
        add(&world, Some("Ada"), None, false).await;
        for query in ["' or 1 --", "'; drop table contact; --", "a\0da", "\u{7}", "\n", "\\%", "\\_"] {
            let found = find(&world, query).await;
            assert!(found.is_empty() || query.trim().is_empty(), "{query:?}");
        }
        for long in ["x".repeat(10_000), "%".repeat(60_000), "字".repeat(30_000)] {
            assert_eq!(find(&world, &long).await, []);
        }
        assert_eq!(find(&world, "ada").await.len(), 1);
    }

    async fn an_update_needs_the_version_that_was_seen(world: World) {
        let id = add(&world, Some("Mari"), Some("m@post.example"), false).await;
        let at = world.now();
        let update = async |version, name: Option<&'static str>| {
            let actor = world.agent(0);
            let name = name.map(ToOwned::to_owned);
            let details = Details { name, language: Some("da".into()), ..Details::default() };
            change!(world, tx => contact::update(tx, id, version, &details, actor, at))
        };
        let now = update(1, Some("Marie")).await.unwrap();
        assert_eq!((now.version, now.name.as_deref(), now.language.as_deref()),
            (2, Some("Marie"), Some("da")));
        let stale = update(1, Some("Maria")).await;
        assert!(matches!(stale, Err(StoreError::VersionConflict { current: 2 })), "{stale:?}");
        assert_eq!(find(&world, "marie").await, std::slice::from_ref(&now));
        let event = world.log().await.pop().unwrap();
        assert!(matches!(event.data, EventData::ContactUpdated(change) if change.contact == now));
        let nameless = update(2, None).await.unwrap();
        assert_eq!(nameless.name, None);
        assert_eq!(find(&world, "marie").await, []);
        assert_eq!(find(&world, "m@post").await, [nameless], "still found by the address");
        let actor = world.agent(0);
        let unknown = world.stamp().id();
        let details = Details::default();
        let missing = change!(world, tx => contact::update(tx, unknown, 1, &details, actor, at));
        assert!(matches!(missing, Err(StoreError::NotFound("contact"))), "{missing:?}");
    }

    async fn only_a_verified_identity_names_a_contact(world: World) {
        add(&world, Some("Impostor"), Some("m@post.example"), false).await;
        let by = async |value: &'static str| {
            read!(world, session => contact_identity::by_verified(
                session, IdentityKind::Email, value))
        };
        assert!(by("m@post.example").await.is_none());
        let marie = add(&world, Some("Marie"), Some("m@post.example"), true).await;
        assert_eq!(by("m@post.example").await.unwrap().id, marie);
        assert!(by("M@post.example").await.is_none());
        let kind = read!(world, session => contact_identity::by_verified(
            session, IdentityKind::External, "m@post.example"));
        assert!(kind.is_none());
    }

    async fn the_page_a_contact_is_on_is_kept(world: World) {
        let id = add(&world, None, None, false).await;
        let at = world.now();
        let page = PageVisit {
            url: "https://shop.example/bags?size=\"L\"".into(),
            title: "Bags — 包".into(),
            at,
        };
        let actor = world.agent(0);
        change!(world, tx => contact::seen(tx, id, std::slice::from_ref(&page), actor, at)).unwrap();
        let now = read!(world, session => contact::get(session, id));
        assert_eq!((now.page, now.last_seen_at, now.version), (Some(page), Some(at), 1));
    }

    async fn the_newest_pages_that_a_contact_was_on_are_kept(world: World) {
        let id = add(&world, None, None, false).await;
        let began = world.now();
        let visit = |n: u64| PageVisit {
            url: format!("https://shop.example/{n}"),
            title: String::new(),
            at: began + std::time::Duration::from_secs(n),
        };
        let walk: Vec<_> = (0..110).map(visit).collect();
        let actor = world.agent(0);
        change!(world, tx => contact::seen(tx, id, &walk, actor.clone(), began)).unwrap();
        // The same ones again are no further visits.
        change!(world, tx => contact::seen(tx, id, &walk[100..], actor, began)).unwrap();
        let kept = read!(world, session => page_visit::list(session, id));
        assert_eq!(kept.len(), 100);
        assert_eq!((&kept[0], &kept[99]), (&walk[109], &walk[10]));
    }
}
