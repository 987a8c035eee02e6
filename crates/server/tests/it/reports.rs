//! Reports: what happens is counted, every figure has as many conversations behind it as it says, and
//! a file says the same.

use std::time::Duration;

use rapport_core::permission::BuiltInRole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Client, Server};

const PATIENCE: Duration = Duration::from_secs(60);
const PERIOD: &str = "from=2020-01-01T00:00:00Z&to=2021-12-31T00:00:00Z";

/// This year and the next, whichever they are.
fn now_period() -> String {
    let now = rapport_server::clock::now();
    let day = Duration::from_secs(24 * 60 * 60);
    format!("from={}&to={}", now - day, now + day)
}

async fn contact_of(admin: &Client, conversation_id: &str) -> String {
    let conversation = admin.get(&format!("/api/v1/conversations/{conversation_id}")).await;
    conversation["contact"]["id"].as_str().unwrap().to_owned()
}

/// Asks until all that has happened is counted.
async fn report(client: &Client, path: &str) -> Value {
    let asked = async {
        loop {
            let report = client.get(path).await;
            if report["pending_events"] == 0 {
                return report;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, asked).await.expect("it was never counted")
}

#[tokio::test]
async fn a_day_of_chats_is_counted_and_each_figure_leads_to_its_conversations() {
    let server = Server::start().await;
    let admin = server.agent("Boss", BuiltInRole::Administrator).await;
    let inboxes = admin.get("/api/v1/inboxes").await;
    let inbox = &inboxes["items"][0];
    let path = format!("/api/v1/inboxes/{}", inbox["id"].as_str().unwrap());
    let costs = json!({"sent_message_cost_micros": 50_000, "received_message_cost_micros": 10_000});
    assert_eq!(admin.patch(&path, &inbox["version"], costs).await.0, StatusCode::OK);
    let negative = json!({"sent_message_cost_micros": -1});
    let version = admin.get(&path).await["version"].clone();
    let (status, problem) = admin.patch(&path, &version, negative).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["field"], "sent_message_cost_micros");

    let mut ids = Vec::new();
    for name in ["m-1", "m-2"] {
        let mut visitor = server.visitor().await;
        visitor
            .send(json!({"type": "hello", "token": null, "conversation_id": null, "after": null,
            "language": "en", "page": {"url": "https://shop.example/", "title": "Shop"},
            "context": {"order_number": "1042-7"}}))
            .await;
        visitor.wait_for_type("welcome").await;
        visitor.send(json!({"type": "message", "client_id": name, "text": "It broke"})).await;
        visitor.wait_for(|frame| frame["type"] == "ack").await;
    }
    for conversation in admin.get("/api/v1/conversations").await["items"].as_array().unwrap() {
        ids.push(conversation["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids.len(), 2);
    let messages = format!("/api/v1/conversations/{}/messages", ids[0]);
    admin.post(&messages, json!({"text": "What is your order number?"})).await;

    let period = now_period();
    let volume =
        report(&admin, &format!("/api/v1/reports/volume?{period}&time_zone=Asia/Tokyo")).await;
    let total = json!({"received": 2, "sent": 1, "conversations": 2, "contacts": 2});
    assert_eq!(volume["total"], total);
    assert_eq!(volume["channels"][0]["channel"], "webchat");
    let by_day: i64 =
        volume["days"].as_array().unwrap().iter().map(|it| it["received"].as_i64().unwrap()).sum();
    assert_eq!(by_day, 2);

    let replies = admin.get(&format!("/api/v1/reports/replies?{period}")).await;
    assert_eq!(replies["channels"][0]["first"]["answered"], 1);
    let paths = admin.get(&format!("/api/v1/reports/paths?{period}")).await;
    assert_eq!(paths["paths"], json!([{"channels": ["webchat"], "conversations": 2}]));
    let repeated = admin.get(&format!("/api/v1/reports/repeated_questions?{period}")).await;
    assert_eq!((&repeated["answered"], &repeated["repeated"]), (&json!(1), &json!(1)));
    assert_eq!(repeated["rate_percent"], 100.0);
    assert_eq!(repeated["keys"], json!([{"key": "order_number", "by": "asked", "times": 1}]));
    let costs = admin.get(&format!("/api/v1/reports/costs?{period}&by=queue")).await;
    assert_eq!(costs["total"]["messages_micros"], 50_000 + 2 * 10_000);
    assert_eq!(costs["items"][0]["id"], json!(server.queue_id));

    for (figure, expected) in [
        ("volume", &volume["total"]["conversations"]),
        ("first_replies", &replies["channels"][0]["first"]["answered"]),
        ("path&path=webchat", &paths["paths"][0]["conversations"]),
        ("repeated_questions&key=order_number", &repeated["repeated"]),
        ("cost", &costs["total"]["conversations"]),
    ] {
        let behind =
            admin.get(&format!("/api/v1/reports/conversations?{period}&of={figure}")).await;
        assert_eq!(&behind["total"], expected, "{figure}");
        assert_eq!(&json!(behind["items"].as_array().unwrap().len()), expected, "{figure}");
    }
    let dearest =
        admin.get(&format!("/api/v1/reports/conversations?{period}&of=cost&limit=1")).await;
    assert_eq!(dearest["items"][0]["conversation"]["id"], json!(ids[0]));
    assert_eq!(dearest["items"][0]["total_micros"], 60_000);

    let contact = contact_of(&admin, &ids[0]).await;
    let preference = format!("/api/v1/contacts/{contact}/channel_preference");
    let told = admin.get(&format!("{preference}?time_zone=Asia/Tokyo")).await;
    assert_eq!((&told["learned"], &told["conversations"]), (&Value::Null, &json!(1)), "{told}");
    assert_eq!(
        told["channels"],
        json!([{"channel": "webchat", "begun": 1, "rated": 0, "average_score": null, "messages": 1}])
    );
    let hours: Vec<i64> = serde_json::from_value(told["hours"].clone()).unwrap();
    assert_eq!((hours.len(), hours.iter().sum::<i64>()), (24, 1));
    let (status, problem) =
        admin.refused(Method::GET, &format!("{preference}?time_zone=Nowhere"), json!({})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["field"], "time_zone");

    let file = format!("/api/v1/reports/costs?{period}&by=channel&format=csv");
    let response = admin.request(Method::GET, &file).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/csv; charset=utf-8");
    assert_eq!(response.headers()["content-disposition"], "attachment; filename=\"costs.csv\"");
    let lines = response.text().await.unwrap();
    let row = lines.lines().nth(1).unwrap();
    assert!(row.starts_with("webchat,webchat,") && row.contains(",0.070000,"), "{lines}");
}

#[tokio::test]
async fn a_report_of_nothing_and_one_that_cannot_be() {
    let server = Server::start().await;
    let supervisor = server.agent("Sue", BuiltInRole::Supervisor).await;
    for report in ["volume", "replies", "paths", "repeated_questions", "costs"] {
        supervisor.get(&format!("/api/v1/reports/{report}?{PERIOD}")).await;
    }
    for (wrong, field) in [
        ("volume?from=2021-01-01T00:00:00Z&to=2020-01-01T00:00:00Z", "to"),
        ("volume?from=2001-01-01T00:00:00Z&to=2020-01-01T00:00:00Z", "to"),
        (&format!("volume?{PERIOD}&time_zone=Mars"), "time_zone"),
        (&format!("conversations?{PERIOD}&of=path&path=pigeon"), "path"),
        (&format!("conversations?{PERIOD}&of=volume&limit=0"), "limit"),
        (&format!("conversations?{PERIOD}&of=repeated_questions&key=%00"), "key"),
        ("replies?from=yesterday&to=2020-01-01T00:00:00Z", "from"),
    ] {
        let path = format!("/api/v1/reports/{wrong}");
        let (status, problem) = supervisor.refused(Method::GET, &path, Value::Null).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert_eq!(problem["errors"][0]["field"], field, "{wrong}");
    }
}
