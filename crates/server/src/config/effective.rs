//! The settings as they hold now, each with where it comes from.

use super::load::Loaded;
use super::settings::SETTINGS;

/// A TOML text that means the same settings, without secrets. What is not set is a comment.
pub fn effective(loaded: &Loaded) -> String {
    let lines = SETTINGS.iter().map(|setting| match (setting.get)(&loaded.config) {
        Some(value) => {
            (format!("{} = {value}", setting.key), loaded.origin(setting.key).to_string())
        }
        None => (format!("# {} =", setting.key), "not set".to_owned()),
    });
    let lines: Vec<_> = lines.collect();
    let width = lines.iter().map(|(line, _)| line.chars().count()).max().unwrap_or_default();
    lines.iter().map(|(line, origin)| format!("{line:width$}  # {origin}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Flag, Sources, load};
    use super::*;

    #[test]
    fn every_setting_with_its_origin_and_no_secret() {
        let sources = Sources {
            environment: vec![(
                "RAPPORT_DATABASE".into(),
                "postgres://me:s3cret@db/rapport".into(),
            )],
            flags: vec![Flag { flag: "--listen", key: "listen".into(), value: "[::1]:0".into() }],
            ..Sources::default()
        };
        let text = effective(&load(sources).unwrap());
        assert!(!text.contains("s3cret"), "{text}");
        let line = |key: &str| {
            let line = text.lines().find(|line| line.starts_with(key)).unwrap();
            line.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(line("listen"), "listen = \"[::1]:0\" # flag --listen");
        assert_eq!(
            line("database"),
            "database = \"postgres://me:***@db/rapport\" # environment RAPPORT_DATABASE"
        );
        assert_eq!(line("# public_url"), "# public_url = # not set");
        assert_eq!(line("limits.body_bytes"), "limits.body_bytes = 1048576 # default");
        assert_eq!(text.lines().count(), SETTINGS.len());
        assert!(super::super::file::read("x".as_ref(), &text).is_ok());
    }
}
