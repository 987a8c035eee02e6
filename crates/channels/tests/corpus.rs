//! Every mail of the corpus is read, and shown, within bounds.
#![expect(clippy::unwrap_used, reason = "a test: what goes wrong shall panic")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rapport_channels::email::page::page;
use rapport_channels::email::read::{
    ADDRESSES_MAX, ATTACHMENTS_MAX, Mail, REFERENCES_MAX, Skeleton, TEXT_BYTES_MAX, parse,
};
use rapport_core::attachment::NAME_BYTES_MAX;
use rapport_core::mail::MailProblem;

fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/hostile");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn is_clean(text: &str) -> bool {
    !text
        .chars()
        .any(|c| (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}'))
}

fn check(mail: &Mail, name: &str) {
    for text in [&mail.text, &mail.visible_text, &mail.quoted_text, &mail.signature, &mail.subject]
    {
        assert!(is_clean(text) && text.len() <= TEXT_BYTES_MAX, "{name}");
    }
    assert!(!mail.subject.contains('\n'), "{name}");
    assert!(!mail.visible_text.is_empty() || mail.text.is_empty(), "{name}: all is hidden");
    let addresses = [&mail.to, &mail.cc, &mail.reply_to];
    for address in addresses.iter().flat_map(|list| list.iter()).chain(&mail.from) {
        let name_of = address.name.as_deref().unwrap_or_default();
        assert!(is_clean(&address.address) && is_clean(name_of), "{name}: {address:?}");
        assert!(!address.address.contains(['\n', ' ']) && !name_of.contains('\n'), "{name}");
    }
    assert!(addresses.iter().all(|list| list.len() <= ADDRESSES_MAX), "{name}");
    assert!(mail.references.len() <= REFERENCES_MAX, "{name}");
    assert!(mail.attachments.len() <= ATTACHMENTS_MAX, "{name}");
    for attachment in &mail.attachments {
        let file = &attachment.name;
        assert!((1..=NAME_BYTES_MAX).contains(&file.len()), "{name}: {file}");
        assert!(is_clean(file) && !file.contains(['/', '\\', '\n']), "{name}: {file}");
    }
}

#[test]
fn every_mail_is_read_and_shown_within_bounds() {
    let files = corpus();
    assert!(files.len() >= 150, "there are only {}", files.len());
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let raw = std::fs::read(&file).unwrap();
        let mail = parse(&Skeleton::whole(raw.clone()));
        check(&mail, &name);
        assert_eq!(parse(&Skeleton::read(&raw[..]).unwrap()), mail, "{name}");
        if raw.windows(13).any(|it| it == b"visible words") {
            let shows = mail.text.contains("visible words")
                || !mail.attachments.is_empty()
                || mail.html.is_some()
                // Then the message itself is attached.
                || mail.problems.contains(&MailProblem::NoSender);
            assert!(shows, "{name}: its words are lost: {mail:#?}");
        }
        if let Some(html) = &mail.html {
            let page = page(html, &HashMap::new(), false).to_lowercase();
            assert!(!page.contains("<script") && !page.contains("<iframe"), "{name}");
            assert!(!page.contains("<form") && !page.contains("<svg"), "{name}");
        }
    }
}
