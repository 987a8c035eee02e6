//! Contacts, what is known of them, and what they belong to.

use rapport_core::permission::BuiltInRole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, Server};

impl Client {
    async fn delete(&self, path: &str) -> StatusCode {
        self.request(Method::DELETE, path).send().await.unwrap().status()
    }

    /// The names of those in a list of contacts.
    async fn names(&self, narrowing: &[(&str, &str)]) -> Vec<String> {
        let request = self.request(Method::GET, "/api/v1/contacts").query(narrowing);
        let page: Value = request.send().await.unwrap().json().await.unwrap();
        let items = page["items"].as_array().unwrap_or_else(|| panic!("{page}"));
        items.iter().map(|it| it["name"].as_str().unwrap_or_default().to_owned()).collect()
    }

    async fn refused_list(&self, narrowing: &[(&str, &str)]) -> String {
        let request = self.request(Method::GET, "/api/v1/contacts").query(narrowing);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{narrowing:?}");
        let problem: Value = response.json().await.unwrap();
        problem["errors"][0]["field"].as_str().unwrap().to_owned()
    }
}

fn fields_of(problem: &Value) -> Vec<&str> {
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|it| it["field"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_contact_is_made_changed_and_found_by_all_that_is_known() {
    let server = Server::start().await;
    let admin = server.agent("Ada", BuiltInRole::Administrator).await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let plan = json!({"name": "Plan", "kind": "choice", "choices": ["Gold", "Silver"]});
    let plan = admin.post("/api/v1/contact_fields", plan).await;
    let seats =
        admin.post("/api/v1/contact_fields", json!({"name": "Seats", "kind": "number"})).await;
    let tag = admin.post("/api/v1/tags", json!({"name": "VIP", "colour": "#b45309"})).await;
    let company = anna.post("/api/v1/companies", json!({"name": " Alpha "})).await;
    assert_eq!((&company["name"], &company["contacts_count"]), (&json!("Alpha"), &json!(0)));
    let [plan_id, seats_id] = [&plan["id"], &seats["id"]].map(|id| id.as_str().unwrap());

    let vera = anna
        .post(
            "/api/v1/contacts",
            json!({
                "name": "Vera", "language": "de-AT", "company_id": company["id"],
                "tag_ids": [tag["id"]], "fields": {plan_id: "Gold", seats_id: 12},
                "identities": [
                    {"kind": "email", "value": " Vera@Example.com ", "verified": true},
                    {"kind": "phone", "value": "+49 (421) 123-456"},
                ],
            }),
        )
        .await;
    let path = format!("/api/v1/contacts/{}", vera["id"].as_str().unwrap());
    assert_eq!(anna.get(&path).await, vera);
    assert_eq!(vera["company"], json!({"id": company["id"], "name": "Alpha"}));
    let identities = vera["identities"].as_array().unwrap();
    let mut values: Vec<_> = identities.iter().map(|it| it["value"].as_str().unwrap()).collect();
    values.sort_unstable();
    assert_eq!(values, ["+49421123456", "vera@example.com"]);
    anna.post("/api/v1/contacts", json!({"name": "Wim", "fields": {seats_id: 3.5}})).await;

    let is_gold = json!([{"id": plan_id, "is": "Gold"}]).to_string();
    let few = json!([{"id": seats_id, "from": 3, "until": 4}]).to_string();
    let none = json!([{"id": plan_id, "known": false}]).to_string();
    let [tag_id, company_id] = [&tag["id"], &company["id"]].map(|id| id.as_str().unwrap());
    for (narrowing, names) in [
        (vec![], vec!["Wim", "Vera"]),
        (vec![("query", "VER")], vec!["Vera"]),
        (vec![("tag_id", tag_id), ("company_id", company_id)], vec!["Vera"]),
        (vec![("language", "de"), ("reachable_by", "phone")], vec!["Vera"]),
        (vec![("fields", is_gold.as_str())], vec!["Vera"]),
        (vec![("fields", few.as_str())], vec!["Wim"]),
        (vec![("fields", none.as_str()), ("blocked", "false")], vec!["Wim"]),
        (vec![("created_until", "2020-01-01T00:00:00Z")], vec![]),
        (vec![("created_from", "2020-01-01T00:00:00Z"), ("limit", "1")], vec!["Wim"]),
    ] {
        assert_eq!(anna.names(&narrowing).await, names, "{narrowing:?}");
    }
    let unknown = json!([{"id": "field_01h455vb4pex5vsknk084sn02q", "known": true}]).to_string();
    let both = json!([{"id": plan_id, "is": "Gold", "known": true}]).to_string();
    let no_order = json!([{"id": plan_id, "from": "Gold"}]).to_string();
    for (name, value, field) in [
        ("fields", "{", "fields"),
        ("fields", &unknown, "fields[0]"),
        ("fields", &both, "fields[0]"),
        ("fields", &no_order, "fields[0]"),
        ("language", "!", "language"),
    ] {
        assert_eq!(anna.refused_list(&[(name, value)]).await, field, "{value}");
    }

    let change =
        json!({"company_id": null, "tag_ids": [], "fields": {plan_id: null, seats_id: 13}});
    let (status, now) = anna.patch(&path, &json!(1), change.clone()).await;
    assert_eq!((status, &now["version"]), (StatusCode::OK, &json!(2)));
    assert_eq!(now["fields"], json!({seats_id: 13}));
    assert_eq!((&now["name"], &now["company"]), (&json!("Vera"), &Value::Null));
    let (status, problem) = anna.patch(&path, &json!(1), change).await;
    assert_eq!((status, &problem["current_version"]), (StatusCode::CONFLICT, &json!(2)));
    let wrong = json!({"name": "", "tag_ids": ["tag_01h455vb4pex5vsknk084sn02q"],
        "fields": {plan_id: "Bronze", seats_id: "many"}});
    let (status, problem) = anna.patch(&path, &json!(2), wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut expected = vec![format!("fields.{plan_id}"), format!("fields.{seats_id}")];
    expected.sort_unstable();
    assert_eq!(fields_of(&problem)[..2], ["name", "tag_ids[0]"]);
    let mut told = fields_of(&problem)[2..].to_vec();
    told.sort_unstable();
    assert_eq!(told, expected);
    assert_eq!(anna.get(&path).await, now, "nothing of it was kept");
}

#[tokio::test]
async fn what_a_contact_wants_and_refuses_is_noted_with_who_noted_it() {
    let server = Server::start().await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let bela = server.agent("Bela", BuiltInRole::Agent).await;
    let vera = json!({"name": "Vera", "preferred_channel": "voice",
        "consents": {"email": {"state": "refused", "note": " by telephone "}}});
    let vera = anna.post("/api/v1/contacts", vera).await;
    assert_eq!(vera["preferred_channel"], "voice");
    let said = &vera["consents"]["email"];
    assert_eq!((&said["state"], &said["note"]), (&json!("refused"), &json!("by telephone")));
    assert_eq!((&said["by"]["name"], &said["at"]), (&json!("Anna"), &vera["created_at"]));

    let path = format!("/api/v1/contacts/{}", vera["id"].as_str().unwrap());
    let preference = anna.get(&format!("{path}/channel_preference")).await;
    assert_eq!((&preference["stated"], &preference["learned"]), (&json!("voice"), &Value::Null));
    let again = json!({"preferred_channel": null, "consents": {
        "email": {"state": "refused", "note": "by telephone"}, "sms": {"state": "given"}}});
    let (status, now) = bela.patch(&path, &vera["version"], again).await;
    assert_eq!((status, &now["preferred_channel"]), (StatusCode::OK, &Value::Null));
    assert_eq!(&now["consents"]["email"], said, "what is said again was noted before");
    assert_eq!(now["consents"]["sms"]["by"]["name"], "Bela");

    let long = "x".repeat(501);
    let wrong = json!({"consents": {
        "webchat": {"state": "refused"}, "voice": {"state": "given", "note": long}}});
    let (status, problem) = bela.patch(&path, &now["version"], wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(fields_of(&problem), ["consents.webchat", "consents.voice.note"]);
    let (_, now) = bela.patch(&path, &now["version"], json!({"consents": {"email": null}})).await;
    let left: Vec<&String> = now["consents"].as_object().unwrap().keys().collect();
    assert_eq!(left, ["sms"]);
}

#[tokio::test]
async fn nobody_is_made_of_nothing_and_no_address_is_two_contacts() {
    let server = Server::start().await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let (status, problem) = anna.refused(Method::POST, "/api/v1/contacts", json!({})).await;
    assert_eq!((status, fields_of(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["name"]));
    let wrong = json!({"identities": [
        {"kind": "email", "value": "vera"}, {"kind": "phone", "value": "0421"},
        {"kind": "visitor", "value": "v"}, {"kind": "external", "value": " "},
    ]});
    let (_, problem) = anna.refused(Method::POST, "/api/v1/contacts", wrong).await;
    let fields =
        ["identities[0].value", "identities[1].value", "identities[2].kind", "identities[3].value"];
    assert_eq!(fields_of(&problem), fields);

    let own = json!({"kind": "external", "value": "C-1"});
    let vera = anna.post("/api/v1/contacts", json!({"name": "V", "identities": [own]})).await;
    assert_eq!(vera["identities"][0]["verified"], true, "an own id is always sure");
    let wim = anna.post("/api/v1/contacts", json!({"name": "Wim"})).await;
    let path = format!("/api/v1/contacts/{}/identities", wim["id"].as_str().unwrap());
    let (status, problem) = anna.refused(Method::POST, &path, own.clone()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("identity_taken")));
    assert!(problem["detail"].as_str().unwrap().contains(vera["id"].as_str().unwrap()));
    let of_vera = format!(
        "/api/v1/contacts/{}/identities/{}",
        vera["id"].as_str().unwrap(),
        vera["identities"][0]["id"].as_str().unwrap()
    );
    assert_eq!(anna.delete(&of_vera).await, StatusCode::OK);
    let now = anna.post(&path, own).await;
    assert_eq!((&now["identities"][0]["value"], &now["version"]), (&json!("C-1"), &json!(2)));
}

#[tokio::test]
async fn companies_and_notes_are_heard_of_where_they_are_looked_at() {
    let server = Server::start().await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let boris = server.agent("Boris", BuiltInRole::Agent).await;
    let company = anna.post("/api/v1/companies", json!({"name": "Alpha"})).await;
    let new = json!({"name": "Vera", "company_id": company["id"]});
    let vera = anna.post("/api/v1/contacts", new).await;
    let id = vera["id"].as_str().unwrap();
    let mut desk = boris.desk(None, &[&format!("contact:{id}"), "desk"]).await;
    desk.wait_for_type("ready").await;

    let notes = format!("/api/v1/contacts/{id}/notes");
    let note = anna.post(&notes, json!({"text": " Prefers\r\nmornings "})).await;
    assert_eq!(note["text"], "Prefers\nmornings");
    let heard = desk.wait_for_event("contact.noted").await;
    assert_eq!(heard["data"]["note"], note);
    let (status, _) = anna.refused(Method::POST, &notes, json!({"text": " "})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let own = format!("{notes}/{}", note["id"].as_str().unwrap());
    assert_eq!(boris.delete(&own).await, StatusCode::NO_CONTENT);
    desk.wait_for_event("contact.note_removed").await;
    assert_eq!(boris.delete(&own).await, StatusCode::NOT_FOUND);
    assert_eq!(anna.get(&notes).await["items"], json!([]));

    let path = format!("/api/v1/companies/{}", company["id"].as_str().unwrap());
    assert_eq!(anna.get(&path).await["contacts_count"], 1);
    let change = json!({"name": "Omega", "website": "https://omega.example", "description": "x"});
    let (status, now) = boris.patch(&path, &json!(1), change).await;
    assert_eq!((status, &now["version"]), (StatusCode::OK, &json!(2)));
    let (status, problem) = boris.patch(&path, &json!(2), json!({"website": "javascript:0"})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(fields_of(&problem), ["website"]);
    let (_, now) = boris.patch(&path, &json!(2), json!({"description": null})).await;
    assert_eq!(
        (&now["description"], &now["website"]),
        (&Value::Null, &json!("https://omega.example"))
    );
    anna.post("/api/v1/companies", json!({"name": "beta"})).await;
    let (status, problem) =
        anna.refused(Method::POST, "/api/v1/companies", json!({"name": "BETA"})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("taken")));
    let first = anna.get("/api/v1/companies?limit=1").await;
    assert_eq!(first["items"][0]["name"], "beta");
    let cursor = first["next_cursor"].as_str().unwrap();
    let next = anna.get(&format!("/api/v1/companies?limit=1&cursor={cursor}")).await;
    assert_eq!((&next["items"][0]["name"], &next["next_cursor"]), (&json!("Omega"), &Value::Null));

    assert_eq!(anna.delete(&path).await, StatusCode::NO_CONTENT);
    let heard = desk.wait_for_event("contact.updated").await;
    assert_eq!(heard["data"]["contact"]["company"], Value::Null);
    assert_eq!(anna.names(&[]).await, ["Vera"]);
}
