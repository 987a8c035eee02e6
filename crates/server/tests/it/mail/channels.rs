//! A conversation that goes from the chat to mail and back.

use rapport_storage::check::check;
use serde_json::{Value, json};

use super::{HELP, ORIGIN, Office, VERA, letter, office};
use crate::harness::{PATIENCE, Socket};

const NONCE: &str = "0123456789abcdef";

async fn hello(page: &mut Socket, token: &Value) -> Value {
    page.send(json!({"type": "hello", "token": token, "language": "en"})).await;
    page.wait_for_type("welcome").await
}

async fn say(page: &mut Socket, text: &str) {
    let client_id = format!("said-{}", text.len());
    page.send(json!({"type": "message", "client_id": client_id, "text": text})).await;
    page.wait_for_type("ack").await;
}

/// Asks by what the contact can be answered, until the first is as it should be.
async fn reach(office: &Office, conversation: &Value, suggestion: &str, reason: &str) -> Value {
    let path = format!("/api/v1/conversations/{}/reach", conversation["id"].as_str().unwrap());
    let asked = async {
        loop {
            let mut reach = office.agent.get(&path).await;
            let first = &reach["items"][0];
            if first["suggestion"] == suggestion && first["reason"] == reason {
                return reach["items"].take();
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, asked).await.expect("it never became so")
}

/// The next message that the contact wrote.
async fn next_of_contact(office: &mut Office) -> Value {
    loop {
        let message = office.next_message().await;
        if message["entry"]["author"]["kind"] == "contact" {
            return message;
        }
    }
}

fn texts(welcome: &Value) -> Vec<&str> {
    let entries = welcome["entries"].as_array().unwrap();
    entries.iter().filter_map(|entry| entry["text"].as_str()).collect()
}

#[tokio::test]
async fn who_has_left_the_chat_is_answered_by_mail_and_goes_on_there() {
    let mut office = office().await;
    let mut page = office.server.visitor().await;
    let token = hello(&mut page, &Value::Null).await["token"].take();
    say(&mut page, "The strap broke").await;
    let conversation = office.next_message().await["conversation"].take();
    page.send(json!({"type": "address", "address": VERA})).await;
    page.wait_for_type("visitor").await;
    let reaches = reach(&office, &conversation, "wrote_last", "online").await;
    assert_eq!((&reaches[0]["channel"], &reaches[0]["state"]), (&json!("webchat"), &json!("now")));
    assert_eq!(reaches[1]["reason"], "unconfirmed");

    drop(page);
    let reaches = reach(&office, &conversation, "left_chat", "unconfirmed").await;
    let mail_inbox = reaches[0]["inbox_id"].clone();
    assert_eq!(
        reaches[0]["mail"],
        json!({"to": [{"name": null, "address": VERA}], "subject": "Test", "signature": ""})
    );
    assert_eq!(reaches[1]["state"], "waits");
    let body = json!({"text": "We send a new one.", "inbox_id": mail_inbox});
    let answer = office.answer(&conversation, body).await;
    assert_eq!((&answer["channel"], &answer["inbox_id"]), (&json!("email"), &mail_inbox));
    let received = office.mail.received(VERA, 1).await.pop().unwrap();
    assert_eq!(received.subject, "Test", "a stranger learns nothing of what was said");
    assert_eq!(received.text.trim(), "We send a new one.");

    let id = received.message_id.unwrap();
    let headers = format!("In-Reply-To: <{id}>\nReferences: <{id}>\n");
    let reply = letter("1@customers.example", &headers, "To my mother, please.");
    office.mail.send(VERA, &[HELP], &reply).await;
    let came = next_of_contact(&mut office).await;
    assert_eq!(came["conversation"]["id"], conversation["id"]);
    assert_eq!(came["entry"]["author"]["id"], conversation["contact"]["id"], "one contact");
    assert_eq!(came["conversation"]["channel"], "email");
    let contact_id = conversation["contact"]["id"].as_str().unwrap();
    let contact = office.agent.get(&format!("/api/v1/contacts/{contact_id}")).await;
    assert_eq!(contact["name"], "Vera Holt", "as their mail calls them");
    let identities = contact["identities"].as_array().unwrap();
    assert!(identities.iter().any(|it| it["value"] == VERA && it["verified"] == true));

    let mut page = office.server.visitor().await;
    let welcome = hello(&mut page, &token).await;
    assert_eq!(
        texts(&welcome),
        ["The strap broke", "We send a new one."],
        "a browser that has not shown whose it is does not read the mailbox"
    );
    say(&mut page, "Or to my office?").await;
    reach(&office, &conversation, "wrote_last", "online").await;
    let body = json!({"text": "As you like.", "inbox_id": mail_inbox});
    office.answer(&conversation, body).await;
    let second = office.mail.received(VERA, 2).await.pop().unwrap();
    assert_eq!(second.subject, "Re: My bag", "one thread");
    assert!(second.quoted_text.contains("> Or to my office?"), "{second:#?}");
    assert_eq!(second.references, [id.as_str(), "1@customers.example"]);
    let found = check(&mut office.server.app.store.read().await.unwrap().session()).await.unwrap();
    assert_eq!(found, []);
}

#[tokio::test]
async fn what_does_not_reach_the_contact_is_refused_with_what_is_missing() {
    let mut office = office().await;
    let mut page = office.server.visitor().await;
    hello(&mut page, &Value::Null).await;
    say(&mut page, "Hello").await;
    let conversation = office.next_message().await["conversation"].take();
    let reaches = reach(&office, &conversation, "wrote_last", "online").await;
    assert_eq!(
        (&reaches[1]["state"], &reaches[1]["reason"]),
        (&json!("unreachable"), &json!("no_address"))
    );
    let path = format!("/api/v1/conversations/{}/messages", conversation["id"].as_str().unwrap());
    let mut body = json!({"text": "Hi", "inbox_id": reaches[1]["inbox_id"]});
    let (status, problem) = office.agent.refused(reqwest::Method::POST, &path, body.clone()).await;
    assert_eq!((status.as_u16(), &problem["errors"][0]["field"]), (422, &json!("inbox_id")));
    body["mail"] = json!({"to": [VERA]});
    office.agent.post(&path, body).await;
    assert_eq!(office.mail.received(VERA, 1).await[0].visible_text, "Hi");
}

#[tokio::test]
async fn who_refuses_a_channel_is_not_written_to_by_it_unless_they_ask_for_it() {
    let mut office = office().await;
    let mut page = office.server.visitor().await;
    hello(&mut page, &Value::Null).await;
    say(&mut page, "Hello").await;
    let conversation = office.next_message().await["conversation"].take();
    page.send(json!({"type": "address", "address": VERA})).await;
    page.wait_for_type("visitor").await;
    drop(page);
    reach(&office, &conversation, "left_chat", "unconfirmed").await;

    let contact = format!("/api/v1/contacts/{}", conversation["contact"]["id"].as_str().unwrap());
    let version = office.agent.get(&contact).await["version"].take();
    let refused = json!({"consents": {"email": {"state": "refused"}}});
    let (_, now) = office.agent.patch(&contact, &version, refused).await;
    let reaches = reach(&office, &conversation, "wrote_last", "away").await;
    assert_eq!(reaches[1]["reason"], "refused");
    assert_eq!(reaches[1]["consent"], now["consents"]["email"]);

    let asked = json!({"preferred_channel": "email", "consents": {"email": {"state": "given"}}});
    office.agent.patch(&contact, &now["version"], asked).await;
    let reaches = reach(&office, &conversation, "stated", "unconfirmed").await;
    assert_eq!(reaches[0]["consent"]["state"], "given");
}

#[tokio::test]
async fn what_was_not_seen_in_the_chat_follows_by_mail_once() {
    let mut office = office().await;
    let mut page = office.server.visitor().await;
    let token = hello(&mut page, &Value::Null).await["token"].take();
    say(&mut page, "The strap broke").await;
    let conversation = office.next_message().await["conversation"].take();
    let chat = format!("/api/v1/inboxes/{}", conversation["inbox_id"].as_str().unwrap());
    let mut inbox = office.agent.get(&chat).await;
    inbox["webchat"]["follow_up_after_ms"] = json!(5_000);
    let change = json!({"webchat": inbox["webchat"]});
    assert_eq!(office.agent.patch(&chat, &inbox["version"], change).await.0, 200);
    page.send(json!({"type": "address", "address": VERA})).await;
    page.wait_for_type("visitor").await;
    drop(page);
    reach(&office, &conversation, "left_chat", "unconfirmed").await;

    let bold = json!([{"text": "We send ", "marks": ["bold"]}, {"text": "a new one."}]);
    let first = json!({"text": "We send a new one.", "spans": bold});
    let first = office.answer(&conversation, first).await;
    let second = office.answer(&conversation, json!({"text": "It comes tomorrow."})).await;
    let path = format!("/api/v1/conversations/{}", conversation["id"].as_str().unwrap());
    office.agent.post(&format!("{path}/resolve"), json!({})).await;
    let received = office.mail.received(VERA, 1).await.pop().unwrap();
    assert_eq!(received.text.trim(), "We send a new one.\n\nIt comes tomorrow.");
    assert_eq!(received.subject, "Test");
    assert!(received.html.unwrap().contains("<b>We send </b>"));

    let entries = office.agent.get(&format!("{path}/entries")).await["items"].take();
    let mail = &entries[0];
    assert_eq!(mail["mail"]["follows_up"], json!([first["id"], second["id"]]), "{mail:#}");
    let found = office.agent.get("/api/v1/search?query=tomorrow").await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "found where it was said: {found:#}");
    let mut page = office.server.visitor().await;
    let welcome = hello(&mut page, &token).await;
    assert_eq!(texts(&welcome), ["The strap broke", "We send a new one.", "It comes tomorrow."]);

    let id = received.message_id.unwrap();
    let reply = letter("1@customers.example", &format!("In-Reply-To: <{id}>\n"), "Thank you.");
    office.mail.send(VERA, &[HELP], &reply).await;
    let came = next_of_contact(&mut office).await;
    assert_eq!(came["conversation"]["id"], conversation["id"]);
    assert_eq!(came["conversation"]["status"], "open");
    assert_eq!(office.mail.received(VERA, 1).await.len(), 1, "once");
    let found = check(&mut office.server.app.store.read().await.unwrap().session()).await.unwrap();
    assert_eq!(found, []);
}

/// Says hello by the link in a mail; what is refused, if it is, and who is welcome.
async fn come_back(page: &mut Socket, key: &Value, token: &str, nonce: &str) -> (Value, Value) {
    let link = json!({"token": token, "nonce": nonce});
    page.send(json!({"type": "hello", "token": key, "language": "en", "return_link": link})).await;
    let mut refused = Value::Null;
    loop {
        let frame = page.next().await.expect("the line holds");
        match frame["type"].as_str() {
            Some("refused") => refused = frame["code"].clone(),
            Some("welcome") => return (refused, frame),
            _ => {}
        }
    }
}

fn token_in(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("#return=")?;
    Some(rest.split_whitespace().next().unwrap())
}

#[tokio::test]
async fn the_link_in_a_mail_brings_its_reader_back_into_the_chat_once() {
    let mut office = office().await;
    let mut page = office.server.visitor().await;
    let first_key = hello(&mut page, &Value::Null).await["token"].take();
    say(&mut page, "The strap broke").await;
    let conversation = office.next_message().await["conversation"].take();
    page.send(json!({"type": "address", "address": VERA})).await;
    page.wait_for_type("visitor").await;
    drop(page);
    let reaches = reach(&office, &conversation, "left_chat", "unconfirmed").await;
    let by_mail = |text: &str| json!({"text": text, "inbox_id": reaches[0]["inbox_id"]});
    office.answer(&conversation, by_mail("We send a new one.")).await;
    let first = office.mail.received(VERA, 1).await.pop().unwrap();
    assert_eq!(token_in(&first.text), None, "whoever has that mailbox may not be who chats");

    let id = first.message_id.unwrap();
    let reply = letter("1@customers.example", &format!("In-Reply-To: <{id}>\n"), "To my office.");
    office.mail.send(VERA, &[HELP], &reply).await;
    next_of_contact(&mut office).await;
    let mut with_copy = by_mail("It is on its way.");
    with_copy["mail"] = json!({"cc": ["max@customers.example"]});
    office.answer(&conversation, with_copy).await;
    let copied = office.mail.received(VERA, 2).await.pop().unwrap();
    assert_eq!(token_in(&copied.text), None, "not where others read it");
    office.answer(&conversation, by_mail("Did it come?")).await;
    let mail = office.mail.received(VERA, 3).await.pop().unwrap();
    let address = format!("{ORIGIN}/widget/frame?inbox={}#return=", office.server.inbox_key);
    assert!(mail.visible_text.contains(&address), "{mail:#?}");
    assert!(mail.html.as_ref().unwrap().contains(&address));
    let token = token_in(&mail.text).unwrap();

    let mut page = office.server.visitor().await;
    let (refused, welcome) = come_back(&mut page, &Value::Null, token, NONCE).await;
    assert_eq!((&refused, &welcome["conversation"]["id"]), (&Value::Null, &conversation["id"]));
    assert_eq!(
        texts(&welcome),
        [
            "The strap broke",
            "We send a new one.",
            "To my office.",
            "It is on its way.",
            "Did it come?"
        ],
        "who has read the mail sees what went by mail"
    );
    say(&mut page, "Yes, thank you!").await;
    let came = next_of_contact(&mut office).await;
    assert_eq!(came["conversation"]["id"], conversation["id"]);
    assert_eq!(came["conversation"]["channel"], "webchat");
    assert_eq!(came["entry"]["author"]["id"], conversation["contact"]["id"], "as themselves");
    drop(page);

    let mut page = office.server.visitor().await;
    let key = welcome["token"].clone();
    let (_, again) = come_back(&mut page, &Value::Null, token, NONCE).await;
    assert_eq!(again["conversation"]["id"], conversation["id"], "its answer was lost on the way");
    let mut page = office.server.visitor().await;
    assert_eq!(texts(&hello(&mut page, &key).await).len(), 6, "its key is good by itself");
    let mut page = office.server.visitor().await;
    let (_, opened) = come_back(&mut page, &key, token, "another-nonce-of-its").await;
    assert_eq!(opened["token"], key, "the same browser opens it again");
    let mut page = office.server.visitor().await;
    let (refused, stranger) = come_back(&mut page, &Value::Null, token, "fedcba9876543210").await;
    assert_eq!((&refused, &stranger["conversation"]), (&json!("return_link_used"), &Value::Null));
    let mut page = office.server.visitor().await;
    let forged = format!("B{}", &token[1..]);
    let (refused, stranger) = come_back(&mut page, &Value::Null, &forged, NONCE).await;
    assert_eq!(
        (&refused, &stranger["conversation"]),
        (&json!("return_link_invalid"), &Value::Null)
    );

    // The browser in which it all began, where nobody had shown whose it is.
    let mut page = office.server.visitor().await;
    assert_eq!(texts(&hello(&mut page, &first_key).await).len(), 3);
    office.answer(&conversation, by_mail("Good.")).await;
    let mail = office.mail.received(VERA, 4).await.pop().unwrap();
    let token = token_in(&mail.text).unwrap();
    assert!(!mail.quoted_text.contains("#return="), "what is repeated lets nobody in");
    let mut page = office.server.visitor().await;
    let (refused, welcome) = come_back(&mut page, &first_key, token, NONCE).await;
    assert_eq!((&refused, texts(&welcome).len()), (&Value::Null, 7));

    let id = mail.message_id.unwrap();
    let quoting = format!("Good.\n\nOn Mon, Jan 12, 2026 Shop wrote:\n> {address}{token}");
    let quoting = letter("2@customers.example", &format!("In-Reply-To: <{id}>\n"), &quoting);
    office.mail.send(VERA, &[HELP], &quoting).await;
    let came = next_of_contact(&mut office).await["entry"].take();
    let quoted = came["mail"]["quoted_text"].as_str().unwrap();
    assert!(quoted.contains("/widget/frame?inbox=") && !quoted.contains("#return="), "{quoted}");
    let found = check(&mut office.server.app.store.read().await.unwrap().session()).await.unwrap();
    assert_eq!(found, []);
}

#[tokio::test]
async fn a_link_back_makes_one_of_who_chatted_unknown_and_whoever_is_known_stays() {
    let mut office = office().await;
    let mut page = office.server.visitor().await;
    hello(&mut page, &Value::Null).await;
    say(&mut page, "The strap broke").await;
    let conversation = office.next_message().await["conversation"].take();
    drop(page);
    let path = format!("/api/v1/contacts/{}", conversation["contact"]["id"].as_str().unwrap());
    let identity = json!({"kind": "email", "value": VERA, "verified": true});
    office.agent.post(&format!("{path}/identities"), identity).await;
    let reaches = reach(&office, &conversation, "left_chat", "confirmed").await;
    let by_mail = |text: &str| json!({"text": text, "inbox_id": reaches[0]["inbox_id"]});

    let mut page = office.server.visitor().await;
    let unknown = hello(&mut page, &Value::Null).await["token"].take();
    say(&mut page, "Hello from my telephone").await;
    let other = office.next_message().await["conversation"].take();
    assert_ne!(other["contact"]["id"], conversation["contact"]["id"]);
    drop(page);
    office.answer(&conversation, by_mail("We send a new one.")).await;
    let mail = office.mail.received(VERA, 1).await.pop().unwrap();
    let token = token_in(&mail.text).unwrap().to_owned();

    let chat = format!("/api/v1/inboxes/{}", conversation["inbox_id"].as_str().unwrap());
    let mut inbox = office.agent.get(&chat).await;
    inbox["webchat"]["return_link_valid_ms"] = json!(0);
    let change = json!({"webchat": inbox["webchat"]});
    office.agent.patch(&chat, &inbox["version"], change).await;
    let mut page = office.server.visitor().await;
    let (refused, _) = come_back(&mut page, &unknown, &token, NONCE).await;
    assert_eq!(refused, "return_link_invalid", "the business takes no links any more");
    let mut inbox = office.agent.get(&chat).await;
    inbox["webchat"]["return_link_valid_ms"] = json!(600_000);
    let change = json!({"webchat": inbox["webchat"]});
    office.agent.patch(&chat, &inbox["version"], change).await;

    let mut page = office.server.visitor().await;
    let (refused, welcome) = come_back(&mut page, &unknown, &token, NONCE).await;
    assert_eq!(refused, Value::Null);
    let key = visitor_in(&welcome["token"]);
    assert_eq!(key, visitor_in(&unknown), "the browser keeps its key");
    let other = format!("/api/v1/conversations/{}", other["id"].as_str().unwrap());
    let now = office.agent.get(&other).await;
    assert_eq!(now["contact"]["id"], conversation["contact"]["id"], "they were one all along");

    office.answer(&conversation, by_mail("Did it come?")).await;
    let mail = office.mail.received(VERA, 2).await.pop().unwrap();
    let token = token_in(&mail.text).unwrap().to_owned();
    let mut page = office.server.visitor().await;
    let max = hello(&mut page, &Value::Null).await["token"].take();
    say(&mut page, "I am Max").await;
    let his = next_of_contact(&mut office).await["conversation"].take();
    let path = format!("/api/v1/contacts/{}", his["contact"]["id"].as_str().unwrap());
    let identity = json!({"kind": "email", "value": "max@customers.example", "verified": true});
    office.agent.post(&format!("{path}/identities"), identity).await;
    drop(page);
    let mut page = office.server.visitor().await;
    let (refused, welcome) = come_back(&mut page, &max, &token, NONCE).await;
    assert_eq!(refused, Value::Null);
    assert_ne!(visitor_in(&welcome["token"]), visitor_in(&max), "Max stays Max");
    let his = format!("/api/v1/conversations/{}", his["id"].as_str().unwrap());
    assert_ne!(office.agent.get(&his).await["contact"]["id"], conversation["contact"]["id"]);
    let found = check(&mut office.server.app.store.read().await.unwrap().session()).await.unwrap();
    assert_eq!(found, []);
}

/// Whose a visitor's key is.
fn visitor_in(key: &Value) -> &str {
    key.as_str().unwrap().split('.').nth(1).unwrap()
}
