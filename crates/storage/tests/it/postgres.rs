//! Databases of the test server.

use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

const SERVER: &str = "RAPPORT_TEST_POSTGRES";

/// A database of one test.
pub struct Database {
    pub url: String,
    name: String,
    server: PgConnectOptions,
}

impl Database {
    /// None when no server is named, which only a developer's own machine may do.
    pub async fn create() -> Option<Self> {
        let Ok(url) = std::env::var(SERVER) else {
            assert!(
                std::env::var_os("CI").is_none(),
                "{SERVER} is not set: name a PostgreSQL server where databases can be made, such as \
                 postgres://postgres@localhost/postgres"
            );
            eprintln!("{SERVER} is not set: not run on PostgreSQL");
            return None;
        };
        let server = PgConnectOptions::from_str(&url).unwrap();
        let name = format!("rapport_test_{:016x}", rand::random::<u64>());
        execute(&server, format!("create database {name}")).await;
        let url = server.clone().database(&name).to_url_lossy().to_string();
        Some(Self { url, name, server })
    }

    pub async fn destroy(&self) {
        execute(&self.server, format!("drop database {} with (force)", self.name)).await;
    }
}

async fn execute(server: &PgConnectOptions, sql: String) {
    let mut connection = server.connect().await.unwrap();
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}
