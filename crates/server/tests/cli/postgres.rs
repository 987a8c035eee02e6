//! Databases of the test server, made and removed with PostgreSQL's own `psql`: only the store's
//! crate speaks SQL.

use std::process::Command;

const SERVER: &str = "RAPPORT_TEST_POSTGRES";

/// A database of one test; gone when this is dropped.
pub struct Database {
    pub url: String,
    name: String,
    server: String,
}

impl Database {
    /// None when no server is named, which only a developer's own machine may do.
    pub fn create() -> Option<Self> {
        let Ok(server) = std::env::var(SERVER) else {
            assert!(std::env::var_os("CI").is_none(), "{SERVER} is not set: name a server");
            eprintln!("{SERVER} is not set: not run on PostgreSQL");
            return None;
        };
        let name = format!("rapport_cli_{:016x}", rand::random::<u64>());
        psql(&server, &format!("create database {name}"));
        let (host, _) = server.rsplit_once('/').unwrap();
        Some(Self { url: format!("{host}/{name}"), name, server })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        psql(&self.server, &format!("drop database {} with (force)", self.name));
    }
}

fn psql(server: &str, sql: &str) {
    let done = Command::new("psql").args(["--quiet", "--command", sql, server]).status().unwrap();
    assert!(done.success(), "{sql}");
}
