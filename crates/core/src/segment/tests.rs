use std::sync::Arc;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::Timestamp;
use crate::contact::Contact;
use crate::directory::{ContactField, Directory, Stored, Tag};
use crate::id::{ContactFieldId, TagId, TypedId};

const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

fn now() -> Timestamp {
    serde_json::from_value(json!("2026-03-04T12:00:00Z")).unwrap()
}

fn stored<R: crate::directory::Record>(id: R::Id, record: R, archived: bool) -> Stored<R> {
    Stored { id, version: 1, archived, created_at: now(), updated_at: now(), record }
}

fn field(id: u128, name: &str, kind: &str, archived: bool) -> Stored<ContactField> {
    let record = serde_json::from_value(json!({ "name": name, "kind": kind })).unwrap();
    stored(ContactFieldId::from_uuid(uuid::Uuid::from_u128(id)), record, archived)
}

fn directory() -> Directory {
    let mut directory = Directory::default();
    directory.put(field(1, "Orders", "number", false).into());
    directory.put(field(2, "Renewal", "date", false).into());
    directory.put(field(3, "Plan", "text", true).into());
    directory.put(field(4, "Plan", "text", false).into());
    directory.put(field(5, "Pilot", "yes_no", false).into());
    directory.put(field(6, "Unknown", "number", false).into());
    let tag = Tag { name: "VIP".to_owned(), colour: "#000000".to_owned() };
    directory.put(stored(TagId::from_uuid(uuid::Uuid::from_u128(1)), tag, false).into());
    directory
}

fn vera() -> Contact {
    let id = |number| ContactFieldId::from_uuid(uuid::Uuid::from_u128(number)).to_string();
    let tag = TagId::from_uuid(uuid::Uuid::from_u128(1));
    let days_ago = |days: i64| Timestamp::from_micros(now().micros() - days * DAY_MICROS);
    serde_json::from_value(json!({
        "id": crate::id::ContactId::from_uuid(uuid::Uuid::from_u128(1)),
        "name": "Vera Vogel",
        "language": "de-AT",
        "identities": [
            { "id": crate::id::IdentityId::from_uuid(uuid::Uuid::from_u128(1)), "kind": "email",
              "value": "vera@example.com", "verified": true },
            { "id": crate::id::IdentityId::from_uuid(uuid::Uuid::from_u128(2)), "kind": "phone",
              "value": "+4942112345", "verified": false },
        ],
        "company": { "id": crate::id::CompanyId::from_uuid(uuid::Uuid::from_u128(1)), "name": "Vogel AG" },
        "tag_ids": [tag],
        "fields": { id(1): 12, id(2): "2026-03-20", id(3): "old", id(4): "gold", id(5): true },
        "preferred_channel": "email",
        "consents": { "sms": { "state": "refused", "at": now(), "by": crate::actor::Actor::SYSTEM, "note": null } },
        "page": null,
        "created_at": days_ago(400),
        "last_seen_at": days_ago(3),
        "blocked": null,
        "version": 1,
    }))
    .unwrap()
}

fn asked(condition: &str) -> Verdict {
    let condition = Condition::parse(condition).unwrap_or_else(|detail| panic!("{detail}"));
    condition.ask(&subject(&vera(), &directory(), now()))
}

#[test]
fn a_contact_is_asked_for_all_that_is_known_of_them() {
    for condition in [
        "contact.name == 'Vera Vogel'",
        "contact.language.startsWith('de')",
        "contact.company == \"Vogel AG\"",
        "'VIP' in contact.tags",
        "!('Other' in contact.tags)",
        "contact.fields.Orders > 10",
        "contact.fields['Orders'] >= 12 && contact.fields['Orders'] < 12.5",
        "contact.fields.Orders * 2.0 == 24.0",
        "contact.fields.Plan == 'gold'",
        "contact.fields.Pilot",
        "contact.fields.Unknown == null",
        "contact.fields.Renewal - now < duration('720h')",
        "contact.fields.Renewal > timestamp('2026-03-19T23:59:59Z')",
        "contact.identities.exists(it, it.kind == 'email' && it.value.endsWith('@example.com') && it.verified)",
        "contact.identities.filter(it, it.kind == 'phone').size() == 1",
        "contact.preferred_channel == 'email'",
        "contact.consents.sms == 'refused' && contact.consents.email == null",
        "now - contact.last_seen_at < duration('96h')",
        "contact.created_at.getFullYear() == 2025",
        "!contact.blocked",
        "contact.name.matches('^Vera\\\\b')",
        "contact.id.startsWith('contact_')",
        "has(contact.name)",
        "contact['name'].size() > 3 ? true : false",
        // What cannot be told does not matter where the rest tells.
        "contact.fields.Unknown > 3 || contact.language == 'de-AT'",
    ] {
        assert_eq!(asked(condition), Verdict::In, "{condition}");
    }
    for condition in ["contact.language == 'de'", "contact.blocked", "'vip' in contact.tags"] {
        assert_eq!(asked(condition), Verdict::Out, "{condition}");
    }
}

#[test]
fn what_cannot_be_told_says_why() {
    let not_known = "it compares or combines what does not go together, often because something is \
                     not known (null)";
    for (condition, why) in [
        ("contact.fields.Unknown > 3", not_known),
        ("contact.fields.Unknown + 1.0 == 2.0", not_known),
        ("contact.name > 3", not_known),
        ("contact.name", "it must come out as true or false, but comes out as string"),
        ("1 / 0 == 1", "it divides by zero"),
        ("timestamp(contact.name) < now", "the function timestamp cannot do it with what is known"),
    ] {
        let Verdict::Unknown(told) = asked(condition) else { panic!("{condition} can be told") };
        assert_eq!(told, why, "{condition}");
    }
}

#[test]
fn what_could_be_answered_of_nobody_is_refused() {
    let deep = format!("{}true{}", "[".repeat(200), "]".repeat(200));
    let many = vec!["1"; 900].join("+");
    let long = format!("contact.name == '{}'", "x".repeat(CONDITION_CHARS_MAX));
    let list = "contact.tags.exists(a, contact.tags.exists(b, contact.tags.exists(c, a == c)))";
    for (condition, why) in [
        ("  ", "must say who belongs to it"),
        ("contact.name ==", "cannot be read at line 1, column"),
        ("contact.nme == 'x'", "there is no contact.nme; there are blocked, company"),
        ("contact['nme'] == 'x'", "there is no contact.nme"),
        ("person.name == 'x'", "there is no person; a condition speaks of contact and of now"),
        ("lower(contact.name) == 'x'", "there is no function lower; there are contains"),
        ("contact.name.matches('(')", "a pattern is no regular expression"),
        ("contact.name.matches('(a{100}){100}')", "a pattern stands for too much"),
        ("contact.name.matches(contact.name)", "matches needs its pattern as a text in quotes"),
        ("Thing{a: 1} == null", "there is no type Thing"),
        ("contact.name == '\0'", "must hold no control characters"),
        (list, "goes through lists within lists within lists; at most two"),
        (&deep, "cannot be read"),
        (&many, "is of too many parts; at most 500"),
        (&long, "must be at most 2000 characters"),
    ] {
        let told =
            Condition::parse(condition).err().unwrap_or_else(|| panic!("{condition} was read"));
        assert!(told.starts_with(why), "{condition}: {told}");
    }
}

#[test]
fn whatever_is_nested_is_read_or_refused() {
    for (open, close) in [("(", ")"), ("[", "]"), ("!(", ")"), ("-", ""), ("!", ""), ("{1:", "}")] {
        let depth = CONDITION_CHARS_MAX / (open.len() + close.len()) - 2;
        let text = format!("{}true{}", open.repeat(depth), close.repeat(depth));
        if let Ok(condition) = Condition::parse(&text) {
            condition.ask(&subject(&vera(), &directory(), now()));
        }
    }
    for link in ["?true:", "||", ".a", "[0]", "==", "+", " in "] {
        let text = vec!["true"; CONDITION_CHARS_MAX / (link.len() + 4) - 1].join(link);
        let _ = Condition::parse(&text).map(|it| it.ask(&subject(&vera(), &directory(), now())));
    }
}

#[test]
fn a_condition_says_what_it_speaks_of() {
    let of = |text| Condition::parse(text).unwrap();
    assert!(of("now > contact.created_at").names_now);
    assert!(!of("contact.tags.exists(now, now == 'x')").names_now);
    assert_eq!(
        of("contact.fields.Orders > 1 || contact.fields['The plan'] == 'x'").fields,
        ["Orders", "The plan"]
    );
    assert!(
        crate::directory::segment::condition("contact.fields.None == 1", &directory()).is_err_and(
            |told| told == "there is no custom field \"None\"; choose one from the list"
        )
    );
}

#[test]
fn somebody_of_whom_nothing_is_known_can_be_asked() {
    let nobody = Contact {
        name: None,
        language: None,
        identities: Vec::new(),
        company: None,
        tag_ids: Vec::new(),
        last_seen_at: None,
        preferred_channel: None,
        ..vera()
    };
    let all = Arc::new(directory());
    let nobody = subject(&Contact { fields: Default::default(), ..nobody }, &all, now());
    let ask = |text: &str| Condition::parse(text).unwrap().ask(&nobody);
    assert_eq!(ask("contact.name == null && contact.last_seen_at == null"), Verdict::In);
    assert_eq!(ask("contact.tags.size() == 0 && contact.fields.Orders == null"), Verdict::In);
    assert!(matches!(ask("contact.name.startsWith('V')"), Verdict::Unknown(_)));
}

proptest! {
    /// Whatever is written is read or refused, and what is read is answered.
    #[test]
    fn nothing_that_is_written_breaks_anything(
        text in "(contact|now|\\.|name|fields|tags|exists|\\(|\\)|\\[|\\]|'|\"|x|,|==|&&|\\?|:|!|-|<|1|0\\.5|in| |\\{|\\}){0,40}"
    ) {
        if let Ok(condition) = Condition::parse(&text) {
            condition.ask(&subject(&vera(), &directory(), now()));
        }
    }

    #[test]
    fn no_text_at_all_breaks_the_reading(text in "\\PC{0,200}") {
        let _ = Condition::parse(&text);
    }
}
