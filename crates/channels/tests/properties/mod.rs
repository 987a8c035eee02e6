//! What must hold of whatever comes as a mail. Fuzzing looks for input of which it does not
//! (`scripts/fuzz-mail`), and the tests replay what it has found so far.

use std::collections::HashMap;

use rapport_channels::email::page::page;
use rapport_channels::email::read::{
    ADDRESSES_MAX, ATTACHMENTS_MAX, Mail, REFERENCES_MAX, Skeleton, TEXT_BYTES_MAX, parse,
};
use rapport_core::attachment::NAME_BYTES_MAX;
use rapport_core::mail::{SUBJECT_CHARS_MAX, answer_subject, base_subject};

/// How a mail's head begins that is made for a property.
const HEAD: &str = "From: Vera <vera@example.com>\r\nMIME-Version: 1.0\r\n";

/// Any bytes are read as a mail, within bounds and always as the same one.
pub fn mail(raw: &[u8]) -> Mail {
    let mail = parse(&Skeleton::whole(raw.to_vec()));
    within_bounds(&mail);
    let streamed = Skeleton::read(raw).map(|skeleton| parse(&skeleton)).ok();
    assert_eq!(streamed.as_ref(), Some(&mail), "it is another mail when it is streamed");
    let length = u64::try_from(raw.len()).unwrap_or(u64::MAX);
    for attachment in &mail.attachments {
        let range = &attachment.place.range;
        assert!(range.start <= range.end && range.end <= length, "{attachment:?}");
    }
    if let Some(html) = &mail.html {
        shown(html);
    }
    mail
}

/// Any text is folded without a line being lost.
pub fn fold(text: &str) {
    let raw = format!("{HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}");
    let mail = parse(&Skeleton::whole(raw.into_bytes()));
    within_bounds(&mail);
    let lines = |text: &str| {
        let lines = text.lines().map(|line| line.trim().to_owned());
        let mut lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        lines.sort();
        lines
    };
    let parts = format!("{}\n{}\n{}", mail.visible_text, mail.quoted_text, mail.signature);
    assert_eq!(lines(&parts), lines(&mail.text), "{text:?}");
}

/// Any words in the fields by which mails thread: what is read names ids, and an answer is under the
/// same subject.
pub fn thread(words: &str) {
    let mut fields = words.split('\u{0}').map(|field| field.replace(['\r', '\n'], " "));
    let mut next = || fields.next().unwrap_or_default();
    let (subject, id, answers, references) = (next(), next(), next(), next());
    let raw = format!(
        "{HEAD}Subject: {subject}\r\nMessage-ID: {id}\r\nIn-Reply-To: {answers}\r\n\
         References: {references}\r\n\r\nHello"
    );
    let mail = parse(&Skeleton::whole(raw.into_bytes()));
    within_bounds(&mail);
    for id in mail.answers().chain(mail.message_id.as_deref()) {
        let is_id = !id.is_empty() && !id.contains(['<', '>', '\r', '\n', ' ']);
        assert!(is_id, "{id:?} is no message id");
    }
    let base = base_subject(&mail.subject);
    assert_eq!(base_subject(base), base, "{:?}", mail.subject);
    let answer = answer_subject(&mail.subject);
    assert!(answer.chars().count() <= SUBJECT_CHARS_MAX, "{answer:?}");
    assert!(!answer.contains(['\r', '\n']), "{answer:?}");
    assert_eq!(answer_subject(&answer), answer, "answers to answers stay as they are");
}

/// Any HTML is shown without anything that runs, asks or loads.
pub fn shown(html: &str) {
    for with_remote_images in [false, true] {
        let page = page(html, &HashMap::new(), with_remote_images);
        let lower = page.to_lowercase();
        for wrong in
            ["<script", "<iframe", "<form", "<svg", "<object", "<embed", "<math", "<meta http"]
        {
            let at = lower.find(wrong);
            assert!(at.is_none_or(|at| wrong == "<meta http" && at < 200), "{wrong}: {page}");
        }
    }
}

fn is_clean(text: &str) -> bool {
    !text
        .chars()
        .any(|c| (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}'))
}

fn within_bounds(mail: &Mail) {
    for text in [&mail.text, &mail.visible_text, &mail.quoted_text, &mail.signature, &mail.subject]
    {
        assert!(is_clean(text) && text.len() <= TEXT_BYTES_MAX, "{text:?}");
    }
    assert!(!mail.subject.contains('\n'), "{:?}", mail.subject);
    assert!(!mail.visible_text.is_empty() || mail.text.is_empty(), "all is hidden: {mail:#?}");
    let addresses = [&mail.to, &mail.cc, &mail.reply_to];
    for address in addresses.iter().flat_map(|list| list.iter()).chain(&mail.from) {
        let name = address.name.as_deref().unwrap_or_default();
        assert!(is_clean(&address.address) && is_clean(name), "{address:?}");
        assert!(!address.address.contains(['\n', ' ']) && !name.contains('\n'), "{address:?}");
    }
    assert!(addresses.iter().all(|list| list.len() <= ADDRESSES_MAX));
    assert!(mail.references.len() <= REFERENCES_MAX);
    assert!(mail.attachments.len() <= ATTACHMENTS_MAX);
    for attachment in &mail.attachments {
        let file = &attachment.name;
        assert!((1..=NAME_BYTES_MAX).contains(&file.len()), "{file:?}");
        assert!(is_clean(file) && !file.contains(['/', '\\', '\n']), "{file:?}");
    }
}
