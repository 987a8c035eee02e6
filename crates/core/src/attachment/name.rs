//! Names of files: what a sender calls a file, made safe to show in a line of text and to save
//! under on any system.

use unicode_normalization::UnicodeNormalization;

use super::FileType;

/// Longest name. File systems allow 255 bytes, and browsers add to a name that is taken.
pub const NAME_BYTES_MAX: usize = 200;
/// What stands behind the last point of a name is kept up to this length, when the rest is cut.
const ENDING_BYTES_MAX: usize = 16;
/// The name of a file whose own has nothing left to show.
const NAMELESS: &str = "file";

/// Names that Windows gives to devices, whatever follows the point.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];
const NUMBERED_DEVICES: [&str; 2] = ["COM", "LPT"];

/// Characters that cannot be seen, or turn the text around them: bidirectional marks, embeddings,
/// overrides and isolates, and blanks without width. The joiners stay: emoji and Persian need them.
const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2060}' | '\u{feff}'
        | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A sender's name for a file, without its folders and whatever could mislead its reader or the
/// system on which it is saved: 1 to [`NAME_BYTES_MAX`] bytes.
pub fn clean_name(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = base
        .chars()
        .filter(|&c| !c.is_control() && !is_hidden(c))
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .nfc()
        .collect();
    let trimmed = shown.trim_matches([' ', '.']);
    if trimmed.is_empty() {
        return NAMELESS.to_owned();
    }
    let cut = cut(trimmed);
    if is_device(&cut) { self::cut(&format!("_{cut}")) } else { cut }
}

/// A clean name under which a file of this type can be saved: what is shown as a picture is not
/// saved as a page.
pub fn name_for(name: &str, kind: FileType) -> String {
    let clean = clean_name(name);
    let Some(ending) = kind.ending.filter(|_| kind.is_inline()) else { return clean };
    let fits = ending_of(&clean).is_some_and(|has| {
        has.eq_ignore_ascii_case(ending)
            || (ending == "jpg" && ["jpeg", "jpe", "jfif"].contains(&has.to_lowercase().as_str()))
    });
    if fits { clean } else { self::cut(&format!("{clean}.{ending}")) }
}

/// What stands behind the last point, where something stands before it.
pub(super) fn ending_of(name: &str) -> Option<&str> {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, ending)| ending)
}

/// Cuts a name that is too long, before its ending.
fn cut(name: &str) -> String {
    if name.len() <= NAME_BYTES_MAX {
        return name.to_owned();
    }
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= ENDING_BYTES_MAX => {
            let stem = first_bytes(stem, NAME_BYTES_MAX - ending.len() - 1);
            format!("{}.{ending}", stem.trim_end_matches([' ', '.']))
        }
        _ => first_bytes(name, NAME_BYTES_MAX).trim_end_matches([' ', '.']).to_owned(),
    }
}

fn first_bytes(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = NUMBERED_DEVICES.iter().any(|device| {
        stem.strip_prefix(device).is_some_and(|number| {
            let mut chars = number.chars();
            matches!((chars.next(), chars.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        })
    });
    numbered || DEVICES.contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::detect;
    use super::*;

    #[test]
    fn names() {
        for (name, clean) in [
            ("photo.jpg", "photo.jpg"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\boot.ini", "boot.ini"),
            ("../..", "file"),
            ("", "file"),
            (" . ", "file"),
            ("a/", "file"),
            (".htaccess", "htaccess"),
            ("a\0b\r\nc.txt", "abc.txt"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("two\u{a0}words .txt. ", "two words .txt"),
            ("what?.\"txt\"", "what_._txt_"),
            ("con", "_con"),
            ("NUL.txt", "_NUL.txt"),
            ("com1.tar.gz", "_com1.tar.gz"),
            ("console.txt", "console.txt"),
            ("e\u{301}te\u{301}.png", "été.png"),
            ("发票 ٢.pdf", "发票 ٢.pdf"),
            ("👩‍👧.png", "👩‍👧.png"),
        ] {
            assert_eq!(clean_name(name), clean, "{name:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let clean = clean_name(&format!("{}.pdf", "字".repeat(300)));
        assert!(clean.len() <= NAME_BYTES_MAX && clean.ends_with("字.pdf"), "{clean}");
        assert_eq!(clean_name(&"x".repeat(300)), "x".repeat(200));
        assert_eq!(clean_name(&format!("CON{}x.txt", " ".repeat(300))), "_CON.txt");
    }

    #[test]
    fn a_picture_is_not_saved_as_a_page() {
        let png = detect(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
        let jpeg = detect(b"\xff\xd8\xff\xe0\0\x10JFIF\0");
        assert_eq!(name_for("x.html", png), "x.html.png");
        assert_eq!(name_for("x.PNG", png), "x.PNG");
        assert_eq!(name_for("image", png), "image.png");
        assert_eq!(name_for("IMG_1.jpeg", jpeg), "IMG_1.jpeg");
        assert_eq!(name_for("page.html", detect(b"<html>")), "page.html");
        assert!(name_for(&"x".repeat(300), png).ends_with("x.png"));
    }

    proptest! {
        #[test]
        fn any_name_becomes_safe(name in prop_oneof![
            "\\PC{0,80}",
            "[ ./\\\\a\u{202e}\u{200b}\u{301}\0\n:]{0,40}",
            "(con|COM1|lpt9| |\\.|x){1,260}",
            prop::collection::vec(any::<char>(), 0..300).prop_map(|chars| chars.into_iter().collect::<String>()),
        ]) {
            let clean = clean_name(&name);
            prop_assert!((1..=NAME_BYTES_MAX).contains(&clean.len()), "{clean:?}");
            prop_assert!(!clean.chars().any(|c| c.is_control() || is_hidden(c)), "{clean:?}");
            prop_assert!(!clean.contains(['/', '\\', '<', '>', ':', '"', '|', '?', '*']), "{clean:?}");
            prop_assert!(!clean.starts_with(['.', ' ']) && !clean.ends_with(['.', ' ']), "{clean:?}");
            prop_assert!(!is_device(&clean), "{clean:?}");
            prop_assert_eq!(clean_name(&clean), clean.clone());
            let png = detect(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
            let named = name_for(&name, png);
            prop_assert!(named.len() <= NAME_BYTES_MAX && named.to_lowercase().ends_with(".png"));
        }
    }
}
