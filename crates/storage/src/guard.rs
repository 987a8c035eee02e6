//! The guard of a serving process: a lock that ends with the process, however it ends. On SQLite an
//! operating system's lock on a file beside the store's, on PostgreSQL a session's advisory lock.

use std::fs::{File, TryLockError};

use sqlx::{ConnectOptions, Connection, PgConnection};

use crate::db::{Db, Engine, Session};
use crate::dialect::sql;
use crate::error::{Result, StoreError};

/// The key of the advisory lock: "rapport" in ASCII.
const LOCK_KEY: i64 = 0x0072_6170_706f_7274;
/// Beside the store's file.
const FILE_ENDING: &str = "serving";

/// Not held until [`Guard::hold`] says so.
#[derive(Debug)]
pub(crate) struct Guard {
    lock: Lock,
    is_held: bool,
}

#[derive(Debug)]
enum Lock {
    File(File),
    Session(PgConnection),
}

impl Guard {
    pub(crate) async fn open(db: &Db) -> Result<Self> {
        let lock = match &db.engine {
            Engine::Lite { write, .. } => {
                let path = write.connect_options().get_filename().with_extension(FILE_ENDING);
                let file = File::options().create(true).truncate(false).write(true).open(path);
                Lock::File(file.map_err(failed)?)
            }
            Engine::Pg { write, .. } => Lock::Session(write.connect_options().connect().await?),
        };
        Ok(Self { lock, is_held: false })
    }

    /// Takes it, unless another process has it. Whether this one has it now.
    pub(crate) async fn hold(&mut self) -> Result<bool> {
        if !self.is_held {
            self.is_held = match &mut self.lock {
                Lock::File(file) => match file.try_lock() {
                    Ok(()) => true,
                    Err(TryLockError::WouldBlock) => false,
                    Err(TryLockError::Error(error)) => return Err(failed(error)),
                },
                Lock::Session(connection) => {
                    let (held,): (bool,) = sqlx::query_as(sql::GUARD_POSTGRES)
                        .bind(LOCK_KEY)
                        .fetch_one(connection)
                        .await?;
                    held
                }
            };
        }
        Ok(self.is_held)
    }

    /// Whether it is of use still: a session ends with its connection.
    pub(crate) async fn is_open(&mut self) -> bool {
        match &mut self.lock {
            Lock::File(_) => true,
            Lock::Session(connection) => connection.ping().await.is_ok(),
        }
    }

    /// Whether this process has it.
    pub(crate) async fn holds(&mut self) -> bool {
        self.is_held && self.is_open().await
    }

    /// Lets go of it at once.
    pub(crate) async fn release(self) {
        match self.lock {
            Lock::File(file) => drop(file),
            // The server ends the session's locks also when this is not heard.
            Lock::Session(connection) => drop(connection.close().await),
        }
    }
}

fn failed(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(sqlx::Error::Io(error))
}

/// The texts for the session's engine.
pub(crate) fn statements(session: &Session<'_>) -> &'static [&'static str] {
    match session {
        Session::Lite(_) => &[],
        Session::Pg(_) => &[sql::GUARD_POSTGRES],
    }
}
