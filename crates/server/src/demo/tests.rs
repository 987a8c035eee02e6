//! The demonstration as a store holds it.

use std::collections::BTreeSet;

use rapport_core::contact::Details;
use rapport_core::directory::{Directory, Record};
use rapport_core::presence::PresenceState;
use rapport_core::validation::Errors;
use rapport_storage::contact_list::{self, ContactFilter};
use rapport_storage::conversation::View;
use rapport_storage::tagging::Narrow;
use rapport_storage::{Location, Store, check, conversation, entry, interaction, record};
use rapport_storage::{outbox, presence};

use super::talk::{About, Language, Line};
use super::*;

#[test]
fn every_script_can_be_played() {
    for language in Language::ALL {
        let talks = language.talks();
        assert!(talks.iter().any(|talk| talk.customer_lines() >= 3), "{language:?}");
        for talk in talks {
            assert!(matches!(talk.lines.first(), Some(Line::Customer(_))), "{talk:?}");
            assert!(matches!(talk.lines.last(), Some(Line::Customer(_) | Line::Agent(_))));
            let messages = talk.lines.iter().filter(|line| !matches!(line, Line::Note(_))).count();
            assert!((2..=9).contains(&messages), "{talk:?}");
            for line in talk.lines {
                let slots = phrase::Slots {
                    name: "Nora",
                    agent: "Tom",
                    order: "1042",
                    product: "Duffel",
                    price: "189",
                };
                let said = phrase::say(line.phrase(), &slots, &mut Chance::new(7));
                assert!(!said.contains("{?}") && !said.contains(['[', ']', '|']), "{said}");
            }
        }
    }
    let abouts: Vec<_> =
        Language::ALL.iter().flat_map(|it| it.talks()).map(|talk| talk.about).collect();
    for about in [About::Orders, About::Returns, About::Advice] {
        assert!(abouts.contains(&about));
    }
}

#[test]
fn the_same_plan_each_time() {
    let plan = || {
        let mut chance = Chance::new(SEED);
        let customers = customer::all(&mut chance);
        let visits =
            plan::visits(&customers, Timestamp::from_millis(1_767_225_600_000), &mut chance);
        (format!("{customers:?}"), format!("{visits:?}"))
    };
    assert_eq!(plan(), plan());
}

fn valid<R: Record>(record: &R, id: R::Id, directory: &Directory) {
    let mut errors = Errors::default();
    record.validate(Some(id), directory, &mut errors);
    assert_eq!(errors.into_result(), Ok(()), "{record:?}");
}

fn check_directory(directory: &Directory) {
    directory.agents.values().for_each(|it| valid(&it.record, it.id, directory));
    directory.brands.values().for_each(|it| valid(&it.record, it.id, directory));
    directory.canned_replies.values().for_each(|it| valid(&it.record, it.id, directory));
    directory.dispositions.values().for_each(|it| valid(&it.record, it.id, directory));
    directory.hours.values().for_each(|it| valid(&it.record, it.id, directory));
    directory.inboxes.values().for_each(|it| valid(&it.record, it.id, directory));
    directory.queues.values().for_each(|it| valid(&it.record, it.id, directory));
    directory.sites.values().for_each(|it| valid(&it.record, it.id, directory));
    directory.skills.values().for_each(|it| valid(&it.record, it.id, directory));
    directory.proactive_rules.values().for_each(|it| valid(&it.record, it.id, directory));
    directory.contact_fields.values().for_each(|it| valid(&it.record, it.id, directory));
    directory.segments.values().for_each(|it| valid(&it.record, it.id, directory));
    directory.tags.values().for_each(|it| valid(&it.record, it.id, directory));
    let counts = [
        directory.agents.len(),
        directory.brands.len(),
        directory.canned_replies.len(),
        directory.dispositions.len(),
        directory.hours.len(),
        directory.inboxes.len(),
        directory.queues.len(),
        directory.sites.len(),
        directory.skills.len(),
        directory.tags.len(),
        directory.proactive_rules.len(),
        directory.contact_fields.len(),
        directory.segments.len(),
    ];
    assert_eq!(counts, [10, 2, 10, 8, 2, 3, 3, 2, 8, 6, 1, 3, 3]);
    let shop = directory.inbox_by_key(crate::DEMO_INBOX_KEY).unwrap();
    let queue = &directory.queues[&shop.record.queue_id].record;
    let hours = &directory.hours[&queue.hours_id.unwrap()].record.hours;
    assert_eq!(*hours, rapport_core::hours::Hours::always("Europe/Berlin"));
    for email in [ADMINISTRATOR, SUPERVISOR, AGENT, COLLEAGUE] {
        assert!(directory.agent_by_email(email).is_some(), "{email}");
    }
}

async fn check_seeded(store: &Store) {
    seed(store).await.unwrap();
    let mut reader = store.read().await.unwrap();
    let session = &mut reader.session();
    assert_eq!(check::check(session).await.unwrap(), []);
    let summary = check::summary(session).await.unwrap();
    // The same at any time of day.
    assert_eq!((summary.conversations, summary.messages), (461, 2124));
    let directory = record::all(session).await.unwrap();
    check_directory(&directory);

    let contacts =
        contact_list::list(session, &ContactFilter::default(), None, 10_000).await.unwrap();
    assert_eq!(contacts.len(), customer::CUSTOMERS);
    let languages: BTreeSet<_> =
        contacts.iter().filter_map(|contact| contact.language.as_deref()).collect();
    assert_eq!(languages, BTreeSet::from(["de", "en", "es", "fr", "ru", "zh"]));
    assert!(contacts.iter().any(|contact| contact.company.is_some()));
    for contact in &contacts {
        let mut errors = Errors::default();
        let mut details = Details::from(contact);
        details.fit(&Details::default(), &directory, &mut errors);
        assert_eq!((errors.into_result(), &details), (Ok(()), &Details::from(contact)));
        let past = conversation::of_contact(session, contact.id, i64::MAX, 100).await.unwrap();
        assert!((1..=4).contains(&past.len()), "{contact:?}");
    }

    let open = View::All(rapport_core::conversation::ConversationStatus::Open);
    let open = conversation::list(session, open, Narrow::default(), i64::MAX, 1_000).await.unwrap();
    assert_eq!(open.len(), plan::OPEN);
    assert!(open.iter().any(|it| it.unread > 0) && open.iter().any(|it| it.unread == 0));
    assert!(open.iter().any(|it| it.assignee_id.is_some()));
    assert!(open.iter().filter(|it| it.assignee_id.is_none()).count() > plan::WAITING);
    let times: Vec<_> = open.iter().map(|it| it.preview.clone().unwrap().at).collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older), "newest first: {times:?}");
    for conversation in &open {
        let entries =
            entry::of_conversation(session, conversation.id, i64::MAX, 100).await.unwrap();
        assert!(entries.is_sorted_by(|newer, older| newer.at >= older.at), "{entries:?}");
        assert!(entries[0].at < clock::now(), "{entries:?}");
    }

    let live = interaction::live(session).await.unwrap();
    assert_eq!(live.len(), plan::WAITING);
    assert!(live.iter().all(|work| work.state.name() == "waiting"));
    let online = presence::all(session).await.unwrap();
    assert!(online.iter().all(|it| it.state == PresenceState::Offline));
    for id in record::all(session).await.unwrap().inboxes.keys() {
        assert!(outbox::waiting(session, *id, 10).await.unwrap().is_empty());
    }
    drop(reader);

    seed(store).await.unwrap();
    let again = check::summary(&mut store.read().await.unwrap().session()).await.unwrap();
    assert_eq!(again, summary);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn seeded_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Location::Sqlite(folder.path().join("rapport.db"))).await.unwrap();
    check_seeded(&store).await;
    store.close().await;
}
