//! Files from a visitor to an agent and back, and everything that hostile ones try.

use std::time::{Duration, SystemTime};

use rapport_core::id::AttachmentId;
use rapport_core::permission::BuiltInRole;
use rapport_server::app::stamp;
use rapport_server::attachments::{Reach, sweep_once};
use rapport_server::clock;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::harness::{Client, Server, Socket};

const BOUNDARY: &str = "----a-boundary";
const UPLOAD: &str = "/api/v1/attachments";

/// An image of 3 x 2 pixels as its headers say; what follows them is never read.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut image = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    image.extend(width.to_be_bytes());
    image.extend(height.to_be_bytes());
    image.extend(b"\x08\x02\0\0\0\0\0\0\0");
    image
}

/// A form with one file.
fn form(name: &str, content: &[u8]) -> Vec<u8> {
    let mut form = part(name, content);
    form.extend(format!("--{BOUNDARY}--\r\n").bytes());
    form
}

fn part(name: &str, content: &[u8]) -> Vec<u8> {
    let mut part = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/html\r\n\r\n"
    )
    .into_bytes();
    part.extend(content);
    part.extend(b"\r\n");
    part
}

fn with_form(request: RequestBuilder, form: Vec<u8>) -> RequestBuilder {
    request.header("content-type", format!("multipart/form-data; boundary={BOUNDARY}")).body(form)
}

async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.unwrap();
    let status = response.status();
    (status, response.json().await.unwrap())
}

async fn send_form(client: &Client, form: Vec<u8>) -> (StatusCode, Value) {
    answer(with_form(client.request(Method::POST, UPLOAD), form)).await
}

async fn upload(client: &Client, name: &str, content: &[u8]) -> Value {
    let (status, attachment) = send_form(client, form(name, content)).await;
    assert_eq!(status, StatusCode::CREATED, "{attachment}");
    attachment
}

fn content_of(attachment: &Value) -> String {
    format!("{UPLOAD}/{}/content", attachment["id"].as_str().unwrap())
}

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned()
}

/// A visitor's page with its key.
struct Visitor<'s> {
    server: &'s Server,
    socket: Socket,
    key: String,
}

impl<'s> Visitor<'s> {
    async fn come(server: &'s Server) -> Self {
        let mut socket = server.visitor().await;
        socket.send(json!({"type": "hello"})).await;
        let welcome = socket.wait_for_type("welcome").await;
        Self { server, socket, key: welcome["token"].as_str().unwrap().to_owned() }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.server
            .nobody()
            .request(method, path)
            .header("authorization", format!("Bearer {}", self.key))
    }

    fn upload_request(&self, name: &str, content: &[u8]) -> RequestBuilder {
        let path = format!("/webchat/v1/attachments?inbox={}", self.server.inbox_key);
        with_form(self.request(Method::POST, &path), form(name, content))
    }

    async fn upload(&self, name: &str, content: &[u8]) -> Value {
        let (status, attachment) = answer(self.upload_request(name, content)).await;
        assert_eq!(status, StatusCode::CREATED, "{attachment}");
        attachment
    }

    async fn send(&mut self, client_id: &str, text: &str, attachments: &[&Value]) -> Value {
        let ids: Vec<&Value> = attachments.iter().map(|it| &it["id"]).collect();
        self.socket
            .send(json!({"type": "message", "client_id": client_id, "text": text,
                "attachment_ids": ids}))
            .await;
        self.socket
            .wait_for(|frame| frame["client_id"] == client_id && frame["type"] != "entry")
            .await
    }

    async fn content(&self, attachment: &Value) -> Response {
        let path =
            format!("/webchat/v1/attachments/{}/content", attachment["id"].as_str().unwrap());
        self.request(Method::GET, &path).send().await.unwrap()
    }
}

#[tokio::test]
async fn files_go_both_ways() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut visitor = Visitor::come(&server).await;
    let photo = visitor.upload("strap.png", &png(3, 2)).await;
    assert_eq!(
        (&photo["name"], &photo["content_type"], &photo["width"], &photo["height"]),
        (&json!("strap.png"), &json!("image/png"), &json!(3), &json!(2))
    );
    let ack = visitor.send("m-1", "", &[&photo]).await;
    assert_eq!(ack["entry"]["attachments"], json!([photo]), "{ack}");
    assert_eq!(ack["entry"]["text"], "");
    let id = ack["entry"]["conversation_id"].as_str().unwrap().to_owned();

    let conversation = agent.get(&format!("/api/v1/conversations/{id}")).await;
    assert_eq!(conversation["preview"]["text"], "📎 strap.png");
    let entries = agent.get(&format!("/api/v1/conversations/{id}/entries")).await;
    let entries = entries["items"].as_array().unwrap();
    let message = entries.iter().find(|entry| entry["kind"] == "message").unwrap();
    assert_eq!(message["attachments"], json!([photo]));
    let response = agent.request(Method::GET, &content_of(&photo)).send().await.unwrap();
    assert_eq!(response.bytes().await.unwrap(), png(3, 2));

    let terms = upload(&agent, "Terms.pdf", b"%PDF-1.7 terms").await;
    let path = format!("/api/v1/conversations/{id}/messages");
    let sent =
        agent.post(&path, json!({"text": "Our terms", "attachment_ids": [terms["id"]]})).await;
    assert_eq!(sent["attachments"], json!([terms]));
    let heard = visitor.socket.wait_for(|frame| frame["entry"]["text"] == "Our terms").await;
    assert_eq!(heard["entry"]["attachments"], json!([terms]));
    let got = visitor.content(&terms).await;
    assert_eq!(got.bytes().await.unwrap(), "%PDF-1.7 terms");

    let found = agent.get("/api/v1/search?query=strap").await;
    assert!(found.to_string().contains(message["id"].as_str().unwrap()), "{found}");
}

#[tokio::test]
async fn only_who_reads_the_conversation_reads_its_files() {
    let server = Server::start().await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let bela = server.agent("Bela", BuiltInRole::Agent).await;
    let mut visitor = Visitor::come(&server).await;
    let mut stranger = Visitor::come(&server).await;
    stranger.send("m-1", "hello", &[]).await;

    let photo = visitor.upload("a.png", &png(1, 1)).await;
    assert_eq!(visitor.content(&photo).await.status(), StatusCode::OK, "their own");
    assert_eq!(stranger.content(&photo).await.status(), StatusCode::NOT_FOUND);
    let by_agent = anna.request(Method::GET, &content_of(&photo)).send().await.unwrap();
    assert_eq!(by_agent.status(), StatusCode::NOT_FOUND, "it is not sent yet");
    let taken = stranger.send("m-2", "mine", &[&photo]).await;
    assert_eq!(taken["code"], "attachment_gone", "{taken}");

    let ack = visitor.send("m-1", "look", &[&photo]).await;
    assert_eq!(ack["type"], "ack", "{ack}");
    assert_eq!(stranger.content(&photo).await.status(), StatusCode::NOT_FOUND);
    for client in [&anna, &bela] {
        let response = client.request(Method::GET, &content_of(&photo)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
    }
    let own = upload(&anna, "plan.txt", b"not yet").await;
    let other = bela.request(Method::GET, &content_of(&own)).send().await.unwrap();
    assert_eq!(other.status(), StatusCode::NOT_FOUND);
    let path = format!(
        "/api/v1/conversations/{}/messages",
        ack["entry"]["conversation_id"].as_str().unwrap()
    );
    let (status, _) =
        bela.refused(Method::POST, &path, json!({"attachment_ids": [own["id"]]})).await;
    assert_eq!(status, StatusCode::NOT_FOUND);

    // Without a key, and with one that was not made here.
    let path = format!("/webchat/v1/attachments/{}/content", photo["id"].as_str().unwrap());
    for key in [None, Some("v1.00000000000000000000000000000001.AAAA")] {
        let mut request = server.nobody().request(Method::GET, &path);
        if let Some(key) = key {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        assert_eq!(request.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    }
    let upload = format!("/webchat/v1/attachments?inbox={}", server.inbox_key);
    let keyless = with_form(server.nobody().request(Method::POST, &upload), form("a", b"a"));
    assert_eq!(answer(keyless).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_is_served_is_never_a_page() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let polyglot = [png(5, 5), b"<script>alert(1)</script>".to_vec()].concat();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    for (name, content, saved_as, kind, shown) in [
        ("x.html", polyglot.as_slice(), "x.html.png", "image/png", true),
        ("x.svg", svg, "x.svg", "text/plain", false),
        ("x.html", b"<html><script>1</script>", "x.html", "application/octet-stream", false),
        ("../../../etc/x", b"text", "x", "text/plain", false),
        ("", b"text", "file", "text/plain", false),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0", "a.png", "image/png", false),
        // Four gigapixels in 33 bytes: no browser is asked to show them.
        ("bomb.png", &png(65_000, 65_000), "bomb.png", "image/png", false),
    ] {
        let attachment = upload(&agent, name, content).await;
        assert_eq!(attachment["name"], saved_as);
        assert_eq!(attachment["content_type"], kind, "{name}");
        assert_eq!(attachment["width"].is_i64(), shown, "{name}");
        let response = agent.request(Method::GET, &content_of(&attachment)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header(&response, "content-type"), kind);
        let how = if shown { "inline" } else { "attachment" };
        let disposition = header(&response, "content-disposition");
        assert!(
            disposition.starts_with(&format!("{how}; filename=\"{saved_as}\"; ")),
            "{disposition}"
        );
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(header(&response, "cross-origin-resource-policy"), "same-origin");
        assert_eq!(header(&response, "cache-control"), "private, no-cache");
        assert_eq!(response.bytes().await.unwrap(), content);
    }
}

#[tokio::test]
async fn parts_and_what_the_client_has() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let attachment = upload(&agent, "digits.txt", b"0123456789").await;
    let get = |headers: Vec<(&'static str, String)>| {
        let mut request = agent.request(Method::GET, &content_of(&attachment));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        async move { request.send().await.unwrap() }
    };
    let whole = get(vec![]).await;
    let tag = header(&whole, "etag");
    assert_eq!((header(&whole, "accept-ranges").as_str(), tag.len()), ("bytes", 34));
    for (range, status, content_range, body) in [
        ("bytes=2-4", 206, "bytes 2-4/10", "234"),
        ("bytes=-3", 206, "bytes 7-9/10", "789"),
        ("bytes=8-", 206, "bytes 8-9/10", "89"),
        ("bytes=0-0,5-6", 200, "", "0123456789"),
    ] {
        let part = get(vec![("range", range.to_owned())]).await;
        assert_eq!(part.status(), status, "{range}");
        assert_eq!(header(&part, "content-range"), content_range);
        assert_eq!(header(&part, "content-length"), body.len().to_string());
        assert_eq!(part.text().await.unwrap(), body);
    }
    let beyond = get(vec![("range", "bytes=10-".to_owned())]).await;
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(header(&beyond, "content-range"), "bytes */10");
    let other = vec![("range", "bytes=2-4".to_owned()), ("if-range", "\"other\"".to_owned())];
    assert_eq!(get(other).await.status(), StatusCode::OK);
    let same = vec![("range", "bytes=2-4".to_owned()), ("if-range", tag.clone())];
    assert_eq!(get(same).await.status(), StatusCode::PARTIAL_CONTENT);
    let known = get(vec![("if-none-match", format!("\"x\", W/{tag}"))]).await;
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(known.text().await.unwrap(), "");
}

/// A photograph of nothing: noise, which no format makes small.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut state = 1_u32;
    let pixels = image::RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = state.to_le_bytes();
        image::Rgb([a, b, c])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn a_photograph_is_shown_small_to_whoever_may_see_it() {
    let server = Server::start().await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let mut vera = Visitor::come(&server).await;
    let photo = vera.upload("bag.jpg", &photo(1_600, 1_200)).await;
    let words = vera.upload("words.txt", b"hello").await;
    let whole = photo["size_bytes"].as_u64().unwrap();
    let of_agents = |it: &Value| format!("{UPLOAD}/{}/thumbnail", it["id"].as_str().unwrap());
    let of_visitors =
        |it: &Value| format!("/webchat/v1/attachments/{}/thumbnail", it["id"].as_str().unwrap());
    let unsent = anna.request(Method::GET, &of_agents(&photo)).send().await.unwrap();
    assert_eq!(unsent.status(), StatusCode::NOT_FOUND, "it is its uploader's alone");
    vera.send("m-1", "Look", &[&photo, &words]).await;

    let small = vera.request(Method::GET, &of_visitors(&photo)).send().await.unwrap();
    assert_eq!(small.status(), StatusCode::OK);
    assert_eq!(header(&small, "content-type"), "image/jpeg");
    assert_eq!(header(&small, "x-content-type-options"), "nosniff");
    assert_eq!(header(&small, "cache-control"), "private, no-cache");
    let tag = header(&small, "etag");
    let bytes = small.bytes().await.unwrap();
    assert!(u64::try_from(bytes.len()).unwrap() < whole / 2);
    let picture = image::load_from_memory(&bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (640, 480));
    let again = anna.request(Method::GET, &of_agents(&photo)).header("if-none-match", &tag);
    assert_eq!(again.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
    let content = anna.request(Method::GET, &content_of(&photo)).send().await.unwrap();
    assert_ne!(header(&content, "etag"), tag, "the whole is another representation");

    let none = anna.request(Method::GET, &of_agents(&words)).send().await.unwrap();
    assert_eq!(none.status(), StatusCode::NOT_FOUND);
    let other = Visitor::come(&server).await;
    let refused = other.request(Method::GET, &of_visitors(&photo)).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
    let icon = anna.request(Method::GET, &of_agents(&upload(&anna, "a.png", &png(3, 2)).await));
    let icon = icon.send().await.unwrap();
    assert_eq!(
        (icon.status(), header(&icon, "content-type")),
        (StatusCode::OK, "image/png".into())
    );
}

#[tokio::test]
async fn hostile_forms_are_refused_with_a_reason() {
    let server = Server::start_with(|config| config.attachments.bytes_max = 100_000).await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let two = [part("a", b"a"), form("b", b"b")].concat();
    let field = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--{BOUNDARY}--\r\n"
    );
    let mut cut_off = form("a", &[7; 5_000]);
    cut_off.truncate(3_000);
    let mut elf = b"\x7fELF\x02\x01\x01".to_vec();
    elf.resize(100, 0);
    for (what, body, status, code) in [
        ("empty file", form("a", b""), 422, "invalid"),
        ("two files", two, 422, "invalid"),
        ("another field", field.into_bytes(), 422, "invalid"),
        ("nothing", Vec::new(), 400, "upload_incomplete"),
        ("no form", b"0123456789".repeat(5_000), 400, "upload_incomplete"),
        ("cut off", cut_off, 400, "upload_incomplete"),
        ("too large", form("a", &[7; 100_001]), 413, "attachment_too_large"),
        ("far too large", form("a", &[7; 300_000]), 413, "attachment_too_large"),
        ("a program by name", form("a.pdf.EXE", b"text"), 415, "attachment_refused"),
        ("a program by its bytes", form("a.pdf", &elf), 415, "attachment_refused"),
    ] {
        let (got, problem) = send_form(&agent, body).await;
        assert_eq!((got.as_u16(), problem["code"].as_str()), (status, Some(code)), "{what}");
    }
    let (status, problem) =
        answer(agent.request(Method::POST, UPLOAD).json(&json!({"file": "x"}))).await;
    assert_eq!((status.as_u16(), &problem["code"]), (415, &json!("unsupported_media_type")));
    upload(&agent, "just.bin", &[7; 100_000]).await;
    // Nothing of what was refused is left.
    let files = server.app.files.folder().read_dir().unwrap().count();
    assert_eq!(files, 1);
}

#[tokio::test]
async fn endless_headers_are_not_collected() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut body =
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
            .into_bytes();
    body.resize(20_000_000, b'x');
    let request = with_form(agent.request(Method::POST, UPLOAD), body);
    // The server may have closed the connection before all was sent.
    if let Ok(response) = request.send().await {
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    }
    // A large file that comes fast is no such form.
    for _ in 0..10 {
        upload(&agent, "a.bin", &vec![7; 2_000_000]).await;
    }
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let address = server.url.strip_prefix("http://").unwrap();
    let secret = agent.secret.clone().unwrap();
    let head = |length: usize| {
        format!(
            "POST {UPLOAD} HTTP/1.1\r\nHost: {address}\r\nCookie: {}={secret}\r\n\
             Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n",
            rapport_server::auth::COOKIE
        )
    };
    let whole = form("a.txt", &[b'a'; 2_000]);
    // It says that more will come than does.
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(head(10_000).as_bytes()).await.unwrap();
    stream.write_all(&whole[..1_000]).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    let said = String::from_utf8_lossy(&said);
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 400"), "{said}");
    // It says that less will come than does: the rest is no part of the form.
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(head(300).as_bytes()).await.unwrap();
    stream.write_all(&whole).await.unwrap();
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    assert!(String::from_utf8_lossy(&said).starts_with("HTTP/1.1 400"));
    assert_eq!(server.app.files.folder().read_dir().unwrap().count(), 0);
}

#[tokio::test]
async fn a_message_says_something() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut visitor = Visitor::come(&server).await;
    let ack = visitor.send("m-1", "hello", &[]).await;
    let path = format!(
        "/api/v1/conversations/{}/messages",
        ack["entry"]["conversation_id"].as_str().unwrap()
    );
    let one = upload(&agent, "one.txt", b"one").await;
    let unknown: AttachmentId = stamp().id();
    for (body, status, field) in [
        (json!({}), 422, json!("text")),
        (json!({"text": " ", "attachment_ids": []}), 422, json!("text")),
        (json!({"attachment_ids": [one["id"], one["id"]]}), 422, json!("attachment_ids")),
        (json!({"attachment_ids": vec![&one["id"]; 11]}), 422, json!("attachment_ids")),
        (
            json!({"attachment_ids": ["entry_01h455vb4pex5vsknk084sn02q"]}),
            422,
            json!("attachment_ids[0]"),
        ),
        (json!({"attachment_ids": [unknown]}), 404, Value::Null),
    ] {
        let (got, problem) = agent.refused(Method::POST, &path, body.clone()).await;
        assert_eq!((got.as_u16(), &problem["field"]), (status, &field), "{body}: {problem}");
    }
    let body = json!({"attachment_ids": [one["id"]]});
    let send = |key: &'static str, body: Value| {
        answer(agent.request(Method::POST, &path).header("idempotency-key", key).json(&body))
    };
    let (status, first) = send("k-1", body.clone()).await;
    assert_eq!(status, StatusCode::CREATED);
    let (again, repeated) = send("k-1", body.clone()).await;
    assert_eq!((again, &repeated["id"]), (status, &first["id"]), "the same again");
    let (status, problem) = send("k-1", json!({"text": "other"})).await;
    assert_eq!((status.as_u16(), &problem["code"]), (422, &json!("idempotency_key_reused")));
    let (status, problem) = send("k-2", body).await;
    assert_eq!((status.as_u16(), &problem["code"]), (409, &json!("attachment_gone")));

    let refused = visitor.send("m-2", "", &[]).await;
    assert_eq!(refused["code"], "empty");
    let photo = visitor.upload("a.png", &png(1, 1)).await;
    let refused = visitor.send("m-3", "", &[&photo, &photo]).await;
    assert_eq!(refused["code"], "too_many_attachments");
    let first = visitor.send("m-4", "look", &[&photo]).await;
    assert_eq!(visitor.send("m-4", "look", &[&photo]).await, first, "the same again");
    let refused = visitor.send("m-5", "again", &[&photo]).await;
    assert_eq!(refused["code"], "attachment_gone");
}

#[tokio::test]
async fn an_upload_sent_twice_is_one() {
    let server = Server::start().await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let send = |content: &'static [u8]| {
        let request = agent.request(Method::POST, UPLOAD).header("idempotency-key", "k");
        answer(with_form(request, form("a.txt", content)))
    };
    let (status, first) = send(b"one").await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(send(b"one").await, (status, first));
    let (status, problem) = send(b"two").await;
    assert_eq!((status.as_u16(), &problem["code"]), (422, &json!("idempotency_key_reused")));
    assert_eq!(server.app.files.folder().read_dir().unwrap().count(), 1);
}

#[tokio::test]
async fn how_much_and_how_often_is_bounded() {
    let server = Server::start_with(|config| {
        config.attachments.bytes_max = 100_000;
        config.attachments.visitor_uploads_per_minute = 8;
        config.attachments.unsent_bytes_max = 700_000;
    })
    .await;
    let agent = server.agent("Anna", BuiltInRole::Agent).await;
    let mut first = Visitor::come(&server).await;
    let mut kept = Vec::new();
    for _ in 0..5 {
        kept.push(first.upload("a.bin", &[7; 100_000]).await);
    }
    let (status, problem) = answer(first.upload_request("a.bin", &[7; 100_000])).await;
    assert_eq!((status.as_u16(), &problem["code"]), (429, &json!("too_many_unsent")));
    // Sending makes room again.
    let all: Vec<&Value> = kept.iter().collect();
    assert_eq!(first.send("m-1", "", &all).await["type"], "ack");
    first.upload("a.bin", &[7; 100_000]).await;
    first.upload("b.bin", b"small").await;
    let (status, problem) = answer(first.upload_request("a.bin", b"text")).await;
    assert_eq!((status.as_u16(), &problem["code"]), (429, &json!("rate_limited")));

    // All visitors together; agents are not kept from working by them.
    for files in [5, 1] {
        let other = Visitor::come(&server).await;
        for _ in 0..files {
            other.upload("a.bin", &[7; 99_999]).await;
        }
        if files == 1 {
            let (status, problem) = answer(other.upload_request("a.bin", &[7; 9_000])).await;
            assert_eq!((status.as_u16(), &problem["code"]), (429, &json!("too_many_unsent")));
        }
    }
    upload(&agent, "a.bin", &[7; 100_000]).await;
}

#[tokio::test]
async fn a_program_uploads_with_its_token() {
    let server = Server::start().await;
    let boss = server.agent("Boss", BuiltInRole::Administrator).await;
    for (scopes, status) in [
        (json!(["conversations:read", "conversations:write"]), StatusCode::CREATED),
        (json!(["conversations:read"]), StatusCode::FORBIDDEN),
    ] {
        let made = boss.post("/api/v1/tokens", json!({"name": "program", "scopes": scopes})).await;
        let request = server
            .nobody()
            .request(Method::POST, UPLOAD)
            .header("authorization", format!("Bearer {}", made["token"].as_str().unwrap()));
        assert_eq!(answer(with_form(request, form("a.txt", b"a"))).await.0, status);
    }
    let limits = boss.get("/api/v1/attachments/limits").await;
    assert_eq!(
        (&limits["bytes_max"], &limits["per_message_max"]),
        (&json!(26_214_400), &json!(10))
    );
}

#[tokio::test]
async fn what_nobody_will_ask_for_is_swept_away() {
    let server = Server::start().await;
    let mut visitor = Visitor::come(&server).await;
    let sent = visitor.upload("sent.txt", b"sent").await;
    visitor.send("m-1", "", &[&sent]).await;
    let unsent = visitor.upload("unsent.txt", b"unsent").await;
    let files = &server.app.files;
    // As a crash leaves them: whole but without a row, and half written.
    let unknown: AttachmentId = stamp().id();
    let mut staged = files.stage(unknown).await.unwrap();
    staged.write(b"nobody knows it").await.unwrap();
    staged.keep().await.unwrap();
    let mut half = files.stage(stamp().id()).await.unwrap();
    half.write(b"half").await.unwrap();
    half.flush().await.unwrap();
    std::mem::forget(half);

    sweep_once(&server.app, clock::now(), Reach::Everything).await.unwrap();
    assert_eq!(files.folder().read_dir().unwrap().count(), 4, "all of it is young");

    let day = Duration::from_secs(24 * 60 * 60 + 60);
    for file in files.folder().read_dir().unwrap() {
        let file = std::fs::File::options().write(true).open(file.unwrap().path()).unwrap();
        let modified: SystemTime = file.metadata().unwrap().modified().unwrap();
        file.set_modified(modified - day).unwrap();
    }
    sweep_once(&server.app, clock::now(), Reach::Lately).await.unwrap();
    let left = files.folder().read_dir().unwrap().count();
    assert_eq!(left, 2, "what has a row stays");
    sweep_once(&server.app, clock::now() + day, Reach::Lately).await.unwrap();
    assert_eq!(files.folder().read_dir().unwrap().count(), 1);
    assert_eq!(visitor.content(&unsent).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(visitor.content(&sent).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_file_in_a_note_is_for_colleagues_only() {
    let server = Server::start().await;
    let anna = server.agent("Anna", BuiltInRole::Agent).await;
    let bela = server.agent("Bela", BuiltInRole::Agent).await;
    let mut visitor = Visitor::come(&server).await;
    let ack = visitor.send("m-1", "hello", &[]).await;
    let id = ack["entry"]["conversation_id"].as_str().unwrap();
    let plan = upload(&anna, "plan.pdf", b"%PDF-1.7 plan").await;
    let notes = format!("/api/v1/conversations/{id}/notes");
    let note = anna.post(&notes, json!({"attachment_ids": [plan["id"]]})).await;
    assert_eq!((&note["text"], &note["attachments"]), (&json!(""), &json!([plan])));
    let read = bela.request(Method::GET, &content_of(&plan)).send().await.unwrap();
    assert_eq!(read.bytes().await.unwrap(), "%PDF-1.7 plan");
    assert_eq!(visitor.content(&plan).await.status(), StatusCode::NOT_FOUND);
    let (status, _) =
        bela.refused(Method::POST, &notes, json!({"attachment_ids": [plan["id"]]})).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "it is not Bela's upload");
}
