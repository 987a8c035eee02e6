use std::time::Duration;

use rapport_core::company::CompanyDetails;
use rapport_core::contact::{Contact, Details, IdentityKind, PageVisit};
use rapport_core::directory::contact_field::{FieldKind, FieldValue};
use rapport_storage::contact_list::{self, Between, ContactFilter, FieldTest, Holds};
use rapport_storage::{block, company, contact};

use crate::world::World;

/// What the list promises, said once more without a database.
fn fits(filter: &ContactFilter, contact: &Contact) -> bool {
    let folded = |text: &str| text.to_lowercase();
    let lies = |at: Option<rapport_core::Timestamp>, between: Between<rapport_core::Timestamp>| {
        between == Between::default()
            || at.is_some_and(|at| {
                between.from.is_none_or(|from| at >= from)
                    && between.until.is_none_or(|until| at < until)
            })
    };
    filter.query.as_deref().map(folded).is_none_or(|query| {
        contact.name.as_deref().is_some_and(|name| folded(name).contains(&query))
            || contact.identities.iter().any(|it| folded(&it.value).contains(&query))
    }) && (!filter.blocked || contact.blocked.is_some())
        && filter.tag_id.is_none_or(|id| contact.tag_ids.contains(&id))
        && filter.company_id.is_none_or(|id| contact.company.as_ref().is_some_and(|it| it.id == id))
        && filter.language.as_deref().is_none_or(|tag| {
            contact.language.as_deref().is_some_and(|language| {
                let (language, tag) = (folded(language), folded(tag));
                language == tag || language.starts_with(&format!("{tag}-"))
            })
        })
        && filter
            .reachable_by
            .is_none_or(|kind| contact.identities.iter().any(|it| it.kind == kind))
        && lies(contact.last_seen_at, filter.seen)
        && lies(Some(contact.created_at), filter.created)
        && filter.fields.iter().all(|test| {
            let value = contact.fields.get(&test.field_id);
            match &test.holds {
                Holds::Key(key) => value.is_some_and(|value| value.key() == *key),
                Holds::Rank { from, until } => {
                    value.and_then(FieldValue::rank).is_some_and(|rank| {
                        from.is_none_or(|from| rank >= from)
                            && until.is_none_or(|until| rank <= until)
                    })
                }
                Holds::Something => value.is_some(),
                Holds::Nothing => value.is_none(),
            }
        })
}

on_both_engines! {
    async fn a_list_holds_just_those_to_whom_all_applies(world: World) {
        let tags = [world.tag("VIP").await, world.tag("Late").await];
        let plan = world.field("Plan", FieldKind::Choice).await;
        let seats = world.field("Seats", FieldKind::Number).await;
        let since = world.field("Since", FieldKind::Date).await;
        let company = CompanyDetails { name: "Alpha".into(), ..CompanyDetails::default() };
        let alpha = change!(world, tx =>
            company::add(tx, world.stamp(), company, world.agent(0))).unwrap();

        let mut all = Vec::new();
        let mut times = Vec::new();
        for n in 0..24_usize {
            let mut fields = std::collections::BTreeMap::new();
            if n % 2 == 0 {
                fields.insert(plan, FieldValue::text(if n % 4 == 0 { "Gold" } else { "Silver" }));
            }
            if n % 3 != 0 {
                fields.insert(seats, FieldValue::number(f64::from(u8::try_from(n).unwrap()) - 9.5)
                    .unwrap());
            }
            if n % 5 == 1 {
                fields.insert(since, FieldValue::text(&format!("2026-0{}-28", n % 9 + 1)));
            }
            let languages = [None, Some("de"), Some("de-AT"), Some("del"), Some("DE-ch")];
            let details = Details {
                name: (n % 6 != 0).then(|| format!("Ёлка {n}")),
                language: languages[n % 5].map(ToOwned::to_owned),
                company_id: (n % 4 == 1).then_some(alpha.id),
                tag_ids: tags.iter().enumerate().filter(|(k, _)| n % (k + 2) == 0)
                    .map(|(_, id)| *id).collect(),
                fields,
                ..Details::default()
            };
            let mail = world.identity(IdentityKind::Email, &format!("n{n}@post.example"), false);
            let phone = world.identity(IdentityKind::Phone, &format!("+4942100000{n}"), false);
            let identities = if n % 3 == 0 { vec![phone] } else { vec![mail] };
            let made = world.contact(details, identities).await;
            times.push(made.created_at);
            let (stamp, agent) = (world.stamp(), world.agent(0));
            if n % 3 == 1 {
                let page =
                    PageVisit { url: "https://a.example".into(), title: "A".into(), at: stamp.at };
                change!(world, tx => contact::seen(tx, made.id, &[page], agent.clone(), stamp.at))
                    .unwrap();
            }
            if n % 7 == 0 {
                change!(world, tx => block::block(tx, stamp, made.id, None, agent)).unwrap();
            }
            all.push(read!(world, session => contact::get(session, made.id)));
            world.pass(Duration::from_secs(1));
        }
        all.reverse();

        let some = |holds: &[(_, Holds)]| ContactFilter {
            fields: holds.iter().cloned()
                .map(|(field_id, holds)| FieldTest { field_id, holds }).collect(),
            ..ContactFilter::default()
        };
        let any = ContactFilter::default;
        let gold = (plan, Holds::Key("gold".into()));
        let few = (seats, Holds::Rank { from: Some(-3.0), until: Some(4.5) });
        let many = (seats, Holds::Rank { from: Some(4.5), until: None });
        let early = (since, Holds::Rank { from: None, until: Some(20_575.0) });
        let middle = Between { from: Some(times[6]), until: Some(times[17]) };
        let filters = [
            any(),
            ContactFilter::query("ёлка 1"),
            ContactFilter::query("post.example"),
            ContactFilter { blocked: true, ..any() },
            ContactFilter { blocked: true, ..ContactFilter::query("ЁЛКА") },
            ContactFilter { tag_id: Some(tags[0]), ..any() },
            ContactFilter { tag_id: Some(tags[1]), reachable_by: Some(IdentityKind::Phone), ..any() },
            ContactFilter { company_id: Some(alpha.id), ..any() },
            ContactFilter { company_id: Some(alpha.id), tag_id: Some(tags[1]), ..any() },
            ContactFilter { language: Some("de".into()), ..any() },
            ContactFilter { language: Some("de-at".into()), ..any() },
            ContactFilter { reachable_by: Some(IdentityKind::Email), ..any() },
            ContactFilter { created: middle, ..any() },
            ContactFilter { seen: Between { from: Some(times[9]), until: None }, ..any() },
            ContactFilter { created: middle, tag_id: Some(tags[0]), ..some(std::slice::from_ref(&gold)) },
            some(std::slice::from_ref(&gold)),
            some(std::slice::from_ref(&few)),
            some(&[many.clone(), gold]),
            some(&[early]),
            some(&[few, (plan, Holds::Something), (since, Holds::Nothing)]),
            some(&[(plan, Holds::Nothing)]),
            some(&[(plan, Holds::Nothing), (seats, Holds::Nothing)]),
        ];
        for (place, filter) in filters.into_iter().enumerate() {
            let expected: Vec<_> = all.iter().filter(|it| fits(&filter, it)).cloned().collect();
            let name = format!("{place}: {filter:?}");
            assert!(place == 0 || expected.len() < all.len(), "narrows nothing: {name}");
            assert!(!expected.is_empty(), "finds nobody: {name}");
            let (mut found, mut before) = (Vec::new(), None);
            loop {
                let page = read!(world, session =>
                    contact_list::list(session, &filter, before, 5));
                let Some(last) = page.last() else { break };
                before = Some(last.id);
                found.extend(page);
            }
            assert_eq!(found, expected, "{name}");
        }
        world.assert_whole().await;
    }
}
