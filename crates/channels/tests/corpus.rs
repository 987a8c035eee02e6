//! Every mail of the corpora is read, and shown, within bounds.
#![expect(clippy::unwrap_used, reason = "a test: what goes wrong shall panic")]

mod properties;

use std::path::Path;

use rapport_core::mail::MailProblem;

/// The files of a corpus by name.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let named = |path: std::path::PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap())
    };
    let mut files: Vec<(String, Vec<u8>)> = entries.map(named).collect();
    files.sort();
    files
}

#[test]
fn every_hostile_mail_is_read_and_shown_within_bounds() {
    let files = corpus("hostile");
    assert!(files.len() >= 150, "there are only {}", files.len());
    for (name, raw) in files {
        println!("{name}");
        let mail = properties::mail(&raw);
        if raw.windows(13).any(|it| it == b"visible words") {
            let shows = mail.text.contains("visible words")
                || !mail.attachments.is_empty()
                || mail.html.is_some()
                // Then the message itself is attached.
                || mail.problems.contains(&MailProblem::NoSender);
            assert!(shows, "{name}: its words are lost: {mail:#?}");
        }
    }
}

/// What fuzzing found, each of which once went its own way through the code.
fn replay(name: &str, property: impl Fn(&[u8])) {
    let files = corpus(name);
    assert!(files.len() >= 20, "there are only {}", files.len());
    for (file, input) in files {
        println!("{name}/{file}");
        property(&input);
    }
}

#[test]
fn what_fuzzing_found_is_read() {
    replay("mail", |input| {
        properties::mail(input);
    });
}

#[test]
fn what_fuzzing_found_is_folded() {
    replay("fold", |input| properties::fold(&String::from_utf8_lossy(input)));
}

#[test]
fn what_fuzzing_found_threads() {
    replay("thread", |input| properties::thread(&String::from_utf8_lossy(input)));
}

#[test]
fn what_fuzzing_found_is_shown() {
    replay("shown", |input| properties::shown(&String::from_utf8_lossy(input)));
}
