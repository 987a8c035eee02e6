//! The form that carries an upload: `multipart/form-data` with one part, `file`. Read as it comes,
//! never held as a whole.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use bytes::Bytes;
use futures_util::Stream;

use crate::http::{FieldError, Problem};

/// What a form may have around its file: boundaries and headers.
const AROUND_BYTES_MAX: i64 = 64 * 1024;
/// How far reading may be ahead of what the file has got: a form that is all headers would
/// otherwise be collected in memory.
const AHEAD_BYTES_MAX: u64 = 256 * 1024;
/// How often the form's reader is asked to hand on what it has. It comes a few times between the
/// form's headers and the first bytes of the file.
const PAUSES_MAX: u32 = 32;
/// A sender that is silent for so long has gone.
const SILENCE_MAX: Duration = Duration::from_secs(30);

/// The name of the one part.
const PART: &str = "file";

/// How far the form was read, and how much of it the file has got.
#[derive(Debug, Default)]
struct Progress {
    read: AtomicU64,
    taken: AtomicU64,
}

/// The body, no further ahead than [`AHEAD_BYTES_MAX`].
struct Bounded {
    body: BodyDataStream,
    progress: Arc<Progress>,
    /// What had been taken when this last asked the form's reader to hand on what it has, and how
    /// often it has asked since.
    paused_at: (u64, u32),
}

impl Stream for Bounded {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (read, taken) = (
            self.progress.read.load(Ordering::Relaxed),
            self.progress.taken.load(Ordering::Relaxed),
        );
        if read.saturating_sub(taken) > AHEAD_BYTES_MAX {
            let (before, pauses) = self.paused_at;
            if before == taken && pauses >= PAUSES_MAX {
                let error = std::io::Error::other("the form's headers have no end");
                return Poll::Ready(Some(Err(axum::Error::new(error))));
            }
            self.paused_at = (taken, if before == taken { pauses + 1 } else { 1 });
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let polled = Pin::new(&mut self.body).poll_next(cx);
        if let Poll::Ready(Some(Ok(bytes))) = &polled {
            self.progress.read.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        }
        polled
    }
}

/// The form of an upload.
pub(super) struct Form {
    multipart: Multipart,
    progress: Arc<Progress>,
    bytes_max: i64,
}

/// Its file.
pub(super) struct File<'f> {
    field: Field<'f>,
    progress: Arc<Progress>,
    bytes: i64,
    bytes_max: i64,
}

impl Form {
    pub(super) async fn of(request: Request, bytes_max: i64) -> Result<Self, Problem> {
        let whole_max = bytes_max.saturating_add(AROUND_BYTES_MAX);
        let length = request.headers().get(CONTENT_LENGTH);
        let length = length.and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
        if length.is_some_and(|length| length > whole_max) {
            return Err(too_large(bytes_max));
        }
        let progress = Arc::new(Progress::default());
        let mut request = request.map(|body| {
            let body = body.into_data_stream();
            Body::from_stream(Bounded { body, progress: progress.clone(), paused_at: (0, 0) })
        });
        DefaultBodyLimit::max(usize::try_from(whole_max).unwrap_or(usize::MAX)).apply(&mut request);
        let multipart = Multipart::from_request(request, &()).await.map_err(|_| {
            Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Send the file as `Content-Type: multipart/form-data`, in a part named `file`.",
            )
        })?;
        Ok(Self { multipart, progress, bytes_max })
    }

    /// The file that it begins with.
    pub(super) async fn file(&mut self) -> Result<File<'_>, Problem> {
        let Self { multipart, progress, bytes_max } = self;
        let next = in_time(multipart.next_field()).await?;
        let next = next.map_err(|error| broken(&error, *bytes_max))?;
        let field = next.filter(|field| field.name() == Some(PART)).ok_or_else(not_one_file)?;
        Ok(File { field, progress: progress.clone(), bytes: 0, bytes_max: *bytes_max })
    }

    /// Nothing may come after the file.
    pub(super) async fn end(mut self) -> Result<(), Problem> {
        let next = in_time(self.multipart.next_field()).await?;
        match next.map_err(|error| broken(&error, self.bytes_max))? {
            None => Ok(()),
            Some(_) => Err(not_one_file()),
        }
    }
}

impl File<'_> {
    /// What its sender calls it.
    pub(super) fn name(&self) -> String {
        self.field.file_name().unwrap_or_default().to_owned()
    }

    /// The next bytes; none at its end.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, Problem> {
        let chunk = in_time(self.field.chunk()).await?;
        let chunk = chunk.map_err(|error| broken(&error, self.bytes_max))?;
        if let Some(chunk) = &chunk {
            self.progress.taken.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            self.bytes = self.bytes.saturating_add(i64::try_from(chunk.len()).unwrap_or(i64::MAX));
            if self.bytes > self.bytes_max {
                return Err(too_large(self.bytes_max));
            }
        }
        Ok(chunk)
    }
}

async fn in_time<T>(reading: impl Future<Output = T>) -> Result<T, Problem> {
    tokio::time::timeout(SILENCE_MAX, reading).await.map_err(|_| incomplete())
}

fn incomplete() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "upload_incomplete",
        "The upload ended before it was complete. Upload the file again.",
    )
}

fn broken(error: &MultipartError, bytes_max: i64) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large(bytes_max);
    }
    tracing::debug!(error = error.body_text(), "an upload broke off");
    incomplete()
}

fn not_one_file() -> Problem {
    let detail = "send exactly one part, named `file`";
    Problem::invalid(vec![FieldError::new(PART, detail)])
}

fn too_large(bytes_max: i64) -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "attachment_too_large",
        format!("A file may have at most {bytes_max} bytes. Send a smaller one, or a link to it."),
    )
    .field(PART)
}
