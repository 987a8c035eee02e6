//! Every SQL text is a named constant, listed with its module, so that a test can prepare each one
//! on both engines.

use crate::db::Session;

/// One SQL text.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    pub name: &'static str,
    pub text: &'static str,
}

/// Declares the SQL texts of a module, and `STATEMENTS`, their list.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* const $name: &str = $text;)*
        pub(crate) const STATEMENTS: &[$crate::statement::Statement] = &[
            $($crate::statement::Statement {
                name: concat!(module_path!(), "::", stringify!($name)),
                text: $name,
            }),*
        ];
    };
}
pub(crate) use statements;

/// Row counts for which multi-row statements exist. A batch takes the smallest that holds it and
/// leaves the rest of its rows null, so that it is one statement: each one more is a turn to and fro
/// between threads (SQLite) or over the network (PostgreSQL).
pub(crate) const ROWS: [usize; 10] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
const ROWS_MAX: usize = ROWS[ROWS.len() - 1];

/// A statement over many rows, in one size per [`ROWS`], for either engine. A row that is null in
/// its first column counts as none.
pub(crate) struct MultiRow {
    sqlite: [String; ROWS.len()],
    postgres: [String; ROWS.len()],
}

impl MultiRow {
    /// `head` + one `($1, $2 ..)` a row + `tail`, which themselves have no parameters and must pass
    /// over the rows that are null. `types` are the columns'; "" where PostgreSQL can tell it.
    pub(crate) fn new(head: &str, types: &[&str], tail: &str) -> Self {
        // SQLite asks for no types, and a cast to uuid would turn its blob into a number. It looks
        // a numbered parameter up in a list at each binding; a bare `?` is free.
        let untyped: Vec<_> = types.iter().map(|_| "").collect();
        Self {
            sqlite: ROWS.map(|rows| build(head, &untyped, tail, rows, |_| "?".into())),
            postgres: ROWS
                .map(|rows| build(head, types, tail, rows, |number| format!("${number}"))),
        }
    }

    /// `insert into` + `table` with its columns, of these types + `tail`.
    pub(crate) fn insert(table: &str, types: &[&str], tail: &str) -> Self {
        Self::new(
            &format!("insert into {table} select * from (values "),
            types,
            &format!(") as v where v.column1 is not null {tail}"),
        )
    }

    /// Cuts `items` into chunks, each with the statement that holds it, and fills it up with none.
    pub(crate) fn chunks<'a, T>(
        &'static self,
        session: &Session<'_>,
        items: &'a [T],
    ) -> impl Iterator<Item = (&'static str, Vec<Option<&'a T>>)> + use<'a, T> {
        let texts = self.texts(session);
        items.chunks(ROWS_MAX).map(move |chunk| {
            let size = ROWS.partition_point(|rows| *rows < chunk.len());
            let mut rows: Vec<_> = chunk.iter().map(Some).collect();
            rows.resize(ROWS[size], None);
            (texts[size].as_str(), rows)
        })
    }

    /// The texts for the session's engine.
    pub(crate) fn texts(&'static self, session: &Session<'_>) -> &'static [String] {
        match session {
            Session::Lite(_) => &self.sqlite,
            Session::Pg(_) => &self.postgres,
        }
    }
}

fn build(
    head: &str,
    types: &[&str],
    tail: &str,
    rows: usize,
    parameter: impl Fn(usize) -> String,
) -> String {
    let mut text = String::from(head);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for (column, kind) in types.iter().enumerate() {
            let parameter = parameter(row * types.len() + column + 1);
            let comma = if column == 0 { "" } else { ", " };
            if kind.is_empty() {
                text.push_str(&format!("{comma}{parameter}"));
            } else {
                text.push_str(&format!("{comma}cast({parameter} as {kind})"));
            }
        }
        text.push(')');
    }
    text.push_str(tail);
    text
}
