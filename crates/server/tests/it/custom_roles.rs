//! Roles of the business's own: what they allow holds at once, and nobody gives more than they have.

use rapport_core::directory::AgentRole;
use rapport_core::permission::BuiltInRole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, PASSWORD, Server};

const READER: [&str; 3] = ["conversations:read", "contacts:read", "directory:read"];
/// Whoever hires people, and reads no conversations.
const STAFFING: [&str; 2] = ["directory:read", "agents:manage"];

async fn role(boss: &Client, name: &str, permissions: &[&str]) -> Value {
    boss.post("/api/v1/roles", json!({"name": name, "permissions": permissions})).await
}

fn id(record: &Value) -> AgentRole {
    AgentRole::Custom(record["id"].as_str().unwrap().parse().unwrap())
}

fn path(record: &Value) -> String {
    format!("/api/v1/roles/{}", record["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_change_holds_at_once_also_on_an_open_desk() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let made = role(&boss, "Reader", &READER).await;
    let rita = server.agent("Rita", id(&made)).await;
    let me = rita.get("/api/v1/session").await;
    assert_eq!(me["agent"]["role"], made["id"]);
    assert_eq!(me["permissions"], json!(READER));
    let mut desk = rita.desk(None, &["desk", "all"]).await;
    desk.wait_for_type("ready").await;

    let (status, problem) =
        rita.refused(Method::PUT, "/api/v1/presence", json!({"state": "online"})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("forbidden")));

    let more = [&READER[..], &["conversations:write"]].concat();
    let (status, changed) = boss.patch(&path(&made), &json!(1), json!({"permissions": more})).await;
    assert_eq!((status, &changed["version"]), (StatusCode::OK, &json!(2)));
    // The desk is told to begin anew, so that every topic is asked for again.
    assert_eq!(desk.wait_for_type("resync").await["reason"], "permissions");
    assert_eq!(desk.next().await, None);
    let online = rita.put("/api/v1/presence", json!({"state": "online"})).await;
    assert_eq!(online["state"], "online");
}

#[tokio::test]
async fn a_desk_hears_only_what_its_role_may_read() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let made = role(&boss, "Staffing", &STAFFING).await;
    let hugo = server.agent("Hugo", id(&made)).await;
    let mut desk = hugo.desk(None, &["all", "desk"]).await;
    let refused = desk.wait_for_type("refused").await;
    assert!(refused["detail"].as_str().unwrap().contains("conversations:read"), "{refused}");
    desk.wait_for_type("ready").await;
    // A conversation that starts is told to the desk, and to Hugo it is not.
    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello"})).await;
    visitor.wait_for_type("welcome").await;
    visitor.send(json!({"type": "message", "client_id": "m-1", "text": "a secret"})).await;
    visitor.wait_for_type("ack").await;
    // Nor are webhooks, whose addresses are secrets.
    let hook = json!({"name": "CRM", "url": "https://crm.example/?key=1", "event_types": ["message.created"]});
    boss.post("/api/v1/webhooks", hook).await;
    boss.post("/api/v1/skills", json!({"name": "Patience"})).await;
    let heard =
        async |desk: &mut crate::harness::Socket| desk.next().await.unwrap()["event"].clone();
    let mut next = heard(&mut desk).await;
    // That Hugo takes no work is told of him.
    while next["type"] == "presence.changed" {
        next = heard(&mut desk).await;
    }
    assert_eq!(next["type"], "record.created", "{next}");
    assert_eq!(next["data"]["kind"], "skill", "{next}");
}

#[tokio::test]
async fn what_contacts_said_is_not_read_by_who_reads_only_contacts() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let made = role(&boss, "Sales", &["contacts:read", "directory:read"]).await;
    let sally = server.agent("Sally", id(&made)).await;
    let contact = boss.post("/api/v1/contacts", json!({"name": "Vera"})).await;
    let path = format!("/api/v1/contacts/{}", contact["id"].as_str().unwrap());
    assert_eq!(sally.get(&path).await["name"], "Vera");
    let timeline = format!("{path}/timeline");
    let (status, problem) = sally.refused(Method::GET, &timeline, json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("forbidden")));
}

#[tokio::test]
async fn a_link_gives_no_more_than_its_maker_has_by_now() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let staffing = role(&boss, "Staffing", &STAFFING).await;
    let hugo = server.agent("Hugo", id(&staffing)).await;
    let nora = server.agent("Nora", id(&staffing)).await;
    let nora = format!("/api/v1/agents/{}", nora.agent_id.unwrap());
    let link = hugo.post(&format!("{nora}/access_link"), json!({})).await;
    let look = async || {
        let request = server.nobody().request(Method::POST, "/api/v1/access_link/look");
        request.json(&json!({"secret": link["secret"]})).send().await.unwrap().status()
    };
    assert_eq!(look().await, StatusCode::OK);
    let (status, _) = boss.patch(&nora, &json!(1), json!({"role": "administrator"})).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(look().await, StatusCode::GONE, "Nora may more than Hugo by now");
    let (status, problem) =
        hugo.refused(Method::DELETE, &format!("{nora}/access_link"), json!({})).await;
    let beyond = json!("beyond_own_permissions");
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &beyond));
    boss.patch(&nora, &json!(2), json!({"role": staffing["id"]})).await;
    assert_eq!(look().await, StatusCode::OK);
    let hugo = format!("/api/v1/agents/{}", hugo.agent_id.unwrap());
    boss.patch(&hugo, &json!(1), json!({"role": "agent"})).await;
    assert_eq!(look().await, StatusCode::GONE, "Hugo lets nobody in any more");
}

#[tokio::test]
async fn the_servers_own_reasons_are_not_given_by_agents() {
    let server = Server::start().await;
    let tom = server.agent("Tom", BuiltInRole::Agent).await;
    let wish = json!({"state": "away", "reason": "may_not_answer"});
    let (status, problem) = tom.refused(Method::PUT, "/api/v1/presence", wish).await;
    assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("reason")));
}

#[tokio::test]
async fn nobody_gives_more_than_they_have() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let staffing = role(&boss, "Staffing", &STAFFING).await;
    let reader = role(&boss, "Reader", &READER).await;
    let hugo = server.agent("Hugo", id(&staffing)).await;
    let beyond = json!("beyond_own_permissions");
    let check = |what: &str, (status, problem): (StatusCode, Value)| {
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::FORBIDDEN, &beyond),
            "{what}: {problem}"
        );
    };

    let wider = json!({"name": "Wider", "permissions": ["directory:read", "audit:read"]});
    check("a new role", hugo.refused(Method::POST, "/api/v1/roles", wider).await);
    let own = json!({"permissions": ["directory:read", "agents:manage", "tokens:manage"]});
    check("their own role", hugo.patch(&path(&staffing), &json!(1), own).await);
    let less = json!({"permissions": ["directory:read"]});
    check("a role that may more", hugo.patch(&path(&reader), &json!(1), less).await);
    let agent = |role: &Value| json!({"name": "Nora", "email": "nora@example.com", "role": role});
    let with_role = agent(&json!("administrator"));
    check("a new administrator", hugo.refused(Method::POST, "/api/v1/agents", with_role).await);
    let boss_path = format!("/api/v1/agents/{}", boss.agent_id.unwrap());
    let mine = json!({"password": "a password of Hugo's"});
    check("a password", hugo.patch(&boss_path, &json!(1), mine).await);
    check(
        "an address",
        hugo.patch(&boss_path, &json!(1), json!({"email": "hugo2@example.com"})).await,
    );
    let link = format!("{boss_path}/access_link");
    check("a link", hugo.refused(Method::POST, &link, json!({})).await);
    let hugo_path = format!("/api/v1/agents/{}", hugo.agent_id.unwrap());
    check("themselves", hugo.patch(&hugo_path, &json!(1), json!({"role": "supervisor"})).await);

    // What gives nobody more is theirs to do.
    let (status, _) = hugo.patch(&boss_path, &json!(1), json!({"capacity_units": 66})).await;
    assert_eq!(status, StatusCode::OK);
    let nora = hugo.post("/api/v1/agents", agent(&staffing["id"])).await;
    let nora = format!("/api/v1/agents/{}", nora["id"].as_str().unwrap());
    let (status, _) = hugo.patch(&nora, &json!(1), json!({"password": PASSWORD})).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_role_in_use_stays_and_one_that_cannot_answer_gets_no_work() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let reader = role(&boss, "Reader", &READER).await;
    let rita = server.agent("Rita", id(&reader)).await;
    let archive = |version: &'static str| {
        let request = boss.request(Method::POST, &format!("{}/archive", path(&reader)));
        request.header("if-match", version).send()
    };
    let refused = archive("\"1\"").await.unwrap();
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    let problem: Value = refused.json().await.unwrap();
    assert!(problem["detail"].as_str().unwrap().contains("Rita"), "{problem}");

    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello"})).await;
    visitor.wait_for_type("welcome").await;
    visitor.send(json!({"type": "message", "client_id": "m-1", "text": "hello"})).await;
    visitor.wait_for_type("ack").await;
    let page = boss.get("/api/v1/conversations").await;
    let conversation = page["items"][0]["id"].as_str().unwrap().to_owned();
    for what in ["assign", "transfer"] {
        let place = format!("/api/v1/conversations/{conversation}/{what}");
        let to = json!({"agent_id": rita.agent_id.unwrap()});
        let (status, problem) = boss.refused(Method::POST, &place, to).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        assert!(problem["errors"][0]["detail"].as_str().unwrap().contains("Rita"), "{problem}");
    }

    let rita_path = format!("/api/v1/agents/{}", rita.agent_id.unwrap());
    let (status, _) = boss.patch(&rita_path, &json!(1), json!({"role": "agent"})).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(archive("\"1\"").await.unwrap().status(), StatusCode::OK);
    let (status, problem) = boss.patch(&rita_path, &json!(2), json!({"role": reader["id"]})).await;
    assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("role")));
}

#[tokio::test]
async fn a_role_that_loses_the_right_to_answer_is_offered_nothing_more() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let answering = [&READER[..], &["conversations:write"]].concat();
    let made = role(&boss, "Chat", &answering).await;
    let rita = server.agent("Rita", id(&made)).await;
    let mut desk = rita.desk(None, &["desk", &format!("agent:{}", rita.agent_id.unwrap())]).await;
    desk.wait_for_type("ready").await;
    rita.put("/api/v1/presence", json!({"state": "online"})).await;
    let (status, _) = boss.patch(&path(&made), &json!(1), json!({"permissions": READER})).await;
    assert_eq!(status, StatusCode::OK);
    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello"})).await;
    visitor.wait_for_type("welcome").await;
    visitor.send(json!({"type": "message", "client_id": "m-1", "text": "hello"})).await;
    visitor.wait_for_type("ack").await;
    // Anna comes and is asked, though Rita has been idle for longer.
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let mut annas = anna.desk(None, &[&format!("agent:{}", anna.agent_id.unwrap())]).await;
    annas.wait_for_type("ready").await;
    anna.put("/api/v1/presence", json!({"state": "online"})).await;
    let offered = annas.wait_for_event("interaction.offered").await;
    let to = &offered["data"]["conversation"]["interaction"]["state"]["to"];
    assert_eq!(to, &json!([anna.agent_id.unwrap().to_string()]), "{offered}");
}

#[tokio::test]
async fn work_of_somebody_who_may_answer_no_more_goes_to_others() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let made = role(&boss, "Reader", &READER).await;
    let tom = server.agent("Tom", BuiltInRole::Agent).await;
    let mut desk = tom.desk(None, &[&format!("agent:{}", tom.agent_id.unwrap())]).await;
    desk.wait_for_type("ready").await;
    tom.put("/api/v1/presence", json!({"state": "online"})).await;
    let mut visitor = server.visitor().await;
    visitor.send(json!({"type": "hello"})).await;
    visitor.wait_for_type("welcome").await;
    visitor.send(json!({"type": "message", "client_id": "m-1", "text": "Hello"})).await;
    visitor.wait_for_type("ack").await;
    let offered = desk.wait_for_event("interaction.offered").await;
    let work = &offered["data"]["conversation"]["interaction"]["id"];
    tom.post(&format!("/api/v1/interactions/{}/accept", work.as_str().unwrap()), json!({})).await;

    let mut watch = boss.desk(None, &["all", "desk"]).await;
    watch.wait_for_type("ready").await;
    let agent = format!("/api/v1/agents/{}", tom.agent_id.unwrap());
    let (status, _) = boss.patch(&agent, &json!(1), json!({"role": made["id"]})).await;
    assert_eq!(status, StatusCode::OK);
    let offline = watch.wait_for_event("presence.changed").await;
    assert_eq!(offline["data"]["presence"]["state"], "offline");
    assert_eq!(offline["data"]["presence"]["reason"], "may_not_answer");
    let waits = watch.wait_for_event("interaction.requeued").await;
    assert_eq!(waits["data"]["conversation"]["interaction"]["id"], *work);
    assert_eq!(waits["data"]["conversation"]["interaction"]["state"]["kind"], "waiting");
}
