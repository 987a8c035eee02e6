//! Links by which people join, and come to a new password.

use rapport_core::permission::BuiltInRole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, PASSWORD, Server};

async fn invited(admin: &Client) -> String {
    let body = json!({"name": "Nora New", "email": "nora@example.com", "role": "agent"});
    let agent = admin.post("/api/v1/agents", body).await;
    agent["id"].as_str().unwrap().to_owned()
}

async fn link(admin: &Client, id: &str) -> Value {
    admin.post(&format!("/api/v1/agents/{id}/access_link"), json!({})).await
}

async fn state(admin: &Client, id: &str) -> Value {
    let page = admin.get("/api/v1/agents/access").await;
    let found = page["items"].as_array().unwrap().iter().find(|item| item["agent_id"] == id);
    found.unwrap()["state"].clone()
}

async fn use_up(server: &Server, secret: &Value, password: &str) -> reqwest::Response {
    let body = json!({"secret": secret, "password": password});
    let request = server.nobody().request(Method::POST, "/api/v1/access_link");
    request.json(&body).send().await.unwrap()
}

#[tokio::test]
async fn somebody_joins_by_a_link_and_only_once() {
    let server = Server::start().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let id = invited(&admin).await;
    assert_eq!(state(&admin, &id).await, "not_invited");
    let first = link(&admin, &id).await;
    let second = link(&admin, &id).await;
    assert_eq!(second["purpose"], "invitation");
    assert_eq!(state(&admin, &id).await, "invited");
    let look = "/api/v1/access_link/look";
    let (status, problem) =
        server.nobody().refused(Method::POST, look, json!({"secret": first["secret"]})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::GONE, &json!("link_gone")));
    let owner = server.nobody().post(look, json!({"secret": second["secret"]})).await;
    assert_eq!((&owner["name"], &owner["email"]), (&json!("Nora New"), &json!("nora@example.com")));
    assert_eq!(owner["organisation"]["name"], "Test");

    let short = use_up(&server, &second["secret"], "short").await;
    assert_eq!(short.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let (one, other) = tokio::join!(
        use_up(&server, &second["secret"], PASSWORD),
        use_up(&server, &second["secret"], "another password"),
    );
    let mut answers = [one.status(), other.status()];
    answers.sort_unstable();
    assert_eq!(answers, [StatusCode::CREATED, StatusCode::GONE]);
    let joined = if one.status() == StatusCode::CREATED { one } else { other };
    assert!(joined.headers().contains_key("set-cookie"), "they are signed in");
    let me: Value = joined.json().await.unwrap();
    assert_eq!(me["agent"]["name"], "Nora New");
    assert_eq!(state(&admin, &id).await, "joined");

    let audit = admin.get("/api/v1/audit").await;
    let told: Vec<&str> =
        audit["items"].as_array().unwrap().iter().map(|it| it["type"].as_str().unwrap()).collect();
    assert!(told.contains(&"access_link.created") && told.contains(&"access_link.used"));
    assert!(!audit.to_string().contains(second["secret"].as_str().unwrap()));
}

#[tokio::test]
async fn a_new_password_signs_out_whoever_had_the_old_one() {
    let server = Server::start().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let id = invited(&admin).await;
    let joined = use_up(&server, &link(&admin, &id).await["secret"], PASSWORD).await;
    let cookie = joined.headers()["set-cookie"].to_str().unwrap();
    let secret = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let nora = server.nobody().with_secret(secret);
    assert_eq!(nora.get("/api/v1/session").await["agent"]["name"], "Nora New");

    let reset = link(&admin, &id).await;
    assert_eq!(reset["purpose"], "password_reset");
    assert_eq!(state(&admin, &id).await, "joined", "they can still sign in");
    let done = use_up(&server, &reset["secret"], "a newer password").await;
    assert_eq!(done.status(), StatusCode::CREATED);
    let (status, _) = nora.refused(Method::GET, "/api/v1/session", json!({})).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let sign_in = json!({"email": "nora@example.com", "password": "a newer password"});
    assert_eq!(server.nobody().post("/api/v1/session", sign_in).await["agent"]["name"], "Nora New");
}

#[tokio::test]
async fn a_link_that_was_revoked_or_whose_agent_is_archived_is_gone() {
    let server = Server::start().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let id = invited(&admin).await;
    let path = format!("/api/v1/agents/{id}/access_link");
    let first = link(&admin, &id).await;
    for _ in 0..2 {
        let revoked = admin.request(Method::DELETE, &path).send().await.unwrap();
        assert_eq!(revoked.status(), StatusCode::NO_CONTENT);
    }
    assert_eq!(use_up(&server, &first["secret"], PASSWORD).await.status(), StatusCode::GONE);
    assert_eq!(state(&admin, &id).await, "not_invited");
    let second = link(&admin, &id).await;
    let archive = admin.request(Method::POST, &format!("/api/v1/agents/{id}/archive"));
    let archived = archive.header("if-match", "\"1\"").send().await.unwrap();
    assert_eq!(archived.status(), StatusCode::OK);
    assert_eq!(use_up(&server, &second["secret"], PASSWORD).await.status(), StatusCode::GONE);
    let (status, _) = admin.refused(Method::POST, &path, json!({})).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn guessing_at_links_is_slowed_down() {
    let server = Server::start().await;
    for _ in 0..20 {
        let guess = use_up(&server, &json!("guess"), PASSWORD).await;
        assert_eq!(guess.status(), StatusCode::GONE);
    }
    let guess = use_up(&server, &json!("guess"), PASSWORD).await;
    assert_eq!(guess.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(guess.headers().contains_key("retry-after"));
}

#[tokio::test]
async fn a_team_has_members_and_one_of_them_leads() {
    let server = Server::start().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await.agent_id.unwrap();
    let boris = server.agent("Boris", BuiltInRole::Agent).await.agent_id.unwrap();
    let wrong = json!({"name": "Night", "member_ids": [anna, anna], "lead_id": boris});
    let (status, problem) = admin.refused(Method::POST, "/api/v1/teams", wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["member_ids[1]", "lead_id"]);
    let right = json!({"name": "Night", "member_ids": [anna, boris], "lead_id": boris});
    let team = admin.post("/api/v1/teams", right).await;
    assert_eq!(team["member_ids"].as_array().unwrap().len(), 2);
    assert_eq!(admin.get("/api/v1/teams").await["items"][0]["name"], "Night");
}

#[tokio::test]
async fn the_table_of_roles_is_told_as_it_is_kept() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let table = agent.get("/api/v1/permissions").await;
    for told in table["built_in_roles"].as_array().unwrap() {
        let role = BuiltInRole::from_name(told["role"].as_str().unwrap()).unwrap();
        let permissions: Vec<&str> =
            told["permissions"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        assert_eq!(permissions.len(), role.permissions().len());
        assert!(role.permissions().iter().all(|it| permissions.contains(&it.name())));
    }
    let meant = table["permissions"].as_array().unwrap();
    assert!(meant.iter().all(|it| it["meaning"].as_str().unwrap().ends_with('.')));
    assert_eq!(meant.len(), rapport_core::permission::Permission::ALL.len());
}
