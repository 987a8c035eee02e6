//! Signing in and out.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::harness::{PASSWORD, Server};

fn cookie(response: &reqwest::Response) -> String {
    response.headers()["set-cookie"].to_str().unwrap().to_owned()
}

async fn sign_in(server: &Server, password: &str) -> reqwest::Response {
    sign_in_from(server, "192.0.2.1", "", password).await
}

/// From an address, with the cookies of a browser.
async fn sign_in_from(
    server: &Server,
    address: &str,
    cookies: &str,
    password: &str,
) -> reqwest::Response {
    let body = json!({"email": " First@Example.com ", "password": password});
    let request = server.nobody().request(Method::POST, "/api/v1/session").json(&body);
    let request = request.header("x-forwarded-for", address).header("cookie", cookies);
    request.send().await.unwrap()
}

#[tokio::test]
async fn in_and_out() {
    let server = Server::start().await;
    let response = sign_in(&server, PASSWORD).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let set = cookie(&response);
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
    let secret = set.split(['=', ';']).nth(1).unwrap().to_owned();
    let client = server.nobody().with_secret(secret);
    assert_eq!(client.get("/api/v1/session").await["agent"]["email"], "first@example.com");
    let out = client.request(Method::DELETE, "/api/v1/session").send().await.unwrap();
    assert_eq!(out.status(), StatusCode::NO_CONTENT);
    let (status, _) = client.refused(Method::GET, "/api/v1/session", json!({})).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn guessing_is_slowed_down_and_stands_in_the_audit_log() {
    let server = Server::start().await;
    for _ in 0..5 {
        let wrong = sign_in(&server, "not the password").await;
        assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    }
    let sixth = sign_in(&server, PASSWORD).await;
    assert_eq!(sixth.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(sixth.headers().contains_key("retry-after"));
    let first = *server.app.directory().agents.keys().next().unwrap();
    let audit = server.session_of(first).await.get("/api/v1/audit").await;
    let refused = audit["items"].as_array().unwrap();
    let refused = refused.iter().filter(|event| event["type"] == "session.refused").count();
    assert_eq!(refused, 5);
}

#[tokio::test]
async fn nobody_can_keep_an_agent_from_signing_in_by_guessing() {
    let server = Server::start().await;
    let first = sign_in_from(&server, "198.51.100.1", "", PASSWORD).await;
    let cookies: Vec<String> = first
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned())
        .filter(|cookie| cookie.starts_with("rapport_device="))
        .collect();
    assert_eq!(cookies.len(), 1);
    // Each from a network of its own, so that only the account's limit can be reached.
    let guess_until_refused = async |cookies: &str| {
        for network in 0..100 {
            let address = format!("2001:db8:{:x}:{network:x}::1", cookies.len());
            let guess = sign_in_from(&server, &address, cookies, "not the password").await;
            if guess.status() == StatusCode::TOO_MANY_REQUESTS {
                return;
            }
            assert_eq!(guess.status(), StatusCode::UNAUTHORIZED);
        }
        panic!("a hundred guesses at one account");
    };
    guess_until_refused("").await;
    guess_until_refused(&format!("{}x", cookies[0])).await;
    let known = sign_in_from(&server, "192.0.2.9", &cookies[0], PASSWORD).await;
    assert_eq!(known.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn a_page_of_another_site_can_do_nothing() {
    let server = Server::start().await;
    let first = *server.app.directory().agents.keys().next().unwrap();
    let client = server.session_of(first).await;
    let response = client
        .request(Method::PUT, "/api/v1/presence")
        .header("sec-fetch-site", "cross-site")
        .json(&json!({"state": "online"}))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert_eq!(response.json::<serde_json::Value>().await.unwrap()["code"], "cross_site");
}

#[tokio::test]
async fn set_up_works_once() {
    let server = Server::start().await;
    let (status, problem) = server
        .nobody()
        .refused(
            Method::POST,
            "/api/v1/setup",
            json!({
                "key": "guess", "organisation": {"name": "Other"},
                "brand": {"name": "Other", "colour": "#336699"},
                "administrator": {"name": "O", "email": "o@example.com", "password": PASSWORD},
                "inbox": {"name": "Other"},
            }),
        )
        .await;
    assert_eq!((status, problem["code"].as_str().unwrap()), (StatusCode::CONFLICT, "setup_done"));
}
