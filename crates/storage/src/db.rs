//! The two engines behind one type. A query text is written once; [`on!`] runs it on whichever
//! engine the session is of.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool};

use crate::dialect::{Dialect, sql};
use crate::error::{Result, StoreError};
use crate::fence::Fence;

/// Readers of the SQLite file: two for each core of a small machine.
const SQLITE_READERS: u32 = 4;
/// Page cache of each SQLite connection, in KiB.
const SQLITE_CACHE_KIB: u32 = 32 * 1024;
/// Pages in the write-ahead log before it is copied back: fewer, larger checkpoints.
const SQLITE_WAL_PAGES: u32 = 4_000;
const POSTGRES_READERS: u32 = 10;
/// One change under way, and one that has begun and waits for the log's lock. Were there more,
/// changes that only wait would take the connections that reads need.
const POSTGRES_WRITERS: u32 = 2;
/// How long a caller waits for a connection before the store counts as unavailable.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// SQLite waits so long for another process (a backup, a command) to finish writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How often, and with what pause, a new SQLite file is tried that another process is making.
const OPEN_TRIES_MAX: u32 = 50;
const OPEN_PAUSE: Duration = Duration::from_millis(20);
const SQLITE_BUSY: &str = "5";
/// Rows that SQLite's thread may be ahead of whoever reads them: a whole multi-row statement's, so
/// that the two need not take turns.
const SQLITE_ROWS_AHEAD: usize = 256;
const STATEMENT_CACHE: usize = 256;

/// Where the store is.
#[derive(Debug, Clone)]
pub enum Location {
    Sqlite(PathBuf),
    /// A `postgres://` URL.
    Postgres(String),
}

/// The open database, and the fence before its writes.
#[derive(Debug, Clone)]
pub(crate) struct Db {
    pub(crate) engine: Engine,
    pub(crate) fence: Fence,
}

#[derive(Debug, Clone)]
pub(crate) enum Engine {
    Lite { read: SqlitePool, write: SqlitePool },
    Pg { read: PgPool, write: PgPool },
}

/// A connection of either engine, as repositories see it.
#[derive(Debug)]
pub enum Session<'c> {
    Lite(&'c mut SqliteConnection),
    Pg(&'c mut PgConnection),
}

impl Session<'_> {
    pub(crate) const fn dialect(&self) -> Dialect {
        match self {
            Self::Lite(_) => Dialect::Sqlite,
            Self::Pg(_) => Dialect::Postgres,
        }
    }
}

/// Runs the same expression on either engine; `$c` is the connection.
macro_rules! on {
    ($session:expr, $c:ident => $body:expr) => {
        match $session {
            $crate::db::Session::Lite($c) => {
                let $c = &mut **$c;
                $body
            }
            $crate::db::Session::Pg($c) => {
                let $c = &mut **$c;
                $body
            }
        }
    };
}

/// Binds the arguments and runs the statement.
macro_rules! execute {
    ($session:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::db::on!($session, c => sqlx::query($sql)$(.bind($arg))*.execute(c).await.map(|done| done.rows_affected()))
    };
}

/// Binds the arguments and reads every row as `$row`.
macro_rules! fetch_all {
    ($session:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::db::on!($session, c => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(c).await)
    };
}

/// Binds the arguments and reads at most one row as `$row`.
macro_rules! fetch_optional {
    ($session:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::db::on!($session, c => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(c).await)
    };
}
pub(crate) use {execute, fetch_all, fetch_optional, on};

/// A connection to read with.
#[derive(Debug)]
pub enum Reader {
    Lite(PoolConnection<Sqlite>),
    Pg(PoolConnection<Postgres>),
}

impl Reader {
    pub fn session(&mut self) -> Session<'_> {
        match self {
            Self::Lite(connection) => Session::Lite(connection),
            Self::Pg(connection) => Session::Pg(connection),
        }
    }
}

#[derive(Debug)]
pub(crate) enum RawTx {
    Lite(sqlx::Transaction<'static, Sqlite>),
    Pg(sqlx::Transaction<'static, Postgres>),
}

impl RawTx {
    pub(crate) fn session(&mut self) -> Session<'_> {
        match self {
            Self::Lite(tx) => Session::Lite(tx),
            Self::Pg(tx) => Session::Pg(tx),
        }
    }

    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Lite(tx) => tx.commit().await,
            Self::Pg(tx) => tx.commit().await,
        }
    }

    pub(crate) async fn rollback(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Lite(tx) => tx.rollback().await,
            Self::Pg(tx) => tx.rollback().await,
        }
    }
}

impl Engine {
    async fn open(location: &Location) -> Result<Self, sqlx::Error> {
        match location {
            Location::Sqlite(path) => {
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(BUSY_TIMEOUT)
                    .statement_cache_capacity(STATEMENT_CACHE)
                    .row_buffer_size(SQLITE_ROWS_AHEAD)
                    .pragma("cache_size", format!("-{SQLITE_CACHE_KIB}"))
                    .pragma("wal_autocheckpoint", SQLITE_WAL_PAGES.to_string())
                    .pragma("temp_store", "memory");
                let write = connect_sqlite(&options).await?;
                let read = SqlitePoolOptions::new()
                    .max_connections(SQLITE_READERS)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .connect_lazy_with(options.create_if_missing(false).pragma("query_only", "on"));
                Ok(Self::Lite { read, write })
            }
            Location::Postgres(url) => {
                let options = PgConnectOptions::from_str(url)?
                    .application_name("rapport")
                    .statement_cache_capacity(STATEMENT_CACHE);
                let write = PgPoolOptions::new()
                    .max_connections(POSTGRES_WRITERS)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .after_connect(|connection, _| {
                        Box::pin(async move {
                            sqlx::query(sql::WRITER_POSTGRES).execute(connection).await.map(drop)
                        })
                    })
                    .connect_with(options.clone())
                    .await?;
                let read = PgPoolOptions::new()
                    .max_connections(POSTGRES_READERS)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .connect_lazy_with(options);
                Ok(Self::Pg { read, write })
            }
        }
    }
}

impl Db {
    pub(crate) async fn open(location: &Location) -> Result<Self, sqlx::Error> {
        Ok(Self { engine: Engine::open(location).await?, fence: Fence::new() })
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        match self.engine {
            Engine::Lite { .. } => Dialect::Sqlite,
            Engine::Pg { .. } => Dialect::Postgres,
        }
    }

    pub(crate) async fn read(&self) -> Result<Reader> {
        Ok(match &self.engine {
            Engine::Lite { read, .. } => Reader::Lite(read.acquire().await?),
            Engine::Pg { read, .. } => Reader::Pg(read.acquire().await?),
        })
    }

    /// A transaction that writes. SQLite's takes the write lock at once, so that it cannot fail
    /// half-way for want of it.
    pub(crate) async fn begin(&self) -> Result<RawTx> {
        Ok(match &self.engine {
            Engine::Lite { write, .. } => RawTx::Lite(begin_sqlite(write).await?),
            Engine::Pg { write, .. } => RawTx::Pg(write.begin().await?),
        })
    }

    pub(crate) async fn close(&self) {
        match &self.engine {
            Engine::Lite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Engine::Pg { read, write } => {
                read.close().await;
                write.close().await;
            }
        }
    }
}

/// Opens the one connection that writes. SQLite does not wait when another process is making the
/// same new file, so this tries again.
async fn connect_sqlite(options: &SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let mut tries = 0;
    loop {
        let opened = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options.clone())
            .await;
        match opened {
            Err(sqlx::Error::Database(error))
                if error.code().as_deref() == Some(SQLITE_BUSY) && tries < OPEN_TRIES_MAX =>
            {
                tries += 1;
                tokio::time::sleep(OPEN_PAUSE).await;
            }
            opened => return opened,
        }
    }
}

const BEGIN_SQLITE: &str = "begin immediate";

async fn begin_sqlite(
    write: &SqlitePool,
) -> Result<sqlx::Transaction<'static, Sqlite>, sqlx::Error> {
    match write.begin_with(BEGIN_SQLITE).await {
        // A full disk has SQLite roll back by itself; sqlx still counts that transaction as under
        // way, and would for ever. A new connection begins anew.
        Err(sqlx::Error::InvalidSavePointStatement) => {
            write.acquire().await?.close().await?;
            write.begin_with(BEGIN_SQLITE).await
        }
        begun => begun,
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(error) => Self::Unavailable(error),
            other => Self::corrupt("the schema", other),
        }
    }
}
