//! Attachments: files that go with a message.

mod kind;
mod name;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::id::AttachmentId;

pub use kind::{Ending, EndingError, FileType, HEAD_BYTES, INLINE_TYPES, REFUSED_ENDINGS, detect};
pub use name::{NAME_BYTES_MAX, clean_name, name_for};

/// Attachments of one message.
pub const ATTACHMENTS_MAX: usize = 10;
/// An image with more pixels is offered as a download only: a browser that shows it needs four
/// bytes for each, however small the file is.
pub const IMAGE_PIXELS_MAX: u64 = 64_000_000;

/// A file that goes with a message. Its content never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attachment {
    pub id: AttachmentId,
    /// Safe to show and to save under.
    #[schema(max_length = 200)]
    pub name: String,
    /// By the file's first bytes, not by what its sender says.
    pub content_type: String,
    pub size_bytes: i64,
    /// In pixels; null unless it is an image that may be shown in its place.
    #[serde(default)]
    pub width: Option<i64>,
    /// In pixels; null unless it is an image that may be shown in its place.
    #[serde(default)]
    pub height: Option<i64>,
}

impl Attachment {
    /// Whether a page may show it; anything else is only offered as a download.
    pub fn is_image(&self) -> bool {
        self.width.is_some()
            && self.height.is_some()
            && INLINE_TYPES.contains(&self.content_type.as_str())
    }
}

/// The dimensions of an image that is worth showing: none when it is empty, or so large that
/// showing it costs more than it should.
pub fn dimensions(width: usize, height: usize) -> Option<(i64, i64)> {
    let (wide, high) = (u64::try_from(width).ok()?, u64::try_from(height).ok()?);
    let pixels = wide.checked_mul(high)?;
    if pixels == 0 || pixels > IMAGE_PIXELS_MAX {
        return None;
    }
    Some((i64::try_from(wide).ok()?, i64::try_from(high).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_that_is_too_large_to_show_is_none() {
        assert_eq!(dimensions(4_000, 3_000), Some((4_000, 3_000)));
        assert_eq!(dimensions(0, 3_000), None);
        assert_eq!(dimensions(60_000, 60_000), None);
        assert_eq!(dimensions(usize::MAX, usize::MAX), None);
    }

    #[test]
    fn only_what_has_dimensions_and_a_type_for_it_is_shown() {
        let image = Attachment {
            id: AttachmentId::new(crate::Timestamp::default(), [7; 10]),
            name: "a.png".into(),
            content_type: "image/png".into(),
            size_bytes: 1,
            width: Some(1),
            height: Some(1),
        };
        assert!(image.is_image());
        assert!(!Attachment { width: None, ..image.clone() }.is_image());
        assert!(!Attachment { content_type: "image/svg+xml".into(), ..image }.is_image());
    }
}
