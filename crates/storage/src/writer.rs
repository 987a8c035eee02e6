//! Group commit: messages of many callers in one transaction. A bounded queue, one writer that
//! takes what is there, one commit, and then each caller's answer. A batch that fails because of
//! one item is rolled back and its items are written one by one, so that one bad item fails alone.

use tokio::sync::{mpsc, oneshot};

use crate::db::Db;
use crate::dialect::Dialect;
use crate::error::{Result, StoreError};
use crate::feed::Feed;
use crate::log::Tx;
use crate::message::{NewMessage, Prepared, Stored, write_batch};

/// Messages in one commit at most.
const BATCH_MAX: usize = 512;
/// Callers that may wait for a place in a batch; more are refused.
const QUEUE_MAX: usize = 4_096;

struct Job {
    message: Prepared,
    answer: oneshot::Sender<Result<Stored>>,
}

/// The queue before the writer; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Job>,
    dialect: Dialect,
}

impl Writer {
    /// The writer has a thread of its own: as one task among those of all visitors, each of its
    /// steps would stand in line behind everything that the commit before has woken. It ends when
    /// nobody can write any more.
    pub(crate) fn start(db: Db, feed: Feed) -> Result<Self> {
        let (sender, receiver) = mpsc::channel(QUEUE_MAX);
        let runtime = tokio::runtime::Handle::current();
        let dialect = db.dialect();
        std::thread::Builder::new()
            .name("rapport-writer".to_owned())
            .spawn(move || runtime.block_on(run(db, feed, receiver)))
            .map_err(sqlx::Error::Io)?;
        Ok(Self { queue: sender, dialect })
    }

    /// Answers after the commit.
    pub(crate) async fn write(&self, message: NewMessage) -> Result<Stored> {
        let (answer, answered) = oneshot::channel();
        let message = Prepared::of(self.dialect, message)?;
        self.queue.try_send(Job { message, answer }).map_err(|_| StoreError::Overloaded)?;
        answered.await.unwrap_or(Err(StoreError::Overloaded))
    }
}

async fn run(db: Db, feed: Feed, mut receiver: mpsc::Receiver<Job>) {
    let mut jobs = Vec::with_capacity(BATCH_MAX);
    while receiver.recv_many(&mut jobs, BATCH_MAX).await > 0 {
        write_all(&db, &feed, std::mem::take(&mut jobs)).await;
    }
}

async fn write_all(db: &Db, feed: &Feed, jobs: Vec<Job>) {
    let messages: Vec<&Prepared> = jobs.iter().map(|job| &job.message).collect();
    match commit(db, feed, &messages).await {
        Ok(answers) => {
            for (job, answer) in jobs.into_iter().zip(answers) {
                // A caller that has gone away does not need its answer.
                let _ = job.answer.send(answer);
            }
        }
        Err(error) if jobs.len() > 1 && error.is_of_one_item() => {
            for job in jobs {
                let answer = match commit(db, feed, &[&job.message]).await {
                    Ok(mut answers) => answers.pop().unwrap_or(Err(StoreError::Overloaded)),
                    Err(error) => {
                        report(&error, 1);
                        Err(error)
                    }
                };
                let _ = job.answer.send(answer);
            }
        }
        Err(error) => {
            report(&error, jobs.len());
            for job in jobs {
                let _ = job.answer.send(Err(error.shared()));
            }
        }
    }
}

/// What its caller got wrong is nothing that whoever runs the server could mend.
fn report(error: &StoreError, messages: usize) {
    if !error.is_of_the_caller() {
        tracing::error!(%error, messages, "messages could not be stored");
    }
}

async fn commit(db: &Db, feed: &Feed, messages: &[&Prepared]) -> Result<Vec<Result<Stored>>> {
    let mut tx = Tx::begin(db, feed).await?;
    let answers = match write_batch(&mut tx, messages).await {
        Ok(answers) => answers,
        Err(error) => {
            if let Err(rollback) = tx.rollback().await {
                tracing::warn!(error = %rollback, "a failed batch could not be rolled back");
            }
            return Err(error);
        }
    };
    tx.commit().await?;
    Ok(answers)
}
