//! What agents do with a conversation besides talking: tags, putting aside.

use std::time::Duration;

use rapport_core::permission::BuiltInRole;
use rapport_server::clock;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, Server};

/// A visitor's first word; answers its conversation's path.
async fn conversation(server: &Server, text: &str) -> String {
    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello"})).await;
    visitor.wait_for_type("welcome").await;
    visitor.send(json!({"type": "message", "client_id": "m-1", "text": text})).await;
    let ack = visitor.wait_for_type("ack").await;
    format!("/api/v1/conversations/{}", ack["entry"]["conversation_id"].as_str().unwrap())
}

/// Previews of a list.
async fn listed(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/api/v1/conversations?{query}")).await;
    let previews = page["items"].as_array().unwrap().iter();
    previews.map(|item| item["preview"]["text"].as_str().unwrap().to_owned()).collect()
}

fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|it| it["field"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_tag_is_made_put_on_heard_of_and_found_by() {
    let server = Server::start().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let tag = admin.post("/api/v1/tags", json!({"name": "Urgent", "colour": "#b91c1c"})).await;
    let (id, version) = (tag["id"].as_str().unwrap(), tag["version"].as_i64().unwrap());
    let path = conversation(&server, "It is on fire").await;
    conversation(&server, "No hurry").await;
    let mut desk = agent.desk(None, &["all"]).await;
    desk.wait_for_type("ready").await;

    let change = format!("{path}/tag");
    let tagged = agent.post(&change, json!({"add_tag_ids": [id]})).await;
    assert_eq!(tagged["tag_ids"], json!([id]));
    let heard = desk.wait_for_event("conversation.tagged").await;
    assert_eq!(heard["data"]["conversation"]["tag_ids"], json!([id]));
    assert_eq!(heard["data"]["entry"]["event"]["added"], json!([id]));
    for view in ["all", "unassigned"] {
        let found = listed(&agent, &format!("view={view}&tag_id={id}")).await;
        assert_eq!(found, ["It is on fire"], "{view}");
    }
    assert_eq!(listed(&agent, &format!("view=mine&tag_id={id}")).await, Vec::<String>::new());

    let both = json!({"add_tag_ids": [id], "remove_tag_ids": [id]});
    let (status, problem) = agent.refused(Method::POST, &change, both).await;
    assert_eq!(
        (status, fields(&problem)),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["remove_tag_ids"])
    );
    let archive = admin.request(Method::POST, &format!("/api/v1/tags/{id}/archive"));
    let archived = archive.header("if-match", format!("\"{version}\"")).send().await.unwrap();
    assert_eq!(archived.status(), StatusCode::OK);
    let late = json!({"add_tag_ids": [id]});
    let (status, problem) = agent.refused(Method::POST, &change, late).await;
    assert_eq!(
        (status, fields(&problem)),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["add_tag_ids[0]"])
    );
    let bare = agent.post(&change, json!({"remove_tag_ids": [id]})).await;
    assert_eq!(bare["tag_ids"], json!([]), "an archived one can be taken off");
}

#[tokio::test]
async fn what_is_snoozed_comes_back_by_itself() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let path = conversation(&server, "Please call me on Monday").await;
    agent.post(&format!("{path}/assign"), json!({"agent_id": agent.agent_id})).await;
    let snooze = format!("{path}/snooze");
    for until in [clock::now(), clock::now() + Duration::from_secs(400 * 24 * 60 * 60)] {
        let (status, problem) = agent.refused(Method::POST, &snooze, json!({"until": until})).await;
        assert_eq!((status, fields(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["until"]));
    }
    let topic = format!("agent:{}", agent.agent_id.unwrap());
    let mut desk = agent.desk(None, &[&topic]).await;
    desk.wait_for_type("ready").await;
    let until = clock::now() + Duration::from_millis(500);
    let snoozed = agent.post(&snooze, json!({"until": until})).await;
    assert_eq!((&snoozed["status"], &snoozed["snoozed_until"]), (&json!("snoozed"), &json!(until)));
    assert_eq!(listed(&agent, "view=mine&status=snoozed").await, ["Please call me on Monday"]);
    let back = desk.wait_for_event("conversation.unsnoozed").await;
    assert_eq!(back["actor"]["kind"], "system");
    assert_eq!(back["data"]["conversation"]["status"], "open");
    assert_eq!(listed(&agent, "view=mine").await, ["Please call me on Monday"]);
}

#[tokio::test]
async fn a_note_names_a_colleague_who_hears_of_it_wherever_they_are() {
    let server = Server::start().await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let bela = server.agent("Bela", BuiltInRole::Agent).await;
    let session = bela.get("/api/v1/session").await;
    let bela_id = session["agent"]["id"].as_str().unwrap();
    let path = conversation(&server, "My strap broke").await;
    let mut desk = bela.desk(None, &[&format!("agent:{bela_id}")]).await;
    desk.wait_for_type("ready").await;

    let notes = format!("{path}/notes");
    let body = json!({"text": "@Bela, do we have it?", "mentioned_agent_ids": [bela_id]});
    let note = anna.post(&notes, body).await;
    let heard = desk.wait_for_event("note.created").await;
    assert_eq!(heard["data"]["entry"], note);
    assert_eq!(heard["data"]["entry"]["mentioned_agent_ids"], json!([bela_id]));
    assert_eq!(bela.get("/api/v1/mentions").await["items"], json!([note]));
    assert_eq!(anna.get("/api/v1/mentions").await["items"], json!([]));
    assert_eq!(listed(&bela, "view=mentioned").await, ["My strap broke"]);
    assert_eq!(listed(&anna, "view=mentioned").await, Vec::<String>::new());

    let read = bela.request(Method::POST, &format!("{path}/read"));
    let read = read.json(&json!({"up_to_seq": note["seq"]})).send().await.unwrap();
    assert_eq!(read.status(), StatusCode::NO_CONTENT);
    let seen = desk.wait_for_event("mention.seen").await;
    assert_eq!(seen["data"]["agent_id"], bela_id);
    assert_eq!(bela.get("/api/v1/mentions").await["items"], json!([]));

    let stranger = "agent_01h455vb4pex5vsknk084sn02q";
    let bad = json!({"text": "", "mentioned_agent_ids": [stranger, bela_id, bela_id]});
    let (status, problem) = anna.refused(Method::POST, &notes, bad).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        fields(&problem),
        ["text", "mentioned_agent_ids[0]", "mentioned_agent_ids"],
        "{problem}"
    );
}

#[tokio::test]
async fn who_looks_at_a_conversation_is_told_who_else_does() {
    let server = Server::start().await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let bela = server.agent("Bela", BuiltInRole::Agent).await;
    let path = conversation(&server, "My strap broke").await;
    let id = path.rsplit('/').next().unwrap();
    let topic = format!("conversation:{id}");
    let mut first = anna.desk(None, &[&topic]).await;
    first.wait_for_type("ready").await;
    first.send(json!({"type": "viewing", "conversation_id": id})).await;
    let names = |frame: &Value| -> Vec<String> {
        let agents = frame["agents"].as_array().unwrap().iter();
        agents.map(|agent| agent["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&first.wait_for_type("viewers").await), ["Anna"]);

    let mut second = bela.desk(None, &[&topic]).await;
    second.wait_for_type("ready").await;
    second.send(json!({"type": "viewing", "conversation_id": id})).await;
    assert_eq!(names(&second.wait_for_type("viewers").await), ["Anna", "Bela"]);
    assert_eq!(names(&first.wait_for_type("viewers").await), ["Anna", "Bela"]);
    drop(second);
    assert_eq!(names(&first.wait_for_type("viewers").await), ["Anna"]);
}

#[tokio::test]
async fn a_view_is_saved_shared_counted_and_removed() {
    let server = Server::start().await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let boss = server.agent("Boss", BuiltInRole::Supervisor).await;
    let mut desk = anna.desk(None, &["desk"]).await;
    desk.wait_for_type("ready").await;
    conversation(&server, "My strap broke").await;
    let filter = json!({"base": "unassigned", "unanswered": true});
    let body = json!({"name": "To answer", "filter": filter});
    let own = anna.post("/api/v1/views", body).await;
    let heard = desk.wait_for_event("view.saved").await;
    assert_eq!(heard["data"]["view"], own, "by the agent's other devices");
    let counts = anna.get("/api/v1/views/counts").await;
    assert_eq!(counts["items"], json!([{"id": own["id"], "count": 1}]));
    assert_eq!(boss.get("/api/v1/views").await["items"], json!([]));
    let path = format!("/api/v1/views/{}", own["id"].as_str().unwrap());
    let (status, _) = boss.refused(Method::DELETE, &path, json!({})).await;
    assert_eq!(status, StatusCode::NOT_FOUND);

    let shared = json!({"name": "All chats", "shared": true, "filter": {"channel": "webchat"}});
    let (status, problem) = anna.refused(Method::POST, "/api/v1/views", shared.clone()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("forbidden")));
    let shared = boss.post("/api/v1/views", shared).await;
    assert_eq!(desk.wait_for_event("view.saved").await["data"]["view"], shared);
    assert_eq!(anna.get("/api/v1/views").await["items"].as_array().unwrap().len(), 2);
    let bad = json!({"name": " ", "filter": {"base": "queue", "tag_id": "tag_01h455vb4pex5vsknk084sn02q"}});
    let (status, problem) = anna.refused(Method::POST, "/api/v1/views", bad).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(fields(&problem), ["name", "filter.queue_id", "filter.tag_id"]);

    for (query, wanted) in [
        ("view=unassigned&unanswered=true", vec!["My strap broke"]),
        ("channel=webchat", vec!["My strap broke"]),
        ("channel=custom", vec![]),
    ] {
        assert_eq!(listed(&anna, query).await, wanted, "{query}");
    }
    let removed = anna.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(removed.status(), StatusCode::NO_CONTENT);
    desk.wait_for_event("view.removed").await;
    assert_eq!(anna.get("/api/v1/views").await["items"], json!([shared]));
}
