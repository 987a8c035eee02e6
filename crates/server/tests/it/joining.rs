//! What becomes of words that answer no conversation, as the brand has it.

use rapport_core::permission::BuiltInRole;
use serde_json::{Value, json};

use crate::harness::{Server, Socket};
use crate::merge::{identity, page};
use crate::posting::custom_inbox;

async fn says(page: &mut Socket, id: &str, text: &str) -> Value {
    page.send(json!({"type": "message", "client_id": id, "text": text})).await;
    let of_it = |frame: &Value| frame["type"] == "ack" && frame["client_id"] == id;
    page.wait_for(of_it).await["entry"]["conversation_id"].clone()
}

#[tokio::test]
async fn agents_are_asked_about_what_comes_by_another_channel() {
    let server = Server::start().await;
    let admin = server.agent("Root", BuiltInRole::Administrator).await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let brands = admin.get("/api/v1/brands").await;
    let brand = &brands["items"][0];
    assert_eq!(
        (&brand["join_policy"], &brand["reopen_within_ms"]),
        (&json!("same_topic"), &json!(259_200_000)),
    );
    let path = format!("/api/v1/brands/{}", brand["id"].as_str().unwrap());
    let too_long = json!({"reopen_within_ms": 31_622_400_001_i64});
    let (status, problem) = admin.patch(&path, &brand["version"], too_long).await;
    assert_eq!((status.as_u16(), &problem["field"]), (422, &json!("reopen_within_ms")));
    let asks = json!({"join_policy": "ask_agent"});
    assert_eq!(admin.patch(&path, &brand["version"], asks).await.0, 200);

    let inbox_id = server.app.directory().inboxes.keys().next().unwrap().to_string();
    let secret =
        admin.post(&format!("/api/v1/inboxes/{inbox_id}/identity_secret"), json!({})).await;
    let vera = identity(secret["secret"].as_str().unwrap(), "c-42");
    let hello = json!({"type": "hello", "identity": vera});
    let (mut chat, welcome) = page(&server, hello).await;
    let begun = says(&mut chat, "m-1", "The strap broke").await;

    let bridge = custom_inbox(&server, &admin, "https://bridge.example/rapport").await;
    let message = |id: &str, text: &str| json!({"external_id": id, "text": text, "sender": {"external_id": "c-42"}});
    let inbound = format!("{bridge}/messages");
    let other = admin.post(&inbound, message("m-1", "Where is my bag?")).await;
    let other = other["entry"]["conversation_id"].clone();
    assert_ne!(other, begun);
    let again = admin.post(&inbound, message("m-2", "Hello?")).await;
    assert_eq!(again["entry"]["conversation_id"], other);

    // The chat goes on with what was said in it.
    let hello = json!({"type": "hello", "identity": vera, "token": welcome["token"]});
    let (mut chat, welcome) = page(&server, hello).await;
    assert_eq!(welcome["conversation"]["id"], begun);
    assert_eq!(says(&mut chat, "m-2", "Is there a blue one?").await, begun);

    let of = |id: &Value, action: &str| {
        format!("/api/v1/conversations/{}{action}", id.as_str().unwrap())
    };
    assert_eq!(agent.get(&of(&other, "")).await["merge_suggestion_id"], begun);
    assert_eq!(agent.get(&of(&begun, "")).await["merge_suggestion_id"], Value::Null);
    let topic = format!("conversation:{}", other.as_str().unwrap());
    let mut desk = agent.desk(None, &[&topic]).await;
    desk.wait_for_type("ready").await;
    let now = agent.post(&of(&other, "/keep_apart"), json!({})).await;
    assert_eq!(now["merge_suggestion_id"], Value::Null);
    let told = desk.wait_for_event("conversation.kept_apart").await;
    assert_eq!(told["data"]["entry"]["event"]["conversation_id"], begun);
}
