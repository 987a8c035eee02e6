//! E-mail against real mail servers.

mod channels;
mod servers;

use std::time::Duration;

use rapport_core::permission::BuiltInRole;
use rapport_storage::check::{check, check_files};
use rapport_storage::mail;
use reqwest::Method;
use serde_json::{Value, json};

use self::servers::{MailServers, PASSWORD};
use crate::harness::{Client, PATIENCE, Server, Socket};

const VERA: &str = "vera@customers.example";
const HELP: &str = "help@shop.example";
/// At which the server believes that browsers reach it.
const ORIGIN: &str = "http://help.shop.example";

/// A server with an e-mail inbox that is connected, its agent, and their desk.
struct Office {
    mail: MailServers,
    server: Server,
    agent: Client,
    inbox: String,
    desk: Socket,
}

async fn office() -> Office {
    let mail = MailServers::start();
    let authority = mail.authority();
    let server = Server::start_with(|config| {
        config.mail.authorities = Some(authority);
        config.public_url = Some(ORIGIN.parse().unwrap());
    })
    .await;
    let agent = server.agent("Anna", BuiltInRole::Administrator).await;
    let desk = agent.desk(None, &["all"]).await;
    let inbox = add_inbox(&server, &agent, &mail, HELP).await;
    Office { mail, server, agent, inbox, desk }
}

/// Makes an inbox, and waits until it is connected.
async fn add_inbox(server: &Server, admin: &Client, mail: &MailServers, address: &str) -> String {
    let directory = server.app.directory();
    let brand_id = directory.brands.keys().next().unwrap();
    let inbox = admin
        .post(
            "/api/v1/inboxes",
            json!({"name": address, "channel": "email", "brand_id": brand_id,
                "queue_id": server.queue_id, "email": mail.settings(address)}),
        )
        .await;
    let inbox = format!("/api/v1/inboxes/{}", inbox["id"].as_str().unwrap());
    assert_eq!(admin.get(&format!("{inbox}/mail_connection")).await["state"], "off");
    admin.put(&format!("{inbox}/mail_password"), json!({"password": PASSWORD})).await;
    connection(admin, &inbox, "connected").await;
    inbox
}

/// A connection that just asks when the server goes is called lost only when the answer's time is over, a
/// minute.
const LOST_AFTER: Duration = Duration::from_secs(90);

/// Asks until the connection is as it should be.
async fn connection(admin: &Client, inbox: &str, state: &str) -> Value {
    let asked = async {
        loop {
            let connection = admin.get(&format!("{inbox}/mail_connection")).await;
            if connection["state"] == state {
                return connection;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LOST_AFTER, asked).await.expect("it never became so")
}

fn letter(id: &str, more: &str, text: &str) -> String {
    format!(
        "From: Vera Holt <{VERA}>\nTo: Shop <{HELP}>\nSubject: My bag\nMessage-ID: <{id}>\n\
         Date: Mon, 12 Jan 2026 10:00:00 +0100\n{more}\n{text}\n"
    )
}

impl Office {
    /// The next message on a conversation.
    async fn next_message(&mut self) -> Value {
        self.desk.wait_for_event("message.created").await["data"].take()
    }

    async fn answer(&self, conversation: &Value, body: Value) -> Value {
        let id = conversation["id"].as_str().unwrap();
        self.agent.post(&format!("/api/v1/conversations/{id}/messages"), body).await
    }
}

#[tokio::test]
async fn a_mail_becomes_a_conversation_and_answers_thread_both_ways() {
    let mut office = office().await;
    office.mail.send(VERA, &[HELP], &letter("1@customers.example", "", "The strap broke.")).await;
    let first = office.next_message().await;
    let (conversation, entry) = (&first["conversation"], &first["entry"]);
    assert_eq!(conversation["subject"], "My bag");
    assert_eq!(conversation["channel"], "email");
    assert_eq!(conversation["contact"]["name"], "Vera Holt");
    assert_eq!(entry["text"], "The strap broke.");
    assert_eq!(entry["mail"]["from"], json!({"name": "Vera Holt", "address": VERA}));
    let contact_id = conversation["contact"]["id"].as_str().unwrap();
    let contact = office.agent.get(&format!("/api/v1/contacts/{contact_id}")).await;
    assert_eq!(contact["identities"][0]["verified"], false, "anybody can write any sender");

    office.answer(conversation, json!({"text": "We are sorry. Here is a new one."})).await;
    let received = office.mail.received(VERA, 1).await.pop().unwrap();
    assert_eq!(received.subject, "Re: My bag");
    assert_eq!(received.visible_text, "We are sorry. Here is a new one.");
    assert!(received.quoted_text.contains("> The strap broke."), "{received:#?}");
    assert_eq!(received.in_reply_to, ["1@customers.example"]);
    assert_eq!(received.from.as_ref().unwrap().name.as_deref(), Some("Anna (Test)"));
    assert!(received.html.as_ref().unwrap().contains("We are sorry"));
    let sent = office.desk.wait_for_event("message.delivery_changed").await;
    assert_eq!(sent["data"]["entry"]["delivery"]["state"], "sent");

    let id = received.message_id.unwrap();
    let reply = letter(
        "2@customers.example",
        &format!("In-Reply-To: <{id}>\nReferences: <1@customers.example> <{id}>\n"),
        &format!(
            "Thank you!\n\nOn Mon, Jan 12, 2026 at 11:00 AM Anna <{HELP}> wrote:\n> We are sorry."
        ),
    );
    office.mail.send(VERA, &[HELP], &reply).await;
    let second = office.next_message().await;
    assert_eq!(second["conversation"]["id"], conversation["id"]);
    assert_eq!(second["entry"]["text"], "Thank you!");
    assert!(second["entry"]["mail"]["quoted_text"].as_str().unwrap().ends_with("> We are sorry."));
    let contact = office.agent.get(&format!("/api/v1/contacts/{contact_id}")).await;
    assert_eq!(contact["identities"][0]["verified"], true, "who answers has read it there");

    office
        .answer(
            conversation,
            json!({"text": "Welcome.", "mail": {"cc": ["max@customers.example"]}}),
        )
        .await;
    let third = office.mail.received(VERA, 2).await.pop().unwrap();
    assert_eq!(third.references, ["1@customers.example", &id, "2@customers.example"]);
    assert_eq!(office.mail.received("max@customers.example", 1).await[0].text, third.text);
}

#[tokio::test]
async fn nothing_is_missed_while_the_mailbox_cannot_be_reached() {
    let mut office = office().await;
    office.mail.run("stop-imap");
    let lost = connection(&office.agent, &office.inbox, "failed").await;
    assert!(lost["fault"]["detail"].as_str().unwrap().contains("localhost"), "{lost}");
    for n in 0..30 {
        let text = letter(&format!("{n}@customers.example"), "", &format!("Number {n}"));
        office.mail.send(VERA, &[HELP], &text).await;
    }
    office.mail.run("start-imap");
    let mut texts = Vec::new();
    while texts.len() < 30 {
        texts.push(office.next_message().await["entry"]["text"].as_str().unwrap().to_owned());
    }
    texts.sort_by_key(|text| text[7..].parse::<u32>().unwrap());
    let expected: Vec<String> = (0..30).map(|n| format!("Number {n}")).collect();
    assert_eq!(texts, expected);
}

#[tokio::test]
async fn a_copy_in_another_inbox_and_the_same_mail_again_are_one_message() {
    let mut office = office().await;
    add_inbox(&office.server, &office.agent, &office.mail, "sales@shop.example").await;
    let text = letter("1@customers.example", "", "Once");
    office.mail.send(VERA, &[HELP, "sales@shop.example"], &text).await;
    office.mail.send(VERA, &[HELP], &text).await;
    office.mail.send(VERA, &[HELP], &letter("2@customers.example", "", "Then")).await;
    office
        .mail
        .send(VERA, &["sales@shop.example"], &letter("3@customers.example", "", "Last"))
        .await;
    let mut texts = Vec::new();
    while texts.len() < 3 {
        texts.push(office.next_message().await["entry"]["text"].as_str().unwrap().to_owned());
    }
    texts.sort();
    assert_eq!(texts, ["Last", "Once", "Then"]);
}

#[tokio::test]
async fn a_stranger_with_a_copied_message_id_begins_a_conversation_of_their_own() {
    let mut office = office().await;
    office.mail.send(VERA, &[HELP], &letter("1@customers.example", "", "The strap broke.")).await;
    let first = office.next_message().await;
    office.answer(&first["conversation"], json!({"text": "For Vera only."})).await;
    let sent = office.mail.received(VERA, 1).await.pop().unwrap();
    let id = sent.message_id.unwrap();
    // As a thread looks that was forwarded to somebody else.
    let stranger = format!(
        "From: Mallory <mallory@customers.example>\nTo: {HELP}\nSubject: Re: My bag\n\
         Message-ID: <9@customers.example>\nIn-Reply-To: <{id}>\n\
         References: <1@customers.example> <{id}>\n\nSend it to me instead.\n"
    );
    office.mail.send("mallory@customers.example", &[HELP], &stranger).await;
    let other = office.desk.wait_for(|frame| {
        let event = &frame["event"];
        event["type"] == "message.created"
            && event["data"]["entry"]["mail"]["from"]["name"] == "Mallory"
    });
    let other = other.await["event"]["data"].take();
    assert_ne!(other["conversation"]["id"], first["conversation"]["id"]);
    assert_ne!(other["conversation"]["contact"]["id"], first["conversation"]["contact"]["id"]);
}

#[tokio::test]
async fn a_mail_that_comes_back_says_why_on_the_message() {
    let mut office = office().await;
    office.mail.send(VERA, &[HELP], &letter("1@customers.example", "", "Hello")).await;
    let first = office.next_message().await;
    // One is refused at once, the other comes back.
    for (address, why) in [
        ("nobody@customers.example", "no such user"),
        ("gone@customers.example", "this mailbox is gone"),
    ] {
        let body = json!({"text": address, "mail": {"to": [address]}});
        let sent = office.answer(&first["conversation"], body).await;
        let failed = office.desk.wait_for(|frame| {
            let entry = &frame["event"]["data"]["entry"];
            entry["id"] == sent["id"] && entry["delivery"]["state"] == "failed"
        });
        let reason = failed.await["event"]["data"]["entry"]["delivery"]["reason"].take();
        assert!(reason.as_str().unwrap().contains(why), "{reason}");
    }
    let conversations = office.agent.get("/api/v1/conversations?status=open").await;
    assert_eq!(conversations["items"].as_array().unwrap().len(), 1, "a report is no conversation");
}

#[tokio::test]
async fn what_a_program_answers_wakes_nobody() {
    let mut office = office().await;
    office.mail.send(VERA, &[HELP], &letter("1@customers.example", "", "Hello")).await;
    let first = office.next_message().await;
    let id = first["conversation"]["id"].as_str().unwrap().to_owned();
    office.answer(&first["conversation"], json!({"text": "Solved."})).await;
    let sent = office.mail.received(VERA, 1).await.pop().unwrap().message_id.unwrap();
    office.agent.post(&format!("/api/v1/conversations/{id}/resolve"), json!({})).await;
    let away = letter(
        "2@customers.example",
        &format!("In-Reply-To: <{sent}>\nAuto-Submitted: auto-replied\n"),
        "I am away.",
    );
    office.mail.send(VERA, &[HELP], &away).await;
    let reply =
        office.desk.wait_for(|frame| frame["event"]["data"]["entry"]["text"] == "I am away.");
    let reply = reply.await["event"]["data"].take();
    assert_eq!(reply["conversation"]["id"], id.as_str());
    assert_eq!(reply["conversation"]["status"], "resolved");
    assert_eq!(reply["entry"]["mail"]["auto_reply"], "replied");
}

#[tokio::test]
async fn what_cannot_be_read_is_shown_as_it_came() {
    let mut office = office().await;
    let broken =
        b"From: x\xff <vera@customers.example>\r\nSubject: \xfe\xfd\r\n\r\n\x00\xff\xfe broken"
            .to_vec();
    office.mail.send_bytes(VERA, &[HELP], &broken).await;
    let first = office.next_message().await;
    let entry = &first["entry"];
    assert_eq!(entry["mail"]["problems"], json!(["charset"]));
    let attachment = &entry["attachments"][0];
    assert_eq!(attachment["name"], "message.eml");
    let path = format!("/api/v1/attachments/{}/content", attachment["id"].as_str().unwrap());
    let whole = office.agent.request(Method::GET, &path).send().await.unwrap();
    assert!(whole.bytes().await.unwrap().ends_with(b"\xff\xfe broken\r\n"));
}

#[tokio::test]
async fn a_large_attachment_comes_whole() {
    use base64::Engine as _;
    let mut office = office().await;
    let content: Vec<u8> = (0..6_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let encoded = base64::engine::general_purpose::STANDARD.encode(&content);
    let mut message = letter(
        "1@customers.example",
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n",
        "--b\nContent-Type: text/plain\n\nSee the file.\n--b\nContent-Type: application/octet-stream\n\
         Content-Disposition: attachment; filename=data.bin\nContent-Transfer-Encoding: base64\n",
    )
    .replace('\n', "\r\n");
    for line in encoded.as_bytes().chunks(76) {
        message.push_str(std::str::from_utf8(line).unwrap());
        message.push_str("\r\n");
    }
    message.push_str("--b--\r\n");
    office.mail.send_bytes(VERA, &[HELP], message.as_bytes()).await;
    let first = office.next_message().await;
    assert_eq!(first["entry"]["text"], "See the file.");
    assert_eq!(first["entry"]["mail"]["problems"], json!([]));
    let attachment = &first["entry"]["attachments"][0];
    assert_eq!(attachment["name"], "data.bin");
    let path = format!("/api/v1/attachments/{}/content", attachment["id"].as_str().unwrap());
    let whole = office.agent.request(Method::GET, &path).send().await.unwrap();
    let whole = whole.bytes().await.unwrap();
    let same = whole.iter().zip(&content).take_while(|(one, other)| one == other).count();
    assert_eq!((whole.len(), same), (content.len(), content.len()));
    let mut reader = office.server.app.store.read().await.unwrap();
    let session = &mut reader.session();
    assert_eq!(check(session).await.unwrap(), []);
    assert_eq!(check_files(session, &office.server.app.files).await.unwrap(), []);
}

#[tokio::test]
async fn the_test_of_mail_servers_says_what_is_wrong() {
    let office = office().await;
    let tested = async |change: &dyn Fn(&mut Value), password: &str| {
        let mut email = office.mail.settings(HELP);
        change(&mut email);
        let body = json!({"email": email, "password": password});
        office.agent.post("/api/v1/inboxes/mail_test", body).await
    };
    let fine = tested(&|_| {}, PASSWORD).await;
    assert_eq!(fine, json!({"incoming": null, "outgoing": null}));
    let starttls = tested(
        &|email| {
            email["incoming"]["port"] = office.mail.port("imap").into();
            email["outgoing"]["port"] = office.mail.port("starttls").into();
            email["incoming"]["security"] = "starttls".into();
            email["outgoing"]["security"] = "starttls".into();
        },
        PASSWORD,
    )
    .await;
    assert_eq!(starttls, json!({"incoming": null, "outgoing": null}));
    let codes =
        |tested: &Value| (tested["incoming"]["code"].clone(), tested["outgoing"]["code"].clone());
    let both = |code: &str| (json!(code), json!(code));
    assert_eq!(codes(&tested(&|_| {}, "wrong").await), both("login"));
    let closed = tested(
        &|email| {
            email["incoming"]["port"] = 1.into();
            email["outgoing"]["port"] = 1.into();
        },
        PASSWORD,
    )
    .await;
    assert_eq!(codes(&closed), both("unreachable"));
    let nowhere = tested(
        &|email| {
            email["incoming"]["host"] = "nowhere.invalid".into();
            email["outgoing"]["host"] = "nowhere.invalid".into();
        },
        PASSWORD,
    )
    .await;
    assert_eq!(codes(&nowhere), both("unknown_host"));
    let plain = tested(
        &|email| {
            email["incoming"]["port"] = office.mail.port("imap").into();
            email["outgoing"]["port"] = office.mail.port("smtp").into();
        },
        PASSWORD,
    )
    .await;
    assert_eq!(codes(&plain), both("wrong_security"));
    let by_address = tested(
        &|email| {
            email["incoming"]["host"] = "127.0.0.1".into();
            email["outgoing"]["host"] = "127.0.0.1".into();
        },
        PASSWORD,
    )
    .await;
    assert_eq!(codes(&by_address), both("certificate"));
    let folder =
        tested(&|email| email["incoming"]["folders"] = json!(["INBOX", "Nix"]), PASSWORD).await;
    assert_eq!(folder["incoming"]["code"], "folder");
    assert!(folder["incoming"]["detail"].as_str().unwrap().contains("INBOX"), "{folder}");
}

#[tokio::test]
async fn of_mails_that_are_made_to_hurt_none_is_lost() {
    let office = office().await;
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../channels/corpus/hostile");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in &files {
        let raw = std::fs::read(file).unwrap();
        office.mail.send_bytes("mallory@customers.example", &[HELP], &raw).await;
    }
    let last = letter("last@customers.example", "", "The last one");
    office.mail.send(VERA, &[HELP], &last).await;
    let id = office.inbox.rsplit('/').next().unwrap().parse().unwrap();
    let all = i64::try_from(files.len()).unwrap() + 1;
    let counted = async {
        loop {
            let mut reader = office.server.app.store.read().await.unwrap();
            let counts = mail::counts(&mut reader.session(), id).await.unwrap();
            drop(reader);
            let settled = counts.iter().filter(|it| it.state != "received");
            if settled.map(|it| it.mails).sum::<i64>() == all {
                return counts;
            }
            tokio::task::yield_now().await;
        }
    };
    let counts = tokio::time::timeout(PATIENCE * 3, counted).await.expect("some never came");
    assert_eq!(counts.len(), 1, "{counts:?}");
    assert_eq!(counts[0].state, "taken");
    let mut reader = office.server.app.store.read().await.unwrap();
    assert_eq!(check(&mut reader.session()).await.unwrap(), []);
}

#[tokio::test]
async fn a_mail_is_signed_by_its_agent_and_its_brand() {
    let mut office = office().await;
    let own = json!({"signature": "Repairs\n+49 421 1"});
    let agent = office.agent.put("/api/v1/session/signature", own).await;
    assert_eq!(
        (&agent["name"], &agent["signature"]),
        (&json!("Anna"), &json!("Repairs\n+49 421 1"))
    );
    office.mail.send(VERA, &[HELP], &letter("1@customers.example", "", "The strap broke.")).await;
    let conversation = office.next_message().await["conversation"].take();
    office.answer(&conversation, json!({"text": "Here is a new one."})).await;
    let first = office.mail.received(VERA, 1).await.pop().unwrap();
    assert_eq!(first.visible_text, "Here is a new one.");
    assert!(first.text.contains("\n-- \nRepairs\n+49 421 1\n"), "{}", first.text);

    let brand = format!("/api/v1/brands/{}", conversation["brand_id"].as_str().unwrap());
    let version = office.agent.get(&brand).await["version"].take();
    let wrong = json!({"signature": "{{agent.phone}}"});
    let (status, problem) = office.agent.patch(&brand, &version, wrong).await;
    assert_eq!((status.as_u16(), &problem["errors"][0]["field"]), (422, &json!("signature")));
    let signature = "{{agent.name}} <{{brand.name}}>\n{{agent.signature}}";
    office.agent.patch(&brand, &version, json!({"signature": signature})).await;
    let path = format!("/api/v1/conversations/{}/reach", conversation["id"].as_str().unwrap());
    let shown = office.agent.get(&path).await["items"][0]["mail"]["signature"].take();
    assert_eq!(shown, "Anna <Test>\nRepairs\n+49 421 1", "the agent sees it before");
    let entry = office.answer(&conversation, json!({"text": "It is sent."})).await;
    assert_eq!(entry["mail"]["signature"], shown);
    let second = office.mail.received(VERA, 2).await.pop().unwrap();
    assert_eq!(second.signature, "-- \nAnna <Test>\nRepairs\n+49 421 1");
    assert!(second.html.unwrap().contains("Anna &lt;Test&gt;<br>"));
    let long = json!({"signature": "x".repeat(2_001)});
    let (status, problem) =
        office.agent.refused(Method::PUT, "/api/v1/session/signature", long).await;
    assert_eq!((status.as_u16(), &problem["errors"][0]["field"]), (422, &json!("signature")));
}

#[tokio::test]
async fn facts_are_found_in_the_subject_and_the_words_of_a_mail() {
    let mut office = office().await;
    let version = office.agent.get(&office.inbox).await["version"].take();
    let patterns = json!([
        {"key": "product", "pattern": "^my (.+)$"},
        {"key": "order", "pattern": "order #([0-9]+)"},
    ]);
    let change = json!({"fact_patterns": patterns});
    assert_eq!(office.agent.patch(&office.inbox, &version, change).await.0, 200);
    let words = "The strap broke.\n\nOn Mon, Jan 12, 2026 Shop wrote:\n> your order #9";
    office.mail.send(VERA, &[HELP], &letter("1@customers.example", "", words)).await;
    let id = office.next_message().await["conversation"]["id"].take();
    let mut desk =
        office.agent.desk(None, &[&format!("conversation:{}", id.as_str().unwrap())]).await;
    office.mail.send(VERA, &[HELP], &letter("2@customers.example", "", "It is order #1042.")).await;
    let items = loop {
        let items = desk.wait_for_event("context.changed").await["data"]["items"].take();
        if items.as_array().unwrap().iter().any(|it| it["key"] == "order") {
            break items;
        }
    };
    let values: Vec<_> = items.as_array().unwrap().iter().map(|it| &it["value"]).collect();
    assert_eq!(values, ["bag", "1042"], "in their own words, not in what they repeat");
}

#[tokio::test]
async fn a_mail_that_was_refused_is_listed_and_processed_again() {
    let mut office = office().await;
    office.mail.send(VERA, &[HELP], &letter("1@customers.example", "", "The strap broke.")).await;
    let conversation = office.next_message().await["conversation"].take();
    let contact = format!("/api/v1/contacts/{}", conversation["contact"]["id"].as_str().unwrap());
    office.agent.post(&format!("{contact}/block"), json!({"reason": "spam"})).await;
    office.mail.send(VERA, &[HELP], &letter("2@customers.example", "", "Buy this!")).await;
    let path = format!("{}/refused_mails", office.inbox);
    let refused = async {
        loop {
            let mut page = office.agent.get(&path).await;
            if page["items"][0]["id"].is_string() {
                return page["items"][0].take();
            }
            tokio::task::yield_now().await;
        }
    };
    let refused = tokio::time::timeout(PATIENCE, refused).await.expect("it is never listed");
    assert_eq!(refused["from"], json!({"name": "Vera Holt", "address": VERA}));
    assert_eq!(
        (&refused["subject"], &refused["reason"]),
        (&json!("My bag"), &json!("its sender is blocked"))
    );

    let process = format!("/api/v1/mails/{}/process", refused["id"].as_str().unwrap());
    let again = office.agent.post(&process, Value::Null).await;
    assert_eq!(again["reason"], "its sender is blocked", "they still are");
    office.agent.post(&format!("{contact}/unblock"), Value::Null).await;
    assert_eq!(office.agent.post(&process, Value::Null).await["reason"], Value::Null);
    assert_eq!(office.next_message().await["entry"]["text"], "Buy this!");
    assert_eq!(office.agent.get(&path).await["items"], json!([]));
    let (status, _) = office.agent.refused(Method::POST, &process, Value::Null).await;
    assert_eq!(status.as_u16(), 404, "it was taken");
    let found = check(&mut office.server.app.store.read().await.unwrap().session()).await.unwrap();
    assert_eq!(found, []);
}
