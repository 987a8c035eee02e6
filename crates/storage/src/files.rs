//! The bytes of attachments: a file each in one folder of the data directory, named after the
//! attachment's id, written once and never changed.
//!
//! A file is on the disk for good before the row that tells of it is committed, so a crash between
//! the two leaves a file that nobody knows, never a row without its file.

use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rapport_core::id::{AttachmentId, TypedId};
use sha2::{Digest, Sha256};
use tokio::fs;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use uuid::Uuid;

/// The folder's name in the data directory.
pub const FOLDER: &str = "attachments";
/// The ending of a file that is not whole yet.
const PART: &str = ".part";
/// What is read at once to compare a file.
const READ_BYTES: usize = 64 * 1024;

/// The folder; cheap to clone.
#[derive(Debug, Clone)]
pub struct Files(Arc<Path>);

/// Makes what was renamed or made in the folder last.
async fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder).await?.sync_all().await
}

impl Files {
    /// In the data directory, as it is: for reading.
    pub fn of(data_dir: &Path) -> Self {
        Self(data_dir.join(FOLDER).into())
    }

    /// The folder itself.
    pub fn at(folder: &Path) -> Self {
        Self(folder.into())
    }

    /// In the data directory; the folder is made where it is not there.
    pub async fn open(data_dir: &Path) -> io::Result<Self> {
        let files = Self::of(data_dir);
        if !fs::try_exists(&files.0).await? {
            fs::create_dir_all(&files.0).await?;
            sync_folder(data_dir).await?;
        }
        Ok(files)
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// Where the file is, or would be.
    pub fn path(&self, id: AttachmentId) -> PathBuf {
        self.0.join(id.uuid().as_simple().to_string())
    }

    /// Begins a file.
    pub async fn stage(&self, id: AttachmentId) -> io::Result<Staged> {
        let path = self.path(id);
        let mut part = path.clone().into_os_string();
        part.push(PART);
        let part = PathBuf::from(part);
        let file = fs::OpenOptions::new().write(true).create_new(true).open(&part).await?;
        let guard = Part { path: part, kept: false };
        Ok(Staged { id, file, part: guard, path, bytes: 0, hash: Sha256::new() })
    }

    pub async fn read(&self, id: AttachmentId) -> io::Result<fs::File> {
        fs::File::open(self.path(id)).await
    }

    /// Removes the file; it is no error when it is not there.
    pub async fn remove(&self, id: AttachmentId) -> io::Result<()> {
        match fs::remove_file(self.path(id)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Whether the file is there with just this content.
    pub async fn holds(
        &self,
        id: AttachmentId,
        size_bytes: i64,
        sha256: &[u8],
    ) -> io::Result<bool> {
        let mut file = match self.read(id).await {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        let found = file.metadata().await?.len();
        if i64::try_from(found) != Ok(size_bytes) {
            return Ok(false);
        }
        let mut hash = Sha256::new();
        let mut buffer = vec![0; READ_BYTES];
        loop {
            let read = file.read(&mut buffer).await?;
            if read == 0 {
                return Ok(hash.finalize().as_slice() == sha256);
            }
            hash.update(&buffer[..read]);
        }
    }

    /// Everything in the folder that was changed last within these times: with its id, unless it
    /// is a file that never became whole. What is not ours is passed over.
    pub async fn changed_within(
        &self,
        times: RangeInclusive<SystemTime>,
    ) -> io::Result<Vec<Found>> {
        let folder = self.0.clone();
        // One task for the whole folder: a task for each file costs more than looking at it.
        tokio::task::spawn_blocking(move || look(&folder, &times))
            .await
            .map_err(io::Error::other)?
    }

    /// Copies the file into another such folder; false when it is not there.
    pub async fn copy_to(&self, id: AttachmentId, to: &Self) -> io::Result<bool> {
        let target = to.path(id);
        match fs::copy(self.path(id), &target).await {
            Ok(_) => {
                fs::File::open(&target).await?.sync_all().await?;
                Ok(true)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

fn look(folder: &Path, times: &RangeInclusive<SystemTime>) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = match entry.metadata() {
            // An upload has ended meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            metadata => metadata?,
        };
        if !metadata.is_file() || !times.contains(&metadata.modified()?) {
            continue;
        }
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if let Some(id) = id_of(name) {
            found.push(Found::File(id));
        } else if name.strip_suffix(PART).and_then(id_of).is_some() {
            found.push(Found::Part(entry.path()));
        }
    }
    Ok(found)
}

fn id_of(name: &str) -> Option<AttachmentId> {
    let uuid = Uuid::try_parse(name).ok()?;
    (uuid.as_simple().to_string() == name).then(|| AttachmentId::from_uuid(uuid))
}

/// Something in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    File(AttachmentId),
    /// A file that never became whole.
    Part(PathBuf),
}

/// Gone when this is dropped, unless it has been kept.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    kept: bool,
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.kept {
            // The sweep finds what cannot be removed now.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// A file under way; gone when this is dropped.
#[derive(Debug)]
pub struct Staged {
    id: AttachmentId,
    file: fs::File,
    part: Part,
    path: PathBuf,
    bytes: i64,
    hash: Sha256,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub size_bytes: i64,
    pub sha256: Vec<u8>,
}

impl Staged {
    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).await?;
        self.hash.update(bytes);
        self.bytes += i64::try_from(bytes.len()).map_err(io::Error::other)?;
        Ok(())
    }

    pub const fn id(&self) -> AttachmentId {
        self.id
    }

    pub const fn size_bytes(&self) -> i64 {
        self.bytes
    }

    /// Where it can be read once all is written out, by [`Self::flush`].
    pub fn path(&self) -> &Path {
        &self.part.path
    }

    pub async fn flush(&mut self) -> io::Result<()> {
        self.file.flush().await
    }

    pub fn content(&self) -> Content {
        Content { size_bytes: self.bytes, sha256: self.hash.clone().finalize().to_vec() }
    }

    /// Gives the file its name, for good even when the power fails now.
    pub async fn keep(mut self) -> io::Result<()> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        fs::rename(&self.part.path, &self.path).await?;
        self.part.kept = true;
        sync_folder(self.path.parent().unwrap_or(Path::new("."))).await
    }
}
