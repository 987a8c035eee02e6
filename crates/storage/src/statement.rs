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

/// Row counts for which multi-row statements exist: a batch is cut into these.
pub(crate) const CHUNK_ROWS: [usize; 5] = [256, 64, 16, 4, 1];

/// A statement in one size per [`CHUNK_ROWS`], largest first, for either engine.
pub(crate) struct MultiRow {
    sqlite: [String; CHUNK_ROWS.len()],
    postgres: [String; CHUNK_ROWS.len()],
}

impl MultiRow {
    /// `head` + one `($1, $2 ..)` a row + `tail`, which themselves have no parameters. `casts` names
    /// each column's type where PostgreSQL could not tell it, as in a bare `values` list; "" where
    /// the table tells.
    pub(crate) fn new(head: &str, casts: &[&str], tail: &str) -> Self {
        // A cast to uuid would turn SQLite's blob into a number; it needs none.
        let without_uuid: Vec<_> =
            casts.iter().map(|cast| if *cast == "uuid" { "" } else { *cast }).collect();
        Self {
            // SQLite looks a numbered parameter up in a list at each binding; a bare `?` is free.
            sqlite: CHUNK_ROWS.map(|rows| build(head, &without_uuid, tail, rows, |_| "?".into())),
            postgres: CHUNK_ROWS
                .map(|rows| build(head, casts, tail, rows, |number| format!("${number}"))),
        }
    }

    /// Cuts `items` into chunks, each with the statement of its size.
    pub(crate) fn chunks<'a, T>(
        &'static self,
        session: &Session<'_>,
        items: &'a [T],
    ) -> Vec<(&'static str, &'a [T])> {
        let texts = match session {
            Session::Lite(_) => &self.sqlite,
            Session::Pg(_) => &self.postgres,
        };
        let mut chunks = Vec::new();
        let mut rest = items;
        for (text, rows) in texts.iter().zip(CHUNK_ROWS) {
            while rest.len() >= rows {
                let (chunk, others) = rest.split_at(rows);
                chunks.push((text.as_str(), chunk));
                rest = others;
            }
        }
        chunks
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
    casts: &[&str],
    tail: &str,
    rows: usize,
    parameter: impl Fn(usize) -> String,
) -> String {
    let mut text = String::from(head);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for (column, cast) in casts.iter().enumerate() {
            let parameter = parameter(row * casts.len() + column + 1);
            let comma = if column == 0 { "" } else { ", " };
            if cast.is_empty() {
                text.push_str(&format!("{comma}{parameter}"));
            } else {
                text.push_str(&format!("{comma}cast({parameter} as {cast})"));
            }
        }
        text.push(')');
    }
    text.push_str(tail);
    text
}
