//! Every operation as every role, and as nobody. The table is the API's own description.

use rapport_core::directory::AgentRole;
use rapport_core::permission::{BuiltInRole, Permission};
use rapport_server::api;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, Server};

struct Operation {
    method: Method,
    path: String,
    needs: Option<Permission>,
    is_open: bool,
}

fn operations() -> Vec<Operation> {
    let api = serde_json::to_value(api::document()).unwrap();
    let mut all = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let Ok(method) = verb.to_uppercase().parse::<Method>() else { continue };
            let requirements = operation["security"].as_array().unwrap();
            let scope = requirements
                .iter()
                .find_map(|it| it["session"].as_array()?.first()?.as_str())
                .and_then(Permission::from_name);
            all.push(Operation {
                method,
                path: path.clone(),
                needs: scope,
                is_open: requirements.is_empty(),
            });
        }
    }
    all
}

/// The path with ids that are well formed and name nothing.
fn filled(path: &str) -> String {
    let id = "01h455vb4pex5vsknk084sn02q";
    let prefix = match path.split('/').nth(3).unwrap_or_default() {
        "canned_replies" => "canned",
        "companies" => "company",
        "contact_fields" => "field",
        "contact_imports" => "import",
        "contact_merges" => "merge",
        "hours" => "hours",
        "inboxes" => "inbox",
        other => other.trim_end_matches('s'),
    };
    let mut filled = path.replace("{id}", &format!("{prefix}_{id}")).replace("{key}", "order");
    // `{entry_id}` is an entry's.
    while let Some((before, rest)) = filled.clone().split_once('{') {
        let (name, after) = rest.split_once("_id}").unwrap();
        filled = format!("{before}{name}_{id}{after}");
    }
    filled
}

async fn call(client: &Client, operation: &Operation) -> (StatusCode, Value) {
    let response = client
        .request(operation.method.clone(), &filled(&operation.path))
        .header("if-match", "\"1\"")
        .json(&json!({}))
        .send()
        .await
        .unwrap();
    let status = response.status();
    // A stream does not end.
    if response.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream") {
        return (status, Value::Null);
    }
    (status, response.json().await.unwrap_or(Value::Null))
}

#[tokio::test]
async fn every_operation_by_every_role() {
    let server = Server::start().await;
    let all = operations();
    assert!(all.len() > 60, "only {} operations were found", all.len());
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    let auditor = ["conversations:read", "contacts:read", "directory:read", "audit:read"];
    let made = json!({"name": "Auditor", "permissions": auditor});
    let made = boss.post("/api/v1/roles", made).await["id"].as_str().unwrap().parse().unwrap();
    let all_roles = BuiltInRole::ALL.map(AgentRole::BuiltIn);
    for role in all_roles.into_iter().chain([AgentRole::Custom(made)]) {
        let agent_id = server.agent(&role.to_string(), role).await.agent_id.unwrap();
        for operation in &all {
            // Signing out ends the session, so each operation has one of its own.
            let client = server.session_of(agent_id).await;
            let (status, problem) = call(&client, operation).await;
            let told = format!("{} {} as {}", operation.method, operation.path, role);
            assert_ne!(status, StatusCode::UNAUTHORIZED, "{told}");
            assert!(!status.is_server_error(), "{told}: {status} {problem}");
            let allowed = operation
                .needs
                .is_none_or(|permission| server.app.directory().role_may(role, permission));
            if allowed {
                // Set-up has a key of its own in place of a role.
                let by_role = problem["code"] == "forbidden";
                assert!(!by_role, "{told}: refused with {problem}");
            } else {
                assert_eq!(status, StatusCode::FORBIDDEN, "{told}");
                let permission = operation.needs.unwrap().name();
                let detail = problem["detail"].as_str().unwrap();
                assert!(detail.contains(permission), "{told}: {detail}");
            }
        }
    }
}

#[tokio::test]
async fn every_operation_by_nobody() {
    let server = Server::start().await;
    for operation in operations() {
        let (status, problem) = call(&server.nobody(), &operation).await;
        let told = format!("{} {}", operation.method, operation.path);
        if operation.is_open {
            assert!(!status.is_server_error(), "{told}: {status} {problem}");
            assert_ne!(problem["code"], "unauthorised", "{told}");
        } else {
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{told}");
            assert_eq!(problem["code"], "unauthorised", "{told}");
        }
    }
}

#[tokio::test]
async fn a_token_may_what_both_its_scopes_and_its_agent_allow() {
    let server = Server::start().await;
    let administrator = server.agent("Boss", BuiltInRole::Administrator).await;
    let made = administrator
        .post("/api/v1/tokens", json!({"name": "reader", "scopes": ["contacts:read"]}))
        .await;
    let token = made["token"].as_str().unwrap();
    let bearer = format!("Bearer {token}");
    let by_token = |method: Method, path: &'static str| {
        server.nobody().request(method, path).header("authorization", bearer.clone())
    };
    let read = by_token(Method::GET, "/api/v1/contacts").send().await.unwrap();
    assert_eq!(read.status(), StatusCode::OK);
    let queues = by_token(Method::GET, "/api/v1/queues").send().await.unwrap();
    assert_eq!(queues.status(), StatusCode::FORBIDDEN);
    let listed = administrator.get("/api/v1/tokens").await;
    assert!(!listed.to_string().contains(token), "a token is shown once");
    let path = format!("/api/v1/tokens/{}", made["id"].as_str().unwrap());
    let gone = administrator.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    let read = by_token(Method::GET, "/api/v1/contacts").send().await.unwrap();
    assert_eq!(read.status(), StatusCode::UNAUTHORIZED);
}
