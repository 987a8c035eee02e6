//! Single values: the organisation, server-made secrets.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::{Session, execute, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::statement::statements;

statements! {
    GET = "select value from setting where key = $1";
    PUT = "insert into setting (key, value) values ($1, $2)
        on conflict (key) do update set value = excluded.value";
}

#[derive(sqlx::FromRow)]
struct Row {
    value: String,
}

pub async fn get<T: DeserializeOwned>(session: &mut Session<'_>, key: &str) -> Result<Option<T>> {
    fetch_optional!(session, Row, GET, key)?
        .map(|row| serde_json::from_str(&row.value))
        .transpose()
        .map_err(|error| StoreError::corrupt("setting", error))
}

pub async fn put<T: Serialize + Sync>(tx: &mut Tx, key: &str, value: &T) -> Result<()> {
    let json =
        serde_json::to_string(value).map_err(|error| StoreError::corrupt("a setting", error))?;
    execute!(&mut tx.session(), PUT, key, json.as_str())?;
    Ok(())
}
