//! A visitor and agents, live: the sockets' side of what the browser test shows.

use rapport_core::permission::BuiltInRole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, Server, Socket};

async fn hello(
    socket: &mut Socket,
    token: Option<&str>,
    conversation: &Value,
    after: Option<i64>,
) -> Value {
    socket
        .send(json!({
            "type": "hello", "token": token, "conversation_id": conversation, "after": after,
            "language": "de", "page": {"url": "https://shop.example/bags", "title": "Bags"},
        }))
        .await;
    socket.wait_for_type("welcome").await
}

async fn say(socket: &mut Socket, client_id: &str, text: &str) -> Value {
    socket.send(json!({"type": "message", "client_id": client_id, "text": text})).await;
    socket.wait_for(|frame| frame["type"] == "ack" && frame["client_id"] == client_id).await
}

/// Changes some of the chat's settings of the one inbox.
async fn configure_chat(administrator: &Client, change: Value) {
    let inboxes = administrator.get("/api/v1/inboxes").await;
    let inbox = &inboxes["items"][0];
    let mut webchat = inbox["webchat"].clone();
    for (name, value) in change.as_object().unwrap() {
        webchat[name] = value.clone();
    }
    let path = format!("/api/v1/inboxes/{}", inbox["id"].as_str().unwrap());
    administrator
        .request(Method::PATCH, &path)
        .header("if-match", format!("\"{}\"", inbox["version"]))
        .json(&json!({"webchat": webchat}))
        .send()
        .await
        .unwrap()
        .error_for_status()
        .unwrap();
}

async fn online(client: &Client) -> Socket {
    let topic = format!("agent:{}", client.agent_id.unwrap());
    let mut desk = client.desk(None, &["desk", "all", &topic]).await;
    desk.wait_for_type("ready").await;
    client.put("/api/v1/presence", json!({"state": "online"})).await;
    desk
}

#[tokio::test]
async fn from_the_first_word_to_the_last() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut desk = online(&agent).await;

    let mut visitor = server.visitor().await;
    let welcome = hello(&mut visitor, None, &Value::Null, None).await;
    assert_eq!(welcome["conversation"], Value::Null);
    let ack = say(&mut visitor, "m-1", "The strap broke").await;
    assert_eq!(ack["entry"]["text"], "The strap broke");

    let offered = desk.wait_for_event("interaction.offered").await;
    let conversation = &offered["data"]["conversation"];
    let id = conversation["id"].as_str().unwrap().to_owned();
    let interaction = conversation["interaction"]["id"].as_str().unwrap().to_owned();
    assert_eq!(conversation["interaction"]["state"]["to"][0], json!(agent.agent_id.unwrap()));

    agent.post(&format!("/api/v1/interactions/{interaction}/accept"), json!({})).await;
    let joined = visitor.wait_for(|frame| frame["entry"]["event"]["type"] == "agent_joined").await;
    assert_eq!(joined["entry"]["event"]["name"], "Anna");

    let messages = format!("/api/v1/conversations/{id}/messages");
    let sent = agent.post(&messages, json!({"text": "Which bag is it?"})).await;
    assert_eq!(sent["delivery"]["state"], "queued");
    let heard = visitor.wait_for(|frame| frame["entry"]["text"] == "Which bag is it?").await;
    let seq = heard["entry"]["seq"].as_i64().unwrap();
    visitor.send(json!({"type": "read", "up_to_seq": seq})).await;
    let read = desk.wait_for_event("conversation.read_by_contact").await;
    assert_eq!(read["data"]["conversation"]["contact_read_seq"], seq);

    agent.post(&format!("/api/v1/conversations/{id}/notes"), json!({"text": "secret"})).await;
    agent.post(&format!("/api/v1/interactions/{interaction}/wrap_up"), json!({})).await;
    let done = agent
        .post(
            &format!("/api/v1/interactions/{interaction}/complete"),
            json!({"resolve": true, "note": "new strap sent"}),
        )
        .await;
    assert_eq!(done["status"], "resolved");
    let end = visitor.wait_for(|frame| frame["conversation"]["state"] == "resolved").await;
    assert!(!end.to_string().contains("secret"));

    let entries = agent.get(&format!("/api/v1/conversations/{id}/entries")).await;
    let delivered = entries["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["text"] == "Which bag is it?")
        .unwrap()["delivery"]["state"]
        .clone();
    assert_eq!(delivered, "delivered");

    // Word again: the same conversation, and the same agent is asked.
    let again = say(&mut visitor, "m-2", "It broke again").await;
    assert_eq!(again["entry"]["conversation_id"], json!(id));
    let offered = desk.wait_for_event("interaction.offered").await;
    assert_ne!(offered["data"]["conversation"]["interaction"]["id"], json!(interaction));
}

#[tokio::test]
async fn a_message_looks_as_its_spans_say_and_says_the_same_without_them() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut visitor = server.visitor().await;
    hello(&mut visitor, None, &Value::Null, None).await;
    let first = say(&mut visitor, "m-1", "Hello").await;
    let id = first["entry"]["conversation_id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/conversations/{id}");
    let spans = json!([
        {"text": "See "},
        {"text": "the form", "marks": ["bold", "italic"], "href": "https://shop.example/form"},
    ]);
    for kind in ["messages", "notes"] {
        let body = json!({"text": "See the form", "spans": spans});
        let written = agent.post(&format!("{path}/{kind}"), body).await;
        assert_eq!((&written["text"], &written["spans"]), (&json!("See the form"), &spans));
        let page = agent.get(&format!("{path}/entries?limit=1")).await;
        assert_eq!(page["items"][0]["spans"], spans, "{kind}");
    }
    let heard = visitor.wait_for(|frame| frame["entry"]["text"] == "See the form").await;
    assert_eq!(heard["entry"]["spans"], spans);
    let conversation = agent.get(&path).await;
    assert_eq!(conversation["preview"]["text"], "See the form");

    let plain = json!({"text": "Plain", "spans": [{"text": "Pl"}, {"text": "ain"}]});
    let written = agent.post(&format!("{path}/messages"), plain).await;
    assert_eq!(written.get("spans"), None);
    for (body, field) in [
        (json!({"text": "Pay 100", "spans": [{"text": "Pay 10", "marks": ["bold"]}]}), "spans"),
        (
            json!({"text": "x", "spans": [{"text": "x", "href": "javascript:alert(1)"}]}),
            "spans[0].href",
        ),
    ] {
        for kind in ["messages", "notes"] {
            let (status, problem) =
                agent.refused(Method::POST, &format!("{path}/{kind}"), body.clone()).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(problem["errors"][0]["field"], field, "{kind}");
        }
    }
}

#[tokio::test]
async fn a_message_sent_twice_is_stored_once_and_nothing_is_missed_over_a_break() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut visitor = server.visitor().await;
    let welcome = hello(&mut visitor, None, &Value::Null, None).await;
    let token = welcome["token"].as_str().unwrap().to_owned();
    let first = say(&mut visitor, "m-1", "Hello").await;
    let id = first["entry"]["conversation_id"].clone();
    let seq = first["entry"]["seq"].as_i64().unwrap();
    drop(visitor);

    let path = format!("/api/v1/conversations/{}", id.as_str().unwrap());
    agent.post(&format!("{path}/messages"), json!({"text": "Good day"})).await;
    agent.post(&format!("{path}/messages"), json!({"text": "How can I help?"})).await;

    let mut visitor = server.visitor().await;
    let welcome = hello(&mut visitor, Some(&token), &id, Some(seq)).await;
    let texts: Vec<&str> =
        welcome["entries"].as_array().unwrap().iter().filter_map(|e| e["text"].as_str()).collect();
    assert_eq!(texts, ["Good day", "How can I help?"]);
    let again = say(&mut visitor, "m-1", "Hello").await;
    assert_eq!(again["entry"]["seq"], json!(seq));
    visitor.send(json!({"type": "message", "client_id": "m-1", "text": "Other words"})).await;
    let refused = visitor.wait_for_type("refused").await;
    assert_eq!(refused["code"], "client_id_reused");

    let entries = agent.get(&format!("{path}/entries")).await;
    let hellos = entries["items"].as_array().unwrap().iter();
    assert_eq!(hellos.filter(|entry| entry["text"] == "Hello").count(), 1);
}

#[tokio::test]
async fn an_unanswered_offer_goes_to_the_next_and_two_pages_are_in_step() {
    let server = Server::start().await;
    let first = server.agent("Anna", BuiltInRole::Agent).await;
    let mut first_desk = online(&first).await;
    let mut visitor = server.visitor().await;
    let welcome = hello(&mut visitor, None, &Value::Null, None).await;
    let token = welcome["token"].as_str().unwrap().to_owned();
    let mut other_page = server.visitor().await;
    hello(&mut other_page, Some(&token), &Value::Null, None).await;
    say(&mut visitor, "m-1", "Hello").await;
    other_page.wait_for(|frame| frame["entry"]["text"] == "Hello").await;

    let offered = first_desk.wait_for_event("interaction.offered").await;
    let interaction =
        offered["data"]["conversation"]["interaction"]["id"].as_str().unwrap().to_owned();
    let second = server.agent("Bela", BuiltInRole::Agent).await;
    let mut second_desk = online(&second).await;
    first.post(&format!("/api/v1/interactions/{interaction}/decline"), json!({})).await;
    let offered = second_desk
        .wait_for(|frame| {
            frame["event"]["type"] == "interaction.offered"
                && frame["event"]["data"]["conversation"]["interaction"]["state"]["to"][0]
                    == json!(second.agent_id.unwrap())
        })
        .await;
    assert_eq!(
        offered["event"]["data"]["conversation"]["interaction"]["id"].as_str().unwrap(),
        interaction
    );
    let path = format!("/api/v1/interactions/{interaction}/accept");
    let (status, problem) = first.refused(Method::POST, &path, json!({})).await;
    assert_eq!((status, problem["code"].as_str().unwrap()), (StatusCode::CONFLICT, "offer_gone"));
    second.post(&path, json!({})).await;
    visitor.wait_for(|frame| frame["entry"]["event"]["name"] == "Bela").await;
    other_page.wait_for(|frame| frame["entry"]["event"]["name"] == "Bela").await;
}

#[tokio::test]
async fn the_desk_s_socket_resumes() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut desk = agent.desk(None, &["all"]).await;
    let seq = desk.wait_for_type("ready").await["seq"].as_i64().unwrap();
    drop(desk);
    let mut visitor = server.visitor().await;
    hello(&mut visitor, None, &Value::Null, None).await;
    for n in 0..5 {
        say(&mut visitor, &format!("m-{n}"), &format!("line {n}")).await;
    }
    let mut desk = agent.desk(Some(seq), &["all"]).await;
    let mut lines = Vec::new();
    loop {
        let frame = desk.next().await.unwrap();
        if frame["type"] == "ready" {
            break;
        }
        if frame["event"]["type"] == "message.created" {
            lines.push(frame["event"]["data"]["entry"]["text"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(lines, ["line 0", "line 1", "line 2", "line 3", "line 4"]);
    let mut desk = agent.desk(Some(seq - 1_000_000), &["all"]).await;
    assert_eq!(desk.wait_for_type("resync").await["reason"], "too_far_behind");
}

#[tokio::test]
async fn words_that_are_being_typed_are_shown_only_where_the_inbox_says_so() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut visitor = server.visitor().await;
    hello(&mut visitor, None, &Value::Null, None).await;
    let ack = say(&mut visitor, "m-1", "Hello").await;
    let id = ack["entry"]["conversation_id"].as_str().unwrap().to_owned();
    let mut desk = agent.desk(None, &[&format!("conversation:{id}")]).await;
    desk.wait_for_type("ready").await;

    visitor.send(json!({"type": "typing", "text": "my card"})).await;
    let unseen = desk.wait_for_type("typing").await;
    assert_eq!(unseen.get("text"), None);

    let administrator = server.agent("Ada", BuiltInRole::Administrator).await;
    configure_chat(&administrator, json!({"typing_preview": true})).await;
    visitor.send(json!({"type": "typing", "text": " my strap\u{202e} is\u{0}"})).await;
    let seen = desk.wait_for_type("typing").await;
    assert_eq!(seen["text"], "my strap is");
    assert_eq!(seen["by"]["kind"], "contact");
    visitor.send(json!({"type": "typing", "text": ""})).await;
    assert_eq!(desk.wait_for_type("typing").await["text"], "");

    let entries = agent.get(&format!("/api/v1/conversations/{id}/entries")).await;
    assert!(!entries.to_string().contains("my strap"));
}

#[tokio::test]
async fn hostile_frames_are_refused_with_a_reason() {
    let server = Server::start().await;
    let mut visitor = server.visitor().await;
    hello(&mut visitor, Some("v1.forged.token"), &Value::Null, None).await;
    for (frame, code) in [
        (json!({"type": "message", "client_id": "a", "text": "x".repeat(10_001)}), "too_long"),
        (json!({"type": "message", "client_id": "a", "text": " \u{0}\u{202e}"}), "empty"),
        (json!({"type": "message", "client_id": "<b>", "text": "x"}), "client_id_invalid"),
        (json!({"type": "message"}), "not_understood"),
        (json!({"type": "drop_tables"}), "not_understood"),
        (json!([1, 2]), "not_understood"),
    ] {
        visitor.send(frame.clone()).await;
        assert_eq!(visitor.wait_for_type("refused").await["code"], code, "{frame}");
    }
    for n in 0..20 {
        visitor
            .send(json!({"type": "message", "client_id": format!("n-{n}"), "text": "again"}))
            .await;
    }
    let refused = visitor.wait_for(|frame| frame["code"] == "rate_limited").await;
    assert!(refused["retry_after_ms"].as_u64().unwrap() > 0);
}

#[tokio::test]
async fn what_the_page_tells_goes_with_the_conversation() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut desk = online(&agent).await;
    let mut visitor = server.visitor().await;
    visitor
        .send(json!({
            "type": "hello", "token": null, "page": {"url": "https://shop.example/bags"},
            "context": {"order": "1042", "coupon": null},
        }))
        .await;
    visitor.wait_for_type("welcome").await;
    say(&mut visitor, "m-1", "The strap broke").await;
    let offered = desk.wait_for_event("interaction.offered").await;
    let id = offered["data"]["conversation"]["id"].as_str().unwrap().to_owned();
    let mut desk = agent.desk(None, &[&format!("conversation:{id}")]).await;
    desk.wait_for_type("ready").await;
    let path = format!("/api/v1/conversations/{id}/context");
    let facts = async || {
        let items = agent.get(&path).await["items"].take();
        let pairs = items.as_array().unwrap().iter();
        pairs.map(|fact| (fact["key"].clone(), fact["value"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(facts().await, [(json!("order"), json!("1042"))]);
    let source = agent.get(&path).await["items"][0]["source"].take();
    assert_eq!(source, json!({"kind": "page", "detail": "https://shop.example/bags"}));

    agent.put(&format!("{path}/order"), json!({"value": "1043"})).await;
    visitor.send(json!({"type": "context", "context": {"order": "1", "cart": "2"}})).await;
    desk.wait_for(|frame| frame["event"]["data"]["items"].to_string().contains("cart")).await;
    let corrected = (json!("order"), json!("1043"));
    assert_eq!(facts().await, [corrected.clone(), (json!("cart"), json!("2"))]);

    let long = "x".repeat(1_001);
    visitor.send(json!({"type": "context", "context": {"cart": null, "note": long}})).await;
    let refused = visitor.wait_for_type("refused").await;
    assert_eq!(refused["code"], "context_invalid");
    assert!(refused["detail"].as_str().unwrap().contains("1000"), "{refused}");
    visitor.send(json!({"type": "context", "context": {"cart": null}})).await;
    desk.wait_for_event("context.changed").await;
    assert_eq!(facts().await, [corrected]);
}

#[tokio::test]
async fn a_conversation_begins_with_what_is_asked_before_it() {
    let server = Server::start().await;
    let administrator = server.agent("Ada", BuiltInRole::Administrator).await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut desk = online(&agent).await;
    configure_chat(
        &administrator,
        json!({"pre_chat": {"enabled": true, "fields": [
            {"ask": {"kind": "name"}, "required": true},
            {"ask": {"kind": "email"}, "required": true},
            {"ask": {"kind": "question", "key": "order"}, "required": true},
        ]}}),
    )
    .await;
    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello", "context": {"order": "1042"}})).await;
    let welcome = visitor.wait_for_type("welcome").await;
    let nothing = json!({"name": null, "has_email": false, "has_phone": false});
    assert_eq!(welcome["visitor"], nothing);

    let mut message = json!({"type": "message", "client_id": "m-1", "text": "The strap broke"});
    message["answers"] = json!({"name": "Vera Violet", "email": "vera"});
    visitor.send(message.clone()).await;
    let refused = visitor.wait_for_type("refused").await;
    assert_eq!(
        (&refused["code"], &refused["client_id"]),
        (&json!("answers_invalid"), &json!("m-1"))
    );
    let detail = refused["detail"].as_str().unwrap();
    assert!(detail.starts_with("email must be an address"), "{detail}");
    assert!(!detail.contains("order"), "the page has told it: {detail}");

    message["answers"]["email"] = json!("Vera@example.com");
    visitor.send(message).await;
    visitor.wait_for_type("ack").await;
    let offered = desk.wait_for_event("interaction.offered").await;
    let conversation = &offered["data"]["conversation"];
    assert_eq!(conversation["contact"]["name"], "Vera Violet");
    let path = format!("/api/v1/contacts/{}", conversation["contact"]["id"].as_str().unwrap());
    let identities = agent.get(&path).await["identities"].take();
    let email = identities.as_array().unwrap().iter().find(|it| it["kind"] == "email").unwrap();
    assert_eq!((&email["value"], &email["verified"]), (&json!("vera@example.com"), &json!(false)));

    // On a conversation that goes on nothing is asked.
    say(&mut visitor, "m-2", "Hello?").await;
}

#[tokio::test]
async fn whoever_waits_for_nobody_learns_it_and_may_leave_an_address() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut visitor = server.visitor().await;
    hello(&mut visitor, None, &Value::Null, None).await;
    visitor.send(json!({"type": "address", "address": "vera@example.com"})).await;
    say(&mut visitor, "m-1", "The strap broke").await;
    let nobody = json!({"open": true, "next_opening_at": null, "agents_online": false});
    let waits = |frame: &Value, availability: &Value| {
        frame["type"] == "state" && frame["conversation"]["availability"] == *availability
    };
    visitor.wait_for(|frame| waits(frame, &nobody)).await;

    visitor.send(json!({"type": "address", "address": "0421 123"})).await;
    let refused = visitor.wait_for_type("refused").await;
    assert_eq!(refused["code"], "address_invalid", "{refused}");
    visitor.send(json!({"type": "address", "address": " +49 (421) 123-456"})).await;
    let told = visitor.wait_for_type("visitor").await;
    let phone_only = json!({"name": null, "has_email": false, "has_phone": true});
    assert_eq!(told["visitor"], phone_only, "the first came before anything was said");
    let contacts = agent.get("/api/v1/contacts?query=%2B49421123456").await;
    let identities = contacts["items"][0]["identities"].as_array().unwrap();
    let phone = identities.iter().find(|it| it["kind"] == "phone").unwrap();
    assert_eq!((&phone["value"], &phone["verified"]), (&json!("+49421123456"), &json!(false)));

    let _desk = online(&agent).await;
    visitor.wait_for(|frame| frame["conversation"]["availability"]["agents_online"] == true).await;
}

#[tokio::test]
async fn the_pages_that_a_visitor_was_on_are_known_from_before_the_first_message() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let page = |name: &str| format!("https://shop.example/{name}");
    let mut visitor = server.visitor().await;
    let visited = json!([
        {"url": page(""), "title": "Shop", "ago_ms": 60_000},
        {"url": "javascript:alert(1)", "title": "Bad", "ago_ms": 50_000},
    ]);
    visitor.send(json!({"type": "hello"})).await;
    visitor.wait_for_type("welcome").await;
    // The page that embeds the chat says where they are once it is there.
    visitor
        .send(json!({"type": "page", "url": page("bags"), "title": "Bags", "visited": visited}))
        .await;
    let ack = say(&mut visitor, "m-1", "The strap broke").await;
    let conversation = ack["entry"]["conversation_id"].as_str().unwrap();
    let conversation = agent.get(&format!("/api/v1/conversations/{conversation}")).await;
    let contact = conversation["contact"]["id"].as_str().unwrap().to_owned();
    let pages = async || {
        let list = agent.get(&format!("/api/v1/contacts/{contact}/pages")).await;
        let items = list["items"].as_array().unwrap().clone();
        items.iter().map(|it| it["url"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(pages().await, [page("bags"), page("")]);

    let mut desk = agent.desk(None, &[&format!("contact:{contact}")]).await;
    desk.wait_for_type("ready").await;
    visitor.send(json!({"type": "page", "url": page("cart"), "visited": []})).await;
    let moved = desk.wait_for_event("contact.updated").await;
    assert_eq!(moved["data"]["contact"]["page"]["url"], page("cart"));
    assert_eq!(pages().await, [page("cart"), page("bags"), page("")]);
}

#[tokio::test]
async fn a_visitor_who_comes_again_on_another_page_is_seen_there() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut visitor = server.visitor().await;
    let welcome = hello(&mut visitor, None, &Value::Null, None).await;
    let ack = say(&mut visitor, "m-1", "The strap broke").await;
    let conversation = ack["entry"]["conversation_id"].as_str().unwrap();
    let conversation = agent.get(&format!("/api/v1/conversations/{conversation}")).await;
    let contact = format!("/api/v1/contacts/{}", conversation["contact"]["id"].as_str().unwrap());

    let mut next = server.visitor().await;
    let bags = json!({"url": "https://shop.example/bags", "title": "Bags", "ago_ms": 10});
    next.send(json!({
        "type": "hello", "token": welcome["token"],
        "page": {"url": "https://shop.example/cart", "title": "Cart", "visited": [bags]},
    }))
    .await;
    next.wait_for_type("welcome").await;
    assert_eq!(agent.get(&contact).await["page"]["title"], "Cart");
    let pages = agent.get(&format!("{contact}/pages")).await;
    let titles: Vec<_> = pages["items"].as_array().unwrap().iter().map(|it| &it["title"]).collect();
    assert_eq!(titles, ["Cart", "Bags"], "what is told again is no further visit");
}

#[tokio::test]
async fn facts_are_found_in_what_the_contact_writes() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Administrator).await;
    let mut desk = agent.desk(None, &["all"]).await;
    let inboxes = agent.get("/api/v1/inboxes").await;
    let inbox = format!("/api/v1/inboxes/{}", inboxes["items"][0]["id"].as_str().unwrap());
    let wrong = json!({"fact_patterns": [{"key": "order", "pattern": "#([0-9]+"}]});
    let version = &inboxes["items"][0]["version"];
    let (status, problem) = agent.patch(&inbox, version, wrong).await;
    let field = &problem["errors"][0]["field"];
    assert_eq!((status.as_u16(), field), (422, &json!("fact_patterns[0].pattern")));

    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello", "language": "en"})).await;
    visitor.wait_for_type("welcome").await;
    let mut say = async |id: &str, text: &str| {
        visitor.send(json!({"type": "message", "client_id": id, "text": text})).await;
        visitor.wait_for_type("ack").await;
    };
    say("m-1", "About order #1").await;
    let first = desk.wait_for_event("message.created").await["data"].take();
    let id = first["conversation"]["id"].as_str().unwrap();
    let mut desk = agent.desk(None, &[&format!("conversation:{id}")]).await;
    let patterns = json!([
        {"key": "order", "pattern": "order #([0-9]+)"},
        {"key": "serial", "pattern": "SN-[0-9]+"},
    ]);
    let (status, changed) = agent.patch(&inbox, version, json!({"fact_patterns": patterns})).await;
    assert_eq!(status, StatusCode::OK, "{changed}");
    say("m-2", "my Order #1042, please").await;
    let context = desk.wait_for_event("context.changed").await["data"].take();
    let fact = &context["items"][0];
    assert_eq!((&fact["key"], &fact["value"]), (&json!("order"), &json!("1042")));
    assert_eq!(fact["source"], json!({"kind": "pattern", "detail": null}));
    assert_eq!(context["items"].as_array().unwrap().len(), 1, "not in what was said before");

    let path = format!("/api/v1/conversations/{id}");
    agent.put(&format!("{path}/context/order"), json!({"value": "1042"})).await;
    desk.wait_for_event("context.changed").await;
    agent.post(&format!("{path}/messages"), json!({"text": "order #7 or SN-8?"})).await;
    say("m-3", "no, order #1043 and sn-77").await;
    let items = desk.wait_for_event("context.changed").await["data"]["items"].take();
    let values: Vec<_> = items.as_array().unwrap().iter().map(|it| &it["value"]).collect();
    assert_eq!(values, ["1042", "sn-77"], "what an agent made sure stands; agents give no facts");
}
