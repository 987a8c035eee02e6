//! Statements over many rows at once: a batch is one statement, since each one more is a turn to and
//! fro between threads (SQLite) or over the network (PostgreSQL).
//!
//! A statement finds its rows in a table `v`. For SQLite they are parameters of their own, in texts
//! of a few sizes; for PostgreSQL each column is one array, so that one text holds any number, and
//! planning it costs the same for one row as for hundreds.

use crate::db::Session;

/// How many rows the texts for SQLite have. A batch takes the smallest that holds it and leaves the
/// rest of its rows null.
const SIZES: [usize; 10] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
/// Rows of one statement; more are cut.
pub(crate) const ROWS_MAX: usize = SIZES[SIZES.len() - 1];

/// A statement over many rows.
pub(crate) struct MultiRow {
    sqlite: [String; SIZES.len()],
    postgres: String,
    columns: usize,
}

/// Rows for one text: the items, and how many rows of nulls (as single parameters) come after them.
type Chunk<'a, T> = (&'static str, &'a [T], usize);

impl MultiRow {
    /// `statement` reads a table `v` with these columns, by name and type. On SQLite it must pass
    /// over rows that are null.
    pub(crate) fn new(columns: &[(&str, &str)], statement: &str) -> Self {
        let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
        let arrays: Vec<_> = columns
            .iter()
            .enumerate()
            .map(|(place, (_, kind))| format!("cast(${} as {kind}[])", place + 1))
            .collect();
        let head = format!("with v ({}) as (", names.join(", "));
        Self {
            // SQLite asks for no types, and a cast to uuid would turn its blob into a number. It
            // looks a numbered parameter up in a list at each binding; a bare `?` is free.
            sqlite: SIZES.map(|size| {
                let row = format!("({})", vec!["?"; columns.len()].join(", "));
                format!("{head}values {}) {statement}", vec![row; size].join(", "))
            }),
            postgres: format!("{head}select * from unnest({})) {statement}", arrays.join(", ")),
            columns: columns.len(),
        }
    }

    /// Inserts the rows into the columns of the same names; `tail` follows.
    pub(crate) fn insert(table: &str, columns: &[(&str, &str)], tail: &str) -> Self {
        let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
        let (first, names) = (names[0], names.join(", "));
        let statement = format!(
            "insert into {table} ({names}) select * from v where {first} is not null {tail}"
        );
        Self::new(columns, &statement)
    }

    /// For SQLite: cuts `items` into chunks, each with the text that holds it.
    pub(crate) fn sqlite<'a, T>(
        &'static self,
        items: &'a [T],
    ) -> impl Iterator<Item = Chunk<'a, T>> + use<'a, T> {
        items.chunks(ROWS_MAX).map(|chunk| {
            let size = SIZES.partition_point(|rows| *rows < chunk.len());
            let nulls = (SIZES[size] - chunk.len()) * self.columns;
            (self.sqlite[size].as_str(), chunk, nulls)
        })
    }

    pub(crate) fn postgres(&'static self) -> &'static str {
        &self.postgres
    }

    /// The texts for the session's engine.
    pub(crate) fn texts(&'static self, session: &Session<'_>) -> Vec<&'static str> {
        match session {
            Session::Lite(_) => self.sqlite.iter().map(String::as_str).collect(),
            Session::Pg(_) => vec![&self.postgres],
        }
    }
}

/// Runs `$statement` over the items, with one expression of `$item` for each column; answers how
/// many rows were changed.
macro_rules! execute_rows {
    ($session:expr, $statement:expr, $items:expr, $item:ident => [$($value:expr),+ $(,)?]) => {
        async {
            let statement: &'static $crate::multi_row::MultiRow = &$statement;
            let mut changed = 0;
            match $session {
                $crate::db::Session::Lite(c) => {
                    for (text, items, nulls) in statement.sqlite($items) {
                        let mut query = sqlx::query(text);
                        for $item in items {
                            query = query$(.bind($value))+;
                        }
                        for _ in 0..nulls {
                            query = query.bind(None::<i64>);
                        }
                        changed += query.execute(&mut **c).await?.rows_affected();
                    }
                }
                $crate::db::Session::Pg(c) => {
                    for items in $items.chunks($crate::multi_row::ROWS_MAX) {
                        let query = sqlx::query(statement.postgres())
                            $(.bind(items.iter().map(|$item| $value).collect::<Vec<_>>()))+;
                        changed += query.execute(&mut **c).await?.rows_affected();
                    }
                }
            }
            Ok::<u64, sqlx::Error>(changed)
        }
        .await
    };
}

/// Runs `$statement` with the keys, and reads every row that it finds as `$row`.
macro_rules! fetch_by_keys {
    ($session:expr, $row:ty, $statement:expr, $keys:expr) => {
        async {
            let statement: &'static $crate::multi_row::MultiRow = &$statement;
            let mut found: Vec<$row> = Vec::new();
            match $session {
                $crate::db::Session::Lite(c) => {
                    for (text, keys, nulls) in statement.sqlite($keys) {
                        let mut query = sqlx::query_as::<_, $row>(text);
                        for key in keys {
                            query = query.bind(*key);
                        }
                        for _ in 0..nulls {
                            query = query.bind(None::<i64>);
                        }
                        found.extend(query.fetch_all(&mut **c).await?);
                    }
                }
                $crate::db::Session::Pg(c) => {
                    for keys in $keys.chunks($crate::multi_row::ROWS_MAX) {
                        let query = sqlx::query_as::<_, $row>(statement.postgres()).bind(keys);
                        found.extend(query.fetch_all(&mut **c).await?);
                    }
                }
            }
            Ok::<Vec<$row>, sqlx::Error>(found)
        }
        .await
    };
}
pub(crate) use {execute_rows, fetch_by_keys};
