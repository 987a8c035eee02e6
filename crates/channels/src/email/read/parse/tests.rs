use encoding_rs::{BIG5, Encoding, GB18030, ISO_2022_JP, KOI8_R, SHIFT_JIS, WINDOWS_1251};
use proptest::prelude::*;

use rapport_core::mail::AutoReply;

use super::super::DeliveryAction;
use super::*;

fn parse(raw: &[u8]) -> Mail {
    parse_whole(raw.to_vec())
}

fn read(text: &str) -> Mail {
    parse(text.replace('\n', "\r\n").as_bytes())
}

const HEADER: &str = "From: Vera Holt <Vera@Example.COM>\nTo: Shop <help@shop.example>\n\
    Message-ID: <1@example.com>\nDate: Mon, 12 Jan 2026 10:00:00 +0100\nSubject: My bag\n";

#[test]
fn a_plain_mail() {
    let mail = read(&format!("{HEADER}\nHello\n"));
    assert_eq!(mail.message_id.as_deref(), Some("1@example.com"));
    let from = mail.from.clone().unwrap();
    assert_eq!(
        (from.name.as_deref(), from.address.as_str()),
        (Some("Vera Holt"), "Vera@example.com")
    );
    assert_eq!(mail.date.unwrap().to_string(), "2026-01-12T09:00:00.000000Z");
    assert_eq!((mail.subject.as_str(), mail.visible_text.as_str()), ("My bag", "Hello"));
    assert_eq!((mail.auto_reply, mail.bounce.is_some()), (None, false));
    assert_eq!(mail.problems, []);
}

#[test]
fn blanks_belong_to_no_address_and_to_no_message_id() {
    let mail = read(
        "From: help@shop.example on\nTo: Max Holt max@example.com\nMessage-ID: <1 2@a.example>\n\
         In-Reply-To: 3 @a.example\n\nHello\n",
    );
    assert_eq!(mail.from.map(|it| it.address).as_deref(), Some("help@shop.example"));
    assert!(mail.to.iter().all(|it| it.address == "max@example.com"), "{:?}", mail.to);
    assert_eq!(mail.message_id.as_deref(), Some("12@a.example"));
    assert_eq!(mail.in_reply_to, ["3@a.example"]);
}

#[test]
fn charsets_of_headers_and_bodies() {
    let cases: [(&'static Encoding, &str, &str); 6] = [
        (GB18030, "GB18030", "您好，包坏了"),
        (KOI8_R, "KOI8-R", "Ремень порвался"),
        (WINDOWS_1251, "windows-1251", "Ремень порвался"),
        (SHIFT_JIS, "Shift_JIS", "鞄が壊れました"),
        (ISO_2022_JP, "ISO-2022-JP", "鞄が壊れました"),
        (BIG5, "Big5", "您好，包壞了"),
    ];
    for (encoding, label, words) in cases {
        let (bytes, _, is_lossy) = encoding.encode(words);
        assert!(!is_lossy);
        let quoted: String = bytes.iter().map(|byte| format!("={byte:02X}")).collect();
        let raw = format!(
            "From: =?{label}?Q?{quoted}?= <a@b.example>\r\nSubject: =?{label}?Q?{quoted}?=\r\n\
             MIME-Version: 1.0\r\nContent-Type: text/plain; charset={label}\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}\r\n"
        );
        let mail = parse(raw.as_bytes());
        assert_eq!((mail.subject.as_str(), mail.text.as_str()), (words, words), "{label}");
        assert_eq!(mail.from.unwrap().name.as_deref(), Some(words), "{label}");
        assert_eq!(mail.problems, [], "{label}");
        let mut eight_bit = format!(
            "From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain; charset=\"{label}\"\r\n\
             Content-Transfer-Encoding: 8bit\r\n\r\n"
        )
        .into_bytes();
        eight_bit.extend_from_slice(&bytes);
        assert_eq!(parse(&eight_bit).text, words, "{label}");
    }
    let unknown = parse(b"From: a@b.example\r\nSubject: x\r\n\r\n\xff\xfe\xfd\r\n");
    assert_eq!(unknown.problems, [MailProblem::Charset]);
}

#[test]
fn nested_parts_and_pictures_in_their_places() {
    let mail = read(&format!(
        "{HEADER}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\
         Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nHello\n--b\n\
         Content-Type: multipart/related; boundary=c\n\n--c\nContent-Type: text/html\n\n\
         <p>Hello <img src=\"cid:pic@x\"></p>\n--c\nContent-Type: image/png; name=bag.png\n\
         Content-ID: <pic@x>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--c--\n--b--\n--a\n\
         Content-Type: application/pdf\nContent-Disposition: attachment;\n \
         filename*0*=UTF-8''R%C3%A9clam;\n filename*1*=ation.pdf\n\
         Content-Transfer-Encoding: base64\n\nJVBERi0xLjc=\n--a\nContent-Type: text/calendar; method=REQUEST\n\n\
         BEGIN:VCALENDAR\nEND:VCALENDAR\n--a\nContent-Type: message/rfc822\n\n\
         From: c@d.example\nSubject: Inner words\n\nInner\n--a--\n"
    ));
    assert_eq!(mail.text, "Hello");
    assert!(mail.html.unwrap().contains("cid:pic@x"));
    let seen: Vec<(&str, &str, bool)> = mail
        .attachments
        .iter()
        .map(|it| (it.name.as_str(), it.content_type.as_str(), it.inline))
        .collect();
    assert_eq!(
        seen,
        [
            ("bag.png", "image/png", true),
            ("Réclamation.pdf", "application/pdf", false),
            ("invite.ics", "text/calendar", false),
            ("Inner words.eml", "message/rfc822", false),
        ]
    );
    assert_eq!(mail.attachments[1].size_bytes, 8);
    assert_eq!(mail.problems, []);
}

#[test]
fn html_alone_is_read_and_folded() {
    let mail = read(&format!(
        "{HEADER}Content-Type: text/html; charset=utf-8\n\n<div>Yes, please.</div><div class=gmail_quote>\
         <div class=gmail_attr>On Mon, Jan 12, 2026 at 9:00 AM Shop &lt;<a href=\"mailto:help@shop.example\">\
         help@shop.example</a>&gt; wrote:<br></div><blockquote><p>Shall we?</p></blockquote></div>\n"
    ));
    assert_eq!(mail.visible_text, "Yes, please.", "{mail:#?}");
    assert!(mail.quoted_text.contains("> Shall we?"), "{mail:#?}");
    // Beside an empty text part too.
    let mail = read(&format!(
        "{HEADER}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n \n--b\n\
         Content-Type: text/html\n\n<p>Hello</p>\n--b--\n"
    ));
    assert_eq!(mail.text, "Hello");
}

#[test]
fn outlook_and_flowed_texts() {
    let mail = read(&format!(
        "{HEADER}Content-Type: text/html\n\n<div><p>Danke!</p></div><div><hr>\
         <p><b>Von:</b> Shop &lt;help@shop.example&gt;<br><b>Gesendet:</b> Montag<br><b>An:</b> Vera<br>\
         <b>Betreff:</b> Ihre Tasche</p></div><p>Guten Tag</p>\n"
    ));
    assert!(mail.visible_text.starts_with("Danke!"), "{mail:#?}");
    assert!(mail.quoted_text.contains("Guten Tag"), "{mail:#?}");
    let mail = read(&format!(
        "{HEADER}Content-Type: text/plain; format=flowed\n\nA long \nparagraph.\n\n\
         Shop wrote:\n> Hello \n> there\n"
    ));
    assert_eq!(
        (mail.visible_text.as_str(), mail.quoted_text.as_str()),
        ("A long paragraph.", "Shop wrote:\n> Hello there")
    );
}

#[test]
fn threads() {
    let mail =
        read(&format!("{HEADER}In-Reply-To: <c@x>\nReferences: <a@x> <b@x>\n <c@x>\n\nHello\n"));
    assert_eq!(mail.references, ["a@x", "b@x", "c@x"]);
    assert_eq!(mail.answers().collect::<Vec<_>>(), ["c@x", "c@x", "b@x", "a@x"]);
    let many: String = (0..300).map(|n| format!(" <{n}@x>\n")).collect();
    let mail = read(&format!("{HEADER}References:{many}\nHello\n"));
    assert_eq!((mail.references.len(), mail.references[0].as_str()), (REFERENCES_MAX, "200@x"));
    assert_eq!(mail.problems, [MailProblem::TooMuch]);
}

#[test]
fn who_or_what_wrote_it() {
    for (field, expected) in [
        ("Auto-Submitted: auto-replied (vacation)", Some(AutoReply::Replied)),
        ("Auto-Submitted: auto-generated", Some(AutoReply::Generated)),
        ("Auto-Submitted: no", None),
        ("Precedence: bulk", Some(AutoReply::Bulk)),
        ("Precedence: auto_reply", Some(AutoReply::Replied)),
        ("List-Id: <news.shop.example>", Some(AutoReply::Bulk)),
        ("X-Autoreply: yes", Some(AutoReply::Replied)),
        ("X-Auto-Response-Suppress: All", Some(AutoReply::Generated)),
        ("X-Auto-Response-Suppress: OOF", None),
        ("X-Priority: 1", None),
    ] {
        let mail = read(&format!("{HEADER}{field}\n\nHello\n"));
        assert_eq!(mail.auto_reply, expected, "{field}");
    }
}

#[test]
fn a_bounce_names_the_mail_that_came_back() {
    let mail = read(
        "From: MAILER-DAEMON@shop.example\nSubject: Undelivered Mail Returned to Sender\n\
         Auto-Submitted: auto-replied\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nI'm sorry.\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; shop.example\nArrival-Date: Mon, 12 Jan 2026 10:00:00 +0100\n\n\
         Final-Recipient: rfc822; nobody@example.com\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 <nobody@example.com>:\n  no such user\n\n\
         Final-Recipient: rfc822; slow@example.com\nAction: delayed\nStatus: 4.4.1\n\n--b\n\
         Content-Type: message/rfc822\n\nFrom: help@shop.example\nMessage-ID: <sent.1@shop.example>\n\
         Subject: Your bag\n\nHello\n--b--\n",
    );
    let bounce = mail.bounce.unwrap();
    assert_eq!(bounce.message_id.as_deref(), Some("sent.1@shop.example"));
    let seen: Vec<_> = bounce
        .recipients
        .iter()
        .map(|it| (it.address.as_str(), it.action, it.status.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            ("nobody@example.com", DeliveryAction::Failed, Some("5.1.1")),
            ("slow@example.com", DeliveryAction::Delayed, Some("4.4.1")),
        ]
    );
    assert_eq!(
        bounce.recipients[0].diagnostic.as_deref(),
        Some("550 5.1.1 <nobody@example.com>: no such user")
    );
    let headers = read(
        "From: MAILER-DAEMON@x.example\nSubject: x\nContent-Type: multipart/report; boundary=b\n\n--b\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n\
         Final-Recipient: rfc822; a@b.example\nAction: failed\n\n--b\nContent-Type: text/rfc822-headers\n\n\
         Message-ID: <sent.2@shop.example>\nSubject: y\n--b--\n",
    );
    assert_eq!(headers.bounce.unwrap().message_id.as_deref(), Some("sent.2@shop.example"));
}

#[test]
fn what_is_no_mail_and_what_is_too_much() {
    for raw in [&b""[..], b"\0\0\0", b"\r\n\r\n", b"just words"] {
        let mail = parse(raw);
        assert!(mail.problems.contains(&MailProblem::NotAMail), "{raw:?}: {mail:?}");
        assert!(mail.problems.contains(&MailProblem::NoSender), "{raw:?}: {mail:?}");
    }
    let to: String = (0..10_000).map(|n| format!("a{n}@b.example,\r\n ")).collect();
    let mail = parse(
        format!("From: a@b.example\r\nTo: {to}c@d.example\r\nSubject: x\r\n\r\nHello").as_bytes(),
    );
    assert_eq!((mail.to.len(), mail.text.as_str()), (ADDRESSES_MAX, "Hello"));
    let long = parse(
        format!("From: a@b.example\r\nSubject: x\r\n\r\n{}", "words ".repeat(400_000)).as_bytes(),
    );
    assert!(long.text.len() <= TEXT_BYTES_MAX && long.problems == [MailProblem::TooMuch]);
}

#[test]
fn a_header_cannot_smuggle_lines_or_turn_the_text() {
    let mail = read(
        "From: =?utf-8?Q?A=0D=0ABcc:_x@y.example?= <a@b.example>\nSubject: =?utf-8?Q?one=0Atwo=E2=80=AEthree?=\n\
         Message-ID: <a\u{7}b@x>\n\nHello\n",
    );
    assert_eq!(mail.from.unwrap().name.as_deref(), Some("A Bcc: x@y.example"));
    assert_eq!(mail.subject, "one twothree");
    assert_eq!(mail.message_id.as_deref(), Some("ab@x"));
}

/// With debug assertions the reader panics at it, and without reads it.
#[test]
fn what_breaks_the_reader_is_no_mail_and_nothing_worse() {
    let raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n\
               Content-Type: message/rfc822\n\nContent-Type: message/delivery-status\n\n--b--\n";
    assert!(read(raw).problems.contains(&MailProblem::NotAMail));
}

proptest! {
    #[test]
    fn whatever_comes_is_read_within_bounds(pieces in prop::collection::vec(prop_oneof![
        Just(b"From: a@b.example\r\n".to_vec()),
        Just(b"Subject: =?utf-8?B?".to_vec()),
        Just(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n".to_vec()),
        Just(b"Content-Type: multipart/report; boundary=b\r\n\r\n".to_vec()),
        Just(b"Content-Type: message/rfc822\r\n\r\n".to_vec()),
        Just(b"Content-Type: message/delivery-status\r\n\r\n".to_vec()),
        Just(b"Content-Type: text/html; charset=gb18030\r\n\r\n".to_vec()),
        Just(b"Content-Transfer-Encoding: base64\r\n\r\n".to_vec()),
        Just(b"--b\r\n".to_vec()),
        Just(b"--b--\r\n".to_vec()),
        Just(b"<blockquote><table><tr>".to_vec()),
        Just(b"\r\n\r\n".to_vec()),
        prop::collection::vec(any::<u8>(), 0..40),
    ], 0..40)) {
        let raw: Vec<u8> = pieces.concat();
        let mail = parse(&raw);
        prop_assert!(!mail.text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        prop_assert!(mail.visible_text.len() <= mail.text.len());
        prop_assert!(!mail.subject.contains('\n'));
        let holds = |place: &Place| place.range.start <= place.range.end && place.range.end <= raw.len() as u64;
        prop_assert!(mail.attachments.iter().all(|it| holds(&it.place) && !it.name.is_empty()));
    }
}
