//! From a form to a file on the disk and the row that tells of it.

use std::io;
use std::path::{Path, PathBuf};

use axum::extract::Request;
use axum::http::StatusCode;
use rapport_core::actor::Actor;
use rapport_core::attachment::{
    Attachment, Ending, FileType, HEAD_BYTES, detect, dimensions, name_for,
};
use rapport_storage::attachment::{Added, NewAttachment, Uploader, add};
use rapport_storage::files::{Content, Staged};

use super::form::Form;
use super::thumbnail::is_turned;
use crate::app::{App, stamp};
use crate::http::{FieldError, Problem};

/// Who uploads.
#[derive(Debug)]
pub struct Upload {
    pub uploader: Uploader,
    pub actor: Actor,
    /// Their own key, by which the upload is known when it comes again.
    pub key: Option<String>,
}

/// Stores the file of the request's form, and answers after the commit.
pub async fn receive(app: &App, upload: Upload, request: Request) -> Result<Attachment, Problem> {
    let Upload { uploader, actor, key } = upload;
    let uploads = &app.uploads;
    let _place = uploads.begin(&uploader)?;
    let mut reader = app.store.read().await?;
    // Before anything is read: who has no room need not send.
    uploads.check_room(&mut reader.session(), &uploader, 0).await??;
    drop(reader);

    let stamp = stamp();
    let mut form = Form::of(request, uploads.bytes_max).await?;
    let mut file = form.file().await?;
    let sent_name = file.name();
    let mut staged = app.files.stage(stamp.id()).await.map_err(|error| disk(&error))?;
    let mut head = Vec::new();
    let mut written = Ok(());
    while let Some(chunk) = file.chunk().await? {
        head.extend(chunk.iter().take(HEAD_BYTES - head.len()));
        // A client hears an answer only once it has sent everything.
        if written.is_ok() {
            written = staged.write(&chunk).await;
        }
    }
    written.map_err(|error| disk(&error))?;
    // The form cannot be read on while its part is there.
    drop(file);
    form.end().await?;
    if staged.size_bytes() == 0 {
        return Err(Problem::invalid(vec![FieldError::new("file", "is empty; choose another")]));
    }
    let kind = detect(&head);
    let name = name_for(&sent_name, kind);
    if let Some(ending) = kind.refused(&name, &uploads.refused) {
        return Err(refused(ending));
    }
    let (attachment, content) =
        described(&mut staged, name, kind).await.map_err(|error| disk(&error))?;
    staged.keep().await.map_err(|error| disk(&error))?;
    let new = NewAttachment { attachment, content, uploader, key };
    let known = make_known(app, &new, actor).await;
    // What a failed commit leaves is the sweep's: the commit may have been one all the same.
    let unused = match &known {
        Ok(attachment) => attachment.id != new.attachment.id,
        Err(problem) => !problem.status.is_server_error(),
    };
    if unused && let Err(error) = app.files.remove(new.attachment.id).await {
        tracing::warn!(%error, "an unused upload could not be removed; the sweep will try again");
    }
    known
}

async fn make_known(app: &App, new: &NewAttachment, actor: Actor) -> Result<Attachment, Problem> {
    let mut tx = app.store.begin().await?;
    let bytes = new.attachment.size_bytes;
    let room = app.uploads.check_room(&mut tx.session(), &new.uploader, bytes).await;
    match room {
        Ok(Ok(())) => {}
        Ok(Err(problem)) => {
            tx.rollback().await?;
            return Err(problem);
        }
        Err(error) => return Err(error.into()),
    }
    match add(&mut tx, new, actor, stamp().at).await {
        Ok(Added::New(attachment)) => {
            tx.commit().await?;
            Ok(attachment)
        }
        Ok(Added::Before(attachment)) => {
            tx.rollback().await?;
            Ok(attachment)
        }
        Err(error) => {
            tx.rollback().await?;
            Err(error.into())
        }
    }
}

/// What a file is that has been written to its end.
pub async fn described(
    staged: &mut Staged,
    name: String,
    kind: FileType,
) -> io::Result<(Attachment, Content)> {
    let size = dimensions_of(staged, kind).await?;
    let content = staged.content();
    let attachment = Attachment {
        id: staged.id(),
        name,
        content_type: kind.content_type.to_owned(),
        size_bytes: content.size_bytes,
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
    };
    Ok((attachment, content))
}

/// The dimensions of an image that a page may show, from its headers: nothing is decoded.
async fn dimensions_of(staged: &mut Staged, kind: FileType) -> io::Result<Option<(i64, i64)>> {
    if !kind.is_inline() {
        return Ok(None);
    }
    staged.flush().await?;
    let path = staged.path().to_owned();
    // A file made to break the reader is one whose dimensions are not known.
    let read = tokio::task::spawn_blocking(move || read_dimensions(&path)).await;
    Ok(read.ok().flatten())
}

/// As it is shown, the right way up.
fn read_dimensions(path: &Path) -> Option<(i64, i64)> {
    let size = imagesize::size(PathBuf::from(path)).ok()?;
    let (width, height) = dimensions(size.width, size.height)?;
    let is_turned = std::fs::File::open(path).is_ok_and(is_turned);
    Some(if is_turned { (height, width) } else { (width, height) })
}

fn refused(ending: &Ending) -> Problem {
    Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "attachment_refused",
        format!(
            "Files of the type \"{ending}\" are not taken, because they can run. Send another."
        ),
    )
    .field("file")
}

fn disk(error: &io::Error) -> Problem {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    if matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge) {
        tracing::error!(%error, "there is no room for an upload");
        return Problem::new(
            StatusCode::INSUFFICIENT_STORAGE,
            "storage_full",
            "The server has no room for files now. Nothing was lost; try again later.",
        );
    }
    Problem::internal(error)
}
