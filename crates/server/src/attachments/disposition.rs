//! `Content-Disposition` (RFC 6266, RFC 8187): whether a file is shown or saved, and under which
//! name.

use rapport_core::attachment::Attachment;

/// Characters that RFC 8187 lets stand as they are, beside letters and digits.
const PLAIN: &[u8] = b"!#$&+-.^_`|~";

/// The header's value. Only an image is ever shown.
pub(super) fn of(attachment: &Attachment) -> String {
    let how = if attachment.is_image() { "inline" } else { "attachment" };
    let ascii: String = attachment
        .name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' }
        })
        .collect();
    let mut encoded = String::new();
    for byte in attachment.name.bytes() {
        if byte.is_ascii_alphanumeric() || PLAIN.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{how}; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use rapport_core::Timestamp;
    use rapport_core::id::AttachmentId;

    use super::*;

    fn check(name: &str, content_type: &str, expected: &str) {
        let size = content_type.starts_with("image/").then_some(1);
        let attachment = Attachment {
            id: AttachmentId::new(Timestamp::default(), [0; 10]),
            name: name.to_owned(),
            content_type: content_type.to_owned(),
            size_bytes: 1,
            width: size,
            height: size,
        };
        assert_eq!(of(&attachment), expected);
    }

    #[test]
    fn only_images_are_shown_and_names_are_encoded() {
        check(
            "my photo.png",
            "image/png",
            "inline; filename=\"my photo.png\"; filename*=UTF-8''my%20photo.png",
        );
        check(
            "счёт.pdf",
            "application/pdf",
            "attachment; filename=\"____.pdf\"; filename*=UTF-8''%D1%81%D1%87%D1%91%D1%82.pdf",
        );
        check(
            "a'(1)%22;x=y\\.txt",
            "text/plain",
            "attachment; filename=\"a'(1)_22;x=y_.txt\"; filename*=UTF-8''a%27%281%29%2522%3Bx%3Dy%5C.txt",
        );
        check("x.svg", "image/svg+xml", "attachment; filename=\"x.svg\"; filename*=UTF-8''x.svg");
    }
}
