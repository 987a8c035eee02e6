//! What a file is, by its own bytes, and which files are not taken.

use std::fmt;
use std::str::FromStr;

use super::name::ending_of;

/// How much of a file's beginning decides what it is.
pub const HEAD_BYTES: usize = 8 * 1024;

/// What a page may show in its place. Never a type that can hold a script.
pub const INLINE_TYPES: [&str; 5] =
    ["image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"];

/// Documents and archives that are handed out under their own type; pictures, sounds and films are
/// too. Anything else is bytes.
const PASSIVE_TYPES: [&str; 20] = [
    "application/epub+zip",
    "application/gzip",
    "application/msword",
    "application/pdf",
    "application/postscript",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.rar",
    "application/x-7z-compressed",
    "application/x-bzip2",
    "application/x-tar",
    "application/x-xz",
    "application/zip",
];

/// Endings of files that do something when they are opened; what mail providers refuse as well.
/// Also the names under which [`detect`] knows programs by their bytes.
pub const REFUSED_ENDINGS: [&str; 60] = [
    "ade", "adp", "apk", "app", "appimage", "appx", "bat", "cab", "chm", "class", "cmd", "com",
    "cpl", "crx", "deb", "dex", "dll", "dmg", "elf", "exe", "hta", "inf", "ins", "iso", "jar",
    "js", "jse", "lnk", "mach", "msc", "msi", "msix", "msp", "mst", "ocx", "pif", "pkg", "ps1",
    "psm1", "reg", "rpm", "run", "scf", "scr", "sct", "sh", "shb", "sys", "url", "vb", "vbe",
    "vbs", "vhd", "vhdx", "wasm", "wsc", "wsf", "wsh", "xll", "xpi",
];

const BYTES: FileType = FileType { content_type: "application/octet-stream", ending: None };
const TEXT: FileType = FileType { content_type: "text/plain", ending: None };

/// What the first bytes of a file say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileType {
    /// Never a type that a browser runs: such files are `application/octet-stream`.
    pub content_type: &'static str,
    /// The usual ending of names of such files, where the bytes tell.
    pub ending: Option<&'static str>,
}

impl FileType {
    pub fn is_inline(self) -> bool {
        INLINE_TYPES.contains(&self.content_type)
    }

    /// The ending for which a file of this type and name is refused.
    pub fn refused<'a>(self, name: &str, refused: &'a [Ending]) -> Option<&'a Ending> {
        let by_name = ending_of(name).map(str::to_lowercase);
        refused.iter().find(|ending| {
            by_name.as_deref() == Some(ending.as_str()) || self.ending == Some(ending.as_str())
        })
    }
}

/// Decides by a file's first [`HEAD_BYTES`].
pub fn detect(head: &[u8]) -> FileType {
    match infer::get(head) {
        Some(found) => FileType {
            content_type: passive(found.mime_type()).unwrap_or(BYTES.content_type),
            ending: Some(found.extension()),
        },
        None if is_text(head) => TEXT,
        None => BYTES,
    }
}

/// The type, unless opening it could run something in a browser.
fn passive(found: &'static str) -> Option<&'static str> {
    let media = ["image/", "audio/", "video/"].iter().any(|kind| found.starts_with(kind));
    let safe = (media && !found.contains("svg") && !found.contains("xml"))
        || PASSIVE_TYPES.contains(&found);
    safe.then_some(found)
}

/// Whether it reads as text: UTF-8, cut off anywhere, without control characters.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            let (whole, _) = head.split_at(error.valid_up_to());
            std::str::from_utf8(whole).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty() && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// What stands behind the last point of a name, in small letters and digits: `exe`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ending(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not an ending such as \"exe\": 1 to 16 letters or digits")]
pub struct EndingError;

impl Ending {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// [`REFUSED_ENDINGS`].
    pub fn refused_by_default() -> Vec<Self> {
        REFUSED_ENDINGS.iter().map(|ending| Self((*ending).to_owned())).collect()
    }
}

impl FromStr for Ending {
    type Err = EndingError;

    /// Takes `.EXE` for `exe`.
    fn from_str(text: &str) -> Result<Self, EndingError> {
        let ending = text.trim().trim_start_matches('.').to_ascii_lowercase();
        let holds = (1..=16).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if holds { Ok(Self(ending)) } else { Err(EndingError) }
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(head: &[u8], content_type: &str) {
        assert_eq!(detect(head).content_type, content_type, "{}", String::from_utf8_lossy(head));
    }

    #[test]
    fn the_bytes_decide() {
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png");
        check(b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg");
        check(b"GIF89a\x01\0\x01\0", "image/gif");
        check(b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp");
        check(b"%PDF-1.7\n", "application/pdf");
        check(b"Dear shop,\nthe strap broke. \xe2\x82", "text/plain");
        check("Ремень порвался".as_bytes(), "text/plain");
        check(b"\0\x01\x02\x03", "application/octet-stream");
        check(b"", "application/octet-stream");
    }

    #[test]
    fn what_a_browser_would_run_is_bytes_or_text() {
        for head in [
            "<!DOCTYPE html><script>alert(1)</script>",
            "<html><body onload=alert(1)>",
            "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
            "#!/bin/sh\nrm -rf /",
        ] {
            let found = detect(head.as_bytes());
            let is_inert = ["application/octet-stream", "text/plain"].contains(&found.content_type);
            assert!(is_inert && !found.is_inline(), "{head}: {found:?}");
        }
    }

    #[test]
    fn programs_are_refused_by_name_and_by_bytes() {
        let list = Ending::refused_by_default();
        let refused = |name: &str, head: &[u8]| {
            detect(head).refused(name, &list).map(|ending| ending.as_str().to_owned())
        };
        let mut elf = b"\x7fELF\x02\x01\x01".to_vec();
        elf.resize(64, 0);
        assert_eq!(refused("invoice.pdf.EXE", b"text").as_deref(), Some("exe"));
        assert_eq!(refused("photo.jpg", b"MZ\x90\0\x03\0").as_deref(), Some("exe"));
        assert_eq!(refused("photo.jpg", &elf).as_deref(), Some("elf"));
        assert_eq!(refused("notes", b"#!/bin/sh\n").as_deref(), Some("sh"));
        assert_eq!(refused("invoice.pdf", b"%PDF-1.7"), None);
        assert_eq!(refused("exe", b"text"), None);
    }

    #[test]
    fn endings() {
        assert_eq!(" .EXE ".parse::<Ending>().unwrap().as_str(), "exe");
        for wrong in ["", ".", "tar.gz", "e x e", "éxe", "aaaaaaaaaaaaaaaaa"] {
            assert_eq!(wrong.parse::<Ending>(), Err(EndingError), "{wrong}");
        }
        for ending in REFUSED_ENDINGS {
            assert_eq!(ending.parse::<Ending>().unwrap().as_str(), ending);
        }
        assert!(REFUSED_ENDINGS.is_sorted());
    }

    proptest! {
        #[test]
        fn no_bytes_panic_and_no_type_is_active(head in prop::collection::vec(any::<u8>(), 0..600)) {
            let found = detect(&head);
            let is_active = ["html", "xml", "svg", "script"].iter().any(|word| {
                found.content_type.contains(word) && !found.content_type.contains("openxml")
            }) && found.content_type != "application/postscript";
            prop_assert!(!is_active, "{}", found.content_type);
        }
    }
}
