//! Smaller pictures of images, for lists of messages: a photograph of a phone has some megabytes,
//! what is shown of it in a conversation some kilobytes.
//!
//! They are made when they are first asked for, one at a time since decoding needs memory, and kept
//! in a folder of their own beside the attachments: a cache, which may be removed at any time and
//! belongs to no backup.

use std::io::{self, BufReader, Cursor};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use rapport_core::attachment::Attachment;
use rapport_core::id::{AttachmentId, TypedId};
use rapport_storage::Files;
use tokio::fs;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;

/// The folder's name in the data directory.
const FOLDER: &str = "thumbnails";
/// Longer side, in pixels: twice what a message shows, for dense screens.
const SIDE_PX: u32 = 640;
/// An image that is no longer than a thumbnail is one already, unless it has more bytes than this.
const SMALL_BYTES_MAX: i64 = 64 * 1024;
/// An image that cannot be made smaller is shown as it is up to here.
const AS_IS_BYTES_MAX: i64 = 5 * 1024 * 1024;
/// Memory for decoding: that of 64 megapixels in colour.
const ALLOC_BYTES_MAX: u64 = 200 * 1024 * 1024;
const JPEG_QUALITY: u8 = 82;

/// The folder; cheap to clone.
#[derive(Debug, Clone)]
pub struct Thumbnails {
    folder: Arc<Path>,
    /// Only one is made at a time.
    turn: Arc<Semaphore>,
}

/// What is to be shown of an image in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A picture of its own, in [`Thumbnails::of`]'s type.
    Thumbnail(Bytes),
    /// It is small, or cannot be made smaller.
    AsIs,
    /// It is no image, or too large to be shown as it is.
    Nothing,
}

impl Thumbnails {
    pub async fn open(data_dir: &Path) -> io::Result<Self> {
        let folder = data_dir.join(FOLDER);
        fs::create_dir_all(&folder).await?;
        Ok(Self { folder: folder.into(), turn: Arc::new(Semaphore::new(1)) })
    }

    fn path(&self, id: AttachmentId) -> PathBuf {
        self.folder.join(id.uuid().as_simple().to_string())
    }

    /// What is to be shown of an attachment: a JPEG or, of what is transparent, a PNG, the right way
    /// up (EXIF) and without what a camera has written into the file.
    pub async fn of(&self, files: &Files, attachment: &Attachment) -> io::Result<Shown> {
        if !attachment.is_image() {
            return Ok(Shown::Nothing);
        }
        if is_small(attachment) {
            return Ok(Shown::AsIs);
        }
        let as_is =
            if attachment.size_bytes <= AS_IS_BYTES_MAX { Shown::AsIs } else { Shown::Nothing };
        let shown = |bytes: Vec<u8>| {
            // An empty file says that there is none, so that nobody tries again.
            if bytes.is_empty() { as_is.clone() } else { Shown::Thumbnail(bytes.into()) }
        };
        let path = self.path(attachment.id);
        if let Some(bytes) = read(&path).await? {
            return Ok(shown(bytes));
        }
        let Ok(_turn) = self.turn.acquire().await else { return Ok(as_is) };
        if let Some(bytes) = read(&path).await? {
            return Ok(shown(bytes));
        }
        let file = files.read(attachment.id).await?.into_std().await;
        // A file made to break the decoder is one of which there is none.
        let made = tokio::task::spawn_blocking(move || make(file)).await.ok().flatten();
        let fewer = |bytes: &Vec<u8>| {
            i64::try_from(bytes.len()).is_ok_and(|bytes| bytes < attachment.size_bytes)
        };
        let bytes = made.filter(fewer).unwrap_or_default();
        if let Err(error) = keep(&path, &bytes).await {
            tracing::warn!(%error, "a thumbnail could not be kept; it is made again when asked for");
        }
        Ok(shown(bytes))
    }

    /// Forgets the one of an attachment that is gone.
    pub async fn remove(&self, id: AttachmentId) -> io::Result<()> {
        match fs::remove_file(self.path(id)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

fn is_small(attachment: &Attachment) -> bool {
    let fits = |side: Option<i64>| side.is_some_and(|side| side <= i64::from(SIDE_PX));
    fits(attachment.width) && fits(attachment.height) && attachment.size_bytes <= SMALL_BYTES_MAX
}

async fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Under its name only once it is whole.
async fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut file = fs::File::create(&part).await?;
    file.write_all(bytes).await?;
    file.sync_data().await?;
    fs::rename(&part, path).await
}

fn decoder(file: std::fs::File) -> Option<impl ImageDecoder> {
    let mut reader = ImageReader::new(BufReader::new(file)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(ALLOC_BYTES_MAX);
    reader.limits(limits);
    reader.into_decoder().ok()
}

fn make(file: std::fs::File) -> Option<Vec<u8>> {
    let mut decoder = decoder(file)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    if image.width() > SIDE_PX || image.height() > SIDE_PX {
        image = image.thumbnail(SIDE_PX, SIDE_PX);
    }
    image.apply_orientation(orientation);
    let mut bytes = Vec::new();
    let is_transparent =
        image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel.0[3] != u8::MAX);
    if is_transparent {
        let image = DynamicImage::ImageRgba8(image.to_rgba8());
        image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).ok()?;
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        image.to_rgb8().write_with_encoder(encoder).ok()?;
    }
    Some(bytes)
}

/// Whether a camera held on its side took it: its width is its height when it is shown (EXIF).
pub(super) fn is_turned(file: std::fs::File) -> bool {
    let orientation = decoder(file).and_then(|mut decoder| decoder.orientation().ok());
    matches!(
        orientation,
        Some(
            Orientation::Rotate90
                | Orientation::Rotate270
                | Orientation::Rotate90FlipH
                | Orientation::Rotate270FlipH
        )
    )
}

#[cfg(test)]
mod tests {
    use image::{ImageBuffer, Rgb, Rgba};
    use rapport_core::Timestamp;
    use rapport_core::attachment::{detect, dimensions};

    use super::*;

    struct Folder {
        folder: tempfile::TempDir,
        files: Files,
        thumbnails: Thumbnails,
        count: u8,
    }

    impl Folder {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let files = Files::open(folder.path()).await.unwrap();
            let thumbnails = Thumbnails::open(folder.path()).await.unwrap();
            Self { folder, files, thumbnails, count: 0 }
        }

        async fn put(&mut self, bytes: &[u8]) -> Attachment {
            self.count += 1;
            let id = AttachmentId::new(Timestamp::default(), [self.count; 10]);
            let mut staged = self.files.stage(id).await.unwrap();
            staged.write(bytes).await.unwrap();
            staged.keep().await.unwrap();
            let size = imagesize::blob_size(bytes).ok();
            let size = size.and_then(|size| dimensions(size.width, size.height));
            Attachment {
                id,
                name: "a".into(),
                content_type: detect(bytes).content_type.into(),
                size_bytes: i64::try_from(bytes.len()).unwrap(),
                width: size.map(|(width, _)| width),
                height: size.map(|(_, height)| height),
            }
        }

        async fn shown(&self, attachment: &Attachment) -> Shown {
            self.thumbnails.of(&self.files, attachment).await.unwrap()
        }
    }

    /// Noise, which no format makes small.
    fn noise(width: u32, height: u32) -> ImageBuffer<Rgb<u8>, Vec<u8>> {
        let mut state = 1_u32;
        ImageBuffer::from_fn(width, height, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [a, b, c, _] = state.to_le_bytes();
            Rgb([a, b, c])
        })
    }

    fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        bytes
    }

    fn thumbnail(shown: Shown) -> (DynamicImage, ImageFormat) {
        let Shown::Thumbnail(bytes) = shown else { panic!("{shown:?}") };
        let format = image::guess_format(&bytes).unwrap();
        (image::load_from_memory(&bytes).unwrap(), format)
    }

    /// The JPEG with an EXIF segment that says how the camera was held (CIPA DC-008, 4.6.5.1.6).
    fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let exif: Vec<u8> = [
            &b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..],
            &[orientation, 0, 0, 0, 0, 0, 0],
        ]
        .concat();
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
    }

    #[tokio::test]
    async fn what_is_large_is_shown_small_and_made_once() {
        let mut folder = Folder::new().await;
        let photo = encoded(&noise(2_000, 1_000).into(), ImageFormat::Jpeg);
        let photo = folder.put(&photo).await;
        let (small, format) = thumbnail(folder.shown(&photo).await);
        assert_eq!((small.width(), small.height(), format), (640, 320, ImageFormat::Jpeg));
        let first = folder.shown(&photo).await;
        folder.files.remove(photo.id).await.unwrap();
        assert_eq!(folder.shown(&photo).await, first, "the original is not read again");
        folder.thumbnails.remove(photo.id).await.unwrap();
        folder.thumbnails.remove(photo.id).await.unwrap();
        assert!(folder.thumbnails.of(&folder.files, &photo).await.is_err());
        let left = std::fs::read_dir(folder.folder.path().join(FOLDER)).unwrap().count();
        assert_eq!(left, 0);
    }

    #[tokio::test]
    async fn what_is_transparent_stays_so() {
        let mut folder = Folder::new().await;
        let mut logo = DynamicImage::from(noise(900, 1_800)).to_rgba8();
        logo.put_pixel(3, 3, Rgba([0, 0, 0, 255]));
        let opaque = folder.put(&encoded(&logo.clone().into(), ImageFormat::Png)).await;
        for pixel in logo.pixels_mut().take(900 * 600) {
            *pixel = Rgba([0, 0, 0, 0]);
        }
        let logo = folder.put(&encoded(&logo.into(), ImageFormat::Png)).await;
        let (small, format) = thumbnail(folder.shown(&logo).await);
        assert_eq!((small.width(), small.height(), format), (320, 640, ImageFormat::Png));
        assert_eq!(small.to_rgba8().get_pixel(10, 10).0[3], 0);
        assert_eq!(thumbnail(folder.shown(&opaque).await).1, ImageFormat::Jpeg);
    }

    #[tokio::test]
    async fn a_camera_held_on_its_side_is_turned() {
        let mut folder = Folder::new().await;
        let photo = encoded(&noise(1_600, 800).into(), ImageFormat::Jpeg);
        let held = folder.put(&turned(&photo, 6)).await;
        let (small, _) = thumbnail(folder.shown(&held).await);
        assert_eq!((small.width(), small.height()), (320, 640));
        let file = folder.files.read(held.id).await.unwrap().into_std().await;
        assert!(is_turned(file));
        let upright = folder.put(&turned(&photo, 1)).await;
        let file = folder.files.read(upright.id).await.unwrap().into_std().await;
        assert!(!is_turned(file));
    }

    #[tokio::test]
    async fn what_cannot_be_made_smaller_is_shown_as_it_is_or_not_at_all() {
        let mut folder = Folder::new().await;
        let icon = folder.put(&encoded(&noise(64, 64).into(), ImageFormat::Png)).await;
        assert_eq!(folder.shown(&icon).await, Shown::AsIs);
        let text = folder.put(b"some words").await;
        assert_eq!(folder.shown(&text).await, Shown::Nothing);
        let whole = encoded(&noise(2_000, 1_500).into(), ImageFormat::Png);
        let broken = folder.put(&whole[..whole.len() / 2]).await;
        assert!(broken.is_image());
        let expected =
            if broken.size_bytes <= AS_IS_BYTES_MAX { Shown::AsIs } else { Shown::Nothing };
        assert_eq!(folder.shown(&broken).await, expected);
        assert_eq!(folder.shown(&broken).await, expected, "and nobody tries again");
        let huge = folder.put(&whole).await;
        let huge = Attachment { size_bytes: AS_IS_BYTES_MAX + 1, ..huge };
        let broken = Attachment { size_bytes: AS_IS_BYTES_MAX + 1, ..broken };
        assert!(matches!(folder.shown(&huge).await, Shown::Thumbnail(_)));
        assert_eq!(folder.shown(&broken).await, Shown::Nothing);
    }

    #[tokio::test]
    async fn many_who_ask_at_once_get_the_same() {
        let mut folder = Folder::new().await;
        let photo = folder.put(&encoded(&noise(1_200, 900).into(), ImageFormat::Jpeg)).await;
        let all = futures_util::future::join_all((0..8).map(|_| folder.shown(&photo))).await;
        assert!(all.iter().all(|shown| *shown == all[0] && matches!(shown, Shown::Thumbnail(_))));
    }
}
