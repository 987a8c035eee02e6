use rapport_core::contact::{Contact, Details, IdentityKind};
use rapport_core::directory::Directory;
use rapport_core::directory::contact_field::{FieldKind, FieldValue};
use rapport_core::event::EventData;
use rapport_core::id::ImportId;
use rapport_core::import::{
    Column, ContactImport, ImportSettings, ImportState, KnownContacts, RowOutcome, Table, Target,
    guess,
};
use rapport_storage::contact_list::{self, ContactFilter};
use rapport_storage::{StoreError, company, contact, contact_import, contact_note, record};

use crate::world::World;

const DAYS: u64 = 24 * 60 * 60;

impl World {
    async fn directory(&self) -> Directory {
        read!(self, session => record::all(session))
    }

    async fn upload(&self, text: &str, known_contacts: KnownContacts) -> ContactImport {
        let table = Table::read(text.as_bytes()).unwrap();
        let targets = guess(&table.headings, &self.directory().await);
        let columns = table.headings.iter().cloned().zip(targets);
        let settings = ImportSettings {
            columns: columns.map(|(heading, target)| Column { heading, target }).collect(),
            known_contacts,
            verified: false,
            tag_ids: Vec::new(),
        };
        change!(self, tx => contact_import::add(
            tx, self.stamp(), "people.csv", &table, &settings, self.agent(0)))
        .unwrap()
    }

    /// Works it off, however many changes that takes.
    async fn work_off(&self, id: ImportId) -> ContactImport {
        let directory = self.directory().await;
        loop {
            let now = change!(self, tx => contact_import::work(tx, self.stamp(), id, &directory))
                .unwrap();
            if !now.state.is_under_way() {
                return now;
            }
        }
    }

    async fn import(&self, text: &str, known_contacts: KnownContacts) -> ContactImport {
        let draft = self.upload(text, known_contacts).await;
        change!(self, tx => contact_import::start(tx, draft.id, self.agent(0), self.now()))
            .unwrap();
        self.work_off(draft.id).await
    }

    async fn undo(&self, id: ImportId) -> ContactImport {
        change!(self, tx => contact_import::undo(tx, id, self.agent(0), self.now())).unwrap();
        self.work_off(id).await
    }

    async fn named(&self, name: &str) -> Contact {
        let found = read!(self, session =>
            contact_list::list(session, &ContactFilter::query(name), None, 9));
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        found.into_iter().next().unwrap()
    }

    async fn everybody(&self) -> Vec<Contact> {
        read!(self, session => contact_list::list(session, &ContactFilter::default(), None, 500))
    }
}

fn counts(import: &ContactImport) -> [i64; 6] {
    let counts = &import.counts;
    [counts.created, counts.updated, counts.unchanged, counts.refused, counts.undone, counts.kept]
}

fn named(name: &str) -> Details {
    Details { name: Some(name.to_owned()), ..Details::default() }
}

on_both_engines! {
    async fn a_file_makes_and_changes_contacts_and_all_of_it_is_taken_back(world: World) {
        world.tag("VIP").await;
        let seats = world.field("Seats", FieldKind::Number).await;
        let mail = world.identity(IdentityKind::Email, "vera@example.com", false);
        let details = Details {
            fields: [(seats, FieldValue::number(3.0).unwrap())].into(), ..named("Vera")
        };
        let vera = world.contact(details, vec![mail]).await;
        let before = world.everybody().await;
        let text = "Name,E-mail,Phone,Company,Tags,Seats,Notes\n\
            Vera Vogel,VERA@example.com,+49421123456,Alpha,vip,7,Prefers mornings\n\
            Wim,wim@example.com;w@example.com,,alpha,,,\n\
            ,,,,,,nobody\n\
            Xenia,xenia,,,,,\n\
            Wim,wim@example.com,,,,,\n";
        let done = world.import(text, KnownContacts::Update).await;
        assert_eq!((done.state, counts(&done)), (ImportState::Done, [1, 1, 1, 2, 0, 0]));
        let now = world.named("Vera Vogel").await;
        assert_eq!((now.id, now.identities.len(), now.tag_ids.len()), (vera.id, 2, 1));
        assert_eq!(now.fields[&seats], FieldValue::number(7.0).unwrap());
        let notes = read!(world, session => contact_note::list(session, vera.id, None, 9));
        assert_eq!(notes[0].text, "Prefers mornings");
        let wim = world.named("Wim").await;
        assert_eq!((wim.identities.len(), &wim.company), (2, &now.company));
        let refused = read!(world, session => contact_import::refused(session, done.id, 0, 9));
        let places: Vec<_> = refused.iter().map(|row| (row.place, row.errors[0].column)).collect();
        assert_eq!(places, [(3, None), (4, Some(1))]);
        world.assert_whole().await;

        let again = world.import(text, KnownContacts::Update).await;
        assert_eq!(counts(&again), [0, 0, 3, 2, 0, 0], "what is so already changes nothing");

        let undone = world.undo(done.id).await;
        assert_eq!((undone.state, counts(&undone)), (ImportState::Undone, [1, 1, 1, 2, 2, 0]));
        let mut after = world.everybody().await;
        for (now, was) in after.iter_mut().zip(&before) {
            assert!(now.version > was.version);
            now.version = was.version;
        }
        assert_eq!(after, before);
        assert_eq!(read!(world, session => company::list(session, None, None, 9)), []);
        let notes = read!(world, session => contact_note::list(session, vera.id, None, 9));
        assert_eq!(notes, []);
        world.assert_whole().await;
    }

    async fn what_somebody_went_on_with_is_kept(world: World) {
        let text = "Name,E-mail\nVera,vera@example.com\nWim,wim@example.com\nXenia,x@example.com\n";
        let done = world.import(text, KnownContacts::Update).await;
        let second = "Name,E-mail\nVera Vogel,vera@example.com\nXenia X,x@example.com\n";
        let second = world.import(second, KnownContacts::Update).await;
        assert_eq!(counts(&second), [0, 2, 0, 0, 0, 0]);
        let vera = world.named("Vera Vogel").await;
        let renamed = named("Vera V.");
        change!(world, tx => contact::update(
            tx, vera.id, vera.version, &renamed, world.agent(1), world.now())).unwrap();
        let wim = world.named("Wim").await;
        change!(world, tx => contact_note::add(
            tx, world.stamp(), wim.id, "called".into(), world.agent(1))).unwrap();

        let undone = world.undo(second.id).await;
        assert_eq!(counts(&undone), [0, 2, 0, 0, 1, 1]);
        assert_eq!(world.named("vera@").await.name.as_deref(), Some("Vera V."));
        assert_eq!(world.named("x@").await.name.as_deref(), Some("Xenia"));
        let undone = world.undo(done.id).await;
        assert_eq!(counts(&undone), [3, 0, 0, 0, 0, 3], "all three were changed since");
        assert_eq!(world.everybody().await.len(), 3);
        world.assert_whole().await;
    }

    async fn the_strategy_says_what_becomes_of_who_is_known(world: World) {
        let plan = world.field("Plan", FieldKind::Choice).await;
        let gold = || [(plan, FieldValue::text("Gold"))].into();
        for (known, name, language) in [
            (KnownContacts::Skip, "Vera", None),
            (KnownContacts::Complete, "Vera", Some("de")),
            (KnownContacts::Update, "Veronika", Some("de")),
        ] {
            let value = format!("{known:?}");
            let own = world.identity(IdentityKind::External, &value, true);
            let vera =
                world.contact(Details { fields: gold(), ..named("Vera") }, vec![own]).await;
            let text = format!("ID;Name;Language;Plan\n{value};Veronika;de;Silver\n");
            world.import(&text, known).await;
            let now = read!(world, session => contact::get(session, vera.id));
            assert_eq!((now.name.as_deref(), now.language.as_deref()), (Some(name), language));
            let kept = known != KnownContacts::Update;
            assert_eq!(now.fields == gold(), kept, "{known:?}");
        }
    }

    async fn who_is_meant_must_be_clear(world: World) {
        let mail = |verified| world.identity(IdentityKind::Email, "shared@example.com", verified);
        let phone = |value| world.identity(IdentityKind::Phone, value, true);
        let own = |value| world.identity(IdentityKind::External, value, true);
        world.contact(named("One"), vec![mail(false), own("C-1")]).await;
        world.contact(named("Two"), vec![mail(false)]).await;
        world.contact(named("Three"), vec![phone("+49421000003")]).await;
        let text = "Name,E-mail,Phone,ID\n\
            One or two,shared@example.com,,\n\
            Two,shared@example.com,,C-2\n\
            Nobody,new@example.com,+49421000003,C-1\n\
            Two or three,shared@example.com,+49421000003,C-9\n";
        let draft = world.upload(text, KnownContacts::Update).await;
        let directory = world.directory().await;
        let preview = read!(world, session =>
            contact_import::preview(session, draft.id, &directory, 0, 9));
        let outcomes: Vec<_> = preview.iter().map(|row| row.outcome).collect();
        use RowOutcome::{Refused, Updated};
        assert_eq!(outcomes, [Refused, Updated, Refused, Refused]);
        assert_eq!(preview[1].contact.as_ref().unwrap().name.as_deref(), Some("Two"));
        assert!(preview[2].errors[0].detail.contains("another contact's: Three"), "{preview:?}");
        let head = world.head().await;
        assert_eq!(world.head().await, head, "a preview writes nothing");
    }

    async fn an_import_is_prepared_stopped_and_goes_on_where_it_stood(world: World) {
        let mut text = String::from("Name,Mail address of work\n");
        for n in 1..=120 {
            text += &format!("Contact {n:03},n{n}@example.com\n");
        }
        let draft = world.upload(&text, KnownContacts::Update).await;
        assert_eq!((draft.state, draft.counts.rows), (ImportState::Draft, 120));
        let (actor, at) = (world.agent(0), world.now());
        let mut settings = draft.settings.clone();
        settings.columns[1].target = Target::Email;
        let prepare = async |version| {
            change!(world, tx => contact_import::prepare(
                tx, draft.id, version, settings.clone(), actor.clone(), at))
        };
        let stale = prepare(9).await;
        assert!(matches!(stale, Err(StoreError::VersionConflict { current: 1 })), "{stale:?}");
        assert_eq!(prepare(1).await.unwrap().settings, settings);
        let undo = change!(world, tx => contact_import::undo(tx, draft.id, actor.clone(), at));
        assert!(matches!(undo, Err(StoreError::Taken(_))), "{undo:?}");

        change!(world, tx => contact_import::start(tx, draft.id, actor.clone(), at)).unwrap();
        assert_eq!(read!(world, session => contact_import::under_way(session)), [draft.id]);
        let directory = world.directory().await;
        let half = change!(world, tx =>
            contact_import::work(tx, world.stamp(), draft.id, &directory)).unwrap();
        assert_eq!((half.state, half.counts.processed()), (ImportState::Running, 50));
        let undo = change!(world, tx => contact_import::undo(tx, draft.id, actor.clone(), at));
        assert!(matches!(undo, Err(StoreError::Taken(_))), "{undo:?}");
        change!(world, tx => contact_import::stop(tx, draft.id, actor.clone(), at)).unwrap();
        let still = change!(world, tx =>
            contact_import::work(tx, world.stamp(), draft.id, &directory)).unwrap();
        assert_eq!((still.state, still.counts.processed()), (ImportState::Stopped, 50));
        change!(world, tx => contact_import::start(tx, draft.id, actor.clone(), at)).unwrap();
        let done = world.work_off(draft.id).await;
        assert_eq!((done.state, counts(&done)), (ImportState::Done, [120, 0, 0, 0, 0, 0]));
        let names: Vec<_> = world.everybody().await.into_iter().filter_map(|it| it.name).collect();
        let expected: Vec<_> = (1..=120).map(|n| format!("Contact {n:03}")).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, expected, "each of them once");
        let discard = change!(world, tx => contact_import::discard(tx, draft.id, actor, at));
        assert!(matches!(discard, Err(StoreError::Taken(_))), "{discard:?}");
        let undone = world.undo(draft.id).await;
        assert_eq!((undone.counts.undone, world.everybody().await.len()), (120, 0));
        world.assert_whole().await;
    }

    async fn what_is_old_is_forgotten(world: World) {
        let text = "Name\nVera\n,\n";
        let draft = world.upload("Name\nVera\n", KnownContacts::Update).await;
        let done = world.import(text, KnownContacts::Update).await;
        let forget = async || {
            change!(world, tx => contact_import::forget(tx, world.now())).unwrap()
        };
        assert!(!forget().await);
        world.pass(std::time::Duration::from_secs(DAYS + 1));
        assert!(forget().await);
        assert!(!forget().await);
        let listed = read!(world, session => contact_import::list(session, None, 9));
        assert_eq!(listed, std::slice::from_ref(&done));
        let event = world.log().await.pop().unwrap();
        assert!(matches!(event.data, EventData::ContactImportDiscarded(it) if it.import.id == draft.id));

        world.pass(std::time::Duration::from_secs(30 * DAYS));
        let late = change!(world, tx =>
            contact_import::undo(tx, done.id, world.agent(0), world.now()));
        assert!(matches!(late, Err(StoreError::Taken(_))), "{late:?}");
        assert!(forget().await);
        assert!(!forget().await);
        assert_eq!(read!(world, session => contact_import::raw(session, done.id, 0, 9)), []);
        assert_eq!(read!(world, session => contact_import::get(session, done.id)).kept_until, None);
        assert_eq!(world.everybody().await.len(), 1, "its contacts stay");
    }

    async fn what_was_stopped_goes_on_only_while_its_rows_are_kept(world: World) {
        let rows: String = (0..60).map(|n| format!("Vera {n}\n")).collect();
        let draft = world.upload(&format!("Name\n{rows}"), KnownContacts::Update).await;
        let start = async || {
            change!(world, tx => contact_import::start(tx, draft.id, world.agent(0), world.now()))
        };
        let forget = async || {
            change!(world, tx => contact_import::forget(tx, world.now())).unwrap()
        };
        start().await.unwrap();
        world.pass(std::time::Duration::from_secs(31 * DAYS));
        assert!(!forget().await, "it is running");
        change!(world, tx => contact_import::stop(tx, draft.id, world.agent(0), world.now()))
            .unwrap();
        for _ in 0..2 {
            let late = start().await;
            assert!(matches!(late, Err(StoreError::Taken(_))), "{late:?}");
            forget().await;
        }
        world.assert_whole().await;
    }
}
