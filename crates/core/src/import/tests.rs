use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::contact::IdentityKind;
use crate::directory::Stored;
use crate::directory::contact_field::{FieldKind, FieldValue};
use crate::id::{CompanyId, TypedId};

fn id<I: TypedId>(n: u128) -> I {
    I::from_uuid(uuid::Uuid::from_u128(n))
}

fn directory() -> Directory {
    let mut directory = Directory::default();
    let at = Timestamp::from_micros(0);
    let kinds =
        [FieldKind::Text, FieldKind::Number, FieldKind::Date, FieldKind::YesNo, FieldKind::Choice];
    for (n, kind) in (1..).zip(kinds) {
        let choices = ["Gold", "Silver"].map(ToOwned::to_owned);
        let choices = if kind == FieldKind::Choice { choices.to_vec() } else { Vec::new() };
        let record = ContactField { name: format!("{kind:?} field"), kind, choices };
        let field = Stored {
            id: id(n),
            version: 1,
            archived: false,
            created_at: at,
            updated_at: at,
            record,
        };
        directory.contact_fields.insert(field.id, Arc::new(field));
    }
    let record = Tag { name: "VIP".into(), colour: "#b45309".into() };
    let tag =
        Stored { id: id(9), version: 1, archived: false, created_at: at, updated_at: at, record };
    directory.tags.insert(tag.id, Arc::new(tag));
    directory
}

fn settings(targets: &[Target]) -> ImportSettings {
    let column = |target: &Target| Column { heading: "x".into(), target: *target };
    ImportSettings {
        columns: targets.iter().map(column).collect(),
        known_contacts: KnownContacts::Update,
        verified: false,
        tag_ids: Vec::new(),
    }
}

fn cells(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn tables_are_read_as_programs_write_them() {
    let plain = "Name,Mail\nVera,v@example.com\n\"Wim, \"\"the\"\" first\",\n";
    let table = Table::read(plain.as_bytes()).unwrap();
    assert_eq!(table.headings, ["Name", "Mail"]);
    assert_eq!(table.rows, [cells(&["Vera", "v@example.com"]), cells(&["Wim, \"the\" first", ""])]);
    for (name, bytes) in [
        (
            "semicolons, CRLF",
            "Name;Mail\r\nVera;v@example.com\r\n\"Wim, \"\"the\"\" first\"".into(),
        ),
        ("tabs", "Name\tMail\nVera\tv@example.com\n\"Wim, \"\"the\"\" first\"\t\n".into()),
        ("a byte order mark", format!("\u{feff}{plain}").into_bytes()),
        ("blank lines, longer rows", plain.replace("e.com\n", "e.com,x,y\n\n,,\n").into()),
        ("UTF-16", {
            let units = format!("\u{feff}{plain}");
            units.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
        }),
    ] {
        assert_eq!(Table::read(&bytes).as_ref(), Ok(&table), "{name}");
    }
    let latin = b"Name;Ort\nJ\xfcrgen;M\xfcnchen\n";
    assert_eq!(Table::read(latin).unwrap().rows, [cells(&["Jürgen", "München"])]);
    let guarded = "Name,Phone\n'=1+1,'+49421123456\n'quoted',-5\n";
    let rows = Table::read(guarded.as_bytes()).unwrap().rows;
    assert_eq!(rows, [cells(&["=1+1", "+49421123456"]), cells(&["'quoted'", "-5"])]);
}

#[test]
fn what_is_no_table_is_refused_with_a_reason() {
    let many = format!("a\n{}", "x\n".repeat(ROWS_MAX + 1));
    let wide = format!("{}\n1\n", vec!["a"; COLUMNS_MAX + 1].join(","));
    let long = format!("a,b\n1,\"{}\n", "x".repeat(6_000));
    for (bytes, reason) in [
        (&b""[..], Unreadable::Empty),
        (b"\n,,,\n", Unreadable::Empty),
        (b"Name,Mail\n\n", Unreadable::NoRows),
        (b"PK\x03\x04 and so on", Unreadable::Another("workbook (XLSX)")),
        (b"%PDF-1.7", Unreadable::Another("PDF")),
        (b"Name\na\0b", Unreadable::Another("file of another kind")),
        (many.as_bytes(), Unreadable::TooManyRows),
        (wide.as_bytes(), Unreadable::TooManyColumns),
        (long.as_bytes(), Unreadable::CellTooLong { line: 2 }),
    ] {
        assert_eq!(Table::read(bytes), Err(reason));
    }
    assert_eq!(
        Table::read(format!("a\n{}", "x\n".repeat(ROWS_MAX)).as_bytes()).unwrap().rows.len(),
        ROWS_MAX
    );
}

#[test]
fn columns_are_known_by_their_headings() {
    let headings = [
        "Full name",
        "E-Mail",
        "Telefon",
        "公司",
        "Number field",
        "ID",
        "Name",
        "Colour",
        "E-mail address",
    ];
    let targets = guess(&cells(&headings), &directory());
    let number = Target::Field { field_id: id(2) };
    assert_eq!(
        targets,
        [
            Target::Name,
            Target::Email,
            Target::Phone,
            Target::Company,
            number,
            Target::External,
            Target::Ignore,
            Target::Ignore,
            Target::Email,
        ]
    );
}

#[test]
fn a_row_becomes_a_person_or_says_all_that_is_wrong() {
    let directory = directory();
    let field = |n| Target::Field { field_id: id(n) };
    let settings = ImportSettings {
        tag_ids: vec![id(9)],
        ..settings(&[
            Target::Name,
            Target::Email,
            Target::Phone,
            Target::External,
            Target::Company,
            Target::Tags,
            Target::Note,
            Target::Note,
            field(2),
            field(3),
            field(4),
            field(5),
        ])
    };
    let row = cells(&[
        "Vera",
        "V@Example.com; w@example.com;v@example.com",
        "+49 421 123-456",
        "C-1",
        "Alpha",
        "vip",
        "one",
        "two",
        "1 234,5",
        "28.2.2026",
        "Ja",
        "gold",
    ]);
    let person = read(&row, &settings, &directory).unwrap();
    assert_eq!(
        person,
        Person {
            details: Details {
                name: Some("Vera".into()),
                tag_ids: vec![id(9)],
                fields: [
                    (id(2), FieldValue::number(1234.5).unwrap()),
                    (id(3), FieldValue::text("2026-02-28")),
                    (id(4), FieldValue::YesNo(true)),
                    (id(5), FieldValue::text("Gold")),
                ]
                .into(),
                ..Details::default()
            },
            company: Some("Alpha".into()),
            identities: vec![
                (IdentityKind::Email, "v@example.com".into()),
                (IdentityKind::Email, "w@example.com".into()),
                (IdentityKind::Phone, "+49421123456".into()),
                (IdentityKind::External, "C-1".into()),
            ],
            note: Some("one\n\ntwo".into()),
        }
    );

    let row =
        cells(&["Vera", "nobody", "0421", "", "", "Late", "", "", "many", "soon", "maybe", "tin"]);
    let errors = read(&row, &settings, &directory).unwrap_err();
    let places: Vec<_> = errors.iter().map(|error| error.column).collect();
    assert_eq!(places, [1, 2, 5, 8, 9, 10, 11].map(Some));
    let nobody = read(&cells(&["", "", "", "", "Alpha"]), &settings, &directory).unwrap_err();
    assert_eq!((nobody.len(), nobody[0].column), (1, None));
}

#[test]
fn numbers_and_dates_are_read_as_people_write_them() {
    let directory = directory();
    let read = |n: u128, text: &str| {
        let field = &directory.contact_fields[&id(n)].record;
        super::value::value(text, field).map(|value| value.key())
    };
    for (text, number) in [
        ("7", "7"),
        ("-7.5", "-7.5"),
        ("7,5", "7.5"),
        ("0,125", "0.125"),
        ("1 234", "1234"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1'234.5", "1234.5"),
        ("1234,567", "1234.567"),
        ("12\u{a0}345,6", "12345.6"),
        ("1.234", "1.234"),
    ] {
        assert_eq!(read(2, text).as_deref(), Ok(number), "{text}");
    }
    for text in
        ["1,234", "-1,234", "12,34,5", "1.2.3", "x", "1e5", "NaN", "inf", "", "1,23.4", "--"]
    {
        assert!(read(2, text).is_err(), "{text}");
    }
    for (text, date) in [
        ("2026-02-28", "2026-02-28"),
        ("28.2.2026", "2026-02-28"),
        ("2026/2/28", "2026-02-28"),
        ("02/28/2026", "2026-02-28"),
        ("28/02/2026", "2026-02-28"),
        ("02/02/2026", "2026-02-02"),
        ("2026-02-28T10:00:00Z", "2026-02-28"),
        ("2026-02-28 10:00", "2026-02-28"),
    ] {
        assert_eq!(read(3, text).as_deref(), Ok(date), "{text}");
    }
    for text in
        ["03/04/2026", "29.2.2026", "28.2.26", "2026-13-01", "1-2", "a.b.2026", "+1.+2.2026"]
    {
        assert!(read(3, text).is_err(), "{text}");
    }
}

#[test]
fn settings_say_each_thing_once_and_whom_they_mean() {
    let directory = directory();
    let wrong = |settings: ImportSettings| {
        let mut errors = Errors::default();
        settings.validate(&directory, &mut errors);
        errors
            .into_result()
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|it| it.field)
            .collect::<Vec<_>>()
    };
    assert_eq!(wrong(settings(&[Target::Name, Target::Ignore, Target::Ignore])), [""; 0]);
    assert_eq!(wrong(settings(&[Target::Company, Target::Ignore])), ["columns"]);
    assert_eq!(wrong(settings(&[Target::Name, Target::Name])), ["columns[1].target"]);
    let field = Target::Field { field_id: id(77) };
    assert_eq!(wrong(settings(&[Target::Name, field])), ["columns[1].target"]);
    let tagged = ImportSettings { tag_ids: vec![id(78)], ..settings(&[Target::Email]) };
    assert_eq!(wrong(tagged), ["tag_ids[0]"]);
}

#[test]
fn only_what_nobody_has_changed_since_is_taken_back() {
    let before = Details {
        name: Some("Vera".into()),
        tag_ids: vec![id(1)],
        fields: [(id(1), FieldValue::text("a"))].into(),
        ..Details::default()
    };
    let after = Details {
        name: Some("Vera V.".into()),
        language: Some("de".into()),
        company_id: Some(id::<CompanyId>(5)),
        tag_ids: vec![id(1), id(2)],
        fields: [(id(1), FieldValue::text("b")), (id(2), FieldValue::YesNo(true))].into(),
        ..Details::default()
    };
    let trace = Trace {
        before: Some(before.clone()),
        after: after.clone(),
        identities: vec![],
        note_id: None,
        company_id: None,
        version: 2,
    };
    assert_eq!(trace.undo(&after), before);
    let mut changed = after;
    changed.name = Some("Vera Vogel".into());
    changed.tag_ids.push(id(3));
    changed.fields.insert(id(1), FieldValue::text("c"));
    assert_eq!(
        trace.undo(&changed),
        Details {
            name: Some("Vera Vogel".into()),
            tag_ids: vec![id(1), id(3)],
            fields: [(id(1), FieldValue::text("c"))].into(),
            ..Details::default()
        }
    );
}

#[test]
fn what_is_handed_out_is_read_again_and_starts_no_formula() {
    let directory = directory();
    let contact: crate::contact::Contact = serde_json::from_value(serde_json::json!({
        "id": id::<crate::id::ContactId>(1), "name": "=cmd|' /C calc'!A0", "language": "de",
        "identities": [
            {"id": id::<IdentityId>(1), "kind": "email", "value": "v@example.com", "verified": true},
            {"id": id::<IdentityId>(2), "kind": "email", "value": "w@example.com", "verified": false},
            {"id": id::<IdentityId>(3), "kind": "phone", "value": "+49421123456", "verified": true},
            {"id": id::<IdentityId>(4), "kind": "external", "value": "-C-1", "verified": true},
        ],
        "company": {"id": id::<CompanyId>(1), "name": "Alpha, \"Beta\" & Co"},
        "tag_ids": [id::<TagId>(9)],
        "fields": {
            id::<ContactFieldId>(1).to_string(): "@all", id::<ContactFieldId>(2).to_string(): -5.5,
            id::<ContactFieldId>(3).to_string(): "2026-02-28", id::<ContactFieldId>(4).to_string(): false,
            id::<ContactFieldId>(5).to_string(): "Gold",
        },
        "page": null, "created_at": "2026-01-01T00:00:00Z", "last_seen_at": null, "version": 1,
    }))
    .unwrap();
    let headings = file::headings(&directory);
    let mut bytes = file::BYTE_ORDER_MARK.as_bytes().to_vec();
    bytes.extend(file::line(&headings));
    bytes.extend(file::line(&file::cells(&contact, &directory)));
    let text = String::from_utf8(bytes.clone()).unwrap();
    for guarded in [",'=cmd|", ",'-C-1,", ",'@all,", ",+49421123456,", ",-5.5,"] {
        assert!(text.contains(guarded), "{guarded} in {text}");
    }
    let table = Table::read(&bytes).unwrap();
    let targets = guess(&table.headings, &directory);
    assert_eq!(targets.iter().filter(|target| **target == Target::Ignore).count(), 4);
    let person = read(&table.rows[0], &settings(&targets), &directory).unwrap();
    let expected = Details { company_id: None, ..Details::from(&contact) };
    assert_eq!(person.details, expected);
    assert_eq!(person.company.as_deref(), Some("Alpha, \"Beta\" & Co"));
    let identities: Vec<_> =
        contact.identities.iter().map(|it| (it.kind, it.value.clone())).collect();
    assert_eq!(person.identities, identities);
}

proptest! {
    #[test]
    fn hostile_bytes_never_panic(bytes: Vec<u8>, text in "[\\PC,;\"'\n\t|=+-]{0,200}") {
        let directory = directory();
        let all = [Target::Name, Target::Email, Target::Phone, Target::Language, Target::Tags,
            Target::Field { field_id: id(2) }, Target::Field { field_id: id(3) }];
        for bytes in [bytes.as_slice(), text.as_bytes()] {
            let Ok(table) = Table::read(bytes) else { continue };
            let targets = guess(&table.headings, &directory);
            prop_assert_eq!(targets.len(), table.headings.len());
            for row in &table.rows {
                prop_assert_eq!(row.len(), table.headings.len());
                let _ = read(row, &settings(&all[..row.len().min(all.len())]), &directory);
            }
        }
    }
}
