//! Online backup of an SQLite store with its attachments, and restore from one. A backup is a file
//! and, where there are attachments, a folder beside it.

use std::path::{Path, PathBuf};

use rapport_core::id::TypedId;
use sqlx::{ConnectOptions, Connection};

use crate::db::{Engine, Location};
use crate::error::{Result, StoreError};
use crate::files::{self, Files};
use crate::{Store, attachment, check};

/// Attachments read of at once.
const PAGE_ROWS: i64 = 500;

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0} is there already; choose another name, or move it away")]
    Exists(PathBuf),
    #[error("there is no file {0}")]
    Missing(PathBuf),
    #[error("{path} cannot be written: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("a PostgreSQL store is backed up with PostgreSQL's own tools: pg_dump, pg_basebackup")]
    NotSqlite,
    #[error("{path} is no backup of a Rapport store: {detail}")]
    NotABackup { path: PathBuf, detail: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::Io { path, source }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A file under way, with those that SQLite keeps beside one: gone when this is dropped, unless it
/// took its name before.
struct Part(PathBuf);

impl Part {
    /// Also removes what an interrupted attempt left.
    fn of(path: &Path) -> Self {
        let part = Self(beside(path, ".part"));
        part.remove();
        part
    }

    fn remove(&self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(beside(&self.0, ending));
        }
    }

    /// Gives the file its name, for good even when the power fails now.
    async fn finish(self, path: &Path) -> Result<(), BackupError> {
        let file = tokio::fs::File::open(&self.0).await.map_err(io(&self.0))?;
        file.sync_all().await.map_err(io(&self.0))?;
        if path.exists() {
            return Err(BackupError::Exists(path.to_owned()));
        }
        tokio::fs::rename(&self.0, path).await.map_err(io(path))?;
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            Some(_) | None => Path::new("."),
        };
        let folder = tokio::fs::File::open(folder).await.map_err(io(path))?;
        folder.sync_all().await.map_err(io(path))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.remove();
    }
}

/// The folder beside a backup that holds its attachments.
pub fn attachments_of(backup: &Path) -> PathBuf {
    beside(backup, ".attachments")
}

/// A folder under way: gone when this is dropped, unless it took its name before.
struct PartFolder {
    /// Holds the folder of attachments, as a data directory does.
    around: PathBuf,
    files: Files,
}

impl PartFolder {
    /// Also removes what an interrupted attempt left.
    async fn of(path: &Path) -> Result<Self, BackupError> {
        let around = beside(path, ".part");
        let _ = tokio::fs::remove_dir_all(&around).await;
        tokio::fs::create_dir(&around).await.map_err(io(&around))?;
        let files = Files::open(&around).await.map_err(io(&around))?;
        Ok(Self { around, files })
    }

    /// Gives the folder its name, for good even when the power fails now.
    async fn finish(self, path: &Path) -> Result<(), BackupError> {
        let folder = tokio::fs::File::open(self.files.folder()).await.map_err(io(path))?;
        folder.sync_all().await.map_err(io(path))?;
        match tokio::fs::remove_dir(path).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(BackupError::Exists(path.to_owned()));
            }
            _ => {}
        }
        tokio::fs::rename(self.files.folder(), path).await.map_err(io(path))
    }
}

impl Drop for PartFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.around);
    }
}

/// Copies the files of the store's attachments; answers how many. One that is not there waited for
/// its message and has been dropped meanwhile, or is what a check of the copy finds.
async fn copy_files(store: &Store, from: &Files, to: &Files) -> Result<usize, BackupError> {
    let mut copied = 0;
    let mut after = uuid::Uuid::nil();
    loop {
        let mut reader = store.read().await?;
        let page = attachment::after(&mut reader.session(), after, PAGE_ROWS).await?;
        drop(reader);
        let Some(last) = page.last() else { return Ok(copied) };
        after = last.attachment.id.uuid();
        for held in page {
            let id = held.attachment.id;
            if from.copy_to(id, to).await.map_err(io(to.folder()))? {
                copied += 1;
            }
        }
    }
}

/// Writes a copy of the store, as of one moment, to a new file while the store is in use
/// (`VACUUM INTO`: a read transaction, so writers go on), and its attachments to the folder
/// [`attachments_of`] it.
pub async fn backup(store: &Store, files: &Files, to: &Path) -> Result<(), BackupError> {
    let folder = attachments_of(to);
    for there in [to, &folder] {
        if there.exists() {
            return Err(BackupError::Exists(there.to_owned()));
        }
    }
    let Engine::Lite { write, .. } = &store.db.engine else {
        return Err(BackupError::NotSqlite);
    };
    let part = Part::of(to);
    // A connection of its own: readers are kept from writing, even to another file.
    let mut connection = write.connect_options().connect().await.map_err(StoreError::from)?;
    let copied = sqlx::query("vacuum into $1")
        .bind(part.0.to_string_lossy().into_owned())
        .execute(&mut connection)
        .await;
    let closed = connection.close().await;
    copied.map_err(StoreError::from)?;
    closed.map_err(StoreError::from)?;
    // After the copy of the rows: a file stays as long as a row tells of it.
    let part_folder = PartFolder::of(&folder).await?;
    if copy_files(store, files, &part_folder.files).await? > 0 {
        part_folder.finish(&folder).await?;
    }
    part.finish(to).await
}

/// Makes the store at `to` from a backup, and the folder of attachments beside it. Neither may be
/// there yet, and the backup must pass [`check::check`] and [`check::check_files`].
pub async fn restore(from: &Path, to: &Path) -> Result<(), BackupError> {
    if !from.is_file() {
        return Err(BackupError::Missing(from.to_owned()));
    }
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let not_a_backup =
        |detail: &str| BackupError::NotABackup { path: from.to_owned(), detail: detail.to_owned() };
    if beside(from, "-wal").metadata().is_ok_and(|wal| wal.len() > 0) {
        return Err(not_a_backup(
            "a -wal file lies beside it, so it is a store in use; copy it with `rapport backup`",
        ));
    }
    let folder = to.with_file_name(files::FOLDER);
    if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(BackupError::Exists(folder));
    }
    let part = Part::of(to);
    tokio::fs::copy(from, &part.0).await.map_err(io(&part.0))?;
    if !holds_a_store(&part.0).await {
        return Err(not_a_backup("it is not the database of a Rapport store, or it is damaged"));
    }
    let store = Store::open(&Location::Sqlite(part.0.clone()))
        .await
        .map_err(|error| not_a_backup(&error.to_string()))?;
    let restored = restore_files(&store, &attachments_of(from), &folder).await;
    store.close().await;
    let (part_folder, findings) = match restored {
        Err(BackupError::Store(error)) => return Err(not_a_backup(&error.to_string())),
        restored => restored?,
    };
    if let Some(finding) = findings.first() {
        return Err(not_a_backup(&format!("it does not hold that {}", finding.rule)));
    }
    if beside(&part.0, "-wal").metadata().is_ok_and(|wal| wal.len() > 0) {
        return Err(not_a_backup("it could not be written back whole"));
    }
    if let Some(part_folder) = part_folder {
        part_folder.finish(&folder).await?;
    }
    part.finish(to).await
}

/// Copies the attachments of a backup to where they will be; answers what does not hold of them
/// and of the store.
async fn restore_files(
    store: &Store,
    from: &Path,
    to: &Path,
) -> Result<(Option<PartFolder>, Vec<check::Finding>), BackupError> {
    let part = PartFolder::of(to).await?;
    let copied = copy_files(store, &Files::at(from), &part.files).await?;
    let mut reader = store.read().await?;
    let session = &mut reader.session();
    let mut findings = check::check(session).await?;
    findings.extend(check::check_files(session, &part.files).await?);
    Ok(((copied > 0).then_some(part), findings))
}

/// Whether the file holds a store already: opening an empty one, or another program's, would make
/// a store of it.
async fn holds_a_store(path: &Path) -> bool {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).read_only(true);
    let Ok(mut connection) = options.connect().await else { return false };
    let found: Result<Vec<(i64,)>, _> =
        sqlx::query_as("select seq from log_head where id = 1").fetch_all(&mut connection).await;
    let _ = connection.close().await;
    found.is_ok_and(|rows| rows.len() == 1)
}
